"""How the person breathed, in a sentence."""

from statistics import median
from typing import TYPE_CHECKING, Final

from biofeedback.analysis.analysis import FEWEST_WINDOWS
from devices.guided_spans import GuidedTime
from devices.message import Message, message, sentences

if TYPE_CHECKING:
    from biofeedback.analysis.results import Analysis

_SLOW_PER_MIN: Final = 9.0


def breathing_lines(analysis: "Analysis", guided: GuidedTime | None = None) -> list[Message]:
    """Return sentences on how the person breathed, where it was measured.

    Parameters
    ----------
    analysis : Analysis
        The result of `biofeedback.analysis.analysis.analyse`.
    guided : GuidedTime or None
        When the guide ran. If it ran at all, only breaths that began then, and windows within it, count.
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
    line = message(
        "breath.rate", rate_per_min=rate_per_min, measured=len(rates), count=len(windows), window_s=window_s
    )
    ratios = [one.exhale_to_inhale for one in breaths if one.exhale_to_inhale is not None]
    if ratios:
        ratio = message("breath.ratio_of_breaths", ratio=median(ratios), count=len(ratios))
        line = sentences(line, ratio)
    return [line, message("breath.slow")] if rate_per_min < _SLOW_PER_MIN else [line]
