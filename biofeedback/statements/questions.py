"""The three quick questions after a practice, asked one by one in window and terminal."""

from dataclasses import dataclass
from typing import Final

from devices.message import Message, message
from devices.wellbeing import Ease


@dataclass(frozen=True, slots=True)
class Question:
    """One question.

    Parameters
    ----------
    words : Message
        The question's text.
    answers : tuple of (Message, Ease or bool)
        The possible answers, and their meaning; the first has number 1.
    """

    words: Message
    answers: tuple[tuple[Message, Ease | bool], ...]


_NO_YES: Final[tuple[tuple[Message, Ease | bool], ...]] = (
    (message("questions.no"), False),
    (message("questions.yes"), True),
)

QUESTIONS: Final = (
    Question(
        message("questions.ease"),
        (
            (message("questions.easy"), Ease.EASY),
            (message("questions.all_right"), Ease.ALL_RIGHT),
            (message("questions.hard"), Ease.HARD),
        ),
    ),
    Question(message("questions.restless"), _NO_YES),
    Question(message("questions.dizzy"), _NO_YES),
)


class AnswerEntry:
    """Takes the answers after one practice, one question after the other; each can be skipped.

    Attributes
    ----------
    chosen : list of int or None
        The number of the answer to each question, from 1; None if there is no answer.
    index : int
        The index of the next question.
    """

    def __init__(self) -> None:
        self.chosen: list[int | None] = [None] * len(QUESTIONS)
        self.index = 0

    @property
    def is_done(self) -> bool:
        """Whether every question was answered or skipped."""
        return self.index >= len(QUESTIONS)

    def choose(self, number: int, *, question: int | None = None) -> None:
        """Answer a question, by default the next one; an invalid number changes nothing."""
        at = self.index if question is None else question
        if at < len(QUESTIONS) and 1 <= number <= len(QUESTIONS[at].answers):
            self.chosen[at] = number
            if at == self.index:
                self.skip()

    def skip(self) -> None:
        """Go on to the next question that has no answer."""
        self.index += 1
        while not self.is_done and self.chosen[self.index] is not None:
            self.index += 1

    def go_back(self) -> None:
        """Take back the last answer."""
        if self.index:
            self.index -= 1
            self.chosen[self.index] = None

    @property
    def ease(self) -> Ease | None:
        """How the practice felt; None if not answered."""
        value = self._value(0)
        return value if isinstance(value, Ease) else None

    @property
    def restless(self) -> bool | None:
        """Whether the person was restless."""
        return self._flag(1)

    @property
    def dizzy(self) -> bool | None:
        """Whether the person was dizzy."""
        return self._flag(2)

    def _flag(self, question: int) -> bool | None:
        value = self._value(question)
        return value if isinstance(value, bool) else None

    def _value(self, question: int) -> Ease | bool | None:
        number = self.chosen[question]
        return None if number is None else QUESTIONS[question].answers[number - 1][1]
