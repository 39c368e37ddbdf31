"""Plans: what the guide should be at each moment of a practice, by a schedule or by how the person does."""

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
"""How long an easing is told of: three to seven breaths."""


class Plan(Protocol):
    """Asked while the guide runs; it sees the states and nothing else, so a replay needs no plan."""

    @property
    def message(self) -> Message | None:
        """One sentence that the person should not miss; None where there is nothing to say."""

    @property
    def course(self) -> Message | None:
        """Where it is, in a few words; None where there is nothing to tell."""

    @property
    def target(self) -> BreathPattern:
        """Where it leads to."""

    def lead_to(self, target: BreathPattern) -> None:
        """Lead to another pattern, which the person chose while the guide stood."""

    def pattern(self, practised_s: float, state: State) -> BreathPattern:
        """Return what the guide should be now.

        Parameters
        ----------
        practised_s : float
            Seconds with the guide running, since the first inhale.
        state : State
            The newest.
        """


class SearchPlan:
    """Goes through the rates of a search for the resonance, by the time alone.

    Parameters
    ----------
    protocol : SearchProtocol
        How it goes.
    schedule : Schedule
        Which pattern when.
    begun_s : float
        How long one had practised when it began.

    Attributes
    ----------
    gone_s : float
        How long it has gone on, pauses not counted.
    """

    message: Message | None = None

    def __init__(self, protocol: SearchProtocol, schedule: Schedule, *, begun_s: float = 0.0) -> None:
        self.protocol, self.schedule = protocol, schedule
        self._begun_s = begun_s
        self.gone_s = 0.0

    @property
    def target(self) -> BreathPattern:
        return self.schedule.parts[-1].pattern

    @property
    def exhale_to_inhale(self) -> float:
        return self.schedule.parts[0].pattern.exhale_to_inhale

    @property
    def is_over(self) -> bool:
        return self.gone_s >= self.schedule.duration_s

    @property
    def is_half_gone(self) -> bool:
        """Whether so much of it is done that its answers may tell something."""
        return self.gone_s >= 0.5 * self.schedule.duration_s

    @property
    def course(self) -> Message | None:
        return message("plan.searching", place=self.place)

    @property
    def place(self) -> Message:
        """At which of its rates it is."""
        return _search_place(self.protocol, self.schedule, self.gone_s)

    def lead_to(self, target: BreathPattern) -> None:
        """Stay with the schedule: a search is stopped, or goes through its rates."""

    def pattern(self, practised_s: float, state: State) -> BreathPattern:  # noqa: ARG002
        """Return the schedule's pattern."""
        self.gone_s = max(0.0, practised_s - self._begun_s)
        return self.schedule.pattern_at(self.gone_s)


class RampPlan:
    """Slows down to a pattern, as far as the person follows.

    Parameters
    ----------
    target : BreathPattern
        Where it goes; the ratio and holds are those from the start.
    start_per_min : float or None
        Where it begins; None for the person's own rate as it is measured when the practice begins.
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
        """Where it leads to; a faster pattern since over-breathing showed."""
        return self._pattern.at_rate(self.ramp.target_per_min)

    @property
    def course(self) -> Message | None:
        return _ramp_course(self.ramp)

    def lead_to(self, target: BreathPattern) -> None:
        self._pattern = target
        self.ramp = self.ramp.aimed_at(target.rate_per_min)

    def pattern(self, practised_s: float, state: State) -> BreathPattern:
        """Return the target at the ramp's rate."""
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
    """Heart rate and response of breath after breath."""

    def __init__(self) -> None:
        self.records: list[BreathRecord] = []
        self._until_s = 0.0

    def known(self, state: State) -> Known:
        """Take a state, and return what a ramp has to know of the person by then."""
        self.take(state.breaths, state.beats)
        following = state.breathing.following
        # All or nothing: that is how it is known whether breaths go with the guide.
        in_step = None if following is None or following.in_step is None else float(following.in_step)
        return Known(state.breathing.rate.value, in_step, self.records)

    def take(self, breaths: Sequence[GuidedBreath], beats: Sequence[Beat]) -> None:
        """Take the breaths of a state; those that are known already, or could not be judged, add nothing."""
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
    """Say which of its rates a search is at; for a sliding one, where it goes."""
    if protocol is SearchProtocol.SLIDING:
        first, last = (schedule.parts[k].pattern.rate_per_min for k in (0, -1))
        return message("plan.sliding", first_per_min=first, last_per_min=last)
    number = 1 + schedule.parts.index(schedule.part_at(gone_s))
    return message("plan.step", number=number, steps=len(schedule.parts))


def _ramp_course(ramp: Ramp) -> Message | None:
    """Say where the guide is going, and that it waits; None once it is there, or goes no further."""
    match ramp.phase:
        case RampPhase.SLOWING if ramp.rate_per_min > ramp.target_per_min:
            return message("plan.slowing", rate_per_min=ramp.target_per_min)
        case RampPhase.WAITING:
            return message("plan.waiting", rate_per_min=ramp.target_per_min)
    return None
