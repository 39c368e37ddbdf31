"""What reading the breath from acceleration costs: CPU a second of data, and memory over eight hours."""

import time
import tracemalloc

import numpy as np

from biofeedback.breathing.acceleration import AccelerationBreathing
from biofeedback.signals.beats import Beat, label_of

RATE_HZ = 100
FRAME = 36
HOURS = 8
CPU_MINUTES = 20


def chest(first: int, count: int, chance: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Frames of a chest that breathes 6 times a minute."""
    time_s = np.arange(first, first + count) / RATE_HZ
    breath_mg = 15.0 * np.sin(2.0 * np.pi * 0.1 * time_s)
    still_mg = np.array([-1000.0, 60.0, 40.0])
    return time_s, still_mg + breath_mg[:, np.newaxis] * (0.0, 0.8, 0.6) + chance.normal(0.0, 2.0, (count, 3))


def live(
    seconds: float, breathing: AccelerationBreathing, *, from_s: float = 0.0, block: int = FRAME
) -> None:
    """Feed frames and beats, and ask once a second what is known."""
    chance = np.random.default_rng(1)
    asked_s = beat_s = from_s
    for first in range(round(from_s * RATE_HZ), round((from_s + seconds) * RATE_HZ), block):
        breathing.add(*chest(first, block, chance))
        now_s = (first + block) / RATE_HZ
        while beat_s < now_s - 3.0:
            rr_ms = 900.0 - 90.0 * np.sin(2.0 * np.pi * 0.1 * beat_s)
            beat_s += rr_ms / 1000.0
            breathing.add_beats([Beat(beat_s, rr_ms, label_of(rr_ms), adjacent=True)])
        if now_s >= asked_s:
            breathing.at(now_s + 0.1)
            asked_s += 1.0


def main() -> None:
    breathing = AccelerationBreathing()
    live(60.0, breathing)
    begin_s = time.process_time()
    live(60.0 * CPU_MINUTES, breathing, from_s=60.0)
    cost_ms = 1000.0 * (time.process_time() - begin_s) / (60.0 * CPU_MINUTES)
    print(f"breathing from acceleration at {RATE_HZ} Hz: {cost_ms:.2f} ms CPU a second of data, all included")

    breathing = AccelerationBreathing()
    tracemalloc.start()
    for hour in range(HOURS):
        live(3600.0, breathing, from_s=3600.0 * hour, block=6000)
        held_kib = tracemalloc.get_traced_memory()[0] / 1024.0
        print(f"  memory held after {hour + 1} h: {held_kib:.0f} KiB")
    tracemalloc.stop()


if __name__ == "__main__":
    main()
