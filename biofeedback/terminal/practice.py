"""A practice in the terminal."""

import time
from collections.abc import Callable
from typing import Final

from rich.live import Live

from biofeedback.practice.practice import Practice
from biofeedback.statements.care import HOLD_SENTENCE
from biofeedback.statements.live import choice_words, notice
from biofeedback.terminal.console import TextConsole
from biofeedback.terminal.keyboard import Key, unbuffered_keys, wait_for_key
from biofeedback.terminal.output import tell
from biofeedback.terminal.screen import WIDTH, screen, status_line
from biofeedback.words.spoken import say
from devices.breath_pattern import BreathPattern
from devices.message import Message

_FRAME_S: Final = 1 / 15
_STATUS_EVERY_S: Final = 10.0
_STRAP_KEYS: Final = (Key.STRAP_1, Key.STRAP_2, Key.STRAP_3, Key.STRAP_4)
_KEYS: Final = "Space start, pause · ↑ ↓ rate · M mark · Esc end"


def run_terminal(
    practice: Practice,
    pattern: BreathPattern,
    *,
    minutes: float,
    start_at_once: bool,
    has_keys: bool,
    should_stop: Callable[[], bool],
    note: Callable[[], Message | str],
) -> None:
    """Run a practice until it is done, ended by a key or interrupted; the caller ends it.

    Parameters
    ----------
    practice : Practice
        Not begun yet.
    pattern : BreathPattern
        To start with.
    minutes : float
        Of guided breathing.
    start_at_once : bool
        Whether the guide starts without a key.
    has_keys : bool
        Whether a person can press keys; without them a line of status now and then takes the screen's place.
    should_stop : callable
        Asked with each frame.
    note : callable
        Says what goes wrong beside the practice, as without a sound device; empty while all is well.
    """
    console = TextConsole()
    practice.set_guide(pattern, running=start_at_once)
    practice.begin()

    def is_over() -> bool:
        practice.advance()
        return should_stop() or practice.is_done

    def problem() -> Message | str:
        return practice.problem or note()

    if has_keys and console.is_terminal:
        _draw(practice, console, minutes, is_over, problem)
    else:
        _print_status(practice, console, minutes, is_over, problem)


def _print_status(
    practice: Practice,
    console: TextConsole,
    minutes: float,
    is_over: Callable[[], bool],
    problem: Callable[[], Message | str],
) -> None:
    next_s, said = 0.0, ""
    if practice.target_pattern.held_s:
        tell(HOLD_SENTENCE)
    while not is_over():
        advice = say(notice(practice.state, problem()) or practice.plan_message or "")
        if advice != said:
            tell(advice or "All is well again.")
            said = advice
        if practice.now_s() >= next_s:
            console.print(status_line(practice.state, minutes), soft_wrap=True)
            next_s += _STATUS_EVERY_S
        time.sleep(_FRAME_S)
    console.print(status_line(practice.state, minutes), soft_wrap=True)


def _draw(
    practice: Practice,
    console: TextConsole,
    minutes: float,
    is_over: Callable[[], bool],
    problem: Callable[[], Message | str],
) -> None:
    console.width = min(console.width, WIDTH)
    with unbuffered_keys(), Live(console=console, screen=True, auto_refresh=False) as live:
        while not is_over():
            live.update(
                screen(
                    practice.state,
                    practice.now_s(),
                    minutes=minutes,
                    keys=_KEYS,
                    problem=problem(),
                    plan_message=_plan_words(practice.plan_message or practice.plan_course),
                ),
                refresh=True,
            )
            key = wait_for_key(_FRAME_S)
            if key is Key.END:
                break
            _press(practice, key)
    console.print(status_line(practice.state, minutes), soft_wrap=True)


def _plan_words(told: Message | None) -> str:
    return say(told) if told else ""


def _press(practice: Practice, key: Key | None) -> None:
    guide = practice.state.guide
    match key:
        case Key.SPACE:
            practice.set_guide(guide.pattern, running=not guide.running)
        case Key.FASTER:
            practice.set_guide(guide.pattern.faster(1), running=guide.running)
        case Key.SLOWER:
            practice.set_guide(guide.pattern.faster(-1), running=guide.running)
        case Key.MARK:
            practice.mark()
        case Key.STRAP_1 | Key.STRAP_2 | Key.STRAP_3 | Key.STRAP_4 if choice_words(practice.state):
            practice.choose_strap(_STRAP_KEYS.index(key) + 1)
