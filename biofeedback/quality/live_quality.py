"""Live signal quality of a strap: repeats the checks of a recording every ten seconds."""

from collections import deque
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from biofeedback.beats.artefacts import label_intervals
from biofeedback.beats.beats import GAP_S, Beat, BeatLabel
from biofeedback.beats.rhythm import RHYTHM_WINDOW_S, TOO_IRREGULAR, has_many_ectopic, is_irregular
from biofeedback.quality.elapsed import (
    ElapsedFit,
    adds_up,
    elapsed_warning,
    fit_elapsed,
    follow_one_another,
    rough_fit,
)
from biofeedback.quality.faults import Faults, faults_of
from biofeedback.quality.honesty import (
    MADE_UP,
    IntervalRun,
    frozen_runs,
    frozen_warning,
    interval_runs,
    is_made_up,
    measures_beats,
)
from biofeedback.quality.jumping import doubted_intervals, jumping_rows, jumping_warning
from biofeedback.quality.quality import QualityCheck, flood_warning, share_answers
from devices.events import HeartRateMeasurement
from devices.message import Message
from devices.straps.heart_rate_service import rr_ms_from_ticks

_Measurements = list[HeartRateMeasurement]

_SECOND_NS: Final = 1_000_000_000

_KEPT_NS: Final = 600 * _SECOND_NS
"""A little more than three parts of 180 s, which distinguish a wrong unit from lost beats."""

_MOST_KEPT: Final = 5000
"""Limit for notifications and intervals: twice as many as at 200 beats per minute in that time. A faulty
strap may send so many that the checks would take seconds."""

_RECENT_NS: Final = 180 * _SECOND_NS
"""Time window of all checks except the sum of intervals; a fault leaves it after three minutes."""

_RHYTHM_NS: Final = round(RHYTHM_WINDOW_S) * _SECOND_NS

_LEAST_NS: Final = 120 * _SECOND_NS
"""Shares of a shorter time mean little: a loss of 6 s would already make them doubtful."""

_LATE_NS: Final = 15 * _SECOND_NS
"""A silence up to this length does not count yet: its beats may still arrive late, in a burst."""

_AT_THE_END: Final = 5
"""Number of regular intervals after which a jumping stretch is over."""

_EVERY_NS: Final = 10 * _SECOND_NS

_STANDS_NS: Final = 60 * _SECOND_NS
"""A warning stays for this long after its check last gave it, and keeps its words for the same time. The
person can read it, and the doubtful minute leaves the window of the live RMSSD."""


@dataclass(slots=True)
class _Standing:
    """A current warning, the time of its present words, and the last time when its check gave it."""

    words: Message
    worded_ns: int
    found_ns: int


@dataclass(frozen=True, slots=True)
class DoubtedSpan:
    """First and last receipt time of intervals that can't be used for variability."""

    first_ns: int
    last_ns: int


class LiveQuality:
    """Checks one strap continuously; a new strap needs a new object.

    All times are those of the events. Data before the first beat do not count, because the person is still
    putting on the strap.
    """

    def __init__(self) -> None:
        self.warnings: tuple[Message, ...] = ()
        self.witnessed: Callable[[], Sequence[Beat]] | None = None
        self.doubt: QualityCheck | None = None
        self.doubted: DoubtedSpan | None = None
        self._measurements: deque[HeartRateMeasurement] = deque()
        self._standing: dict[QualityCheck, _Standing] = {}
        self._has_beats = False
        self._kept = 0
        self._measures_beats = False
        self._latest_fit: ElapsedFit | None = None
        self._left_out = 0
        self._left_out_told = 0
        self._now_ns = 0
        self._next_ns = 0

    def hear(self, measurement: HeartRateMeasurement) -> None:
        """Process one heart-rate notification."""
        if measurement.time_ns < self._now_ns:
            measurement = replace(measurement, time_ns=self._now_ns)
        if measurement.rr_ticks and not self._has_beats:
            self._has_beats = True
            self._measurements.clear()
            self._kept = 0
        self._measurements.append(measurement)
        self._kept += 1 + len(measurement.rr_ticks)

    def leave_out(self, count: int) -> None:
        """Count skipped notifications of a flood."""
        self._left_out += max(count, 0)

    def advance(self, time_ns: int) -> bool:
        """Advance the time and repeat the checks if they are due; return whether they were.

        Afterwards `warnings` are the current sentences, the most severe first. `doubt` is MADE_UP or FROZEN
        while the received intervals are not measured beats, JUMPING while they jump, and ELAPSED while one
        beat in ten is missing. `doubted` is the span that these checks found doubtful. `witnessed` may be set
        to a function that returns the last beats as an ECG confirmed them; they show the faults better.
        """
        self._now_ns = max(self._now_ns, time_ns)
        if self._now_ns < self._next_ns:
            return False
        self._next_ns = self._now_ns + _EVERY_NS
        self._judge()
        return True

    @property
    def is_irregular(self) -> bool:
        """Whether the rhythm is, or was a minute ago, too irregular for variability figures."""
        return QualityCheck.RHYTHM in self._standing

    @property
    def has_many_ectopic(self) -> bool:
        """Whether there are, or were a minute ago, too many ectopic beats for a meaningful RMSSD."""
        return QualityCheck.ECTOPIC in self._standing

    def _judge(self) -> None:
        while self._measurements and (
            self._measurements[0].time_ns < self._now_ns - _KEPT_NS or self._kept > _MOST_KEPT
        ):
            self._kept -= 1 + len(self._measurements.popleft().rr_ticks)
        recent = self._since(_RECENT_NS)
        of_rhythm = _intervals(self._since(_RHYTHM_NS))
        irregular = is_irregular(*of_rhythm)
        ectopic = not irregular and _has_many_ectopic(*of_rhythm)
        answers: dict[QualityCheck, Message | None] = {
            **self._answer_beats(recent, irregular=irregular),
            QualityCheck.ELAPSED: self._answer_elapsed(),
        }
        answers[QualityCheck.FLOOD] = (
            flood_warning(self._left_out) if self._left_out > self._left_out_told else None
        )
        self._left_out_told = self._left_out
        answers[QualityCheck.RHYTHM] = TOO_IRREGULAR if irregular else None
        answers[QualityCheck.ECTOPIC] = TOO_IRREGULAR if ectopic and not self.is_irregular else None
        if recent and self._now_ns - recent[0].time_ns >= _LEAST_NS:
            end_ns = self._heard_until_ns()
            faults = self._faults(recent, uneven=irregular or ectopic)
            answers |= share_answers(
                recent,
                end_ns=end_ns,
                noise_percent=faults.noise_percent,
                unclear_percent=faults.unclear_percent,
            )
        self._give(answers)
        if self.doubt is None and QualityCheck.MADE_UP in self._standing:
            self.doubt = QualityCheck.MADE_UP
        fit = self._latest_fit
        # In live data, late beats make a short span too steep; this alone does not withhold figures.
        if self.doubt is None and fit is not None and fit.slope < 1.0 and not follow_one_another(fit):
            self.doubt = QualityCheck.ELAPSED

    def _heard_until_ns(self) -> int:
        """Return the end of the time for coverage; in a short silence, late beats may still arrive."""
        last_ns = self._measurements[-1].time_ns
        is_silent = GAP_S * _SECOND_NS < self._now_ns - last_ns <= _LATE_NS
        return last_ns if is_silent else self._now_ns

    def _since(self, age_ns: int) -> _Measurements:
        oldest_ns = self._now_ns - age_ns
        recent = []
        for measurement in reversed(self._measurements):
            if measurement.time_ns < oldest_ns:
                break
            recent.append(measurement)
        return recent[::-1]

    def _answer_beats(self, recent: _Measurements, *, irregular: bool) -> dict[QualityCheck, Message | None]:
        """Check for intervals that are not measured beats; a stuck strap does not make its intervals up."""
        self.doubt = self.doubted = None
        if not self._measures_beats:
            self._measures_beats = measures_beats(self._measurements)
        runs = frozen_runs(recent, measures_beats=self._measures_beats)
        if runs:
            last_ns = next(m.time_ns for m in reversed(recent) if m.rr_ticks)
            self.doubt = QualityCheck.FROZEN if runs[-1].last_ns == last_ns else None
            self.doubted = DoubtedSpan(runs[-1].first_ns, runs[-1].last_ns)
            return {QualityCheck.FROZEN: frozen_warning(runs)}
        if is_made_up(recent):
            self.doubted = DoubtedSpan(recent[0].time_ns, self._now_ns)
            return {QualityCheck.MADE_UP: MADE_UP}
        # An irregular rhythm jumps too; its own warning takes precedence.
        return {} if irregular or self.is_irregular else {QualityCheck.JUMPING: self._answer_jumping(recent)}

    def _answer_jumping(self, recent: _Measurements) -> Message | None:
        """Check for jumping intervals, as from a strap that was taken off."""
        stretches = _jumping(recent)
        if not stretches:
            return None
        rr_ms = [rr_ms_from_ticks(ticks) for m in recent for ticks in m.rr_ticks]
        if stretches[-1].stop >= len(rr_ms) - _AT_THE_END:
            self.doubt = QualityCheck.JUMPING
        last = interval_runs(stretches[-1:], recent)[0]
        self.doubted = DoubtedSpan(last.first_ns, last.last_ns)
        return jumping_warning(sum(rr_ms[row] for rows in stretches for row in rows) / 1000.0)

    def _answer_elapsed(self) -> Message | None:
        """Check whether the intervals add up, over the kept time and its last three minutes or more."""
        self._latest_fit = None
        if not self._measurements:
            return None
        frozen = frozen_runs(self._measurements, measures_beats=self._measures_beats)
        fit = self._fit(frozen)
        if fit is not None and not adds_up(fit.parts[-1]):
            fit = self._fit([*frozen, *interval_runs(_jumping(self._measurements), self._measurements)])
        if fit is None:
            return None
        self._latest_fit = ElapsedFit(fit.parts[-1], fit.parts[-1:])
        return None if adds_up(fit.parts[-1]) else elapsed_warning(fit)

    def _fit(self, apart: Sequence[IntervalRun]) -> ElapsedFit | None:
        return fit_elapsed(self._measurements, apart) or rough_fit(self._measurements, apart)

    def _faults(self, recent: _Measurements, *, uneven: bool) -> Faults:
        """Return the shares of irregular intervals, from beats confirmed by an ECG if there is one."""
        beats = self.witnessed() if self.witnessed else ()
        if beats:
            return faults_of([one.label for one in beats], [one.rr_ms for one in beats], uneven=uneven)
        rr_ms, adjacent = _intervals(recent)
        return faults_of(_labels(rr_ms, adjacent), rr_ms.tolist(), uneven=uneven)

    def _give(self, answers: dict[QualityCheck, Message | None]) -> None:
        for check, words in answers.items():
            if words is not None:
                self._standing[check] = self._renewed(self._standing.get(check), words)
        self._standing = {
            check: self._standing[check]
            for check in QualityCheck
            if check in self._standing and self._now_ns - self._standing[check].found_ns < _STANDS_NS
        }
        self.warnings = tuple(dict.fromkeys(standing.words for standing in self._standing.values()))

    def _renewed(self, standing: _Standing | None, words: Message) -> _Standing:
        if standing is None or self._now_ns - standing.worded_ns >= _STANDS_NS:
            return _Standing(words, self._now_ns, self._now_ns)
        return replace(standing, found_ns=self._now_ns)


def _jumping(measurements: Iterable[HeartRateMeasurement]) -> list[range]:
    rr_ms, adjacent = _intervals(measurements)
    return jumping_rows(rr_ms, _labels(rr_ms, adjacent))


def _has_many_ectopic(rr_ms: NDArray[np.float64], adjacent: NDArray[np.bool_]) -> bool:
    return has_many_ectopic(rr_ms, adjacent, doubted_intervals(rr_ms, _labels(rr_ms, adjacent)))


def _labels(rr_ms: NDArray[np.float64], adjacent: NDArray[np.bool_]) -> tuple[BeatLabel, ...]:
    return _labels_of(rr_ms.tobytes(), adjacent.tobytes())


@lru_cache(maxsize=2)
def _labels_of(rr_ms: bytes, adjacent: bytes) -> tuple[BeatLabel, ...]:
    """Label intervals, given as the bytes of arrays; several checks ask for the labels of the same ones."""
    return tuple(label_intervals(np.frombuffer(rr_ms), np.frombuffer(adjacent, dtype=bool)))


def _intervals(measurements: Iterable[HeartRateMeasurement]) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Return intervals in ms, and which of them are adjacent: all except those after a gap."""
    rr_ms: list[float] = []
    adjacent: list[bool] = []
    last_ns: int | None = None
    for measurement in measurements:
        if measurement.rr_ticks:
            follows = last_ns is not None and measurement.time_ns - last_ns <= GAP_S * _SECOND_NS
            rr_ms += map(rr_ms_from_ticks, measurement.rr_ticks)
            adjacent += [follows] + [True] * (len(measurement.rr_ticks) - 1)
        last_ns = measurement.time_ns
    return np.array(rr_ms, dtype=np.float64), np.array(adjacent, dtype=bool)
