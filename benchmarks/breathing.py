"""What reading the breath costs: CPU a second of acceleration, ECG and beats, and memory over eight hours."""

import time
import tracemalloc

import numpy as np

from biofeedback.beats.beats import Beat, label_of
from biofeedback.breathing.chest.acceleration import AccelerationBreathing
from biofeedback.breathing.fusion import FusedBreathing

RATE_HZ = 100
FRAME = 36
ECG_RATE_HZ = 130
HOURS = 8
CPU_MINUTES = 10
BREATHS_HZ = 0.1


def chest(first: int, count: int, chance: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Frames of a chest that breathes 6 times a minute."""
    time_s = np.arange(first, first + count) / RATE_HZ
    breath_mg = 15.0 * np.sin(2.0 * np.pi * BREATHS_HZ * time_s)
    still_mg = np.array([-1000.0, 60.0, 40.0])
    return time_s, still_mg + breath_mg[:, np.newaxis] * (0.0, 0.8, 0.6) + chance.normal(0.0, 2.0, (count, 3))


def ecg(
    begin_s: float, end_s: float, beats_s: list[float], chance: np.random.Generator
) -> tuple[np.ndarray, np.ndarray]:
    """Make an ECG whose R waves grow and shrink with the breath."""
    time_s = np.arange(np.ceil(begin_s * ECG_RATE_HZ), np.ceil(end_s * ECG_RATE_HZ)) / ECG_RATE_HZ
    near_s = np.array([beat_s for beat_s in beats_s if begin_s - 0.5 < beat_s < end_s + 0.5])
    heights_uv = 1000.0 + 80.0 * np.sin(2.0 * np.pi * BREATHS_HZ * near_s)
    waves = np.exp(-0.5 * np.square((time_s[:, np.newaxis] - near_s) / 0.012))
    waves -= 0.4 * np.exp(-0.5 * np.square((time_s[:, np.newaxis] - near_s - 0.03) / 0.012))
    return time_s, waves @ heights_uv + chance.normal(0.0, 5.0, time_s.size)


def live(
    seconds: float,
    breathing: AccelerationBreathing | FusedBreathing,
    *,
    from_s: float = 0.0,
    block: int = FRAME,
) -> float:
    """Feed frames and beats, and ask once a second what is known; return the CPU seconds that this took."""
    chance = np.random.default_rng(1)
    asked_s = beat_s = from_s
    beats_s: list[float] = []
    taken_s = 0.0
    for first in range(round(from_s * RATE_HZ), round((from_s + seconds) * RATE_HZ), block):
        now_s = (first + block) / RATE_HZ
        heard = []
        while beat_s < now_s + 1.0:
            rr_ms = 900.0 - 90.0 * np.sin(2.0 * np.pi * BREATHS_HZ * beat_s)
            beat_s += rr_ms / 1000.0
            beats_s.append(beat_s)
            heard.append(Beat(beat_s, rr_ms, label_of(rr_ms), adjacent=True))
        frame = chest(first, block, chance)
        electrodes = ecg(first / RATE_HZ, now_s, beats_s, chance)
        begin_s = time.process_time()
        breathing.add(*frame)
        breathing.add_beats(heard)
        if isinstance(breathing, FusedBreathing):
            breathing.add_ecg(*electrodes)
        if now_s >= asked_s:
            breathing.at(now_s + 0.1)
            asked_s += 1.0
        taken_s += time.process_time() - begin_s
        del beats_s[:-20]
    return taken_s


def cost_ms(breathing: AccelerationBreathing | FusedBreathing) -> float:
    """CPU a second of data, in milliseconds."""
    live(60.0, breathing)
    return 1000.0 * live(60.0 * CPU_MINUTES, breathing, from_s=60.0) / (60.0 * CPU_MINUTES)


def main() -> None:
    alone, fused = AccelerationBreathing(), FusedBreathing()
    print(f"acceleration at {RATE_HZ} Hz: {cost_ms(alone):.2f} ms CPU a second of data, questions included")
    print(f"and ECG at {ECG_RATE_HZ} Hz, and beats, fused: {cost_ms(fused):.2f} ms")
    rate = fused.at(60.0 * (CPU_MINUTES + 1)).rate
    print(f"told at the end: {rate.rate_per_min:.2f} /min, {rate.source}" if rate else "nothing told")

    fused = FusedBreathing()
    tracemalloc.start()
    for hour in range(HOURS):
        live(3600.0, fused, from_s=3600.0 * hour, block=600)
        held_kib = tracemalloc.get_traced_memory()[0] / 1024.0
        print(f"  memory held after {hour + 1} h: {held_kib:.0f} KiB", flush=True)
    tracemalloc.stop()


if __name__ == "__main__":
    main()
