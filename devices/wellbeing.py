"""A person's reports about a practice: answers after it, a note, and feeling restless or dizzy."""

from dataclasses import dataclass
from enum import StrEnum

from devices.printable import LONGEST_NOTE, printable


class Ease(StrEnum):
    """How a practice felt."""

    EASY = "easy"
    ALL_RIGHT = "all right"
    HARD = "hard"


class Feeling(StrEnum):
    """A feeling that a person can report with one key during practice."""

    RESTLESS = "restless"
    DIZZY = "dizzy"


class Remedy(StrEnum):
    """What a person chooses to do about it."""

    GO_ON = "go on"
    MUSCLES = "muscle relaxation"
    PAUSE = "desk pause"
    STOP = "stop"


@dataclass(frozen=True, slots=True)
class FeelingTold:
    """The person reported feeling restless or dizzy, or chose what to do about it.

    Parameters
    ----------
    time_ns : int
        Time of the report.
    feeling : Feeling
        What they feel.
    remedy : Remedy or None
        What they chose; None if they have only reported the feeling.
    """

    time_ns: int
    feeling: Feeling
    remedy: Remedy | None = None


@dataclass(frozen=True, slots=True)
class PracticeAnswered:
    """The person answered the questions after a practice; None stands for a question that was skipped.

    Parameters
    ----------
    time_ns : int
        Time of the answers.
    ease : Ease or None
        Whether it was easy, all right or hard.
    restless, dizzy : bool or None
        Whether they felt restless or dizzy.
    """

    time_ns: int
    ease: Ease | None = None
    restless: bool | None = None
    dizzy: bool | None = None


@dataclass(frozen=True, slots=True)
class SessionNote:
    """The person's note about the session; the last one counts, and an empty one counts as no note.

    Parameters
    ----------
    time_ns : int
        Time of writing, within the session, so that a note never makes the session longer.
    text : str
        The person's own words.
    """

    time_ns: int
    text: str

    def __post_init__(self) -> None:
        object.__setattr__(self, "text", printable(self.text, most=LONGEST_NOTE))
