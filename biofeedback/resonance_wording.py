"""What the resonance finder found, in words."""

from typing import Final

from biofeedback.pacing.resonance_estimate import LEAST_EVIDENCE, Resonance

_FOUND: Final = "Your resonance is about {rate:.1f} breaths a minute (95 % interval {low:.1f} to {high:.1f})"


def resonance_words(found: Resonance | None) -> str:
    """Say where the resonance is and how sure that is, or why it is not clear and what to do."""
    if found is None:
        return "Resonance: too few breaths could be judged. Check the strap's contact and try again."
    rate, half = found.rate_per_min, found.half_width_per_min
    if found.is_clear:
        where = _FOUND.format(rate=rate, low=rate - half, high=rate + half)
        return f"{where}: there the heart swings most, and in step with the breath ({found.answers} breaths)."
    if found.evidence < LEAST_EVIDENCE:
        return (
            "Resonance: not clear. The heart answered all these rates about alike; "
            "breathe at the one that is most comfortable."
        )
    return (
        f"Resonance: not clear yet, somewhere from {rate - half:.1f} to {rate + half:.1f} breaths a minute. "
        "Try again another day, sitting still."
    )
