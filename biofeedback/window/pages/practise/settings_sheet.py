"""The settings over the window; each change is taken at once and kept."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from biofeedback.person.guide_styles import GUIDE_STYLES
from biofeedback.person.settings import OwnScale, Settings, SettingsError, checked
from biofeedback.window.look.language import say
from biofeedback.window.look.look import Look
from biofeedback.window.look.text import Text, TextRole
from biofeedback.window.pages.sheet import Sheet
from biofeedback.window.widgets.choice_box import ChoiceBox
from biofeedback.window.widgets.own_scales import OwnScales
from devices.message import Message

_CLOSE_KEYS: Final = (Qt.Key.Key_O, Qt.Key.Key_Escape)
_OFF_ON: Final = (("off", False), ("on", True))


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing to choose: where it lies in the settings, and what there is."""

    label: str
    section: str
    key: str
    offered: tuple[tuple[Message | str, Any], ...]


_LENGTHS: Final = tuple((f"{minutes:g} minutes", minutes) for minutes in (3.0, 5.0, 10.0, 15.0, 20.0, 30.0))
_ORDINARY: Final = (("none", 0.0), ("2 minutes", 2.0), ("5 minutes", 5.0))

CHOICES: Final = (
    Choice(
        "Practice",
        "breathing",
        "minutes",
        _LENGTHS,
    ),
    Choice("Slow down from your own rate", "breathing", "ramp", _OFF_ON),
    Choice("Ordinary breathing before", "breathing", "before_minutes", _ORDINARY),
    Choice("Ordinary breathing after", "breathing", "after_minutes", _ORDINARY),
    Choice("Sound", "sound", "on", _OFF_ON),
    Choice("Volume", "sound", "volume", (("quiet", 0.4), ("medium", 0.7), ("loud", 0.85), ("full", 1.0))),
    Choice("Tone brightens with the response", "sound", "feedback", _OFF_ON),
    Choice("Theme", "window", "theme", (("dark", "dark"), ("light", "light"))),
    Choice(
        "Guide",
        "window",
        "guide_style",
        tuple((style.name, style.key) for style in GUIDE_STYLES),
    ),
    Choice(
        "Size of the writing",
        "window",
        "text_percent",
        tuple((f"{percent} %", percent) for percent in (100, 125, 150, 175, 200)),
    ),
    Choice(
        "Language",
        "window",
        "language",
        (("of the computer", "system"), ("English", "en"), ("Deutsch", "de")),
    ),
    Choice(
        "Asked before and after",
        "ratings",
        "scales",
        (
            ("pain, stress, mood", ("pain", "stress", "mood")),
            ("pain and stress", ("pain", "stress")),
            ("stress and mood", ("stress", "mood")),
            ("nothing", ()),
        ),
    ),
)


class SettingsSheet(Sheet):
    """Shows what was chosen, to be chosen otherwise.

    Parameters
    ----------
    settings : Settings
        To begin with.
    """

    changed = Signal(object)
    """The settings after a change; a Settings."""

    def __init__(self, settings: Settings) -> None:
        super().__init__("Settings", close_keys=_CLOSE_KEYS)
        self._settings = settings
        self.add_text(
            "Tab goes on, ↑ ↓ choose. What concerns the practice itself holds from the next one on.",
            role=TextRole.TITLE,
            ink="quiet",
        )
        self.rows = [self.add(ChoiceRow(one, _value(settings, one), self._choose)) for one in CHOICES]
        self.first_focus = self.rows[0].box
        self.own_scales = self.add(
            OwnScales(settings.ratings.own_scales, self.button, self._change_own_scales)
        )
        self.fill_up()
        self.add_buttons(("Back (Esc)", self.closed.emit))

    def _change_own_scales(self, scales: tuple[OwnScale, ...]) -> str:
        ratings = replace(self._settings.ratings, own_scales=scales)
        try:
            self._settings = checked(replace(self._settings, ratings=ratings))
        except SettingsError as error:
            return str(error)
        self.changed.emit(self._settings)
        return ""

    def _choose(self, choice: Choice, value: Any) -> None:
        section = replace(getattr(self._settings, choice.section), **{choice.key: value})
        self._settings = replace(self._settings, **{choice.section: section})
        self.changed.emit(self._settings)


class ChoiceRow(QWidget):
    """A label and a box to choose from; a value that is not offered is offered as it is.

    Parameters
    ----------
    choice : Choice
        What there is.
    value : object
        What was chosen.
    choose : callable
        Told of another choice.
    """

    def __init__(self, choice: Choice, value: Any, choose: Callable[[Choice, Any], None]) -> None:
        super().__init__()
        self.label = Text(TextRole.BODY, "text", self, wrap=True)
        self.label.setAlignment(Qt.AlignmentFlag.AlignVCenter)
        self.label.setText(choice.label)
        self.box = ChoiceBox(self)
        self.box.setAccessibleName(say(choice.label))
        self.box.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        offered = _with(choice.offered, value)
        self.box.addItems([say(words) for words, _ in offered])
        self.box.setCurrentIndex([one for _, one in offered].index(value))
        self.box.currentIndexChanged.connect(lambda index: choose(choice, offered[index][1]))
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(self.label, 1)
        line.addWidget(self.box, 1)

    def set_look(self, look: Look) -> None:
        self.label.set_look(look)
        self.box.set_look(look)


def _value(settings: Settings, choice: Choice) -> Any:
    return getattr(getattr(settings, choice.section), choice.key)


def _with(offered: Sequence[tuple[Message | str, Any]], value: Any) -> tuple[tuple[Message | str, Any], ...]:
    known = any(one == value for _, one in offered)
    return (*offered, *(() if known else ((str(value), value),)))
