"""Breaths, rates and halves that the program tells of the second person, beside the truth."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from biofeedback.beats.artefacts import label_intervals
from biofeedback.beats.beats import Beat
from biofeedback.breathing.analysis import BreathingAnalysis, analyse_breathing
from biofeedback.breathing.chest.chest_samples import ChestSamples
from biofeedback.breathing.chest.witnesses.heart_phase import ANYBODY, HeartPhase
from biofeedback.breathing.live import LiveBreathing
from biofeedback.ecg.samples import EcgSamples
from tests.second_person.body import CHEST_HZ, Person, Worn, wear
from tests.second_person.breaths import Breath
from tests.second_person.goals import ONSET_OFF_S

WINDOW_S: Final = 30.0
_FRAME: Final = 36
"""Samples that come at once, as from a strap."""

_SETTLED_S: Final = 60.0
_BEAT_LATE_S: Final = 3.0


def beats_of(worn: Worn) -> list[Beat]:
    """Return the beats as the program would have them from a file."""
    rr_ms = np.round(1024.0 * np.diff(worn.beats_s)) * 1000.0 / 1024.0
    adjacent = np.arange(rr_ms.size) > 0
    labels = label_intervals(rr_ms, adjacent)
    return list(map(Beat, worn.beats_s[1:].tolist(), rr_ms.tolist(), labels, adjacent.tolist()))


def analysed(
    worn: Worn,
    *,
    chest: bool = True,
    beats: bool = True,
    asked: Sequence[Breath] = (),
    expected: HeartPhase = ANYBODY,
) -> BreathingAnalysis:
    """Return what `analyze` finds of the breathing, with the inhales that were asked for."""
    return analyse_breathing(
        ChestSamples(worn.time_s, worn.acceleration_mg) if chest else None,
        beats_of(worn) if beats else (),
        ecg=EcgSamples(worn.ecg_time_s, worn.ecg_uv) if worn.ecg_time_s.size else None,
        window_s=WINDOW_S,
        step_s=5.0,
        inhales_s=[(one.inhale_s, one.exhale_s) for one in asked],
        expected=expected,
    )


@dataclass
class BreathScore:
    """Breaths that were told, beside the true ones; adds up over recordings.

    Parameters
    ----------
    true : int
        True breaths.
    told, inverted : int
        Of these, with a ratio, and with inhale and exhale the wrong way round.
    share_errors : list of float
        Told less true Ti/Ttot, of those told and not inverted.
    onset_errors_s : list of float
        Told less true inhale onset.
    mistaken : int
        Breaths on the wrong side of the border between 1:1 and 1:2.
    """

    true: int = 0
    told: int = 0
    inverted: int = 0
    share_errors: list[float] = field(default_factory=list)
    onset_errors_s: list[float] = field(default_factory=list)
    told_shares: list[float] = field(default_factory=list)

    def add(self, worn: Worn, found: BreathingAnalysis) -> None:
        rows = [one for one in found.breaths if one.exhale_to_inhale is not None]
        told_s = np.array([(one.inhale_s, one.exhale_s, one.next_inhale_s) for one in rows]).reshape(-1, 3)
        for true in worn.breaths[1:]:
            if true.held or true.next_inhale_s > worn.time_s[-1] - 3.0:
                continue
            self.true += 1
            number = _matching(true, told_s)
            if number is None:
                continue
            self.told += 1
            if _is_inverted(true, told_s[number]):
                self.inverted += 1
                continue
            inhale_s, exhale_s, end_s = told_s[number]
            share = (exhale_s - inhale_s) / (end_s - inhale_s)
            self.told_shares.append(float(share))
            self.share_errors.append(float(share) - true.inhale_share)
            self.onset_errors_s.append(float(inhale_s) - true.inhale_s)

    @property
    def told_share(self) -> float:
        return self.told / max(self.true, 1)

    @property
    def inverted_share(self) -> float:
        return self.inverted / max(self.told, 1)

    @property
    def bias(self) -> float:
        return float(np.mean(self.share_errors)) if self.share_errors else math.nan

    @property
    def sd(self) -> float:
        return float(np.std(self.share_errors)) if self.share_errors else math.nan

    @property
    def onsets_off(self) -> float:
        """Share of inhale onsets more than 1.5 s off."""
        if not self.onset_errors_s:
            return math.nan
        return float(np.mean(np.abs(self.onset_errors_s) > ONSET_OFF_S))


def _matching(true: Breath, told_s: np.ndarray) -> int | None:
    """Return the told breath that covers most of the true one; None where none covers half of it."""
    if not told_s.size:
        return None
    common_s = np.minimum(told_s[:, 2], true.next_inhale_s) - np.maximum(told_s[:, 0], true.inhale_s)
    best = int(common_s.argmax())
    return best if common_s[best] > 0.5 * (true.next_inhale_s - true.inhale_s) - 1e-6 else None


def _is_inverted(true: Breath, told_s: np.ndarray) -> bool:
    """Whether what is told as the inhale lies for the most part in the true exhale."""
    inhale_s, exhale_s, _ = told_s
    common_s = min(exhale_s, true.exhale_s) - max(inhale_s, true.inhale_s)
    return bool(common_s < 0.5 * min(exhale_s - inhale_s, true.exhale_s - true.inhale_s))


def score_breaths(person: Person, seeds: Iterable[int]) -> BreathScore:
    """Analyse a person once for each seed and set the breaths beside the truth."""
    score = BreathScore()
    for seed in seeds:
        worn = wear(person, seed)
        score.add(worn, analysed(worn))
    return score


@dataclass
class HoldScore:
    """What is told about holds: all of them, those with a breath that begins or turns inside, and rates."""

    holds: int = 0
    with_breath: int = 0
    crossed: int = 0
    after: int = 0

    def add(self, worn: Worn, found: BreathingAnalysis) -> None:
        for held in (one for one in worn.breaths if one.held and one.next_inhale_s < worn.time_s[-1] - 15.0):
            first_s, last_s = held.flow_ends_s + 1.0, held.next_inhale_s - 1.0
            self.holds += 1
            turns_s = [t for one in found.breaths for t in (one.inhale_s, one.exhale_s, one.next_inhale_s)]
            self.with_breath += any(first_s < turn_s < last_s for turn_s in turns_s)
            across = [one for one in found.breaths if one.inhale_s < first_s and one.next_inhale_s > last_s]
            self.crossed += any(one.exhale_to_inhale is not None for one in across)


def score_holds(person: Person, seeds: Iterable[int]) -> HoldScore:
    score = HoldScore()
    for seed in seeds:
        worn = wear(person, seed)
        score.add(worn, analysed(worn))
    return score


@dataclass
class RateScore:
    """Rates of windows beside the truth."""

    windows: int = 0
    errors: list[float] = field(default_factory=list)
    holds: list[bool] = field(default_factory=list)

    def add(self, worn: Worn, found: BreathingAnalysis) -> None:
        onsets_s = np.array([one.inhale_s for one in worn.breaths])
        last = math.floor((worn.time_s[-1] - WINDOW_S) / 5.0)
        for begin_s in 5.0 * np.arange(last + 1):
            self.windows += 1
            told = found.rates.get(float(begin_s))
            if told is None:
                continue
            places = np.interp([begin_s, begin_s + WINDOW_S], onsets_s, np.arange(onsets_s.size))
            true = float(places[1] - places[0]) * 60.0 / WINDOW_S
            self.errors.append(told.rate_per_min - true)
            self.holds.append(told.low_per_min <= true <= told.high_per_min)

    @property
    def answered(self) -> float:
        return len(self.errors) / max(self.windows, 1)

    def wrong(self, by_per_min: float) -> float:
        """Share of all windows that are off by more."""
        return float(np.sum(np.abs(self.errors) > by_per_min)) / max(self.windows, 1)


def score_rates(person: Person, seeds: Iterable[int], *, chest: bool, beats: bool) -> RateScore:
    score = RateScore()
    for seed in seeds:
        worn = wear(person, seed)
        score.add(worn, analysed(worn, chest=chest, beats=beats))
    return score


@dataclass
class HalfScore:
    """Seconds of live breathing whose half is known, and those of them that are wrong."""

    known: list[bool] = field(default_factory=list)
    wrong: list[bool] = field(default_factory=list)


def score_halves(person: Person, seeds: Iterable[int]) -> HalfScore:
    """Feed a person as a strap would, and ask for the half of the breath ten times a second."""
    score = HalfScore()
    for seed in seeds:
        worn = wear(person, seed)
        breathing, beats, given = LiveBreathing(), beats_of(worn), 0
        # The moments of asking lie a fifth of a second after each frame's end: a radio takes its time.
        for first in range(0, worn.time_s.size - _FRAME, _FRAME):
            block = slice(first, first + _FRAME)
            now_s = (first + _FRAME) / CHEST_HZ + 0.2
            while given < len(beats) and beats[given].time_s < now_s - _BEAT_LATE_S:
                breathing.add_beats([beats[given]])
                given += 1
            breathing.add(worn.time_s[block], worn.acceleration_mg[block])
            look = breathing.look(now_s)
            if now_s < _SETTLED_S:
                continue
            told = None if look is None or look.course is None else look.course.half_at(now_s)
            score.known.append(told is not None)
            if told is not None:
                true = next(one for one in reversed(worn.breaths) if one.inhale_s <= now_s)
                score.wrong.append(told is not (now_s < true.exhale_s))
    return score
