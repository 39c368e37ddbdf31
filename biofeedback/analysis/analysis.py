"""Figures for whole recordings and for windows of them."""

import math
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from functools import cached_property
from typing import Final, Literal

import numpy as np

from biofeedback.analysis.cautions import cautions
from biofeedback.analysis.recording import Recording
from biofeedback.analysis.results import Analysis, BeatCounts, BeatRow, Summary, Window
from biofeedback.beats.beats import BeatLabel, as_sent
from biofeedback.beats.rhythm import TOO_IRREGULAR, ectopic_spans_s, irregular_spans_s
from biofeedback.breathing.analysis import WindowBreathing, analyse_breathing
from biofeedback.breathing.rate import RATES_BY_BEATS
from biofeedback.engine.parts import BeforeAfter
from biofeedback.hrv.nonlinear import Nonlinear, nonlinear
from biofeedback.hrv.spectrum import BandPowers, band_powers
from biofeedback.hrv.tachogram import MINIMUM_S, Tachogram
from biofeedback.hrv.time_domain import TimeDomain, time_domain
from biofeedback.response.rsa import response_ln_ms2, session_rsa_ms

Artefacts = Literal["correct", "keep"]

MOST_LEFT_OUT: Final = 0.05
"""With a larger share of its intervals left out, a span has no spectrum and no nonlinear figures."""


_NO_FIGURES: Final[dict[str, float | None]] = {
    **asdict(TimeDomain()),
    **asdict(BandPowers()),
    **asdict(Nonlinear()),
    "rsa_ms": None,
    "response_ln_ms2": None,
}
"""Of a span without a beat: a strap that was off for days leaves a hundred thousand of them."""


@dataclass(frozen=True, slots=True)
class AnalysisOptions:
    """What to compute.

    Parameters
    ----------
    window_s, step_s : float
        Length of a window and distance from one to the next.
    artefacts : "correct" or "keep"
        Whether intervals that are no heart beats are left out of the figures.
    list_beats : bool
        Whether the intervals are listed.
    """

    window_s: float = 30.0
    step_s: float = 5.0
    artefacts: Artefacts = "correct"
    list_beats: bool = False


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
    )
    quality = recording.quality
    if spans.irregular_s or spans.ectopic_s:
        quality = replace(quality, warnings=(*quality.warnings, TOO_IRREGULAR))
    summary = Summary(**spans.figures(-math.inf, math.inf))
    windows = _windows(recording.duration_s, options)
    normal_ms = [beat.rr_ms for beat in beats if beat.label is BeatLabel.NORMAL]
    said = cautions(summary, breathing.rates.values(), len(windows), normal_ms)
    quality = replace(quality, warnings=(*quality.warnings, *said))
    percent = 100.0 * artefacts / len(beats) if beats else None
    listed = tuple(BeatRow(beat.time_s, beat.rr_ms, beat.label) for beat in beats)
    return Analysis(
        format=recording.format,
        duration_s=recording.duration_s,
        beats=BeatCounts(len(beats), artefacts, percent),
        summary=summary,
        windows=tuple(
            Window(
                start_s=start_s,
                end_s=end_s,
                breathing=spans.trusted(breathing.rates.get(start_s), start_s, end_s),
                **spans.figures(start_s, end_s),
            )
            for start_s, end_s in windows
        ),
        breaths=breathing.breaths,
        pauses=recording.pauses,
        quality=quality,
        before_after=None if recording.before_after == BeforeAfter() else recording.before_after,
        resonance=recording.search,
        beat_list=listed if options.list_beats else None,
    )


def tells_response(recording: Recording) -> bool:
    """Whether the beats of a whole recording are measured and regular, so that a response can be told."""
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
        ectopic_s = ectopic_spans_s(self._time_s, labels)
        self.ectopic_s = [] if keep else ectopic_s

    def trusted(self, rate: WindowBreathing | None, start_s: float, end_s: float) -> WindowBreathing | None:
        """Return a breathing rate of a span, unless beats alone tell it where they follow no rhythm.

        Where every third beat is ectopic, a third of the heart rate is what shapes and intervals swing by.
        """
        if rate is None or rate.source not in RATES_BY_BEATS or _lies_outside(self._uneven_s, start_s, end_s):
            return rate
        return None

    def figures(self, start_s: float, end_s: float) -> dict[str, float | None]:
        """Figures over the beats in (start_s, end_s] and the breaths that lie within it."""
        first, last = np.searchsorted(self._time_s, (start_s, end_s), side="right")
        span = slice(first, last)
        begun = slice(bisect_left(self._inhales_s, start_s), bisect_left(self._inhales_s, end_s))
        breaths = [breath for breath in self._breaths[begun] if breath.next_inhale_s <= end_s]
        if first == last and not breaths:
            return dict(_NO_FIGURES)
        intervals = self._rr_ms[span], self._valid[span], self._adjacent[span]
        domain, powers, shape = time_domain(*intervals), BandPowers(), Nonlinear()
        left_out = self._left_out[last] - self._left_out[first]
        if not (self._beat_to_beat and _lies_outside(self.irregular_s, start_s, end_s)):
            domain, breaths = TimeDomain(domain.heart_rate_per_min, domain.mean_nn_ms), []
        elif not _lies_outside(self.ectopic_s, start_s, end_s):
            domain = TimeDomain(domain.heart_rate_per_min, domain.mean_nn_ms)
        elif left_out <= MOST_LEFT_OUT * (last - first):
            powers, shape = self._powers(start_s, end_s), nonlinear(*intervals)
        return {
            **asdict(domain),
            **asdict(powers),
            **asdict(shape),
            "rsa_ms": session_rsa_ms(breaths),
            "response_ln_ms2": response_ln_ms2(breaths),
        }

    def _powers(self, start_s: float, end_s: float) -> BandPowers:
        if end_s - start_s < MINIMUM_S:
            return BandPowers()
        return band_powers(self._tachogram.within(start_s, end_s))

    @cached_property
    def _tachogram(self) -> Tachogram:
        return Tachogram(self._time_s, self._rr_ms, self._valid, self._adjacent)


def _lies_outside(spans_s: Sequence[tuple[float, float]], start_s: float, end_s: float) -> bool:
    """Tell whether no piece of a recording, of pieces in order, reaches into a span."""
    place = bisect_right(spans_s, start_s, key=lambda piece: piece[1])
    return place == len(spans_s) or end_s <= spans_s[place][0]


def _windows(duration_s: float, options: AnalysisOptions) -> list[tuple[float, float]]:
    if duration_s < options.window_s:
        return []
    count = int((duration_s - options.window_s) // options.step_s) + 1
    return [(i * options.step_s, i * options.step_s + options.window_s) for i in range(count)]
