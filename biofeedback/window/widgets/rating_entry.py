"""Ratings that are entered one scale after the other with single keys; no Qt."""

from dataclasses import dataclass
from typing import Final

from devices.message import Message, message, verbatim

HIGHEST: Final = 10

TEN_HINT: Final = message("ratings.ten")
"""Hint while a 1 waits for the next key."""


@dataclass(frozen=True, slots=True)
class RatingScale:
    """A scale from 0 to 10.

    Parameters
    ----------
    key : str
        Key under which the rating is recorded.
    name : Message
        What is rated; for an own scale, in the person's own words.
    lowest, highest : Message
        What 0 and 10 mean.
    """

    key: str
    name: Message
    lowest: Message
    highest: Message


def own_end(number: int, meaning: str) -> Message:
    """Say what an end of an own scale means in the person's own words, or its number if they gave none."""
    if not meaning:
        return message("ratings.end", number=number)
    return message("ratings.end.meaning", number=number, meaning=meaning)


def own_scale(name: str) -> RatingScale:
    """Return an own scale of the person from its name alone, as for an old session."""
    return RatingScale(name, verbatim(name), own_end(0, ""), own_end(HIGHEST, ""))


class RatingEntry:
    """Takes the ratings of one occasion.

    A digit rates and goes on to the next scale. After a 1 the scale waits for the next key, without a time
    limit: a 0 makes it a 10, and any other key leaves it a 1 and goes on. So the same keys give the same
    ratings at any speed.

    Parameters
    ----------
    scales : tuple of RatingScale
        Scales in the order in which the person rates them.

    Attributes
    ----------
    values : dict of str to int
        Ratings by the keys of the scales.
    index : int
        Index of the next scale to rate.
    waits_for_zero : bool
        Whether a 1 was pressed that a 0 would turn into a 10.
    """

    def __init__(self, scales: tuple[RatingScale, ...]) -> None:
        self.scales = scales
        self.values: dict[str, int] = {}
        self.index = 0
        self.waits_for_zero = False

    @property
    def is_done(self) -> bool:
        """Whether every scale was rated or skipped."""
        return self.index >= len(self.scales)

    def press_digit(self, digit: int) -> None:
        """Take a digit key; after a 1, any digit except 0 rates the next scale."""
        if self.waits_for_zero and digit == 0:
            self.choose(self.index, HIGHEST)
            return
        self.settle()
        if self.is_done:
            return
        if digit == 1:
            self.values[self.scales[self.index].key] = 1
            self.waits_for_zero = True
        else:
            self.choose(self.index, digit)

    def settle(self) -> bool:
        """Keep a waiting 1 as a 1 and go on; return whether there was one."""
        waited = self.waits_for_zero
        if waited:
            self.accept()
        return waited

    def choose(self, index: int, value: int) -> None:
        """Rate a scale, as with a click, and go on to the next one."""
        self.waits_for_zero = False
        self.values[self.scales[index].key] = value
        self.index = index + 1

    def move(self, step: int) -> None:
        """Raise or lower the present rating, from the middle if there is none; after a 1, go on."""
        if not self.settle() and not self.is_done:
            key = self.scales[self.index].key
            self.values[key] = min(HIGHEST, max(0, self.values.get(key, HIGHEST // 2) + step))

    def accept(self) -> None:
        """Go on to the next scale; a scale without a value stays unrated."""
        self.waits_for_zero = False
        self.index = min(self.index + 1, len(self.scales))

    def skip(self) -> None:
        """Leave the present scale unrated, or after a 1 the next scale."""
        self.settle()
        if not self.is_done:
            self.values.pop(self.scales[self.index].key, None)
            self.accept()

    def leave(self) -> None:
        """Leave all remaining scales unrated."""
        self.waits_for_zero = False
        self.index = len(self.scales)

    def go_back(self) -> None:
        """Go back to the previous scale, or after a 1 to the scale with that 1."""
        self.settle()
        self.index = max(0, self.index - 1)
