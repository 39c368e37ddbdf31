"""Finds the person's resonance in a session: passes its events through the engine to the finder."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from biofeedback.beats.beats import Beat
from biofeedback.breathing.chest.chest_samples import ChestSamples, chest_samples
from biofeedback.breathing.timing import beat_lateness_s, breath_lag_s
from biofeedback.engine.engine import Engine
from biofeedback.engine.run import run
from biofeedback.resonance.answers import Answer, Answers
from biofeedback.resonance.estimate import UNMEASURED, Resonance, find_resonance, measured_lag
from biofeedback.resonance.protocol import Protocol, protocol_in
from devices.events import Event, GuideChanged, LinkChanged, Tick
from devices.streams import AccelerationFrame, EcgFrame


@dataclass(frozen=True, slots=True)
class Heard:
    """The input of the finder.

    Parameters
    ----------
    answers : tuple of Answer
        The heart's responses to the guide's breaths.
    lag_s : float or None
        Delay of the responses behind the guide's breath from person, strap and clock; None if the strap's
        acceleration does not give it.
    """

    answers: tuple[Answer, ...]
    lag_s: float | None


def hear(events: Iterable[Event], *, start_ns: int) -> Heard:
    """Collect the finder's input from the events of a session, in order.

    Parameters
    ----------
    events : iterable of Event
        Events of the whole session.
    start_ns : int
        The session's start on the clock of the events.
    """
    engine, answers = Engine(start_ns, keep_beats_s=float("inf")), Answers()
    frames: list[AccelerationFrame] = []
    for state in run(_without_frames(events, frames), engine=engine, wanted=_is_tick):
        answers.take(state.guide, state.time_s, state.beats)
    heard = tuple(answers.answers)
    return Heard(heard, _lag_s(heard, engine.state().beats, chest_samples(frames, start_ns)))


def _without_frames(events: Iterable[Event], frames: list[AccelerationFrame]) -> Iterator[Event]:
    """Collect frames of acceleration separately: the engine need not detect breathing here."""
    for event in events:
        if isinstance(event, AccelerationFrame):
            frames.append(event)
        else:
            yield event


def _is_tick(event: Event) -> bool:
    return isinstance(event, Tick)


def _lag_s(answers: tuple[Answer, ...], beats: tuple[Beat, ...], chest: ChestSamples | None) -> float | None:
    if chest is None:
        return None
    lateness_s = beat_lateness_s(beats, chest)
    turns_s = [(one.inhale_s, one.inhale_s + 60.0 / one.rate_per_min) for one in answers]
    breath_s = breath_lag_s(turns_s, [one.lungs for one in answers], chest)
    return None if lateness_s is None or breath_s is None else breath_s - lateness_s


def resonance_of(events: Iterable[Event], *, start_ns: int) -> Resonance | None:
    """Return the person's resonance from a session; None if it has too few responses."""
    return judge(hear(events, start_ns=start_ns))


def judge(heard: Heard) -> Resonance | None:
    """Return the finder's result for its input."""
    return find_resonance(heard.answers, UNMEASURED if heard.lag_s is None else measured_lag(heard.lag_s))


@dataclass(frozen=True, slots=True)
class Search:
    """The protocol and result of a session with a search for the resonance."""

    protocol: Protocol
    found: Resonance | None

    @property
    def is_clear(self) -> bool:
        """Whether it found a clear resonance."""
        return self.found is not None and self.found.is_clear


def search_in(guides: Sequence[GuideChanged], events: Iterable[Event], *, start_ns: int) -> Search | None:
    """Return the search in a session; None if its guide did not follow a protocol.

    Parameters
    ----------
    guides : sequence of GuideChanged
        Guide changes of the whole session.
    events : iterable of Event
        Events of the whole session; the ECG may be left out. They are read only if there was a search.
    start_ns : int
        The session's start on the clock of the events.
    """
    turns = [guide for guide in guides if guide.running]
    rates = [turn.pattern.rate_per_min for turn in turns]
    turns = [turn for k, turn in enumerate(turns) if not k or rates[k] != rates[k - 1]]
    gone = protocol_in([turn.pattern.rate_per_min for turn in turns])
    if gone is None:
        return None
    after_ns = turns[gone.end].time_ns if gone.end < len(turns) else None
    record = SearchRecord()
    for event in events:
        if after_ns is not None and event.time_ns >= after_ns:
            break
        if event.time_ns >= turns[gone.begin].time_ns:
            record.begin()
        record.take(event)
    return Search(gone.protocol, resonance_of(record.events, start_ns=start_ns))


class SearchRecord:
    """Keeps the events that the finder needs: those that identify the strap, and all from the search on."""

    def __init__(self) -> None:
        self.events: list[Event] = []
        self._searching = False

    def take(self, event: Event) -> None:
        """Process the next event of the session."""
        if isinstance(event, LinkChanged) or (self._searching and not isinstance(event, EcgFrame)):
            self.events.append(event)

    def begin(self) -> None:
        """Keep all events from now on."""
        self._searching = True

    def end(self) -> tuple[Event, ...]:
        """Return the kept events, and forget all except those about the strap."""
        events = tuple(self.events)
        self.events = [event for event in events if isinstance(event, LinkChanged)]
        self._searching = False
        return events
