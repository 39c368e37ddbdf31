"""A programme: steps that follow one another, each with a text, a length, and what may be measured."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import accumulate
from typing import Final

from devices.breath_pattern import BreathPattern
from devices.steps import Measured, StepSound

LONGEST_STEP_TEXT: Final = 140
"""Characters that fit on the screen and are read in a few seconds."""

WITHOUT_BACK: Final = "pmr-without-back"
"""The muscle relaxation that is offered to those whose back or neck hurts."""

_SOURCE_LANGUAGE: Final = "en"


class Family(StrEnum):
    """What kind of practice a programme is; cautions and live figures go by it."""

    BELLY = "belly"
    MUSCLES = "muscles"
    AUTOGENIC = "autogenic"
    ATTENTION = "attention"
    IMAGERY = "imagery"
    PAUSE = "pause"
    MOVEMENT = "movement"
    REST = "rest"


class Begin(StrEnum):
    """Where a guide begins that does not name a rate."""

    OWN = "own"
    REACHED = "reached"


class Target(StrEnum):
    """Where a guide leads to that does not name a rate."""

    RESONANCE = "resonance"


class LeaveOut(StrEnum):
    """When a step is left out."""

    BEDTIME = "bedtime"


@dataclass(frozen=True, slots=True)
class Texts:
    """One text in several languages.

    Parameters
    ----------
    by_language : mapping of str to str
        The text by language code, such as ``en``.
    """

    by_language: Mapping[str, str]

    def said(self, language: str) -> str:
        """Return the text in a language; in English, else in any, where that language is missing."""
        code = language.replace("-", "_").split("_")[0]
        for one in (code, _SOURCE_LANGUAGE):
            if one in self.by_language:
                return self.by_language[one]
        return next(iter(self.by_language.values()))

    @property
    def languages(self) -> tuple[str, ...]:
        """Codes of the languages that have it."""
        return tuple(sorted(self.by_language))


@dataclass(frozen=True, slots=True)
class StepGuide:
    """The pace that a step asks for.

    Parameters
    ----------
    begin : float or Begin
        Where it begins, in breaths per minute: a rate, the person's own as it is measured, or the one that
        the person reached last.
    rate_per_min : float or Target
        Where it leads to, in breaths per minute: a rate, or the person's resonance.
    exhale_to_inhale : float
        How many times as long as the inhale the exhale lasts.
    slows_per_min : float
        By how many breaths a minute it slows down each minute, at most.
    """

    rate_per_min: float | Target
    exhale_to_inhale: float
    begin: float | Begin = Begin.REACHED
    slows_per_min: float = 0.5


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a programme.

    Parameters
    ----------
    text : Texts
        What is said; it stays on the screen for the whole step.
    seconds : float
        How long it lasts.
    measured : Measured
        What may be shown meanwhile.
    guide : StepGuide or None
        The pace to breathe at. The next step with the same guide goes on with it.
    sound : StepSound
        What is heard when it begins.
    region : Texts or None
        The part of the body that it is about; steps of a region can be skipped for good.
    leave_out : LeaveOut or None
        When it is left out.
    """

    text: Texts
    seconds: float
    measured: Measured
    guide: StepGuide | None = None
    sound: StepSound = StepSound.NONE
    region: Texts | None = None
    leave_out: LeaveOut | None = None

    @property
    def region_name(self) -> str | None:
        """The region's English name, by which it is known in the settings."""
        return self.region.said(_SOURCE_LANGUAGE) if self.region else None


@dataclass(frozen=True, slots=True)
class Programme:
    """A programme.

    Parameters
    ----------
    name : str
        Its name in the command line and in files, such as ``pmr-8``.
    title, about : Texts
        What it is called, and one or two sentences about it.
    family : Family
        What kind of practice it is.
    steps : tuple of Step
        In the order in which they come.
    level : int or None
        Its place among the levels of its family.
    control : str or None
        The name of the programme that it is compared with.
    """

    name: str
    title: Texts
    about: Texts
    family: Family
    steps: tuple[Step, ...]
    level: int | None = None
    control: str | None = None
    starts_s: tuple[float, ...] = field(init=False, compare=False)

    def __post_init__(self) -> None:
        ends = accumulate(step.seconds for step in self.steps)
        object.__setattr__(self, "starts_s", (0.0, *ends)[:-1])

    @property
    def seconds(self) -> float:
        """How long it lasts as a whole."""
        return sum(step.seconds for step in self.steps)

    @property
    def languages(self) -> tuple[str, ...]:
        """Codes of the languages in which all of its texts are there."""
        texts = [self.title, self.about, *(step.text for step in self.steps)]
        return tuple(sorted(set.intersection(*(set(text.by_language) for text in texts))))


def tenses_back(programme: Programme) -> bool:
    """Return whether a programme tenses muscles, as all but the one without the back do that have such steps.

    Parameters
    ----------
    programme : Programme
        The programme.
    """
    is_muscles = programme.family is Family.MUSCLES and programme.name != WITHOUT_BACK
    return is_muscles and any(step.measured is Measured.MOVING for step in programme.steps)


def guide_pattern(guide: StepGuide, *, resonance_per_min: float | None = None) -> BreathPattern:
    """Return the pattern that a guide leads to.

    Parameters
    ----------
    guide : StepGuide
        The guide.
    resonance_per_min : float or None
        The person's resonance in breaths per minute; 5 where it is not known.
    """
    rate = guide.rate_per_min
    per_min = (resonance_per_min or BreathPattern().rate_per_min) if isinstance(rate, Target) else rate
    return BreathPattern(per_min, guide.exhale_to_inhale)
