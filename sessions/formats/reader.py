"""Defines a file format: how its files are recognised and read, and how help and docs describe it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from devices.message import Message
from sessions.formats.intervals import IntervalRecording
from sessions.formats.source import SourceFile

if TYPE_CHECKING:  # numpy is imported only when such a file is read, so that the help starts quickly
    from sessions.formats.rates import RateRecording
    from sessions.formats.signals import SignalRecording

Recognise = Callable[[SourceFile], bool]
Read = Callable[[SourceFile], "IntervalRecording | RateRecording | SignalRecording"]


@dataclass(frozen=True, slots=True)
class FormatNotes:
    """What the table in ``docs/formats.md`` says about a format, in English.

    Parameters
    ----------
    told_by : str
        How a file of this format is recognised.
    intervals, times, start : str
        Sources of the intervals, their times and the start of the recording.
    """

    told_by: str
    intervals: str
    times: str
    start: str


@dataclass(frozen=True, slots=True)
class FileFormat:
    """A format of other programs' files.

    Parameters
    ----------
    name : str
        Its name in JSON.
    title : Message
        Its name for people, which help and errors list.
    notes : FormatNotes
        What the docs say about it.
    recognise : callable
        Returns whether a file's content has this format.
    read : callable
        Reads such a file.
    """

    name: str
    title: Message
    notes: FormatNotes
    recognise: Recognise
    read: Read


def reader(
    name: str, *, title: Message, recognise: Recognise, notes: FormatNotes
) -> Callable[[Read], FileFormat]:
    """Make a format from the function that reads it; `sessions.formats.registry` lists all formats.

    Parameters
    ----------
    name, title, recognise, notes
        See `FileFormat`.
    """

    def made(read: Read) -> FileFormat:
        return FileFormat(name, title, notes, recognise, read)

    return made
