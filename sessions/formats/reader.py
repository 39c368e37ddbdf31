"""What a file format is: how its files are recognised and read, and what help and docs say of it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from devices.message import Message
from sessions.formats.intervals import IntervalRecording
from sessions.formats.source import SourceFile

if TYPE_CHECKING:  # numpy is imported when such a file is read, not for the help
    from sessions.formats.rates import RateRecording
    from sessions.formats.signals import SignalRecording

Recognise = Callable[[SourceFile], bool]
Read = Callable[[SourceFile], "IntervalRecording | RateRecording | SignalRecording"]


@dataclass(frozen=True, slots=True)
class FormatNotes:
    """What the table in ``docs/formats.md`` says of a format, in English.

    Parameters
    ----------
    told_by : str
        How a file of this format is recognised.
    intervals, times, start : str
        Where intervals, their times and the start of the recording come from.
    """

    told_by: str
    intervals: str
    times: str
    start: str


@dataclass(frozen=True, slots=True)
class FileFormat:
    """A format that files of other programs have.

    Parameters
    ----------
    name : str
        Its name in JSON.
    title : Message
        Its name for people, as help and errors list it.
    notes : FormatNotes
        What the docs say of it.
    recognise : callable
        Tells from a file's content whether it has this format.
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
    """Make a format of the function that reads it; `sessions.formats.registry` lists all formats.

    Parameters
    ----------
    name, title, recognise, notes
        As of a `FileFormat`.
    """

    def made(read: Read) -> FileFormat:
        return FileFormat(name, title, notes, recognise, read)

    return made
