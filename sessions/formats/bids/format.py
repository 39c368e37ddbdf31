"""The format BIDS; numpy is imported only when a dataset is read or written."""

from typing import TYPE_CHECKING

from devices.message import message
from sessions.formats.bids.about import about_of, is_recording_name
from sessions.formats.export import SessionExport
from sessions.formats.exporter import exporter
from sessions.formats.reader import FormatNotes, reader
from sessions.formats.source import SourceFile

if TYPE_CHECKING:
    from sessions.formats.signals import SignalRecording


def _is_recording(source: SourceFile) -> bool:
    """Return whether a table has the name of a recording, and a description or no header of its own."""
    if not is_recording_name(source.path.name) or not source.beginning:
        return False
    return about_of(source.path) is not None or source.beginning[0] in "+-.0123456789n"


@reader(
    "bids",
    title=message("file.format.bids"),
    recognise=_is_recording,
    notes=FormatNotes(
        "the name `sub-…_physio.tsv.gz` or `sub-…_physioevents.tsv.gz`, and the `.json` beside it",
        "events `beat`; R peaks of a column in volts",
        "of the samples and the events",
        "`_scans.tsv`",
    ),
)
def bids_recording(source: SourceFile) -> "SignalRecording":
    """Read one table of a BIDS dataset."""
    from sessions.formats.bids.reader import read_bids

    return read_bids(source)


@exporter("bids", title=message("file.export.bids"), has_samples=True)
def bids(session: SessionExport) -> dict[str, bytes]:
    """Write a session as a BIDS dataset."""
    from sessions.formats.bids.dataset import bids_files

    return bids_files(session)
