"""What an export format is: how a session is written in it, and what the help says of it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from devices.message import Message
from sessions.formats.export import SessionExport

Write = Callable[[SessionExport], bytes | Mapping[str, bytes]]
"""Returns a file, or the files of a folder by their paths in it."""


@dataclass(frozen=True, slots=True)
class ExportFormat:
    """A format that sessions are written in for other programs.

    Parameters
    ----------
    name : str
        Its name on the command line.
    title : Message
        Its name for people.
    has_samples : bool
        Whether ECG, acceleration and breaths are written beside the beats.
    only_intervals : bool
        Whether nothing is written but the intervals as they came in, for which nothing needs to be computed.
    write : callable
        Returns what is to be written.
    """

    name: str
    title: Message
    has_samples: bool
    only_intervals: bool
    write: Write


def exporter(
    name: str, *, title: Message, has_samples: bool = False, only_intervals: bool = False
) -> Callable[[Write], ExportFormat]:
    """Make an export format of the function that writes it; `sessions.formats.registry` lists them all.

    Parameters
    ----------
    name, title, has_samples, only_intervals
        As of an `ExportFormat`.
    """

    def made(write: Write) -> ExportFormat:
        return ExportFormat(name, title, has_samples, only_intervals, write)

    return made
