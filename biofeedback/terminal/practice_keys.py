"""The keys during a practice in the terminal, including those for feeling restless or dizzy."""

from collections.abc import Sequence
from typing import Final

from biofeedback.person.kept_programmes import KeptProgrammes
from biofeedback.practice.player import PlayedEvent, PlayerOf, ProgrammePlayer
from biofeedback.practice.practice import Practice
from biofeedback.practice.said_meanwhile import change_programme, tell_feeling
from biofeedback.programmes.shelf import shipped_programmes
from biofeedback.statements.care import CHANGES, DIZZY_NOW, RESTLESS_IS_COMMON, remedies_for, remedy_words
from biofeedback.statements.live import choice_words
from biofeedback.statements.steps import bedtime_words, skipped_words
from biofeedback.terminal.asking import Ask, Asked, AskingLeft, asked_first
from biofeedback.terminal.keyboard import Key, PressedKeys
from devices.events import Part
from devices.message import Message, dotted, message
from devices.wellbeing import Feeling, Remedy

FRAME_S: Final = 1 / 15
"""How long to wait for a key: the duration of a frame, in seconds."""
KEYS: Final = message("terminal.keys")
PROGRAMME_KEYS: Final = message("terminal.programme.keys")
_BEDTIME_KEY: Final = message("terminal.bedtime_key")
_DIGIT_KEYS: Final = (Key.DIGIT_1, Key.DIGIT_2, Key.DIGIT_3, Key.DIGIT_4)
_SAID_S: Final = 3.0
FELT_BY_KEY: Final = {Key.RESTLESS: Feeling.RESTLESS, Key.DIZZY: Feeling.DIZZY}


class PracticeKeys:
    """Handles keys, one after the other.

    Parameters
    ----------
    practice : Practice
        The practice that the keys start, pause and change.
    kept : KeptProgrammes
        Saves which parts of the body are left out permanently.
    player_of : callable
        Returns a player for a shipped programme that the person may change to.
    """

    def __init__(self, practice: Practice, kept: KeptProgrammes, player_of: PlayerOf) -> None:
        self._practice, self._kept, self._player_of = practice, kept, player_of
        self._step_keys = _StepKeys(practice, kept)
        self.pressed = PressedKeys()
        self.end = False
        """Whether the practice should end."""

    @property
    def words(self) -> Message:
        """What the keys do, or for a moment the outcome of a key."""
        if self._step_keys.said is not None:
            return self._step_keys.said
        player = self._practice.player
        if player is None:
            return KEYS
        return PROGRAMME_KEYS if player.at_bedtime is None else dotted(_BEDTIME_KEY, PROGRAMME_KEYS)

    def wait(self, ask: Ask) -> None:
        """Wait for a key, at most for one frame, and perform its action.

        Parameters
        ----------
        ask : callable
            Asks a restless or dizzy person what to do.
        """
        key = self.pressed.next(FRAME_S)
        if key is None:
            return
        if key is Key.END:
            self.end = True
        elif key in FELT_BY_KEY:
            feeling, kept, player_of = FELT_BY_KEY[key], self._kept, self._player_of
            self.end = not take_feeling(self._practice, feeling, kept=kept, player_of=player_of, ask=ask)
        elif not self._step_keys.take(key):
            _press(self._practice, key)


class _StepKeys:
    """The keys of a programme: one step back, leave out a part of the body permanently, and bedtime.

    Parameters
    ----------
    practice : Practice
        The practice, which may play a programme.
    kept : KeptProgrammes
        Saves which parts of the body are left out.
    """

    def __init__(self, practice: Practice, kept: KeptProgrammes) -> None:
        self._practice, self._kept = practice, kept
        self._said: Message | None = None
        self._until_s = 0.0

    @property
    def said(self) -> Message | None:
        """The outcome of a key, for a moment; None for nothing."""
        return self._said if self._practice.now_s() < self._until_s else None

    def take(self, key: Key) -> bool:
        """Perform the action of a key; return whether it has one here."""
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
        case Key.DIGIT_1 | Key.DIGIT_2 | Key.DIGIT_3 | Key.DIGIT_4 if choice_words(practice.state):
            practice.choose_strap(_DIGIT_KEYS.index(key) + 1)


def take_feeling(
    practice: Practice,
    feeling: Feeling,
    *,
    kept: KeptProgrammes,
    player_of: PlayerOf,
    ask: Ask,
) -> bool:
    """Record that the person feels restless or dizzy, stop the guide, and follow their choice.

    Parameters
    ----------
    practice : Practice
        The current practice.
    feeling : Feeling
        The person's feeling.
    kept : KeptProgrammes
        Knows and saves the answers to questions before a programme.
    player_of : callable
        Returns a player for a programme.
    ask : callable
        Asks a question.

    Returns
    -------
    bool
        Whether the practice continues; it stays paused if the person chose nothing.
    """
    begun = practice.state.part is not Part.READY
    tell_feeling(practice, feeling)
    family = practice.player.programme.family if practice.player is not None else None
    offered = remedies_for(feeling, family)
    player = None
    try:
        number = ask(_asked(feeling, offered))
        remedy = None if number is None else offered[number - 1]
        if remedy in CHANGES:
            name = asked_first(shipped_programmes()[CHANGES[remedy]], kept, ask)
            player, remedy = (player_of(name), remedy) if name is not None else (None, None)
    except AskingLeft:
        remedy = None
    if remedy is None:
        return True
    tell_feeling(practice, feeling, remedy)
    if player is not None:
        change_programme(practice, player)
    elif remedy is Remedy.GO_ON and begun:
        practice.set_guide(practice.state.guide.pattern, running=True)
    return remedy is not Remedy.STOP


def _asked(feeling: Feeling, offered: Sequence[Remedy]) -> Asked:
    dizzy = feeling is Feeling.DIZZY
    return Asked(
        message("feeling.dizzy.heading") if dizzy else message("feeling.restless.heading"),
        DIZZY_NOW if dizzy else (RESTLESS_IS_COMMON,),
        tuple(remedy_words(one, feeling) for one in offered),
        message("terminal.feeling.hint"),
    )
