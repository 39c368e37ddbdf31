"""One live session: order kept, seconds ticked, and a replay of the file gives the same states."""

from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from threading import Thread

import pytest

from biofeedback.engine.engine import Engine
from biofeedback.engine.state import State
from biofeedback.practice.practice import Practice
from biofeedback.practice.suspension import Suspension
from devices.breath_pattern import BreathPattern
from devices.events import Event, LinkChanged, LinkState, Marker, Rating, RatingMoment, Tick
from devices.notifications import HEART_RATE_MEASUREMENT, Notification
from devices.straps.decoder import decode
from devices.straps.source import Put
from sessions.events import decoded
from sessions.folder import summarise
from sessions.recorder import Recorder
from sessions.replay import replay
from sessions.store import Origin, SessionHeader, read_records
from tests.laboratory.client import rr_packet

S = 1_000_000_000
START_NS = 500 * S


class Clock:
    def __init__(self) -> None:
        self.now_ns = START_NS

    def __call__(self) -> int:
        return self.now_ns


class HandFed:
    """A source that says what a test says."""

    def __init__(self) -> None:
        self.put: Put
        self.stopped = False

    def start(self, put: Put) -> None:
        self.put = put

    def stop(self) -> None:
        self.stopped = True

    def choose(self, address: str) -> None:
        pass


def recorder_at(path: Path) -> Recorder:
    return Recorder(path, SessionHeader(datetime.now(UTC), START_NS, Origin.STRAP))


def test_replay_of_the_file_goes_through_the_live_states(tmp_path: Path) -> None:
    clock, source, live = Clock(), HandFed(), list[State]()
    path = tmp_path / "a.session"
    practice = Practice(
        source, start_ns=START_NS, recorder=recorder_at(path), on_state=live.append, clock_ns=clock
    )
    practice.set_guide(BreathPattern(), running=True)
    practice.begin()
    source.put(LinkChanged(clock(), LinkState.STREAMING, "Polar H10 1"))
    for second in range(90):
        clock.now_ns += S
        # A notification stamped before the tick but taken after it, as threads will have it.
        practice.advance()
        source.put(Notification(clock() - 3_000_000, HEART_RATE_MEASUREMENT, rr_packet(1000 + second % 7)))
        if second == 30:
            practice.set_guide(BreathPattern(6.0), running=True)
        if second == 45:
            practice.mark()
            source.put(Notification(clock(), HEART_RATE_MEASUREMENT, b""))
    practice.end()
    engine = Engine(START_NS)
    again = [
        engine.process(decode(r) if isinstance(r, Notification) else r) for r in replay(path, speed=None)
    ]
    assert again == live
    assert live[-1].beat_count == 90
    assert live[-1].unreadable_count == 1
    assert source.stopped


def test_seconds_are_ticked_and_a_suspend_is_one_tick(tmp_path: Path) -> None:
    clock, path = Clock(), tmp_path / "a.session"
    practice = Practice(HandFed(), start_ns=START_NS, recorder=recorder_at(path), clock_ns=clock)
    for elapsed_ns in (0, S // 2, S, S + 1, 2 * S, 3600 * S, 3601 * S):
        clock.now_ns = START_NS + elapsed_ns
        practice.advance()
    practice.end()
    ticks = [record.time_ns - START_NS for record in read_records(path) if isinstance(record, Tick)]
    assert ticks == [0, S, 2 * S, 3600 * S, 3601 * S]


def test_suspend_is_a_gap_in_record_and_practice(tmp_path: Path) -> None:
    """On Linux and macOS the monotonic clock, which times every packet, stands still meanwhile."""
    clock, source, live, path = Clock(), HandFed(), list[State](), tmp_path / "a.session"
    suspended_ns = [0]
    practice = Practice(
        source,
        start_ns=START_NS,
        recorder=recorder_at(path),
        on_state=live.append,
        clock_ns=clock,
        suspension=Suspension(lambda: (clock.now_ns, clock.now_ns + suspended_ns[0])),
    )
    practice.begin()
    practice.set_guide(BreathPattern(6.0, 2.0), running=True)
    source.put(LinkChanged(clock(), LinkState.STREAMING, "Polar H10 1"))
    for second in range(120):
        if second == 60:
            suspended_ns[0] = 600 * S
        clock.now_ns += S
        source.put(Notification(clock(), HEART_RATE_MEASUREMENT, rr_packet(1024)))
        practice.advance()
    assert practice.now_s() == 720.0
    state = practice.end()
    records = list(read_records(path))
    gaps_s = [(b.time_ns - a.time_ns) / S for a, b in pairwise(records)]
    assert [gap_s for gap_s in gaps_s if gap_s > 2.0] == [601.0]
    assert state.practised_s == 119.0
    before = [breath for breath in state.breaths if breath.next_inhale_s < 61.0]
    after = [breath for breath in state.breaths if breath.inhale_s > 661.0]
    assert before
    assert after
    assert len(before) + len(after) == len(state.breaths)
    assert not any(61.0 < beat.time_s - beat.rr_ms / 1000.0 < 655.0 for beat in state.beats)
    engine = Engine(START_NS)
    again = [engine.process(decode(r) if isinstance(r, Notification) else r) for r in records]
    assert again == live


def test_lungs_go_on_with_the_guide_after_a_suspend() -> None:
    suspended_ns = [0]
    practice = Practice(
        HandFed(),
        start_ns=START_NS,
        clock_ns=Clock(),
        suspension=Suspension(lambda: (0, suspended_ns[0])),
    )
    practice.set_guide(BreathPattern(), running=True)
    suspended_ns[0] = 604 * S
    assert practice.lung_position(500.0) == pytest.approx(1.0)


def test_two_clocks_read_one_after_the_other_are_no_suspend() -> None:
    late_ns = iter([0, -2_000_000, 3_000_000, 60 * S, 60 * S - 1000])
    suspension = Suspension(lambda: (0, next(late_ns)))
    assert [suspension.so_far_ns() for _ in range(4)] == [0, 0, 60 * S, 60 * S]


def test_this_computer_is_not_suspended_while_it_tests() -> None:
    suspension = Suspension()
    assert suspension.so_far_ns() == 0


def test_practice_that_was_never_begun_can_be_ended() -> None:
    source = HandFed()
    Practice(source, start_ns=START_NS, clock_ns=Clock()).end()
    assert not source.stopped


def test_recorder_and_engine_see_one_order_of_many_threads(tmp_path: Path) -> None:
    path, live = tmp_path / "a.session", list[State]()
    practice = Practice(
        HandFed(), start_ns=START_NS, recorder=recorder_at(path), on_state=live.append, clock_ns=Clock()
    )

    def put_many(thread: int) -> None:
        for n in range(300):
            packet = rr_packet(1000 * thread + n)
            practice.put(Notification(START_NS + n * S // 10, HEART_RATE_MEASUREMENT, packet))

    threads = [Thread(target=put_many, args=(thread,)) for thread in (1, 2, 3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    practice.end()
    engine = Engine(START_NS)
    again = [engine.process(event) for event in decoded(read_records(path))]
    assert again == live
    assert live[-1].beat_count == 900


def test_simulated_lungs_are_told_where_the_guide_is_and_nothing_while_it_is_paused() -> None:
    practice = Practice(HandFed(), start_ns=START_NS, clock_ns=Clock())
    assert practice.lung_position(501.0) is None
    practice.set_guide(BreathPattern(), running=True)
    assert practice.lung_position(504.0) == 1.0
    practice.set_guide(BreathPattern(), running=False)
    assert practice.lung_position(504.0) is None


def test_mark_is_recorded(tmp_path: Path) -> None:
    path = tmp_path / "a.session"
    practice = Practice(HandFed(), start_ns=START_NS, recorder=recorder_at(path), clock_ns=Clock())
    practice.mark()
    practice.end()
    assert Marker(START_NS) in list(read_records(path))


def test_rating_is_recorded_and_a_skipped_one_is_not(tmp_path: Path) -> None:
    clock, path = Clock(), tmp_path / "a.session"
    practice = Practice(HandFed(), start_ns=START_NS, recorder=recorder_at(path), clock_ns=clock)
    practice.rate("pain", 6.0, RatingMoment.BEFORE)
    clock.now_ns += 600 * S
    practice.rate("pain", 4.0, RatingMoment.AFTER)
    practice.end()
    assert summarise(path).ratings == (
        Rating(START_NS, "pain", 6.0, RatingMoment.BEFORE),
        Rating(START_NS + 600 * S, "pain", 4.0, RatingMoment.AFTER),
    )


def test_an_event_that_nobody_foresaw_does_not_end_the_practice() -> None:
    source = HandFed()
    practice = Practice(source, start_ns=START_NS, clock_ns=Clock())
    practice.begin()
    practice.advance()

    def stumble(event: Event) -> None:
        if isinstance(event, Marker):
            raise ZeroDivisionError

    practice.listen(stumble)
    practice.mark()
    with pytest.raises(ZeroDivisionError):
        practice.advance()
    source.put(Notification(START_NS + S, HEART_RATE_MEASUREMENT, rr_packet(1024)))
    assert practice.advance().beat_count == 1
