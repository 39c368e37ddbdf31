"""The sound during one practice: the guide and the events of the practice."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from biofeedback.engine.programme_step import ProgrammeStep
from biofeedback.engine.state import Signal, State
from biofeedback.pacing.guide import Guide, Stage
from biofeedback.sound.announcer import HEARD_WELL, Announcer
from biofeedback.sound.player import SoundPlayer
from biofeedback.sound.score import NEUTRAL_BRIGHTNESS, STEP_CUES, Cue, Score, Timbre
from biofeedback.voice.phrases import Speaking
from biofeedback.voice.prepared import PreparedWords
from devices.breath_pattern import BreathPattern
from devices.events import Part
from devices.message import Message

if TYPE_CHECKING:
    from miniaudio import Backend

BELL_S: Final = 5.0
_SAME_TURN_S: Final = 0.05
"""No further breath begins if less than this is left of the practice."""

_TRIED: Final = BreathPattern(6.0, 2.0)
"""The breath that is played as a sound test."""

_TRIED_AFTER_S: Final = 0.5
_TRIED_BREATHS: Final = 1000
"""Offset of the test breath's number, so far below a practice's numbers that the two can't be confused."""

_ENDS: Final = {(Part.PRACTICE, Part.AFTER), (Part.PRACTICE, Part.DONE), (Part.AFTER, Part.DONE)}
"""Changes of part that ring the bell: the person may breathe freely, or the practice is over."""


@dataclass(frozen=True, slots=True)
class SoundSettings:
    """The sound settings that a person chooses.

    Parameters
    ----------
    volume : float
        0 to 1, as a slider shows it.
    muted : bool
        Whether the sound is off.
    feedback : bool
        Whether the breath's tone becomes brighter with the response.
    extra_latency_s : float
        Additional latency, 0.15 to 0.3 for wireless headphones.
    timbre : Timbre
        Sound of the breath.
    speaking : Speaking
        How much a voice speaks.
    """

    volume: float = 0.7
    muted: bool = False
    feedback: bool = False
    extra_latency_s: float = 0.0
    timbre: Timbre = Timbre.PAD
    speaking: Speaking = Speaking.OFF


class Accompaniment:
    """The sound of one practice; pass it each state, from one thread.

    Parameters
    ----------
    settings : SoundSettings
        The settings at the beginning.
    now_s : callable
        The session's clock, such as `Practice.now_s`; called from any thread.
    length_s : callable, optional
        Returns the planned length of the practice in seconds; infinity if unknown.
    backends : sequence of miniaudio.Backend, optional
        Sound systems to try; all real ones by default.
    """

    def __init__(
        self,
        settings: SoundSettings,
        *,
        now_s: Callable[[], float],
        length_s: Callable[[], float] = lambda: math.inf,
        backends: "Sequence[Backend] | None" = None,
    ) -> None:
        self.settings = settings
        self.score = Score()
        self._now_s = now_s
        self._announcer = Announcer(self.score)
        self._words: PreparedWords | None = None
        self._length_s = length_s
        self._guide = Guide()
        self._tried: Guide | None = None
        self._tries = 0
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
        """Why there is no sound, in one sentence; None if the sound works or is off."""
        if self.settings.muted:
            return None
        is_spoken = self._words is not None and self.settings.speaking is not Speaking.OFF
        return self._player.note or (self._words.problem if is_spoken and self._words is not None else None)

    def wait_until_tried(self, timeout_s: float) -> bool:
        """Wait until the device plays, or `note` says why it does not."""
        return self._player.wait_until_tried(timeout_s)

    def change(self, settings: SoundSettings) -> None:
        """Change the settings without a click in the sound."""
        self.settings = settings
        # The volume is the square of the slider, which matches perceived loudness better.
        self.score.volume = 0.0 if settings.muted else settings.volume**2
        self.score.timbre, self.score.speaking = settings.timbre, settings.speaking
        if not settings.feedback:
            self.score.brightness = NEUTRAL_BRIGHTNESS

    def set_usual(self, response_ms: float | None) -> None:
        """Set the person's usual response at this pace; the feedback tone compares the response with it."""
        self._usual_ms = response_ms

    def take_words(self, words: PreparedWords | None) -> None:
        """Set the speech that a voice has prepared; None for no voice."""
        self._words = words
        self._announcer.take_words(words)

    def try_breath(self) -> None:
        """Play one breath as a sound test, even if the sound is off; do nothing while the guide runs."""
        if self._guide.running:
            return
        self._start()
        self._tries += 1
        begin_s = self._now_s() + _TRIED_AFTER_S
        breath = -_TRIED_BREATHS * self._tries
        self._tried = Guide(_TRIED, running=True, anchor_s=begin_s, anchor_breath=breath)
        self.score.guide_until_s = begin_s + _TRIED.period_s
        self.score.guide = self._tried
        self.score.volume = self.settings.volume**2
        if self._words is not None:
            self.score.phrases = self._words.phrases

    def _start(self) -> None:
        if not self._started:
            self._started = True
            self._player.start()

    def _follow_guide(self, state: State) -> None:
        """Play the guide up to its last breath; while the guide does not run, finish the test breath."""
        self._guide = state.guide
        if self._tried is not None:
            if not state.guide.running and self._now_s() < self.score.guide_until_s:
                return
            self._tried = None
            self.change(self.settings)
        self.score.guide_until_s = _end_s(state, self._length_s())
        self.score.guide = state.guide

    def show(self, state: State) -> None:
        """Follow the practice; the first state opens the sound device, unless the sound is off."""
        if not self.settings.muted:
            self._start()
        self._follow_guide(state)
        if state.signal is Signal.LOST and self._signal in HEARD_WELL and state.guide.running:
            self.score.cues.append(Cue.SIGNAL_LOST)
        self._signal = state.signal
        begins = self._step_begins(state.step)
        if begins and state.step is not None and state.step.sound in STEP_CUES:
            self.score.cues.append(STEP_CUES[state.step.sound])
        if (self._part, state.part) in _ENDS:
            self.ring()
        self._part = state.part
        self._announcer.show(state, step_begins=begins, length_s=self._length_s())
        if self.settings.feedback:
            self.score.brightness = brightness(state.figures.rsa.value, self._usual_ms)

    def _step_begins(self, step: ProgrammeStep | None) -> bool:
        """Return whether a step begins with this state; continuing after a pause is not a beginning."""
        before, self._step = self._step, step
        if step is None or not step.running:
            return False
        waited = before is None or (not before.running and before.gone_s == 0.0)
        return waited or before is None or step.number != before.number or step.gone_s < before.gone_s

    def ring(self) -> None:
        """Ring the bell; the voice stops."""
        self._announcer.hush()
        self.score.cues.append(Cue.END)

    def stop(self) -> None:
        """Close the sound device when the bell has rung out."""
        if self._started:
            self._player.stop(ring_out_s=BELL_S if self._part is Part.DONE else 0.0)


def brightness(response_ms: float | None, usual_ms: float | None) -> float:
    """Return the brightness of the tone: 0.5 at the usual response, 1 at twice that, 0 at half of it.

    Parameters
    ----------
    response_ms : float or None
        Present RSA amplitude.
    usual_ms : float or None
        The person's usual RSA amplitude at this pace. If either is unknown, the brightness is neutral.
    """
    if not response_ms or not usual_ms:
        return NEUTRAL_BRIGHTNESS
    return min(1.0, max(0.0, 0.5 + 0.5 * math.log2(response_ms / usual_ms)))


def _end_s(state: State, length_s: float) -> float:
    """Return when the last breath of a practice ends; infinity if unknown.

    The sound is rendered ahead, so without this it would strike the next inhale.
    """
    if math.isinf(length_s) or not state.guide.running or state.step is not None:
        return math.inf
    guide = state.guide
    up_s = max(guide.anchor_s, state.time_s + length_s - state.practised_s - _SAME_TURN_S)
    ahead_s = guide.pattern.period_s + _SAME_TURN_S
    turns = guide.turns(up_s, up_s + ahead_s)
    return next((turn.time_s for turn in turns if turn.stage is Stage.INHALE), math.inf)
