"""The choices in the settings."""

from dataclasses import dataclass
from typing import Any, Final

from biofeedback.person.guide_styles import GUIDE_STYLES
from biofeedback.person.settings import SYSTEM_LANGUAGE
from biofeedback.words.catalogue import languages
from biofeedback.words.speech import speech
from devices.message import Message, message, verbatim


@dataclass(frozen=True, slots=True)
class Choice:
    """One choice: its place in the settings, and the possible values."""

    label: Message
    section: str
    key: str
    offered: tuple[tuple[Message, Any], ...]


_OFF_ON: Final = ((message("settings.off"), False), (message("settings.on"), True))
_LENGTHS: Final = tuple(
    (message("settings.minutes", count=minutes), float(minutes)) for minutes in (3, 5, 10, 15, 20, 30)
)
_ORDINARY: Final = (
    (message("settings.none"), 0.0),
    *((message("settings.minutes", count=minutes), float(minutes)) for minutes in (2, 5)),
)

_OF_PRACTICE: Final = (
    Choice(message("settings.practice"), "breathing", "minutes", _LENGTHS),
    Choice(message("settings.ramp"), "breathing", "ramp", _OFF_ON),
    Choice(message("settings.before"), "breathing", "before_minutes", _ORDINARY),
    Choice(message("settings.after"), "breathing", "after_minutes", _ORDINARY),
)
_OF_SOUND: Final = (
    Choice(message("settings.sound"), "sound", "on", _OFF_ON),
    Choice(
        message("settings.volume"),
        "sound",
        "volume",
        (
            (message("settings.volume.quiet"), 0.4),
            (message("settings.volume.medium"), 0.7),
            (message("settings.volume.loud"), 0.85),
            (message("settings.volume.full"), 1.0),
        ),
    ),
    Choice(
        message("settings.timbre"),
        "sound",
        "timbre",
        (
            (message("settings.timbre.pad"), "pad"),
            (message("settings.timbre.sea"), "sea"),
            (message("settings.timbre.bowl"), "bowl"),
        ),
    ),
    Choice(message("settings.feedback"), "sound", "feedback", _OFF_ON),
    Choice(
        message("settings.voice"),
        "sound",
        "voice",
        (
            (message("settings.off"), "off"),
            (message("settings.voice.start"), "start"),
            (message("settings.voice.always"), "always"),
        ),
    ),
)
_OF_WINDOW: Final = (
    Choice(
        message("settings.theme"),
        "window",
        "theme",
        (
            (message("settings.theme.system"), "system"),
            (message("settings.theme.dark"), "dark"),
            (message("settings.theme.light"), "light"),
        ),
    ),
    Choice(
        message("settings.guide"),
        "window",
        "guide_style",
        tuple((style.name, style.key) for style in GUIDE_STYLES),
    ),
    Choice(
        message("settings.text_size"),
        "window",
        "text_percent",
        tuple((message("settings.percent", percent=one), one) for one in (100, 125, 150, 175, 200)),
    ),
    Choice(
        message("settings.motion"),
        "window",
        "reduce_motion",
        (
            (message("settings.motion.system"), "system"),
            (message("settings.motion.on"), "on"),
            (message("settings.motion.off"), "off"),
        ),
    ),
)
_OF_RATINGS: Final = Choice(
    message("settings.scales"),
    "ratings",
    "scales",
    (
        (message("settings.scales.all"), ("pain", "stress", "mood")),
        (message("settings.scales.pain_stress"), ("pain", "stress")),
        (message("settings.scales.stress_mood"), ("stress", "mood")),
        (message("settings.scales.nothing"), ()),
    ),
)


def choices() -> tuple[Choice, ...]:
    """Return all choices; the languages are those that currently have a catalogue."""
    named = ((verbatim(language_name(code)), code) for code in languages())
    language = Choice(
        message("settings.language"),
        "window",
        "language",
        ((message("settings.language.system"), SYSTEM_LANGUAGE), *named),
    )
    return *_OF_PRACTICE, *_OF_SOUND, *_OF_WINDOW, language, _OF_RATINGS


def language_name(code: str) -> str:
    """Return a language's name in that language."""
    return speech(code).say(message("language.name"))
