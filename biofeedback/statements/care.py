"""Safety texts that appear in more than one place, in the same words everywhere."""

from dataclasses import dataclass
from typing import Final

from biofeedback.programmes.programme import Family
from devices.message import Message, message
from devices.wellbeing import Feeling, Remedy

HOLD_SENTENCE: Final = message("breath.hold")
"""Shown wherever a pattern may hold the breath: window, terminal, report and documents."""


@dataclass(frozen=True, slots=True)
class CareSection:
    """A part of the care page.

    Parameters
    ----------
    title : Message
        The section's heading.
    lines : tuple of Message
        The section's text, one point in each line.
    """

    title: Message
    lines: tuple[Message, ...]


FEEL_RESTLESS: Final = message("feeling.restless.key")
FEEL_DIZZY: Final = message("feeling.dizzy.key")
"""Labels of the buttons and keys that are available during a practice."""

DIZZY_NOW: Final = (
    message("feeling.dizzy.stopped"),
    message("feeling.dizzy.breathe"),
    message("feeling.dizzy.sit"),
    message("feeling.dizzy.help"),
)
"""What to do when one feels dizzy during a practice."""

_REMEDIES: Final = {
    Remedy.GO_ON: message("feeling.go_on"),
    Remedy.MUSCLES: message("feeling.muscles"),
    Remedy.PAUSE: message("feeling.pause"),
    Remedy.STOP: message("feeling.stop"),
}


CHANGES: Final = {Remedy.MUSCLES: "pmr-8", Remedy.PAUSE: "desk-pause"}
"""The programmes that the program offers a restless person."""


def remedy_words(remedy: Remedy, feeling: Feeling) -> Message:
    """Return the label of a remedy for a person who feels restless or dizzy."""
    if remedy is Remedy.GO_ON and feeling is Feeling.DIZZY:
        return message("feeling.dizzy.go_on")
    return _REMEDIES[remedy]


def remedies_for(feeling: Feeling, family: Family | None) -> tuple[Remedy, ...]:
    """Return the remedies offered to a person who feels restless or dizzy.

    Parameters
    ----------
    feeling : Feeling
        What the person feels.
    family : Family or None
        The kind of programme they are doing, which is not offered again; None for none.
    """
    if feeling is Feeling.DIZZY:
        return (Remedy.GO_ON, Remedy.STOP)
    others = {Remedy.MUSCLES: Family.MUSCLES, Remedy.PAUSE: Family.PAUSE}
    changes = (remedy for remedy, other in others.items() if other is not family)
    return (Remedy.GO_ON, *changes, Remedy.STOP)


RESTLESS: Final = message("care.now.restless")
DIZZY: Final = message("care.now.dizzy")
RESTLESS_IS_COMMON: Final = message("care.now.common")

_NOW: Final = CareSection(message("care.now.title"), (RESTLESS, RESTLESS_IS_COMMON, DIZZY, HOLD_SENTENCE))

RED_FLAGS: Final = (
    CareSection(
        message("care.stop.title"),
        (message("care.stop.chest"), message("care.stop.faint"), message("care.stop.heart")),
    ),
    CareSection(
        message("care.today.title"),
        (message("care.today.bladder"), message("care.today.numb"), message("care.today.leg")),
    ),
    CareSection(
        message("care.soon.title"),
        (
            message("care.soon.fever"),
            message("care.soon.cancer"),
            message("care.soon.weight"),
            message("care.soon.accident"),
            message("care.soon.bones"),
            message("care.soon.night"),
            message("care.soon.long"),
        ),
    ),
)
"""Signs of back or heart problems that need medical help, the most urgent first."""

_BREATHING: Final = CareSection(
    message("care.belly.title"),
    (
        message("care.belly.ask"),
        message("care.belly.heart"),
        message("care.belly.pressure"),
        message("care.belly.lungs"),
        message("care.belly.illness"),
        message("care.belly.fits"),
        message("care.belly.age"),
    ),
)

CAUTIONS: Final = {
    Family.BELLY: _BREATHING,
    Family.PAUSE: _BREATHING,
    Family.MUSCLES: CareSection(
        message("care.muscles.title"),
        (message("care.muscles.pain"), message("care.muscles.heart"), message("care.muscles.mind")),
    ),
    Family.AUTOGENIC: CareSection(
        message("care.autogenic.title"),
        (
            message("care.autogenic.heart"),
            message("care.autogenic.psychosis"),
            message("care.autogenic.back"),
        ),
    ),
    Family.ATTENTION: CareSection(
        message("care.attention.title"),
        (
            message("care.attention.ill"),
            message("care.attention.why"),
            message("care.attention.instead"),
        ),
    ),
    Family.IMAGERY: CareSection(message("care.imagery.title"), (message("care.imagery.change"),)),
    Family.MOVEMENT: CareSection(
        message("care.movement.title"), (message("care.movement.ask"), message("care.movement.slowly"))
    ),
}
"""Cautions by kind of practice: when to ask a doctor first, or what to choose instead. Not for quiet rest."""


def families_of(section: CareSection) -> tuple[str, ...]:
    """Return the kinds of practice with these cautions: an answer for one of them counts for all."""
    return tuple(family.value for family, asked in CAUTIONS.items() if asked is section)


READING_CARDS: Final = (
    CareSection(message("care.active.title"), (message("care.active.move"), message("care.active.posture"))),
    CareSection(message("care.sleep.title"), (message("care.sleep.times"), message("care.sleep.awake"))),
    CareSection(message("care.heat.title"), (message("care.heat.heat"), message("care.heat.medicines"))),
    CareSection(
        message("care.professional.title"),
        (
            message("care.professional.when"),
            message("care.professional.low"),
            message("care.professional.hands"),
        ),
    ),
)

CARE_SECTIONS: Final = (_NOW, *RED_FLAGS, *dict.fromkeys(CAUTIONS.values()), *READING_CARDS)
"""The whole page, with the most urgent section first."""
