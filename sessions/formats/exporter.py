"""Defines an export format: how it writes a session, and how the help describes it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from devices.message import Message
from sessions.formats.export import SessionExport

Write = Callable[[SessionExport], bytes | Mapping[str, bytes]]
"""Returns the content of a file, or the files of a folder by their paths in it."""


@dataclass(frozen=True, slots=True)
class ExportFormat:
    """A format in which sessions are written for other programs.

    Parameters
    ----------
    name : str
        Its name on the command line.
    title : Message
        Its name for people.
    has_samples : bool
        Whether it writes ECG, acceleration and breaths beside the beats.
    only_intervals : bool
        Whether it writes only the intervals as received, so that nothing needs to be computed.
    write : callable
        Returns the content to write.
    """

    name: str
    title: Message
    has_samples: bool
    only_intervals: bool
    write: Write


def exporter(
    name: str, *, title: Message, has_samples: bool = False, only_intervals: bool = False
) -> Callable[[Write], ExportFormat]:
    """Make an export format from the function that writes it; `sessions.formats.registry` lists them all.

    Parameters
    ----------
    name, title, has_samples, only_intervals
        See `ExportFormat`.
    """

    def made(write: Write) -> ExportFormat:
        return ExportFormat(name, title, has_samples, only_intervals, write)

    return made
