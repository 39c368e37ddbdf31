"""The figures shown during breathing, from the beats and breaths of the last minute."""

import math
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

import numpy as np

from biofeedback.beats.beats import Beat, BeatLabel
from biofeedback.engine.figures import Figure
from biofeedback.engine.state import Figures, Signal
from biofeedback.hrv.time_domain import FEWEST_DIFFERENCES, MINIMUM_NN_S, rmssd_ms
from biofeedback.response.figure_history import FigureValues
from biofeedback.response.rsa import (
    MEDIAN_BREATHS,
    GuidedBreath,
    live_response_ln_ms2,
    median_exhale_less_inhale_ms,
    median_rsa_ms,
)
from devices.message import Message, message

HEART_RATE_LEAST_S: Final = 10.0
"""Shortest window in guided breathing. It contains whole breaths, because the swing within part of a breath
would shift the mean."""

HEART_RATE_AT_REST_S: Final = 60.0
"""Window in a step of free breathing. It is long, so that the swing with each breath averages out."""

_LONGEST_RR_S: Final = 3.0
"""A window may lack this much and still count as full, because the next beat may not have come yet."""

_FEWEST_BEATS: Final = 3
"""Number of beats that a heart rate needs."""

RMSSD_WINDOW_S: Final = 60.0
_RMSSD_FIRST_S: Final = 30.0

_LAST_WINDOW: Final = message("figure.window.last", seconds=RMSSD_WINDOW_S)
_MEDIAN: Final = message("figure.window.median_breaths", breaths=MEDIAN_BREATHS)
_MEAN: Final = message("figure.window.mean_breaths", breaths=MEDIAN_BREATHS)


def _mean_of(window_s: float) -> Message:
    return message("figure.window.mean_time", seconds=round(window_s))


HEART_RATE: Final = Figure(
    message("figure.heart_rate.name"), message("figure.unit.per_minute"), _mean_of(HEART_RATE_LEAST_S)
)
RMSSD: Final = Figure(message("figure.rmssd.name"), message("figure.unit.ms"), _LAST_WINDOW)
RSA: Final = Figure(message("figure.rsa.name"), message("figure.unit.ms_swing"), _MEDIAN)
RESPONSE: Final = Figure(message("figure.response.name"), message("figure.unit.ln_ms2"), _MEAN, decimals=1)
EXHALE_LESS_INHALE: Final = Figure(
    message("figure.exhale_less_inhale.name"), message("figure.unit.ms_rr"), _MEDIAN
)
BEATS_USED: Final = Figure(
    message("figure.beats_used.name"), message("figure.unit.percent_of_time"), _LAST_WINDOW, decimals=1
)

IRREGULAR: Final = message("figure.unknown.irregular")
MANY_ECTOPIC: Final = message("figure.unknown.many_ectopic")
NO_BEAT_TO_BEAT: Final = message("figure.unknown.no_beat_to_beat")

WHY_UNKNOWN: Final = {
    Signal.NO_STRAP: message("figure.unknown.no_strap"),
    Signal.WAITING: message("figure.unknown.waiting"),
    Signal.DOUBTFUL: NO_BEAT_TO_BEAT,
    Signal.STUCK: NO_BEAT_TO_BEAT,
    Signal.RATE_ONLY: message("figure.unknown.rate_only"),
    Signal.NO_CONTACT: message("figure.unknown.no_contact"),
    Signal.LOST: message("figure.unknown.lost"),
}


def live_figures(
    signal: Signal,
    beats: Sequence[Beat],
    breaths: Sequence[GuidedBreath],
    half_widths: FigureValues,
    *,
    doubted_until_s: float,
    irregular: bool = False,
    ectopic: bool = False,
    breath_s: float | None = None,
    heart_rate_s: float = HEART_RATE_LEAST_S,
) -> Figures:
    """Compute the live figures.

    Parameters
    ----------
    signal : Signal
        Unless it is good, only the response to past breaths or a heart rate sent by the strap has a value.
    beats : sequence of Beat
        At least those of the last 60 s.
    breaths : sequence of GuidedBreath
        The breaths that were judged.
    half_widths : FigureValues
        Half the 95 % interval of each figure.
    doubted_until_s : float
        Time of the last interval that was not a measured beat; variability is computed from later ones.
    irregular : bool, optional
        Whether the rhythm is too irregular for variability and response.
    ectopic : bool, optional
        Whether so many beats are ectopic that RMSSD means nothing.
    breath_s, heart_rate_s : float, optional
        Length of a guided breath, and shortest window of the heart rate.
    """
    heart_rate = _heart_rate(beats, breath_s, half_widths.heart_rate, least_s=heart_rate_s)
    if signal is Signal.GOOD:
        of_minute = beats_within(beats, RMSSD_WINDOW_S, after_s=doubted_until_s)
        rmssd = _unknown(RMSSD, MANY_ECTOPIC) if ectopic else _rmssd(of_minute, half_widths.rmssd)
        beats_used = _beats_used(beats, doubted_until_s)
    else:
        why = WHY_UNKNOWN[signal]
        rmssd, beats_used = _unknown(RMSSD, why), _unknown(BEATS_USED, why)
        if signal is not Signal.DOUBTFUL:
            heart_rate = _unknown(HEART_RATE, why)
    rsa, response, difference = _responses(signal, breaths, half_widths)
    if irregular and signal is Signal.GOOD:
        rmssd, rsa, response, difference = (
            _unknown(figure, IRREGULAR) for figure in (RMSSD, RSA, RESPONSE, EXHALE_LESS_INHALE)
        )
    return Figures(heart_rate, rmssd, rsa, response, difference, beats_used)


def _responses(
    signal: Signal, breaths: Sequence[GuidedBreath], half_widths: FigureValues
) -> tuple[Figure, Figure, Figure]:
    """Return RSA amplitude, response power, and exhale minus inhale."""
    rsa = median_rsa_ms(breaths), half_widths.rsa
    response = live_response_ln_ms2(breaths), half_widths.response
    difference = median_exhale_less_inhale_ms(breaths), half_widths.exhale_less_inhale
    return (
        _of_breaths(RSA, *rsa, signal, breaths),
        _of_breaths(RESPONSE, *response, signal, breaths),
        _of_breaths(EXHALE_LESS_INHALE, *difference, signal, breaths),
    )


def figure_values(figures: Figures) -> FigureValues:
    """Return the plain numbers of the figures that have intervals."""
    return FigureValues(
        heart_rate=figures.heart_rate.value,
        rmssd=figures.rmssd.value,
        rsa=figures.rsa.value,
        response=figures.response.value,
        exhale_less_inhale=figures.exhale_less_inhale.value,
    )


def beats_within(beats: Sequence[Beat], window_s: float, *, after_s: float = -math.inf) -> list[Beat]:
    """Return the beats that ended after `after_s` and within `window_s` seconds before the latest one."""
    if not beats:
        return []
    start_s = max(beats[-1].time_s - window_s, after_s)
    return [beat for beat in beats if beat.time_s > start_s]


def _heart_rate(
    beats: Sequence[Beat], breath_s: float | None, half_width: float | None, *, least_s: float
) -> Figure:
    window_s = least_s
    if breath_s is not None:
        window_s = math.ceil(least_s / breath_s) * breath_s
    recent = beats_within(beats, window_s)
    nn_ms = [beat.rr_ms for beat in recent if beat.label is BeatLabel.NORMAL]
    if len(nn_ms) < _FEWEST_BEATS:
        return _unknown(HEART_RATE, message("figure.unknown.needs_beats", beats=_FEWEST_BEATS))
    value_per_min = 60000.0 * len(nn_ms) / sum(nn_ms)
    span_s = _span_s(recent)
    if span_s < window_s - _LONGEST_RR_S:  # beats have not come for the whole window yet
        window_s = span_s
    return _known(HEART_RATE, value_per_min, half_width=half_width, window=_mean_of(window_s))


def _rmssd(beats: Sequence[Beat], half_width: float | None) -> Figure:
    span_s = _span_s(beats)
    value = _rmssd_ms(beats) if span_s >= _RMSSD_FIRST_S else None
    if value is None:
        return _unknown(RMSSD, message("figure.unknown.after_beats", seconds=_RMSSD_FIRST_S))
    return _known(RMSSD, value, half_width=half_width, window=_last(span_s))


def _rmssd_ms(beats: Sequence[Beat]) -> float | None:
    """Return what `time_domain` returns, without the other figures."""
    valid = [one.label is BeatLabel.NORMAL and not one.provisional for one in beats]
    nn_ms = [one.rr_ms for one, is_valid in zip(beats, valid, strict=True) if is_valid]
    differences_ms = [
        later.rr_ms - former.rr_ms
        for (former, former_valid), (later, later_valid) in pairwise(zip(beats, valid, strict=True))
        if former_valid and later_valid and later.adjacent
    ]
    if len(differences_ms) < FEWEST_DIFFERENCES or sum(nn_ms) < 1000.0 * MINIMUM_NN_S:
        return None
    return rmssd_ms(np.array(differences_ms))


def _span_s(beats: Sequence[Beat]) -> float:
    return beats[-1].time_s - beats[0].time_s + beats[0].rr_ms / 1000.0 if beats else 0.0


def _of_breaths(
    figure: Figure,
    value: float | None,
    half_width: float | None,
    signal: Signal,
    breaths: Sequence[GuidedBreath],
) -> Figure:
    if value is None or signal in (Signal.DOUBTFUL, Signal.STUCK):
        if len(breaths) >= MEDIAN_BREATHS:
            why = message("figure.unknown.breaths_lack_beats")
        else:
            why = message("figure.unknown.after_guided_breaths", breaths=MEDIAN_BREATHS)
        return _unknown(figure, WHY_UNKNOWN.get(signal, why))
    return _known(figure, value, half_width=half_width)


def _beats_used(beats: Sequence[Beat], doubted_until_s: float) -> Figure:
    """Return the share of the last minute that normal, measured intervals cover; gaps count like noise."""
    if not beats:
        return _unknown(BEATS_USED, message("figure.unknown.needs_a_beat"))
    end_s = beats[-1].time_s
    start_s = max(end_s - RMSSD_WINDOW_S, beats[0].time_s - beats[0].rr_ms / 1000.0)
    if end_s <= start_s:
        return _unknown(BEATS_USED, message("figure.unknown.needs_a_beat"))
    used_s = max(start_s, doubted_until_s)
    normal = (beat for beat in beats if beat.label is BeatLabel.NORMAL and beat.time_s > used_s)
    covered_s = sum(min(beat.rr_ms / 1000.0, beat.time_s - start_s) for beat in normal)
    share = min(1.0, covered_s / (end_s - start_s))
    return _known(BEATS_USED, 100.0 * share, window=_last(end_s - start_s))


def _last(span_s: float) -> Message:
    """Name a window of the last seconds; less than two seconds short of a minute counts as a minute."""
    if span_s >= RMSSD_WINDOW_S - 2.0:
        return _LAST_WINDOW
    return message("figure.window.last", seconds=round(span_s))


def _known(
    figure: Figure, value: float, *, half_width: float | None = None, window: Message | None = None
) -> Figure:
    return replace(figure, value=value, half_width=half_width, window=window or figure.window)


def _unknown(figure: Figure, why: Message) -> Figure:
    return replace(figure, unknown=why)
