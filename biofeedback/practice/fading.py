"""A programme with a guide that fades: first all breaths have it, then one in three, then none."""

from dataclasses import dataclass
from typing import Final

from biofeedback.programmes.programme import Family, Programme, Step, StepGuide, Texts
from devices.breath_pattern import BreathPattern
from devices.message import Message, message
from devices.steps import FADING_PROGRAMME, Measured, StepSound

TITLE: Final = message("fading.title")
FADING_ABOUT: Final = message("fading.about")
SETTLE: Final = message("fading.settle")
GUIDED: Final = message("fading.guided")
TURN: Final = message("fading.turn")
ALONE: Final = message("fading.alone")
END: Final = message("fading.end")

_SETTLE_S: Final = 10.0
_ALL_SHARE, _FADING_SHARE = 0.3, 0.3
"""Share of all breaths that have the guide, and share of those of which one in three has it."""

_FEWEST_GUIDED: Final = 4
_CYCLE: Final = 3
_FEWEST_CYCLES: Final = 2
_FEWEST_ALONE: Final = 6


@dataclass(frozen=True, slots=True)
class FadingTexts:
    """What the steps say, in each language.

    Parameters
    ----------
    title, about : Texts
        The programme's name, and a sentence about it.
    settle, guided, turn, alone, end : Texts
        Texts of the steps: before the first breath, with the guide, a single breath with it, two without
        it, and all others without it.
    """

    title: Texts
    about: Texts
    settle: Texts
    guided: Texts
    turn: Texts
    alone: Texts
    end: Texts


FADING_MESSAGES: Final[dict[str, Message]] = {
    "title": TITLE,
    "about": FADING_ABOUT,
    "settle": SETTLE,
    "guided": GUIDED,
    "turn": TURN,
    "alone": ALONE,
    "end": END,
}
"""The messages of `FadingTexts`, by its fields."""


def fading_programme(pattern: BreathPattern, minutes: float, texts: FadingTexts) -> Programme:
    """Return the programme with a fading guide.

    Parameters
    ----------
    pattern : BreathPattern
        The pace to keep. Its holds are left out because programmes have none.
    minutes : float
        Length. A length too short for the programme's parts is raised to what they need.
    texts : FadingTexts
        The texts of its steps.
    """
    paced = BreathPattern(pattern.rate_per_min, pattern.exhale_to_inhale)
    breath_s, rate = paced.period_s, paced.rate_per_min
    guide = StepGuide(rate, paced.exhale_to_inhale, begin=rate, slows_per_min=0.0)
    guided, cycles, alone = _breaths(int((60.0 * minutes - _SETTLE_S) / breath_s))
    steps = [
        Step(texts.settle, _SETTLE_S, Measured.ORDINARY, sound=StepSound.BELL),
        Step(texts.guided, guided * breath_s, Measured.RESPONSE, guide),
    ]
    for _ in range(cycles):
        steps.append(Step(texts.alone, (_CYCLE - 1) * breath_s, Measured.ORDINARY))
        steps.append(Step(texts.turn, breath_s, Measured.RESPONSE, guide))
    steps.append(Step(texts.end, alone * breath_s, Measured.ORDINARY))
    return Programme(FADING_PROGRAMME, texts.title, texts.about, Family.BELLY, tuple(steps))


def _breaths(count: int) -> tuple[int, int, int]:
    """Return the number of guided breaths, of rounds with one guided breath in three, and of free breaths."""
    guided = max(_FEWEST_GUIDED, round(_ALL_SHARE * count))
    cycles = max(_FEWEST_CYCLES, round(_FADING_SHARE * count / _CYCLE))
    return guided, cycles, max(_FEWEST_ALONE, count - guided - _CYCLE * cycles)
