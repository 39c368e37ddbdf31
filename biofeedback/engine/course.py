"""The course of a session as it was observed: each breath once, as it was last judged."""

import math
from bisect import bisect_right
from collections.abc import Iterable
from typing import Final

from biofeedback.breathing.chest.cycles import BreathLabel
from biofeedback.coaching.carry_over import CarryOver, OneBreath, carry_over
from biofeedback.engine.state import MeasuredBreath, State
from biofeedback.response.figure_history import Change, Direction
from biofeedback.response.rsa import GuidedBreath
from devices.breath_pattern import BreathPattern
from devices.events import Part
from devices.guided_spans import GuidedTime
from devices.steps import FADING_PROGRAMME

MOST_BREATHS: Final = 3_000
"""Ten hours at five a minute. In a longer session the first breaths are dropped, to limit the memory."""

_SAME_BREATH_S: Final = 1.5
"""When the turns of a breath are computed again, they move by less than this."""


class SessionCourse:
    """Collects the data of the whole session from its states, which only reach back some minutes.

    Attributes
    ----------
    pace_since_s : float
        When the guide's present pace, or pause, began.
    change : Change
        The last change that the engine could judge.
    """

    def __init__(self) -> None:
        self.pace_since_s = 0.0
        self.change = Change()
        self._pace: tuple[BreathPattern, bool] | None = None
        self._patterns: list[tuple[float, BreathPattern]] = []
        self._breaths: dict[float, GuidedBreath] = {}
        self._measured: list[MeasuredBreath] = []
        self._seen: tuple[object, object] | None = None
        self._alone, self._free = _Spans(), _Spans()
        self._guided = GuidedTime()

    @property
    def breaths(self) -> tuple[GuidedBreath, ...]:
        """The guided breaths, oldest first."""
        return tuple(self._breaths.values())

    @property
    def measured(self) -> tuple[MeasuredBreath, ...]:
        """The person's own breaths, oldest first."""
        return tuple(self._measured)

    @property
    def ratios(self) -> tuple[float | None, ...]:
        """Exhale:inhale of each measured breath, oldest first."""
        return tuple(breath.exhale_to_inhale for breath in self._measured)

    def pattern_at(self, time_s: float) -> BreathPattern:
        """Return the guide's pattern at a time; before the first known pattern, return the first one."""
        if not self._patterns:
            return BreathPattern()
        number = bisect_right(self._patterns, time_s, key=lambda known: known[0])
        return self._patterns[max(0, number - 1)][1]

    def longest_pattern(self, guided: GuidedTime) -> BreathPattern | None:
        """Return the pattern that the guide ran for the longest time; None if the guide never ran.

        Parameters
        ----------
        guided : GuidedTime
            When the guide ran.
        """
        times_s: dict[BreathPattern, float] = {}
        begins_s = [begin_s for begin_s, _ in self._patterns]
        for (begin_s, pattern), end_s in zip(self._patterns, [*begins_s[1:], math.inf], strict=True):
            time_s = sum(
                max(0.0, min(end_s, run_end_s) - max(begin_s, run_begin_s))
                for run_begin_s, run_end_s in guided.runs_s
            )
            times_s[pattern] = times_s.get(pattern, 0.0) + time_s
        longest = max(times_s, key=lambda one: times_s[one], default=None)
        return longest if longest is not None and times_s[longest] > 0.0 else None

    def carry_over(self) -> CarryOver:
        """Compare breathing with the guide, without it while it fades, and free breathing."""
        breaths = [
            OneBreath(one.begin_s, one.end_s, one.exhale_to_inhale)
            for one in self._measured
            if one.label is BreathLabel.NORMAL
        ]
        return carry_over(
            breaths, guided=self._guided.runs_s, alone=self._alone.spans_s, free=self._free.spans_s
        )

    def see(self, state: State) -> None:
        """Take the next state; states come in order."""
        self._see_spans(state)
        pace = state.guide.pattern, state.guide.running
        if pace != self._pace:
            self._pace, self.pace_since_s = pace, state.time_s
            self._patterns.append((state.guide.anchor_s, state.guide.pattern))
        if state.change.direction is not Direction.UNKNOWN:
            self.change = state.change
        seen = state.breaths, state.breathing.recent_breaths
        if seen == self._seen:
            return
        self._seen = seen
        self._breaths.update((breath.inhale_s, breath) for breath in state.breaths)
        while len(self._breaths) > MOST_BREATHS:
            del self._breaths[next(iter(self._breaths))]
        self._measured = _joined(self._measured, state.breathing.recent_breaths)[-MOST_BREATHS:]

    def _see_spans(self, state: State) -> None:
        step, self._guided = state.step, state.guided
        fades = step is not None and step.running and step.programme == FADING_PROGRAMME
        # Before the first guided breath there is no pace to keep.
        is_alone = fades and not state.guide.running and bool(state.guided.runs_s)
        begin_s = state.guided.runs_s[-1][1] if is_alone else state.time_s
        self._alone.see(state.time_s, going_on=is_alone, begin_s=begin_s)
        is_free = state.part in (Part.BEFORE, Part.AFTER)
        self._free.see(state.time_s, going_on=is_free, begin_s=state.time_s - state.part_s)


class _Spans:
    """Stretches of time in which a condition was true."""

    def __init__(self) -> None:
        self._closed: list[tuple[float, float]] = []
        self._open: tuple[float, float] | None = None

    @property
    def spans_s(self) -> list[tuple[float, float]]:
        return [*self._closed, self._open] if self._open is not None else self._closed

    def see(self, time_s: float, *, going_on: bool, begin_s: float) -> None:
        """Record whether the condition is true now, and since when."""
        if self._open is not None:
            self._open = self._open[0], time_s
        if going_on and self._open is None:
            self._open = begin_s, time_s
        elif not going_on and self._open is not None:
            self._closed.append(self._open)
            self._open = None


def _joined(past: list[MeasuredBreath], recent: Iterable[MeasuredBreath]) -> list[MeasuredBreath]:
    """Append recent breaths to the past ones; they replace earlier versions of the same breaths."""
    recent = list(recent)
    if not recent:
        return past
    return [breath for breath in past if breath.begin_s < recent[0].begin_s - _SAME_BREATH_S] + recent
