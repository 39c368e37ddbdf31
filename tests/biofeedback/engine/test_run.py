"""The one loop: the states of the engine, observers beside it, and only those states that are wanted."""

from collections.abc import Iterator

import pytest

from biofeedback.engine.engine import Engine
from biofeedback.engine.run import last_state, run
from biofeedback.practice.simulated import simulated_records
from devices.events import Event, Tick
from devices.simulated.scenario import load_scenario
from sessions.events import decoded


@pytest.fixture(scope="module")
def events() -> list[Event]:
    return list(decoded(simulated_records(load_scenario("calm"), seed=1, minutes=0.5, ecg=False)))


def test_the_states_are_those_of_the_engine(events: list[Event]) -> None:
    engine = Engine(events[0].time_ns)
    assert list(run(events)) == [engine.process(event) for event in events]


def test_only_wanted_states_are_made_and_all_events_are_taken(events: list[Event]) -> None:
    every = [state for state, event in zip(run(events), events, strict=True) if isinstance(event, Tick)]
    engine = Engine(events[0].time_ns)
    assert list(run(events, engine=engine, wanted=lambda event: isinstance(event, Tick))) == every
    assert engine.state() == list(run(events))[-1]


def test_the_last_state_needs_no_event() -> None:
    assert last_state((), engine=Engine(0)) == Engine(0).state()
    assert list(run(())) == []


def test_observers_are_told_before_the_engine_and_may_come_later(events: list[Event]) -> None:
    order: list[tuple[str, Event]] = []
    observers = [lambda event: order.append(("first", event))]
    engine = Engine(events[0].time_ns)
    for number, _ in enumerate(run(events[:3], engine=engine, observers=observers)):
        if number == 1:
            observers.append(lambda event: order.append(("second", event)))
    assert order == [("first", one) for one in events[:3]] + [("second", events[2])]


def test_an_event_is_taken_only_when_its_state_is_asked_for(events: list[Event]) -> None:
    taken = []

    def live() -> Iterator[Event]:
        for event in events:
            taken.append(event)
            yield event

    states = run(live())
    assert taken == []
    next(states)
    assert taken == events[:1]
