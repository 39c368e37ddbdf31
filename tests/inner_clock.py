"""People whose inner clock drifts while the guide is away: what they breathe, and what is measured of it."""

import math
from bisect import bisect_right
from dataclasses import dataclass
from random import Random
from typing import Final

from biofeedback.coaching.carry_over import CarryOver
from biofeedback.engine.course import SessionCourse
from biofeedback.engine.engine import Engine
from biofeedback.practice.fading import FADING_MESSAGES, FadingTexts, fading_programme
from biofeedback.practice.player import ProgrammePlayer
from biofeedback.programmes.course import Course
from biofeedback.programmes.programme import Programme, Texts
from devices.breath_pattern import BreathPattern
from devices.events import GuideChanged, Part, PartChanged, Tick
from devices.notifications import Notification
from devices.simulated.link import SimulatedLink
from devices.simulated.scenario import Scenario
from devices.straps.decoder import Decoder

S: Final = 1_000_000_000
LOOKED_EVERY_S: Final = 5
"""A practice looks each second; the breaths are the same, and many people take half the time."""

_FORGOTTEN: Final = 0.5
"""Share of the drift that a single breath with the guide leaves."""


@dataclass(frozen=True, slots=True)
class Drift:
    """How an inner clock goes without the guide.

    Parameters
    ----------
    rate_percent, ratio_percent : float
        How much faster, and how much longer out than in, it becomes in the end.
    time_s : float
        Time constant.
    period_scatter, ratio_scatter : float
        From breath to breath, standard deviation of the logarithm.
    """

    rate_percent: float
    ratio_percent: float
    time_s: float
    period_scatter: float
    ratio_scatter: float


class InnerClock:
    """Breathes with the guide where it runs, and by an inner clock that drifts where it does not.

    Parameters
    ----------
    programme : Programme
        What is practised.
    pattern : BreathPattern
        The guide's.
    drift : Drift
        How the clock goes.
    seed : int
        Chance.

    Attributes
    ----------
    true_rate_percent, true_ratio_percent : float
        By how much rate and ratio of the clock itself differ without the guide, mean of its breaths; the
        chance of single breaths is not in it.
    """

    def __init__(self, programme: Programme, pattern: BreathPattern, drift: Drift, seed: int) -> None:
        self._pattern, self._drift, self._random = pattern, drift, Random(seed)
        self._turns: list[tuple[float, float]] = [(0.0, 0.0)]
        self._offsets: list[tuple[float, float]] = []
        gone_s, was_guided = 0.0, False
        for start_s, step in zip(programme.starts_s, programme.steps, strict=True):
            end_s = start_s + step.seconds
            if step.guide is not None:
                self._breathe_guided(start_s, end_s)
                gone_s *= _FORGOTTEN
                was_guided = True
            elif was_guided:
                gone_s = self._breathe_alone(start_s, end_s, gone_s)
        rates, ratios = zip(*self._offsets, strict=True)
        self.true_rate_percent = 100.0 * math.expm1(sum(rates) / len(rates))
        self.true_ratio_percent = 100.0 * math.expm1(sum(ratios) / len(ratios))

    def lung_position(self, time_s: float) -> float:
        """Return where the lungs are led, 0 empty to 1 full."""
        number = bisect_right(self._turns, time_s, key=lambda turn: turn[0])
        begin_s, from_position = self._turns[number - 1]
        if number == len(self._turns):
            return from_position
        end_s, to_position = self._turns[number]
        share = 0.5 - 0.5 * math.cos(math.pi * (time_s - begin_s) / (end_s - begin_s))
        return from_position + (to_position - from_position) * share

    def _breathe_guided(self, start_s: float, end_s: float) -> None:
        for breath in range(round((end_s - start_s) / self._pattern.period_s)):
            begin_s = start_s + breath * self._pattern.period_s
            self._turn(begin_s, 0.0)
            self._turn(begin_s + self._pattern.inhale_s, 1.0)
        self._turn(end_s, 0.0)

    def _breathe_alone(self, start_s: float, end_s: float, gone_s: float) -> float:
        drift, time_s = self._drift, start_s
        while time_s < end_s - 0.3 * self._pattern.period_s:
            share = 1.0 - math.exp(-gone_s / drift.time_s)
            rate = share * math.log1p(drift.rate_percent / 100.0)
            ratio = share * math.log1p(drift.ratio_percent / 100.0)
            self._offsets.append((rate, ratio))
            period_s = self._pattern.period_s * math.exp(self._random.gauss(0.0, drift.period_scatter) - rate)
            outs = self._pattern.exhale_to_inhale * math.exp(
                self._random.gauss(0.0, drift.ratio_scatter) + ratio
            )
            self._turn(time_s, 0.0)
            self._turn(time_s + period_s / (1.0 + outs), 1.0)
            time_s, gone_s = time_s + period_s, gone_s + period_s
            self._turn(time_s, 0.0)
        return gone_s

    def _turn(self, time_s: float, position: float) -> None:
        """Turn at a time; what was to come later is given up, as when the guide is back."""
        at = self.lung_position(time_s) if time_s < self._turns[-1][0] else position
        while self._turns and self._turns[-1][0] >= time_s - 0.05:
            self._turns.pop()
        if at > position + 0.1:
            self._turns.append((time_s - 0.05, at))
            time_s += 0.4  # Caught in the midst of an exhale, one lets the rest of it go quickly.
        self._turns.append((time_s, position))


def english_texts() -> FadingTexts:
    return FadingTexts(**{name: Texts({"en": str(said)}) for name, said in FADING_MESSAGES.items()})


def measured_carry_over(
    pattern: BreathPattern, drift: Drift, *, seed: int, minutes: float
) -> tuple[CarryOver, InnerClock]:
    """Let somebody practise with the fading guide and a strap; return what is measured, and the truth."""
    programme = fading_programme(pattern, minutes, english_texts())
    clock = InnerClock(programme, pattern, drift, seed)
    player = ProgrammePlayer(Course(programme), language=lambda: "en")
    link = SimulatedLink(Scenario(), seed=seed, lung_guide=clock.lung_position)
    engine, decoder, course = Engine(0), Decoder(), SessionCourse()
    engine.take(PartChanged(0, Part.PRACTICE))
    for event in player.run(0, running=True):
        engine.take(event)
    for second in range(round(programme.seconds) + 3):
        for arrival in link.advance(second * S):
            if isinstance(arrival, Notification):
                engine.take(decoder.decode(arrival))
            else:
                engine.take(arrival)
        for played in player.follow(second * S):
            engine.take(played)
            if isinstance(played, GuideChanged):
                course.see(engine.state())
        if second % LOOKED_EVERY_S == 0:
            engine.take(Tick(second * S))
            course.see(engine.state())
    course.see(engine.state())
    return course.carry_over(), clock
