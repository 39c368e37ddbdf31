"""A format that is added to the registry is found everywhere: detection, help, errors, docs."""

from pathlib import Path

import pytest

from biofeedback.cli.arguments import build_parser
from devices.message import verbatim
from scripts.format_table import DOCUMENT, format_table, with_table
from sessions.errors import SessionFileError
from sessions.formats import registry
from sessions.formats.export import SessionExport
from sessions.formats.exporter import exporter
from sessions.formats.intervals import IntervalRecording, in_a_row
from sessions.formats.reader import FormatNotes, reader
from sessions.formats.registry import EXPORTS, FORMATS, read_file
from sessions.formats.source import SourceFile


@reader(
    "drum",
    title=verbatim("Drum machine"),
    recognise=lambda source: source.head.startswith(b"DRUM"),
    notes=FormatNotes("`DRUM`", "strokes", "cumulated", "–"),
)
def drum(source: SourceFile) -> IntervalRecording:
    return in_a_row("drum", [float(byte) * 10.0 for byte in source.head[4:]])


@exporter("strokes", title=verbatim("strokes of a drum"))
def strokes(session: SessionExport) -> bytes:
    return b"".join(bytes([round(beat.rr_ms / 10.0)]) for beat in session.beats)


@pytest.fixture
def with_drum(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "FORMATS", (drum, *FORMATS))
    monkeypatch.setattr(registry, "EXPORTS", (*EXPORTS, strokes))


def help_of(capsys: pytest.CaptureFixture[str], *command: str) -> str:
    with pytest.raises(SystemExit):
        build_parser().parse_args([*command, "--help"])
    return " ".join(capsys.readouterr().out.split())


@pytest.mark.usefixtures("with_drum")
def test_an_added_format_is_detected_and_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "a.any"
    path.write_bytes(b"DRUM" + bytes([80, 81]))
    found = read_file(path)
    assert isinstance(found, IntervalRecording)
    assert (found.format, found.rr_ms) == ("drum", (800.0, 810.0))
    path.write_bytes(b"\xff\0\x80")
    with pytest.raises(SessionFileError, match="Drum machine"):
        read_file(path)
    assert "Drum machine" in help_of(capsys, "analyze")
    assert "Drum machine" in help_of(capsys, "sessions", "import")
    exported = help_of(capsys, "sessions", "export")
    assert "strokes" in exported
    assert "strokes of a drum" in exported


@pytest.mark.usefixtures("with_drum")
def test_an_added_format_is_in_the_table_of_the_docs() -> None:
    row = "| Drum machine | `DRUM` | strokes | cumulated | – |\n"
    assert row in format_table(registry.FORMATS)
    assert row in with_table(DOCUMENT.read_text(), registry.FORMATS)


def test_the_docs_have_the_table_of_all_formats() -> None:
    text = DOCUMENT.read_text()
    assert text == with_table(text, FORMATS), "run `python -m scripts.format_table`"


def test_names_are_given_once() -> None:
    for rows in (FORMATS, EXPORTS):
        assert len({row.name for row in rows}) == len(rows)
