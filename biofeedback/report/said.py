"""What a person said about a practice and how the breaths followed the guide, for JSON and terminal."""

from typing import Final

from biofeedback.engine.followed import Followed
from biofeedback.statements.live import clock_text
from biofeedback.statements.questions import QUESTIONS
from devices.message import Message, message
from devices.wellbeing import Feeling, FeelingTold, PracticeAnswered, Remedy
from sessions.folder import SessionSummary

_FELT: Final = {
    Feeling.RESTLESS: message("said.restless"),
    Feeling.DIZZY: message("said.dizzy"),
}
_DONE: Final = {
    Remedy.GO_ON: message("said.went_on"),
    Remedy.MUSCLES: message("said.muscles"),
    Remedy.PAUSE: message("said.pause"),
    Remedy.STOP: message("said.stopped"),
}


def said_json(summary: SessionSummary, followed: Followed | None) -> dict[str, object]:
    """Return what the person said as JSON-ready data.

    Parameters
    ----------
    summary : SessionSummary
        The session's summary.
    followed : Followed or None
        How the breaths followed the guide; None for an imported session.
    """
    answers, known = summary.answers, followed or Followed()
    return {
        "answers": None
        if answers is None
        else {"ease": answers.ease, "restless": answers.restless, "dizzy": answers.dizzy},
        "feelings": [
            {"time_s": one.time_ns / 1e9, "feeling": one.feeling, "remedy": one.remedy}
            for one in summary.feelings
        ],
        "followed": {"rate": known.rate_followed, "ratio": known.ratio_reached},
    }


def said_lines(summary: SessionSummary) -> list[Message]:
    """Return what the person said as sentences; empty if they said nothing."""
    return [*map(_feeling_line, summary.feelings), *_answer_lines(summary.answers)]


def _feeling_line(told: FeelingTold) -> Message:
    words = _FELT[told.feeling] if told.remedy is None else _DONE[told.remedy]
    return message("said.at", clock=clock_text(told.time_ns / 1e9), words=words)


def _answer_lines(answers: PracticeAnswered | None) -> list[Message]:
    if answers is None:
        return []
    values = (answers.ease, answers.restless, answers.dizzy)
    return [
        message("questions.accessible", question=question.words, answer=words)
        for question, value in zip(QUESTIONS, values, strict=True)
        for words, meaning in question.answers
        if value is not None and value == meaning
    ]
