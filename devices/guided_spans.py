"""When the guide ran, and how long the person practised: the only module that decides this.

A breath counts as guided if it begins while the guide runs: not before the start, not in a pause, not after
the end, and not while the computer was suspended. Engine, summary, report, export, history and the list of
sessions all use this module. Practice time is the time while the guide or a programme runs. The module is
pure: its only clock is the events' own.
"""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Protocol

from devices.events import GuideChanged
from devices.steps import StepChanged

SUSPEND_S: Final = 60.0
"""If no event comes for this long, not even the tick of each second, the person was not practising."""


class Timed(Protocol):
    """An event or a notification."""

    @property
    def time_ns(self) -> int:
        """Time of receipt."""


@dataclass(frozen=True, slots=True)
class GuidedTime:
    """The time with the guide running.

    Parameters
    ----------
    runs_s : tuple of (float, float)
        Start and end of each run, in seconds of the session and in order. A run continues when the
        pace changes.
    """

    runs_s: tuple[tuple[float, float], ...] = ()

    @property
    def total_s(self) -> float:
        """Total length of the runs."""
        return sum(end_s - begin_s for begin_s, end_s in self.runs_s)

    def holds(self, time_s: float) -> bool:
        """Whether the guide ran at this time; a breath that begins then counts."""
        number = bisect_right(self.runs_s, time_s, key=lambda run: run[0])
        return number > 0 and time_s < self.runs_s[number - 1][1]

    def covers(self, begin_s: float, end_s: float) -> bool:
        """Whether the guide ran during the whole span."""
        return any(first_s <= begin_s and end_s <= last_s for first_s, last_s in self.runs_s)


@dataclass(frozen=True, slots=True)
class GuidedSpan:
    """A span with the guide running at one pace.

    Parameters
    ----------
    begin_s, end_s : float
        Start and end, in seconds of the session.
    guide : GuideChanged
        The event at its start.
    """

    begin_s: float
    end_s: float
    guide: GuideChanged


class GuidedSpans:
    """Follows the guide through the events of a session.

    Parameters
    ----------
    start_ns : int
        The session's start on the clock of its events.
    """

    def __init__(self, start_ns: int) -> None:
        self._start_ns = start_ns
        self._time_s = 0.0
        self._guide: GuideChanged | None = None
        self._since_s = 0.0
        self._closed: list[GuidedSpan] = []
        self._step_runs = False
        self._practised_since_s = 0.0
        self._closed_s = 0.0
        self._runs_s: list[tuple[float, float]] = []

    def take(self, event: Timed) -> None:
        """Take the next event or notification of the session."""
        time_s = max(self._time_s, (event.time_ns - self._start_ns) / 1e9)
        if time_s - self._time_s > SUSPEND_S:
            self._close()
            self._close_practised()
            self._since_s = self._practised_since_s = time_s
        self._time_s = time_s
        if isinstance(event, GuideChanged | StepChanged):
            self._close_practised()
            self._practised_since_s = time_s
        if isinstance(event, GuideChanged):
            self._close()
            self._guide = event if event.running else None
            self._since_s = time_s
        elif isinstance(event, StepChanged):
            self._step_runs = event.running

    @property
    def spans(self) -> list[GuidedSpan]:
        """The spans so far, each at one pace, in order."""
        return [*self._closed, *self._open()]

    @property
    def practised_s(self) -> float:
        """Time with the guide or a programme running; the cost does not grow with the number of pauses."""
        return self._closed_s + self._open_practised_s

    @property
    def time(self) -> GuidedTime:
        """The time with the guide running so far."""
        runs_s = list(self._runs_s)
        for span in self._open():
            _join(runs_s, span)
        return GuidedTime(tuple(runs_s))

    def _open(self) -> list[GuidedSpan]:
        if self._guide is None or self._time_s <= self._since_s:
            return []
        return [GuidedSpan(self._since_s, self._time_s, self._guide)]

    @property
    def _open_practised_s(self) -> float:
        practising = self._guide is not None or self._step_runs
        return max(0.0, self._time_s - self._practised_since_s) if practising else 0.0

    def _close_practised(self) -> None:
        self._closed_s += self._open_practised_s

    def _close(self) -> None:
        for span in self._open():
            self._closed.append(span)
            _join(self._runs_s, span)


def guided_spans(events: Iterable[Timed], start_ns: int) -> GuidedSpans:
    """Follow the guide through all events of a session."""
    spans = GuidedSpans(start_ns)
    for event in events:
        spans.take(event)
    return spans


def _join(runs_s: list[tuple[float, float]], span: GuidedSpan) -> None:
    """Append a span to the runs, or extend the last run if the span continues it."""
    begin_s = runs_s.pop()[0] if runs_s and runs_s[-1][1] == span.begin_s else span.begin_s
    runs_s.append((begin_s, span.end_s))
