"""The names of programmes and of their kinds."""

from typing import Final

from biofeedback.programmes.programme import Family, Programme
from biofeedback.words.spoken import say, spoken
from devices.message import Message, message

FAMILY_NAMES: Final = {
    Family.BELLY: message("family.belly"),
    Family.MUSCLES: message("family.muscles"),
    Family.AUTOGENIC: message("family.autogenic"),
    Family.ATTENTION: message("family.attention"),
    Family.IMAGERY: message("family.imagery"),
    Family.PAUSE: message("family.pause"),
    Family.MOVEMENT: message("family.movement"),
    Family.REST: message("family.rest"),
}
"""The kinds in the order shown."""

_WITHIN: Final = {
    Family.BELLY: message("family.belly.within"),
    Family.MUSCLES: message("family.muscles.within"),
    Family.AUTOGENIC: message("family.autogenic.within"),
    Family.ATTENTION: message("family.attention.within"),
    Family.IMAGERY: message("family.imagery.within"),
    Family.PAUSE: message("family.pause.within"),
    Family.MOVEMENT: message("family.movement.within"),
    Family.REST: message("family.rest.within"),
}


def name_within(family: Family) -> Message:
    """Return the name of a kind for use within a sentence."""
    return _WITHIN[family]


def length_words(minutes: float) -> Message:
    """Return the length of a programme, in whole minutes."""
    return message("programmes.minutes", count=max(1, round(minutes)))


def short_title(programme: Programme) -> str:
    """Return a programme's title without its length, which is shown beside it."""
    length = say(length_words(programme.seconds / 60.0))
    return programme.title.said(spoken().language).removesuffix(f", {length}")
