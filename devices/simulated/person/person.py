"""The simulated person: breathing lungs, a heart that responds, and the true values of both."""

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from random import Random
from typing import Final

from devices.simulated.person.breaths import BreathFinder, SimulatedBreath
from devices.simulated.person.heart import Heart, SimulatedBeat
from devices.simulated.person.lungs import Lungs
from devices.simulated.person.speech import SimulatedSpeech
from devices.simulated.person.traits import CALM, PersonTraits

LungGuide = Callable[[float], float | None]
"""The guide's lung position at `time_s`: 0 to 1, or None while it is paused or not started."""

STEP_NS: Final = 50_000_000
"""Step of the model, 50 ms; breath onsets are exact to one step, beats are interpolated within it."""

SLOW_BREATHING_PER_MIN: Final = 9.0
"""Breathing below this rate has a calming effect; below it, RSA leaves the classical HF band."""

WARM_UP_STEPS: Final = 400
"""The person has been simulated for 20 s when the simulation starts."""

STEP_S: Final = STEP_NS / 1e9


class SimulatedPerson:
    """A person simulated up to the time that the caller requests.

    Lungs and heart have been running for 20 s when the simulation starts, so that nothing begins from rest.
    The same traits, seed and guide give the same beats, regardless of the steps in which time advances. Do
    not use it in two threads at once.

    Parameters
    ----------
    traits : PersonTraits
        Traits of the person.
    seed : int
        Random seed.
    lung_guide : callable or None
        Guide to breathe with. It is called every 50 ms, with seconds on the same clock as `start_ns`, and
        only when the simulation reaches that time. It may be changed, paused and resumed at any moment.
    start_ns : int
        Start of the person's time.
    """

    def __init__(
        self,
        traits: PersonTraits = CALM,
        *,
        seed: int = 0,
        lung_guide: LungGuide | None = None,
        start_ns: int = 0,
    ) -> None:
        self._speech = SimulatedSpeech(traits, Random(f"{seed}/speech"), step_s=STEP_S)
        self._lungs = Lungs(traits, Random(f"{seed}/lungs"), step_s=STEP_S, speech=self._speech)
        self._heart = Heart(traits, Random(f"{seed}/heart"), step_s=STEP_S)
        self._breath_finder = BreathFinder()
        self._beats: list[SimulatedBeat] = []
        self._breaths: list[SimulatedBreath] = []
        self._lung_positions = array("d")
        self.start_ns = start_ns
        self._overbreathing_below_per_min = traits.overbreathing_below_per_min
        self._asleep_after_ns = traits.asleep_after_minutes * 60e9
        self._next_ns = start_ns - WARM_UP_STEPS * STEP_NS
        self._guide: LungGuide | None = None
        self.advance(start_ns - 1)
        self._guide = lung_guide

    @property
    def beats(self) -> Sequence[SimulatedBeat]:
        """All beats so far, including the warm-up before the start."""
        return self._beats

    @property
    def breaths(self) -> Sequence[SimulatedBreath]:
        """All complete breaths so far, including the warm-up before the start."""
        return self._breaths

    @property
    def lung_position(self) -> float:
        """Current lung position, 0 to 1."""
        return self._lungs.position

    @property
    def lung_positions(self) -> Sequence[float]:
        """Lung positions, 0 to 1, every 50 ms from the warm-up 20 s before the start until now."""
        return self._lung_positions

    @property
    def talked_s(self) -> Sequence[tuple[float, float]]:
        """Start and end of each completed bout of talking, in seconds since the start."""
        warm_up_s = WARM_UP_STEPS * STEP_S
        return [(begin_s - warm_up_s, end_s - warm_up_s) for begin_s, end_s in self._speech.bouts_s]

    def beats_between(self, first_ns: int, last_ns: int) -> Sequence[SimulatedBeat]:
        """Return the beats in a span of time, including its ends."""
        first = bisect_left(self._beats, first_ns, key=lambda beat: beat.time_ns)
        return self._beats[
            first : bisect_right(self._beats, last_ns, lo=first, key=lambda beat: beat.time_ns)
        ]

    def advance(self, until_ns: int) -> Sequence[SimulatedBeat]:
        """Simulate until a time and return the beats since the last call."""
        known = len(self._beats)
        while self._next_ns <= until_ns:
            self._step()
        return self._beats[known:]

    def _step(self) -> None:
        time_ns = self._next_ns
        self._next_ns += STEP_NS
        position = self._lungs.step(self._guide_position(time_ns))
        self._lung_positions.append(position)
        breath = self._breath_finder.step(time_ns, position)
        if breath is not None:
            self._breaths.append(breath)
        beat = self._heart.step(
            position,
            breathing_slowly=self._breathes_below(SLOW_BREATHING_PER_MIN),
            overbreathing=self._breathes_below(self._overbreathing_below_per_min),
        )
        if beat is not None:
            ago_s, kind = beat
            self._beats.append(SimulatedBeat(time_ns - round(ago_s * 1e9), kind))

    def _guide_position(self, time_ns: int) -> float | None:
        awake = time_ns - self.start_ns < self._asleep_after_ns
        return self._guide(time_ns / 1e9) if self._guide is not None and awake else None

    def _breathes_below(self, rate_per_min: float) -> bool:
        return bool(self._breaths) and self._breaths[-1].rate_per_min < rate_per_min
