"""What a figure means, how it is calculated, and when it misleads; the guide beside it continues."""

from typing import Final

from PySide6.QtCore import Qt

from biofeedback.engine.figures import Figure
from biofeedback.engine.state import State
from biofeedback.figures.registry import LIVE, all_explanations, figure_spec
from biofeedback.window.charts.figure_terms import value_words
from biofeedback.window.look.text import TextRole
from biofeedback.window.pages.page import ENTER_KEYS
from biofeedback.window.pages.sheet import Sheet
from biofeedback.words.spoken import say
from devices.message import Message, dotted, message

_EXPLANATIONS: Final = all_explanations()
_BACK: Final = message("page.why.back")
_CLOSE_KEYS: Final = (Qt.Key.Key_W, Qt.Key.Key_Escape, *ENTER_KEYS)


class WhySheet(Sheet):
    """Explains one figure at a time; the left and right arrow keys lead to the others.

    Parameters
    ----------
    back : Message, optional
        The label of its button.
    """

    def __init__(self, *, back: Message = _BACK) -> None:
        super().__init__("", close_keys=_CLOSE_KEYS)
        self._index = 0
        self._now = self.add_text("", role=TextRole.STRONG)
        self._says = self.add_text("")
        self.add_text(message("page.why.made_of"), role=TextRole.TITLE, ink="quiet")
        self._made_of = self.add_text("")
        self.add_text(message("page.why.misleads"), role=TextRole.TITLE, ink="quiet")
        self._misleads = self.add_text("")
        self.fill_up()
        self._place = self.add_text("", role=TextRole.NOTE, ink="quiet")
        self.add_buttons((back, self.closed.emit))
        self._figures: dict[str, Figure] = {}
        self._show()

    def show_figure(self, key: str) -> None:
        """Explain the figure with this key.

        Raises
        ------
        KeyError
            If there is no such figure.
        """
        self._index = _EXPLANATIONS.index(figure_spec(key).explanation)
        self._show()

    def show_state(self, state: State) -> None:
        """Show the current figures of this state."""
        figures = {one.key: one.of_state(state) for one in LIVE if one.of_state is not None}
        if figures != self._figures:
            self._figures = figures
            self._show_value()

    def take_key(self, key: int) -> bool:
        """Use a key; return whether it was one of this page's keys."""
        if key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self._index = (self._index + (1 if key == Qt.Key.Key_Right else -1)) % len(_EXPLANATIONS)
            self._show()
        else:
            return super().take_key(key)
        return True

    def _show(self) -> None:
        one = _EXPLANATIONS[self._index]
        self.setAccessibleName(say(one.title))
        self.heading.setText(one.title)
        self._says.setText(one.says)
        self._made_of.setText(one.made_of)
        self._misleads.setText(one.misleads)
        place = message("page.why.place", number=self._index + 1, count=len(_EXPLANATIONS))
        self._place.setText(dotted(place, message("page.why.others"), message("page.why.back_key")))
        self._show_value()

    def _show_value(self) -> None:
        here = _EXPLANATIONS[self._index]
        shown = (one for key, one in self._figures.items() if figure_spec(key).explanation is here)
        figure = next(shown, None)
        self._now.setVisible(figure is not None)
        if figure is not None:
            value = message("page.why.now", value=value_words(figure))
            self._now.setText(dotted(value, figure.window_text()))
