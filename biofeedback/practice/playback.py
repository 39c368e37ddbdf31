"""Plays a recorded session again through the engine, at any speed and from any moment."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

from biofeedback.engine.course import SessionCourse
from biofeedback.engine.engine import Engine
from biofeedback.engine.run import run
from biofeedback.engine.state import State
from devices.events import Event, GuideChanged, Tick
from devices.message import Message
from sessions.errors import SessionFileError
from sessions.events import decoded
from sessions.store import read_header, read_records

SPEEDS: Final = (1.0, 4.0, 16.0)
"""Playback speeds, as multiples of the original one."""

JUMP_S: Final = 30.0

_SLICE_S: Final = 0.03
"""Longest time that one step may compute, in seconds, so that the window stays responsive in between."""


class Playback:
    """Feeds the records of a session to the engine as time passes.

    Jumps forward and back both take computing time, because a jump back starts from the beginning. A jump
    is therefore made in slices, one for each `advance`.

    Parameters
    ----------
    path : Path
        The session file.
    duration_s : float
        How long the session lasted.
    clock_s : callable, optional
        The clock that ends a slice.

    Raises
    ------
    SessionFileError
        If the file is not a readable session.

    Attributes
    ----------
    state : State
        The state at the current position.
    course : SessionCourse
        The session up to the current position.
    position_s : float
        The current position, in seconds since the session's start.
    running : bool
        Whether playback moves on by itself.
    problem : Message or None
        Why reading stopped early; None if it did not.
    """

    def __init__(
        self,
        path: Path,
        *,
        duration_s: float,
        clock_s: Callable[[], float] = time.perf_counter,
    ) -> None:
        self.on_state: Callable[[State], None] = lambda _: None
        """Called with the state each second and at each guide change; after a jump back, from the start."""
        self._path, self._clock_s = path, clock_s
        self._start_ns = read_header(path).start_ns
        self.duration_s, self.position_s = duration_s, 0.0
        self.running = True
        self.problem: Message | None = None
        self._speed = 0
        self._target_s: float | None = None
        self._events: Iterator[Event] = iter(())
        self._coming: Event | None = None
        self._taken: Event | None = None
        self._until_s = self._over_s = 0.0
        self._is_slice_over = False
        self._begin()

    @property
    def speed(self) -> float:
        """Playback speed, as a multiple of the original one."""
        return SPEEDS[self._speed]

    @property
    def target_s(self) -> float | None:
        """Target of a jump that is still being made, in seconds; None without one."""
        return self._target_s

    @property
    def is_over(self) -> bool:
        """Whether the end of the session is reached."""
        return self._target_s is None and self.position_s >= self.duration_s

    def play_or_pause(self) -> None:
        """Pause or continue; at the end, start again."""
        self.running = not self.running
        if self.running and self.is_over:
            self.go_to(0.0)

    def change_speed(self, steps: int) -> None:
        """Move up or down in the list of speeds; stay at the fastest or slowest."""
        self._speed = min(max(self._speed + steps, 0), len(SPEEDS) - 1)

    def jump(self, by_s: float) -> None:
        """Jump forward, or back if `by_s` is negative; jumps add up while they are being made."""
        from_s = self.position_s if self._target_s is None else self._target_s
        self.go_to(from_s + by_s)

    def go_to(self, time_s: float) -> None:
        """Jump to a moment, with the next slices."""
        self._target_s = min(max(time_s, 0.0), self.duration_s)
        if self._target_s < self.position_s:
            self._begin()

    def advance(self, elapsed_s: float) -> None:
        """Move on by the elapsed real time, or one slice closer to the target of a jump."""
        if self._target_s is not None:
            if self._take_until(self._target_s):
                self._target_s = None
        elif self.running:
            self._take_until(min(self.position_s + elapsed_s * self.speed, self.duration_s))
        if self.problem:
            self._target_s, self.position_s, self.duration_s = None, self.state.time_s, self.state.time_s
        if self.is_over:
            self.running = False

    def close(self) -> None:
        """Close the file."""
        self._events = iter(())
        self._coming = None

    def _begin(self) -> None:
        engine, self.course = Engine(self._start_ns), SessionCourse()
        self._states = run(self._arriving(), engine=engine, wanted=self._is_wanted)
        self.state = engine.state()
        self.position_s = 0.0
        self.on_state(self.state)
        self._events = decoded(read_records(self._path))
        self._pull()

    def _take_until(self, time_s: float) -> bool:
        """Take the events until a moment; return False if the slice ended first."""
        self._until_s, self._over_s, self._is_slice_over = time_s, self._clock_s() + _SLICE_S, False
        while self._is_due() and not self._is_slice_over:
            self.state = next(self._states)
            if isinstance(self._taken, Tick | GuideChanged):
                self.course.see(self.state)
                self.on_state(self.state)
        reached = not self._is_due()
        self.position_s = time_s if reached else max(self.position_s, self.state.time_s)
        return reached

    def _is_due(self) -> bool:
        return self._coming is not None and self._session_s(self._coming) <= self._until_s

    def _is_wanted(self, event: Event) -> bool:
        """Return whether a state is wanted: each second, where the guide changes, and at a slice's end."""
        self._taken = event
        self._is_slice_over = self._clock_s() >= self._over_s
        return isinstance(event, Tick | GuideChanged) or self._is_slice_over or not self._is_due()

    def _arriving(self) -> Iterator[Event]:
        """Yield the events, reading one ahead so that the end of a slice is known."""
        while (event := self._coming) is not None:
            self._pull()
            yield event

    def _pull(self) -> None:
        try:
            self._coming = next(self._events, None)
        except SessionFileError as error:
            self._coming, self.problem = None, error.whole

    def _session_s(self, event: Event) -> float:
        return (event.time_ns - self._start_ns) / 1e9
