"""The terminal view: one screen of 80 × 24, nothing cut off, each figure with name, unit and window."""

import io
import json
from dataclasses import replace

import pytest
from rich.console import Console

from biofeedback.breathing.chest.cycles import BreathLabel
from biofeedback.coaching.following import BEATS_ALONE, Following
from biofeedback.engine.engine import Engine
from biofeedback.engine.live_breathing import (
    LEARNING,
    MOVING,
    NO_MOVEMENT,
    NO_MOVEMENT_NOW,
    NOT_CLEAR,
    UNSURE_BY_BEATS,
)
from biofeedback.engine.live_figures import WHY_UNKNOWN
from biofeedback.engine.state import Signal, State
from biofeedback.outlets.state_json import state_to_json
from biofeedback.practice.simulated import simulated_records
from biofeedback.quality.honesty import MADE_UP
from biofeedback.response.figure_history import Change, Direction
from biofeedback.statements.live import breaths_words, following_words
from biofeedback.terminal.drawing import sparkline
from biofeedback.terminal.practice_keys import KEYS
from biofeedback.terminal.screen import WIDTH, screen, status_line
from devices.message import Message, verbatim
from devices.notifications import Notification
from devices.simulated.scenario import Scenario
from devices.straps.decoder import decode

EARLY = verbatim("Your exhale ends 1.5 s early.")


@pytest.fixture(scope="module")
def state() -> State:
    engine = Engine(0)
    *records, _end = simulated_records(Scenario(), seed=8, minutes=5)
    for record in records:
        engine.take(decode(record) if isinstance(record, Notification) else record)
    return engine.state()


def shown(state: State, *, now_s: float | None = None, problem: str = "") -> str:
    out = io.StringIO()
    console = Console(file=out, width=WIDTH, height=24, highlight=False)
    console.print(screen(state, now_s or state.time_s, minutes=10.0, keys=KEYS, problem=problem))
    return out.getvalue()


def test_every_figure_is_there_whole(state: State) -> None:
    text = shown(state)
    assert "…" not in text
    assert len(text.splitlines()) <= 24
    figures = state.figures
    responses = figures.rsa, figures.response, figures.exhale_less_inhale
    for figure in (figures.heart_rate, *responses, figures.rmssd, figures.beats_used):
        (line,) = (line for line in text.splitlines() if line.startswith(f"{figure.name}  "))
        assert str(figure.value_text()) in line
        assert str(figure.unit) in line
        assert line.rstrip().endswith(str(figure.window_text()))


def test_longest_figures_fit(state: State) -> None:
    rsa = replace(state.figures.rsa, value=1234.0, half_width=999.0)
    assert "…" not in shown(replace(state, figures=replace(state.figures, rsa=rsa)))


def test_change_of_the_response_is_told(state: State) -> None:
    assert "not compared yet" in shown(replace(state, change=Change()))
    more = replace(state, change=Change(Direction.MORE, 80.0, 50.0))
    assert "↑ more than in your first 5 minutes at this pace" in shown(more)


def test_guide_fills_and_empties(state: State) -> None:
    breath_s = 12.0 * (state.time_s // 12.0) + 12.0
    full, empty = shown(state, now_s=breath_s + 3.99), shown(state, now_s=breath_s + 11.99)
    assert full.count("█") > empty.count("█") + 40
    assert "Breathe in   1" in full
    assert "Breathe out  1" in empty


def test_trouble_is_told_with_advice(state: State) -> None:
    lost = shown(replace(state, signal=Signal.LOST), problem="The disk is full.")
    assert "signal lost" in lost
    assert "The disk is full. Come closer;" in lost


def test_longest_warning_fits(state: State) -> None:
    warned = shown(replace(state, signal=Signal.DOUBTFUL, warnings=(MADE_UP, verbatim("Some are missing."))))
    assert " ".join(warned.split()).count(str(MADE_UP)) == 1
    assert "Some are missing." not in warned
    assert "doubtful beats" in warned
    assert len(warned.splitlines()) <= 24


def test_breaths_without_beats_are_dots(state: State) -> None:
    unknown = tuple(replace(breath, rsa_ms=None) for breath in state.breaths)
    assert f"{'·' * len(unknown)}  not known" in shown(replace(state, breaths=unknown))
    assert "after the first guided breath" in shown(replace(state, breaths=()))


class TestBreathing:
    def test_rate_ratios_and_following_are_there(self, state: State) -> None:
        text = shown(state)
        breathing = state.breathing
        (rate,) = (line for line in text.splitlines() if line.startswith("Breathing rate  "))
        assert str(breathing.rate.value_text()) in rate
        assert str(breathing.rate.window_text()) in rate
        (ratios,) = (line for line in text.splitlines() if line.startswith("Out-breath : in-breath "))
        last = breathing.recent_breaths[-1].exhale_to_inhale
        assert last is not None
        assert ratios.split()[-1] == f"{last:.1f}"
        assert "% of breaths near 1:2 · " in text
        assert "by your breath" in text

    def test_the_persons_place_is_marked_under_the_guide(self, state: State) -> None:
        course = state.breathing.course
        assert course is not None
        empty_s = course.inhale_s + course.period_s
        full_s = empty_s + course.inhale_length_s
        (empty,), (full,) = (
            [line for line in shown(state, now_s=at_s).splitlines() if "▲ you" in line]
            for at_s in (empty_s, full_s)
        )
        assert empty.index("▲") == 0
        assert full.index("▲") > 50

    @pytest.mark.parametrize(
        "why",
        [UNSURE_BY_BEATS, NO_MOVEMENT, NO_MOVEMENT_NOW, MOVING, LEARNING, NOT_CLEAR, *WHY_UNKNOWN.values()],
    )
    def test_what_is_not_known_says_why(self, state: State, why: Message) -> None:
        rate = replace(state.breathing.rate, value=None, unknown=why)
        breathing = replace(state.breathing, rate=rate, course=None, position=None, inhaling=None)
        text = shown(replace(state, breathing=breathing))
        assert "…" not in text
        assert f"your breath: {why}" in text
        (line,) = (line for line in text.splitlines() if line.startswith("Breathing rate  "))
        assert str(why) in line

    def test_breaths_that_do_not_count_are_named(self, state: State) -> None:
        breath = state.breathing.recent_breaths[-1]
        recent = (
            replace(breath, exhale_to_inhale=2.04),
            replace(breath, label=BreathLabel.SIGH),
            replace(breath, exhale_to_inhale=None, label=BreathLabel.MOVEMENT),
            replace(breath, exhale_to_inhale=None, label=BreathLabel.SHIFT),
            replace(breath, exhale_to_inhale=None),
        )
        told = breaths_words(replace(state.breathing, recent_breaths=recent))
        assert str(told) == "2.0  sigh  moved  shifted  –"

    def test_advice_is_told_where_nothing_is_more_urgent(self, state: State) -> None:
        following = replace(state.breathing.following or Following(), advice=EARLY)
        advised = replace(state, breathing=replace(state.breathing, following=following))
        assert str(EARLY) in shown(advised)
        assert str(EARLY) in status_line(advised, 10.0)
        lost = shown(replace(advised, signal=Signal.LOST))
        assert str(EARLY) not in lost
        assert len(lost.splitlines()) <= 24

    @pytest.mark.parametrize(
        ("following", "words"),
        [
            (None, "while the guide runs"),
            (BEATS_ALONE, "beats alone do not tell inhale from exhale"),
            (Following(4, 2.25, unknown=verbatim("unsure")), "+2.2 breaths per minute · unsure"),
            (Following(6, 0.0, -0.6, share_percent=83.3), "83 % of breaths near 1:2 · 0.6 s early"),
        ],
    )
    def test_following_in_words(self, state: State, following: Following | None, words: str) -> None:
        told = replace(state, breathing=replace(state.breathing, following=following))
        assert str(following_words(told)) == words
        assert words in shown(told)


def test_the_state_as_json_carries_the_breathing(state: State) -> None:
    told = json.loads(state_to_json(state))
    breathing = told["breathing"]
    assert breathing["rate"]["value"] == state.breathing.rate.value
    assert breathing["source"] == state.breathing.source == "fused"
    assert len(breathing["recent_breaths"]) == 12
    assert breathing["recent_breaths"][-1]["exhale_to_inhale"] == state.breathing.exhale_to_inhale
    assert breathing["following"]["share_percent"] == state.breathing.following.share_percent
    assert told["response_by"] == "by your breath"
    assert told["breaths"][-1]["times"] == "by your breath"


def test_status_line_names_strap_and_figures(state: State) -> None:
    line = status_line(state, 10.0)
    assert line.startswith("5:00 of 10:00 | Polar H10 (simulated) good signal")
    assert "RMSSD" in line


def test_sparkline_marks_what_is_not_known() -> None:
    assert sparkline([0.0, None, 10.0], 0.0, 10.0) == "▁·█"
    assert sparkline([5.0, 5.0], 5.0, 5.0) == "▁▁"
