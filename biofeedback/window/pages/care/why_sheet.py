"""What a figure means, made of what, and when it misleads; beside the guide, which goes on."""

from typing import Final

from PySide6.QtCore import Qt

from biofeedback.engine.figures import Figure
from biofeedback.engine.state import State
from biofeedback.figures.registry import LIVE, all_explanations, figure_spec
from biofeedback.window.look.language import say
from biofeedback.window.look.text import TextRole
from biofeedback.window.pages.page import ENTER_KEYS
from biofeedback.window.pages.sheet import Sheet

_EXPLANATIONS: Final = all_explanations()
_CLOSE_KEYS: Final = (Qt.Key.Key_W, Qt.Key.Key_Escape, *ENTER_KEYS)


class WhySheet(Sheet):
    """Explains one figure at a time; the arrows to the left and right lead to the others.

    Parameters
    ----------
    back : str, optional
        What its button says.
    """

    def __init__(self, *, back: str = "Back to the practice") -> None:
        super().__init__("", close_keys=_CLOSE_KEYS)
        self._index = 0
        self._now = self.add_text("", role=TextRole.STRONG)
        self._says = self.add_text("")
        self.add_text("How it is made", role=TextRole.TITLE, ink="quiet")
        self._made_of = self.add_text("")
        self.add_text("When it misleads", role=TextRole.TITLE, ink="quiet")
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
        """Show what the figures are in this state."""
        figures = {one.key: one.of_state(state) for one in LIVE if one.of_state is not None}
        if figures != self._figures:
            self._figures = figures
            self._show_value()

    def take_key(self, key: int) -> bool:
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
        self._place.setText(f"{self._index + 1} of {len(_EXPLANATIONS)} · ← → the others · W back")
        self._show_value()

    def _show_value(self) -> None:
        here = _EXPLANATIONS[self._index]
        shown = (one for key, one in self._figures.items() if figure_spec(key).explanation is here)
        figure = next(shown, None)
        self._now.setVisible(figure is not None)
        if figure is not None:
            unit = f" {say(figure.unit)}" if figure.value is not None else ""
            self._now.setText(f"Now {figure.value_text()}{unit} · {figure.window_text()}")
