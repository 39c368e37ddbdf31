"""Breathing read from acceleration, beside recordings whose breaths were counted and beside simulated chests.

    BIOFEEDBACK_DATA=FOLDER python -m scripts.validate_breathing

Prints the tables of docs/breathing.md.
"""

import math
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import numpy as np

from biofeedback.beats.beats import Beat, label_of
from biofeedback.breathing.chest.acceleration import AccelerationBreathing
from biofeedback.breathing.chest.cycles import BreathLabel
from biofeedback.breathing.chest.turning_points import TurningPoint
from biofeedback.breathing.chest.witnesses.sign import sign_from_sinus_arrhythmia
from biofeedback.breathing.recording import RecordedBreathing, recorded_breathing
from devices.simulated.person.traits import CALM
from devices.simulated.scenario import load_scenario
from scripts.breathing_truth import (
    POSTURES,
    SETTLED_S,
    Chest,
    Floats,
    Recorded,
    Windows,
    guide,
    in_posture,
    read_rows,
    recordings,
    simulated_chest,
    true_per_min,
)

TOLERANCE: Final = 0.3
"""A turn that lies farther off, as a share of the breath, was missed."""


BORDER: Final = 5.0 / 12.0
"""Inhale share between those of 1:1 (1/2) and 1:2 (1/3)."""

AFTER_S: Final = 15.0
"""After the last word, until the breath is quiet again."""


def breaths_found(recorded: Recorded, breathing: RecordedBreathing) -> int:
    """Breaths found where the counted ones are, to half a breath."""
    half_s = 0.5 * float(np.median(np.diff(recorded.onsets_s)))
    first_s, last_s = recorded.onsets_s[0] - half_s, recorded.onsets_s[-1] - half_s
    lows_s = [p.time_s for p in breathing.points if not p.high and first_s <= p.time_s < last_s]
    highs_s = [p.time_s for p in breathing.points if p.high and first_s <= p.time_s < last_s]
    return round(0.5 * (len(lows_s) + len(highs_s)))


def recorded_windows(recorded: Recorded, window_s: float) -> Windows:
    """Rates of a recording; of 30 s beside its own table, of 60 s beside its breaths."""
    onsets_s = recorded.onsets_s

    def truth(begin_s: float) -> float | None:
        if window_s == 30.0:
            return recorded.windows.get(round(begin_s, 2))
        inside = begin_s >= onsets_s[0] and begin_s + window_s <= onsets_s[-1]
        return true_per_min(onsets_s, begin_s, begin_s + window_s) if inside else None

    breathing = recorded_breathing(recorded.time_s, recorded.acceleration_mg, window_s=window_s)
    rows = [
        (true, rate.rate_per_min if rate else math.nan, rate.half_width_per_min if rate else math.nan)
        for begin_s, _, rate in breathing.rates
        if (true := truth(begin_s)) is not None
    ]
    return Windows(*np.array(rows).reshape(-1, 3).T)


def simulated_windows(chest: Chest, window_s: float) -> Windows:
    """Rates of a simulated chest beside the breaths that it made."""
    onsets_s = np.append(chest.breaths_s[:, 0], chest.breaths_s[-1, 2])
    rows = [
        (
            true_per_min(onsets_s, begin_s, end_s),
            rate.rate_per_min if rate else math.nan,
            rate.half_width_per_min if rate else math.nan,
        )
        for begin_s, end_s, rate in recorded_breathing(
            chest.time_s, chest.acceleration_mg, window_s=window_s
        ).rates
        if begin_s >= SETTLED_S and end_s <= onsets_s[-1]
    ]
    return Windows(*np.array(rows).T)


def rate_windows(rate_per_min: float, window_s: float, seeds: Iterable[int]) -> Windows:
    """Rates of chests of 30 and 10 mg in turn: guided up to 10 /min, in their own uneven rhythm above."""
    parts = []
    for seed in seeds:
        guided = rate_per_min <= 10.0
        person = CALM if guided else replace(CALM, own_rate_per_min=rate_per_min, own_period_cv=0.1)
        lung_guide = guide(rate_per_min, 2.0) if guided else None
        breathing_mg = 30.0 if seed % 2 else 10.0
        chest = simulated_chest(
            seed, minutes=4.0, breathing_mg=breathing_mg, lung_guide=lung_guide, person=person
        )
        parts.append(simulated_windows(chest, window_s))
    return Windows.together(parts)


@dataclass(frozen=True)
class Phases:
    """Breaths of simulated chests beside those found; NaN where one was missed."""

    true_share: Floats
    found_share: Floats
    late_s: Floats
    phase_error_s: Floats

    @property
    def error(self) -> Floats:
        error = self.found_share - self.true_share
        return error[~np.isnan(error)]

    @property
    def missed(self) -> float:
        return float(np.isnan(self.found_share).mean())

    @property
    def phase_rms_s(self) -> float:
        return math.sqrt(float(np.nanmean(np.square(self.phase_error_s))))


def guided_phases(
    breathing_mg: float, exhale_to_inhale: float, seeds: Iterable[int], *, drift_mg: float | None = None
) -> Phases:
    """Breathe 4 minutes at 6 /min; the first 45 s do not count."""
    parts = []
    for seed in seeds:
        chest = simulated_chest(
            seed,
            minutes=4.0,
            breathing_mg=breathing_mg,
            drift_mg=drift_mg,
            lung_guide=guide(6.0, exhale_to_inhale),
        )
        parts.append(_phases(chest))
    return Phases(*(np.concatenate([getattr(one, name) for one in parts]) for name in Phases.__annotations__))


def _phases(chest: Chest) -> Phases:
    breathing = AccelerationBreathing(keep_s=math.inf)
    errors_s = []
    for now_s in _lived(breathing, chest):
        if now_s > 60.0 and now_s < chest.breaths_s[-1, 2]:
            errors_s.append(_phase_error_s(breathing, chest, now_s))
    found = [breath for breath in breathing.breaths if breath.known_sign]
    true = chest.breaths_s[(chest.breaths_s[:, 0] > 45.0) & (chest.breaths_s[:, 2] < chest.time_s[-1] - 12.0)]
    shares = []
    for inhale_s, exhale_s, next_s in true:
        near = min(found, key=lambda breath: abs(breath.begin_s - inhale_s), default=None)
        limit_s = TOLERANCE * (next_s - inhale_s)
        off_s = (
            max(abs(near.begin_s - inhale_s), abs(near.turn_s - exhale_s), abs(near.end_s - next_s))
            if near
            else math.inf
        )
        shares.append(near.inhale_share if near and off_s < limit_s else math.nan)
    points = [point for point in breathing.points if point.time_s > 45.0]
    return Phases(
        (true[:, 1] - true[:, 0]) / (true[:, 2] - true[:, 0]),
        np.array(shares, dtype=np.float64),
        np.array([point.confirmed_s - point.time_s for point in points]),
        np.array(errors_s),
    )


def _lived(breathing: AccelerationBreathing, chest: Chest) -> Iterator[float]:
    """Live through a chest's frames and beats as they reach a program, and yield the time of each frame."""
    waiting = iter(chest.beats)
    beat = next(waiting, None)
    for first in range(0, chest.time_s.size, 36):
        frame = slice(first, first + 36)
        now_s = float(chest.time_s[frame][-1]) + 0.1
        breathing.add(chest.time_s[frame], chest.acceleration_mg[frame])
        heard = []
        while beat is not None and beat.time_s + 2.6 < now_s:
            heard.append(beat)
            beat = next(waiting, None)
        breathing.add_beats(heard)
        yield now_s


def _phase_error_s(breathing: AccelerationBreathing, chest: Chest, now_s: float) -> float:
    """How far the foretold place in the breath is ahead of the true one; NaN where nothing is foretold."""
    now = breathing.at(now_s)
    if now.phase is None or now.inhaling is None:
        return math.nan
    number = int(np.searchsorted(chest.breaths_s[:, 0], now_s)) - 1
    inhale_s, exhale_s, next_s = chest.breaths_s[number].tolist()
    true = float(np.interp(now_s, [inhale_s, exhale_s, next_s], [0.0, 0.5, 1.0]))
    since_s = now.phase.since_low * now.phase.period_s
    place = float(np.interp(since_s, [0.0, now.phase.rising_s, now.phase.period_s], [0.0, 0.5, 1.0]))
    if now.inhaling != now.phase.rising:
        place += 0.5
    ahead = (place - true + 0.5) % 1.0 - 0.5
    return 2.0 * ahead * ((exhale_s - inhale_s) if true < 0.5 else (next_s - exhale_s))


def sign_counts(chest: Chest) -> tuple[int, int, int]:
    """Count the breaths whose sign was right, wrong and not known."""
    breathing = recorded_breathing(chest.time_s, chest.acceleration_mg, chest.beats)
    right = wrong = unknown = 0
    for breath in breathing.breaths:
        if breath.end_s > chest.breaths_s[-1, 2]:
            continue
        if not breath.known_sign:
            unknown += 1
            continue
        middle_s = 0.5 * (breath.begin_s + breath.turn_s)
        number = max(0, int(np.searchsorted(chest.breaths_s[:, 0], middle_s)) - 1)
        inhales = middle_s < chest.breaths_s[number, 1]
        right, wrong = right + inhales, wrong + (not inhales)
    return right, wrong, unknown


def speech_labels(chest: Chest) -> tuple[int, int, int, int]:
    """Count the breaths within bouts of talking, those labelled so, and the same of breaths well outside."""
    breathing = recorded_breathing(chest.time_s, chest.acceleration_mg, chest.beats)
    counts = [0, 0, 0, 0]
    for breath in breathing.breaths:
        spoken = breath.label is BreathLabel.SPEECH
        if any(first - 1.0 < breath.begin_s and breath.end_s < last + 1.0 for first, last in chest.talked_s):
            counts[0] += 1
            counts[1] += spoken
        elif all(breath.end_s < first or last + AFTER_S < breath.begin_s for first, last in chest.talked_s):
            counts[2] += 1
            counts[3] += spoken
    return counts[0], counts[1], counts[2], counts[3]


def recorded_signs(folder: Path) -> tuple[int, int, int]:
    """Count right, wrong and unknown signs from a recording's own breaths, every second breath anew."""
    beats = [
        Beat(float(r["t_s"]), float(r["rr_ms"]), label_of(float(r["rr_ms"])), adjacent=True)
        for r in read_rows(folder / "rr.csv")
        if r["ok"] == "1"
    ]
    points = []
    for row in read_rows(folder / "breaths.csv"):
        if row["exhale_onset_s"]:
            points.append(_point(float(row["inhale_onset_s"]), high=False))
            points.append(_point(float(row["exhale_onset_s"]), high=True))
    signs = []
    for end in range(10, len(points), 4):
        used = points[max(0, end - 25) : end]
        near = [beat for beat in beats if used[0].time_s - 5.0 < beat.time_s < used[-1].time_s + 3.0]
        signs.append(sign_from_sinus_arrhythmia(used, near).sign)
    return signs.count(1), signs.count(-1), signs.count(None)


def _point(time_s: float, *, high: bool) -> TurningPoint:
    return TurningPoint(time_s, high, sd_s=0.1, confirmed_s=time_s, swing_mg=1.0, segment=0)


def _window_cells(windows: Windows) -> str:
    if not windows.true_per_min.size:
        return "0 | – | – | – | – | –"
    if not windows.error_per_min.size:
        return f"{windows.true_per_min.size} | 0 | – | – | – | –"
    return (
        f"{windows.true_per_min.size} | {windows.answered:.2f} | {windows.mean_error_per_min:.3f} | "
        f"{np.abs(windows.error_per_min).max():.2f} | {windows.covered:.2f} | {windows.width_per_min:.2f}"
    )


_WINDOW_HEAD: Final = "windows | answered | MAE /min | largest | 90 % interval holds | its width /min"


def _print_recordings(folder: Path) -> None:
    recorded = list(recordings(folder))
    print("\n| recording | breaths | found | window s | " + _WINDOW_HEAD + " |")
    print("|" + " --- |" * 10)
    for window_s in (30.0, 60.0):
        parts = []
        for one in recorded:
            windows = recorded_windows(one, window_s)
            parts.append(windows)
            found = breaths_found(one, recorded_breathing(one.time_s, one.acceleration_mg))
            print(
                f"| {one.name} | {one.onsets_s.size - 1} | {found} | {window_s:.0f} | "
                f"{_window_cells(windows)} |"
            )
        together = Windows.together(parts)
        print(f"| all | | | {window_s:.0f} | {_window_cells(together)} |")
        print(f"\nwithin 1 /min: {together.within_one:.3f}\n")


def _print_rates() -> None:
    print("\n| simulated /min | window s | " + _WINDOW_HEAD + " |")
    print("|" + " --- |" * 8)
    for window_s in (30.0, 60.0):
        parts = []
        for rate_per_min in (4.0, 5.0, 6.0, 8.0, 10.0, 12.0, 15.0, 20.0):
            windows = rate_windows(rate_per_min, window_s, range(1000, 1004))
            parts.append(windows)
            print(f"| {rate_per_min:.0f} | {window_s:.0f} | {_window_cells(windows)} |", flush=True)
        print(f"| all | {window_s:.0f} | {_window_cells(Windows.together(parts))} |")


def _print_phases() -> None:
    print("\n| breath mg | drift mg | in:out | share bias | sd | missed | told after s | 95 % | phase s |")
    print("|" + " --- |" * 9)
    for breathing_mg, drift_mg in ((30.0, 6.0), (10.0, 0.0), (10.0, 2.0), (10.0, 6.0), (5.0, 1.0)):
        shares = []
        for ratio in (1.0, 1.5, 2.0, 3.0):
            phases = guided_phases(breathing_mg, ratio, range(5100, 5104), drift_mg=drift_mg)
            if ratio in (1.0, 2.0):
                shares.append(phases.found_share[~np.isnan(phases.found_share)])
            late_s, most_s = np.percentile(phases.late_s, [50, 95])
            error = phases.error
            print(
                f"| {breathing_mg:.0f} | {drift_mg:.0f} | 1:{ratio:g} | "
                f"{error.mean():+.3f} | {error.std():.3f} | "
                f"{100.0 * phases.missed:.1f} % | {late_s:.2f} | {most_s:.2f} | {phases.phase_rms_s:.2f} |",
                flush=True,
            )
        even, long = shares
        told = np.concatenate((even > BORDER, long < BORDER)).mean()
        print(
            f"\n{breathing_mg:.0f} mg, drift {drift_mg:.0f} mg: 1:1 told from 1:2 on one breath: {told:.3f}\n"
        )


def _print_signs(folder: Path) -> None:
    print("\n| sign of a breath | right | wrong | not known |\n| --- | --- | --- | --- |")
    for name in POSTURES:
        counts = np.zeros(3, dtype=int)
        for seed, rate_per_min in ((1200, 4.0), (1201, 6.0), (1202, 6.0), (1203, 9.0)):
            chest = simulated_chest(
                seed,
                minutes=5.0,
                breathing_mg=20.0,
                lung_guide=guide(rate_per_min, 2.0),
                shifts_per_hour=12.0,
            )
            counts += sign_counts(in_posture(chest, name))
        print(f"| simulated, {name} | {counts[0]} | {counts[1]} | {counts[2]} |", flush=True)
    for name in ("ecgrsp_physio_slow8", "ecgrsp_nk_rest8", "ecgrsp_nk_event", "ecgrsp_bitalino81"):
        right, wrong, unknown = recorded_signs(folder / name)
        print(f"| {name}, its own breaths | {right} | {wrong} | {unknown} |")


def _print_speech() -> None:
    print("\n| talking or silent | breaths in speech | labelled so | silent ones | labelled as speech |")
    print("|" + " --- |" * 5)
    silent = CALM
    talker = load_scenario("talker").person
    people = (
        ("talker, guide 5 /min 1:2", talker, guide(5.0, 2.0)),
        ("talker, guide 6 /min 1:1", talker, guide(6.0, 1.0)),
        ("silent, guide 10 /min 1:4", silent, guide(10.0, 4.0)),
        ("silent, at rest", silent, None),
    )
    for name, person, lung_guide in people:
        counts = np.zeros(4, dtype=int)
        for seed in range(1300, 1304):
            chest = simulated_chest(
                seed, minutes=10.0, breathing_mg=20.0, drift_mg=2.0, lung_guide=lung_guide, person=person
            )
            counts += speech_labels(chest)
        print(f"| {name} | {counts[0]} | {counts[1]} | {counts[2]} | {counts[3]} |", flush=True)


def main() -> None:
    folder = Path(os.environ["BIOFEEDBACK_DATA"])
    _print_recordings(folder)
    _print_rates()
    _print_phases()
    _print_signs(folder)
    _print_speech()


if __name__ == "__main__":
    main()
