"""The breathing pattern that the command line asks for."""

from argparse import Namespace
from dataclasses import replace

from biofeedback.pacing.pattern import BreathPattern
from biofeedback.pacing.presets import pattern_of


def chosen_pattern(options: Namespace) -> BreathPattern:
    """Return the pattern asked for; a rate or ratio given beside a pattern changes it."""
    pattern = pattern_of(options.pattern) if options.pattern else BreathPattern()
    if options.ratio is not None:
        pattern = replace(pattern, exhale_to_inhale=options.ratio)
    return pattern if options.rate is None else pattern.at_rate(options.rate)
