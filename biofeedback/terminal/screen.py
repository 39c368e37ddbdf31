"""One screen of text for one state."""

import math
from collections.abc import Sequence
from typing import Final

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from biofeedback.beats.beats import Beat, BeatLabel
from biofeedback.engine.figures import Figure
from biofeedback.engine.programme_step import ProgrammeStep, Shown
from biofeedback.engine.shown import shown_state
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
    times_words,
)
from biofeedback.statements.steps import step_words
from biofeedback.words.spoken import say
from devices.events import Part
from devices.message import Message, message
from devices.printable import harmless
from devices.steps import Measured

WIDTH: Final = 78
_GUIDE_WIDTH: Final = 56
_BLOCKS: Final = "▁▂▃▄▅▆▇█"
_MINUTE_S: Final = 60.0

_STAGE_WORDS: Final = {
    Stage.INHALE: message("terminal.breathe_in"),
    Stage.EXHALE: message("terminal.breathe_out"),
    Stage.HOLD: message("terminal.hold_now"),
}

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
    keys: Message | str,
    problem: Message | str = "",
    plan_message: Message | None = None,
) -> RenderableType:
    """Render a state in the program's language.

    Parameters
    ----------
    state : State
        What to show.
    now_s : float
        Time since the session's start, for the guide.
    minutes : float
        Length of the practice.
    keys : Message or str
        What the keys do.
    problem : Message or str
        What keeps the session from being recorded, empty while all is well.
    plan_message : Message or None
        What the plan of the practice has to say; goes before advice on the breath.
    """
    told = notice(state, problem) or plan_message or advice_words(state) or ""
    if state.step is not None:
        return _programme_screen(state, state.step, now_s, minutes=minutes, told=told, keys=keys)
    return Group(
        _header(state, minutes),
        Text(),
        *_guide(state, now_s),
        Text(),
        _figures(state),
        *_courses(state),
        Text(),
        Text(say(told), style="yellow", overflow="fold"),
        Text(say(keys), style=_QUIET),
    )


def _programme_screen(
    state: State,
    step: ProgrammeStep,
    now_s: float,
    *,
    minutes: float,
    told: Message | str,
    keys: Message | str,
) -> RenderableType:
    """Render a step of a programme: its text, the guide where it has one, and what it allows to be shown."""
    state = shown_state(state)
    shown = step.shown if state.part is Part.PRACTICE else Shown.ALL
    parts: list[RenderableType] = [
        _header(state, minutes),
        Text(),
        Text(harmless(step.text), style="bold", overflow="fold"),
        Text(say(step_words(step)), style=_QUIET),
        Text(),
    ]
    if state.guide.running:
        parts += [*_guide(state, now_s), Text()]
    elif not step.running:
        words = message("terminal.paused") if state.practised_s else message("terminal.ready")
        parts += [Text(say(words), style="bold"), Text()]
    if Shown.RESPONSE in shown:
        parts.append(_figures(state))
    elif shown:
        parts.append(_ordinary_figures(state, shown))
    elif step.measured is Measured.MOVING:
        parts.append(Text(say(step.instead), style=_QUIET))
    if Shown.HEART_RATE in shown:
        name = message("terminal.heart_rate", last_s=_MINUTE_S)
        parts.append(_line(name, _tachogram(state), _HEART_STYLE))
    return Group(
        *parts,
        Text(),
        Text(say(told), style="yellow", overflow="fold"),
        Text(say(keys), style=_QUIET, overflow="fold"),
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
    """Return one line, in the program's language, for where no screen can be drawn."""
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
    text.append("● " if good else "○ ", style=_RESPONSE_STYLE if good else _HEART_STYLE)
    text.append(f"{say(strap_words(state))}  ", style="bold")
    text.append(say(signal_words(state) or ""), style=_QUIET)
    text.append(f"   {say(practised_words(state, minutes))}", style="bold")
    return text


def _guide(state: State, now_s: float) -> list[Text]:
    position = state.guide.at(now_s)
    if state.guide.running:
        told = message("terminal.let_out") if position.breath < 0 else _STAGE_WORDS[position.stage]
        words = f"{say(told):<11}  {math.ceil(position.remaining_s)}"
    else:
        words = say(message("terminal.paused") if state.practised_s else message("terminal.ready"))
    filled = round(position.lung_position * _GUIDE_WIDTH)
    bar = Text()
    bar.append("█" * filled, style=_GUIDE_STYLE)
    bar.append("░" * (_GUIDE_WIDTH - filled), style="grey35")
    pattern = state.guide.pattern
    lines = [
        Text(words, style="bold"),
        bar,
        _own(state, now_s),
        Text(say(pattern.words), style=_QUIET),
    ]
    return [*lines, Text(say(HOLD_SENTENCE), style=_QUIET)] if pattern.held_s else lines


def _own(state: State, now_s: float) -> Text:
    """Mark under the guide where the person's own breath is, or say why it is not known."""
    course = state.breathing.course
    if course is None:
        breathing = state.breathing
        why = breathing.rate.unknown or breathing.ratio.unknown or message("terminal.not_known_now")
        return Text(say(message("terminal.your_breath", what=why)), style=_QUIET)
    place = round(course.position_at(now_s) * _GUIDE_WIDTH)
    return Text(f"{' ' * place}▲ {say(message('terminal.you'))}", style=_OWN_STYLE)


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
    table.add_column(style=_QUIET, no_wrap=True)
    return table


def _row(figure: Figure) -> tuple[str | Text, ...]:
    unit = say(figure.unit) if figure.value is not None else ""
    return say(figure.name), Text(say(figure.value_text()), style="bold"), unit, say(figure.window_text())


def _line(name: Message, drawing: Message | str, style: str, *, known: bool = True) -> Text:
    text = Text(no_wrap=True)
    text.append(f"{say(name):<22} ", style=_QUIET)
    text.append(say(drawing), style=style if known else _QUIET)
    return text


def _courses(state: State) -> list[Text]:
    """Return the lines below the figures: what the last breaths and the last minute were like."""
    breathing = state.breathing
    return [
        _line(
            message("terminal.ratios"),
            breaths_words(breathing),
            _OWN_STYLE,
            known=breathing.ratio.value is not None,
        ),
        _line(
            message("terminal.with_guide"), following_words(state), _OWN_STYLE, known=_is_followed(breathing)
        ),
        _line(message("terminal.heart_rate", last_s=_MINUTE_S), _tachogram(state), _HEART_STYLE),
        _line(message("terminal.responses"), _responses(state), _RESPONSE_STYLE),
        _line(
            message("terminal.response_now"),
            change_words(state.change) or message("terminal.not_compared"),
            _RESPONSE_STYLE,
        ),
    ]


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


def _rate_per_min(beat: Beat) -> float:
    return 60000.0 / beat.rr_ms
