"""How the window looks: its colours, the text size, and how much of the practice it shows."""

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QWidget

from biofeedback.desktop.animations import reduces_motion
from biofeedback.person.guide_styles import guide_style
from biofeedback.window.chosen_settings import ChosenSettings
from biofeedback.window.look.depth import GUIDE_ONLY_SESSIONS, Depth, depth_for
from biofeedback.window.look.look import lay_ground, theme_of
from biofeedback.window.look.text import TextRole
from biofeedback.window.pages.home.home_pages import HomePages
from biofeedback.window.pages.sheets import Sheets


class Appearance(QObject):
    """Gives the window the look that the person has chosen.

    Parameters
    ----------
    window : QWidget
        The window to style.
    sheets : Sheets
        The pages that the window shows.
    chosen : ChosenSettings
        The person's settings.
    home : HomePages
        Knows how often the person has practised.
    """

    def __init__(self, window: QWidget, sheets: Sheets, chosen: ChosenSettings, home: HomePages) -> None:
        super().__init__(window)
        self._window, self._sheets, self._chosen, self._home = window, sheets, chosen, home
        QApplication.setFont(TextRole.BODY.font(1.0))
        QGuiApplication.styleHints().colorSchemeChanged.connect(self.apply)

    @property
    def depth(self) -> Depth:
        """How much of the practice is shown when there is room for it."""
        return depth_for(self._chosen.settings.window.depth, self._home.recent.sessions)

    def apply(self) -> None:
        """Apply the current look."""
        chosen, view = self._chosen.settings.window, self._sheets.view
        theme, still = theme_of(chosen.theme), reduces_motion(chosen.reduce_motion)
        lay_ground(self._window, theme)
        view.set_depth(self.depth, invites=self._invites)
        style = guide_style(chosen.guide_style)
        view.set_appearance(theme, style, chosen.text_percent, reduces_motion=still)
        self._sheets.place(view.look)

    def change_depth(self) -> None:
        """Show more of the practice, or only the guide again, and save this choice."""
        deeper = self.depth.deeper
        if deeper is Depth.DETAILS and not self._sheets.view.has_room_for_details:
            deeper = deeper.deeper
        self._chosen.change_window(depth=deeper.value)

    def show_focus(self) -> None:
        """Show the keyboard focus once somebody uses the keys."""
        view = self._sheets.view
        if not view.shows_focus:
            view.shows_focus = True
            self.apply()

    @property
    def _invites(self) -> bool:
        """Whether to invite the person to see more: they have not chosen a depth or are new to this."""
        is_new = self._home.recent.sessions < GUIDE_ONLY_SESSIONS
        return self._chosen.settings.window.depth == "automatic" or is_new
