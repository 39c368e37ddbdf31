"""The present step of a programme, and what may be shown during it. Pure."""

from dataclasses import dataclass, replace
from enum import Flag, auto
from typing import Final

from biofeedback.engine.figures import Figure
from devices.message import Message, message
from devices.steps import Measured, StepChanged, StepSound

LEAST_RATE_FOR_RMSSD_PER_MIN: Final = 9.0
"""A slower breath alone raises RMSSD, so below this rate RMSSD says nothing about the person."""


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
        The step's position among the steps that are carried out, from 1, and the number of those steps.
    text : str
        The text on the screen.
    measured : Measured
        What may be shown during the step.
    gone_s, seconds : float
        How much time of the step has passed, and how long it lasts.
    running : bool
        Whether the step is running; false before the programme begins and while it is paused.
    region : str or None
        English name of the part of the body that the step is about; None for none.
    sound : StepSound
        The sound at the beginning of the step.
    heart_rate_shown : bool
        Whether the heart rate may be shown.
    heart_rate_in_motion : bool
        Whether the heart rate is also shown while the body moves.
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
        """What may be shown during the step."""
        shown = _SHOWN[self.measured]
        if self.measured is Measured.MOVING and self.heart_rate_in_motion:
            shown = Shown.HEART_RATE
        return shown if self.heart_rate_shown else shown & ~Shown.HEART_RATE

    @property
    def instead(self) -> Message:
        """The text in place of a figure that is not shown."""
        return IN_MOTION if self.measured is Measured.MOVING else NOT_SHOWN


class StepCourse:
    """Follows the steps of a programme through the events of a session."""

    def __init__(self) -> None:
        self._event: StepChanged | None = None
        self._gone_s = 0.0
        self._practised_s = 0.0

    def take(self, event: StepChanged, *, late_s: float, practised_s: float) -> None:
        """Take a change of step.

        Parameters
        ----------
        event : StepChanged
            The change.
        late_s : float
            How long ago the change happened.
        practised_s : float
            How long the person has practised by now.
        """
        self._event = event
        self._gone_s = event.gone_s + (late_s if event.running else 0.0)
        self._practised_s = practised_s

    def end(self) -> None:
        """End the programme."""
        self._event = None

    def at(self, practised_s: float) -> ProgrammeStep | None:
        """Return the step after this much practice; None if no programme runs."""
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
    """Whether the step does not allow a figure to be shown."""
    return figure.value is None and figure.unknown in (IN_MOTION, NOT_SHOWN)


def unshown(figure: Figure, why: Message) -> Figure:
    """Return a figure without its value."""
    return replace(figure, value=None, half_width=None, unknown=why)
