"""The formats EDF and EDF+; numpy is imported only when such a file is read or written."""

from typing import TYPE_CHECKING

from devices.message import message, verbatim
from sessions.formats.edf.header import BDF_MAGIC, is_edf
from sessions.formats.export import SessionExport
from sessions.formats.exporter import exporter
from sessions.formats.reader import FormatNotes, reader
from sessions.formats.source import SourceFile

if TYPE_CHECKING:
    from sessions.formats.signals import SignalRecording


def _is_edf(source: SourceFile) -> bool:
    return is_edf(source.head) and not _is_bdf(source)


def _is_bdf(source: SourceFile) -> bool:
    return source.head.startswith(BDF_MAGIC)


@reader(
    "edf",
    title=verbatim("EDF+"),
    recognise=_is_edf,
    notes=FormatNotes("`0` and seven blanks", "annotations `beat`", "of the records", "local time, no zone"),
)
def edf(source: SourceFile) -> "SignalRecording":
    """Read ECG, chest acceleration and annotations."""
    from sessions.formats.edf.reader import read_edf

    return read_edf(source)


@reader(
    "bdf",
    title=verbatim("BDF+"),
    recognise=_is_bdf,
    notes=FormatNotes(
        "byte 255 and `BIOSEMI`", "annotations `beat`", "of the records", "local time, no zone"
    ),
)
def bdf(source: SourceFile) -> "SignalRecording":
    """Read ECG, chest acceleration and annotations from a file of 24-bit samples."""
    from sessions.formats.edf.reader import read_edf

    return read_edf(source)


@exporter("edf", title=message("file.export.edf"), has_samples=True)
def edf_export(session: SessionExport) -> bytes:
    """Write a session as EDF+."""
    from sessions.formats.edf.writer import edf_bytes

    return edf_bytes(session)
