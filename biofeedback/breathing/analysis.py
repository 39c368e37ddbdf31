"""Breathing as `biofeedback analyze` prints it: rates of windows, and breath after breath."""

import math
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from biofeedback.breathing.chest_samples import ChestSamples
from biofeedback.breathing.cycles import Breath, BreathLabel
from biofeedback.breathing.recording import recorded_breathing
from biofeedback.signals.beats import Beat
from biofeedback.signals.response import breath_response

LONGEST_WINDOW_S: Final = 60.0
"""A rate is counted over a minute at most; longer windows have none."""

_SOURCE: Final = "acceleration"
_SHORTEST_S: Final = 5.0


@dataclass(frozen=True, slots=True)
class BreathingAnalysis:
    """JSON-ready breathing of a recording; the keys of its entries are a fixed contract.

    Parameters
    ----------
    rates : dict
        By the window's begin in seconds, where the rate in it is known.
    breaths : list of dict
        Undisturbed breaths of which it is known which half is the inhale.
    """

    rates: dict[float, dict[str, Any]] = field(default_factory=dict)
    breaths: list[dict[str, Any]] = field(default_factory=list)


def analyse_breathing(
    chest: ChestSamples | None, beats: Sequence[Beat], *, window_s: float, step_s: float
) -> BreathingAnalysis:
    """Read the breathing of a recording.

    Parameters
    ----------
    chest : ChestSamples or None
        Acceleration, where the strap sent it.
    beats : sequence of Beat
        Measured beats on the same clock, in order.
    window_s, step_s : float
        Windows start at 0, `step_s`, 2·`step_s` …
    """
    if chest is None or chest.time_s[-1] - chest.time_s[0] < _SHORTEST_S:
        return BreathingAnalysis()
    rated = window_s <= LONGEST_WINDOW_S
    found = recorded_breathing(
        chest.time_s,
        chest.acceleration_mg,
        beats,
        window_s=window_s if rated else LONGEST_WINDOW_S,
        step_s=step_s,
        begin_s=0.0,
    )
    rates = {
        number * step_s: {
            "rate_per_min": rate.rate_per_min,
            "low_per_min": max(0.0, rate.rate_per_min - rate.half_width_per_min),
            "high_per_min": rate.rate_per_min + rate.half_width_per_min,
            "source": _SOURCE,
            "confidence": rate.confidence,
        }
        for number, (_, _, rate) in enumerate(found.rates)
        if rated and rate is not None
    }
    times_s = [beat.time_s for beat in beats]
    known = (one for one in found.breaths if one.known_sign and one.label is BreathLabel.NORMAL)
    return BreathingAnalysis(rates, [_breath(one, beats, times_s) for one in known])


def _breath(breath: Breath, beats: Sequence[Beat], times_s: list[float]) -> dict[str, Any]:
    period_s = breath.period_s
    near = slice(
        bisect_left(times_s, breath.begin_s - period_s), bisect_left(times_s, breath.end_s + period_s)
    )
    response = breath_response(beats[near], breath.begin_s, breath.turn_s, breath.end_s)
    swing_ms = None if response is None or not math.isfinite(response.swing_ms) else response.swing_ms
    return {
        "inhale_s": breath.begin_s,
        "exhale_s": breath.turn_s,
        "next_inhale_s": breath.end_s,
        "exhale_to_inhale": breath.exhale_to_inhale,
        "rsa_ms": swing_ms,
        "source": _SOURCE,
        "confidence": breath.confidence,
    }
