"""The heart's response to each breath: the amplitude of respiratory sinus arrhythmia (RSA).

Peak-to-trough method: Grossman, van Beek & Wientjes, Psychophysiology 27(6):702–714 (1990),
DOI 10.1111/j.1469-8986.1990.tb03198.x. The heart follows the lungs with a lag, so each window runs on by one
second into the next stage. Breath times come from the guide.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median
from typing import Final

from biofeedback.signals.beats import Beat, BeatLabel

LAG_S: Final = 1.0
"""How far each window runs into the next stage."""

MINIMUM_BEATS: Final = 3
"""Beats that each of the two windows needs."""

MEDIAN_BREATHS: Final = 3
"""Breaths in the live figure."""

_RECENT_BREATHS: Final = 6
_SCATTER_BREATHS: Final = 12
_SCATTER_MINIMUM: Final = 5
_MAD_TO_SD: Final = 1.4826
_MEDIAN_OF_THREE_SE: Final = 0.6698
"""Standard error of the median of three normal values, in their standard deviations."""


@dataclass(frozen=True, slots=True)
class GuidedBreath:
    """One breath of the guide and the response to it.

    Parameters
    ----------
    number : int
        Of the breath, as the guide counts.
    inhale_s, exhale_s, next_inhale_s : float
        Its three turns on the session's clock.
    rsa_ms : float or None
        Longest RR of the exhale less shortest RR of the inhale; 0 where the order is wrong, None where beats
        are missing or doubtful.
    """

    number: int
    inhale_s: float
    exhale_s: float
    next_inhale_s: float
    rsa_ms: float | None = None


def rsa_amplitude_ms(
    beats: Sequence[Beat], inhale_s: float, exhale_s: float, next_inhale_s: float
) -> float | None:
    """Peak-to-trough amplitude over one breath.

    Parameters
    ----------
    beats : sequence of Beat
        At least those of the breath and one second more.
    inhale_s, exhale_s, next_inhale_s : float
        Inhale onset, exhale onset and the following inhale onset.

    Returns
    -------
    float or None
        In ms. None with fewer than three beats in either window, or a doubtful beat or a gap in the breath.
    """
    end_s = next_inhale_s + LAG_S
    inside = [beat for beat in beats if inhale_s <= beat.time_s <= end_s]
    if any(b.label is not BeatLabel.NORMAL for b in inside) or not all(b.adjacent for b in inside):
        return None
    inhaling = [b for b in inside if b.time_s <= exhale_s + LAG_S]
    exhaling = [b for b in inside if b.time_s >= exhale_s]
    if min(len(inhaling), len(exhaling)) < MINIMUM_BEATS:
        return None
    shortest = min(inhaling, key=lambda b: b.rr_ms)
    longest = max(exhaling, key=lambda b: b.rr_ms)
    if longest.time_s <= shortest.time_s:
        return 0.0
    return max(0.0, longest.rr_ms - shortest.rr_ms)


def median_rsa_ms(breaths: Sequence[GuidedBreath]) -> float | None:
    """Median amplitude of the last three breaths that could be judged, if they are among the last six."""
    judged = [b.rsa_ms for b in breaths[-_RECENT_BREATHS:] if b.rsa_ms is not None]
    return median(judged[-MEDIAN_BREATHS:]) if len(judged) >= MEDIAN_BREATHS else None


def median_rsa_half_width_ms(breaths: Sequence[GuidedBreath]) -> float | None:
    """Half the 95 % interval of `median_rsa_ms`, from the scatter of up to the last twelve breaths.

    The scatter is the median absolute deviation; None with fewer than five breaths.
    """
    judged = [b.rsa_ms for b in breaths if b.rsa_ms is not None][-_SCATTER_BREATHS:]
    if len(judged) < _SCATTER_MINIMUM:
        return None
    middle = median(judged)
    sd_ms = _MAD_TO_SD * median(abs(rsa_ms - middle) for rsa_ms in judged)
    return 1.96 * _MEDIAN_OF_THREE_SE * sd_ms
