"""What the searches for the resonance found, in a few words."""

from biofeedback.person.profile import Profile
from biofeedback.resonance.estimate import Resonance
from devices.message import Message, message


def result_heading(found: Resonance | None) -> Message:
    """Return the result in a few words."""
    if found is None or not found.is_clear:
        return message("resonance.heading.unclear")
    return message("resonance.heading.clear", rate=_rate(found))


def profile_words(profile: Profile) -> Message | None:
    """Return what all searches together show; None if there was no search."""
    count, known = len(profile.searches), profile.resonance
    if not count:
        return None
    if known is None:
        return message("resonance.none_clear")
    if not known.is_clear:
        return message("resonance.disagree", rate=_rate(known))
    if count == 1:
        return message("resonance.one_search", rate=_rate(known))
    return message("resonance.together", rate=_rate(known), clear=profile.clear_count, searches=count)


def _rate(found: Resonance) -> Message:
    return message(
        "resonance.rate", rate_per_min=found.rate_per_min, half_width_per_min=found.half_width_per_min
    )
