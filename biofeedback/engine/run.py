"""The one loop over a session: events go in, states come out, and observers see the same events. Pure."""

from collections.abc import Callable, Iterable, Iterator, Sequence

from biofeedback.engine.engine import Engine
from biofeedback.engine.state import State
from devices.events import Event

Observer = Callable[[Event], None]
"""Called with each event before the engine takes it."""


def run(
    events: Iterable[Event],
    *,
    engine: Engine | None = None,
    observers: Sequence[Observer] = (),
    wanted: Callable[[Event], bool] | None = None,
) -> Iterator[State]:
    """Feed the events of a session to an engine and yield its states.

    An event is taken only when the next state is requested, so events may come from a live source.

    Parameters
    ----------
    events : iterable of Event
        The events of one session, in the order they came.
    engine : Engine, optional
        The engine that takes them. By default a new one, whose session starts with the first event.
    observers : sequence of callable, optional
        Called with each event before the engine takes it. A list may grow while the loop runs.
    wanted : callable, optional
        Called after each event; returns whether to yield its state. By default every state is yielded. A
        state of a long session is costly, so request only those that are used.

    Yields
    ------
    State
        The state after each wanted event.

    Examples
    --------
    >>> from devices.events import Tick
    >>> [state.time_s for state in run([Tick(5_000_000_000), Tick(6_000_000_000)])]
    [0.0, 1.0]
    """
    for event in events:
        if engine is None:
            engine = Engine(event.time_ns)
        for observe in observers:
            observe(event)
        engine.take(event)
        if wanted is None or wanted(event):
            yield engine.state()


def last_state(events: Iterable[Event], *, engine: Engine, observers: Sequence[Observer] = ()) -> State:
    """Feed all events of a session to an engine and return the last state.

    The engine has then also processed what was waiting for more data, so give it no further events.
    """
    for _ in run(events, engine=engine, observers=observers, wanted=lambda _: False):
        pass
    engine.finish()
    return engine.state()
