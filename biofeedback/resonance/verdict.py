"""The result of a search for the resonance in words: its rate, or why it is not clear and what to do."""

from biofeedback.resonance.estimate import LEAST_EVIDENCE, Resonance
from devices.message import Message, message


def resonance_words(found: Resonance | None) -> Message:
    """Return the rate of the resonance and its uncertainty, or why it is not clear and what to do."""
    if found is None:
        return message("resonance.too_few")
    rate_per_min, half = found.rate_per_min, found.half_width_per_min
    low_per_min, high_per_min = rate_per_min - half, rate_per_min + half
    if found.is_clear:
        return message(
            "resonance.clear",
            rate_per_min=rate_per_min,
            low_per_min=low_per_min,
            high_per_min=high_per_min,
            breaths=found.answers,
        )
    if found.evidence < LEAST_EVIDENCE:
        return message("resonance.alike")
    return message("resonance.unclear", low_per_min=low_per_min, high_per_min=high_per_min)
