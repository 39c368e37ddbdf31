"""One live session: records from any thread in, kept in order; states out, in the caller's thread."""

import time
from collections import deque
from collections.abc import Callable
from threading import Lock
from typing import Final

from biofeedback.engine import Engine
from biofeedback.pacing.pattern import BreathPattern
from biofeedback.state import State
from devices.decoder import Decoder
from devices.events import GuideChanged, LinkChanged, LinkState, Marker, Rating, RatingMoment, Tick
from devices.notifications import Notification
from devices.source import Source
from sessions.recorder import Recorder
from sessions.records import Record

_TICK_NS: Final = 1_000_000_000


class Practice:
    """Couples a source, the recorder and the engine.

    A record gets its place in the session when `put` is called; recorder and engine see the same order, so a
    replay of the file goes through the same states.

    Parameters
    ----------
    source : Source
        Where the beats come from.
    start_ns : int
        The session's start on `clock_ns`.
    recorder : Recorder or None
        Takes each record at once, so that a busy window delays nothing.
    on_state : callable, optional
        Told of each state.
    clock_ns : callable, optional
        The monotonic clock.
    """

    def __init__(
        self,
        source: Source,
        *,
        start_ns: int,
        recorder: Recorder | None = None,
        on_state: Callable[[State], None] = lambda _: None,
        clock_ns: Callable[[], int] = time.monotonic_ns,
    ) -> None:
        self._source = source
        self._start_ns = start_ns
        self._recorder = recorder
        self._on_state = on_state
        self._clock_ns = clock_ns
        self._lock = Lock()
        self._queue: deque[Record] = deque()
        self._next_tick_ns = start_ns
        self._begun = False
        self._decoder = Decoder()
        self._engine = Engine(start_ns)
        self.state = self._engine.state()

    def lung_position(self, monotonic_s: float) -> float | None:
        """Where the guide has the lungs, for simulated ones: None while it is paused; from any thread."""
        guide = self.state.guide
        return guide.at(monotonic_s - self._start_ns / 1e9).lung_position if guide.running else None

    @property
    def problem(self) -> str:
        """What keeps the recording from being written, empty while all is well."""
        problem = self._recorder.problem if self._recorder else None
        return str(problem) if problem else ""

    def now_s(self) -> float:
        """Time since the session's start, in seconds."""
        return (self._clock_ns() - self._start_ns) / 1e9

    def begin(self) -> None:
        """Start the source."""
        self._begun = True
        self._source.start(self.put)

    def put(self, record: Record) -> None:
        """Take a record from any thread."""
        with self._lock:
            if self._recorder is not None:
                self._recorder.put(record)
            self._queue.append(record)

    def set_guide(self, pattern: BreathPattern, *, running: bool) -> State:
        """Start, pause or change the guide now."""
        self.put(
            GuideChanged(
                self._clock_ns(),
                running=running,
                rate_per_min=pattern.rate_per_min,
                exhale_to_inhale=pattern.exhale_to_inhale,
                hold_full_s=pattern.hold_full_s,
                hold_empty_s=pattern.hold_empty_s,
            )
        )
        return self.advance()

    def choose_strap(self, number: int) -> None:
        """Take another of the straps in reach: the first has number 1; any other number changes nothing."""
        straps = self.state.heard_straps
        if 1 <= number <= len(straps) and straps[number - 1].address != self.state.strap_address:
            self._source.choose(straps[number - 1].address)

    def mark(self) -> None:
        """Mark this moment in the record."""
        self.put(Marker(self._clock_ns()))

    def rate(self, scale: str, value: float, when: RatingMoment) -> None:
        """Record how the person feels on one scale, 0 to 10; a scale that is skipped is not recorded."""
        self.put(Rating(self._clock_ns(), scale, value, when))

    def advance(self) -> State:
        """Process what has come, and tick each second; call it often, always from the same thread."""
        now_ns = self._clock_ns()
        if now_ns >= self._next_tick_ns:
            self.put(Tick(now_ns))
            self._next_tick_ns += (1 + (now_ns - self._next_tick_ns) // _TICK_NS) * _TICK_NS
        while self._queue:
            record = self._queue.popleft()
            event = self._decoder.decode(record) if isinstance(record, Notification) else record
            self.state = self._engine.process(event)
            self._on_state(self.state)
        return self.state

    def end(self) -> State:
        """Let the strap go, process and write what is left.

        Raises
        ------
        SessionFileError
            If the last records could not be written.
        """
        if self._begun:
            self._source.stop()
        self.put(LinkChanged(self._clock_ns(), LinkState.IDLE))
        state = self.advance()
        if self._recorder is not None:
            self._recorder.close()
        return state
