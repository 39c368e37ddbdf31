"""One live session: records come in from any thread, in order; states go out in the caller's thread."""

import math
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Final

from biofeedback.engine.engine import Engine
from biofeedback.engine.run import Observer, run
from biofeedback.engine.state import State
from biofeedback.pacing.guide import LET_OUT_S
from biofeedback.practice.guide_plan import Plan
from biofeedback.practice.inbox import Inbox
from biofeedback.practice.module_loading import ModuleLoading
from biofeedback.practice.player import PlayedEvent, ProgrammePlayer
from biofeedback.practice.shape import SessionShape, has_breathed_out
from biofeedback.practice.suspension import Suspension
from devices.breath_pattern import BreathPattern
from devices.errors import StrapError
from devices.events import (
    Event,
    GuideBegin,
    GuideChanged,
    LinkChanged,
    LinkState,
    Marker,
    Part,
    PartChanged,
    Rating,
    RatingMoment,
    Tick,
)
from devices.message import Message
from devices.steps import InhaleAsked
from devices.straps.decoder import Decoder
from devices.straps.source import Source
from devices.streams import Measurement, MeasurementChanged
from sessions.events import decoded
from sessions.recorder import Recorder
from sessions.records import Record

_TICK_NS: Final = 1_000_000_000
_TURN_NS, _END_NS = 25_000_000, 2_000_000_000
"""Longest time for one turn, and for the last one, in nanoseconds: keys are answered between turns."""


class Practice:
    """Couples a source, the recorder and the engine.

    A record gets its place in the session when `put` is called; recorder and engine see the same order, so a
    replay of the file goes through the same states.

    Parameters
    ----------
    source : Source
        The source of the beats.
    start_ns : int
        The session's start on the clock `clock_ns`.
    recorder : Recorder or None
        Takes each record at once, so that a busy window delays nothing.
    shape : SessionShape, optional
        How long each part lasts.
    plan : Plan or None
        Changes the guide as time passes, until the person changes it.
    player : ProgrammePlayer or None
        Plays a programme; the practice then ends when the programme does.
    on_state : callable, optional
        Called with each state.
    clock_ns : callable, optional
        The monotonic clock.
    engine : Engine, optional
        An engine that already knows something about the person.
    suspension : Suspension, optional
        The time for which that clock stood still: a gap in the record and in the practice.
    """

    def __init__(
        self,
        source: Source,
        *,
        start_ns: int,
        recorder: Recorder | None = None,
        shape: SessionShape | None = None,
        plan: Plan | None = None,
        player: ProgrammePlayer | None = None,
        on_state: Callable[[State], None] = lambda _: None,
        clock_ns: Callable[[], int] = time.monotonic_ns,
        engine: Engine | None = None,
        suspension: Suspension | None = None,
    ) -> None:
        self._source, self._start_ns = source, start_ns
        self._inbox = Inbox(recorder)
        self._shape, self._plan = shape or SessionShape(), plan
        self.player, self._on_state = player, on_state
        self._listeners: list[Observer] = [self._expect_ecg]
        self._hasten: Callable[[], None] = lambda: None
        self._clock_ns = clock_ns
        self._suspension = suspension or Suspension()
        self._next_tick_ns, self._let_out_s = start_ns, 0.0
        self._begun = self._part_follows = False
        self._decoder = Decoder()
        self._ecg_search = ModuleLoading("sleepecg.heartbeats")
        self.engine = engine or Engine(start_ns)
        self._states = self._run()
        self.state = self.engine.state()
        self.ending_problem: Message | None = None
        """Why the strap could not be disconnected at the end."""

    def lung_position(self, monotonic_s: float) -> float | None:
        """Return the guide's lung position for simulated lungs; None during a pause. Any thread may call."""
        guide = self.state.guide
        time_s = monotonic_s + (self._suspension.so_far_ns() - self._start_ns) / 1e9
        return guide.at(time_s).lung_position if guide.running else None

    @property
    def problem(self) -> Message | None:
        """Why the recording can't be written; None while all is well."""
        return self._inbox.problem

    @property
    def plan_message(self) -> Message | None:
        """What the plan or the programme says to the person; None if there is nothing to say."""
        leads = self.player or self._plan
        return leads.message if leads else None

    @property
    def plan_course(self) -> Message | None:
        """Where the plan or the programme's guide is, in a few words; None without one."""
        leads = self.player or self._plan
        return leads.course if leads else None

    @property
    def target_pattern(self) -> BreathPattern:
        """The pattern that the guide should reach: the plan's target, or the present pattern."""
        return self._plan.target if self._plan else self.state.guide.pattern

    @property
    def start_ns(self) -> int:
        """The session's start, on the clock of its records."""
        return self._start_ns

    def practised_s(self) -> float:
        """Return the time with the guide or a programme running until now, in seconds."""
        since_s = self.now_s() - self.state.time_s if self.is_running else 0.0
        return self.state.practised_s + since_s

    @property
    def length_s(self) -> float:
        """Length of the practice in seconds; infinity if a programme or the person decides when it ends."""
        return self._shape.practice_s

    def planned_s(self) -> float:
        """Return the time with the guide running since the first inhale, as plans count it, in seconds."""
        return self._from_first_inhale_s(self.practised_s())

    @property
    def is_running(self) -> bool:
        """Whether the guide or a programme runs."""
        step = self.state.step
        return self.state.guide.running or (step is not None and step.running)

    def now_s(self) -> float:
        """Return the time since the session's start, in seconds."""
        return (self._now_ns() - self._start_ns) / 1e9

    def begin(self) -> None:
        """Start the source."""
        self._begun = True
        self._source.start(self._receive)

    def listen(self, tell: Observer) -> None:
        """Call `tell` with each event from now on, before its state, in the thread of `advance`."""
        self._listeners.append(tell)

    def hasten_by(self, hasten: Callable[[], None]) -> None:
        """Call `hasten` in the source's thread when something has arrived for `advance`."""
        self._hasten = hasten

    def put(self, record: Record) -> None:
        """Take a record from any thread."""
        self._inbox.put(record)

    def _receive(self, record: Record) -> None:
        """Take a record timed by a clock that stands still while the computer is suspended.

        If a faulty strap floods the program, the surplus is counted and not kept.
        """
        suspended_ns = self._suspension.so_far_ns()
        timed = replace(record, time_ns=record.time_ns + suspended_ns) if suspended_ns else record
        if self._inbox.allows(timed):
            self.put(timed)
            self._hasten()

    def _now_ns(self) -> int:
        return self._clock_ns() + self._suspension.so_far_ns()

    def set_guide(self, pattern: BreathPattern, *, running: bool) -> State:
        """Start, pause or change the guide now; if the session begins with another part, start that instead.

        A plan continues after a pause where it was. Changing the pattern while the guide runs ends the plan.
        While the guide is paused, the plan leads to the new pattern. If a programme is played, it is started
        or paused, and it uses its own patterns.
        """
        if self.player is not None:
            return self._run_programme(self.player, running=running)
        guide = self.state.guide
        if self._plan is not None and not (running or guide.running) and pattern != guide.pattern:
            self._plan.lead_to(pattern)
        if self._plan is not None and running and guide.running and pattern != guide.pattern:
            self._plan = None
        if running and self.state.part is not Part.PRACTICE:
            part = self._shape.first if self.state.part is Part.READY else Part.PRACTICE
            if self.state.part is Part.DONE:
                self._shape = SessionShape()
            self.put(PartChanged(self._now_ns(), part))
            running = part is Part.PRACTICE
        self._put_guide(pattern, running=running)
        return self.advance()

    def _run_programme(self, player: ProgrammePlayer, *, running: bool) -> State:
        if running and not player.is_over and self.state.part is not Part.PRACTICE:
            part = self._shape.first if self.state.part is Part.READY else Part.PRACTICE
            self.put(PartChanged(self._now_ns(), part))
            running = part is Part.PRACTICE
        self._put_played(player.run(self._now_ns(), running=running, state=self.state))
        return self.advance()

    def steer(self, act: Callable[[ProgrammePlayer, int], list[PlayedEvent]]) -> None:
        """Change the programme's course from this moment; without a programme, do nothing."""
        if self.player is not None:
            self._put_played(act(self.player, self._now_ns()))
            self.advance()

    def go_back(self) -> None:
        """Go back to the beginning of the programme's step, or to the step before."""
        self.steer(ProgrammePlayer.go_back)

    def skip_region(self) -> str | None:
        """Leave out the part of the body in the programme's present step; return its English name."""
        region = self.player.region if self.player is not None else None
        if region is not None:
            self.steer(ProgrammePlayer.skip_region)
        return region

    def _put_played(self, events: Sequence[PlayedEvent]) -> None:
        """Take the events of a programme; the practice ends with its last step."""
        for event in events:
            self.put(event)
        if events and self.player is not None and self.player.is_over:
            self.put(PartChanged(events[-1].time_ns, Part.AFTER if self._shape.after_s else Part.DONE))

    def take_plan(self, plan: Plan | None, *, longer_s: float = 0.0) -> None:
        """Let another plan change the guide, or none, and extend the practice by `longer_s`."""
        self._plan = plan
        self._shape = replace(self._shape, practice_s=self._shape.practice_s + longer_s)

    def take_player(self, player: ProgrammePlayer) -> None:
        """Play a programme from now on instead of the present practice, which must not be running."""
        self.player, self._plan = player, None
        self._shape = replace(self._shape, practice_s=math.inf)

    def _put_guide(self, pattern: BreathPattern, *, running: bool) -> None:
        if self._plan is not None:
            pattern = self._plan.pattern(self._from_first_inhale_s(self.state.practised_s), self.state)
        begin = self._guide_begin(running=running)
        if begin is GuideBegin.LET_OUT:
            self._let_out_s = min(LET_OUT_S, pattern.exhale_s)
        self.put(GuideChanged(self._now_ns(), running=running, pattern=pattern, begin=begin))

    def _guide_begin(self, *, running: bool) -> GuideBegin:
        """Return how the guide begins, so that no breath is cut at the start or after a pause."""
        if not running or self.state.guide.running:
            return GuideBegin.WHERE_IT_WAS
        return GuideBegin.INHALE if self.state.practised_s else GuideBegin.LET_OUT

    def _from_first_inhale_s(self, practised_s: float) -> float:
        """Return a practice time as plans count it, from the first inhale."""
        return max(0.0, practised_s - self._let_out_s)

    def choose_strap(self, number: int) -> None:
        """Take another strap in reach: the first has number 1. Any other number changes nothing."""
        straps = self.state.heard_straps
        if 1 <= number <= len(straps) and straps[number - 1].address != self.state.strap_address:
            self._source.choose(straps[number - 1].address)

    def mark(self) -> None:
        """Mark this moment in the record."""
        self.put(Marker(self._now_ns()))

    def ask_inhale(self, seconds: float) -> None:
        """Record that the person is asked, from now on, to breathe in slowly for some seconds."""
        self.put(InhaleAsked(self._now_ns(), seconds))

    def rate(self, scale: str, value: float, when: RatingMoment) -> None:
        """Record how the person feels on one scale, 0 to 10; a skipped scale is not recorded."""
        self.put(Rating(self._now_ns(), scale, value, when))

    def advance(self) -> State:
        """Process the waiting records, and tick each second; call it often, always from the same thread."""
        now_ns = self._now_ns()
        if self.player is not None:
            self._put_played(self.player.follow(now_ns, self.state))
        if now_ns >= self._next_tick_ns:
            self._inbox.put_flood(now_ns)
            self.put(Tick(now_ns))
            self._next_tick_ns += (1 + (now_ns - self._next_tick_ns) // _TICK_NS) * _TICK_NS
        self._process()
        self._go_on()
        self._follow_plan(now_ns)
        return self.state

    def _process(self, turn_ns: int = _TURN_NS) -> None:
        """Process the waiting records for one turn; the rest waits for the next turn."""
        over_ns = self._clock_ns() + turn_ns
        while self._inbox:
            try:
                self.state = next(self._states)
            except Exception:
                self._states = self._run()  # One unforeseen record must not end the practice.
                raise
            self._on_state(self.state)
            self._go_on()
            if self._clock_ns() >= over_ns:
                return

    def _run(self) -> Iterator[State]:
        """Yield the state after each record; ask for the next one only while a record waits."""
        return run(
            decoded(self._coming(), decoder=self._decoder), engine=self.engine, observers=self._listeners
        )

    def _coming(self) -> Iterator[Record]:
        while True:
            yield self._inbox.take()

    def _expect_ecg(self, event: Event) -> None:
        if isinstance(event, MeasurementChanged) and event.measurement is Measurement.ECG:
            self._ecg_search.start()  # Otherwise the engine would import it during a frame.

    def _follow_plan(self, now_ns: int) -> None:
        if self._plan is None or not self.state.guide.running:
            return
        since_s = (now_ns - self._start_ns) / 1e9 - self.state.time_s
        pattern = self._plan.pattern(self._from_first_inhale_s(self.state.practised_s + since_s), self.state)
        if pattern != self.state.guide.pattern:
            self.put(GuideChanged(now_ns, running=True, pattern=pattern))
            self._process()

    @property
    def is_behind(self) -> bool:
        """Whether more records have come than the last turn could process."""
        return bool(self._inbox)

    @property
    def is_done(self) -> bool:
        """Whether all parts of the session are over."""
        return self.state.part is Part.DONE

    def _go_on(self) -> None:
        """Begin the next part once the present one is over."""
        state = self.state
        part = self._shape.follows(state.part, part_s=state.part_s, practised_s=self.practised_s())
        if part is not None and state.part is Part.PRACTICE and not self._has_breathed_out():
            return
        if part is not None and not self._part_follows:
            self._part_follows = True
            self.put(PartChanged(self._now_ns(), part))
            self._put_following(running=part is Part.PRACTICE)
        elif part is None:
            self._part_follows = False

    def _has_breathed_out(self) -> bool:
        over_s = self.practised_s() - self._shape.practice_s
        return has_breathed_out(self.state.guide, self.now_s(), over_s=over_s)

    def _put_following(self, *, running: bool) -> None:
        if self.player is None:
            self._put_guide(self.state.guide.pattern, running=running)
        else:
            self._put_played(self.player.run(self._now_ns(), running=running, state=self.state))

    def end(self) -> State:
        """Disconnect the strap, then process and write what is left.

        Raises
        ------
        SessionFileError
            If the last records could not be written.
        """
        if self._begun:
            try:
                self._source.stop()
            except StrapError as error:
                self.ending_problem = error.whole
        self._inbox.put_flood(self._now_ns())
        self.put(LinkChanged(self._now_ns(), LinkState.IDLE))
        self._process(_END_NS)
        self._inbox.close()
        return self.state
