"""The engine: the same events, the same states; silence, contact and gaps told in words."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from biofeedback.engine.engine import Engine
from biofeedback.engine.live_figures import RMSSD, WHY_UNKNOWN
from biofeedback.engine.state import Signal, State
from biofeedback.practice.simulated import simulated_records
from devices.breath_pattern import BreathPattern
from devices.events import (
    BatteryLevel,
    Contact,
    DeviceField,
    DeviceInformation,
    Event,
    GuideChanged,
    HeartRateMeasurement,
    LinkChanged,
    LinkState,
    Marker,
    Tick,
    Unreadable,
)
from devices.message import message, verbatim
from devices.notifications import Notification
from devices.simulated.scenario import load_scenario
from devices.straps.decoder import decode
from devices.straps.models import UNKNOWN_LATENCY_S
from devices.streams import Measurement, MeasurementChanged
from tests.biofeedback.engine.strap_events import S, after, beat, beating, connected


def simulated_events(scenario: str = "calm", *, seed: int, minutes: float) -> Iterator[Event]:
    for record in simulated_records(load_scenario(scenario), seed=seed, minutes=minutes):
        yield decode(record) if isinstance(record, Notification) else record


def test_same_events_give_the_same_states() -> None:
    events = list(simulated_events(seed=4, minutes=2))
    first, second = Engine(0), Engine(0)
    assert [first.process(e) for e in events] == [second.process(e) for e in events]


def test_ten_minutes_with_a_calm_person_fill_every_figure() -> None:
    engine = Engine(0)
    *events, _ended = simulated_events(seed=5, minutes=10)
    for event in events:
        engine.take(event)
    last = engine.state()
    assert last.signal is Signal.GOOD
    assert last.strap_name.startswith("Polar H10")
    assert last.battery_percent is not None
    for figure in (last.figures.heart_rate, last.figures.rmssd, last.figures.rsa, last.figures.beats_used):
        assert figure.value is not None
        assert figure.name
        assert figure.unit
        assert figure.window
    assert last.figures.rmssd.half_width is not None
    assert last.figures.rsa.half_width is not None
    assert last.practised_s == pytest.approx(600.0)
    assert len(last.breaths) == 24


@pytest.mark.soak
def test_calm_person_answers_the_breath_more_than_a_stressed_one() -> None:
    def median_rsa_ms(scenario: str, seed: int) -> float:
        engine = Engine(0)
        for event in simulated_events(scenario, seed=seed, minutes=4):
            engine.take(event)
        value = engine.state().figures.rsa.value
        assert value is not None
        return value

    assert all(
        median_rsa_ms("calm", seed) > 1.5 * median_rsa_ms("stressed", seed) for seed in (101, 102, 103)
    )


def test_signal_tells_what_is_heard() -> None:
    assert after(Tick(0)).signal is Signal.NO_STRAP
    assert after(connected()).signal is Signal.WAITING
    assert after(connected(), *beating(3)).signal is Signal.GOOD
    assert after(connected(), *beating(3), Tick(7 * S)).signal is Signal.GOOD
    assert after(connected(), *beating(3), Tick(9 * S)).signal is Signal.LOST
    assert after(connected(), beat(1, 1024, contact=Contact.NO)).signal is Signal.NO_CONTACT
    assert after(connected(), *(beat(t) for t in range(1, 9))).signal is Signal.RATE_ONLY
    nothing = (HeartRateMeasurement(t * S, 0, Contact.NOT_SUPPORTED, None, ()) for t in range(1, 9))
    assert after(connected(), *nothing).signal is Signal.NO_CONTACT
    lost = LinkChanged(4 * S, LinkState.RECONNECTING, message=message("link.bluetooth_off"))
    state = after(connected(), *beating(3), lost)
    assert (state.signal, state.link_message) == (Signal.LOST, message("link.bluetooth_off"))


def test_figures_say_why_they_are_unknown() -> None:
    def reasons(state: State) -> set[str]:
        figures = state.figures
        return {
            str(f.unknown) for f in (figures.heart_rate, figures.rmssd, figures.beats_used) if f.value is None
        }

    assert reasons(after(Tick(0))) == {"no strap yet"}
    assert reasons(after(connected(), *beating(20))) == {"after 30 s of beats"}
    assert reasons(after(connected(), *beating(40), Tick(50 * S))) == {"signal lost"}
    assert reasons(after(connected(), *beating(40))) == set()


def test_heart_rate_names_the_seconds_that_it_has() -> None:
    few, full = (after(connected(), *beating(seconds)).figures.heart_rate for seconds in (5, 40))
    assert few.value is not None
    assert str(few.window) in ("mean of 4 s", "mean of 5 s")
    assert str(full.window) == "mean of 10 s"


def test_figure_reads_as_value_window_and_uncertainty() -> None:
    figure = replace(RMSSD, value=41.4, half_width=5.2)
    assert (str(figure.value_text()), str(figure.window_text())) == ("41", "last 60 s, ± 5")
    unknown = replace(RMSSD, unknown=WHY_UNKNOWN[Signal.NO_STRAP])
    assert (str(unknown.value_text()), str(unknown.window_text())) == ("–", "no strap yet")


def test_strap_decides_the_latency_of_its_beats() -> None:
    assert after(connected(), *beating(3)).beats[-1].time_s == pytest.approx(3.0 - 2.6)


def test_model_number_decides_where_the_name_was_changed() -> None:
    told = DeviceInformation(S, DeviceField.MODEL, "H10")
    renamed = LinkChanged(0, LinkState.WAITING, "Anna's strap")
    assert after(renamed).latency_s == UNKNOWN_LATENCY_S
    assert after(renamed, told).latency_s == 2.6


def test_stream_that_does_not_run_is_told_for_half_a_minute() -> None:
    refused = MeasurementChanged(
        10 * S, Measurement.ACCELERATION, running=False, message=verbatim("It has none.")
    )
    assert after(connected(), refused, Tick(39 * S)).stream_message == verbatim("It has none.")
    assert after(connected(), refused, Tick(41 * S)).stream_message is None
    running = MeasurementChanged(42 * S, Measurement.ACCELERATION, running=True)
    assert after(connected(), refused, running).streams == (Measurement.ACCELERATION,)


def test_guide_runs_without_a_strap_and_its_breaths_are_unknown() -> None:
    start = GuideChanged(0, running=True, pattern=BreathPattern(6.0, 2.0))
    state = after(start, *(Tick(t * S) for t in range(60)))
    assert state.guide.running
    assert state.practised_s == pytest.approx(59.0)
    assert len(state.breaths) >= 4
    assert {b.rsa_ms for b in state.breaths} == {None}


def test_paused_time_is_not_practised_and_its_breath_is_not_judged() -> None:
    start = GuideChanged(0, running=True, pattern=BreathPattern(6.0, 2.0))
    pause = GuideChanged(15 * S, running=False, pattern=BreathPattern(6.0, 2.0))
    go_on = GuideChanged(75 * S, running=True, pattern=BreathPattern(6.0, 2.0))
    state = after(start, pause, go_on, *(Tick(t * S) for t in range(75, 120)))
    assert state.practised_s == pytest.approx(15.0 + 44.0)
    assert [b.number for b in state.breaths][:2] == [0, 2]


def test_suspended_computer_is_not_a_practice() -> None:
    start = GuideChanged(0, running=True, pattern=BreathPattern(6.0, 2.0))
    state = after(start, Tick(25 * S), Tick(2**62), Tick(2**62 + 25 * S))
    assert state.practised_s == pytest.approx(50.0)
    assert len(state.breaths) <= 4


def test_a_loss_in_a_breath_leaves_that_breath_unknown_and_the_others_judged() -> None:
    start = GuideChanged(0, running=True, pattern=BreathPattern(5.0, 2.0))
    lost, found = LinkChanged(30 * S, LinkState.RECONNECTING), connected(40.0)
    state = after(connected(), start, *beating(30), lost, found, *beating(60, from_s=40))
    judged = {b.number: b.rsa_ms is not None for b in state.breaths}
    assert judged[0]
    assert not judged[2]
    assert judged[5]


def test_beats_used_is_a_share_of_time_so_that_a_gap_counts() -> None:
    def used_percent(*what: Event) -> float:
        value = after(connected(), *what).figures.beats_used.value
        assert value is not None
        return value

    assert used_percent(*beating(70)) == pytest.approx(100.0)
    assert used_percent(*beating(20), *beating(50, from_s=30)) == pytest.approx(100.0 * 50 / 60, abs=2.0)


def test_warnings_stay_silent_about_a_good_strap() -> None:
    engine = Engine(0)
    assert {engine.process(event).warnings for event in [connected(), *beating(700)]} == {()}


@pytest.mark.parametrize(
    "scenario",
    ["stressed", *(pytest.param(one, marks=pytest.mark.soak) for one in ("calm", "ectopic", "trained"))],
)
def test_warnings_stay_silent_about_simulated_persons(scenario: str) -> None:
    engine = Engine(0)
    for event in simulated_events(scenario, seed=5, minutes=12):
        engine.take(event)
        if isinstance(event, Tick):
            assert engine.state().warnings == ()


def test_first_beat_after_minutes_off_the_body_can_be_shown() -> None:
    """The strap goes on sending without beats, so its chain of beats goes on where it was minutes ago."""
    off = [beat(t, contact=Contact.NO) for t in range(61, 240)]
    state = after(connected(), *beating(60), *off, *beating(1, 240))
    assert state.signal is Signal.GOOD
    assert str(state.figures.heart_rate.unknown) == "needs 3 beats"


def test_gap_is_told_after_it_with_advice() -> None:
    state = after(connected(), *beating(130), *beating(30, 160))
    assert state.signal is Signal.GOOD
    assert state.warnings[0].key == "quality.coverage"


def test_unreadable_bytes_are_counted_and_change_nothing_else() -> None:
    before, counted = (
        after(connected(), *beating(3)),
        after(connected(), *beating(3), Unreadable(3 * S, verbatim("short"))),
    )
    assert counted.unreadable_count == 1
    assert counted.beats == before.beats


times = st.integers(0, 100 * S) | st.integers(0, 2**62)
events = st.one_of(
    st.builds(
        HeartRateMeasurement,
        times,
        st.integers(0, 65535),
        st.sampled_from(Contact),
        st.none(),
        st.lists(st.integers(0, 65535), max_size=9).map(tuple),
    ),
    st.builds(
        GuideChanged,
        times,
        st.booleans(),
        st.builds(BreathPattern, st.floats(3, 10), st.floats(0.5, 4)),
    ),
    st.builds(LinkChanged, times, st.sampled_from(LinkState)),
    st.builds(
        MeasurementChanged, times, st.sampled_from(Measurement), st.booleans(), st.builds(verbatim, st.text())
    ),
    st.builds(DeviceInformation, times, st.sampled_from(DeviceField), st.text()),
    st.builds(BatteryLevel, times, st.integers(0, 100)),
    st.builds(Marker, times),
    st.builds(Tick, times),
)


@settings(max_examples=200)
@given(st.lists(events, max_size=80))
def test_any_events_in_any_order_give_states_with_finite_figures(what: list[Event]) -> None:
    engine, before_s = Engine(0), 0.0
    for event in (connected(), *what):
        state = engine.process(event)
        assert state.time_s >= before_s
        before_s = state.time_s
        for figure in (
            state.figures.heart_rate,
            state.figures.rmssd,
            state.figures.rsa,
            state.figures.beats_used,
        ):
            assert (figure.value is None) == bool(figure.unknown)
            assert figure.value is None or 0.0 <= figure.value < 1e6
