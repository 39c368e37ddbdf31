"""What a strap sends, made by hand, and the state after it."""

from biofeedback.engine.engine import Engine
from biofeedback.engine.state import State
from devices.events import Contact, Event, HeartRateMeasurement, LinkChanged, LinkState

S = 1_000_000_000


def beat(time_s: float, *rr_ticks: int, contact: Contact = Contact.NOT_SUPPORTED) -> HeartRateMeasurement:
    return HeartRateMeasurement(round(time_s * S), 60, contact, None, rr_ticks)


def connected(time_s: float = 0.0) -> LinkChanged:
    return LinkChanged(round(time_s * S), LinkState.STREAMING, "Polar H10 12345678")


def after(*events: Event) -> State:
    engine = Engine(0)
    for event in events:
        engine.take(event)
    return engine.state()


def beating(seconds: int, from_s: int = 0) -> list[Event]:
    return [beat(t, 1000 + 24 * (t % 3)) for t in range(from_s + 1, from_s + seconds + 1)]
