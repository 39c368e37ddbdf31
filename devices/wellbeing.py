"""What a person says about a practice: the answers after it, a note, and that they feel restless or dizzy."""

from dataclasses import dataclass
from enum import StrEnum

from devices.printable import LONGEST_NOTE, printable


class Ease(StrEnum):
    """How a practice felt."""

    EASY = "easy"
    ALL_RIGHT = "all right"
    HARD = "hard"


class Feeling(StrEnum):
    """What a person can say with one key while they practise."""

    RESTLESS = "restless"
    DIZZY = "dizzy"


class Remedy(StrEnum):
    """What a person does then."""

    GO_ON = "go on"
    MUSCLES = "muscle relaxation"
    PAUSE = "desk pause"
    STOP = "stop"


@dataclass(frozen=True, slots=True)
class FeelingTold:
    """The person said that they feel restless or dizzy, or what they chose to do then.

    Parameters
    ----------
    time_ns : int
        When.
    feeling : Feeling
        What they feel.
    remedy : Remedy or None
        What they chose; None where they have only said what they feel.
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
        When.
    ease : Ease or None
        Whether it was easy, all right or hard.
    restless, dizzy : bool or None
        Whether they felt so.
    """

    time_ns: int
    ease: Ease | None = None
    restless: bool | None = None
    dizzy: bool | None = None


@dataclass(frozen=True, slots=True)
class SessionNote:
    """What the person wrote about the session; of several the last one counts, and an empty one is none.

    Parameters
    ----------
    time_ns : int
        When it was written; within the session, so that a note never makes it longer.
    text : str
        The person's own words.
    """

    time_ns: int
    text: str

    def __post_init__(self) -> None:
        object.__setattr__(self, "text", printable(self.text, most=LONGEST_NOTE))
