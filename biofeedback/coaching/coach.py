"""The coach: it compares measured breaths with the guide as they come."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from biofeedback.breathing.chest.cycles import Breath
from biofeedback.coaching.advice import Adviser
from biofeedback.coaching.following import BEATS_ALONE, Following, compare
from biofeedback.pacing.guide import Guide

_LOOK_EVERY_S: Final = 1.0


class Coach:
    """Reports how well the person follows the guide, what to do differently, and when it goes well."""

    def __init__(self) -> None:
        self.following: Following | None = None
        self._adviser = Adviser()
        self._guide: Guide | None = None
        self._breaths: Sequence[Breath] | None = None
        self._next_s = 0.0

    def watch(
        self, time_s: float, guide: Guide, breaths: Sequence[Breath] | None, *, rate_per_min: float | None
    ) -> None:
        """Compare the breaths with the guide, every second and whenever there are new breaths.

        Parameters
        ----------
        time_s : float
            The present time.
        guide : Guide
            The guide, running or not.
        breaths : sequence of Breath or None
            The breaths measured so far, the same object until there are new ones; None if nothing measures
            them.
        rate_per_min : float or None
            The measured breathing rate, if it is known now.
        """
        if guide is not self._guide:
            self._guide = guide
            self._adviser.forget()
        elif breaths is self._breaths and time_s < self._next_s:
            return
        self._breaths, self._next_s = breaths, time_s + _LOOK_EVERY_S
        self.following = self._look(time_s, guide, breaths, rate_per_min) if guide.running else None

    def _look(
        self, time_s: float, guide: Guide, breaths: Sequence[Breath] | None, rate_per_min: float | None
    ) -> Following:
        if breaths is None:
            return BEATS_ALONE
        seen = compare(breaths, guide, time_s, rate_per_min=rate_per_min)
        newest_s = breaths[-1].begin_s if breaths else 0.0
        said = self._adviser.advise(time_s, newest_s, seen)
        return replace(seen.following(), advice=said.advice, praise=said.praise)
