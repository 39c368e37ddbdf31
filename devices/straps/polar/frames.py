"""Frames as a Polar H10 sends them: the mirror of `devices.straps.polar.measurement_data`."""

from collections.abc import Sequence
from struct import Struct, pack
from typing import Final

from devices.streams import Measurement

ECG_SAMPLES: Final = 73
"""Samples of an ECG frame of a Polar H10; 562 ms at 130 Hz."""

ACCELERATION_SAMPLES: Final = 36
"""Samples of an acceleration frame of a Polar H10; 360 ms at 100 Hz."""

_ECG_TYPE: Final = 0
_ACCELERATION_TYPE: Final = 1
_ECG_BYTES: Final = 3
_HEADER: Final = Struct("<BQB")


def encode_ecg_frame(device_time_ns: int, ecg_uv: Sequence[int]) -> bytes:
    """Encode a frame of type 0: signed samples of three bytes.

    Parameters
    ----------
    device_time_ns : int
        The strap's own clock at the last sample.
    ecg_uv : sequence of int
        Shape ``(n_samples,)``, in microvolts, oldest first.

    Raises
    ------
    OverflowError
        If a sample does not fit into three bytes.
    """
    header = _HEADER.pack(Measurement.ECG.value, device_time_ns, _ECG_TYPE)
    return header + b"".join(value.to_bytes(_ECG_BYTES, "little", signed=True) for value in ecg_uv)


def encode_acceleration_frame(device_time_ns: int, acceleration_mg: Sequence[Sequence[int]]) -> bytes:
    """Encode a frame of type 1: signed x, y and z of two bytes each.

    Parameters
    ----------
    device_time_ns : int
        The strap's own clock at the last sample.
    acceleration_mg : sequence of sequence of int
        Shape ``(n_samples, 3)``, in thousandths of g, oldest first.

    Raises
    ------
    struct.error
        If a value does not fit into two bytes.
    """
    values = [value for sample in acceleration_mg for value in sample]
    header = _HEADER.pack(Measurement.ACCELERATION.value, device_time_ns, _ACCELERATION_TYPE)
    return header + pack(f"<{len(values)}h", *values)
