"""The annotations of EDF+: time-stamped lists in their own channel, one after another in each record.

EDF+ specification, section 2.2: ``+onset␕duration␔text␔text␔␀``. The first list of the first annotation
channel has an empty text. It gives the time at which the record begins.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from devices.message import message
from sessions.errors import SessionFileError
from sessions.formats.intervals import EXPORT_A_PART
from sessions.formats.signals import Annotation

_ONSET: Final = re.compile(rb"[+-][0-9]{1,9}(?:\.[0-9]*)?")
_DURATION: Final = re.compile(rb"[0-9]{1,9}(?:\.[0-9]*)?")
_MOST: Final = 3_000_000
"""Largest number of lists: the beats of a week, one list for each record, and some to spare."""

_LARGEST_CHANNEL_BYTES: Final = 4_000_000
"""Limit in one record: two days of heart beats in a file that has nothing else."""


@dataclass(frozen=True, slots=True)
class RecordAnnotations:
    """The content of the annotation channels of all records; onsets are as written.

    Parameters
    ----------
    onsets_s : tuple of (float or None)
        Start of each record; None if the record does not give it.
    annotations : tuple of Annotation
        In the order in which they are written.
    unreadable : int
        Number of lists that could not be read.
    """

    onsets_s: tuple[float | None, ...]
    annotations: tuple[Annotation, ...]
    unreadable: int


def read_annotations(path: Path, records: Iterable[Sequence[bytes]]) -> RecordAnnotations:
    """Read the annotation channels, in time linear in their bytes.

    Parameters
    ----------
    path : Path
        The file's path, for the error message.
    records : iterable of sequence of bytes
        The bytes of each annotation channel, record by record.

    Raises
    ------
    SessionFileError
        If there are more annotations than a week of heart beats has.
    """
    onsets_s: list[float | None] = []
    annotations: list[Annotation] = []
    lists = unreadable = 0
    for channels in records:
        found = [_time_stamped_list(one) for channel in channels for one in _lists(path, channel)]
        lists += len(found)
        if lists > _MOST:
            raise SessionFileError(
                message("file.edf_too_many_annotations", path=str(path), most=_MOST), EXPORT_A_PART
            )
        readable = [one for one in found if one is not None]
        unreadable += len(found) - len(readable)
        onsets_s.append(found[0][0] if found and found[0] is not None else None)
        annotations.extend(one for each in readable for one in _annotations(*each))
    return RecordAnnotations(tuple(onsets_s), tuple(annotations), unreadable)


def _lists(path: Path, channel: bytes) -> list[bytes]:
    if len(channel) > _LARGEST_CHANNEL_BYTES:
        raise SessionFileError(
            message("file.edf_annotation_bytes", path=str(path), bytes=len(channel)),
            message("file.edf_annotation_bytes.advice"),
        )
    return [written for written in channel.split(b"\0") if written]


def _annotations(onset_s: float, duration_s: float | None, texts: list[bytes]) -> list[Annotation]:
    decoded = (text.decode(errors="replace").strip() for text in texts)
    return [Annotation(onset_s, duration_s, text) for text in decoded if text]


def _time_stamped_list(written: bytes) -> tuple[float, float | None, list[bytes]] | None:
    stamp, *texts = written.split(b"\x14")
    onset, separator, duration = stamp.partition(b"\x15")
    if not texts or texts[-1] or _ONSET.fullmatch(onset) is None:
        return None
    if separator and _DURATION.fullmatch(duration) is None:
        return None
    return float(onset), float(duration) if separator else None, texts[:-1]
