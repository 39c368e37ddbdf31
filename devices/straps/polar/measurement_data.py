"""The data characteristic of Polar's Measurement Data service, FB005C82: frames of ECG and acceleration.

Source: Polar's published SDK (technical documentation, decoders and test vectors). Two deviations from its
decoders: counts are rounded to whole milli-g, not truncated, and inconsistent frames are refused.
"""

from struct import unpack
from typing import Final

from devices.errors import DecodeError
from devices.message import Message, message
from devices.streams import AccelerationFrame, EcgFrame, Measurement

_MEASUREMENT_BITS: Final = 0x3F
"""The two bits above distinguish a live stream from a recording of the device."""

_DELTA: Final = 0x80
_HEADER_BYTES: Final = 10
_ECG_BYTES: Final = 3
_AXES: Final = 3
_ACCELERATION_BYTES: Final = {0: 1, 1: 2, 2: 3}
"""Bytes per value by frame type, for frames without delta compression."""

_STRUCT_FORMS: Final = {1: "b", 2: "h", 4: "i"}
"""How `struct` names a signed value of so many bytes."""

_DELTA_IN_G: Final = 0
_DELTA_IN_MG: Final = 1
_DELTA_RESOLUTION_BITS: Final = 16
_MG_PER_G: Final = 1000.0


class PolarDecodeError(DecodeError):
    """Bytes that do not follow the description of Polar's Measurement Data service."""

    def __init__(self, reason: Message) -> None:
        super().__init__(reason, message("packet.kept"))


def decode_measurement_data(
    time_ns: int, data: bytes, *, conversion_factor: float | None = None
) -> EcgFrame | AccelerationFrame:
    """Decode one frame.

    Parameters
    ----------
    time_ns : int
        Receipt time; stored in the event.
    data : bytes
        The value as received.
    conversion_factor : float, optional
        The factor in the answer to START (`MeasurementSettings`). Only optical devices send it, and only
        their delta-compressed frames need it. A Polar H10 sends microvolts and milli-g directly.

    Returns
    -------
    EcgFrame or AccelerationFrame
        With at least one sample.

    Raises
    ------
    PolarDecodeError
        If the frame is cut short, has an unknown type, does not contain a whole number of samples, has
        delta blocks that do not fit, or needs a conversion factor that is not given.
    """
    if len(data) <= _HEADER_BYTES:
        raise PolarDecodeError(message("packet.frame_without_sample", size_bytes=len(data)))
    measurement = data[0] & _MEASUREMENT_BITS
    device_time_ns = int.from_bytes(data[1:9], "little")
    frame_type, payload = data[9], data[_HEADER_BYTES:]
    if measurement == Measurement.ECG.value:
        return EcgFrame(time_ns, device_time_ns, _ecg_uv(frame_type, payload))
    if measurement == Measurement.ACCELERATION.value:
        acceleration_mg = _acceleration_mg(frame_type, payload, conversion_factor)
        return AccelerationFrame(time_ns, device_time_ns, acceleration_mg)
    raise PolarDecodeError(message("packet.unknown_measurement", measurement=measurement))


def decode_delta_samples(
    payload: bytes, *, channels: int, resolution_bits: int
) -> tuple[tuple[int, ...], ...]:
    """Decode delta-compressed samples.

    A reference sample of whole bytes comes first, then blocks of ``width_bits (1 byte), count (1 byte),
    data``. The data are the differences from sample to sample, channel by channel, in two's complement, least
    significant bit first. Each block starts at a whole byte.

    Parameters
    ----------
    payload : bytes
        The bytes after the frame's header.
    channels : int
        Values per sample, at least 1.
    resolution_bits : int
        Bits per value, at least 1.

    Returns
    -------
    tuple of tuple of int
        Shape ``(n_samples, channels)``, the reference sample first. The number of samples never exceeds the
        number of bits in the payload.

    Raises
    ------
    PolarDecodeError
        If the reference sample or a block is cut short, if a difference has zero bits or more bits than
        needed, or if a value exceeds the resolution.
    """
    value_bytes = (resolution_bits + 7) // 8
    offset = channels * value_bytes
    if len(payload) < offset:
        raise PolarDecodeError(
            message("packet.short_first_sample", size_bytes=len(payload), needed_bytes=offset)
        )
    sample = _signed_values(payload[:offset], value_bytes)
    samples = [sample]
    while offset < len(payload):
        deltas, offset = _delta_block(payload, offset, channels=channels, widest_bits=resolution_bits + 1)
        for start in range(0, len(deltas), channels):
            sample = tuple(map(int.__add__, sample, deltas[start : start + channels]))
            samples.append(sample)
    bound = 1 << (resolution_bits - 1)
    if any(not -bound <= value < bound for sample in samples for value in sample):
        raise PolarDecodeError(message("packet.values_too_large", most_bits=resolution_bits))
    return tuple(samples)


def _ecg_uv(frame_type: int, payload: bytes) -> tuple[int, ...]:
    if frame_type != 0:
        raise PolarDecodeError(message("packet.unknown_ecg_frame", frame_type=frame_type))
    _require_whole_samples(payload, _ECG_BYTES)
    return _signed_values(payload, _ECG_BYTES)


def _acceleration_mg(
    frame_type: int, payload: bytes, conversion_factor: float | None
) -> tuple[tuple[int, int, int], ...]:
    if frame_type & _DELTA:
        return _delta_acceleration_mg(frame_type & ~_DELTA, payload, conversion_factor)
    value_bytes = _ACCELERATION_BYTES.get(frame_type)
    if value_bytes is None:
        raise _unknown_acceleration(frame_type)
    _require_whole_samples(payload, _AXES * value_bytes)
    values = _signed_values(payload, value_bytes)
    return tuple(zip(values[0::3], values[1::3], values[2::3], strict=True))


def _delta_acceleration_mg(
    delta_type: int, payload: bytes, conversion_factor: float | None
) -> tuple[tuple[int, int, int], ...]:
    if delta_type not in (_DELTA_IN_G, _DELTA_IN_MG):
        raise _unknown_acceleration(_DELTA | delta_type)
    if delta_type == _DELTA_IN_G and conversion_factor is None:
        raise PolarDecodeError(message("packet.unknown_unit"))
    unit_mg = 1.0 if conversion_factor is None else conversion_factor
    if delta_type == _DELTA_IN_G:
        unit_mg *= _MG_PER_G
    counts = decode_delta_samples(payload, channels=_AXES, resolution_bits=_DELTA_RESOLUTION_BITS)
    return tuple((round(x * unit_mg), round(y * unit_mg), round(z * unit_mg)) for x, y, z in counts)


def _delta_block(
    payload: bytes, offset: int, *, channels: int, widest_bits: int
) -> tuple[tuple[int, ...], int]:
    """Return one block's differences and where the next block starts."""
    start = offset + 2
    if start > len(payload):
        raise PolarDecodeError(message("packet.cut_block_head"))
    width_bits, count = payload[offset], payload[offset + 1]
    if not 1 <= width_bits <= widest_bits:
        raise PolarDecodeError(
            message("packet.difference_width", width_bits=width_bits, most_bits=widest_bits)
        )
    end = start + (width_bits * count * channels + 7) // 8
    if end > len(payload):
        raise PolarDecodeError(message("packet.short_block", size_bytes=len(payload), needed_bytes=end))
    bits = int.from_bytes(payload[start:end], "little")
    sign = 1 << (width_bits - 1)
    mask = (1 << width_bits) - 1
    shifts = range(0, width_bits * count * channels, width_bits)
    return tuple(((bits >> shift & mask) ^ sign) - sign for shift in shifts), end


def _signed_values(data: bytes, value_bytes: int) -> tuple[int, ...]:
    if form := _STRUCT_FORMS.get(value_bytes):
        return unpack(f"<{len(data) // value_bytes}{form}", data)
    return tuple(
        [
            int.from_bytes(data[i : i + value_bytes], "little", signed=True)
            for i in range(0, len(data), value_bytes)
        ]
    )


def _require_whole_samples(payload: bytes, sample_bytes: int) -> None:
    if len(payload) % sample_bytes:
        raise PolarDecodeError(
            message("packet.no_whole_samples", size_bytes=len(payload), sample_bytes=sample_bytes)
        )


def _unknown_acceleration(frame_type: int) -> PolarDecodeError:
    return PolarDecodeError(message("packet.unknown_acceleration_frame", frame_type=frame_type))
