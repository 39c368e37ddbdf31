"""EDF and EDF+ among the formats that are read and written; numpy is imported when such a file is."""

from typing import TYPE_CHECKING

from devices.message import message, verbatim
from sessions.formats.edf.header import MAGIC
from sessions.formats.export import SessionExport
from sessions.formats.exporter import exporter
from sessions.formats.reader import FormatNotes, reader
from sessions.formats.source import SourceFile

if TYPE_CHECKING:
    from sessions.formats.signals import SignalRecording


def _is_edf(source: SourceFile) -> bool:
    return source.head.startswith(MAGIC)


@reader(
    "edf",
    title=verbatim("EDF+"),
    recognise=_is_edf,
    notes=FormatNotes("`0` and seven blanks", "annotations `beat`", "of the records", "local time, no zone"),
)
def edf(source: SourceFile) -> "SignalRecording":
    """Read ECG, acceleration of the chest, and annotations."""
    from sessions.formats.edf.reader import read_edf

    return read_edf(source.path)


@exporter("edf", title=message("file.export.edf"), has_samples=True)
def edf_export(session: SessionExport) -> bytes:
    """Write a session as EDF+."""
    from sessions.formats.edf.writer import edf_bytes

    return edf_bytes(session)
