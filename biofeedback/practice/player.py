"""Plays a programme: which step and guide at which moment, as events. Its only clock is its caller's."""

from bisect import bisect_right
from collections.abc import Callable
from typing import Final

from biofeedback.engine.state import State
from biofeedback.pacing.asked_inhales import AskedInhales
from biofeedback.pacing.ramp import UNKNOWN_START_PER_MIN
from biofeedback.practice.step_guide import GuideRun
from biofeedback.programmes.course import Course
from biofeedback.programmes.programme import Begin, Family, Programme, Step, StepGuide, Target
from devices.breath_pattern import BreathPattern
from devices.events import GuideChanged, InhaleAsked
from devices.guided_spans import SUSPEND_S
from devices.steps import StepChanged

PlayedEvent = StepChanged | GuideChanged | InhaleAsked

_SECOND_NS: Final = 1_000_000_000


class ProgrammePlayer:
    """Plays a programme once.

    Each event has the moment at which it is due, however late the player is asked: step times do not depend
    on how often a view is painted. The times of all calls come from one clock, in nanoseconds.

    Parameters
    ----------
    course : Course
        The programme, and what of it is left out.
    language : callable
        Returns the code of the language in which texts are shown now.
    resonance_per_min : float or None
        The person's resonance in breaths per minute; 5 where it is not known.
    reached_per_min : float or None
        The rate that the person reached last.
    asking : AskedInhales or None
        Slow inhales that are asked for before the first step.

    Attributes
    ----------
    asking : AskedInhales or None
        What is asked for now; None once the first step has begun.
    running : bool
        Whether it goes on; false before it begins, while it is paused, and once it is over.
    is_over : bool
        Whether its last step is over.
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
        self._start_rates: dict[int, float] = {}
        self._own_per_min: float | None = None
        self._position_ns = 0
        self._asked_ns = 0
        self._announced = False
        self._told_guide: tuple[bool, BreathPattern] | None = None
        self.running = False
        self.is_over = False
        self._take(course)

    @property
    def programme(self) -> Programme:
        """The programme that is played."""
        return self._course.programme

    @property
    def seconds(self) -> float:
        """How long the programme lasts, without what is left out."""
        return self._course.seconds

    @property
    def gone_s(self) -> float:
        """Where in the programme it is."""
        return self._position_ns / _SECOND_NS

    @property
    def region(self) -> str | None:
        """English name of the part of the body that the present step is about."""
        return None if self.is_over else self._step(self._index()).region_name

    def next_ns(self, now_ns: int) -> int | None:
        """Return when the next event is due; None while nothing is to come.

        Parameters
        ----------
        now_ns : int
            When `follow` was called last.
        """
        if not self.running:
            return None
        to_come_ns = self._next_position_ns() - self._position_ns
        return now_ns + (self.asking.next_ns if self.asking else to_come_ns)

    def run(self, now_ns: int, *, running: bool, state: State | None = None) -> list[PlayedEvent]:
        """Begin, pause or go on.

        Parameters
        ----------
        now_ns : int
            The present moment.
        running : bool
            Whether it is to go on.
        state : State or None
            The newest, which tells the person's own breathing rate.

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
        """Let time go on until now; arguments and result are those of `run`."""
        if state is not None and state.breathing.rate.value is not None:
            self._own_per_min = state.breathing.rate.value
        if not self.running:
            return []
        gone_ns = max(0, now_ns - self._asked_ns)
        if gone_ns > SUSPEND_S * _SECOND_NS:
            gone_ns = 0  # The computer was suspended, and nobody practised.
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
            self._position_ns = due_ns
            time_ns = now_ns - (target_ns - due_ns)
            is_step = due_ns in self._starts_ns or due_ns == self._end_ns
            events += self._told(time_ns) if is_step else self._guide_told(time_ns)
        self._position_ns = min(target_ns, self._end_ns)
        return events

    def go_back(self, now_ns: int) -> list[PlayedEvent]:
        """Go back to the beginning of the step, or of the one before where this one has just begun."""
        events = self.follow(now_ns)
        if self.is_over or self.asking or not self._announced:
            return events
        self._position_ns = round(self._course.back_s(self.gone_s) * _SECOND_NS)
        return [*events, *self._told(now_ns)]

    def skip_region(self, now_ns: int) -> list[PlayedEvent]:
        """Leave out all steps about the part of the body that the present step is about."""
        events = self.follow(now_ns)
        region = self.region
        if region is None or self.asking or not self._announced:
            return events
        course, position_s = self._course.without(region, self.gone_s)
        self._take(course)
        self._position_ns = round(position_s * _SECOND_NS)
        return [*events, *self._told(now_ns)]

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
        return next_ns if run is None else min(next_ns, run.next_change_ns(self._position_ns))

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
        )
        return [changed, *self._guide_told(time_ns)]

    def _guide_told(self, time_ns: int) -> list[PlayedEvent]:
        """Return the guide at the present position, where that differs from what was told last."""
        told, run = self._told_guide, self._guide_run(self._index())
        if run is not None:
            wanted = self.running, run.pattern_at(self._position_ns)
        elif told is not None:
            wanted = False, told[1]
        else:
            return []
        if wanted == told or (told is None and not wanted[0]):
            return []
        self._told_guide = wanted
        return [GuideChanged(time_ns, running=wanted[0], pattern=wanted[1])]

    def _guide_run(self, index: int) -> GuideRun | None:
        """Return the guide of a step, which may have begun with an earlier one."""
        guide = self._step(index).guide
        if guide is None:
            return None
        first = index
        while first > 0 and self._step(first - 1).guide == guide:
            first -= 1
        number = self._numbers[first]
        start_per_min = self._start_rates.get(number) or self._start_per_min(guide)
        if self.running:
            self._start_rates[number] = start_per_min  # Going back does not ask the breath again.
        return GuideRun(guide, self._target_per_min(guide), start_per_min, self._starts_ns[first])

    def _target_per_min(self, guide: StepGuide) -> float:
        rate = guide.rate_per_min
        return self._resonance_per_min if isinstance(rate, Target) else rate

    def _start_per_min(self, guide: StepGuide) -> float:
        if isinstance(guide.begin, float | int):
            return guide.begin
        known = self._own_per_min if guide.begin is Begin.OWN else self._reached_per_min
        return known or UNKNOWN_START_PER_MIN
