"""The figures shown while one breathes, from the beats and breaths of the last minute."""

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import numpy as np

from biofeedback.figures import Figure
from biofeedback.signals.beats import Beat, BeatLabel
from biofeedback.signals.rsa import (
    MEDIAN_BREATHS,
    GuidedBreath,
    median_rsa_half_width_ms,
    median_rsa_ms,
)
from biofeedback.signals.time_domain import rmssd_half_width_ms, successive_differences_ms, time_domain
from biofeedback.state import Figures, Signal

HEART_RATE_WINDOW_S: Final = 10.0
RMSSD_WINDOW_S: Final = 60.0
_RMSSD_FIRST_S: Final = 30.0

HEART_RATE: Final = Figure("Heart rate", "per minute", "mean of 10 s")
RMSSD: Final = Figure("RMSSD", "ms", "last 60 s")
RSA: Final = Figure("Heart response to breathing", "ms swing a breath", "median of 3 breaths")
BEATS_USED: Final = Figure("Beats used", "% of the time", "last 60 s", decimals=1)

NO_BEAT_TO_BEAT: Final = "no beat-to-beat data"

_WHY_UNKNOWN: Final = {
    Signal.NO_STRAP: "no strap yet",
    Signal.WAITING: "waiting for beats",
    Signal.DOUBTFUL: NO_BEAT_TO_BEAT,
    Signal.STUCK: NO_BEAT_TO_BEAT,
    Signal.RATE_ONLY: "the strap sends no beats",
    Signal.NO_CONTACT: "no skin contact",
    Signal.LOST: "signal lost",
}


def live_figures(
    signal: Signal, beats: Sequence[Beat], breaths: Sequence[GuidedBreath], *, doubted_until_s: float
) -> Figures:
    """Compute the live figures.

    Parameters
    ----------
    signal : Signal
        Unless it is good, nothing but the response to past breaths has a value; a heart rate also has one
        where the intervals follow from it.
    beats : sequence of Beat
        At least those of the last 60 s.
    breaths : sequence of GuidedBreath
        The breaths that were judged.
    doubted_until_s : float
        Time of the last interval that turned out to be no measured beat; variability is taken from later
        ones.
    """
    rsa = _rsa(signal, breaths)
    heart_rate = _heart_rate(within(beats, HEART_RATE_WINDOW_S))
    if signal is not Signal.GOOD:
        why = _WHY_UNKNOWN[signal]
        if signal is not Signal.DOUBTFUL:
            heart_rate = _unknown(HEART_RATE, why)
        return Figures(heart_rate, _unknown(RMSSD, why), rsa, _unknown(BEATS_USED, why))
    trusted = within(beats, RMSSD_WINDOW_S, after_s=doubted_until_s)
    return Figures(heart_rate, _rmssd(trusted), rsa, _beats_used(beats, doubted_until_s))


def within(beats: Sequence[Beat], window_s: float, *, after_s: float = -math.inf) -> list[Beat]:
    """Return the beats that ended after `after_s`, in the last `window_s` seconds before the latest one."""
    if not beats:
        return []
    start_s = max(beats[-1].time_s - window_s, after_s)
    return [beat for beat in beats if beat.time_s > start_s]


def _heart_rate(beats: Sequence[Beat]) -> Figure:
    nn_ms = [beat.rr_ms for beat in beats if beat.label is BeatLabel.NORMAL]
    if len(nn_ms) < 3:
        return _unknown(HEART_RATE, "needs three beats")
    return _known(HEART_RATE, 60000.0 * len(nn_ms) / sum(nn_ms))


def _rmssd(beats: Sequence[Beat]) -> Figure:
    rr_ms = np.array([beat.rr_ms for beat in beats], dtype=np.float64)
    valid = np.array([beat.label is BeatLabel.NORMAL for beat in beats], dtype=bool)
    adjacent = np.array([beat.adjacent for beat in beats], dtype=bool)
    value = time_domain(rr_ms, valid, adjacent).rmssd_ms
    span_s = beats[-1].time_s - beats[0].time_s + beats[0].rr_ms / 1000.0 if beats else 0.0
    if value is None or span_s < _RMSSD_FIRST_S:
        return _unknown(RMSSD, f"after {_RMSSD_FIRST_S:.0f} s of beats")
    half_width = rmssd_half_width_ms(successive_differences_ms(rr_ms, valid, adjacent))
    return _known(RMSSD, value, half_width=half_width, window=_last(span_s))


def _rsa(signal: Signal, breaths: Sequence[GuidedBreath]) -> Figure:
    value = median_rsa_ms(breaths)
    if signal in (Signal.DOUBTFUL, Signal.STUCK):
        value = None
    if value is None:
        enough = len(breaths) >= MEDIAN_BREATHS
        why = "the last breaths lack beats" if enough else f"after {MEDIAN_BREATHS} guided breaths"
        return _unknown(RSA, _WHY_UNKNOWN.get(signal, why))
    return _known(RSA, value, half_width=median_rsa_half_width_ms(breaths))


def _beats_used(beats: Sequence[Beat], doubted_until_s: float) -> Figure:
    """Share of the last minute that normal, measured intervals cover: gaps count as well as noise."""
    if not beats:
        return _unknown(BEATS_USED, "needs a beat")
    end_s = beats[-1].time_s
    start_s = max(end_s - RMSSD_WINDOW_S, beats[0].time_s - beats[0].rr_ms / 1000.0)
    if end_s <= start_s:
        return _unknown(BEATS_USED, "needs a beat")
    used_s = max(start_s, doubted_until_s)
    normal = (beat for beat in beats if beat.label is BeatLabel.NORMAL and beat.time_s > used_s)
    covered_s = sum(min(beat.rr_ms / 1000.0, beat.time_s - start_s) for beat in normal)
    share = min(1.0, covered_s / (end_s - start_s))
    return _known(BEATS_USED, 100.0 * share, window=_last(end_s - start_s))


def _last(span_s: float) -> str:
    """Name a window of the last seconds; one that lacks less than two seconds of the minute is the minute."""
    return f"last {RMSSD_WINDOW_S if span_s >= RMSSD_WINDOW_S - 2.0 else span_s:.0f} s"


def _known(
    figure: Figure, value: float, *, half_width: float | None = None, window: str | None = None
) -> Figure:
    return replace(figure, value=value, half_width=half_width, window=window or figure.window)


def _unknown(figure: Figure, why: str) -> Figure:
    return replace(figure, unknown=why)
