"""A programme: a sequence of steps, each with a text, a duration, and what may be measured."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import accumulate
from typing import Final

from devices.breath_pattern import BreathPattern
from devices.steps import Measured, StepSound

LONGEST_STEP_TEXT: Final = 140
"""Number of characters that fit on the screen and can be read in a few seconds."""

WITHOUT_BACK: Final = "pmr-without-back"
"""The muscle relaxation for people with back or neck pain."""

_SOURCE_LANGUAGE: Final = "en"


class Family(StrEnum):
    """The kind of practice; it determines cautions and live figures."""

    BELLY = "belly"
    MUSCLES = "muscles"
    AUTOGENIC = "autogenic"
    ATTENTION = "attention"
    IMAGERY = "imagery"
    PAUSE = "pause"
    MOVEMENT = "movement"
    REST = "rest"


class Begin(StrEnum):
    """The start rate of a guide without a fixed one."""

    OWN = "own"
    REACHED = "reached"


class Target(StrEnum):
    """The target rate of a guide without a fixed one."""

    RESONANCE = "resonance"


class LeaveOut(StrEnum):
    """When to leave a step out."""

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
        """Return the text in a language; if it is missing, in English or else in any language."""
        code = language.replace("-", "_").split("_")[0]
        for one in (code, _SOURCE_LANGUAGE):
            if one in self.by_language:
                return self.by_language[one]
        return next(iter(self.by_language.values()))

    @property
    def languages(self) -> tuple[str, ...]:
        """Codes of the languages of this text."""
        return tuple(sorted(self.by_language))


@dataclass(frozen=True, slots=True)
class StepGuide:
    """The breathing pace of a step.

    Parameters
    ----------
    begin : float or Begin
        Start rate in breaths per minute: a number, the person's own measured rate, or the last rate that the
        person reached.
    rate_per_min : float or Target
        Target rate in breaths per minute: a number, or the person's resonance.
    exhale_to_inhale : float
        Duration of the exhale divided by that of the inhale.
    slows_per_min : float
        Largest decrease of the rate in each minute, in breaths per minute.
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
        The instruction; it stays on the screen for the whole step.
    seconds : float
        Duration of the step.
    measured : Measured
        What the program may show meanwhile.
    guide : StepGuide or None
        The pace to breathe at. It continues if the next step has the same guide.
    sound : StepSound
        Sound at the start of the step.
    region : Texts or None
        The part of the body in this step. The person can skip the steps of a region permanently.
    leave_out : LeaveOut or None
        When to leave the step out.
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
        """The region's English name, which the settings use."""
        return self.region.said(_SOURCE_LANGUAGE) if self.region else None


@dataclass(frozen=True, slots=True)
class Programme:
    """A programme.

    Parameters
    ----------
    name : str
        Its name in the command line and in files, such as ``pmr-8``.
    title, about : Texts
        Its title, and one or two sentences about it.
    family : Family
        The kind of practice.
    steps : tuple of Step
        The steps in order.
    level : int or None
        Its level within its family.
    control : str or None
        The name of its control programme, for comparison.
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
        """Total duration."""
        return sum(step.seconds for step in self.steps)

    @property
    def languages(self) -> tuple[str, ...]:
        """Codes of the languages in which all its texts exist."""
        texts = [self.title, self.about, *(step.text for step in self.steps)]
        return tuple(sorted(set.intersection(*(set(text.by_language) for text in texts))))


def tenses_back(programme: Programme) -> bool:
    """Return whether a programme tenses the back: a muscle relaxation with tensing, except `WITHOUT_BACK`.

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
        The person's resonance in breaths per minute; 5 if it is not known.
    """
    rate = guide.rate_per_min
    per_min = (resonance_per_min or BreathPattern().rate_per_min) if isinstance(rate, Target) else rate
    return BreathPattern(per_min, guide.exhale_to_inhale)
