"""Which half of a breath is the inhale: from the heart, which beats faster when the lungs fill."""

import math
from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

import numpy as np

from biofeedback.beats.beats import Beat, BeatLabel
from biofeedback.breathing.chest.samples import Floats
from biofeedback.breathing.chest.turning_points import TurningPoint

FASTEST_BREATHS_PER_MIN: Final = 10.0
"""Above, the heart follows by a quarter of a breath or more in some people, and tells nothing (transfer
functions: Saul et al. 1991, DOI 10.1152/ajpheart.1991.261.4.H1231)."""

_LAG_DEGREES: Final = ((3.0, -25.0), (6.0, -10.0), (10.0, 0.0))
"""How late the heart rate peaks after full lungs, by breaths per minute: −30 to 0 degrees in
`ecgrsp_physio_slow8` (6 to 10 /min) and −36 to −24 in `ecgrsp_nk_rest8`. In `ecgrsp_bitalino81` it is 85,
which tells nothing: 45 to either side of what is usual are taken for an answer."""

_FEWEST_BREATHS: Final = 4
_FEWEST_SMALL_BREATHS: Final = 9
_LARGE_SWING_PER_MIN: Final = 8.0
"""A smaller swing can be the heart's own wave near 6 /min, which keeps its step for half a minute or so, and
must keep it for longer to be believed."""

_MOST_BREATHS: Final = 12
_LEAST_SWING_PER_MIN: Final = 4.0
_LEAST_COSINE: Final = 0.7
_LEAST_AGREEMENT: Final = 0.8
_LEAST_CONFIDENCE: Final = 0.9


class SignEvidence(NamedTuple):
    """What the heart says of the sign.

    Parameters
    ----------
    sign : int or None
        1 where the high turning points are the full chest, −1 where the low ones are; None where unsure.
    confidence : float
        0 to 1; `sign` is None below 0.9.
    breaths : int
        How many breaths it rests on.
    """

    sign: int | None
    confidence: float
    breaths: int


UNSURE: Final = SignEvidence(None, 0.0, 0)


def sign_from_sinus_arrhythmia(points: Sequence[TurningPoint], beats: Iterable[Beat]) -> SignEvidence:
    """Tell the sign of breathing's axis from respiratory sinus arrhythmia.

    For each breath of up to 10 /min, the phase of the heart rate's fundamental is set beside that of a chest
    that is full at the high turning point; less the lag that is usual at that rate, it should be 0 or 180
    degrees. The sign is that of the mean cosine, the confidence from its size beside what chance would give
    in so many breaths. It is halved where the heart hardly swings, or breaths disagree.

    Parameters
    ----------
    points : sequence of TurningPoint
        In order; the last 12 breaths of the last segment count, those disturbed do not.
    beats : iterable of Beat
        In order, on the same clock.

    Returns
    -------
    SignEvidence
        An inverted sign is worse than none, so one breath in five may disagree at most.
    """
    segment = points[-1].segment if points else 0
    turns = [point for point in points if point.segment == segment][-2 * _MOST_BREATHS - 1 :]
    time_s, rate_per_min = _heart_rate(beats)
    phasors = [
        phasor
        for three in zip(turns, turns[1:], turns[2:], strict=False)
        if not three[0].high and (phasor := _phasor(three, time_s, rate_per_min)) is not None
    ]
    if len(phasors) < _FEWEST_BREATHS:
        return SignEvidence(None, 0.0, len(phasors))
    # A heart that does not swing at all, as behind a stuck strap, speaks for neither.
    cosines = np.array([phasor.real / abs(phasor) if phasor else 0.0 for phasor in phasors])
    swing_per_min = 2.0 * float(np.median(np.abs(phasors)))
    mean = float(cosines.mean())
    # Under chance a cosine has variance 1/2; breaths are not independent, so half of them count.
    confidence = math.erf(abs(mean) * math.sqrt(len(phasors)) / math.sqrt(2.0))
    agree = float((np.sign(cosines) == np.sign(mean)).mean())
    fewest = _FEWEST_BREATHS if swing_per_min >= _LARGE_SWING_PER_MIN else _FEWEST_SMALL_BREATHS
    doubtful = len(phasors) < fewest or swing_per_min < _LEAST_SWING_PER_MIN
    if doubtful or abs(mean) < _LEAST_COSINE or agree < _LEAST_AGREEMENT:
        confidence = min(confidence, 0.5)
    sign = int(math.copysign(1, mean)) if confidence >= _LEAST_CONFIDENCE else None
    return SignEvidence(sign, confidence, len(phasors))


def _heart_rate(beats: Iterable[Beat]) -> tuple[Floats, Floats]:
    """Return the middles of normal intervals, and the heart rate in them."""
    normal = [beat for beat in beats if beat.label is BeatLabel.NORMAL]
    time_s = np.array([beat.time_s - 0.0005 * beat.rr_ms for beat in normal])
    return time_s, np.array([60_000.0 / beat.rr_ms for beat in normal])


def _phasor(points: Sequence[TurningPoint], time_s: Floats, rate_per_min: Floats) -> complex | None:
    """Return the heart rate's fundamental in a breath, of phase 0 where it peaks when high."""
    first, turn, last = points
    period_s = last.time_s - first.time_s
    if turn.disturbed or last.disturbed or 60.0 / period_s > FASTEST_BREATHS_PER_MIN:
        return None
    begin, end = np.searchsorted(time_s, [first.time_s, last.time_s])
    if end - begin < 4 or np.diff(time_s[max(0, begin - 1) : end + 1]).max() > 3.0:
        return None
    even_s = np.linspace(first.time_s, last.time_s, 33)[:-1]
    rate = np.interp(even_s, time_s, rate_per_min)
    rate -= np.linspace(rate[0], rate[-1], rate.size)
    turns_s = [first.time_s, turn.time_s, last.time_s]
    angle = np.interp(even_s, turns_s, [-math.pi, 0.0, math.pi])
    lag = math.radians(float(np.interp(60.0 / period_s, *np.transpose(_LAG_DEGREES))))
    return complex((rate - rate.mean()) @ np.exp(1j * (angle - lag))) * 2.0 / rate.size
