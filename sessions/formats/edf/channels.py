"""Finds the channels of ECG and chest acceleration in an EDF file, and their units.

Programs name an ECG by its type, its lead or its electrodes: ``ECG``, ``EKG 2``, ``ECG LA-RA``, ``MLII``.
"""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from devices.message import message
from sessions.errors import SessionFileError
from sessions.formats.edf.header import ANNOTATIONS_LABELS, EdfChannel, EdfHeader
from sessions.formats.intervals import shown

ECG_LABEL: Final = "ECG"
ACCELERATION_LABELS: Final = ("ACC X", "ACC Y", "ACC Z")
RATE_LABEL: Final = "HR"
RATE_UNIT: Final = "bpm"
"""Unit of the heart rates of a strap that sent no intervals."""

WRITTEN_LABELS: Final = {ECG_LABEL: "ECG chest"} | {
    label: f"Misc {label}" for label in (*ACCELERATION_LABELS, RATE_LABEL)
}
"""Labels in the files that this program writes: the type of a signal, a blank, and the sensor, as in EDF+.

MNE takes the type of a channel from the first word, but only if another word follows. EDF+ has no type for
acceleration and heart rates; MNE knows ``Misc``.
"""

_AN_ECG: Final = re.compile(r"ECG|EKG", re.IGNORECASE)
_A_LEAD: Final = re.compile(
    r"(?:lead|ableitung|abl\.?|mod\.?)?[ _.-]*"
    r"(?:m?l?[ _-]?I{1,3}|av[rlf]|v[1-9]r?|mcl ?[1-6]|c[ms][1-6]|d[1-3]|dI{1,3})",
    re.IGNORECASE,
)
_NO_SAMPLES_OF_THE_HEART: Final = re.compile(
    r"quality|qual\b|impedance|status|rate|bpm|\brr\b|resp|marker|annot|lead.?off", re.IGNORECASE
)
_AXIS: Final = re.compile(
    r"(?:misc )?(?:acc|accel|acceleration|accelerometer)[ _.-]*([xyz])\b.*", re.IGNORECASE
)

MICROVOLTS: Final = {
    "uv": 1.0, "microv": 1.0, "microvolt": 1.0, "microvolts": 1.0, "mcv": 1.0, "mv": 1e3, "millivolt": 1e3,
    "millivolts": 1e3, "milliv": 1e3, "v": 1e6, "volt": 1e6, "volts": 1e6, "nv": 1e-3,
}  # fmt: skip
"""Microvolts in each unit; names are compared without case."""

THOUSANDTHS_OF_G: Final = {
    "mg": 1.0, "g": 1e3, "m/s2": 1e3 / 9.80665, "m/s^2": 1e3 / 9.80665, "m/s²": 1e3 / 9.80665,
    "mm/s2": 1.0 / 9.80665,
}  # fmt: skip

_NO_UNIT: Final = ("", "n/a", "na", "none", "-", "?", "unknown", "a.u.", "au")
_LARGEST_MILLIVOLTS: Final = 20.0
_LARGEST_G: Final = 20.0


def chosen_channels(path: Path, header: EdfHeader) -> tuple[EdfChannel | None, list[EdfChannel]]:
    """Return the channel of the ECG, and the channels of the axes x, y, z (all three or none).

    Raises
    ------
    SessionFileError
        If an axis is missing.
    """
    ordinary = [one for one in header.channels if not is_annotation(one) and one.samples > 0]
    axes = [found for letter in "xyz" if (found := _axis(ordinary, letter)) is not None]
    if axes and len(axes) < len(ACCELERATION_LABELS):
        raise SessionFileError(
            message("file.edf_axes", path=str(path), axes=", ".join(axis.label for axis in axes)),
            message("file.edf_axes.advice", axes=", ".join(ACCELERATION_LABELS)),
        )
    return min(filter(_rank, ordinary), key=_rank, default=None), axes


def rate_channel(header: EdfHeader) -> EdfChannel | None:
    """Return the channel of heart rates that our own files have."""
    labels = (RATE_LABEL, WRITTEN_LABELS[RATE_LABEL])
    found = (one for one in header.channels if one.label.strip() in labels and one.unit == RATE_UNIT)
    return next((one for one in found if one.samples > 0), None)


def _rank(channel: EdfChannel) -> int:
    """Return the rank of a channel as an ECG: 1 is the most certain, 0 means that it is not an ECG."""
    label = channel.label.strip()
    if label.casefold() == ECG_LABEL.casefold():
        rank = 1
    elif label.casefold().startswith(f"{ECG_LABEL.casefold()} ") and not _NO_SAMPLES_OF_THE_HEART.search(
        label
    ):
        rank = 2
    elif _AN_ECG.search(label) and not _NO_SAMPLES_OF_THE_HEART.search(label):
        rank = 3
    elif _A_LEAD.fullmatch(label):
        rank = 4
    else:
        return 0
    return rank if channel.physical is not None and channel.digital is not None else rank + 10


def _axis(channels: list[EdfChannel], letter: str) -> EdfChannel | None:
    for channel in channels:
        found = _AXIS.fullmatch(channel.label.strip())
        if found is not None and found[1].lower() == letter:
            return channel
    return None


def is_annotation(channel: EdfChannel) -> bool:
    """Return whether a channel contains annotations."""
    return channel.label in ANNOTATIONS_LABELS


def has_unit(channel: EdfChannel) -> bool:
    """Return whether a channel names its unit."""
    return channel.unit.casefold() not in _NO_UNIT


def factor_of(path: Path, channel: EdfChannel, units: Mapping[str, float]) -> float:
    """Return the factor for the values of a channel; without a unit, the one that their size makes likely.

    Raises
    ------
    SessionFileError
        If its unit is not one of `units`.
    """
    if not has_unit(channel):
        largest = max(map(abs, channel.physical or (0.0,)))
        if units is MICROVOLTS:
            return 1e3 if largest <= _LARGEST_MILLIVOLTS else 1.0
        return 1e3 if largest <= _LARGEST_G else 1.0
    try:
        return units[channel.unit.casefold()]
    except KeyError:
        raise SessionFileError(
            message("file.edf_unit", channel=channel.label, path=str(path), unit=shown(channel.unit)),
            message("file.edf_unit.advice", units="uV, mV, V" if units is MICROVOLTS else "mg, g, m/s2"),
        ) from None


def nothing_of_use(path: Path, header: EdfHeader) -> SessionFileError:
    """Return the error for a file without an ECG, acceleration or annotations."""
    labels = [channel.label for channel in header.channels if not is_annotation(channel)]
    what = message("file.edf_nothing_of_use", path=str(path), channels=", ".join(labels[:8]))
    return SessionFileError(
        what if labels else message("file.edf_no_channels", path=str(path)),
        message("file.edf_nothing_of_use.advice", channels=", ".join((ECG_LABEL, *ACCELERATION_LABELS))),
    )
