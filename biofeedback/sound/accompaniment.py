"""What sounds during one practice: the guide, and what happens in it."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from biofeedback.engine.programme_step import ProgrammeStep
from biofeedback.engine.state import Signal, State
from biofeedback.sound.player import SoundPlayer
from biofeedback.sound.score import NEUTRAL_BRIGHTNESS, STEP_CUES, Cue, Score
from devices.events import Part
from devices.message import Message

if TYPE_CHECKING:
    from miniaudio import Backend

BELL_S: Final = 5.0
_HEARD_WELL: Final = {Signal.GOOD, Signal.DOUBTFUL, Signal.STUCK, Signal.RATE_ONLY}

_ENDS: Final = {(Part.PRACTICE, Part.AFTER), (Part.PRACTICE, Part.DONE), (Part.AFTER, Part.DONE)}
"""The bell says that one may breathe freely, and that it is over."""


@dataclass(frozen=True, slots=True)
class SoundSettings:
    """What a person chooses.

    Parameters
    ----------
    volume : float
        0 to 1, as a slider shows it.
    muted : bool
        Whether nothing is heard.
    feedback : bool
        Whether the breath's tone brightens with the response.
    extra_latency_s : float
        Of wireless headphones, 0.15 to 0.3.
    """

    volume: float = 0.7
    muted: bool = False
    feedback: bool = False
    extra_latency_s: float = 0.0


class Accompaniment:
    """The sound of one practice; give it each state, from one thread.

    Parameters
    ----------
    settings : SoundSettings
        To begin with.
    now_s : callable
        The session's clock, as `Practice.now_s`; asked from any thread.
    backends : sequence of miniaudio.Backend, optional
        Ways to the device to try; all real ones by default.
    """

    def __init__(
        self,
        settings: SoundSettings,
        *,
        now_s: Callable[[], float],
        backends: "Sequence[Backend] | None" = None,
    ) -> None:
        self.settings = settings
        self.score = Score()
        self._signal = Signal.NO_STRAP
        self._usual_ms: float | None = None
        self._part = Part.READY
        self._step: ProgrammeStep | None = None
        self._started = False
        self._player = SoundPlayer(
            self.score,
            now_s=now_s,
            backends=backends,
            extra_latency_s=settings.extra_latency_s,
        )
        self.change(settings)

    @property
    def note(self) -> Message | None:
        """Why nothing is heard, in one sentence; None while all is well or nothing is meant to be heard."""
        return None if self.settings.muted else self._player.note

    def wait_until_tried(self, timeout_s: float) -> bool:
        """Wait until the device plays, or `note` says why it does not."""
        return self._player.wait_until_tried(timeout_s)

    def change(self, settings: SoundSettings) -> None:
        """Take other settings; nothing clicks."""
        self.settings = settings
        # Loudness goes with about the square of the slider.
        self.score.volume = 0.0 if settings.muted else settings.volume**2
        if not settings.feedback:
            self.score.brightness = NEUTRAL_BRIGHTNESS

    def set_usual(self, response_ms: float | None) -> None:
        """Set the person's usual response at this pace, which the feedback tone compares with."""
        self._usual_ms = response_ms

    def show(self, state: State) -> None:
        """Follow the practice; the sound device is opened with the first state, unless muted."""
        if not self._started and not self.settings.muted:
            self._started = True
            self._player.start()
        self.score.guide = state.guide
        if state.signal is Signal.LOST and self._signal in _HEARD_WELL and state.guide.running:
            self.score.cues.append(Cue.SIGNAL_LOST)
        self._signal = state.signal
        self._strike_step(state.step)
        if (self._part, state.part) in _ENDS:
            self.ring()
        self._part = state.part
        if self.settings.feedback:
            self.score.brightness = brightness(state.figures.rsa.value, self._usual_ms)

    def _strike_step(self, step: ProgrammeStep | None) -> None:
        """Strike what a step has that begins; going on after a pause strikes nothing."""
        before, self._step = self._step, step
        if step is None or not step.running or step.sound not in STEP_CUES:
            return
        waited = before is None or (not before.running and before.gone_s == 0.0)
        if waited or before is None or step.number != before.number or step.gone_s < before.gone_s:
            self.score.cues.append(STEP_CUES[step.sound])

    def ring(self) -> None:
        """Ring the bell."""
        self.score.cues.append(Cue.END)

    def stop(self) -> None:
        """Let the sound device go, once the bell has rung out."""
        if self._started:
            self._player.stop(ring_out_s=BELL_S if self._part is Part.DONE else 0.0)


def brightness(response_ms: float | None, usual_ms: float | None) -> float:
    """Return how bright the tone is: 0.5 at the usual response, 1 at twice it, 0 at half of it.

    Parameters
    ----------
    response_ms : float or None
        RSA amplitude now.
    usual_ms : float or None
        The person's usual one at this pace. Where either is unknown the tone says nothing.
    """
    if not response_ms or not usual_ms:
        return NEUTRAL_BRIGHTNESS
    return min(1.0, max(0.0, 0.5 + 0.5 * math.log2(response_ms / usual_ms)))
