"""What the resonance finder found, in words."""

from typing import Final

from biofeedback.person.profile import Profile
from biofeedback.resonance.estimate import LEAST_EVIDENCE, Resonance

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


def result_heading(found: Resonance | None) -> str:
    """Return the result in a few words."""
    if found is None or not found.is_clear:
        return "Your resonance is not clear"
    return f"Your heart answers most at {_rate(found)} breaths a minute"


def profile_words(profile: Profile) -> str:
    """Say what all searches together say; empty where there was none."""
    count, known = len(profile.searches), profile.resonance
    if not count:
        return ""
    if known is None:
        return "No search was clear yet."
    if not known.is_clear:
        average = f"Your searches do not agree: on average {_rate(known)} breaths a minute."
        return f"{average} Search again on another day."
    if count == 1:
        return f"Known from one search: {_rate(known)} breaths a minute."
    clear = f"{profile.clear_count} of {count} were clear"
    return f"All your searches together: {_rate(known)} breaths a minute ({clear})."


def _rate(found: Resonance) -> str:
    return f"{found.rate_per_min:.1f}\u00a0±\u00a0{found.half_width_per_min:.1f}"
