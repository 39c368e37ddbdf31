"""One question with its answers as buttons, one of which may be chosen."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Final

from PySide6.QtWidgets import QBoxLayout, QPushButton, QVBoxLayout, QWidget

from biofeedback.window.look.look import Look
from biofeedback.window.look.text import Text, TextRole
from biofeedback.words.spoken import say
from devices.message import Message, message

_GAP: Final = 8.0
"""Gap between the answers in pixels at 1280×720."""


class AnswerRow(QWidget):
    """Shows a question and the chosen answer.

    Parameters
    ----------
    words : Message
        The question.
    answers : sequence of Message
        The possible answers; the first has number 1.
    make : callable
        Makes a button from its words and its action.
    choose : callable
        Called with the number of the chosen answer.
    """

    def __init__(
        self,
        words: Message,
        answers: Sequence[Message],
        make: Callable[[Message, Callable[[], None]], QPushButton],
        choose: Callable[[int], None],
    ) -> None:
        super().__init__()
        self._look, self._is_present = Look(), False
        self._asked = Text(TextRole.BODY, "quiet", self, wrap=True)
        self._asked.setText(words)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addWidget(self._asked)
        self._line = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._column.addLayout(self._line)
        self.buttons = []
        for number, answer in enumerate(answers, 1):
            told = message("questions.numbered", number=number, answer=answer)
            button = make(told, partial(choose, number))
            button.setCheckable(True)
            button.setAccessibleName(say(message("questions.accessible", question=words, answer=answer)))
            self._line.addWidget(button)
            self.buttons.append(button)
        self._line.addStretch(1)

    def show_answer(self, number: int | None, *, present: bool) -> None:
        """Show which answer was chosen, and whether the next digit answers this question."""
        self._is_present = present
        self._dress()
        for at, button in enumerate(self.buttons, 1):
            button.setChecked(at == number)

    def set_look(self, look: Look) -> None:
        """Use this look; with large text, the answers stand one below the other."""
        self._look = look
        self._dress()
        down, right = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight
        self._line.setDirection(down if look.large else right)
        self._column.setSpacing(round(_GAP * look.scale))
        self._line.setSpacing(round(_GAP * look.scale))

    def _dress(self) -> None:
        role = TextRole.STRONG if self._is_present else TextRole.BODY
        self._asked.dress(role, "text" if self._is_present else "quiet", self._look)
