"""What a person chose: one TOML file that window and command line share; the latter's options go first."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, Final, Literal, get_args

from biofeedback.person.setting_checks import (
    Check,
    UnfitValueError,
    list_of,
    name,
    named,
    number,
    one_of,
    some_of,
    table_of,
    text,
    whole_number,
    yes_or_no,
)
from biofeedback.person.toml_file import read_toml, shown, shown_key, toml_value
from biofeedback.words.catalogue import languages
from devices.breath_pattern import HOLD_RANGE_S, RATE_RANGE_PER_MIN, RATIO_RANGE, BreathPattern, PatternError
from devices.errors import BiofeedbackError
from sessions.private_file import replace_private_file

MOST_OWN_SCALES: Final = 5
MOST_OWN_PATTERNS: Final = 50
MINUTES_RANGE: Final = (0.1, 180.0)
MEASURED_RANGE_MIN: Final = (0.0, 30.0)
TEXT_RANGE_PERCENT: Final = (100, 200)
LATENCY_RANGE_S: Final = (0.0, 1.0)
SYSTEM_LANGUAGE: Final = "system"
"""In place of the code of a language: that of the computer."""

Theme = Literal["dark", "light"]
GuideStyle = Literal["circle", "wave", "still"]
Scale = Literal["pain", "stress", "mood"]
USUAL_SCALES: Final = get_args(Scale)

_LARGEST_BYTES: Final = 100_000
_HEADING: Final = "# Settings of biofeedback, shared by the window and the command line.\n"


class SettingsError(BiofeedbackError):
    """A settings file that can't be used; it names file and key."""


@dataclass(frozen=True, slots=True)
class BreathingSettings:
    """How one practises.

    Parameters
    ----------
    pattern : BreathPattern
        What the guide shows.
    ramp : bool
        Whether it starts at the person's own rate and slows down to the pattern's.
    minutes : float
        Length of the practice.
    before_minutes, after_minutes : float
        Free breathing that is measured before and after it; 0 leaves it out.
    own_patterns : mapping of str to BreathPattern
        The person's own, by name.
    """

    pattern: BreathPattern = field(default_factory=BreathPattern)
    ramp: bool = False
    minutes: float = 10.0
    before_minutes: float = 0.0
    after_minutes: float = 0.0
    own_patterns: Mapping[str, BreathPattern] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class HearingSettings:
    """What is heard.

    Parameters
    ----------
    on : bool
        Whether anything is.
    volume : float
        0 to 1, as a slider shows it.
    feedback : bool
        Whether the breath's tone brightens with the response.
    extra_latency_s : float
        Of wireless headphones.
    """

    on: bool = True
    volume: float = 0.7
    feedback: bool = False
    extra_latency_s: float = 0.0


@dataclass(frozen=True, slots=True)
class WindowSettings:
    """How the window looks.

    Parameters
    ----------
    theme, guide_style : str
        One of the words of their types.
    language : str
        Code of a language that has a catalogue, or ``system`` for the computer's own.
    text_percent : int
        Size of all writing, 100 to 200.
    safety_read : bool
        Whether the safety page was read once.
    """

    theme: Theme = "dark"
    guide_style: GuideStyle = "circle"
    language: str = SYSTEM_LANGUAGE
    text_percent: int = 100
    safety_read: bool = False


@dataclass(frozen=True, slots=True)
class OwnScale:
    """A scale of the person's own: its name, and what 0 and 10 mean."""

    name: str
    low: str = ""
    high: str = ""


@dataclass(frozen=True, slots=True)
class RatingSettings:
    """What is asked before and after: of the usual scales, and up to five own; both may be empty."""

    scales: tuple[Scale, ...] = ("pain", "stress", "mood")
    own_scales: tuple[OwnScale, ...] = ()


@dataclass(frozen=True, slots=True)
class StrapSettings:
    """The address of the strap to take; empty for the one worn last, or the strongest."""

    address: str = ""


@dataclass(frozen=True, slots=True)
class Settings:
    """All that a person chose."""

    breathing: BreathingSettings = field(default_factory=BreathingSettings)
    sound: HearingSettings = field(default_factory=HearingSettings)
    window: WindowSettings = field(default_factory=WindowSettings)
    ratings: RatingSettings = field(default_factory=RatingSettings)
    strap: StrapSettings = field(default_factory=StrapSettings)


_PATTERN: Final = table_of(
    BreathPattern,
    {
        "rate_per_min": number(*RATE_RANGE_PER_MIN),
        "exhale_to_inhale": number(*RATIO_RANGE),
        "hold_full_s": number(*HOLD_RANGE_S),
        "hold_empty_s": number(*HOLD_RANGE_S),
    },
)
_SCALES: Final = list_of(table_of(OwnScale, {"name": name, "low": text, "high": text}), MOST_OWN_SCALES)
_SECTIONS: Final[dict[str, tuple[type, dict[str, Check]]]] = {
    "breathing": (
        BreathingSettings,
        {
            "pattern": _PATTERN,
            "ramp": yes_or_no,
            "minutes": number(*MINUTES_RANGE),
            "before_minutes": number(*MEASURED_RANGE_MIN),
            "after_minutes": number(*MEASURED_RANGE_MIN),
            "own_patterns": named(_PATTERN, MOST_OWN_PATTERNS),
        },
    ),
    "sound": (
        HearingSettings,
        {
            "on": yes_or_no,
            "volume": number(0.0, 1.0),
            "feedback": yes_or_no,
            "extra_latency_s": number(*LATENCY_RANGE_S),
        },
    ),
    "window": (
        WindowSettings,
        {
            "theme": one_of("dark", "light"),
            "guide_style": one_of("circle", "wave", "still"),
            "language": lambda value: one_of(SYSTEM_LANGUAGE, *languages())(value),
            "text_percent": whole_number(*TEXT_RANGE_PERCENT),
            "safety_read": yes_or_no,
        },
    ),
    "ratings": (
        RatingSettings,
        {
            "scales": some_of(*USUAL_SCALES),
            "own_scales": lambda value: _own_scales(value),
        },
    ),
    "strap": (StrapSettings, {"address": text}),
}


def load_settings(path: Path) -> Settings:
    """Read the settings; without a file, those that everyone begins with.

    Raises
    ------
    SettingsError
        If the file can't be read, or has a key or a value that is not known here.
    """
    data = read_toml(path, largest_bytes=_LARGEST_BYTES, error=SettingsError, what="settings are")
    return Settings() if data is None else _settings(path, data)


def save_settings(path: Path, settings: Settings) -> None:
    """Write the settings, whole or not at all, readable by their owner only.

    Raises
    ------
    SettingsError
        If a value is one that could not be read again.
    SessionFileError
        If the file can't be written.
    """
    content = _toml(settings)
    _settings(path, tomllib.loads(content))
    replace_private_file(path, content.encode())


def checked(settings: Settings) -> Settings:
    """Return settings that could be saved.

    Raises
    ------
    SettingsError
        If a value is one that could not be read again; it names what to do instead.
    """
    for section, table in tomllib.loads(_toml(settings)).items():
        _, checks = _SECTIONS[section]
        for key, value in table.items():
            try:
                checks[key](value)
            except UnfitValueError as error:
                raise SettingsError("That can't be kept.", str(error)) from error
    return settings


def _own_scales(value: object) -> tuple[OwnScale, ...]:
    """Check for the person's own scales; ratings are recorded by their names."""
    scales: tuple[OwnScale, ...] = _SCALES(value)
    names = {one.name.casefold() for one in scales}
    if len(names) < len(scales) or names & set(USUAL_SCALES):
        raise UnfitValueError("Give each scale a name of its own.")
    return scales


def _settings(path: Path, data: Mapping[str, object]) -> Settings:
    sections = {}
    for section, table in data.items():
        if section not in _SECTIONS:
            raise _unknown(path, section, _SECTIONS)
        if not isinstance(table, Mapping):
            raise SettingsError(f"{path}: {section} is no section.", f"Write [{section}] above its settings.")
        make, checks = _SECTIONS[section]
        sections[section] = make(
            **{key: _value(path, section, key, one, checks) for key, one in table.items()}
        )
    return Settings(**sections)


def _value(path: Path, section: str, key: str, value: object, checks: Mapping[str, Check]) -> Any:
    if key not in checks:
        raise _unknown(path, f"{section}.{key}", checks)
    try:
        return checks[key](value)
    except UnfitValueError as error:
        raise SettingsError(f"{path}: {section}.{key} can't be {shown(value)}.", str(error)) from error
    except PatternError as error:
        raise SettingsError(f"{path}: {section}.{key}: {error.message}", error.advice) from error


def _unknown(path: Path, key: str, known: Mapping[str, object]) -> SettingsError:
    return SettingsError(f"{path}: there is no setting {shown_key(key)}.", f"Known here: {', '.join(known)}.")


def _toml(settings: Settings) -> str:
    lines = [_HEADING]
    for section in fields(settings):
        table = getattr(settings, section.name)
        lines.append(f"\n[{section.name}]\n")
        for one in fields(table):
            lines.append(f"{one.name} = {toml_value(getattr(table, one.name))}\n")
    return "".join(lines)
