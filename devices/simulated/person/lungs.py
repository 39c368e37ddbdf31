"""Lungs that follow a guide as a person does, or breathe in the person's own rhythm.

Lung position runs from 0 (end of a quiet exhale) to 1 (a full guided inhale).
"""

import math
from collections import deque
from random import Random
from typing import Final

from devices.simulated.person.speech import SimulatedSpeech
from devices.simulated.person.traits import PersonTraits

BLEND_S: Final = 1.5
"""Time that the lungs need to change from their own rhythm to a guide that appears in mid-breath."""

_SMOOTHING_S: Final = 0.1
"""Time constant of each of the two smoothers: breathing muscles do not change direction at once."""

_LONGEST_DELAY_S: Final = 2.5
_DELAY_SLEW: Final = 0.25
"""Largest change of the delay, in seconds per second, so that delayed time never runs backwards."""

_LONGEST_OUTLIER_SD: Final = 2.5


class Lungs:
    """Produces the lung position step by step.

    Parameters
    ----------
    traits : PersonTraits
        The person's own rhythm, and how well they follow a guide.
    random : Random
        Random generator of the differences between breaths; only the lungs use it.
    step_s : float
        Time between two calls of `step`.
    speech : SimulatedSpeech, optional
        The person's bouts of talking.
    """

    def __init__(
        self, traits: PersonTraits, random: Random, *, step_s: float, speech: SimulatedSpeech | None = None
    ) -> None:
        self._speech = speech
        self._share_of_speech = 0.0
        self._spoken = 0.0
        self._own = _OwnRhythm(traits, random, step_s)
        self._guided = _GuideFollower(traits, random, step_s)
        self._blend_step = step_s / BLEND_S
        self._share_of_guide = 0.0
        self._smoothing = 1.0 - math.exp(-step_s / _SMOOTHING_S)
        self._halfway = 0.0
        self.position = 0.0

    def step(self, guide_position: float | None) -> float:
        """Advance by one step.

        Parameters
        ----------
        guide_position : float or None
            Current position of the guide, 0 to 1; None while there is no guide or it is paused.

        Returns
        -------
        float
            Lung position, 0 to 1.
        """
        target = self._with_speech(self._target(self._guided.step(guide_position)))
        self._halfway += self._smoothing * (target - self._halfway)
        self.position += self._smoothing * (self._halfway - self.position)
        return self.position

    def _with_speech(self, silent: float) -> float:
        spoken = self._speech.step(self.position) if self._speech is not None else None
        if spoken is not None:
            # The inhale before the first word is as quick as the others; only the return is gradual.
            self._spoken, self._share_of_speech = spoken, 1.0
        else:
            self._share_of_speech = max(0.0, self._share_of_speech - self._blend_step)
        return silent + self._share_of_speech * (self._spoken - silent)

    def _target(self, guided: float | None) -> float:
        if guided is None:
            if self._share_of_guide > 0.0:
                self._share_of_guide = 0.0
                self._own.exhale_from(self.position)
            return self._own.step()
        if self._share_of_guide >= 1.0:
            return guided
        self._share_of_guide = min(1.0, self._share_of_guide + self._blend_step)
        return guided * self._share_of_guide + self._own.step() * (1.0 - self._share_of_guide)


class _OwnRhythm:
    """Breaths of raised-cosine shape, each with its own period and depth."""

    def __init__(self, traits: PersonTraits, random: Random, step_s: float) -> None:
        self._traits = traits
        self._random = random
        self._step_s = step_s
        self._elapsed_s = 0.0
        self._begin_inhale(0.0)

    def exhale_from(self, position: float) -> None:
        """Stop the current breath and exhale from the given position."""
        self._begin_inhale(position)
        self._begin_exhale(position)
        self._elapsed_s = 0.0

    def step(self) -> float:
        self._elapsed_s += self._step_s
        if self._elapsed_s >= self._duration_s:
            self._elapsed_s -= self._duration_s
            if self._inhaling:
                self._begin_exhale(self._end)
            else:
                self._begin_inhale(self._end)
        done = 0.5 - 0.5 * math.cos(math.pi * min(1.0, self._elapsed_s / self._duration_s))
        return self._start + (self._end - self._start) * done

    def _begin_inhale(self, position: float) -> None:
        traits = self._traits
        period_s = 60.0 / traits.own_rate_per_min * _varied(self._random, traits.own_period_cv)
        ratio = traits.own_exhale_to_inhale
        self._exhale_s = period_s * ratio / (1.0 + ratio)
        self._duration_s = period_s - self._exhale_s
        self._start = position
        self._end = min(1.0, traits.own_depth * _varied(self._random, traits.own_depth_cv))
        self._inhaling = True

    def _begin_exhale(self, position: float) -> None:
        self._start, self._end = position, 0.0
        self._duration_s = self._exhale_s
        self._inhaling = False


class _GuideFollower:
    """How the person follows the guide: less deep, and with a delay that differs from turn to turn."""

    def __init__(self, traits: PersonTraits, random: Random, step_s: float) -> None:
        self._traits = traits
        self._random = random
        self._step_s = step_s
        self._past: deque[float | None] = deque(maxlen=math.ceil(_LONGEST_DELAY_S / step_s) + 2)
        self._delay_s = self._aimed_delay_s = self._new_delay_s()
        self._depth = self._new_depth()
        self._direction = 0
        self._last: float | None = None
        share = traits.follow_ratio_share
        self._own_ratio = None if share == 1.0 else _OwnRatio(share, step_s)

    def step(self, guide_position: float | None) -> float | None:
        """Return the lung position that the person aims at, or None while they notice no guide."""
        self._past.append(None if guide_position is None else min(1.0, max(0.0, guide_position)))
        slew_s = _DELAY_SLEW * self._step_s
        self._delay_s += min(slew_s, max(-slew_s, self._aimed_delay_s - self._delay_s))
        seen = self._seen()
        if seen is not None and self._last is not None:
            self._notice_turn(seen - self._last)
        self._last = seen
        if self._own_ratio is not None:
            seen = self._own_ratio.step(seen)
        return None if seen is None else seen * self._depth

    def _seen(self) -> float | None:
        steps, share = divmod(self._delay_s / self._step_s, 1.0)
        index = len(self._past) - 1 - int(steps)
        if index < 1:
            return None
        newer, older = self._past[index], self._past[index - 1]
        if newer is None or older is None:
            return None
        return newer + (older - newer) * share

    def _notice_turn(self, change: float) -> None:
        direction = (change > 0.0) - (change < 0.0)
        if direction in (0, self._direction):
            return
        self._direction = direction
        self._aimed_delay_s = self._new_delay_s()
        if direction > 0:
            self._depth = self._new_depth()

    def _new_delay_s(self) -> float:
        traits = self._traits
        delay_s = self._random.gauss(traits.follow_delay_s, traits.follow_delay_sd_s) - 2.0 * _SMOOTHING_S
        return min(_LONGEST_DELAY_S, max(0.0, delay_s))

    def _new_depth(self) -> float:
        return min(1.0, self._traits.follow_depth * _varied(self._random, self._traits.follow_depth_cv))


class _OwnRatio:
    """Breathes in when the guide begins to rise, and out at its own time.

    The guide's last breath gives the length of the next one. During the first breath, this follows the guide.
    """

    def __init__(self, ratio_share: float, step_s: float) -> None:
        self._ratio_share = ratio_share
        self._step_s = step_s
        self._elapsed_s = 0.0
        self._last: float | None = None
        self._rising: bool | None = None
        self._seen_inhale_s: float | None = None
        self._lengths_s: tuple[float, float] | None = None

    def step(self, seen: float | None) -> float | None:
        """Return the lung position to aim at, given the perceived position of the guide."""
        if seen is None:
            self._last = self._rising = self._seen_inhale_s = self._lengths_s = None
            return None
        self._elapsed_s += self._step_s
        if self._last is not None and seen != self._last:
            self._notice_turn(rising=seen > self._last)
        self._last = seen
        if self._lengths_s is None:
            return seen
        inhale_s, exhale_s = self._lengths_s
        if self._elapsed_s < inhale_s:
            return 0.5 - 0.5 * math.cos(math.pi * self._elapsed_s / inhale_s)
        return 0.5 + 0.5 * math.cos(math.pi * min(1.0, (self._elapsed_s - inhale_s) / exhale_s))

    def _notice_turn(self, *, rising: bool) -> None:
        if rising is self._rising:
            return
        if not rising:
            self._seen_inhale_s = None if self._rising is None else self._elapsed_s
        else:
            if self._seen_inhale_s is not None:
                self._lengths_s = self._own_lengths_s(self._seen_inhale_s, self._elapsed_s)
            self._elapsed_s = 0.0
        self._rising = rising

    def _own_lengths_s(self, seen_inhale_s: float, period_s: float) -> tuple[float, float]:
        ratio = self._ratio_share * (period_s / seen_inhale_s - 1.0)
        return period_s / (1.0 + ratio), period_s * ratio / (1.0 + ratio)


def _varied(random: Random, variation: float) -> float:
    """Draw a factor around 1 with the given coefficient of variation and without extreme outliers."""
    outlier = min(_LONGEST_OUTLIER_SD, max(-_LONGEST_OUTLIER_SD, random.gauss(0.0, 1.0)))
    return math.exp(variation * outlier)
