"""Plays a programme: emits which step and guide is due at which moment. The caller supplies the time.

Steps follow time alone. Their guide waits for a person who does not follow, and eases.
"""

from bisect import bisect_right
from collections.abc import Callable
from typing import Final

from biofeedback.engine.state import State
from biofeedback.pacing.asked_inhales import AskedInhales
from biofeedback.pacing.overbreathing import EASED
from biofeedback.pacing.ramp import EASING_PER_MIN, UNKNOWN_START_PER_MIN, Known
from biofeedback.practice.guide_plan import BreathRecords
from biofeedback.practice.step_guide import GuideRun
from biofeedback.programmes.course import Course
from biofeedback.programmes.programme import Begin, Family, LeaveOut, Programme, Step, StepGuide, Target
from devices.breath_pattern import BreathPattern
from devices.events import GuideChanged
from devices.guided_spans import SUSPEND_S
from devices.message import Message, message
from devices.steps import InhaleAsked, StepChanged

PlayedEvent = StepChanged | GuideChanged | InhaleAsked

_SECOND_NS: Final = 1_000_000_000
_SAID_NS: Final = 60 * _SECOND_NS
"""How long an easing is shown, in nanoseconds: six to ten breaths."""

_WAITS: Final = message("step.guide_waits")


class ProgrammePlayer:
    """Plays a programme once.

    Each event carries the moment at which it is due, even if the player is called late. So step times do
    not depend on how often a view is painted. All calls use one clock, in nanoseconds.

    Parameters
    ----------
    course : Course
        The programme, and which parts of it are left out.
    language : callable
        Returns the code of the language in which texts are shown now.
    resonance_per_min : float or None
        The person's resonance in breaths per minute; 5 is used if it is not known.
    reached_per_min : float or None
        The rate in breaths per minute that the person reached last.
    asking : AskedInhales or None
        Slow inhales that the person is asked for before the first step.

    Attributes
    ----------
    asking : AskedInhales or None
        What the person is asked for now; None once the first step has begun.
    running : bool
        Whether the programme is running; false before it begins, while it is paused, and once it is over.
    is_over : bool
        Whether the last step is over.
    """

    def __init__(
        self,
        course: Course,
        *,
        language: Callable[[], str],
        resonance_per_min: float | None = None,
        reached_per_min: float | None = None,
        asking: AskedInhales | None = None,
    ) -> None:
        self.asking = asking
        self._language = language
        self._resonance_per_min = resonance_per_min or BreathPattern().rate_per_min
        self._reached_per_min = reached_per_min
        self._runs: dict[int, GuideRun] = {}
        self._records = BreathRecords()
        self._known = Known()
        self._own_per_min: float | None = None
        self._least_per_min = 0.0
        self._eased_until_ns = 0
        self._position_ns = 0
        self._asked_ns = 0
        self._announced = False
        self._told_guide: tuple[bool, BreathPattern] | None = None
        self.running = False
        self.is_over = False
        self._take(course)

    @property
    def programme(self) -> Programme:
        """The programme being played."""
        return self._course.programme

    @property
    def seconds(self) -> float:
        """How long the programme lasts, in seconds, without the parts left out."""
        return self._course.seconds

    @property
    def gone_s(self) -> float:
        """The position in the programme, in seconds."""
        return self._position_ns / _SECOND_NS

    @property
    def region(self) -> str | None:
        """English name of the part of the body in the present step."""
        return None if self.is_over else self._step(self._index()).region_name

    @property
    def message(self) -> Message | None:
        """The message that the breaths became shorter, shown for a minute; None otherwise."""
        return EASED if self._position_ns < self._eased_until_ns else None

    @property
    def course(self) -> Message | None:
        """The message that the guide waits for the person; None while it does not. The target is hidden."""
        run = None if self.is_over or not self._numbers else self._guide_run(self._index())
        return _WAITS if run is not None and self.running and run.waits else None

    @property
    def at_bedtime(self) -> bool | None:
        """Whether coming back at the end is left out; None if the programme has no such steps."""
        has_such = any(step.leave_out is LeaveOut.BEDTIME for step in self.programme.steps)
        return self._course.at_bedtime if has_such else None

    def next_ns(self, now_ns: int) -> int | None:
        """Return when the next event is due; None if no more will come.

        Parameters
        ----------
        now_ns : int
            The time of the last call of `follow`.
        """
        if not self.running:
            return None
        to_come_ns = self._next_position_ns() - self._position_ns
        return now_ns + (self.asking.next_ns if self.asking else to_come_ns)

    def run(self, now_ns: int, *, running: bool, state: State | None = None) -> list[PlayedEvent]:
        """Begin, pause or continue.

        Parameters
        ----------
        now_ns : int
            The present moment.
        running : bool
            Whether the programme should run.
        state : State or None
            The newest state, which has the person's own breathing rate.

        Returns
        -------
        list of StepChanged, GuideChanged and InhaleAsked
            What happened since the last call, in order.
        """
        events = self.follow(now_ns, state)
        if self.is_over or (self._announced and running == self.running):
            return events
        self._asked_ns, self.running, self._announced = now_ns, running, True
        return events if self.asking else [*events, *self._told(now_ns)]

    def follow(self, now_ns: int, state: State | None = None) -> list[PlayedEvent]:
        """Advance until now; arguments and result are those of `run`."""
        if state is not None:
            self._know(state)
        if not self.running:
            return []
        gone_ns = max(0, now_ns - self._asked_ns)
        if gone_ns > SUSPEND_S * _SECOND_NS:
            gone_ns = 0  # The computer was suspended and nobody practised.
        self._asked_ns = now_ns
        events: list[PlayedEvent] = []
        if self.asking is not None:
            asked, gone_ns = self.asking.follow(now_ns, gone_ns)
            events += asked
            if not self.asking.is_over:
                return events
            self.asking = None
            events += self._told(now_ns - gone_ns)
        target_ns = self._position_ns + gone_ns
        while self.running and (due_ns := self._next_position_ns()) <= target_ns:
            self._move_to(due_ns)
            time_ns = now_ns - (target_ns - due_ns)
            is_step = due_ns in self._starts_ns or due_ns == self._end_ns
            events += self._told(time_ns) if is_step else self._guide_told(time_ns)
        self._move_to(min(target_ns, self._end_ns))
        return events

    def ease(self, now_ns: int) -> list[PlayedEvent]:
        """Make all further guides use breaths shorter than now, and never longer ones again."""
        events = self.follow(now_ns)
        told_per_min = self._told_guide[1].rate_per_min if self._told_guide else 0.0
        run = None if self.is_over or not self._numbers else self._guide_run(self._index())
        if run is not None:
            run.ease(len(self._records.records))
            self._least_per_min = run.pattern.rate_per_min
        else:
            self._least_per_min = max(UNKNOWN_START_PER_MIN, told_per_min + EASING_PER_MIN)
        return [*events, *(self._guide_told(now_ns) if run is not None else [])]

    def choose_bedtime(self, now_ns: int, *, at_bedtime: bool) -> list[PlayedEvent]:
        """Leave out coming back at the end, because the person is going to sleep, or restore it."""
        events = self.follow(now_ns)
        course, position_s = self._course.for_bedtime(self.gone_s, at_bedtime=at_bedtime)
        self._take(course)
        self._position_ns = min(self._end_ns, round(position_s * _SECOND_NS))
        return [*events, *(self._told(now_ns) if self._announced else [])]

    def go_back(self, now_ns: int) -> list[PlayedEvent]:
        """Go back to the beginning of the step, or of the step before if this one has just begun."""
        events = self.follow(now_ns)
        if self.is_over or self.asking or not self._announced:
            return events
        self._position_ns = round(self._course.back_s(self.gone_s) * _SECOND_NS)
        return [*events, *self._told(now_ns)]

    def skip_region(self, now_ns: int) -> list[PlayedEvent]:
        """Leave out all steps about the part of the body in the present step."""
        events = self.follow(now_ns)
        region = self.region
        if region is None or self.asking or not self._announced:
            return events
        course, position_s = self._course.without(region, self.gone_s)
        self._take(course)
        self._position_ns = round(position_s * _SECOND_NS)
        return [*events, *self._told(now_ns)]

    def _know(self, state: State) -> None:
        """Keep what is known of the person, and keep the last rate during steps that hide it."""
        self._known = self._records.known(state)
        self._own_per_min = self._known.rate_per_min or self._own_per_min

    def _move_to(self, position_ns: int) -> None:
        """Move on within a step; its guide checks how the person follows when that is due."""
        run = self._guide_run(self._index()) if self._numbers else None
        if run is not None:
            run.let_pass(position_ns - self._position_ns)
            if run.look(self._known):
                self._least_per_min = run.pattern.rate_per_min
                self._eased_until_ns = position_ns + _SAID_NS
        self._position_ns = position_ns

    def _take(self, course: Course) -> None:
        self._course = course
        starts = course.starts_s()
        self._numbers = [number for number, _ in starts]
        self._starts_ns = [round(start_s * _SECOND_NS) for _, start_s in starts]
        self._end_ns = round(course.seconds * _SECOND_NS)
        self.is_over = self.is_over or not starts

    def _step(self, index: int) -> Step:
        return self.programme.steps[self._numbers[index]]

    def _index(self) -> int:
        return max(0, bisect_right(self._starts_ns, self._position_ns) - 1)

    def _next_position_ns(self) -> int:
        index = self._index()
        following = self._starts_ns[index + 1 : index + 2]
        next_ns = following[0] if following else self._end_ns
        run = self._guide_run(index)
        return next_ns if run is None else min(next_ns, self._position_ns + run.next_ns)

    def _told(self, time_ns: int) -> list[PlayedEvent]:
        """Return the step and the guide at the present position, as changed at a time."""
        if self._position_ns >= self._end_ns:
            self.running, self.is_over = False, True
        if not self._numbers:
            return []
        index = self._index()
        step = self._step(index)
        changed = StepChanged(
            time_ns,
            self.running,
            self.programme.name,
            index + 1,
            len(self._numbers),
            min(step.seconds, (self._position_ns - self._starts_ns[index]) / _SECOND_NS),
            step.seconds,
            step.text.said(self._language()),
            step.measured,
            step.region_name or "",
            step.sound,
            self.programme.family is not Family.AUTOGENIC,
            self.programme.family is Family.MOVEMENT,
        )
        return [changed, *self._guide_told(time_ns)]

    def _guide_told(self, time_ns: int) -> list[PlayedEvent]:
        """Return the guide at the present position, if it differs from the last one reported."""
        told, run = self._told_guide, self._guide_run(self._index())
        if run is not None:
            wanted = self.running, run.pattern
        elif told is not None:
            wanted = False, told[1]
        else:
            return []
        if wanted == told or (told is None and not wanted[0]):
            return []
        self._told_guide = wanted
        return [GuideChanged(time_ns, running=wanted[0], pattern=wanted[1])]

    def _guide_run(self, index: int) -> GuideRun | None:
        """Return the guide of a step, which may have begun with an earlier step."""
        guide = self._step(index).guide
        if guide is None:
            return None
        first = index
        while first > 0 and self._step(first - 1).guide == guide:
            first -= 1
        number = self._numbers[first]
        known = self._runs.get(number)
        if known is not None:
            return known  # Going back does not measure the breath again.
        target_per_min = max(self._target_per_min(guide), self._least_per_min)
        run = GuideRun(guide, target_per_min, self._start_per_min(guide))
        if self.running:
            self._runs[number] = run
        return run

    def _target_per_min(self, guide: StepGuide) -> float:
        rate = guide.rate_per_min
        return self._resonance_per_min if isinstance(rate, Target) else rate

    def _start_per_min(self, guide: StepGuide) -> float | None:
        """Return the rate at which a guide begins; None if it is not known.

        A rate named by the programme is not a goal for somebody who never breathed so slowly.
        """
        if guide.begin is Begin.OWN:
            return self._own_per_min
        if guide.begin is Begin.REACHED:
            return self._reached_per_min or self._own_per_min
        return max(guide.begin, self._reached_per_min or 0.0)


PlayerOf = Callable[[str], ProgrammePlayer]
"""Returns the player of a shipped programme, given its name."""
