"""The keys of somebody who feels restless or dizzy, in the terminal: what is offered, what comes of it."""

from collections.abc import Callable, Sequence
from typing import Final

from biofeedback.person.kept_programmes import KeptProgrammes
from biofeedback.practice.player import ProgrammePlayer
from biofeedback.practice.practice import Practice
from biofeedback.practice.said_meanwhile import change_programme, tell_feeling
from biofeedback.programmes.shelf import shipped_programmes
from biofeedback.statements.care import CHANGES, DIZZY_NOW, RESTLESS_IS_COMMON, remedies_for, remedy_words
from biofeedback.terminal.asking import Ask, Asked, AskingLeft, asked_first
from biofeedback.terminal.keyboard import Key
from devices.events import Part
from devices.message import message
from devices.wellbeing import Feeling, Remedy

FELT_BY_KEY: Final = {Key.RESTLESS: Feeling.RESTLESS, Key.DIZZY: Feeling.DIZZY}


def take_feeling(
    practice: Practice,
    feeling: Feeling,
    *,
    kept: KeptProgrammes,
    player_of: Callable[[str], ProgrammePlayer],
    ask: Ask,
) -> bool:
    """Take that the person feels restless or dizzy, stop the guide, and do what they choose.

    Parameters
    ----------
    practice : Practice
        What is practised.
    feeling : Feeling
        What they feel.
    kept : KeptProgrammes
        Knows and keeps what is asked before a programme.
    player_of : callable
        Returns what plays a programme.
    ask : callable
        Asks.

    Returns
    -------
    bool
        Whether the practice goes on; it stands where the person chose nothing.
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
