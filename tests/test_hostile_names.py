"""Names of straps, files, scales and markers from strangers, through every command and the window."""

import json
import os
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel

from biofeedback.cli import main
from biofeedback.window.widgets.key_line import KeyLine
from devices.events import (
    DeviceField,
    DeviceInformation,
    HeardStrap,
    LinkChanged,
    LinkState,
    Marker,
    Rating,
    RatingMoment,
    StrapsHeard,
    Tick,
)
from devices.message import message, sentences, verbatim
from devices.notifications import HEART_RATE_MEASUREMENT, MODEL_NUMBER, Notification
from devices.printable import LONGEST_NAME, harmless, printable
from devices.streams import Measurement, MeasurementChanged
from sessions.records import Record, decode_record, encode_record
from sessions.store import Origin, SessionHeader, append_rows, create_session, open_for_writing, seal
from tests.biofeedback.window.simulated_window import SimulatedSession
from tests.laboratory.client import rr_packet

S = 1_000_000_000
HOSTILE = (
    "[/x]H10",
    "[red]a[link=http://evil]b[/link]",
    "\x1b]0;title\x07\x1b[2J\nb\tc",
    "\u202egpj\u200f\u2066.exe\u200b",
    "<b>a</b>&<img src=x>",
    "x" * 500,
)


def is_harmless(text: str) -> bool:
    return all(one.isprintable() or one.isspace() for one in text) and not set("\t\x0b\x0c\x1c") & set(text)


class TestPrintable:
    @given(st.text())
    def test_any_text_becomes_a_short_line_that_can_be_seen(self, text: str) -> None:
        name = printable(text)
        assert name.isprintable()
        assert len(name) <= LONGEST_NAME
        assert name == " ".join(name.split())
        assert printable(name) == name

    @given(st.text(st.characters(categories=["L", "N", "P"]), max_size=LONGEST_NAME))
    def test_a_usual_name_stays_as_it_is(self, text: str) -> None:
        assert printable(text) == text

    @given(st.text())
    def test_the_guard_of_every_way_out_keeps_length_and_lines(self, text: str) -> None:
        assert len(harmless(text)) == len(text)
        assert harmless(text).count("\n") == text.count("\n")
        assert is_harmless(harmless(text))

    def test_a_cut_name_says_so(self) -> None:
        assert printable("Polar " + "x" * 100).endswith("x…")


@pytest.mark.parametrize("name", HOSTILE)
def test_events_are_clean_however_they_are_made(name: str) -> None:
    link = LinkChanged(0, LinkState.STREAMING, name, "", verbatim(name))
    read = decode_record((0, "link", "", json.dumps({"state": "idle", "strap_name": name}).encode()))
    assert isinstance(read, LinkChanged)
    for text in (
        link.strap_name,
        read.strap_name,
        HeardStrap(name, name, None).name,
        DeviceInformation(0, DeviceField.MODEL, name).text,
        Rating(0, name, 1.0, RatingMoment.BEFORE).scale,
    ):
        assert text.isprintable()
        assert len(text) <= 60
    marker = Marker(0, sentences(verbatim(name), message("strap.in_use", strap=name)))
    stream = MeasurementChanged(0, Measurement.ECG, running=False, message=verbatim(name))
    for said in (marker.text, link.message, stream.message):
        assert str(said).isprintable()
    assert decode_record(encode_record(link)) == link


def session_of(name: str, path: Path) -> Path:
    """A session of this file name, whose strap, scale and marker bear it too."""
    create_session(path, SessionHeader(datetime(2026, 3, 4, 7, tzinfo=UTC), 0, Origin.STRAP))
    records: list[Record] = [
        Rating(0, name, 4.0, RatingMoment.BEFORE),
        StrapsHeard(0, (HeardStrap(name, "C0:00:00:00:00:01", -50), HeardStrap(name, "C0:02", None))),
        LinkChanged(0, LinkState.STREAMING, name, "C0:00:00:00:00:01", verbatim(f"{name} is far away.")),
        Notification(0, MODEL_NUMBER, name.encode()),
        *(Notification(n * S, HEART_RATE_MEASUREMENT, rr_packet(900 + 7 * n % 50)) for n in range(90)),
        Marker(91 * S, verbatim(name)),
        Tick(92 * S),
    ]
    connection = open_for_writing(path)
    append_rows(connection, [encode_record(record) for record in records])
    seal(connection)
    connection.close()
    return path


COMMANDS: dict[str, Callable[[Path, Path], tuple[object, ...]]] = {
    "analyze": lambda session, _: ("analyze", session),
    "analyze nothing": lambda session, _: ("analyze", f"{session}.missing"),
    "list": lambda _, folder: ("sessions", "list", "--data-dir", folder),
    "history": lambda _, folder: ("sessions", "history", "--data-dir", folder),
    "show": lambda session, folder: ("sessions", "show", session, "--data-dir", folder),
    "report": lambda session, folder: (
        *("sessions", "report", session, "--output", folder / f"{session.stem}.html"),
        *("--data-dir", folder),
    ),
    "export": lambda session, folder: (
        *("sessions", "export", session, "--format", "edf"),
        *("--output", folder / f"{session.stem}.edf", "--data-dir", folder),
    ),
    "import": lambda session, folder: ("sessions", "import", f"{session}.txt", "--data-dir", folder),
    "delete": lambda session, folder: ("sessions", "delete", session.stem, "--yes", "--data-dir", folder),
    "replay": lambda session, _: ("replay", session, "--speed", "max"),
    "simulate": lambda session, folder: ("simulate", session.stem, "--output", folder / "made.session"),
    "sound": lambda session, folder: (
        "sound",
        "--minutes",
        "0.1",
        "--output",
        folder / f"{session.stem}.wav",
    ),
    "usage": lambda session, _: ("analyze", "--window", session.stem, session),
}


@pytest.mark.parametrize("name", HOSTILE[:5], ids=["closing tag", "link", "control", "direction", "html"])
@pytest.mark.parametrize("command", COMMANDS)
def test_no_command_does_what_a_name_says(
    command: str,
    name: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """On a terminal without colours, so that any other sequence is the name's."""
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("TERM", "dumb")
    monkeypatch.setenv("COLUMNS", "300")
    (tmp_path / "sessions").mkdir()
    session = session_of(name, tmp_path / "sessions" / f"{name.replace('/', '|')}.session")
    Path(f"{session}.txt").write_text("\n".join(["800", "812", "799"] * 60))
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    status = main([str(one) for one in COMMANDS[command](session, tmp_path)])
    said = capsys.readouterr()
    assert status == {"analyze nothing": 1, "simulate": 1, "usage": 2}.get(command, 0), said.err
    assert is_harmless(said.out + said.err)
    assert "Traceback" not in said.err
    assert "nobody foresaw" not in said.err


@pytest.mark.skipif(sys.platform != "linux", reason="names are bytes on Linux alone")
@pytest.mark.parametrize("command", COMMANDS)
def test_a_file_name_that_is_no_text_is_used_or_told(
    command: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Bytes that are no UTF-8 become lone surrogates in Python, which no output takes."""
    (tmp_path / "sessions").mkdir()
    session = session_of("Polar H10", tmp_path / "sessions" / os.fsdecode(b"a\xff\xfeb.session"))
    Path(f"{session}.txt").write_text("\n".join(["800", "812", "799"] * 60))
    status = main([str(one) for one in COMMANDS[command](session, tmp_path)])
    said = capsys.readouterr()
    assert status == {"analyze nothing": 1, "simulate": 1, "usage": 2}.get(command, 0), said.err
    assert "Traceback" not in said.err
    assert "nobody foresaw" not in said.err


def test_a_file_name_with_brackets_is_told_whole(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    session = session_of("[red]a[/x]", tmp_path / "[red]a[bold].session")
    assert main(["analyze", str(session)]) == 0
    assert "[red]a[bold].session" in capsys.readouterr().out.replace("\n", "")


@pytest.mark.parametrize("name", HOSTILE)
def test_the_window_shows_it_as_plain_text(name: str) -> None:
    _ = QApplication.instance() or QApplication(["test"])
    session = SimulatedSession(None)
    try:
        far = verbatim(f"{name} is far.")
        session.practice.put(LinkChanged(session.now_ns, LinkState.STREAMING, name, "C0", far))
        session.live(1.0)
        # The line of keys holds links, and the program's own words only.
        labels = [one for one in session.window.findChildren(QLabel) if not isinstance(one, KeyLine)]
        assert labels
        assert {label.textFormat() for label in labels} == {Qt.TextFormat.PlainText}
        shown = " ".join(label.text() for label in labels)
        assert printable(name)[:10].strip() in shown
        assert is_harmless(shown)
    finally:
        session.close()
