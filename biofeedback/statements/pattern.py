"""A breathing pattern in a few words."""

from devices.breath_pattern import BreathPattern
from devices.message import Message, dotted, message


def pattern_words(pattern: BreathPattern) -> Message:
    """Say how long each stage of a breath takes, and how many breaths there are a minute."""
    stages = (
        message("guide.pattern.inhale", duration_s=pattern.inhale_s),
        message("guide.pattern.hold", duration_s=pattern.hold_full_s),
        message("guide.pattern.exhale", duration_s=pattern.exhale_s),
        message("guide.pattern.hold", duration_s=pattern.hold_empty_s),
    )
    durations_s = pattern.inhale_s, pattern.hold_full_s, pattern.exhale_s, pattern.hold_empty_s
    there = [words for words, duration_s in zip(stages, durations_s, strict=True) if duration_s > 0.0]
    return dotted(*there, message("guide.pattern.rate", rate_per_min=pattern.rate_per_min))
