"""The breathing that a command is asked for."""

from argparse import Namespace
from dataclasses import replace

from biofeedback.pacing.pattern import BreathPattern
from biofeedback.pacing.presets import pattern_of


def asked_pattern(options: Namespace) -> BreathPattern:
    """Return the pattern of `--pattern`, `--rate` and `--ratio`; the last two change the first."""
    pattern = pattern_of(options.pattern) if options.pattern else BreathPattern()
    if options.ratio is not None:
        pattern = replace(pattern, exhale_to_inhale=options.ratio)
    return pattern if options.rate is None else pattern.at_rate(options.rate)
