"""A person's settings: one TOML file for window and command line; command-line options override it."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Annotated, Final, Literal, get_args, get_type_hints

from biofeedback.person.guide_styles import GUIDE_STYLES
from biofeedback.person.toml_document import save_toml
from biofeedback.person.toml_file import advice_at, read_toml, shown_key, shown_value
from biofeedback.words.catalogue import languages
from devices.breath_pattern import BreathPattern, PatternError
from devices.errors import BiofeedbackError
from devices.message import message
from devices.typed_data import UnfitDataError, at_most, fitted, one_of, plain, text_line, typed, within

MOST_OWN_SCALES: Final = 5
MOST_OWN_PATTERNS: Final = 50
_MOST_REGIONS: Final = 100
_LONGEST_PATH: Final = 1000
MINUTES_RANGE: Final = (0.1, 180.0)
MEASURED_RANGE_MIN: Final = (0.0, 30.0)
TEXT_RANGE_PERCENT: Final = (100, 200)
LATENCY_RANGE_S: Final = (0.0, 1.0)
SETTINGS_FILE_NAME: Final = "settings.toml"
SYSTEM_LANGUAGE: Final = "system"
"""Stands for a language code: the language of the computer."""

ThemeSetting = Literal["system", "dark", "light"]
MotionSetting = Literal["system", "on", "off"]
DepthSetting = Literal["automatic", "breathe", "heart", "details"]
Scale = Literal["pain", "stress", "mood"]
USUAL_SCALES: Final = get_args(Scale)
TimbreSetting = Literal["pad", "sea", "bowl"]
TIMBRES: Final = get_args(TimbreSetting)
VoiceSetting = Literal["off", "start", "always"]

_LARGEST_BYTES: Final = 100_000
_HEADING: Final = "# Settings of biofeedback, shared by the window and the command line.\n\n"


_OWN_SCALES: Final = "ratings.own_scales"
_DISTINCT: Final = frozenset({"ratings.scales", _OWN_SCALES})
_NAMED: Final = frozenset({"own_patterns"})
"""Tables with keys that are names chosen by the person."""


class SettingsError(BiofeedbackError):
    """A settings file that can't be used; the error names file and key."""


@dataclass(frozen=True, slots=True)
class BreathingSettings:
    """How the person practises.

    Parameters
    ----------
    pattern : BreathPattern
        The pattern of the guide.
    ramp : bool
        Whether the guide starts at the person's own rate and slows down to the pattern's.
    minutes : float
        Length of the practice.
    before_minutes, after_minutes : float
        Free breathing that is measured before and after the practice; 0 leaves it out.
    own_patterns : mapping of str to BreathPattern
        The person's own patterns, by name.
    """

    pattern: BreathPattern = field(default_factory=BreathPattern)
    ramp: bool = False
    minutes: Annotated[float, within(MINUTES_RANGE)] = 10.0
    before_minutes: Annotated[float, within(MEASURED_RANGE_MIN)] = 0.0
    after_minutes: Annotated[float, within(MEASURED_RANGE_MIN)] = 0.0
    own_patterns: Annotated[Mapping[str, BreathPattern], at_most(MOST_OWN_PATTERNS)] = field(
        default_factory=dict
    )


@dataclass(frozen=True, slots=True)
class HearingSettings:
    """What the person hears.

    Parameters
    ----------
    on : bool
        Whether there is any sound.
    volume : float
        Volume, 0 to 1, as the slider shows it.
    feedback : bool
        Whether the breath's tone brightens with the response.
    extra_latency_s : float
        Extra latency of wireless headphones, in seconds.
    timbre : str
        The sound of the breath: a warm pad, the sea, or a bowl at the turns only.
    voice : str
        When a voice speaks: never, in the first minute, or always.
    voice_folder : str
        Folder with the person's own recordings of the spoken words; empty for the system's voice.
    """

    on: bool = True
    volume: Annotated[float, within((0.0, 1.0))] = 0.7
    feedback: bool = False
    extra_latency_s: Annotated[float, within(LATENCY_RANGE_S)] = 0.0
    timbre: TimbreSetting = "pad"
    voice: VoiceSetting = "off"
    voice_folder: Annotated[str, text_line(most=_LONGEST_PATH)] = ""


@dataclass(frozen=True, slots=True)
class WindowSettings:
    """How the window looks.

    Parameters
    ----------
    theme : str
        ``dark``, ``light``, or ``system`` for the computer's setting.
    guide_style : str
        Key of a style in `biofeedback.person.guide_styles`.
    language : str
        Code of a language that has a catalogue, or ``system`` for the computer's language.
    text_percent : int
        Size of all text in percent, 100 to 200.
    safety_read : bool
        Whether the person has read the safety page once.
    depth : str
        How much is shown during a practice; ``automatic`` shows the heart from the fourth session on.
    geometry : str
        Size and position of the window when it was last closed, such as ``1280x720+40+30``; empty at first.
    reduce_motion : str
        ``on`` for a light that brightens instead of growing, ``off``, or ``system`` for the computer's
        setting.
    """

    theme: ThemeSetting = "system"
    guide_style: Annotated[str, one_of(lambda: [style.key for style in GUIDE_STYLES])] = GUIDE_STYLES[0].key
    language: Annotated[str, one_of(lambda: [SYSTEM_LANGUAGE, *languages()])] = SYSTEM_LANGUAGE
    text_percent: Annotated[int, within(TEXT_RANGE_PERCENT)] = 100
    safety_read: bool = False
    depth: DepthSetting = "automatic"
    geometry: Annotated[str, text_line()] = ""
    reduce_motion: MotionSetting = "system"


@dataclass(frozen=True, slots=True)
class OwnScale:
    """One of the person's own scales: its name, and what 0 and 10 mean."""

    name: Annotated[str, text_line(1)]
    low: Annotated[str, text_line()] = ""
    high: Annotated[str, text_line()] = ""


@dataclass(frozen=True, slots=True)
class RatingSettings:
    """The scales asked before and after: usual ones and up to five own ones; both may be empty.

    Parameters
    ----------
    scales : tuple of str
        The usual scales.
    own_scales : tuple of OwnScale
        The person's own scales.
    questions : bool
        Whether three quick questions follow a practice: was it easy, restless, dizzy?
    """

    scales: tuple[Scale, ...] = ("pain", "stress", "mood")
    own_scales: Annotated[tuple[OwnScale, ...], at_most(MOST_OWN_SCALES)] = ()
    questions: bool = True


@dataclass(frozen=True, slots=True)
class StrapSettings:
    """The address of the strap to use; empty for the last strap used, or the strongest signal."""

    address: Annotated[str, text_line()] = ""


@dataclass(frozen=True, slots=True)
class ProgrammeSettings:
    """What a person said once and for good about programmes.

    Parameters
    ----------
    skipped_regions : tuple of str
        Parts of the body to leave out, by their English names.
    cautions_read : tuple of str
        Kinds of programmes for which the person said that none of the cautions apply.
    back_is_fine : bool
        Whether the person said, before a muscle relaxation, that neither back nor neck hurts; until then
        they are asked.
    """

    skipped_regions: Annotated[tuple[Annotated[str, text_line(1)], ...], at_most(_MOST_REGIONS)] = ()
    cautions_read: Annotated[tuple[Annotated[str, text_line(1)], ...], at_most(_MOST_REGIONS)] = ()
    back_is_fine: bool = False

    def with_cautions(self, *families: str) -> "ProgrammeSettings":
        """Return the settings with more kinds of programmes for which no caution applies to the person."""
        return replace(self, cautions_read=tuple(dict.fromkeys((*self.cautions_read, *families))))

    def without(self, region: str) -> "ProgrammeSettings":
        """Return the settings with one more part of the body to leave out."""
        known = self.skipped_regions
        return self if region in known else replace(self, skipped_regions=(*known, region)[-_MOST_REGIONS:])


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings of a person."""

    breathing: BreathingSettings = field(default_factory=BreathingSettings)
    sound: HearingSettings = field(default_factory=HearingSettings)
    window: WindowSettings = field(default_factory=WindowSettings)
    ratings: RatingSettings = field(default_factory=RatingSettings)
    strap: StrapSettings = field(default_factory=StrapSettings)
    programmes: ProgrammeSettings = field(default_factory=ProgrammeSettings)


_SECTIONS: Final = get_type_hints(Settings)


def load_settings(path: Path) -> Settings:
    """Read the settings; without a file, return the defaults.

    Raises
    ------
    SettingsError
        If the file can't be read, or has an unknown key or value.
    """
    data = read_toml(path, largest_bytes=_LARGEST_BYTES, error=SettingsError)
    return Settings() if data is None else _settings(path, data)


def save_settings(path: Path, settings: Settings) -> None:
    """Write the settings, whole or not at all, readable by their owner only.

    In an existing file only the values that differ are changed. Comments, the order, and keys that only
    another version knows all stay.

    Raises
    ------
    SettingsError
        If a value could not be read back, or the file is damaged or read-only.
    SessionFileError
        If the file can't be written.
    """
    wanted = plain(settings)
    _settings(path, wanted)
    save_toml(
        path,
        wanted,
        understood=lambda data: _understood(path, data),
        heading=_HEADING,
        named=_NAMED,
        largest_bytes=_LARGEST_BYTES,
        error=SettingsError,
    )


def checked(settings: Settings) -> Settings:
    """Return the settings if they can be saved.

    Raises
    ------
    SettingsError
        If a value could not be read back; the error says what to enter instead.
    """
    try:
        _settings(Path(SETTINGS_FILE_NAME), plain(settings))
    except SettingsError as error:
        # A person who fills in a form does not see the file, so a line number would not help.
        advice = error.__cause__.advice if isinstance(error.__cause__, UnfitDataError) else error.advice
        raise SettingsError(message("own_file.not_kept"), advice) from error
    return settings


def _understood(path: Path, data: Mapping[str, object]) -> dict[str, object]:
    """Return what a file says about each setting, even if some of the file is wrong.

    An invalid value is replaced by the default, so it is overwritten only by a different value.
    """
    with suppress(SettingsError):
        return plain(_settings(path, data))
    before = plain(Settings())
    for section, table in data.items():
        for key, value in table.items() if isinstance(table, Mapping) else ():
            with suppress(SettingsError):
                known = plain(_settings(path, {section: {key: value}}))
                before[section] = {**_table(before[section]), key: _table(known[section])[key]}
    return before


def _table(value: object) -> Mapping[str, object]:
    return value if isinstance(value, Mapping) else {}


def _settings(path: Path, data: Mapping[str, object]) -> Settings:
    for section, table in data.items():
        if section not in _SECTIONS:
            raise _unknown(path, section, _SECTIONS)
        if not isinstance(table, Mapping):
            raise SettingsError(
                message("own_file.no_section", path=f"{path}", section=section),
                message("own_file.write_section", section=section),
            )
        kinds = get_type_hints(_SECTIONS[section], include_extras=True)
        for key, value in table.items():
            if key not in kinds:
                raise _unknown(path, f"{section}.{key}", kinds)
            _require(path, f"{section}.{key}", value, kinds[key])
    return typed(data, Settings)


def _require(path: Path, key: str, value: object, kind: object) -> None:
    try:
        made = fitted(value, kind)
        if key in _DISTINCT:
            _require_distinct(key, made)
    except UnfitDataError as error:
        unfit = message("own_file.unfit", path=f"{path}", key=key, value=shown_value(value))
        raise SettingsError(unfit, advice_at(error)) from error
    except PatternError as error:
        raise SettingsError(
            message("own_file.refused", path=f"{path}", key=key, why=error.message), error.advice
        ) from error


def _require_distinct(key: str, scales: tuple[Scale | OwnScale, ...]) -> None:
    """Require that no scale appears twice; ratings are recorded by the names of the scales."""
    names = [one.name.casefold() if isinstance(one, OwnScale) else one for one in scales]
    if len(set(names)) < len(names):
        raise UnfitDataError((), message("wanted.no_duplicates"))
    if key == _OWN_SCALES and set(names) & set(USUAL_SCALES):
        raise UnfitDataError((), message("wanted.own_names"))


def _unknown(path: Path, key: str, known: Mapping[str, object]) -> SettingsError:
    return SettingsError(
        message("own_file.no_setting", path=f"{path}", key=shown_key(key)),
        message("own_file.known_here", keys=", ".join(known)),
    )
