"""Ratings as they are entered, one scale after the other, by single keys; no Qt."""

from dataclasses import dataclass
from typing import Final

HIGHEST: Final = 10

TEN_WAITS_S: Final = 1.0
"""After a 1, how long a 0 still makes it a 10."""


@dataclass(frozen=True, slots=True)
class RatingScale:
    """A scale from 0 to 10.

    Parameters
    ----------
    key : str
        How it is recorded.
    name : str
        What is rated.
    lowest, highest : str
        What 0 and 10 mean.
    """

    key: str
    name: str
    lowest: str
    highest: str


class RatingEntry:
    """Takes the ratings of one occasion.

    A digit rates and goes on to the next scale. A 1 waits for a second, or for the next key, for a 0 that
    makes it a 10.

    Parameters
    ----------
    scales : tuple of RatingScale
        In the order in which they are asked.
    """

    def __init__(self, scales: tuple[RatingScale, ...]) -> None:
        self.scales = scales
        self.values: dict[str, int] = {}
        self.index = 0
        self._one_since_s: float | None = None

    @property
    def is_done(self) -> bool:
        """Whether each scale was rated or skipped."""
        return self.index >= len(self.scales)

    def press_digit(self, digit: int, now_s: float) -> None:
        """Take a digit key."""
        if self._one_since_s is not None:
            self._one_since_s = None
            if digit == 0:
                self.choose(self.index, HIGHEST)
                return
            self.index += 1
        if self.is_done:
            return
        if digit == 1:
            self.values[self.scales[self.index].key] = 1
            self._one_since_s = now_s
        else:
            self.choose(self.index, digit)

    def choose(self, index: int, value: int) -> None:
        """Rate a scale, as by a click, and go on to the one after it."""
        self._one_since_s = None
        self.values[self.scales[index].key] = value
        self.index = index + 1

    def move(self, step: int) -> None:
        """Raise or lower the present rating; from the middle where there is none."""
        if not self.is_done:
            self._one_since_s = None
            key = self.scales[self.index].key
            self.values[key] = min(HIGHEST, max(0, self.values.get(key, HIGHEST // 2) + step))

    def accept(self) -> None:
        """Go on to the next scale; one without a value stays unrated."""
        self._one_since_s = None
        self.index = min(self.index + 1, len(self.scales))

    def skip(self) -> None:
        """Leave the present scale unrated."""
        if not self.is_done:
            self.values.pop(self.scales[self.index].key, None)
            self.accept()

    def leave(self) -> None:
        """Leave all scales that come unrated."""
        self._one_since_s = None
        self.index = len(self.scales)

    def go_back(self) -> None:
        """Go back to the scale before."""
        self._one_since_s = None
        self.index = max(0, self.index - 1)

    def tick(self, now_s: float) -> None:
        """Let time go on."""
        if self._one_since_s is not None and now_s - self._one_since_s >= TEN_WAITS_S:
            self.accept()
