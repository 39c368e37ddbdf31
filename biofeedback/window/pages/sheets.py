"""The sheets that are shown: one beside the guide, and one over the whole window."""

from PySide6.QtWidgets import QWidget

from biofeedback.window.look.look import Look
from biofeedback.window.pages.page import Page
from biofeedback.window.pages.sheet import Sheet
from biofeedback.window.practice_view import PracticeView
from biofeedback.words.spoken import say
from devices.message import message


class Sheets:
    """Shows and removes sheets.

    Parameters
    ----------
    view : PracticeView
        The view; a sheet beside its guide replaces the charts.
    window : QWidget
        The window that a sheet covers.
    """

    def __init__(self, view: PracticeView, window: QWidget) -> None:
        self.view, self._window = view, window
        self._beside: Sheet | None = None
        self._over: Page | None = None
        self._above: Page | None = None

    @property
    def top(self) -> Page | None:
        """The sheet that receives the keys."""
        return self._above or self._over or self._beside

    @property
    def above(self) -> Page | None:
        """The sheet above all others, which stay as they are."""
        return self._above

    @property
    def beside(self) -> Sheet | None:
        """The sheet beside the guide; None if there is none."""
        return self._beside

    @property
    def over(self) -> Page | None:
        """The page that covers the window; None if there is none."""
        return self._over

    def leaves_guide(self) -> bool:
        """Return whether the guide is visible, because nothing covers the window."""
        return self._over is None

    def put_beside(self, sheet: Sheet | None) -> None:
        """Show a sheet beside the guide, or show the charts again."""
        old, self._beside = self._beside, sheet
        self.view.set_sheet(sheet)
        self._leave(old)

    def put_over(self, sheet: Page | None) -> None:
        """Show a sheet over the window, or none."""
        old, self._over = self._over, sheet
        self._lay_over(sheet, old)

    def put_above(self, sheet: Page | None) -> None:
        """Show a sheet above all others, or show again what was under it."""
        old, self._above = self._above, sheet
        self._lay_over(sheet, old)

    def _lay_over(self, sheet: Page | None, old: Page | None) -> None:
        if sheet is not None:
            sheet.setParent(self._window)
            sheet.covers_window = True
            self.place(self.view.look)
        if self._above is not None:
            self._above.show()
        if self._over is not None:
            self._over.setVisible(self._above is None)
        self.view.setVisible(self._above is None and self._over is None)
        self._leave(old)

    def place(self, look: Look) -> None:
        """Set the look and the place of the sheets over the window."""
        for sheet in (self._over, self._above):
            if sheet is not None:
                sheet.set_look(look)
                sheet.setGeometry(self._window.rect())

    def set_title(self) -> None:
        """Set the window's title to the page that it shows."""
        page = self._above or self._over
        shown = message("window.practice") if page is None else page.accessibleName()
        self._window.setWindowTitle(say(message("window.title", page=shown)))

    def _leave(self, old: Page | None) -> None:
        if old is not None:
            old.stop()
            old.hide()
            old.deleteLater()
        self.set_title()
        focus = self.top
        (focus.first_focus if focus is not None else self._window).setFocus()
