"""One screen of text for one state."""

from typing import Final

from rich.console import Group, RenderableType
from rich.constrain import Constrain
from rich.table import Table
from rich.text import Text

from biofeedback.engine.figures import Figure
from biofeedback.engine.programme_step import ProgrammeStep, Shown
from biofeedback.engine.shown import shown_state
from biofeedback.engine.state import Breathing, Signal, State
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
    times_words,
)
from biofeedback.statements.steps import step_words
from biofeedback.terminal.drawing import (
    CURVE_S,
    HEART_STYLE,
    OWN_STYLE,
    PRESS_SPACE,
    QUIET,
    RESPONSE_STYLE,
    Said,
    guide_bar,
    guide_line,
    own_breath,
    sparkline,
    tachogram,
)
from biofeedback.terminal.small_screen import small_screen
from biofeedback.words.spoken import say
from devices.events import Part
from devices.message import Message, message
from devices.printable import harmless
from devices.steps import Measured

WIDTH: Final = 78
HEIGHT: Final = 24
"""Columns and lines of the whole view; with fewer, `small_screen` is used instead."""

_GUIDE_WIDTH: Final = 56


def screen(
    state: State,
    now_s: float,
    *,
    minutes: float,
    keys: Message | str,
    problem: Message | str = "",
    plan_message: Message | None = None,
    size: tuple[int, int] = (WIDTH, HEIGHT),
    ready: Message = PRESS_SPACE,
) -> RenderableType:
    """Render a state in the program's language.

    Parameters
    ----------
    state : State
        The state to show.
    now_s : float
        Time since the session's start, in seconds, for the guide.
    minutes : float
        Length of the practice.
    keys : Message or str
        What the keys do.
    problem : Message or str
        Why the session can't be recorded; empty if there is no problem.
    plan_message : Message or None
        The message of the practice's plan; it takes precedence over advice on the breath.
    size : tuple of int, optional
        Columns and lines of the terminal.
    ready : Message, optional
        The text before the guide has moved.
    """
    told = notice(state, problem) or plan_message or advice_words(state) or ""
    said = Said(minutes, told, keys, ready)
    if size[0] < WIDTH or size[1] < HEIGHT:
        return small_screen(state, now_s, said, size=size)
    if state.step is not None:
        return Constrain(_programme_screen(state, state.step, now_s, said), WIDTH)
    return Constrain(_whole_screen(state, now_s, said), WIDTH)


def _whole_screen(state: State, now_s: float, said: Said) -> RenderableType:
    return Group(
        _header(state, said.minutes),
        Text(),
        *_guide(state, now_s, said.ready),
        Text(),
        _figures(state),
        *_courses(state),
        Text(),
        Text(say(said.told), style="yellow", overflow="fold"),
        Text(say(said.keys), style=QUIET),
    )


def _programme_screen(state: State, step: ProgrammeStep, now_s: float, said: Said) -> RenderableType:
    """Render a step of a programme: its text, its guide if it has one, and what the step allows."""
    state = shown_state(state)
    shown = step.shown if state.part is Part.PRACTICE else Shown.ALL
    parts: list[RenderableType] = [
        _header(state, said.minutes),
        Text(),
        Text(harmless(step.text), style="bold", overflow="fold"),
        Text(say(step_words(step)), style=QUIET),
        Text(),
    ]
    if state.guide.running:
        parts += [*_guide(state, now_s, said.ready), Text()]
    elif not step.running:
        parts += [Text(guide_line(state, now_s, said.ready), style="bold"), Text()]
    if Shown.RESPONSE in shown:
        parts.append(_figures(state))
    elif shown:
        parts.append(_ordinary_figures(state, shown))
    elif step.measured is Measured.MOVING:
        parts.append(Text(say(step.instead), style=QUIET))
    if Shown.HEART_RATE in shown:
        name = message("terminal.heart_rate", last_s=CURVE_S)
        parts.append(_line(name, tachogram(state, WIDTH - 36), HEART_STYLE))
    return Group(
        *parts,
        Text(),
        Text(say(said.told), style="yellow", overflow="fold"),
        Text(say(said.keys), style=QUIET, overflow="fold"),
    )


def status_line(state: State, minutes: float) -> str:
    """Return the state as one line, in the program's language, for when no screen can be drawn."""
    figures = state.figures
    shown = [figures.heart_rate, figures.rmssd, figures.rsa, state.breathing.rate, state.breathing.ratio]
    step = state.step if state.part is Part.PRACTICE else None
    if step is not None:
        shown = [one for one in shown if one.value is not None]
    parts = [f"{say(f.name)} {say(f.value_text())} {say(f.unit)} ({say(f.window_text())})" for f in shown]
    if step is not None and step.measured is Measured.MOVING:
        parts.append(say(step.instead))
    strap = " ".join(say(words) for words in (strap_words(state), signal_words(state)) if words)
    parts.append(say(advice_words(state) or ""))
    return " | ".join(filter(None, (say(practised_words(state, minutes)), strap, *parts)))


def _header(state: State, minutes: float) -> Text:
    good = state.signal is Signal.GOOD
    text = Text()
    text.append("● " if good else "○ ", style=RESPONSE_STYLE if good else HEART_STYLE)
    text.append(f"{say(strap_words(state))}  ", style="bold")
    text.append(say(signal_words(state) or ""), style=QUIET)
    text.append(f"   {say(practised_words(state, minutes))}", style="bold")
    return text


def _guide(state: State, now_s: float, ready: Message) -> list[Text]:
    pattern = state.guide.pattern
    lines = [
        Text(guide_line(state, now_s, ready), style="bold"),
        guide_bar(state, now_s, _GUIDE_WIDTH),
        own_breath(state, now_s, _GUIDE_WIDTH),
        Text(say(pattern.words), style=QUIET),
    ]
    return [*lines, Text(say(HOLD_SENTENCE), style=QUIET)] if pattern.held_s else lines


def _is_followed(breathing: Breathing) -> bool:
    return breathing.following is not None and breathing.following.share_percent is not None


def _figures(state: State) -> Table:
    table = _figure_grid()
    figures = state.figures
    responses = figures.rsa, figures.response, figures.exhale_less_inhale
    for figure in (figures.heart_rate, *responses, figures.rmssd, figures.beats_used, state.breathing.rate):
        table.add_row(*_row(figure))
    return table


def _ordinary_figures(state: State, shown: Shown) -> Table:
    table = _figure_grid()
    if Shown.HEART_RATE in shown:
        table.add_row(*_row(state.figures.heart_rate))
    if Shown.BREATHING_RATE in shown:
        table.add_row(*_row(state.breathing.rate))
    return table


def _figure_grid() -> Table:
    table = Table.grid(padding=(0, 1))
    table.add_column(min_width=27, no_wrap=True)
    table.add_column(justify="right", min_width=5, no_wrap=True)
    table.add_column(no_wrap=True)
    table.add_column(style=QUIET, no_wrap=True)
    return table


def _row(figure: Figure) -> tuple[str | Text, ...]:
    unit = say(figure.unit) if figure.value is not None else ""
    return say(figure.name), Text(say(figure.value_text()), style="bold"), unit, say(figure.window_text())


def _line(name: Message, drawing: Message | str, style: str, *, known: bool = True) -> Text:
    text = Text(no_wrap=True)
    text.append(f"{say(name):<22} ", style=QUIET)
    text.append(say(drawing), style=style if known else QUIET)
    return text


def _courses(state: State) -> list[Text]:
    """Return the lines below the figures, about the last breaths and the last minute."""
    breathing = state.breathing
    return [
        _line(
            message("terminal.ratios"),
            breaths_words(breathing),
            OWN_STYLE,
            known=breathing.ratio.value is not None,
        ),
        _line(
            message("terminal.with_guide"), following_words(state), OWN_STYLE, known=_is_followed(breathing)
        ),
        _line(message("terminal.heart_rate", last_s=CURVE_S), tachogram(state, WIDTH - 36), HEART_STYLE),
        _line(message("terminal.responses"), _responses(state), RESPONSE_STYLE),
        _line(
            message("terminal.response_now"),
            change_words(state.change) or message("terminal.not_compared"),
            RESPONSE_STYLE,
        ),
    ]


def _responses(state: State) -> Message | str:
    breaths = state.breaths
    if not breaths:
        return message("terminal.after_first_breath")
    amplitudes_ms = [breath.rsa_ms for breath in breaths]
    highest_ms = max((a for a in amplitudes_ms if a is not None), default=None)
    if highest_ms is None:
        return f"{sparkline(amplitudes_ms, 0.0, 0.0)}  {say(message('terminal.unknown'))}"
    by = say(times_words(state.response_by))
    return f"{sparkline(amplitudes_ms, 0.0, highest_ms)}  0–{highest_ms:.0f} ms, {by}"
