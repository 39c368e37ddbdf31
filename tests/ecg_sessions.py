"""Sessions of a strap that sends RR intervals and its ECG, put together from recordings."""

from collections.abc import Iterable
from pathlib import Path

import numpy as np

from biofeedback.beats.beats import Beat
from biofeedback.engine.engine import Engine
from devices.events import Contact, Event, HeartRateMeasurement, LinkChanged, LinkState
from devices.streams import EcgFrame
from tests.biofeedback.beats.artefact_scores import Floats, column

ECG_HZ = 130.0
_FRAME = 73
_LATENCY_S = 2.0


def ecg_of(folder: Path) -> Floats:
    """A recording's ECG at 130 Hz, as large as that of a strap."""
    signals = np.load(folder / "signals.npz")
    if "ecg130" in signals:
        ecg = signals["ecg130"].astype(float)
    else:
        at_s = np.arange(0.0, signals["t_s"][-1], 1.0 / ECG_HZ)
        ecg = np.interp(at_s, signals["t_s"], signals["ecg"].astype(float))
    return ecg * (1000.0 / float(np.percentile(np.abs(ecg), 99.5)))


def intervals_of(folder: Path) -> tuple[Floats, Floats]:
    """When a recording's intervals end, and how long they are."""
    return column(folder / "rr.csv", "t_s"), column(folder / "rr.csv", "rr_ms")


def beats_of(time_s: Floats, rr_ms: Floats, ecg_uv: Floats | None) -> list[Beat]:
    """What the engine takes the intervals for, with the ECG beside them or without."""
    engine = Engine(0, keep_beats_s=np.inf)
    for event in events_of(time_s, rr_ms, ecg_uv):
        engine.take(event)
    return list(engine.state().beats)


def events_of(time_s: Floats, rr_ms: Floats, ecg_uv: Floats | None) -> list[Event]:
    """What a strap would have sent, in order, from the moment it joined."""
    events = [*_heart_rates(time_s, rr_ms), *(() if ecg_uv is None else _frames(ecg_uv))]
    joined = LinkChanged(0, LinkState.STREAMING, "Polar H10 0A1B2C3D", "00:00:00:00:00:00")
    return [joined, *sorted(events, key=lambda event: event.time_ns)]


def _heart_rates(time_s: Floats, rr_ms: Floats) -> Iterable[Event]:
    """A notification a second, two seconds late."""
    second = np.floor(time_s + _LATENCY_S).astype(int)
    for now in np.unique(second).tolist():
        ticks = tuple(np.rint(rr_ms[second == now] * 1.024).astype(int).tolist())
        yield HeartRateMeasurement((now + 1) * 10**9, 60, Contact.YES, None, ticks)


def _frames(ecg_uv: Floats) -> Iterable[Event]:
    for first in range(0, ecg_uv.size - _FRAME + 1, _FRAME):
        last_ns = round((first + _FRAME - 1) / ECG_HZ * 1e9)
        samples = tuple(np.rint(ecg_uv[first : first + _FRAME]).astype(int).tolist())
        yield EcgFrame(last_ns + 100_000_000, last_ns + 10**17, samples)
