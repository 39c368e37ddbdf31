"""Plans decide what the guide shows at each moment: by a schedule, or by how well the person follows."""

from collections.abc import Sequence
from typing import Final, Protocol

from biofeedback.beats.beats import Beat, BeatLabel
from biofeedback.engine.state import State
from biofeedback.pacing.overbreathing import EASED, BreathRecord
from biofeedback.pacing.ramp import Known, Ramp, RampPhase
from biofeedback.pacing.schedule import Schedule
from biofeedback.resonance.protocol import Protocol as SearchProtocol
from biofeedback.response.rsa import GuidedBreath
from devices.breath_pattern import BreathPattern
from devices.message import Message, message

_SAID_S: Final = 60.0
"""How long an easing is shown, in seconds: three to seven breaths."""


class Plan(Protocol):
    """Decides the pattern while the guide runs. It sees only the states, so a replay needs no plan."""

    @property
    def message(self) -> Message | None:
        """One sentence that the person should not miss; None if there is nothing to say."""

    @property
    def course(self) -> Message | None:
        """Where the plan is, in a few words; None if there is nothing to show."""

    @property
    def target(self) -> BreathPattern:
        """The pattern that the plan leads to."""

    def lead_to(self, target: BreathPattern) -> None:
        """Lead to another pattern, which the person chose while the guide was paused."""

    def pattern(self, practised_s: float, state: State) -> BreathPattern:
        """Return the pattern that the guide should have now.

        Parameters
        ----------
        practised_s : float
            Seconds with the guide running, since the first inhale.
        state : State
            The newest state.
        """


class SearchPlan:
    """Goes through the rates of a search for the resonance, by time alone.

    Parameters
    ----------
    protocol : SearchProtocol
        How the search proceeds.
    schedule : Schedule
        Which pattern comes when.
    begun_s : float
        How long the person had practised when the search began, in seconds.

    Attributes
    ----------
    gone_s : float
        How long the search has run, in seconds, without pauses.
    """

    message: Message | None = None

    def __init__(self, protocol: SearchProtocol, schedule: Schedule, *, begun_s: float = 0.0) -> None:
        self.protocol, self.schedule = protocol, schedule
        self._begun_s = begun_s
        self.gone_s = 0.0

    @property
    def target(self) -> BreathPattern:
        """The pattern at the end of the search."""
        return self.schedule.parts[-1].pattern

    @property
    def exhale_to_inhale(self) -> float:
        """Exhale divided by inhale, the same in every part."""
        return self.schedule.parts[0].pattern.exhale_to_inhale

    @property
    def is_over(self) -> bool:
        """Whether the last part is over."""
        return self.gone_s >= self.schedule.duration_s

    @property
    def is_half_gone(self) -> bool:
        """Whether enough of the search is done for its results to be useful."""
        return self.gone_s >= 0.5 * self.schedule.duration_s

    @property
    def course(self) -> Message | None:
        """Say how far the plan has come; None if there is nothing to say."""
        return message("plan.searching", place=self.place)

    @property
    def place(self) -> Message:
        """Which of its rates the search is at."""
        return _search_place(self.protocol, self.schedule, self.gone_s)

    def lead_to(self, target: BreathPattern) -> None:
        """Keep to the schedule: a search cannot change its target."""

    def pattern(self, practised_s: float, state: State) -> BreathPattern:  # noqa: ARG002
        """Return the schedule's pattern."""
        self.gone_s = max(0.0, practised_s - self._begun_s)
        return self.schedule.pattern_at(self.gone_s)


class RampPlan:
    """Slows down to a pattern, as far as the person follows.

    Parameters
    ----------
    target : BreathPattern
        The pattern to reach. The ratio and the holds are the target's from the start.
    start_per_min : float or None
        The rate to begin at; None for the person's own rate, measured when the practice begins.
    """

    def __init__(self, target: BreathPattern, start_per_min: float | None = None) -> None:
        self._pattern = target
        self._start_per_min = start_per_min
        self._records = BreathRecords()
        self._eased_s = 0.0
        self.ramp = Ramp.starting(target.rate_per_min, start_per_min)
        self.message: Message | None = None

    @property
    def target(self) -> BreathPattern:
        """The pattern that the ramp leads to; a faster one after signs of over-breathing."""
        return self._pattern.at_rate(self.ramp.target_per_min)

    @property
    def course(self) -> Message | None:
        """Say how far the plan has come; None if there is nothing to say."""
        return _ramp_course(self.ramp)

    def lead_to(self, target: BreathPattern) -> None:
        """Lead to another pattern from now on."""
        self._pattern = target
        self.ramp = self.ramp.aimed_at(target.rate_per_min)

    def pattern(self, practised_s: float, state: State) -> BreathPattern:
        """Return the target pattern at the ramp's present rate."""
        if not practised_s:
            start_per_min = self._start_per_min or state.breathing.rate.value
            self.ramp = Ramp.starting(self.ramp.target_per_min, start_per_min)
        known = self._records.known(state)
        before, self.ramp = self.ramp, self.ramp.step(practised_s, known)
        if self.ramp.phase is RampPhase.EASED and self.ramp.counted_breaths != before.counted_breaths:
            self._eased_s, self.message = practised_s, EASED
        elif practised_s - self._eased_s > _SAID_S:
            self.message = None
        return self._pattern.at_rate(self.ramp.rate_per_min)


class BreathRecords:
    """Heart rate and response for each breath."""

    def __init__(self) -> None:
        self.records: list[BreathRecord] = []
        self._until_s = 0.0

    def known(self, state: State) -> Known:
        """Take a state, and return what a ramp needs to know about the person by then."""
        self.take(state.breaths, state.beats)
        following = state.breathing.following
        # All or nothing: this shows whether the breaths follow the guide.
        in_step = None if following is None or following.in_step is None else float(following.in_step)
        return Known(state.breathing.rate.value, in_step, self.records)

    def take(self, breaths: Sequence[GuidedBreath], beats: Sequence[Beat]) -> None:
        """Take the breaths of a state, except those already known and those that could not be judged."""
        for breath in breaths:
            if breath.inhale_s < self._until_s:
                continue
            self._until_s = breath.next_inhale_s - 0.5 * (breath.next_inhale_s - breath.inhale_s)
            rr_ms = [
                beat.rr_ms
                for beat in beats
                if beat.label is BeatLabel.NORMAL and breath.inhale_s < beat.time_s <= breath.next_inhale_s
            ]
            if rr_ms and breath.rsa_ms:
                self.records.append(BreathRecord(60000.0 * len(rr_ms) / sum(rr_ms), breath.rsa_ms))


def _search_place(protocol: SearchProtocol, schedule: Schedule, gone_s: float) -> Message:
    """Return a message with the search's present rate; for a sliding search, with its direction."""
    if protocol is SearchProtocol.SLIDING:
        first, last = (schedule.parts[k].pattern.rate_per_min for k in (0, -1))
        return message("plan.sliding", first_per_min=first, last_per_min=last)
    number = 1 + schedule.parts.index(schedule.part_at(gone_s))
    return message("plan.step", number=number, steps=len(schedule.parts))


def _ramp_course(ramp: Ramp) -> Message | None:
    """Return where the guide is going and whether it waits; None once it has arrived or goes no further."""
    match ramp.phase:
        case RampPhase.SLOWING if ramp.rate_per_min > ramp.target_per_min:
            return message("plan.slowing", rate_per_min=ramp.target_per_min)
        case RampPhase.WAITING:
            return message("plan.waiting", rate_per_min=ramp.target_per_min)
    return None
