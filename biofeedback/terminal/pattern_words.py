"""A breathing pattern in words."""

from devices.breath_pattern import BreathPattern
from devices.message import Message, dotted, message


def pattern_words(pattern: BreathPattern) -> Message:
    """Say how long each stage of the breath takes, and how many breaths that is in a minute."""
    stages = (
        (pattern.inhale_s, message("terminal.in", duration_s=pattern.inhale_s)),
        (pattern.hold_full_s, message("terminal.hold", duration_s=pattern.hold_full_s)),
        (pattern.exhale_s, message("terminal.out", duration_s=pattern.exhale_s)),
        (pattern.hold_empty_s, message("terminal.hold", duration_s=pattern.hold_empty_s)),
    )
    parts = [told for duration_s, told in stages if duration_s > 0.0]
    return dotted(*parts, message("terminal.rate", rate_per_min=pattern.rate_per_min))
