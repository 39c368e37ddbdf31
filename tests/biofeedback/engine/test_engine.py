"""The engine: the same events, the same states; silence, contact and gaps told in words."""

from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from biofeedback.engine.engine import Engine
from biofeedback.engine.figures import Figure
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
    Part,
    PartChanged,
    Tick,
    Unreadable,
)
from devices.message import message, verbatim
from devices.notifications import Notification
from devices.simulated.scenario import load_scenario
from devices.straps.decoder import decode
from devices.straps.models import UNKNOWN_LATENCY_S
from devices.streams import Measurement, MeasurementChanged

S = 1_000_000_000


def simulated_events(scenario: str = "calm", *, seed: int, minutes: float) -> Iterator[Event]:
    for record in simulated_records(load_scenario(scenario), seed=seed, minutes=minutes):
        yield decode(record) if isinstance(record, Notification) else record


def beat(time_s: float, *rr_ticks: int, contact: Contact = Contact.NOT_SUPPORTED) -> HeartRateMeasurement:
    return HeartRateMeasurement(round(time_s * S), 60, contact, None, rr_ticks)


def connected(time_s: float = 0.0) -> LinkChanged:
    return LinkChanged(round(time_s * S), LinkState.STREAMING, "Polar H10 12345678")


def after(*events: Event) -> State:
    engine = Engine(0)
    for event in events:
        engine.take(event)
    return engine.state()


def beating(seconds: int, from_s: int = 0) -> list[Event]:
    return [beat(t, 1000 + 24 * (t % 3)) for t in range(from_s + 1, from_s + seconds + 1)]


def made_up(seconds: int, from_s: int = 0) -> list[Event]:
    """Intervals that follow from a rate, which changes with each."""
    rates = {t: 58 + 7 * t % 5 for t in range(from_s + 1, from_s + seconds + 1)}
    return [
        HeartRateMeasurement(t * S, rate, Contact.NOT_SUPPORTED, None, (round(61_440 / rate),))
        for t, rate in rates.items()
    ]


def stuck(seconds: int, from_s: int = 0) -> list[Event]:
    """One interval again and again while the rate climbs."""
    return [
        HeartRateMeasurement((from_s + t) * S, 60 + t // 5, Contact.NOT_SUPPORTED, None, (1024,))
        for t in range(1, seconds + 1)
    ]


def test_same_events_give_the_same_states() -> None:
    events = list(simulated_events(seed=4, minutes=3))
    first, second = Engine(0), Engine(0)
    assert [first.process(e) for e in events] == [second.process(e) for e in events]


def test_ten_minutes_with_a_calm_person_fill_every_figure() -> None:
    *states, _ended = [
        Engine.process(engine, e) for engine in [Engine(0)] for e in simulated_events(seed=5, minutes=10)
    ]
    last = states[-1]
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
        return {f.unknown for f in (figures.heart_rate, figures.rmssd, figures.beats_used) if f.value is None}

    assert reasons(after(Tick(0))) == {"no strap yet"}
    assert reasons(after(connected(), *beating(20))) == {"after 30 s of beats"}
    assert reasons(after(connected(), *beating(40), Tick(50 * S))) == {"signal lost"}
    assert reasons(after(connected(), *beating(40))) == set()


def test_heart_rate_names_the_seconds_that_it_has() -> None:
    few, full = (after(connected(), *beating(seconds)).figures.heart_rate for seconds in (5, 40))
    assert few.value is not None
    assert few.window in ("mean of 4 s", "mean of 5 s")
    assert full.window == "mean of 10 s"


def test_figure_reads_as_value_window_and_uncertainty() -> None:
    figure = Figure("RMSSD", "ms", "last 60 s", 41.4, 5.2)
    assert (figure.value_text(), figure.window_text()) == ("41", "last 60 s, ± 5")
    unknown = Figure("RMSSD", "ms", "last 60 s", unknown="no strap yet")
    assert (unknown.value_text(), unknown.window_text()) == ("–", "no strap yet")


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


GUIDE = GuideChanged(0, running=True, pattern=BreathPattern(5.0, 2.0))


class TestMadeUpBeats:
    def test_leave_the_heart_rate_and_no_variability(self) -> None:
        state = after(connected(), *made_up(120))
        figures = state.figures
        assert state.signal is Signal.DOUBTFUL
        assert "No beat-to-beat data" in state.warnings[0]
        assert figures.heart_rate.value == pytest.approx(60.0, abs=1.0)
        unknown = {f.unknown for f in (figures.rmssd, figures.rsa, figures.beats_used) if f.value is None}
        assert unknown == {"no beat-to-beat data"}
        assert None is figures.rmssd.value is figures.rsa.value is figures.beats_used.value

    def test_no_response_is_kept_that_was_judged_before_it_was_known(self) -> None:
        before = after(connected(), GUIDE, *made_up(50))
        assert any(breath.rsa_ms is not None for breath in before.breaths)
        engine = Engine(0)
        states = [engine.process(event) for event in (connected(), GUIDE, *made_up(200))]
        known = [state for state in states if state.signal is Signal.DOUBTFUL]
        assert len(known[-1].breaths) > 10
        assert {breath.rsa_ms for state in known for breath in state.breaths} == {None}

    def test_responses_before_them_stay_and_those_after_them_come(self) -> None:
        engine = Engine(0, keep_breaths=None)
        for event in (connected(), GUIDE, *beating(60), *made_up(240, 60), *beating(200, 300)):
            state = engine.process(event)
            if state.signal is Signal.DOUBTFUL:
                assert {breath.rsa_ms for breath in state.breaths if breath.number > 5} == {None}
        assert state.signal is Signal.GOOD
        assert state.figures.rmssd.value is not None
        judged = {breath.number for breath in state.breaths if breath.rsa_ms is not None}
        assert {0, 1} <= judged
        assert not judged & set(range(6, 25))
        assert max(judged) >= 39

    def test_ordinary_breathing_keeps_the_beats_before_them_alone(self) -> None:
        begun = PartChanged(0, Part.BEFORE)
        lengths_s = []
        for seconds in (0, 50, 240):
            before = after(connected(), begun, *beating(90), *made_up(seconds, 90)).before_after.before
            assert before is not None
            lengths_s.append(before.duration_s)
        assert lengths_s[1] > lengths_s[0] + 30.0
        assert 60.0 < lengths_s[2] <= lengths_s[0]

    def test_nothing_is_computed_from_them_once_another_strap_is_worn(self) -> None:
        other = LinkChanged(121 * S, LinkState.STREAMING, "HRM-Dual:77")
        state = after(connected(), *made_up(120), other, *beating(20, 121))
        assert (state.signal, state.warnings) == (Signal.GOOD, ())
        assert state.figures.rmssd.unknown == "after 30 s of beats"
        assert after(connected(), *made_up(120), other, *beating(40, 121)).figures.rmssd.value is not None

    def test_another_strap_whose_beats_come_later_has_none_to_compute_from_yet(self) -> None:
        """Its first beats lie, in the chest, before the last that the first strap made up."""
        quick = LinkChanged(0, LinkState.STREAMING, "HRM-Dual:77")
        state = after(quick, *made_up(120), connected(120.5), *beating(1, 120))
        assert state.signal is Signal.GOOD
        assert state.figures.rmssd.unknown == "after 30 s of beats"

    def test_the_same_strap_found_again_is_doubted_still(self) -> None:
        assert after(connected(), *made_up(120), connected(121), *made_up(5, 121)).warnings


class TestStuckStrap:
    def test_has_no_figures_while_it_is_stuck(self) -> None:
        state = after(connected(), GUIDE, *beating(60), *stuck(30, 60))
        assert len([breath for breath in state.breaths if breath.rsa_ms is not None]) >= 4
        assert state.signal is Signal.STUCK
        assert "the strap was stuck" in state.warnings[0]
        assert state.figures.heart_rate.value is None
        assert state.figures.rmssd.unknown == state.figures.rsa.unknown == "no beat-to-beat data"

    def test_its_breaths_are_unknown_and_the_rest_are_judged(self) -> None:
        state = after(connected(), GUIDE, *beating(60), *stuck(60, 60), *beating(60, 120))
        judged = {breath.number: breath.rsa_ms is not None for breath in state.breaths}
        assert [judged[number] for number in (2, 3, 6, 7, 8, 9, 11, 12)] == [True] * 2 + [False] * 4 + [
            True
        ] * 2

    def test_the_breath_in_which_it_recovers_never_has_a_response(self) -> None:
        engine = Engine(0)
        for event in (connected(), GUIDE, *beating(60), *stuck(58, 60), *beating(30, 118)):
            state = engine.process(event)
            assert not [b for b in state.breaths if b.number == 9 and b.rsa_ms is not None]
        assert 9 in [b.number for b in state.breaths]

    def test_beats_after_it_are_used_and_its_own_are_not(self) -> None:
        state = after(connected(), *beating(60), *stuck(60, 60), *beating(35, 120))
        assert state.signal is Signal.GOOD
        assert state.figures.rmssd.window == "last 34 s"
        assert state.figures.beats_used.value == pytest.approx(100.0 * 35 / 60, abs=3.0)


def test_warnings_stay_silent_about_a_good_strap() -> None:
    engine = Engine(0)
    assert {engine.process(event).warnings for event in [connected(), *beating(700)]} == {()}


@pytest.mark.parametrize(
    "scenario",
    ["stressed", *(pytest.param(one, marks=pytest.mark.soak) for one in ("calm", "ectopic", "trained"))],
)
def test_warnings_stay_silent_about_simulated_persons(scenario: str) -> None:
    engine = Engine(0)
    states = [engine.process(event) for event in simulated_events(scenario, seed=5, minutes=12)]
    assert {state.warnings for state in states} == {()}


def test_first_beat_after_minutes_off_the_body_can_be_shown() -> None:
    """The strap goes on sending without beats, so its chain of beats goes on where it was minutes ago."""
    off = [beat(t, contact=Contact.NO) for t in range(61, 240)]
    state = after(connected(), *beating(60), *off, *beating(1, 240))
    assert state.signal is Signal.GOOD
    assert state.figures.heart_rate.unknown == "needs 3 beats"


def test_gap_is_told_after_it_with_advice() -> None:
    state = after(connected(), *beating(130), *beating(30, 160))
    assert state.signal is Signal.GOOD
    assert "of the time only. Sit closer" in state.warnings[0]


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
