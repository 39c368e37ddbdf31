"""The breathing pattern that the user asked a command for."""

from argparse import Namespace
from dataclasses import replace

from biofeedback.pacing.presets import pattern_of
from biofeedback.person.settings import BreathingSettings
from devices.breath_pattern import BreathPattern


def asked_pattern(options: Namespace, chosen: BreathingSettings) -> BreathPattern:
    """Return the pattern of `--pattern`, else the one chosen before, changed by `--rate` and `--ratio`."""
    pattern = pattern_of(options.pattern, chosen.own_patterns) if options.pattern else chosen.pattern
    if options.ratio is not None:
        pattern = replace(pattern, exhale_to_inhale=options.ratio)
    return pattern if options.rate is None else pattern.at_rate(options.rate)
