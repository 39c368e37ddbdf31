"""Figures for whole recordings and for windows of them."""

import math
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from statistics import median
from typing import Final, Literal

import numpy as np

from biofeedback.analysis.recording import Recording
from biofeedback.analysis.results import Analysis, BeatCounts, BeatRow, Summary, SummaryBreathing, Window
from biofeedback.beats.beats import Beat, BeatLabel, as_sent
from biofeedback.beats.rhythm import TOO_IRREGULAR, ectopic_spans_s, irregular_spans_s
from biofeedback.breathing.analysis import WindowBreathing, analyse_breathing
from biofeedback.breathing.chest.witnesses.heart_phase import ANYBODY, HeartPhase
from biofeedback.breathing.rate import RATES_BY_BEATS
from biofeedback.engine.parts import BeforeAfter
from biofeedback.figures.registry import RECORDED
from biofeedback.figures.span import BeatSpan, Grade
from biofeedback.hrv.tachogram import MINIMUM_S, Stretch, Tachogram
from biofeedback.quality.cautions import cautions

Artefacts = Literal["correct", "keep"]

MOST_LEFT_OUT: Final = 0.05
"""A span with a larger share of its intervals left out gets no spectrum and no nonlinear figures."""


FEWEST_WINDOWS: Final = 1.0 / 3.0
"""A whole recording gets a breathing rate only if at least this share of its windows has one."""

_NO_FIGURES: Final[tuple[float | None, ...]] = (None,) * len(RECORDED)
"""The figures of a span without a beat. A strap that was off for days leaves a hundred thousand such
spans."""


@dataclass(frozen=True, slots=True)
class AnalysisOptions:
    """What to compute.

    Parameters
    ----------
    window_s, step_s : float
        Length of a window, and distance from the start of one window to the start of the next.
    artefacts : "correct" or "keep"
        Whether to leave intervals that are not heart beats out of the figures.
    list_beats : bool
        Whether to list the intervals.
    heart_phase : HeartPhase
        How far the person's heart lags behind the lungs, if earlier sessions have shown it.
    """

    window_s: float = 30.0
    step_s: float = 5.0
    artefacts: Artefacts = "correct"
    list_beats: bool = False
    heart_phase: HeartPhase = ANYBODY


def analyse(recording: Recording, options: AnalysisOptions) -> Analysis:
    """Return the analysis of one recording."""
    beats = as_sent(recording.beats)
    artefacts = sum(beat.label is not BeatLabel.NORMAL for beat in beats)
    spans = _Spans(recording, options.artefacts)
    breathing = analyse_breathing(
        recording.chest,
        recording.beats if recording.beat_to_beat else (),
        ecg=recording.ecg,
        window_s=options.window_s,
        step_s=options.step_s,
        inhales_s=recording.inhales_s,
        expected=options.heart_phase,
    )
    percent = 100.0 * artefacts / len(beats) if beats else None
    windows = tuple(
        Window(
            start_s=start_s,
            end_s=end_s,
            breathing=spans.trusted(breathing.rates.get(start_s), start_s, end_s),
            values=spans.figures(start_s, end_s),
        )
        for start_s, end_s in _windows(recording.duration_s, options)
    )
    summary = Summary(values=spans.figures(-math.inf, math.inf), breathing=summary_breathing(windows))
    uneven = (TOO_IRREGULAR,) if spans.irregular_s or spans.ectopic_s else ()
    normal_ms = [beat.rr_ms for beat in beats if beat.label is BeatLabel.NORMAL]
    careful = cautions(
        normal_ms,
        rate_per_min=summary.breathing.rate_per_min if summary.breathing else None,
        has_variability=summary.lf_hf is not None or summary.rmssd_ms is not None,
        has_entropy=summary.sample_entropy is not None,
    )
    warnings = (*recording.quality.warnings, *uneven, *careful)
    return Analysis(
        format=recording.format,
        duration_s=recording.duration_s,
        beats=BeatCounts(len(beats), artefacts, percent),
        summary=summary,
        windows=windows,
        breaths=breathing.breaths,
        pauses=recording.pauses,
        quality=replace(recording.quality, warnings=warnings),
        before_after=None if recording.before_after == BeforeAfter() else recording.before_after,
        resonance=recording.search,
        beat_list=_listed(beats) if options.list_beats else None,
    )


def _listed(beats: Sequence[Beat]) -> tuple[BeatRow, ...]:
    return tuple(BeatRow(beat.time_s, beat.rr_ms, beat.label) for beat in beats)


def summary_breathing(windows: Sequence[Window]) -> SummaryBreathing | None:
    """Return the breathing rate of a whole recording; None if fewer than a third of its windows have one."""
    rates = [one.breathing.rate_per_min for one in windows if one.breathing is not None]
    if not rates or len(rates) < FEWEST_WINDOWS * len(windows):
        return None
    return SummaryBreathing(median(rates), len(rates) / len(windows))


def tells_response(recording: Recording) -> bool:
    """Return whether a recording's beats are measured and regular enough to estimate a response."""
    return recording.beat_to_beat and not _Spans(recording, "correct").irregular_s


class _Spans:
    """The figures of any span of one recording."""

    def __init__(self, recording: Recording, artefacts: Artefacts) -> None:
        beats = recording.beats
        keep = artefacts == "keep"
        self._time_s = np.array([beat.time_s for beat in beats])
        self._rr_ms = np.array([beat.rr_ms for beat in beats])
        self._valid = np.array(
            [
                keep or (beat.label is BeatLabel.NORMAL and place not in recording.chance)
                for place, beat in enumerate(beats)
            ],
            dtype=bool,
        )
        self._adjacent = np.array([beat.adjacent for beat in beats], dtype=bool)
        self._left_out = np.concatenate(([0], np.cumsum(~self._valid)))
        judged = (breath for breath in recording.breaths if breath.rsa_ms is not None)
        self._breaths = sorted(judged, key=lambda breath: breath.inhale_s)
        self._inhales_s = [breath.inhale_s for breath in self._breaths]
        self._beat_to_beat = recording.beat_to_beat
        labels = [beat.label for beat in beats]
        irregular_s = irregular_spans_s(self._time_s, self._rr_ms, self._adjacent, labels)
        self._uneven_s = irregular_s
        self.irregular_s = [] if keep else irregular_s
        for place in recording.chance:
            labels[place] = BeatLabel.NOISE  # the strap made these up, not the heart
        ectopic_s = ectopic_spans_s(self._time_s, self._rr_ms, self._adjacent, labels)
        self.ectopic_s = [] if keep else ectopic_s

    def trusted(self, rate: WindowBreathing | None, start_s: float, end_s: float) -> WindowBreathing | None:
        """Return the breathing rate of a span; None if it comes from beats alone and they are irregular.

        If every third beat is ectopic, beat shapes and intervals swing at a third of the heart rate.
        """
        if rate is None or rate.source not in RATES_BY_BEATS or _lies_outside(self._uneven_s, start_s, end_s):
            return rate
        return None

    def figures(self, start_s: float, end_s: float) -> tuple[float | None, ...]:
        """Return the figures of the beats in (start_s, end_s] and of the breaths within that span."""
        first, last = np.searchsorted(self._time_s, (start_s, end_s), side="right")
        span = slice(first, last)
        begun = slice(bisect_left(self._inhales_s, start_s), bisect_left(self._inhales_s, end_s))
        breaths = [breath for breath in self._breaths[begun] if breath.next_inhale_s <= end_s]
        if first == last and not breaths:
            return _NO_FIGURES
        left_out = int(self._left_out[last] - self._left_out[first])
        part = BeatSpan(
            self._rr_ms[span],
            self._valid[span],
            self._adjacent[span],
            breaths=breaths,
            stretches=lambda: self._stretches(start_s, end_s),
            grade=self._grade(start_s, end_s, left_out_share=left_out / max(1, last - first)),
        )
        return tuple(one.computed(part) for one in RECORDED)

    def _grade(self, start_s: float, end_s: float, *, left_out_share: float) -> Grade:
        if not (self._beat_to_beat and _lies_outside(self.irregular_s, start_s, end_s)):
            return Grade.RATE
        if not _lies_outside(self.ectopic_s, start_s, end_s):
            return Grade.BREATHS
        return Grade.WHOLE if left_out_share <= MOST_LEFT_OUT else Grade.MEASURED

    def _stretches(self, start_s: float, end_s: float) -> Sequence[Stretch]:
        return self._tachogram.within(start_s, end_s) if end_s - start_s >= MINIMUM_S else ()

    @cached_property
    def _tachogram(self) -> Tachogram:
        return Tachogram(self._time_s, self._rr_ms, self._valid, self._adjacent)


def _lies_outside(spans_s: Sequence[tuple[float, float]], start_s: float, end_s: float) -> bool:
    """Return whether a span lies outside all pieces of a recording; the pieces are in order."""
    place = bisect_right(spans_s, start_s, key=lambda piece: piece[1])
    return place == len(spans_s) or end_s <= spans_s[place][0]


def _windows(duration_s: float, options: AnalysisOptions) -> list[tuple[float, float]]:
    if duration_s < options.window_s:
        return []
    count = int((duration_s - options.window_s) // options.step_s) + 1
    return [(i * options.step_s, i * options.step_s + options.window_s) for i in range(count)]
