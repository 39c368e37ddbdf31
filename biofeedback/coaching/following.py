"""Whether a person breathes with the guide: moments, lengths and rate of measured breaths beside its own."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean, median
from typing import Final

from biofeedback.breathing.cycles import Breath, BreathLabel
from biofeedback.pacing.guide import Guide, Stage

FEWEST_BREATHS: Final = 3
"""Less is chance: one breath's ratio is off by a fifth (docs/breathing.md)."""

_MOMENTS: Final = 5
_RATIOS: Final = 10
_OLDEST_S: Final = 120.0

RATIO_BAND: Final = (0.8, 1.25)
"""What counts as the guide's ratio, as shares of it: 1.6 to 2.5 around 2."""

_SAME_RATE: Final = 0.15
"""Further from the guide's rate, as a share of it, no turn belongs to one of the guide's."""

_IN_STEP: Final = 0.12
"""Median distance of moments from their middle, as a share of a breath, beyond which they are out of step."""


@dataclass(frozen=True, slots=True)
class Following:
    """How the last breaths went beside the guide. What is not known is None.

    Parameters
    ----------
    breaths : int
        How many normal breaths it rests on.
    rate_error_per_min : float or None
        The person's rate less the guide's.
    phase_error_s : float or None
        How late the onsets of inhale and exhale are, on the middle (median); negative is early. None too
        where the person breathes at another rate, or out of step.
    inhale_error_s, exhale_error_s : float or None
        The same of each kind of onset.
    in_step : bool or None
        Whether the onsets keep their distance from the guide's turns; None where that is not known.
    exhale_to_inhale : float or None
        Median of the last breaths.
    share_percent : float or None
        Share of the last ten breaths with an exhale:inhale within 0.8 to 1.25 times the guide's: 1.6 to 2.5.
    unknown : str
        Why some of it is not known; empty where all is.
    advice : str
        One sentence; empty where there is nothing to better, or it is not known.
    """

    breaths: int = 0
    rate_error_per_min: float | None = None
    phase_error_s: float | None = None
    inhale_error_s: float | None = None
    exhale_error_s: float | None = None
    in_step: bool | None = None
    exhale_to_inhale: float | None = None
    share_percent: float | None = None
    unknown: str = ""
    advice: str = ""


BEATS_ALONE: Final = Following(
    unknown="Beats alone do not tell how long each inhale and exhale is; the response shows how it goes."
)
TOO_FEW: Final = Following(unknown=f"after {FEWEST_BREATHS} quiet breaths")
NO_SIGN: Final = "which half is the inhale is not known yet"


def following_of(breaths: Sequence[Breath], guide: Guide, time_s: float) -> Following:
    """Set measured breaths beside the guide.

    Parameters
    ----------
    breaths : sequence of Breath
        In order. Those that are not normal, or began before the guide's last change or more than two minutes
        ago, are left out.
    guide : Guide
        Running.
    time_s : float
        Now.
    """
    since_s = max(guide.anchor_s, time_s - _OLDEST_S)
    used = [one for one in breaths if one.label is BreathLabel.NORMAL and one.begin_s >= since_s]
    if len(used) < FEWEST_BREATHS:
        return TOO_FEW
    rate_per_min = 60.0 / median(one.period_s for one in used[-_MOMENTS:])
    rate_error_per_min = rate_per_min - guide.pattern.rate_per_min
    known = [one for one in used if one.known_sign]
    ratios = [one.exhale_to_inhale for one in known[-_RATIOS:] if one.exhale_to_inhale is not None]
    if len(ratios) < FEWEST_BREATHS:
        return Following(len(used), rate_error_per_min, unknown=NO_SIGN)
    errors_s = None
    if abs(rate_error_per_min) <= _SAME_RATE * guide.pattern.rate_per_min:
        errors_s = _errors_s(known[-_MOMENTS:], guide)
    inhale_s, exhale_s = errors_s or (None, None)
    band = [bound * guide.pattern.exhale_to_inhale for bound in RATIO_BAND]
    return Following(
        breaths=len(used),
        rate_error_per_min=rate_error_per_min,
        phase_error_s=None if errors_s is None else fmean(errors_s),
        inhale_error_s=inhale_s,
        exhale_error_s=exhale_s,
        in_step=errors_s is not None,
        exhale_to_inhale=median(ratios[-_MOMENTS:]),
        share_percent=100.0 * fmean(band[0] <= ratio <= band[1] for ratio in ratios),
    )


def _errors_s(breaths: Sequence[Breath], guide: Guide) -> tuple[float, float] | None:
    """Return how late onsets of inhale and exhale are, median; None where the breaths are out of step."""
    errors_s = (
        [_late_s(breath.begin_s, Stage.INHALE, guide) for breath in breaths],
        [_late_s(breath.turn_s, Stage.EXHALE, guide) for breath in breaths],
    )
    middle_s = median(errors_s[0]), median(errors_s[1])
    spread_s = max(
        median(abs(one - middle) for one in errors) for errors, middle in zip(errors_s, middle_s, strict=True)
    )
    return middle_s if spread_s <= _IN_STEP * guide.pattern.period_s else None


def _late_s(onset_s: float, stage: Stage, guide: Guide) -> float:
    """Return how much later a moment is than the nearest turn of the guide to a stage."""
    period_s = guide.pattern.period_s
    turn_s = guide.anchor_s - guide.anchor_within_s
    if stage is Stage.EXHALE:
        turn_s += guide.pattern.inhale_s
    return (onset_s - turn_s + 0.5 * period_s) % period_s - 0.5 * period_s
