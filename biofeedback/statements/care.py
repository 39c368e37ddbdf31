"""What is said about the safety of the practice in more than one place, in the same words everywhere."""

from dataclasses import dataclass
from typing import Final

from biofeedback.programmes.programme import Family
from devices.message import Message, message

HOLD_SENTENCE: Final = message("breath.hold")
"""Said wherever a pattern may hold the breath: window, terminal, report and documents."""


@dataclass(frozen=True, slots=True)
class CareSection:
    """A part of the care page.

    Parameters
    ----------
    title : Message
        Its heading.
    lines : tuple of Message
        What it says, one thing a line.
    """

    title: Message
    lines: tuple[Message, ...]


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
"""Signs of back pain, or of the heart, with which one does not go on by oneself: the most urgent first."""

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
"""What to ask first, or with what to choose something else, by kind of practice; quiet rest needs none."""

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
"""The whole page, the most urgent first."""
