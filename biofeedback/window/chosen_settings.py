"""The person's settings while the window is open; each change is reported at once."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any, Final

from PySide6.QtCore import QObject, Qt, Signal

from biofeedback.person.guide_styles import guide_style, next_style
from biofeedback.person.settings import TEXT_RANGE_PERCENT, Settings
from biofeedback.programmes.programme import Family, Programme, tenses_back
from biofeedback.statements.care import CAUTIONS, CareSection, families_of
from biofeedback.window.keys import KeyUse
from biofeedback.window.look.look import theme_of

_TEXT_STEP_PERCENT: Final = 25


class ChosenSettings(QObject):
    """The current settings.

    Parameters
    ----------
    settings : Settings
        The initial settings.

    Attributes
    ----------
    settings : Settings
        The current settings.
    """

    changed = Signal(object)
    """Reports the new Settings after a change."""

    def __init__(self, settings: Settings) -> None:
        super().__init__()
        self.settings = settings

    def take(self, settings: Settings) -> None:
        """Replace the settings."""
        if settings != self.settings:
            self.settings = settings
            self.changed.emit(settings)

    def change_window(self, **changes: Any) -> None:
        """Change how the window looks."""
        self.take(replace(self.settings, window=replace(self.settings.window, **changes)))

    def leave_out(self, region: str) -> None:
        """Leave a part of the body out of all programmes permanently."""
        self.take(replace(self.settings, programmes=self.settings.programmes.without(region)))

    def caution(self, family: Family | None) -> CareSection | None:
        """Return the caution to show before a kind of programme; None if it was answered before."""
        section = None if family is None else CAUTIONS.get(family)
        read = self.settings.programmes.cautions_read
        if any(CAUTIONS.get(one) is section for one in CAUTIONS if one.value in read):
            return None  # Two kinds of programme may share their cautions.
        return section

    def keep_caution(self, section: CareSection) -> None:
        """Save that none of the cautions of a kind of programme applies to the person."""
        programmes = self.settings.programmes.with_cautions(*families_of(section))
        self.take(replace(self.settings, programmes=programmes))

    def asks_about_back(self, programme: Programme | None) -> bool:
        """Whether to ask, before a programme, if the person's back or neck hurts today."""
        known = self.settings.programmes.back_is_fine
        return programme is not None and not known and tenses_back(programme)

    def keep_back_fine(self) -> None:
        """Save that neither back nor neck hurts, so that the question is not asked again."""
        self.take(replace(self.settings, programmes=replace(self.settings.programmes, back_is_fine=True)))

    def uses(self, at_guide: Callable[[], bool]) -> tuple[KeyUse, ...]:
        """Return the keys that change how the window looks.

        Parameters
        ----------
        at_guide : callable
            Returns whether the guide is uncovered.
        """
        key = Qt.Key
        return (
            KeyUse(partial(self.change_text_size, _TEXT_STEP_PERCENT), (key.Key_Plus, key.Key_Equal)),
            KeyUse(partial(self.change_text_size, -_TEXT_STEP_PERCENT), (key.Key_Minus,)),
            KeyUse(self.change_theme, (key.Key_T,)),
            KeyUse(self.change_guide_style, (key.Key_G,), at_guide),
        )

    def change_theme(self) -> None:
        """Switch to the other theme."""
        self.change_window(theme=theme_of(self.settings.window.theme).other.value)

    def change_guide_style(self) -> None:
        """Switch to the next style of the guide."""
        self.change_window(guide_style=next_style(guide_style(self.settings.window.guide_style)).key)

    def change_text_size(self, step_percent: int) -> None:
        """Make all text larger or smaller, within the offered range."""
        smallest, largest = TEXT_RANGE_PERCENT
        percent = self.settings.window.text_percent + step_percent
        self.change_window(text_percent=min(largest, max(smallest, percent)))

    def change_sound(self, **changes: Any) -> None:
        """Change the sound settings."""
        self.take(replace(self.settings, sound=replace(self.settings.sound, **changes)))

    def change_breathing(self, **changes: Any) -> None:
        """Change the breathing settings."""
        self.take(replace(self.settings, breathing=replace(self.settings.breathing, **changes)))
