"""Breathing for the analysis of a session: the rate in each window, and each single breath."""

import math
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import Final

from biofeedback.beats.beats import Beat
from biofeedback.breathing.chest.chest_samples import ChestSamples
from biofeedback.breathing.chest.cycles import Breath, BreathLabel
from biofeedback.breathing.chest.witnesses.heart_phase import ANYBODY, HeartPhase
from biofeedback.breathing.chest.witnesses.sign import InhaleKnownBy
from biofeedback.breathing.fusion import fused_rate
from biofeedback.breathing.heart.qrs_shapes import QrsReader
from biofeedback.breathing.heart.recorded_beats import beats_beside, recorded_rates
from biofeedback.breathing.rate import BreathingRate, RateSource
from biofeedback.breathing.recording import recorded_breathing
from biofeedback.ecg.samples import EcgSamples
from biofeedback.response.response import breath_response

LONGEST_WINDOW_S: Final = 60.0
"""The rate is counted over at most one minute; longer windows have no rate."""

_BREATHS_FROM: Final = "acceleration"
"""Beats are about a second apart, which is too coarse to show when a breath turned."""

_SHORTEST_S: Final = 5.0
"""A recording or window shorter than this has no breaths."""

_LAST_BEAT_S: Final = 2.0


@dataclass(frozen=True, slots=True)
class WindowBreathing:
    """The breathing rate in one window.

    Parameters
    ----------
    rate_per_min : float
        Breaths per minute.
    low_per_min, high_per_min : float
        Limits of its 90 % interval.
    source : RateSource
        What it was measured from.
    confidence : float
        0 to 1.
    """

    rate_per_min: float
    low_per_min: float
    high_per_min: float
    source: RateSource
    confidence: float


@dataclass(frozen=True, slots=True)
class BreathRow:
    """One measured breath.

    Parameters
    ----------
    inhale_s, exhale_s, next_inhale_s : float
        Its three turning points, in seconds from the start of the recording.
    exhale_to_inhale : float or None
        Duration of the exhale divided by that of the inhale; None if the two can't be told apart.
    rsa_ms : float or None
        RSA amplitude over the breath; None if beats are missing or doubtful.
    source : str
        What it was measured from.
    inhale_known_by : InhaleKnownBy or None
        How it was found which half is the inhale.
    confidence : float
        0 to 1; at most 0.6 if only the shape of the breath or the guide showed which half is the inhale.
    """

    inhale_s: float
    exhale_s: float
    next_inhale_s: float
    exhale_to_inhale: float | None
    rsa_ms: float | None
    source: str
    inhale_known_by: InhaleKnownBy | None
    confidence: float


@dataclass(frozen=True, slots=True)
class BreathingAnalysis:
    """Breathing of a recording.

    Parameters
    ----------
    rates : dict of float to WindowBreathing
        Keyed by the start of the window in seconds; only windows with a known rate.
    breaths : tuple of BreathRow
        Undisturbed breaths with a known inhale.
    """

    rates: dict[float, WindowBreathing] = field(default_factory=dict)
    breaths: tuple[BreathRow, ...] = ()


def analyse_breathing(
    chest: ChestSamples | None,
    beats: Sequence[Beat],
    *,
    ecg: EcgSamples | None = None,
    window_s: float,
    step_s: float,
    inhales_s: Sequence[tuple[float, float]] = (),
    expected: HeartPhase = ANYBODY,
) -> BreathingAnalysis:
    """Measure the breathing in a recording.

    Parameters
    ----------
    chest : ChestSamples or None
        Acceleration, if the strap sent it.
    beats : sequence of Beat
        Measured beats on the same clock, in order.
    ecg : EcgSamples or None
        The ECG, if the strap sent it.
    window_s, step_s : float
        Windows start at 0, `step_s`, 2·`step_s` …
    inhales_s, expected
        As for `recorded_breathing`.
    """
    moved = None
    if chest is not None and chest.time_s[-1] - chest.time_s[0] >= _SHORTEST_S:
        moved = recorded_breathing(
            chest.time_s,
            chest.acceleration_mg,
            beats,
            window_s=min(max(window_s, _SHORTEST_S), LONGEST_WINDOW_S),
            step_s=step_s,
            begin_s=0.0,
            inhales_s=inhales_s,
            expected=expected,
        )
    rates = {}
    if _SHORTEST_S <= window_s <= LONGEST_WINDOW_S:
        by_movement = [rate for _, _, rate in moved.rates] if moved else []
        by_beats = _rates_of_beats(ecg, beats, window_s=window_s, step_s=step_s)
        for number, pair in enumerate(zip_longest(by_movement, by_beats)):
            rate = fused_rate(*pair)
            if rate is not None:
                rates[number * step_s] = _rate(rate)
    times_s = [beat.time_s for beat in beats]
    whole = moved.breaths if moved else ()
    known = (one for one in whole if one.known_sign and one.label is BreathLabel.NORMAL)
    return BreathingAnalysis(rates, tuple(_breath(one, beats, times_s) for one in known))


def _rates_of_beats(
    ecg: EcgSamples | None, beats: Sequence[Beat], *, window_s: float, step_s: float
) -> list[BreathingRate | None]:
    shapes = None if ecg is None else QrsReader().add(ecg.time_s, ecg.ecg_uv)
    if shapes is not None:
        beats = beats_beside(shapes, beats)
    if not beats:
        return []
    last_s = max(beats[-1].time_s, float(shapes.time_s[-1]) if shapes and shapes.time_s.size else 0.0)
    # The recording continues a little after its last beat.
    count = max(0, math.floor((last_s + _LAST_BEAT_S - window_s) / step_s) + 1)
    begins_s = [number * step_s for number in range(count)]
    return recorded_rates(begins_s, window_s=window_s, step_s=step_s, shapes=shapes, beats=beats)


def _rate(rate: BreathingRate) -> WindowBreathing:
    return WindowBreathing(
        rate.rate_per_min,
        low_per_min=max(0.0, rate.rate_per_min - rate.half_width_per_min),
        high_per_min=rate.rate_per_min + rate.half_width_per_min,
        source=rate.source,
        confidence=rate.confidence,
    )


def _breath(breath: Breath, beats: Sequence[Beat], times_s: list[float]) -> BreathRow:
    period_s = breath.period_s
    near = slice(
        bisect_left(times_s, breath.begin_s - period_s), bisect_left(times_s, breath.end_s + period_s)
    )
    response = breath_response(beats[near], breath.begin_s, breath.turn_s, breath.end_s)
    swing_ms = None if response is None or not math.isfinite(response.swing_ms) else response.swing_ms
    return BreathRow(
        inhale_s=breath.begin_s,
        exhale_s=breath.turn_s,
        next_inhale_s=breath.end_s,
        exhale_to_inhale=breath.exhale_to_inhale,
        rsa_ms=swing_ms,
        source=_BREATHS_FROM,
        inhale_known_by=breath.known_by,
        confidence=breath.confidence,
    )
