"""Patterns by name, and patterns as a person types them: ``4/8`` or, with holds, ``4/1/8/1``."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from devices.breath_pattern import BreathPattern, PatternError
from devices.message import message

PRESETS: Final[Mapping[str, BreathPattern]] = MappingProxyType(
    {
        "slow": BreathPattern(5.0, 2.0),
        "six": BreathPattern(6.0, 2.0),
        "four-six": BreathPattern(6.0, 1.5),
        "even": BreathPattern(6.0, 1.0),
        "beginner": BreathPattern(7.5, 2.0),
    }
)
"""Inhale and exhale in seconds: 4 and 8 (the default); 3.3 and 6.7; 4 and 6; 5 and 5; 2.7 and 5.3."""

_NO_OWN: Final[Mapping[str, BreathPattern]] = MappingProxyType({})


def pattern_of(text: str, own: Mapping[str, BreathPattern] = _NO_OWN) -> BreathPattern:
    """Return the pattern for a name or for typed seconds.

    Parameters
    ----------
    text : str
        A name, in any case; or inhale and exhale in seconds with a slash; or inhale, hold, exhale, hold.
    own : mapping of str to BreathPattern, optional
        The person's own patterns; they take precedence over presets of the same name.

    Raises
    ------
    PatternError
        If the text is none of these, or the guide does not offer the pattern.
    """
    name = text.strip().casefold()
    for known in ({key.casefold(): pattern for key, pattern in own.items()}, PRESETS):
        if name in known:
            return known[name]
    try:
        seconds = [float(part) for part in name.split("/")]
    except ValueError:
        seconds = []
    match seconds:
        case [inhale_s, exhale_s]:
            return BreathPattern.of_seconds(inhale_s, exhale_s)
        case [inhale_s, hold_full_s, exhale_s, hold_empty_s]:
            return BreathPattern.of_seconds(
                inhale_s, exhale_s, hold_full_s=hold_full_s, hold_empty_s=hold_empty_s
            )
    raise PatternError(
        message("pattern.unknown", text=repr(text)),
        message("pattern.unknown.advice", names=", ".join([*own, *PRESETS])),
    )
