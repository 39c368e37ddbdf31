"""How the person breathed, in a sentence."""

from statistics import median
from typing import TYPE_CHECKING, Final

from biofeedback.analysis.analysis import FEWEST_WINDOWS
from devices.guided_spans import GuidedTime

if TYPE_CHECKING:
    from biofeedback.analysis.results import Analysis

_SLOW_PER_MIN: Final = 9.0
_SLOW_WORDS: Final = (
    "At such a rate RMSSD, pNN50, SD1, HF, LF/HF and DFA α1 tell of the pace of breathing, not of the vagus."
)


def breathing_lines(analysis: "Analysis", guided: GuidedTime | None = None) -> list[str]:
    """Say how the person breathed, where it was measured.

    Parameters
    ----------
    analysis : Analysis
        Of `biofeedback.analysis.analysis.analyse`.
    guided : GuidedTime or None
        When the guide ran. If it ever did, only breaths that began then count, and windows within that time.
    """
    if guided is None or not guided.runs_s:
        windows, breaths = analysis.windows, analysis.breaths
    else:
        windows = tuple(one for one in analysis.windows if guided.covers(one.start_s, one.end_s))
        breaths = tuple(one for one in analysis.breaths if guided.holds(one.inhale_s))
    rates = [one.breathing.rate_per_min for one in windows if one.breathing is not None]
    if not rates or len(rates) < FEWEST_WINDOWS * len(windows):
        return []
    rate_per_min = median(rates)
    window_s = windows[0].end_s - windows[0].start_s
    share = f"measured in {len(rates)} of {len(windows)} windows of {window_s:g} s"
    lines = [f"Breathing {rate_per_min:.1f} per minute (median, {share})."]
    ratios = [one.exhale_to_inhale for one in breaths if one.exhale_to_inhale is not None]
    if ratios:
        lines[0] += f" Exhale {median(ratios):.1f} times the inhale (median of {len(ratios)} breaths)."
    return [*lines, _SLOW_WORDS] if rate_per_min < _SLOW_PER_MIN else lines
