"""What the person chose, as it is while the window is open: each change is told at once."""

from dataclasses import replace
from typing import Any

from PySide6.QtCore import QObject, Signal

from biofeedback.person.guide_styles import guide_style, next_style
from biofeedback.person.settings import TEXT_RANGE_PERCENT, Settings
from biofeedback.window.look.look import Theme


class ChosenSettings(QObject):
    """The settings of the moment.

    Parameters
    ----------
    settings : Settings
        To begin with.

    Attributes
    ----------
    settings : Settings
        The present ones.
    """

    changed = Signal(object)
    """The Settings after a change."""

    def __init__(self, settings: Settings) -> None:
        super().__init__()
        self.settings = settings

    def take(self, settings: Settings) -> None:
        """Take other settings."""
        if settings != self.settings:
            self.settings = settings
            self.changed.emit(settings)

    def change_window(self, **changes: Any) -> None:
        """Change how the window looks."""
        self.take(replace(self.settings, window=replace(self.settings.window, **changes)))

    def leave_out(self, region: str) -> None:
        """Leave a part of the body out of all programmes, for good."""
        self.take(replace(self.settings, programmes=self.settings.programmes.without(region)))

    def keep_caution(self, family: str) -> None:
        """Keep that none of the cautions of a kind of programme holds for the person."""
        programmes = self.settings.programmes
        if family not in programmes.cautions_read:
            read = replace(programmes, cautions_read=(*programmes.cautions_read, family))
            self.take(replace(self.settings, programmes=read))

    def change_theme(self) -> None:
        """Take the other theme."""
        self.change_window(theme=Theme(self.settings.window.theme).other.value)

    def change_guide_style(self) -> None:
        """Take the next style of the guide."""
        self.change_window(guide_style=next_style(guide_style(self.settings.window.guide_style)).key)

    def change_text_size(self, step_percent: int) -> None:
        """Make all writing larger or smaller, within what is offered."""
        smallest, largest = TEXT_RANGE_PERCENT
        percent = self.settings.window.text_percent + step_percent
        self.change_window(text_percent=min(largest, max(smallest, percent)))

    def change_breathing(self, **changes: Any) -> None:
        """Change how one practises."""
        self.take(replace(self.settings, breathing=replace(self.settings.breathing, **changes)))
