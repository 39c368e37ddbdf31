"""Questions in the terminal, answered by one key; and the questions before and after a practice."""

from collections.abc import Callable
from typing import Final, NamedTuple

from rich.console import Group, RenderableType
from rich.text import Text

from biofeedback.person.kept_programmes import KeptProgrammes
from biofeedback.practice.practice import Practice
from biofeedback.practice.said_meanwhile import answer
from biofeedback.programmes.programme import WITHOUT_BACK, Programme, tenses_back
from biofeedback.statements.care import CAUTIONS, families_of
from biofeedback.statements.questions import QUESTIONS, AnswerEntry
from biofeedback.terminal.keyboard import Key
from biofeedback.words.spoken import say
from devices.message import Message, message

_DIGITS: Final = (Key.DIGIT_1, Key.DIGIT_2, Key.DIGIT_3, Key.DIGIT_4)
_SKIPPING: Final = (Key.SKIP, Key.ENTER, Key.SPACE)
_QUIET: Final = "grey62"


class Asked(NamedTuple):
    """A question on a page of its own.

    Parameters
    ----------
    title : Message
        The question, or the topic of the page.
    lines : tuple of Message
        The text below the title.
    answers : tuple of Message
        The possible answers, at most four; the first has number 1.
    hint : Message
        What other keys do.
    """

    title: Message
    lines: tuple[Message, ...]
    answers: tuple[Message, ...]
    hint: Message


Ask = Callable[[Asked], int | None]
"""Shows a question and returns the number of the answer, or None for a skipped question.

Raises `AskingLeft` if the person wants to leave.
"""


class AskingLeft(Exception):  # noqa: N818
    """The person does not want to answer any more questions."""


def asked_page(asked: Asked) -> RenderableType:
    """Render a question."""
    numbered = (
        message("questions.numbered", number=number, answer=one)
        for number, one in enumerate(asked.answers, 1)
    )
    return Group(
        Text(say(asked.title), style="bold", overflow="fold"),
        *(Text(say(line), overflow="fold") for line in asked.lines),
        Text(),
        *(Text(say(one)) for one in numbered),
        Text(),
        Text(say(asked.hint), style=_QUIET, overflow="fold"),
    )


def answered(
    asked: Asked, next_key: Callable[[], Key | None], *, should_stop: Callable[[], bool]
) -> int | None:
    """Wait for the answer to a question on the screen.

    Parameters
    ----------
    asked : Asked
        The question.
    next_key : callable
        Waits a moment for a key, and returns it.
    should_stop : callable
        Called before each key.

    Raises
    ------
    AskingLeft
        If the person or a signal ends the question.
    """
    while not should_stop():
        key = next_key()
        if key is Key.END:
            break
        if key in _SKIPPING:
            return None
        if key in _DIGITS and (number := _DIGITS.index(key) + 1) <= len(asked.answers):
            return number
    raise AskingLeft


def asked_first(programme: Programme, kept: KeptProgrammes, ask: Ask) -> str | None:
    """Ask the required questions before a programme: its cautions, once, and whether the back hurts.

    Parameters
    ----------
    programme : Programme
        The programme that should begin.
    kept : KeptProgrammes
        Knows and saves the answers.
    ask : callable
        Asks a question.

    Returns
    -------
    str or None
        The name of the programme to begin; None if the programme does not suit the person.
    """
    hint = message("questions.hint.leave")
    section, family = CAUTIONS.get(programme.family), programme.family.value
    if section is not None and family not in kept.known.cautions_read:
        lines = (*section.lines, message("care.asked_once"))
        answers = (message("care.go_on"), message("care.not_for_me"))
        if ask(Asked(section.title, lines, answers, hint)) != 1:
            return None
        kept.keep_cautions(*families_of(section))
    if not tenses_back(programme) or kept.known.back_is_fine:
        return programme.name
    title = message("back.question")
    no_yes = (message("questions.no"), message("questions.yes"))
    hurts = ask(Asked(title, (message("back.why"),), no_yes, hint))
    if hurts == 1:
        kept.keep_back_fine()
    if hurts != 2:
        return programme.name
    offers = (message("back.take_without"), message("back.go_on"))
    other = ask(Asked(title, (message("back.offer"),), offers, hint))
    return programme.name if other == 2 else WITHOUT_BACK


def ask_after(practice: Practice, ask: Ask) -> None:
    """Ask how a practice was, and record the answers; leaving skips the rest."""
    entry = AnswerEntry()
    hint = message("terminal.questions.hint")
    try:
        while not entry.is_done:
            question = QUESTIONS[entry.index]
            answers = tuple(words for words, _ in question.answers)
            number = ask(Asked(question.words, (), answers, hint))
            if number is None:
                entry.skip()
            else:
                entry.choose(number)
    except AskingLeft:
        pass
    finally:
        answer(practice, ease=entry.ease, restless=entry.restless, dizzy=entry.dizzy)
        practice.advance()
