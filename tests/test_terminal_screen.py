"""The terminal view: one screen of 80 × 24, nothing cut off, each figure with name, unit and window."""

import io
from dataclasses import replace

import pytest
from rich.console import Console

from biofeedback.engine import Engine
from biofeedback.signals.figure_history import Change, Direction
from biofeedback.signals.honesty import MADE_UP
from biofeedback.simulation import simulated_records
from biofeedback.state import Signal, State
from biofeedback.terminal.screen import WIDTH, screen, sparkline, status_line
from devices.decoder import decode
from devices.notifications import Notification
from devices.simulated.scenario import Scenario

KEYS = "Space start, pause · ↑ ↓ rate · M mark · Esc end"


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
        assert figure.value_text() in line
        assert figure.unit in line
        assert line.rstrip().endswith(figure.window_text())


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
    warned = shown(replace(state, signal=Signal.DOUBTFUL, warnings=(MADE_UP, "Some are missing.")))
    assert " ".join(warned.split()).count(MADE_UP) == 1
    assert "Some are missing." not in warned
    assert "doubtful beats" in warned
    assert len(warned.splitlines()) <= 24


def test_breaths_without_beats_are_dots(state: State) -> None:
    unknown = tuple(replace(breath, rsa_ms=None) for breath in state.breaths)
    assert f"{'·' * len(unknown)}  not known" in shown(replace(state, breaths=unknown))
    assert "after the first guided breath" in shown(replace(state, breaths=()))


def test_status_line_names_strap_and_figures(state: State) -> None:
    line = status_line(state, 10.0)
    assert line.startswith("5:00 of 10:00 | Polar H10 (simulated) good signal")
    assert "RMSSD" in line


def test_sparkline_marks_what_is_not_known() -> None:
    assert sparkline([0.0, None, 10.0], 0.0, 10.0) == "▁·█"
    assert sparkline([5.0, 5.0], 5.0, 5.0) == "▁▁"
