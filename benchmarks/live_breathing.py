"""What the engine costs while it reads the breath: CPU a record and a state, and memory over eight hours."""

import time
import tracemalloc
from collections.abc import Iterator
from itertools import count

import numpy as np

from biofeedback.engine.engine import Engine
from devices.breath_pattern import BreathPattern
from devices.events import Contact, Event, GuideChanged, HeartRateMeasurement, LinkChanged, LinkState, Tick
from devices.streams import AccelerationFrame, Measurement, MeasurementChanged

RATE_HZ = 100
FRAME = 36
HOURS = 8
CPU_MINUTES = 10
STATES = 5000
S = 1_000_000_000


def frames() -> Iterator[AccelerationFrame]:
    """Frames of a chest that breathes 5 times a minute, twice as long out as in."""
    chance = np.random.default_rng(1)
    for number in count():
        last = (number + 1) * FRAME
        time_s = np.arange(last - FRAME + 1, last + 1) / RATE_HZ
        phase = time_s % 12.0
        wave = np.where(phase < 4.0, -np.cos(np.pi * phase / 4.0), np.cos(np.pi * (phase - 4.0) / 8.0))
        at_mg = np.array([-1000.0, 60.0, 40.0]) + 10.0 * wave[:, np.newaxis] * (0.0, 0.8, 0.6)
        samples = np.rint(at_mg + chance.normal(0.0, 2.0, at_mg.shape)).astype(int)
        device_ns = round(last * S / RATE_HZ)
        yield AccelerationFrame(device_ns + S // 10, device_ns, tuple(map(tuple, samples.tolist())))


def events(*, acceleration: bool = True) -> Iterator[Event]:
    """Yield the events of an endless practice, in order."""
    yield LinkChanged(0, LinkState.STREAMING, "Polar H10 00000000")
    yield GuideChanged(0, running=True, pattern=BreathPattern(5.0, 2.0))
    if acceleration:
        yield MeasurementChanged(0, Measurement.ACCELERATION, running=True)
    moving, frame = frames(), None
    beat_s = 0.0
    for second in count(1):
        while acceleration:
            frame = frame or next(moving)
            if frame.time_ns > second * S:
                break
            yield frame
            frame = None
        ticks = []
        while beat_s < second - 1.0:
            rr_s = 0.95 - 0.1 * np.sin(2.0 * np.pi * beat_s / 12.0)
            beat_s += rr_s
            ticks.append(round(1024 * rr_s))
        yield HeartRateMeasurement(second * S, 63, Contact.NOT_SUPPORTED, None, tuple(ticks))
        yield Tick(second * S)


def cost_ms(*, acceleration: bool) -> tuple[float, float, float]:
    """CPU for a second of data with a state for each record, for a record, and for a state."""
    engine, end_ns, records = Engine(0), CPU_MINUTES * 60 * S, 0
    given = []
    for event in events(acceleration=acceleration):
        if event.time_ns > end_ns:
            break
        given.append(event)
    begin_s = time.process_time()
    for event in given:
        engine.process(event)
    all_s, records = time.process_time() - begin_s, len(given)
    begin_s = time.process_time()
    for _ in range(STATES):
        engine.state()
    state_s = time.process_time() - begin_s
    return 1000.0 * all_s / (60.0 * CPU_MINUTES), 1000.0 * all_s / records, 1000.0 * state_s / STATES


def main() -> None:
    for acceleration in (False, True):
        second, record, state = cost_ms(acceleration=acceleration)
        name = "with acceleration at 100 Hz" if acceleration else "beats alone"
        print(f"{name}: {second:.2f} ms a second of data, {record:.2f} a record, {state:.3f} a state alone")
    engine, hour = Engine(0), 1
    tracemalloc.start()
    for event in events():
        engine.take(event)
        if event.time_ns >= hour * 3600 * S:
            held_kib = tracemalloc.get_traced_memory()[0] / 1024.0
            rate = engine.state().breathing.rate
            print(
                f"  memory held after {hour} h: {held_kib:.0f} KiB ({rate.value_text()} {rate.unit})",
                flush=True,
            )
            hour += 1
            if hour > HOURS:
                break
    tracemalloc.stop()


if __name__ == "__main__":
    main()
