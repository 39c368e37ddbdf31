"""The paces of one session, each with the past of the live figures at that pace."""

from typing import Final

from biofeedback.response.figure_history import EVERY_S, SETTLE_S, Change, FigureHistory, FigureValues
from devices.breath_pattern import BreathPattern

_NOTHING: Final = FigureValues()


class Paces:
    """Records the live figures at the present pace.

    When a person comes back to a pace, its history continues: the first minutes at it stay the first.
    """

    def __init__(self) -> None:
        self.half_widths = _NOTHING
        self.change = Change()
        self._histories: dict[BreathPattern | None, FigureHistory] = {}
        self._pace: BreathPattern | None = None
        self._next_s = SETTLE_S

    def change_to(self, pace: BreathPattern | None, time_s: float) -> None:
        """Take a new pace, or None for no guide; figures are recorded again when they have settled."""
        if pace != self._pace:
            self._pace = pace
            self._next_s = time_s + SETTLE_S
            self._know_nothing()

    def is_due(self, time_s: float) -> bool:
        """Whether it is time to record the figures again."""
        return time_s >= self._next_s

    def write(self, time_s: float, values: FigureValues) -> None:
        """Record the figures, and judge from all of them how far they scatter and whether they have changed.

        Without the guide the response comes from breaths long past, so it is left out.
        """
        self._next_s = time_s + EVERY_S
        if self._pace is None:
            values = FigureValues(heart_rate=values.heart_rate, rmssd=values.rmssd)
        if values == _NOTHING:
            return
        history = self._histories.setdefault(self._pace, FigureHistory())
        history.add(time_s, values)
        self.half_widths = history.half_widths()
        self.change = history.change() if values.rsa is not None else Change()

    def forget(self, from_s: float, until_s: float) -> None:
        """Delete a span of time with beats that turned out to be false."""
        for history in self._histories.values():
            history.forget(from_s, until_s)
        self._know_nothing()

    def forget_all(self) -> None:
        """Delete everything, because another strap is worn, perhaps by another person."""
        self._histories.clear()
        self._know_nothing()

    def _know_nothing(self) -> None:
        self.half_widths, self.change = _NOTHING, Change()
