"""A practice in the terminal."""

import time
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass
from typing import Final

from rich.console import RenderableType
from rich.live import Live

from biofeedback.person.kept_programmes import KeptProgrammes
from biofeedback.practice.player import PlayerOf
from biofeedback.practice.practice import Practice
from biofeedback.programmes.programme import Programme
from biofeedback.statements.care import HOLD_SENTENCE
from biofeedback.statements.live import notice
from biofeedback.statements.steps import step_words
from biofeedback.terminal.asking import (
    Ask,
    Asked,
    AskingLeft,
    answered,
    ask_after,
    asked_first,
    asked_page,
)
from biofeedback.terminal.console import TextConsole
from biofeedback.terminal.keyboard import Key, PressedKeys, unbuffered_keys
from biofeedback.terminal.output import tell
from biofeedback.terminal.practice_keys import FRAME_S, PracticeKeys
from biofeedback.terminal.screen import screen, status_line
from biofeedback.terminal.turn_words import BEGIN_WITH_SPACE, BEGINS_NOW, TurnWords
from biofeedback.words.spoken import say
from devices.breath_pattern import BreathPattern
from devices.events import Part
from devices.message import Message, message
from devices.printable import harmless

_STATUS_EVERY_S: Final = 60.0
_LEAST_ASKED_S: Final = 30.0
"""After a practice shorter than this, in seconds, no questions follow; the window does the same."""


@dataclass(frozen=True, slots=True)
class TerminalChoices:
    """Options for a practice in the terminal.

    Parameters
    ----------
    pattern : BreathPattern
        The initial pattern.
    minutes : float
        Minutes of guided breathing.
    start_at_once : bool
        Whether the guide starts without a key, and no questions follow.
    has_keys : bool
        Whether a person can press keys. Without keys, or if nothing can be drawn, there is no screen: a word
        is printed at each turn of the guide, and a line of figures each minute.
    should_stop : callable
        Called with each frame; the practice stops when it returns true.
    note : callable
        Returns a problem beside the practice, such as a missing sound device; empty if there is none.
    kept : KeptProgrammes
        Knows and saves the permanent choices about programmes.
    player_of : callable
        Returns a player for a shipped programme that the person may change to.
    questions : bool, optional
        Whether to ask afterwards how the practice was.
    """

    pattern: BreathPattern
    minutes: float
    start_at_once: bool
    has_keys: bool
    should_stop: Callable[[], bool]
    note: Callable[[], Message | str]
    kept: KeptProgrammes
    player_of: PlayerOf
    questions: bool = True


def run_terminal(practice: Practice, choices: TerminalChoices) -> None:
    """Run a practice until it is complete or interrupted, or a key stops it; the caller then ends it.

    Parameters
    ----------
    practice : Practice
        The practice, not yet begun.
    choices : TerminalChoices
        Options for the practice.
    """
    console = TextConsole()
    practice.set_guide(choices.pattern, running=choices.start_at_once)
    practice.begin()

    def is_over() -> bool:
        practice.advance()
        return choices.should_stop() or practice.is_done

    def problem() -> Message | str:
        return practice.problem or choices.note()

    keys = PracticeKeys(practice, choices.kept, choices.player_of) if choices.has_keys else None
    if keys is not None and console.is_terminal and not console.is_dumb_terminal:
        _draw(practice, console, choices, is_over, problem, keys)
    else:
        with unbuffered_keys() if keys else nullcontext():
            _print_words(practice, console, choices, is_over, problem, keys)
    if keys is not None and _asks_after(practice, choices):
        with unbuffered_keys():
            ask_after(practice, _asking(practice, keys.pressed, choices.should_stop, _printing(console)))
    console.print(status_line(practice.state, choices.minutes), soft_wrap=True)


def _asks_after(practice: Practice, choices: TerminalChoices) -> bool:
    is_long_enough = practice.practised_s() >= _LEAST_ASKED_S
    return choices.questions and not choices.start_at_once and is_long_enough


def ask_before(programme: Programme, kept: KeptProgrammes) -> str | None:
    """Ask the required questions before a programme; arguments and result are those of `asked_first`."""
    printed, pressed = _printing(TextConsole()), PressedKeys()

    def ask(asked: Asked) -> int | None:
        printed(asked_page(asked))
        return answered(asked, lambda: pressed.next(1.0), should_stop=lambda: False)

    try:
        with unbuffered_keys():
            return asked_first(programme, kept, ask)
    except AskingLeft:
        return None


def _printing(console: TextConsole) -> Callable[[RenderableType], None]:
    def show(page: RenderableType) -> None:
        console.print()
        console.print(page)

    return show


def _asking(
    practice: Practice,
    pressed: PressedKeys,
    should_stop: Callable[[], bool],
    show: Callable[[RenderableType], None],
) -> Ask:
    """Return a function that asks questions while the practice still receives the strap's data."""

    def next_key() -> Key | None:
        practice.advance()
        return pressed.next(FRAME_S)

    def ask(asked: Asked) -> int | None:
        show(asked_page(asked))
        return answered(asked, next_key, should_stop=should_stop)

    return ask


def _print_words(
    practice: Practice,
    console: TextConsole,
    choices: TerminalChoices,
    is_over: Callable[[], bool],
    problem: Callable[[], Message | str],
    keys: PracticeKeys | None,
) -> None:
    next_s, said, number, turns = _STATUS_EVERY_S, "", 0, TurnWords()
    if practice.target_pattern.held_s:
        tell(say(HOLD_SENTENCE))
    begins = practice.is_running or practice.state.part is not Part.READY
    console.print(say(BEGINS_NOW if begins else BEGIN_WITH_SPACE), soft_wrap=True)
    while not is_over() and not (keys is not None and keys.end):
        advice = say(notice(practice.state, problem()) or practice.plan_message or "")
        if advice != said:
            tell(advice or message("terminal.well_again"))
            said = advice
        step = practice.state.step
        if step is not None and step.running and step.number != number:
            console.print(f"{say(step_words(step))} | {harmless(step.text)}", soft_wrap=True)
            number = step.number
        turn = turns.next(practice.state, practice.now_s())
        if turn is not None:
            console.print(say(turn), soft_wrap=True)
        if practice.now_s() >= next_s:
            console.print(status_line(practice.state, choices.minutes), soft_wrap=True)
            next_s += _STATUS_EVERY_S
        if keys is None:
            time.sleep(FRAME_S)
        else:
            keys.wait(_asking(practice, keys.pressed, choices.should_stop, _printing(console)))


def _draw(
    practice: Practice,
    console: TextConsole,
    choices: TerminalChoices,
    is_over: Callable[[], bool],
    problem: Callable[[], Message | str],
    keys: PracticeKeys,
) -> None:
    with unbuffered_keys(), Live(console=console, screen=True, auto_refresh=False) as live:

        def show(page: RenderableType) -> None:
            live.update(page, refresh=True)

        ask = _asking(practice, keys.pressed, choices.should_stop, show)
        while not is_over() and not keys.end:
            show(
                screen(
                    practice.state,
                    practice.now_s(),
                    minutes=choices.minutes,
                    keys=keys.words,
                    problem=problem(),
                    plan_message=practice.plan_message or practice.plan_course,
                    size=console.size,
                )
            )
            keys.wait(ask)
