"""The step of a programme that runs, and what may be shown meanwhile. Pure."""

from dataclasses import dataclass, replace
from enum import Flag, auto
from typing import Final

from biofeedback.engine.figures import Figure
from devices.message import Message, message
from devices.steps import Measured, StepChanged, StepSound

LEAST_RATE_FOR_RMSSD_PER_MIN: Final = 9.0
"""A slower breath alone raises RMSSD, so below this rate it says nothing of the person."""


class Shown(Flag):
    """What a person may see of heart and breath."""

    NOTHING = 0
    HEART_RATE = auto()
    BREATHING_RATE = auto()
    BREATHS = auto()
    RESPONSE = auto()
    RMSSD = auto()
    ALL = HEART_RATE | BREATHING_RATE | BREATHS | RESPONSE | RMSSD


_SHOWN: Final = {
    Measured.RESPONSE: Shown.ALL,
    Measured.ORDINARY: Shown.HEART_RATE | Shown.BREATHING_RATE,
    Measured.MOVING: Shown.NOTHING,
    Measured.NOTHING: Shown.NOTHING,
}

IN_MOTION: Final = message("step.moving")
NOT_SHOWN: Final = message("step.not_shown")
TOO_SLOW_FOR_RMSSD: Final = message("step.too_slow_for_rmssd", least_per_min=LEAST_RATE_FOR_RMSSD_PER_MIN)


@dataclass(frozen=True, slots=True)
class ProgrammeStep:
    """A step of a programme at one moment.

    Parameters
    ----------
    programme : str
        The programme's name.
    number, steps : int
        The step's place among the steps that take place, from 1, and how many those are.
    text : str
        What stands on the screen.
    measured : Measured
        What may be shown meanwhile.
    gone_s, seconds : float
        How much of it has gone by, and how long it lasts.
    running : bool
        Whether it goes on; false while the programme is paused, and before it begins.
    region : str or None
        English name of the part of the body that it is about; None for none.
    sound : StepSound
        What is heard when it begins.
    heart_rate_shown : bool
        Whether the heart rate may be seen.
    heart_rate_in_motion : bool
        Whether it is seen also while the body moves.
    """

    programme: str
    number: int
    steps: int
    text: str
    measured: Measured
    gone_s: float
    seconds: float
    running: bool
    region: str | None
    sound: StepSound
    heart_rate_shown: bool
    heart_rate_in_motion: bool = False

    @property
    def shown(self) -> Shown:
        """What may be shown while it lasts."""
        shown = _SHOWN[self.measured]
        if self.measured is Measured.MOVING and self.heart_rate_in_motion:
            shown = Shown.HEART_RATE
        return shown if self.heart_rate_shown else shown & ~Shown.HEART_RATE

    @property
    def instead(self) -> Message:
        """What is said in place of a figure that is not shown."""
        return IN_MOTION if self.measured is Measured.MOVING else NOT_SHOWN


class StepCourse:
    """Follows the steps of a programme through the events of a session."""

    def __init__(self) -> None:
        self._event: StepChanged | None = None
        self._gone_s = 0.0
        self._practised_s = 0.0

    def take(self, event: StepChanged, *, late_s: float, practised_s: float) -> None:
        """Take that a step changed.

        Parameters
        ----------
        event : StepChanged
            The change.
        late_s : float
            How long ago that was.
        practised_s : float
            How long has been practised by now.
        """
        self._event = event
        self._gone_s = event.gone_s + (late_s if event.running else 0.0)
        self._practised_s = practised_s

    def end(self) -> None:
        """Take that the programme is over."""
        self._event = None

    def at(self, practised_s: float) -> ProgrammeStep | None:
        """Return the step after so much practice; None where no programme runs."""
        event = self._event
        if event is None:
            return None
        since_s = practised_s - self._practised_s if event.running else 0.0
        return ProgrammeStep(
            event.programme,
            event.number,
            event.steps,
            event.text,
            event.measured,
            min(event.seconds, self._gone_s + since_s),
            event.seconds,
            event.running,
            event.region or None,
            event.sound,
            event.heart_rate_shown,
            event.heart_rate_in_motion,
        )


def is_withheld(figure: Figure) -> bool:
    """Whether a figure is one that the step does not allow to be shown."""
    return figure.value is None and figure.unknown in (IN_MOTION, NOT_SHOWN)


def unshown(figure: Figure, why: Message) -> Figure:
    """Return a figure without its value."""
    return replace(figure, value=None, half_width=None, unknown=why)
