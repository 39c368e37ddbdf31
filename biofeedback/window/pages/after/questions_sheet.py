"""Three quick questions after a practice: was it easy, restless, dizzy? All answers are optional."""

from functools import partial
from typing import Final

from PySide6.QtCore import Qt, Signal

from biofeedback.statements.questions import QUESTIONS, AnswerEntry
from biofeedback.window.look.text import TextRole
from biofeedback.window.pages.page import ENTER_KEYS
from biofeedback.window.pages.sheet import Sheet
from biofeedback.window.widgets.answer_row import AnswerRow
from devices.message import dotted, message

_SKIP_KEYS: Final = (Qt.Key.Key_Minus, Qt.Key.Key_Delete, *ENTER_KEYS)
_LEAVING_KEYS: Final = (Qt.Key.Key_Space, Qt.Key.Key_Escape)
_HINT: Final = dotted(
    message("questions.hint.digits"), message("questions.hint.skip"), message("questions.hint.back")
)


class QuestionsSheet(Sheet):
    """Asks how the practice was.

    Parameters
    ----------
    entry : AnswerEntry
        The answers so far.
    """

    takes_digits = True

    left = Signal()
    """All questions were answered or skipped, or the person wants to continue."""

    def __init__(self, entry: AnswerEntry) -> None:
        super().__init__(message("questions.heading"))
        self.entry = entry
        self.rows = [
            self.add(
                AnswerRow(
                    question.words,
                    [words for words, _ in question.answers],
                    self.button,
                    partial(self._choose, at),
                )
            )
            for at, question in enumerate(QUESTIONS)
        ]
        self.add_text(_HINT, role=TextRole.TITLE, ink="quiet")
        self.fill_up()
        self.add_buttons((message("questions.leave"), self.left.emit))
        self.first_focus = self  # Enter skips a question and does not press the first answer.
        self._show()

    def take_key(self, key: int) -> bool:
        """Use a key; return whether it was one of this page's keys."""
        if Qt.Key.Key_1 <= key <= Qt.Key.Key_9:
            self.entry.choose(key - Qt.Key.Key_0)
        elif key in _SKIP_KEYS:
            self.entry.skip()
        elif key == Qt.Key.Key_Backspace:
            self.entry.go_back()
        elif key in _LEAVING_KEYS:
            self.left.emit()
            return True
        else:
            return super().take_key(key)
        self._show()
        return True

    def _choose(self, question: int, number: int) -> None:
        self.entry.choose(number, question=question)
        self._show()

    def _show(self) -> None:
        entry = self.entry
        for at, row in enumerate(self.rows):
            row.show_answer(entry.chosen[at], present=at == entry.index)
        if entry.is_done:
            self.left.emit()
        else:
            self.scroll_to(self.rows[entry.index])
