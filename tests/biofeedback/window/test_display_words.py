"""What the window says and where its axes end; no window needed."""

import math
from dataclasses import replace

import pytest

from biofeedback.engine.engine import Engine
from biofeedback.engine.state import Signal, State
from biofeedback.pacing.guide import Guide
from biofeedback.statements.live import clock_text, notice, signal_words, strap_words
from biofeedback.window.charts.scales import DEFAULT_RATES_PER_MIN, rate_axis, rate_lines, response_top_ms
from biofeedback.window.guide.guide_trace import STEP_S, GuideTrace
from biofeedback.window.look.words import guide_words, key_hints, now_words
from devices.breath_pattern import BreathPattern
from devices.events import LinkState
from devices.message import message, verbatim

OFF = message("link.bluetooth_off")


@pytest.fixture
def state() -> State:
    return Engine(0).state()


class TestGuideWords:
    def test_before_the_start_the_key_is_named(self, state: State) -> None:
        words = guide_words(state, state.guide.at(0.0), complete=False)
        assert (words.first, words.second) == ("Press Space", "or click to begin")

    @pytest.mark.parametrize(
        ("time_s", "first", "second"),
        [
            (0.0, "Breathe in", "4"),
            (0.1, "Breathe in", "4"),
            (3.99, "Breathe in", "1"),
            (4.0, "Breathe out", "8"),
            (11.99, "Breathe out", "1"),
        ],
    )
    def test_whole_seconds_count_down_to_one(
        self, state: State, time_s: float, first: str, second: str
    ) -> None:
        running = replace(state, guide=Guide(BreathPattern(5.0, 2.0), running=True))
        words = guide_words(running, running.guide.at(time_s), complete=False)
        assert (words.first, words.second) == (first, second)

    def test_a_pause_and_the_end_differ(self, state: State) -> None:
        practised = replace(state, practised_s=600.0)
        position = state.guide.at(0.0)
        assert guide_words(practised, position, complete=False).first == "Paused"
        complete = guide_words(practised, position, complete=True)
        assert (complete.first, complete.second) == ("Complete", "10:00 practised")

    def test_hints_name_what_space_does_now(self, state: State) -> None:
        running = replace(state, guide=Guide(running=True))
        assert key_hints(state, complete=False).startswith("Space begin")
        assert key_hints(running, complete=False).startswith("Space pause")
        assert key_hints(replace(state, practised_s=1.0), complete=False).startswith("Space go on")
        assert key_hints(state, complete=True).startswith("Session complete")


class TestStrapWords:
    def test_without_a_strap(self, state: State) -> None:
        searching = replace(state, link=LinkState.SCANNING)
        assert strap_words(state) == "No strap yet"
        assert signal_words(state) == ""
        assert signal_words(searching) == "searching…"

    def test_good_signal_and_battery(self, state: State) -> None:
        good = replace(state, link=LinkState.STREAMING, signal=Signal.GOOD, battery_percent=87)
        assert signal_words(good) == "good signal · battery 87 %"

    def test_a_lost_strap_has_no_battery_to_tell_of(self, state: State) -> None:
        lost = replace(state, link=LinkState.RECONNECTING, signal=Signal.LOST, battery_percent=87)
        assert signal_words(lost) == "signal lost · reconnecting…"

    @pytest.mark.parametrize("signal", [s for s in Signal if s is not Signal.NO_STRAP])
    def test_each_signal_has_words(self, state: State, signal: Signal) -> None:
        assert signal_words(replace(state, signal=signal))

    def test_the_delay_is_the_straps_own(self, state: State) -> None:
        assert "0.7 s" in now_words(replace(state, strap_name="HRM-Dual:77", latency_s=0.7))
        assert now_words(state) == "now"

    def test_a_recording_in_danger_comes_first(self, state: State) -> None:
        told = replace(state, link_message=OFF)
        assert str(notice(told, "The disk is full.")) == "The disk is full. Bluetooth is off."
        assert notice(state, "") == ""

    def test_a_warning_waits_for_what_is_more_urgent(self, state: State) -> None:
        """One thing about the strap at a time; with a recording in danger only how to be heard."""
        doubtful = replace(
            state, warnings=("Made up.", "Some are missing."), stream_message=verbatim("It has none.")
        )
        assert notice(doubtful, "") == "Made up."
        assert str(notice(doubtful, "The disk is full.")) == "The disk is full."
        assert notice(replace(doubtful, warnings=()), "") == verbatim("It has none.")
        assert notice(replace(doubtful, link_message=OFF), "") == OFF
        assert str(notice(replace(doubtful, signal=Signal.LOST), "")).startswith("Come closer")

    @pytest.mark.parametrize("signal", [Signal.DOUBTFUL, Signal.STUCK])
    def test_doubtful_beats_are_no_good_signal(self, state: State, signal: Signal) -> None:
        assert "good" not in signal_words(replace(state, signal=signal))

    @pytest.mark.parametrize("signal", [Signal.LOST, Signal.NO_CONTACT, Signal.RATE_ONLY])
    def test_each_trouble_has_advice(self, state: State, signal: Signal) -> None:
        assert str(notice(replace(state, signal=signal), "")).endswith(".")


@pytest.mark.parametrize(
    ("seconds", "text"), [(0.0, "0:00"), (59.99, "0:59"), (380.0, "6:20"), (3600, "60:00")]
)
def test_clock_text(seconds: float, text: str) -> None:
    assert clock_text(seconds) == text


class TestRateAxis:
    def test_nothing_to_see_keeps_the_axis(self) -> None:
        assert rate_axis([], DEFAULT_RATES_PER_MIN) == DEFAULT_RATES_PER_MIN

    def test_what_fits_keeps_the_axis(self) -> None:
        assert rate_axis([56.0, 70.0], (50.0, 80.0)) == (50.0, 80.0)

    def test_it_opens_for_what_does_not_fit(self) -> None:
        low, high = rate_axis([48.0, 93.0], (50.0, 80.0))
        assert low <= 47.0
        assert high >= 94.0

    def test_it_closes_in_when_much_is_empty(self) -> None:
        low, high = rate_axis([60.0, 66.0], (40.0, 120.0))
        assert high - low == 20.0
        assert low < 60.0 < 66.0 < high

    @pytest.mark.parametrize("axis", [(50.0, 70.0), (50.0, 80.0), (45.0, 75.0), (40.0, 200.0)])
    def test_lines_are_few_and_inside(self, axis: tuple[float, float]) -> None:
        lines = rate_lines(axis)
        assert 3 <= len(lines) <= 5
        assert axis[0] <= lines[0] < lines[-1] <= axis[1]


@pytest.mark.parametrize(
    ("responses_ms", "top_ms"), [([], 100.0), ([100.0], 100.0), ([101.0], 200.0), ([2000.0], 800.0)]
)
def test_response_top(responses_ms: list[float], top_ms: float) -> None:
    assert response_top_ms(responses_ms) == top_ms


class TestGuideTrace:
    def test_pauses_stay_blank_and_changes_stay_where_they_were(self) -> None:
        trace, guide = GuideTrace(60.0), Guide()
        trace.advance(9.9, guide)
        guide = guide.changed(10.0, BreathPattern(5.0, 2.0), running=True)
        trace.advance(22.0, guide)
        guide = guide.changed(22.0, BreathPattern(10.0, 1.0), running=True)
        trace.advance(28.0, guide)
        positions = {round(time_s, 1): lung for time_s, lung in trace.samples}
        assert positions[5.0] == 0.0
        assert positions[14.0] == pytest.approx(1.0, abs=1e-6)
        assert positions[25.0] == pytest.approx(1.0, abs=1e-6)

    def test_it_keeps_the_past_minute_only(self) -> None:
        trace = GuideTrace(60.0)
        for second in range(200):
            trace.advance(float(second), Guide())
        assert trace.samples[0][0] == pytest.approx(199.0 - 60.0, abs=2 * STEP_S)

    def test_a_long_sleep_of_the_computer_costs_nothing(self) -> None:
        trace = GuideTrace(60.0)
        trace.advance(1e7, Guide())
        assert len(trace.samples) <= math.ceil(60.0 / STEP_S) + 2
