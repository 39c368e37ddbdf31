"""What both layouts of the terminal view draw: the guide, the person's breath, a minute of heart rate."""

import math
from collections.abc import Sequence
from typing import Final, NamedTuple

from rich.text import Text

from biofeedback.beats.beats import Beat, BeatLabel
from biofeedback.engine.state import State
from biofeedback.pacing.guide import Stage
from biofeedback.words.spoken import say
from devices.events import Part
from devices.message import Message, message

CURVE_S: Final = 60.0
QUIET: Final = "grey62"
GUIDE_STYLE: Final = "#56B4E9"
HEART_STYLE: Final = "#E69F00"
RESPONSE_STYLE: Final = "#009E73"
OWN_STYLE: Final = "#CC79A7"

PRESS_SPACE: Final = message("terminal.ready")
NOT_BEGUN: Final = message("guide.not_begun")
"""For a recorded session, which no key can begin."""

_STANDING_WORDS: Final = {
    Part.BEFORE: message("guide.as_usual"),
    Part.AFTER: message("guide.as_usual"),
    Part.DONE: message("guide.complete"),
}
_PAUSED: Final = message("terminal.paused")
_LET_OUT: Final = message("terminal.let_out")
_STAGE_WORDS: Final = {
    Stage.INHALE: message("terminal.breathe_in"),
    Stage.EXHALE: message("terminal.breathe_out"),
    Stage.HOLD: message("terminal.hold_now"),
}
_BLOCKS: Final = "▁▂▃▄▅▆▇█"


class Said(NamedTuple):
    """The words around the figures, for every layout.

    Parameters
    ----------
    minutes : float
        Length of the practice.
    told : Message or str
        What the person should know now; empty for nothing.
    keys : Message or str
        What the keys do.
    ready : Message
        The text before the guide has moved.
    """

    minutes: float
    told: Message | str
    keys: Message | str
    ready: Message


def guide_line(state: State, now_s: float, ready: Message) -> str:
    """Return what to do now and for how many seconds; if the guide is stopped, return why.

    Parameters
    ----------
    state : State
        The state, which contains the guide.
    now_s : float
        Time since the session's start, in seconds.
    ready : Message
        The text before the guide has moved.
    """
    if not state.guide.running:
        return say(_STANDING_WORDS.get(state.part) or (_PAUSED if state.practised_s else ready))
    position = state.guide.at(now_s)
    told = _LET_OUT if position.breath < 0 else _STAGE_WORDS[position.stage]
    return f"{say(told):<11}  {math.ceil(position.remaining_s)}"


def guide_bar(state: State, now_s: float, width: int) -> Text:
    """Draw the guide as a bar that is full when the lungs are full."""
    filled = round(state.guide.at(now_s).lung_position * width)
    bar = Text(no_wrap=True)
    bar.append("█" * filled, style=GUIDE_STYLE)
    bar.append("░" * (width - filled), style="grey35")
    return bar


def own_breath(state: State, now_s: float, width: int) -> Text:
    """Mark the phase of the person's own breath below the guide, or say why it is unknown."""
    course = state.breathing.course
    if course is None:
        breathing = state.breathing
        why = breathing.rate.unknown or breathing.ratio.unknown or message("terminal.not_known_now")
        return Text(say(message("terminal.your_breath", what=why)), style=QUIET)
    place = round(course.position_at(now_s) * width)
    return Text(f"{' ' * place}▲ {say(message('terminal.you'))}", style=OWN_STYLE)


def sparkline(values: Sequence[float | None], low: float, high: float) -> str:
    """Draw values as blocks between two bounds; an unknown value is a dot."""
    span = max(high - low, 1e-9)
    top = len(_BLOCKS) - 1
    return "".join(
        "·" if value is None else _BLOCKS[round(min(max((value - low) / span, 0.0), 1.0) * top)]
        for value in values
    )


def tachogram(state: State, width: int) -> str:
    """Draw the heart rate of the last minute in `width` columns, followed by its bounds."""
    rates: list[float | None] = [None] * width
    start_s = state.time_s - CURVE_S
    for beat in state.beats:
        column = int((beat.time_s - start_s) / CURVE_S * width)
        if 0 <= column < width and beat.label is BeatLabel.NORMAL:
            rates[column] = _rate_per_min(beat)
    known = [rate for rate in rates if rate is not None]
    if len(known) < 2:
        return "·" * width
    low, high = min(known), max(known)
    return f"{sparkline(_filled(rates), low, high)} {low:.0f}–{high:.0f}/min"


def _filled(rates: Sequence[float | None]) -> list[float | None]:
    """Carry a rate over up to two columns without a beat: a slow heart leaves such gaps."""
    filled: list[float | None] = []
    for column, rate in enumerate(rates):
        recent = (r for r in reversed(rates[max(0, column - 2) : column + 1]) if r is not None)
        filled.append(rate if rate is not None else next(recent, None))
    return filled


def _rate_per_min(beat: Beat) -> float:
    return 60000.0 / beat.rr_ms
