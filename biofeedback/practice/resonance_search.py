"""A search for the resonance within a practice: it leads the guide and has the heart's responses judged."""

from threading import Thread

from biofeedback.pacing.guide import Stage
from biofeedback.person.profile import ProfileShelf
from biofeedback.practice.guide_plan import SearchPlan
from biofeedback.practice.practice import Practice
from biofeedback.resonance.protocol import Protocol, protocol_schedule
from biofeedback.resonance.session import SearchRecord, resonance_of
from devices.breath_pattern import BreathPattern
from devices.events import Event


class ResonanceSearch:
    """The searches of one practice, one at a time.

    Parameters
    ----------
    practice : Practice
        The practice that sends the events and has the guide to lead.
    shelf : ProfileShelf
        Stores the results.

    Attributes
    ----------
    plan : SearchPlan or None
        The search that is running; None without one.
    searched_s : float
        How long earlier searches took, in seconds; this time is not part of the planned practice.
    """

    def __init__(self, practice: Practice, shelf: ProfileShelf) -> None:
        self._practice, self._shelf = practice, shelf
        self._record = SearchRecord()
        practice.listen(self._record.take)
        self._before = BreathPattern()
        self._judging: Thread | None = None
        self.plan: SearchPlan | None = None
        self.searched_s = 0.0

    @property
    def is_judging(self) -> bool:
        """Whether the last search's result is still being computed."""
        return self._judging is not None and self._judging.is_alive()

    def begin(
        self, protocol: Protocol, pattern: BreathPattern, *, about_per_min: float | None = None
    ) -> None:
        """Lead the guide through a protocol: at once if it is running, otherwise when it starts.

        Parameters
        ----------
        protocol : Protocol
            The protocol to use.
        pattern : BreathPattern
            The person's own pattern: its ratio is kept, and the guide returns to it.
        about_per_min : float or None
            The rate found before, in breaths per minute; refining searches around it.

        Raises
        ------
        PatternError
            If there is nothing to refine.
        """
        schedule = protocol_schedule(protocol, pattern.exhale_to_inhale, about_per_min=about_per_min)
        begun_s = self._practice.planned_s() + self._until_inhale_s(schedule.parts[0].pattern)
        self.lead(SearchPlan(protocol, schedule, begun_s=begun_s), pattern)

    def lead(self, plan: SearchPlan, pattern: BreathPattern) -> None:
        """Lead the guide by a plan; afterwards it returns to the pattern."""
        self.wait()
        self.plan, self._before = plan, pattern
        self._record.begin()
        self._practice.take_plan(plan, longer_s=plan.schedule.duration_s)

    def end(self, *, running: bool) -> bool:
        """Return the guide to the person's own pattern.

        Parameters
        ----------
        running : bool
            Whether the guide continues.

        Returns
        -------
        bool
            Whether the search went through at least half of its rates; if so, it is judged and kept.
        """
        plan, self.plan = self.plan, None
        if plan is None:
            return False
        self.searched_s += plan.gone_s
        self._practice.take_plan(None, longer_s=plan.gone_s - plan.schedule.duration_s)
        self._practice.set_guide(self._before, running=running)
        events = self._record.end()
        if plan.is_half_gone:
            self._judging = Thread(target=self._judge, args=(plan, events), name="resonance judging")
            self._judging.start()
        return plan.is_half_gone

    def wait(self) -> None:
        """Wait until the last search is judged."""
        if self._judging is not None:
            self._judging.join()

    def _judge(self, plan: SearchPlan, events: tuple[Event, ...]) -> None:
        found = resonance_of(events, start_ns=self._practice.start_ns)
        self._shelf.take(plan.protocol, plan.exhale_to_inhale, found)

    def _until_inhale_s(self, pattern: BreathPattern) -> float:
        """Return the guided time until the next inhale, in seconds, if the guide changed to this pattern."""
        now_s = self._practice.now_s()
        changed = self._practice.state.guide.changed(now_s, pattern, running=True)
        turns = changed.turns(now_s, now_s + 2.0 * pattern.period_s)
        return next(turn.time_s for turn in turns if turn.stage is Stage.INHALE) - now_s
