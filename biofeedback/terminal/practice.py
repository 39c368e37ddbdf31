"""A practice in the terminal."""

import time
from collections.abc import Callable
from contextlib import nullcontext
from typing import Final

from rich.live import Live

from biofeedback.practice.practice import Practice
from biofeedback.statements.care import HOLD_SENTENCE
from biofeedback.statements.live import choice_words, notice
from biofeedback.statements.steps import skipped_words, step_words
from biofeedback.terminal.console import TextConsole
from biofeedback.terminal.keyboard import Key, unbuffered_keys, wait_for_keys
from biofeedback.terminal.output import tell
from biofeedback.terminal.screen import screen, status_line
from biofeedback.terminal.turn_words import BEGIN_WITH_SPACE, BEGINS_NOW, TurnWords
from biofeedback.words.spoken import say
from devices.breath_pattern import BreathPattern
from devices.events import Part
from devices.message import Message, message
from devices.printable import harmless

_FRAME_S: Final = 1 / 15
_STATUS_EVERY_S: Final = 60.0
_STRAP_KEYS: Final = (Key.STRAP_1, Key.STRAP_2, Key.STRAP_3, Key.STRAP_4)
KEYS: Final = message("terminal.keys")
PROGRAMME_KEYS: Final = message("terminal.programme.keys")
_SAID_S: Final = 3.0


def run_terminal(
    practice: Practice,
    pattern: BreathPattern,
    *,
    minutes: float,
    start_at_once: bool,
    has_keys: bool,
    should_stop: Callable[[], bool],
    note: Callable[[], Message | str],
    skipped: Callable[[str], None] = lambda _: None,
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
        Whether a person can press keys. Without them, or where nothing can be drawn, a word at each turn of
        the guide and a line of figures each minute take the screen's place.
    should_stop : callable
        Asked with each frame.
    note : callable
        Says what goes wrong beside the practice, as without a sound device; empty while all is well.
    skipped : callable, optional
        Keeps the English name of a part of the body that is left out for good.
    """
    console = TextConsole()
    practice.set_guide(pattern, running=start_at_once)
    practice.begin()

    def is_over() -> bool:
        practice.advance()
        return should_stop() or practice.is_done

    def problem() -> Message | str:
        return practice.problem or note()

    keys = _Keys(practice, _StepKeys(practice, skipped)) if has_keys else None
    if keys is not None and console.is_terminal and not console.is_dumb_terminal:
        _draw(practice, console, minutes, is_over, problem, keys)
    else:
        with unbuffered_keys() if keys else nullcontext():
            _print_words(practice, console, minutes, is_over, problem, keys)


def _print_words(
    practice: Practice,
    console: TextConsole,
    minutes: float,
    is_over: Callable[[], bool],
    problem: Callable[[], Message | str],
    keys: "_Keys | None",
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
            console.print(status_line(practice.state, minutes), soft_wrap=True)
            next_s += _STATUS_EVERY_S
        if keys is None:
            time.sleep(_FRAME_S)
        else:
            keys.wait()
    console.print(status_line(practice.state, minutes), soft_wrap=True)


def _draw(
    practice: Practice,
    console: TextConsole,
    minutes: float,
    is_over: Callable[[], bool],
    problem: Callable[[], Message | str],
    keys: "_Keys",
) -> None:
    with unbuffered_keys(), Live(console=console, screen=True, auto_refresh=False) as live:
        while not is_over() and not keys.end:
            live.update(
                screen(
                    practice.state,
                    practice.now_s(),
                    minutes=minutes,
                    keys=keys.words,
                    problem=problem(),
                    plan_message=practice.plan_message or practice.plan_course,
                    size=console.size,
                ),
                refresh=True,
            )
            keys.wait()
    console.print(status_line(practice.state, minutes), soft_wrap=True)


class _Keys:
    """What a person presses, one key after the other.

    Parameters
    ----------
    practice : Practice
        Which they start, pause and change.
    step_keys : _StepKeys
        Those of a programme.
    """

    def __init__(self, practice: Practice, step_keys: "_StepKeys") -> None:
        self._practice, self._step_keys = practice, step_keys
        self.end = False
        """Whether the practice is to end."""

    @property
    def words(self) -> Message:
        """What the keys do, or for a moment what came of one."""
        return self._step_keys.said or (PROGRAMME_KEYS if self._practice.player else KEYS)

    def wait(self) -> None:
        """Wait for keys, no longer than for a frame, and do what they mean."""
        for key in wait_for_keys(_FRAME_S):
            if key is Key.END:
                self.end = True
            elif not self._step_keys.take(key):
                _press(self._practice, key)


class _StepKeys:
    """The keys of a programme: one step back, and leave out a part of the body for good.

    Parameters
    ----------
    practice : Practice
        Which plays it, or nothing.
    skipped : callable
        Keeps what is left out.
    """

    def __init__(self, practice: Practice, skipped: Callable[[str], None]) -> None:
        self._practice, self._skipped = practice, skipped
        self._said: Message | None = None
        self._until_s = 0.0

    @property
    def said(self) -> Message | None:
        """What came of a key, for a moment; None for nothing."""
        return self._said if self._practice.now_s() < self._until_s else None

    def take(self, key: Key) -> bool:
        """Do what a key does; return whether it does anything here."""
        if self._practice.player is None or key not in (Key.STEP_BACK, Key.SKIP_REGION):
            return False
        if key is Key.STEP_BACK:
            self._practice.go_back()
            return True
        region = self._practice.skip_region()
        if region is not None:
            self._skipped(region)
        self._said, self._until_s = skipped_words(region), self._practice.now_s() + _SAID_S
        return True


def _press(practice: Practice, key: Key) -> None:
    guide = practice.state.guide
    match key:
        case Key.SPACE:
            practice.set_guide(guide.pattern, running=not practice.is_running)
        case Key.FASTER if practice.player is None:
            practice.set_guide(guide.pattern.faster(1), running=guide.running)
        case Key.SLOWER if practice.player is None:
            practice.set_guide(guide.pattern.faster(-1), running=guide.running)
        case Key.MARK:
            practice.mark()
        case Key.STRAP_1 | Key.STRAP_2 | Key.STRAP_3 | Key.STRAP_4 if choice_words(practice.state):
            practice.choose_strap(_STRAP_KEYS.index(key) + 1)
