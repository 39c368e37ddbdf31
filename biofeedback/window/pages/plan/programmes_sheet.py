"""All programmes, by kind; the Begin button starts the chosen one."""

from collections.abc import Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import Qt, Signal

from biofeedback.programmes.programme import Programme
from biofeedback.window.look.text import TextRole
from biofeedback.window.pages.plan.families import FAMILY_NAMES, length_words, short_title
from biofeedback.window.pages.plan.offer_row import OfferRow
from biofeedback.window.pages.sheet import Sheet
from biofeedback.words.spoken import spoken
from devices.message import Message, message, verbatim

PROGRAMMES_KEY: Final = Qt.Key.Key_A
_LEARNT: Final = ("pmr-8", "pmr-without-back", "pmr-16", "pmr-4", "pmr-release")
"""Muscle relaxation programmes in the order of learning."""

_STEPS: Final[dict[int, int]] = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


class ProgrammesSheet(Sheet):
    """Offers all programmes; none is locked.

    Parameters
    ----------
    programmes : sequence of Programme
        The available programmes.
    problems : sequence of Message
        Why some of the person's own can't be used.
    waiting : str
        The name of the programme that waits on Home; empty for none.
    """

    chosen = Signal(object)
    """The chosen Programme."""

    usual_wanted = Signal()

    def __init__(self, programmes: Sequence[Programme], problems: Sequence[Message], waiting: str) -> None:
        heading = message("programmes.heading")
        super().__init__(heading, close_keys=(PROGRAMMES_KEY, Qt.Key.Key_Escape))
        self.add_text(message("programmes.hint"), role=TextRole.TITLE, ink="quiet")
        self.rows: list[OfferRow] = []
        for family, name in FAMILY_NAMES.items():
            of_family = [one for one in programmes if one.family is family]
            if of_family:
                self.add_text(name, role=TextRole.STRONG)
            for programme in sorted(of_family, key=_order):
                self._add(programme, is_waiting=programme.name == waiting)
        for problem in problems:
            self.add_text(problem)
        self.fill_up()
        self.add_buttons(
            (message("home.back"), self.closed.emit), (message("programmes.usual"), self.usual_wanted.emit)
        )

    def take_key(self, key: int) -> bool:
        """Move from row to row with the arrows, and scroll to the row."""
        step = _STEPS.get(key)
        if step is None:
            return super().take_key(key)
        at = next((index for index, row in enumerate(self.rows) if row.hasFocus()), -1 if step > 0 else 0)
        row = self.rows[min(len(self.rows) - 1, max(0, at + step))]
        row.setFocus(Qt.FocusReason.TabFocusReason)
        self._scroll.ensureWidgetVisible(row)
        return True

    def _add(self, programme: Programme, *, is_waiting: bool) -> None:
        title, about = short_title(programme), programme.about.said(spoken().language)
        length = length_words(programme.seconds / 60.0)
        row = self.add(OfferRow(verbatim(title), length, verbatim(about), self, is_waiting=is_waiting))
        row.clicked.connect(partial(self._choose, programme))
        row.installEventFilter(self)
        if is_waiting or self.first_focus is self:
            self.first_focus = row
        self.rows.append(row)

    def _choose(self, programme: Programme, *_: bool) -> None:
        self.chosen.emit(programme)


def _order(programme: Programme) -> tuple[int, float, str]:
    """Return the sort key of programmes of a kind: level or order of learning, then length."""
    learnt = _LEARNT.index(programme.name) if programme.name in _LEARNT else len(_LEARNT)
    return (learnt if programme.level is None else programme.level, programme.seconds, programme.name)
