"""The text pages one step away from Home: help, straps and About."""

from typing import Final

from PySide6.QtCore import Qt

from biofeedback.engine.state import State
from biofeedback.window.look.screen_libraries import qt_version
from biofeedback.window.look.text import TextRole
from biofeedback.window.pages.home.strap_card import StrapCard
from biofeedback.window.pages.page import ENTER_KEYS
from biofeedback.window.pages.sheet import Sheet
from devices.message import Message, message

_BACK: Final = message("home.back")
_HELP: Final = (
    message("home.help_begin"),
    message("home.help_home"),
    message("home.help_breathe"),
    message("home.help_depth"),
    message("home.help_change"),
    message("home.help_look"),
    message("home.help_pages"),
    message("home.help_end"),
)
_ABOUT: Final = (
    message("about.what"),
    message("about.not"),
    message("about.data"),
    message("about.licence"),
)


class TellingSheet(Sheet):
    """Some paragraphs, and a button that leads back.

    Parameters
    ----------
    heading : Message
        The first line.
    paragraphs : tuple of Message
        The paragraphs of the page.
    key : Qt.Key
        The key that opens it and also closes it.
    """

    def __init__(self, heading: Message, paragraphs: tuple[Message, ...], key: Qt.Key) -> None:
        super().__init__(heading, close_keys=(key, Qt.Key.Key_Escape, *ENTER_KEYS))
        for paragraph in paragraphs:
            self.add_text(paragraph, role=TextRole.PATTERN)
        self.add_buttons((_BACK, self.closed.emit))
        self.fill_up()


class HelpSheet(TellingSheet):
    """How to use the program, with mouse and keys."""

    def __init__(self) -> None:
        super().__init__(message("home.help_heading"), _HELP, Qt.Key.Key_F1)


class AboutSheet(TellingSheet):
    """What the program is, what it is not, and its licences."""

    def __init__(self) -> None:
        from importlib.metadata import version

        shown = message("about.version", version=version("biofeedback"))
        others = (
            message("about.qt", version=qt_version()),
            message("about.font"),
            message("about.libraries"),
        )
        super().__init__(message("about.heading"), (shown, *_ABOUT, *others), Qt.Key.Key_F2)


class StrapSheet(Sheet):
    """How to put on a strap, and which straps are in range."""

    def __init__(self) -> None:
        close_keys = (Qt.Key.Key_B, Qt.Key.Key_Escape)
        super().__init__(message("home.straps"), close_keys=close_keys)
        self._now = self.add_text("", role=TextRole.STRONG)
        self.card = self.add(StrapCard(self))
        self.add_text(message("strap.kinds"), role=TextRole.TITLE, ink="quiet")
        self.add_buttons((_BACK, self.closed.emit))
        self.fill_up()

    def show_state(self, state: State) -> None:
        """Show which strap is connected and which are in range."""
        name = state.strap_name
        self._now.setText(message("strap.now", name=name) if name else message("strap.none"))
        self.card.show_state(state)
