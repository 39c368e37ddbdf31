"""A simulated person who breathes with a guide, the true swing of the heart, and the live figures."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from random import Random

import numpy as np

from biofeedback.beats.beats import Beat, BeatLabel
from biofeedback.engine.live_figures import figure_values, live_figures
from biofeedback.engine.state import Signal
from biofeedback.response.figure_history import EVERY_S, SETTLE_S, FigureHistory, FigureValues
from biofeedback.response.rsa import GuidedBreath
from devices.simulated.person.heart import BeatKind
from devices.simulated.person.lungs import Lungs
from devices.simulated.person.person import STEP_S, LungGuide, SimulatedPerson
from devices.simulated.person.reflexes import RespiratorySinusArrhythmia
from devices.simulated.person.traits import PersonTraits

_MOST_SWING_PER_MIN = 60.0
_TICKS_PER_MS = 1.024


@dataclass(frozen=True, slots=True)
class Pace:
    """A guide at a steady pace, from time 0; also faster than the program's own goes."""

    rate_per_min: float
    exhale_to_inhale: float

    @property
    def period_s(self) -> float:
        return 60.0 / self.rate_per_min

    @property
    def inhale_s(self) -> float:
        return self.period_s / (1.0 + self.exhale_to_inhale)

    def lung_guide(self) -> LungGuide:
        period_s, inhale_s = self.period_s, self.inhale_s

        def lung_position(time_s: float) -> float:
            phase_s = time_s % period_s
            if phase_s < inhale_s:
                return 0.5 - 0.5 * math.cos(math.pi * phase_s / inhale_s)
            return 0.5 + 0.5 * math.cos(math.pi * (phase_s - inhale_s) / (period_s - inhale_s))

        return lung_position

    def breaths(self, until_s: float) -> list[GuidedBreath]:
        """Whole breaths, with the second after each."""
        count = int((until_s - 2.0) / self.period_s)
        starts_s = [k * self.period_s for k in range(count + 1)]
        return [
            GuidedBreath(k, start_s, start_s + self.inhale_s, next_s)
            for k, (start_s, next_s) in enumerate(pairwise(starts_s))
        ]


def true_swing_ms(traits: PersonTraits, pace: Pace, *, breaths: int = 300) -> float:
    """Expected swing of RR that breathing alone makes in one breath of this person at this pace.

    The person's own lungs drive the person's own RSA model, with depth and delay as variable as they are, at
    the resting rate; no Mayer wave, drift, jitter, calm or beats. The swing is highest less lowest 60000/rate
    of each breath, averaged; the wander of the swing is put in as its mean.
    """
    steady = replace(traits, rsa_wander=0.0)
    lungs = Lungs(steady, Random("truth/lungs"), step_s=STEP_S)
    rsa = RespiratorySinusArrhythmia(steady, Random("truth/heart"), step_s=STEP_S)
    guide, steps = pace.lung_guide(), round(breaths * pace.period_s / STEP_S)
    rates = [rsa.step(lungs.step(guide(i * STEP_S)), 0.0) for i in range(steps)]
    rr_ms = 60000.0 / (traits.heart_rate_per_min + np.array(rates))
    edges = [round((k + 0.05) * pace.period_s / STEP_S) for k in range(4, breaths)]
    swings_ms = [np.ptp(rr_ms[first:last]) for first, last in pairwise(edges)]
    return float(np.mean(swings_ms)) * math.exp(traits.rsa_wander**2 / 2.0)


def held_at(traits: PersonTraits, pace: Pace, swing_ms: float) -> PersonTraits:
    """Return the person with the sensitivity to breath that makes this swing at this pace, and no calming."""
    held = replace(traits, calming_rsa=0.0, calming_rate_per_min=0.0)
    for _ in range(3):
        factor = swing_ms / true_swing_ms(held, pace)
        held = replace(held, rsa_swing_per_min=min(_MOST_SWING_PER_MIN, factor * held.rsa_swing_per_min))
    return held


def beats_of(traits: PersonTraits, pace: Pace, *, seed: int, minutes: float) -> list[Beat]:
    """Beats as a strap tells of them, without latency; those about a premature beat are labelled by truth."""
    person = SimulatedPerson(traits, seed=seed, lung_guide=pace.lung_guide())
    person.advance(round(minutes * 60e9))
    beats = []
    for before, beat in pairwise(person.beats):
        rr_ms = round((beat.time_ns - before.time_ns) / 1e6 * _TICKS_PER_MS) / _TICKS_PER_MS
        doubtful = BeatKind.ECTOPIC in (before.kind, beat.kind)
        label = BeatLabel.NOISE if doubtful else BeatLabel.NORMAL
        beats.append(Beat(beat.time_ns / 1e9, rr_ms, label, adjacent=True))
    return beats


def judged_breaths(beats: Sequence[Beat], pace: Pace, *, minutes: float) -> list[GuidedBreath]:
    """Judge each breath by the beats around it, as the engine does."""
    judged, last = [], 0
    for breath in pace.breaths(60.0 * minutes):
        while last < len(beats) and beats[last].time_s <= breath.next_inhale_s + 2.0:
            last += 1
        judged.append(breath.judged(beats[max(0, last - 80) : last]))
    return judged


def live_values(
    beats: Sequence[Beat],
    breaths: Sequence[GuidedBreath],
    pace: Pace,
    *,
    until_s: float,
    offset_s: float = 0.0,
) -> list[FigureValues]:
    """Live figures as the program writes them down: every five seconds from the first minute on."""
    values = []
    last_beat = last_breath = 0
    for k in range(int((until_s - SETTLE_S) / EVERY_S) + 1):
        now_s = SETTLE_S + offset_s + k * EVERY_S
        while last_beat < len(beats) and beats[last_beat].time_s <= now_s:
            last_beat += 1
        while last_breath < len(breaths) and breaths[last_breath].next_inhale_s + 2.0 <= now_s:
            last_breath += 1
        figures = live_figures(
            Signal.GOOD,
            beats[max(0, last_beat - 150) : last_beat],
            breaths[max(0, last_breath - 24) : last_breath],
            FigureValues(),
            doubted_until_s=-math.inf,
            breath_s=pace.period_s,
        )
        values.append(figure_values(figures))
    return values


def history_of(values: Sequence[FigureValues]) -> FigureHistory:
    """Return the history that these figures make."""
    history = FigureHistory()
    for k, figures in enumerate(values):
        history.add(k * EVERY_S, figures)
    return history
