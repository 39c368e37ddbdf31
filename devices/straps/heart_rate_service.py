"""The Heart Rate Measurement characteristic, 0x2A37 (Heart Rate Service 1.0, section 3.1)."""

from typing import Final

from devices.errors import DecodeError
from devices.events import Contact, HeartRateMeasurement
from devices.message import message

TICKS_PER_SECOND: Final = 1024
"""Resolution of RR intervals: 1/1024 s (Heart Rate Service 1.0, section 3.1.1.4)."""

_RATE_IS_UINT16: Final = 0x01
_CONTACT_DETECTED: Final = 0x02
_CONTACT_SUPPORTED: Final = 0x04
_ENERGY_PRESENT: Final = 0x08
_RR_PRESENT: Final = 0x10


def decode_heart_rate_measurement(time_ns: int, data: bytes) -> HeartRateMeasurement:
    """Decode one 0x2A37 value.

    Parameters
    ----------
    time_ns : int
        Receipt time; stored in the event.
    data : bytes
        The value as received. An odd byte at the end is ignored.

    Returns
    -------
    HeartRateMeasurement
        With RR intervals in integer ticks of 1/1024 s, oldest first; equal neighbours are kept.

    Raises
    ------
    DecodeError
        If the value is shorter than its own flags require.
    """
    if not data:
        raise DecodeError(message("packet.empty_heart_rate"), message("packet.kept"))
    flags = data[0]
    rate_bytes = 2 if flags & _RATE_IS_UINT16 else 1
    energy_bytes = 2 if flags & _ENERGY_PRESENT else 0
    rr_start = 1 + rate_bytes + energy_bytes
    if len(data) < rr_start:
        raise DecodeError(
            message("packet.short_heart_rate", size_bytes=len(data), needed_bytes=rr_start),
            message("packet.kept"),
        )
    energy_kj = int.from_bytes(data[1 + rate_bytes : rr_start], "little") if energy_bytes else None
    rr_ticks = (
        tuple(int.from_bytes(data[i : i + 2], "little") for i in range(rr_start, len(data) - 1, 2))
        if flags & _RR_PRESENT
        else ()
    )
    return HeartRateMeasurement(
        time_ns=time_ns,
        heart_rate_per_min=int.from_bytes(data[1 : 1 + rate_bytes], "little"),
        contact=_contact(flags),
        energy_kj=energy_kj,
        rr_ticks=rr_ticks,
    )


def encode_heart_rate_measurement(
    *,
    heart_rate_per_min: int,
    rr_ticks: tuple[int, ...] = (),
    contact: Contact = Contact.NOT_SUPPORTED,
    energy_kj: int | None = None,
) -> bytes:
    """Encode a 0x2A37 value, as a simulated strap sends it.

    Raises
    ------
    ValueError
        If a number does not fit into 16 bits.
    """
    flags = {
        Contact.NOT_SUPPORTED: 0,
        Contact.NO: _CONTACT_SUPPORTED,
        Contact.YES: _CONTACT_SUPPORTED | _CONTACT_DETECTED,
    }[contact]
    wide = heart_rate_per_min > 0xFF
    flags |= (_RATE_IS_UINT16 if wide else 0) | (_RR_PRESENT if rr_ticks else 0)
    flags |= _ENERGY_PRESENT if energy_kj is not None else 0
    try:
        parts = [bytes([flags]), heart_rate_per_min.to_bytes(2 if wide else 1, "little")]
        if energy_kj is not None:
            parts.append(energy_kj.to_bytes(2, "little"))
        parts.extend(ticks.to_bytes(2, "little") for ticks in rr_ticks)
    except OverflowError as error:
        raise ValueError(f"a heart-rate packet holds 16-bit numbers only: {error}") from error
    return b"".join(parts)


def rr_ms_from_ticks(rr_ticks: int) -> float:
    """Convert an RR interval from ticks of 1/1024 s to milliseconds."""
    return rr_ticks * 1000.0 / TICKS_PER_SECOND


def _contact(flags: int) -> Contact:
    if not flags & _CONTACT_SUPPORTED:
        return Contact.NOT_SUPPORTED
    return Contact.YES if flags & _CONTACT_DETECTED else Contact.NO
