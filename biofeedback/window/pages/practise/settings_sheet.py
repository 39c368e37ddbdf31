"""The settings over the window; each change takes effect at once and is saved."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from biofeedback.person.settings import OwnScale, Settings, SettingsError, checked
from biofeedback.window.look.look import Look
from biofeedback.window.look.text import Text, TextRole
from biofeedback.window.pages.practise.choices import Choice, choices
from biofeedback.window.pages.practise.own_scales import OwnScales
from biofeedback.window.pages.practise.voice_row import VoiceRow
from biofeedback.window.pages.sheet import Sheet
from biofeedback.window.widgets.choice_box import ChoiceBox
from biofeedback.words.spoken import say
from devices.message import Message, message

_CLOSE_KEYS: Final = (Qt.Key.Key_O, Qt.Key.Key_Escape)


class SettingsSheet(Sheet):
    """Shows the settings, which the person can change.

    Parameters
    ----------
    settings : Settings
        The initial settings.
    forgets : bool, optional
        Whether a button leads to the page that deletes everything.
    """

    changed = Signal(object)
    """Reports the changed Settings."""

    sound_tried = Signal()
    """The person wants to hear one breath."""

    forget_wanted = Signal()

    def __init__(self, settings: Settings, *, forgets: bool = False) -> None:
        super().__init__(message("settings.heading"), close_keys=_CLOSE_KEYS)
        self._settings = settings
        self.add_text(message("settings.keys"), role=TextRole.TITLE, ink="quiet")
        self.rows: list[ChoiceRow] = []
        for one in choices():
            self.rows.append(self.add(ChoiceRow(one, _value(settings, one), self._choose)))
            self._add_below(one)
        self.first_focus = self.rows[0].box
        self.own_scales = self.add(
            OwnScales(settings.ratings.own_scales, self.button, self._change_own_scales)
        )
        self.fill_up()
        forget = ((message("forget.open"), self.forget_wanted.emit),) if forgets else ()
        self.add_buttons((message("settings.back"), self.closed.emit), *forget)

    def _add_below(self, choice: Choice) -> None:
        """Add what belongs to a choice: a sample breath, or which voice speaks."""
        if choice.key == "timbre":
            (self.try_sound,) = self.add_buttons((message("settings.try_sound"), self.sound_tried.emit))
        elif choice.key == "voice":
            folder = self._settings.sound.voice_folder
            self.voice_row = self.add(VoiceRow(folder, self.button, self._choose_voice_folder))

    def _choose_voice_folder(self, folder: str) -> None:
        self._settings = replace(self._settings, sound=replace(self._settings.sound, voice_folder=folder))
        self.changed.emit(self._settings)

    def _change_own_scales(self, scales: tuple[OwnScale, ...]) -> Message | None:
        ratings = replace(self._settings.ratings, own_scales=scales)
        try:
            self._settings = checked(replace(self._settings, ratings=ratings))
        except SettingsError as error:
            return error.whole
        self.changed.emit(self._settings)
        return None

    def _choose(self, choice: Choice, value: Any) -> None:
        section = replace(getattr(self._settings, choice.section), **{choice.key: value})
        self._settings = replace(self._settings, **{choice.section: section})
        self.changed.emit(self._settings)


class ChoiceRow(QWidget):
    """A label and a combo box; a value outside the usual choices is added as it is.

    Parameters
    ----------
    choice : Choice
        The setting and its possible values.
    value : object
        The current value.
    choose : callable
        Called with the new value.
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
        """Use these colours and sizes."""
        self.label.set_look(look)
        self.box.set_look(look)


def _value(settings: Settings, choice: Choice) -> Any:
    return getattr(getattr(settings, choice.section), choice.key)


def _with(offered: Sequence[tuple[Message, Any]], value: Any) -> tuple[tuple[Message, Any], ...]:
    if any(one == value for _, one in offered):
        return tuple(offered)
    shown = value if isinstance(value, float | int) else str(value)
    return (*offered, (message("settings.other", value=shown), value))
