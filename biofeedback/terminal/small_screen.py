"""The terminal view for small screens: the most important lines stay, and no line wraps."""

import textwrap
from collections.abc import Sequence
from typing import Final, NamedTuple

from rich.console import Group, RenderableType
from rich.text import Text

from biofeedback.engine.figures import Figure
from biofeedback.engine.programme_step import Shown
from biofeedback.engine.shown import shown_state
from biofeedback.engine.state import State
from biofeedback.statements.care import HOLD_SENTENCE
from biofeedback.statements.live import practised_words, signal_words, strap_words
from biofeedback.statements.steps import step_words
from biofeedback.terminal.drawing import (
    HEART_STYLE,
    QUIET,
    Said,
    guide_bar,
    guide_line,
    own_breath,
    tachogram,
)
from biofeedback.words.spoken import say
from devices.events import Part
from devices.message import Message, message
from devices.printable import harmless

_WIDEST_GUIDE: Final = 56
_MOST_TOLD_LINES: Final = 3
_MOST_KEY_LINES: Final = 2
_FEW_KEYS: Final = message("terminal.few_keys")
_BOUNDS_WIDTH: Final = 12
"""Width of the text behind the curve of the heart rate."""


class _Block(NamedTuple):
    """Lines that belong together, and their rank: the lowest rank gets space first."""

    rank: int
    lines: Sequence[Text]


def small_screen(state: State, now_s: float, said: Said, *, size: tuple[int, int]) -> RenderableType:
    """Render a state in the available lines and columns.

    Parameters
    ----------
    state : State
        The state to show.
    now_s : float
        Time since the session's start, in seconds, for the guide.
    said : Said
        The words around the figures.
    size : tuple of int
        Columns and lines.
    """
    width, height = size
    blocks = [*_guide(state, now_s, width, said.ready), *_step(state, width)]
    blocks += [
        _Block(1, _folded(say(said.told), width, "yellow")[:_MOST_TOLD_LINES]),
        _Block(3, [_cut(Text(say(practised_words(state, said.minutes)), style="bold"), width)]),
        *_figures(shown_state(state), width),
        _Block(8, [_cut(_strap(state), width)]),
        _Block(2, _keys(said.keys, width)),
    ]
    return Group(*_chosen(blocks, height))


def _chosen(blocks: Sequence[_Block], height: int) -> list[Text]:
    """Return the lines that fit, in their order on the screen."""
    left, taken = height, set()
    for number, block in sorted(enumerate(blocks), key=lambda one: one[1].rank):
        if block.lines and (len(block.lines) <= left or not block.rank):
            taken.add(number)
            left -= len(block.lines)
    return [line for number, block in enumerate(blocks) if number in taken for line in block.lines][:height]


def _guide(state: State, now_s: float, width: int, ready: Message) -> list[_Block]:
    step = state.step
    if step is not None and step.running and not state.guide.running:
        return []  # A step without a guide has only its text.
    words = _cut(Text(guide_line(state, now_s, ready), style="bold"), width)
    guide_width = min(width, _WIDEST_GUIDE)
    pattern = state.guide.pattern
    held = _folded(say(HOLD_SENTENCE), width, QUIET) if pattern.held_s else []
    return [
        _Block(0, [words, guide_bar(state, now_s, guide_width)]),
        _Block(5, [_cut(own_breath(state, now_s, guide_width - 6), width)]),
        _Block(2, held),
        _Block(9, [_cut(Text(say(pattern.words), style=QUIET), width)]),
    ]


def _step(state: State, width: int) -> list[_Block]:
    """Return the text of a programme's step, which takes precedence over everything else."""
    step = state.step
    if step is None:
        return []
    return [
        _Block(0, _folded(harmless(step.text), width, "bold")),
        _Block(4, [_cut(Text(say(step_words(step)), style=QUIET), width)]),
    ]


def _figures(state: State, width: int) -> list[_Block]:
    """Return all figures, or those that a programme's step allows, and the last minute of heart rate."""
    shown = Shown.ALL if state.step is None or state.part is not Part.PRACTICE else state.step.shown
    blocks: list[_Block] = []
    if Shown.HEART_RATE in shown:
        blocks.append(_Block(4, [_figure(state.figures.heart_rate, width)]))
    if Shown.RESPONSE in shown:
        blocks.append(_Block(5, [_figure(state.figures.rsa, width)]))
    if Shown.BREATHING_RATE in shown:
        blocks.append(_Block(6, [_figure(state.breathing.rate, width)]))
    if Shown.RESPONSE in shown:
        blocks.append(_Block(7, [_figure(state.breathing.ratio, width)]))
    if Shown.HEART_RATE in shown:
        curve = tachogram(state, max(1, min(width, _WIDEST_GUIDE) - _BOUNDS_WIDTH))
        blocks.append(_Block(6, [_cut(Text(curve, style=HEART_STYLE), width)]))
    return blocks


def _figure(figure: Figure, width: int) -> Text:
    """Return a figure in one line; its name is shortened to leave space for its value."""
    unit = f" {say(figure.unit)}" if figure.value is not None else ""
    value = f"{say(figure.value_text())}{unit}"
    name = Text(say(figure.name), style=QUIET)
    name.truncate(max(1, width - len(value) - 1), overflow="ellipsis")
    return _cut(name.append(" ").append(value, style="bold"), width)


def _keys(keys: Message | str, width: int) -> list[Text]:
    """Return what the keys do; if that takes many lines, return the two keys that everybody needs."""
    lines = _folded(say(keys), width, QUIET)
    return lines if len(lines) <= _MOST_KEY_LINES else _folded(say(_FEW_KEYS), width, QUIET)


def _strap(state: State) -> Text:
    return Text(" ".join(say(words) for words in (strap_words(state), signal_words(state)) if words))


def _folded(words: str, width: int, style: str) -> list[Text]:
    return [_cut(Text(line, style=style), width) for line in textwrap.wrap(words, width)]


def _cut(text: Text, width: int) -> Text:
    """Shorten a text to one line: the terminal would wrap a longer one, which would move the guide."""
    text.no_wrap = True
    text.truncate(width, overflow="ellipsis")
    return text
