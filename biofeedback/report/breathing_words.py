"""How the person breathed, in a sentence."""

from statistics import median
from typing import Any, Final

_SLOW_PER_MIN: Final = 9.0
_SLOW_WORDS: Final = (
    "At such a rate HF, LF/HF and DFA α1 say nothing of the vagus: the breath lies outside the HF band."
)


def breathing_lines(report: dict[str, Any]) -> list[str]:
    """Say how the person breathed, where it was measured."""
    rates = [w["breathing"]["rate_per_min"] for w in report["windows"] if w["breathing"] is not None]
    if not rates:
        return []
    rate_per_min = median(rates)
    share = f"measured in {len(rates)} of {len(report['windows'])} windows"
    lines = [f"Breathing {rate_per_min:.1f} per minute (median, {share})."]
    ratios = [breath["exhale_to_inhale"] for breath in report["breaths"]]
    if ratios:
        lines[0] += f" Exhale {median(ratios):.1f} times the inhale (median of {len(ratios)} breaths)."
    return [*lines, _SLOW_WORDS] if rate_per_min < _SLOW_PER_MIN else lines
