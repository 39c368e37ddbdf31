"""One screen of text for one state."""

import math
from collections.abc import Sequence
from typing import Final

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from biofeedback.beats.beats import Beat, BeatLabel
from biofeedback.engine.figures import Figure
from biofeedback.engine.state import Breathing, Signal, State
from biofeedback.pacing.guide import Stage
from biofeedback.statements.care import HOLD_SENTENCE
from biofeedback.statements.live import (
    advice_words,
    breaths_words,
    change_words,
    following_words,
    notice,
    practised_words,
    signal_words,
    strap_words,
)
from biofeedback.words.spoken import say
from devices.message import Message

WIDTH: Final = 78
_GUIDE_WIDTH: Final = 56
_BLOCKS: Final = "▁▂▃▄▅▆▇█"
_MINUTE_S: Final = 60.0

_STAGE_WORDS: Final = {Stage.INHALE: "Breathe in", Stage.EXHALE: "Breathe out", Stage.HOLD: "Hold"}

_QUIET: Final = "grey62"
_GUIDE_STYLE: Final = "#56B4E9"
_HEART_STYLE: Final = "#E69F00"
_RESPONSE_STYLE: Final = "#009E73"
_OWN_STYLE: Final = "#CC79A7"


def screen(
    state: State,
    now_s: float,
    *,
    minutes: float,
    keys: str,
    problem: Message | str | None = "",
    plan_message: str = "",
) -> RenderableType:
    """Render a state.

    Parameters
    ----------
    state : State
        What to show.
    now_s : float
        Time since the session's start, for the guide.
    minutes : float
        Length of the practice.
    keys : str
        What the keys do.
    problem : Message or str or None
        What keeps the session from being recorded, empty while all is well.
    plan_message : str
        What the plan of the practice has to say; goes before advice on the breath.
    """
    breathing = state.breathing
    return Group(
        _header(state, minutes),
        Text(),
        *_guide(state, now_s),
        Text(),
        _figures(state),
        _line(
            "Exhale to inhale", breaths_words(breathing), _OWN_STYLE, known=breathing.ratio.value is not None
        ),
        _line("With the guide", following_words(state), _OWN_STYLE, known=_is_followed(breathing)),
        _line(f"Heart rate, last {_MINUTE_S:g} s", _tachogram(state), _HEART_STYLE),
        _line("Response, each breath", _responses(state), _RESPONSE_STYLE),
        _line("Response, now", change_words(state.change) or "not compared yet", _RESPONSE_STYLE),
        Text(),
        Text(
            say(notice(state, problem) or plan_message or advice_words(state)),
            style="yellow",
            overflow="fold",
        ),
        Text(keys, style=_QUIET),
    )


def sparkline(values: Sequence[float | None], low: float, high: float) -> str:
    """Draw values as blocks between two bounds; what is not known is a dot."""
    span = max(high - low, 1e-9)
    top = len(_BLOCKS) - 1
    return "".join(
        "·" if value is None else _BLOCKS[round(min(max((value - low) / span, 0.0), 1.0) * top)]
        for value in values
    )


def status_line(state: State, minutes: float) -> str:
    """One line for where no screen can be drawn."""
    figures = state.figures
    shown = (figures.heart_rate, figures.rmssd, figures.rsa, state.breathing.rate, state.breathing.ratio)
    parts = [f"{say(f.name)} {f.value_text()} {say(f.unit)} ({say(f.window_text())})" for f in shown]
    strap = " ".join(words for words in (strap_words(state), signal_words(state)) if words)
    parts.append(advice_words(state))
    return " | ".join(part for part in (practised_words(state, minutes), strap, *parts) if part)


def _header(state: State, minutes: float) -> Text:
    good = state.signal is Signal.GOOD
    text = Text()
    text.append("● " if good else "○ ", style=_RESPONSE_STYLE if good else _HEART_STYLE)
    text.append(f"{strap_words(state)}  ", style="bold")
    text.append(signal_words(state), style=_QUIET)
    text.append(f"   {practised_words(state, minutes)}", style="bold")
    return text


def _guide(state: State, now_s: float) -> list[Text]:
    position = state.guide.at(now_s)
    if state.guide.running:
        words = f"{_STAGE_WORDS[position.stage]:<11}  {math.ceil(position.remaining_s)}"
    else:
        words = "Paused" if state.practised_s else "Ready"
    filled = round(position.lung_position * _GUIDE_WIDTH)
    bar = Text()
    bar.append("█" * filled, style=_GUIDE_STYLE)
    bar.append("░" * (_GUIDE_WIDTH - filled), style="grey35")
    pattern = state.guide.pattern
    lines = [Text(words, style="bold"), bar, _own(state, now_s), Text(say(pattern.words), style=_QUIET)]
    return [*lines, Text(HOLD_SENTENCE, style=_QUIET)] if pattern.held_s else lines


def _own(state: State, now_s: float) -> Text:
    """Mark under the guide where the person's own breath is, or say why it is not known."""
    course = state.breathing.course
    if course is None:
        why = state.breathing.rate.unknown or state.breathing.ratio.unknown
        return Text(f"your breath: {why}" if why else "your breath: not known now", style=_QUIET)
    place = round(course.position_at(now_s) * _GUIDE_WIDTH)
    return Text(f"{' ' * place}▲ you", style=_OWN_STYLE)


def _is_followed(breathing: Breathing) -> bool:
    return breathing.following is not None and breathing.following.share_percent is not None


def _figures(state: State) -> Table:
    table = Table.grid(padding=(0, 1))
    table.add_column(width=27, no_wrap=True)
    table.add_column(justify="right", width=5, no_wrap=True)
    table.add_column(no_wrap=True)
    table.add_column(style=_QUIET, no_wrap=True)
    figures = state.figures
    responses = figures.rsa, figures.response, figures.exhale_less_inhale
    for figure in (figures.heart_rate, *responses, figures.rmssd, figures.beats_used, state.breathing.rate):
        table.add_row(*_row(figure))
    return table


def _row(figure: Figure) -> tuple[str | Text, ...]:
    unit = say(figure.unit) if figure.value is not None else ""
    return say(figure.name), Text(figure.value_text(), style="bold"), unit, say(figure.window_text())


def _line(name: str, drawing: str, style: str, *, known: bool = True) -> Text:
    text = Text(no_wrap=True)
    text.append(f"{name:<22} ", style=_QUIET)
    text.append(drawing, style=style if known else _QUIET)
    return text


def _tachogram(state: State) -> str:
    width = WIDTH - 36
    rates: list[float | None] = [None] * width
    start_s = state.time_s - _MINUTE_S
    for beat in state.beats:
        column = int((beat.time_s - start_s) / _MINUTE_S * width)
        if 0 <= column < width and beat.label is BeatLabel.NORMAL:
            rates[column] = _rate_per_min(beat)
    known = [rate for rate in rates if rate is not None]
    if len(known) < 2:
        return "·" * width
    low, high = min(known), max(known)
    return f"{sparkline(_filled(rates), low, high)} {low:.0f}–{high:.0f}/min"


def _filled(rates: Sequence[float | None]) -> list[float | None]:
    """Carry a rate over the columns that no beat fell into, for as long as a slow heart needs."""
    filled: list[float | None] = []
    for column, rate in enumerate(rates):
        recent = (r for r in reversed(rates[max(0, column - 2) : column + 1]) if r is not None)
        filled.append(rate if rate is not None else next(recent, None))
    return filled


def _responses(state: State) -> str:
    breaths = state.breaths
    if not breaths:
        return "after the first guided breath"
    amplitudes_ms = [breath.rsa_ms for breath in breaths]
    highest_ms = max((a for a in amplitudes_ms if a is not None), default=None)
    if highest_ms is None:
        return f"{sparkline(amplitudes_ms, 0.0, 0.0)}  not known"
    return f"{sparkline(amplitudes_ms, 0.0, highest_ms)}  0–{highest_ms:.0f} ms, {state.response_by}"


def _rate_per_min(beat: Beat) -> float:
    return 60000.0 / beat.rr_ms
