"""Slow inhales that the program asks for before a practice, to learn which half of a breath is the inhale."""

from typing import Final

from devices.steps import InhaleAsked

INHALE_S: Final = 4.0
"""The inhales are slow and never deep, because only the direction of the chest's movement counts."""

_BEGIN_S: Final = (3.0, 13.0)
_LENGTH_S: Final = 22.0
"""Two breaths, with time to hear the first request and to breathe out after each inhale."""

_NS: Final = 1_000_000_000


class AskedInhales:
    """Asks for two inhales, one after the other. Its only clock is the caller's."""

    def __init__(self) -> None:
        self._gone_ns = 0

    @property
    def is_over(self) -> bool:
        """Whether both inhales, and the exhales after them, are over."""
        return self.left_ns <= 0

    @property
    def left_ns(self) -> int:
        """How much longer it takes, in nanoseconds."""
        return round(_LENGTH_S * _NS) - self._gone_ns

    @property
    def next_ns(self) -> int:
        """How long it takes until the next thing happens, in nanoseconds."""
        begins_ns = [round(one * _NS) for one in _BEGIN_S]
        return min((one - self._gone_ns for one in begins_ns if one > self._gone_ns), default=self.left_ns)

    @property
    def inhale_share(self) -> float | None:
        """How much of the present inhale is over, 0 to 1; None while the person breathes out."""
        since_s = [self._gone_ns / _NS - begin_s for begin_s in _BEGIN_S]
        return next((one / INHALE_S for one in since_s if 0.0 <= one < INHALE_S), None)

    def follow(self, now_ns: int, gone_ns: int) -> tuple[list[InhaleAsked], int]:
        """Let time go on.

        Parameters
        ----------
        now_ns : int
            The present moment.
        gone_ns : int
            How much time has passed since the last call.

        Returns
        -------
        list of InhaleAsked
            The inhales that were asked for in this time, with the moments when they were due.
        int
            How much of this time was left when the inhales were over.
        """
        before_ns, self._gone_ns = self._gone_ns, self._gone_ns + gone_ns
        due_ns = [round(one * _NS) for one in _BEGIN_S]
        asked = [
            InhaleAsked(now_ns - (self._gone_ns - one), INHALE_S)
            for one in due_ns
            if before_ns < one <= self._gone_ns
        ]
        return asked, max(0, -self.left_ns)
