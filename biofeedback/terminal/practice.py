"""A practice in the terminal."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from rich.console import RenderableType
from rich.live import Live

from biofeedback.person.kept_programmes import KeptProgrammes
from biofeedback.practice.player import PlayedEvent, ProgrammePlayer
from biofeedback.practice.practice import Practice
from biofeedback.programmes.programme import Programme
from biofeedback.statements.care import HOLD_SENTENCE
from biofeedback.statements.live import choice_words, notice
from biofeedback.statements.steps import bedtime_words, skipped_words, step_words
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
from biofeedback.terminal.feelings import FELT_BY_KEY, take_feeling
from biofeedback.terminal.keyboard import Key, unbuffered_keys, wait_for_key
from biofeedback.terminal.output import tell
from biofeedback.terminal.screen import WIDTH, screen, status_line
from biofeedback.words.spoken import say
from devices.breath_pattern import BreathPattern
from devices.message import Message, dotted, message
from devices.printable import harmless

_FRAME_S: Final = 1 / 15
_STATUS_EVERY_S: Final = 10.0
_DIGIT_KEYS: Final = (Key.DIGIT_1, Key.DIGIT_2, Key.DIGIT_3, Key.DIGIT_4)
KEYS: Final = message("terminal.keys")
PROGRAMME_KEYS: Final = message("terminal.programme.keys")
_BEDTIME_KEY: Final = message("terminal.bedtime_key")
_SAID_S: Final = 3.0
_LEAST_ASKED_S: Final = 30.0
"""Of a shorter practice nothing is asked, as in the window."""


@dataclass(frozen=True, slots=True)
class TerminalChoices:
    """How a practice is shown in the terminal.

    Parameters
    ----------
    pattern : BreathPattern
        To start with.
    minutes : float
        Of guided breathing.
    start_at_once : bool
        Whether the guide starts without a key, and nothing is asked afterwards.
    has_keys : bool
        Whether a person can press keys; without them a line of status now and then takes the screen's place.
    should_stop : callable
        Asked with each frame.
    note : callable
        Says what goes wrong beside the practice, as without a sound device; empty while all is well.
    kept : KeptProgrammes
        Knows and keeps what is said of programmes for good.
    player_of : callable
        Returns what plays a shipped programme, to which the person may change.
    questions : bool, optional
        Whether it is asked afterwards how the practice was.
    """

    pattern: BreathPattern
    minutes: float
    start_at_once: bool
    has_keys: bool
    should_stop: Callable[[], bool]
    note: Callable[[], Message | str]
    kept: KeptProgrammes
    player_of: Callable[[str], ProgrammePlayer]
    questions: bool = True


def run_terminal(practice: Practice, choices: TerminalChoices) -> None:
    """Run a practice until it is done, ended by a key or interrupted; the caller ends it.

    Parameters
    ----------
    practice : Practice
        Not begun yet.
    choices : TerminalChoices
        How it is shown.
    """
    console = TextConsole()
    practice.set_guide(choices.pattern, running=choices.start_at_once)
    practice.begin()

    def is_over() -> bool:
        practice.advance()
        return choices.should_stop() or practice.is_done

    def problem() -> Message | str:
        return practice.problem or choices.note()

    if not (choices.has_keys and console.is_terminal):
        _print_status(practice, console, choices.minutes, is_over, problem)
        return
    _draw(practice, console, choices, is_over, problem)
    if choices.questions and not choices.start_at_once and practice.practised_s() >= _LEAST_ASKED_S:
        with unbuffered_keys():
            ask_after(practice, _asking(practice, choices.should_stop, _printing(console)))
    console.print(status_line(practice.state, choices.minutes), soft_wrap=True)


def ask_before(programme: Programme, kept: KeptProgrammes) -> str | None:
    """Ask what has to be asked before a programme; arguments and result are those of `asked_first`."""
    printed = _printing(TextConsole())

    def ask(asked: Asked) -> int | None:
        printed(asked_page(asked))
        return answered(asked, lambda: wait_for_key(1.0), should_stop=lambda: False)

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
    practice: Practice, should_stop: Callable[[], bool], show: Callable[[RenderableType], None]
) -> Ask:
    """Return what asks while the practice goes on hearing its strap."""

    def next_key() -> Key | None:
        practice.advance()
        return wait_for_key(_FRAME_S)

    def ask(asked: Asked) -> int | None:
        show(asked_page(asked))
        return answered(asked, next_key, should_stop=should_stop)

    return ask


def _print_status(
    practice: Practice,
    console: TextConsole,
    minutes: float,
    is_over: Callable[[], bool],
    problem: Callable[[], Message | str],
) -> None:
    next_s, said, number = 0.0, "", 0
    if practice.target_pattern.held_s:
        tell(say(HOLD_SENTENCE))
    while not is_over():
        advice = say(notice(practice.state, problem()) or practice.plan_message or "")
        if advice != said:
            tell(advice or message("terminal.well_again"))
            said = advice
        step = practice.state.step
        if step is not None and step.running and step.number != number:
            console.print(f"{say(step_words(step))} | {harmless(step.text)}", soft_wrap=True)
            number = step.number
        if practice.now_s() >= next_s:
            console.print(status_line(practice.state, minutes), soft_wrap=True)
            next_s += _STATUS_EVERY_S
        time.sleep(_FRAME_S)
    console.print(status_line(practice.state, minutes), soft_wrap=True)


def _draw(
    practice: Practice,
    console: TextConsole,
    choices: TerminalChoices,
    is_over: Callable[[], bool],
    problem: Callable[[], Message | str],
) -> None:
    console.width = min(console.width, WIDTH)
    step_keys = _StepKeys(practice, choices.kept)
    with unbuffered_keys(), Live(console=console, screen=True, auto_refresh=False) as live:
        ask = _asking(practice, choices.should_stop, lambda page: live.update(page, refresh=True))
        while not is_over():
            live.update(
                screen(
                    practice.state,
                    practice.now_s(),
                    minutes=choices.minutes,
                    keys=step_keys.said or _keys(practice),
                    problem=problem(),
                    plan_message=practice.plan_message or practice.plan_course,
                ),
                refresh=True,
            )
            key = wait_for_key(_FRAME_S)
            if key is Key.END:
                break
            if key in FELT_BY_KEY:
                kept, player_of = choices.kept, choices.player_of
                if not take_feeling(practice, FELT_BY_KEY[key], kept=kept, player_of=player_of, ask=ask):
                    break
            elif not step_keys.take(key):
                _press(practice, key)


def _keys(practice: Practice) -> Message:
    player = practice.player
    if player is None:
        return KEYS
    return PROGRAMME_KEYS if player.at_bedtime is None else dotted(_BEDTIME_KEY, PROGRAMME_KEYS)


class _StepKeys:
    """The keys of a programme: one step back, leave out a part of the body for good, and bedtime.

    Parameters
    ----------
    practice : Practice
        Which plays it, or nothing.
    kept : KeptProgrammes
        Keeps what is left out.
    """

    def __init__(self, practice: Practice, kept: KeptProgrammes) -> None:
        self._practice, self._kept = practice, kept
        self._said: Message | None = None
        self._until_s = 0.0

    @property
    def said(self) -> Message | None:
        """What came of a key, for a moment; None for nothing."""
        return self._said if self._practice.now_s() < self._until_s else None

    def take(self, key: Key | None) -> bool:
        """Do what a key does; return whether it does anything here."""
        player = self._practice.player
        if player is None:
            return False
        match key:
            case Key.STEP_BACK:
                self._practice.go_back()
            case Key.SKIP_REGION:
                region = self._practice.skip_region()
                if region is not None:
                    self._kept.leave_out(region)
                self._say(skipped_words(region))
            case Key.BEDTIME if player.at_bedtime is not None:
                self._change_bedtime(at_bedtime=not player.at_bedtime)
            case _:
                return False
        return True

    def _change_bedtime(self, *, at_bedtime: bool) -> None:
        def choose(player: ProgrammePlayer, now_ns: int) -> list[PlayedEvent]:
            return player.choose_bedtime(now_ns, at_bedtime=at_bedtime)

        self._practice.steer(choose)
        self._say(bedtime_words(at_bedtime=at_bedtime))

    def _say(self, words: Message) -> None:
        self._said, self._until_s = words, self._practice.now_s() + _SAID_S


def _press(practice: Practice, key: Key | None) -> None:
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
        case Key.DIGIT_1 | Key.DIGIT_2 | Key.DIGIT_3 | Key.DIGIT_4 if choice_words(practice.state):
            practice.choose_strap(_DIGIT_KEYS.index(key) + 1)
