"""Packets as straps really send them, live and from a file: one made-up heart in different dress.

Each line of a file in `tests/packets` is a notification: seconds, and the bytes of 0x2A37. The heart beats
335 times in 301 s with an RMSSD of 26.27 ms.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from biofeedback.analysis.analysis import AnalysisOptions, analyse
from biofeedback.analysis.recording import load_recording
from biofeedback.analysis.results import Analysis
from biofeedback.engine.engine import Engine
from biofeedback.engine.state import Signal, State
from devices.events import LinkChanged, LinkState, Tick
from devices.notifications import HEART_RATE_MEASUREMENT, Notification
from devices.straps.decoder import Decoder
from sessions.folder import summarise
from sessions.records import Record, encode_record
from sessions.store import Origin, SessionHeader, append_rows, create_session, open_for_writing, seal

FOLDER = Path(__file__).parent / "packets"
S = 1_000_000_000
LINK = LinkChanged(0, LinkState.STREAMING, "Strap", "C0:00:00:00:00:01")


@dataclass(frozen=True)
class Case:
    """What is right for a file."""

    name: str
    beats: int = 335
    rmssd_ms: float | None = 26.27
    within_ms: float = 0.3
    pauses: int | None = 0
    warned: str = ""


CASES = (
    Case("00-plain"),
    Case("04-contact-supported-never-set"),
    Case("06-rr-65535-now-and-then", beats=345, rmssd_ms=26.56, within_ms=0.6),
    Case("09-each-packet-twice"),
    Case("12-repeats-last-rr-40s", beats=331, rmssd_ms=26.22, warned="the strap was stuck"),
    Case("13-three-seconds-lost-each-30", beats=288, rmssd_ms=26.38, pauses=9, warned="Sit closer"),
    Case("14-burst-10-s-late"),
    Case("16-garbage-60s-when-off", beats=329, rmssd_ms=26.2, pauses=None, warned="the intervals jump"),
    Case("18-only-first-rr-kept", beats=181, rmssd_ms=None, pauses=None, warned="are missing"),
    Case("25-contact-bit-flickers"),
)
each_case = pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)


def notifications(name: str) -> list[Notification]:
    rows = (line.split() for line in (FOLDER / f"{name}.hex").read_text().splitlines()[1:])
    return [
        Notification(round(float(s) * S), HEART_RATE_MEASUREMENT, bytes.fromhex(data)) for s, data in rows
    ]


def session_of(name: str, path: Path) -> Path:
    create_session(path, SessionHeader(datetime(2026, 3, 4, 7, tzinfo=UTC), 0, Origin.STRAP))
    connection = open_for_writing(path)
    records: list[Record] = [LINK, *notifications(name)]
    append_rows(connection, map(encode_record, records))
    seal(connection)
    connection.close()
    return path


def analysed(name: str, folder: Path) -> Analysis:
    return analyse(load_recording(session_of(name, folder / "a.session")), AnalysisOptions())


def lived(name: str) -> list[State]:
    """The state at each second, and at the end."""
    engine, decoder, states, next_s = Engine(0), Decoder(), [], 0
    engine.take(LINK)
    for notification in notifications(name):
        while next_s * S <= notification.time_ns:
            states.append(engine.process(Tick(next_s * S)))
            next_s += 1
        engine.take(decoder.decode(notification))
    engine.finish()
    return [*states, engine.state()]


@each_case
def test_analysis(case: Case, tmp_path: Path) -> None:
    report = analysed(case.name, tmp_path)
    assert report.beats.count == case.beats
    assert report.summary.rmssd_ms == pytest.approx(case.rmssd_ms, abs=case.within_ms)
    if case.pauses is not None:
        assert len(report.pauses) == case.pauses
    warnings = report.quality.warnings
    assert [case.warned in warning for warning in warnings] == ([True] if case.warned else [])
    assert summarise(tmp_path / "a.session").beats == case.beats


@each_case
def test_live(case: Case) -> None:
    states = lived(case.name)
    assert states[-1].beat_count == case.beats
    warnings = {warning for state in states for warning in state.warnings}
    assert all(case.warned and case.warned in warning for warning in warnings)
    assert bool(warnings) is bool(case.warned)
    last = states[-1].figures.rmssd.value
    if case.rmssd_ms is None:
        assert last is None
    else:
        assert last == pytest.approx(25.6, abs=0.6)  # that of the last minute


@pytest.mark.parametrize("name", ["04-contact-supported-never-set", "25-contact-bit-flickers"])
def test_good_beats_outweigh_the_contact_bit(name: str) -> None:
    signals = [state.signal for state in lived(name)]
    assert signals.count(Signal.GOOD) > 290


def test_a_stuck_strap_is_told_live_while_it_is() -> None:
    stuck = [round(state.time_s) for state in lived("12-repeats-last-rr-40s") if state.signal is Signal.STUCK]
    assert 130 <= stuck[0] <= 150
    assert 155 <= stuck[-1] <= 171


def test_random_intervals_have_no_live_figures_once_they_are_recognised() -> None:
    states = [state for state in lived("16-garbage-60s-when-off") if 160 < state.time_s < 180]
    assert {state.figures.rmssd.value for state in states} == {None}
