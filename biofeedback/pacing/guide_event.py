"""A pattern as the event that is recorded."""

from devices.breath_pattern import BreathPattern
from devices.events import GuideChanged


def guide_changed(time_ns: int, pattern: BreathPattern, *, running: bool) -> GuideChanged:
    """Return the event of a guide that goes by this pattern from now on."""
    return GuideChanged(
        time_ns,
        running=running,
        rate_per_min=pattern.rate_per_min,
        exhale_to_inhale=pattern.exhale_to_inhale,
        hold_full_s=pattern.hold_full_s,
        hold_empty_s=pattern.hold_empty_s,
    )
