"""A strap that sends without measure, or does not let go: each turn and each end of a practice is bounded."""

import asyncio
import threading
from datetime import UTC, datetime
from pathlib import Path

import pytest

from biofeedback.analysis.recording import load_recording
from biofeedback.practice.practice import Practice
from devices.errors import StrapError
from devices.events import FloodDropped, LinkChanged, LinkState
from devices.message import verbatim
from devices.notifications import HEART_RATE_MEASUREMENT, Notification
from devices.straps import bluetooth_thread
from devices.straps.bluetooth_thread import BluetoothStrap
from devices.straps.heart_rate_service import encode_heart_rate_measurement
from devices.straps.source import Put
from sessions.recorder import Recorder
from sessions.store import Origin, SessionHeader, read_records

S = 1_000_000_000
SIXTY = encode_heart_rate_measurement(heart_rate_per_min=60, rr_ticks=tuple(range(870, 930)))


class Clock:
    """Goes on by so much each time that it is asked, as if all took its time."""

    def __init__(self, step_ns: int = 0) -> None:
        self.now_ns, self.step_ns = 0, step_ns

    def __call__(self) -> int:
        self.now_ns += self.step_ns
        return self.now_ns


class Strap:
    """A source that sends when the test says so, and may refuse to let go."""

    def __init__(self, *, lets_go: bool = True) -> None:
        self._lets_go = lets_go
        self.put: Put = lambda _: None

    def start(self, put: Put) -> None:
        self.put = put

    def stop(self) -> None:
        if not self._lets_go:
            raise StrapError(verbatim("The strap could not be let go."))

    def choose(self, address: str) -> None:
        raise NotImplementedError(address)


def flood(strap: Strap, *, seconds: int) -> None:
    for n in range(250 * seconds):
        strap.put(Notification(n * S // 250, HEART_RATE_MEASUREMENT, SIXTY))


def test_a_turn_ends_after_some_milliseconds_and_the_next_goes_on() -> None:
    clock, strap = Clock(step_ns=10_000_000), Strap()
    practice = Practice(strap, start_ns=0, clock_ns=clock)
    practice.begin()
    for n in range(100):
        strap.put(Notification(n * S, HEART_RATE_MEASUREMENT, SIXTY[:4]))
    counts = [practice.advance().beat_count for _ in range(100)]
    assert max(after - before for before, after in zip([0, *counts], counts, strict=False)) < 10
    assert counts[-1] == 100


def test_a_flood_is_counted_and_not_kept(tmp_path: Path) -> None:
    strap, clock = Strap(), Clock()
    path = tmp_path / "a.session"
    recorder = Recorder(path, SessionHeader(datetime(2026, 3, 4, tzinfo=UTC), 0, Origin.STRAP))
    practice = Practice(strap, start_ns=0, clock_ns=clock, recorder=recorder)
    practice.begin()
    strap.put(LinkChanged(0, LinkState.STREAMING, "Strap", "C0:00:00:00:00:01"))
    flood(strap, seconds=15)
    clock.now_ns = 15 * S
    practice.advance()
    clock.now_ns = 30 * S
    state = practice.advance()
    practice.end()
    assert any(one.key == "quality.flood" for one in state.warnings)
    records = list(read_records(path))
    kept = sum(isinstance(record, Notification) for record in records)
    dropped = sum(record.count for record in records if isinstance(record, FloodDropped))
    assert kept < 100
    assert kept + dropped == 250 * 15
    assert any(one.key == "quality.flood" for one in load_recording(path).quality.warnings)


def test_records_of_the_program_are_never_dropped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("biofeedback.practice.inbox._MOST_WAITING", 50)
    practice = Practice(Strap(), start_ns=0, clock_ns=Clock())
    for n in range(80):
        practice.put(Notification(n * S, HEART_RATE_MEASUREMENT, SIXTY[:4]))
        practice.mark()
    assert "packets were not shown" in str(practice.problem)
    assert practice.advance().beat_count == 25


def test_a_strap_that_is_not_let_go_is_told_and_the_session_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "a.session"
    recorder = Recorder(path, SessionHeader(datetime(2026, 3, 4, tzinfo=UTC), 0, Origin.STRAP))
    practice = Practice(Strap(lets_go=False), start_ns=0, clock_ns=Clock(), recorder=recorder)
    practice.begin()
    practice.end()
    assert "could not be let go" in str(practice.ending_problem)
    assert list(read_records(path))


class TestBluetoothThread:
    @pytest.fixture(autouse=True)
    def short(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(bluetooth_thread, "_PATIENCE_S", (0.05, 0.05))
        monkeypatch.setattr(bluetooth_thread, "_BEGIN_S", 5.0)

    def test_an_end_that_hangs_is_given_up(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """As with a Bluetooth service that never answers."""
        release = threading.Event()

        class Hanging:
            def __init__(self, *_: object, **__: object) -> None: ...

            async def run(self) -> None:
                release.wait()

            def end(self) -> None: ...

        monkeypatch.setattr("devices.straps.connection.StrapLink", Hanging)
        strap = BluetoothStrap()
        strap.start(lambda _: None)
        with pytest.raises(StrapError) as told:
            strap.stop()
        release.set()
        assert (told.value.message.key, told.value.advice.key) == (
            "strap.not_let_go",
            "strap.switch_off_and_on",
        )

    def test_one_that_swallows_the_first_request_is_asked_again(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:

        class Swallowing:
            def __init__(self, *_: object, **__: object) -> None: ...

            async def run(self) -> None:
                try:
                    await asyncio.sleep(60)
                except asyncio.CancelledError:
                    await asyncio.sleep(60)

            def end(self) -> None: ...

        monkeypatch.setattr("devices.straps.connection.StrapLink", Swallowing)
        strap = BluetoothStrap()
        strap.start(lambda _: None)
        strap.stop()
