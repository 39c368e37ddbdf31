"""Breathing read from ECG and RR intervals, beside belt or airflow, simulated people, and neurokit2.

    BIOFEEDBACK_DATA=FOLDER python -m scripts.validate_breathing_beats [--peers PYTHON]

Prints the tables of docs/breathing.md. PYTHON is an interpreter that has neurokit2 (`pip install
'biofeedback[compare]'`), this one or another.
"""

import argparse
import json
import os
import subprocess
from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from biofeedback.breathing.fusion import FusedBreathing
from biofeedback.breathing.heart.qrs_shapes import QrsReader
from biofeedback.breathing.heart.recorded_beats import beats_of, recorded_rates
from devices.simulated.person.traits import CALM, ChestTraits
from scripts.breathing_beats_truth import STEP_S, Heart, recorded_hearts, simulated_heart
from scripts.breathing_peers import METHODS
from scripts.breathing_truth import Floats

WRONG_PER_MIN: Final = 3.0
SIMULATED_PER_MIN: Final = (4.0, 5.0, 6.0, 8.0, 10.0, 12.0, 15.0, 18.0, 20.0)

BEATS_LATE_S: Final = 2.0
"""How long after a beat a strap tells of it."""

TOLD_AFTER_S: Final = 5.0
"""Beats come late, and are reckoned every five seconds: the window told is this old in the mean."""

MAYER_PER_MIN: Final = 8.0
FAST_PER_MIN: Final = 12.0


class Source(StrEnum):
    """What a rate may be read from."""

    ECG = "ECG and its RR"
    SHAPES = "QRS shapes alone"
    INTERVALS = "RR alone"


@dataclass(frozen=True)
class Scores:
    """Windows beside the truth; NaN where the truth is not known, or nothing was answered."""

    true_per_min: Floats
    found_per_min: Floats
    half_width_per_min: Floats

    @property
    def ok(self) -> NDArray[np.bool_]:
        return ~np.isnan(self.true_per_min)

    @property
    def error_per_min(self) -> Floats:
        error = np.abs(self.found_per_min - self.true_per_min)
        return error[~np.isnan(error)]

    @property
    def answered(self) -> float:
        return self.error_per_min.size / max(1, int(self.ok.sum()))

    @property
    def answered_where_truth_is_not_known(self) -> float:
        others = self.found_per_min[~self.ok]
        return float((~np.isnan(others)).mean()) if others.size else np.nan

    @property
    def mean_error_per_min(self) -> float:
        return float(self.error_per_min.mean()) if self.error_per_min.size else np.nan

    @property
    def wrong(self) -> float:
        return float((self.error_per_min > WRONG_PER_MIN).sum()) / max(1, int(self.ok.sum()))

    @property
    def covered(self) -> float:
        known = ~np.isnan(self.found_per_min) & self.ok
        return float((self.error_per_min <= self.half_width_per_min[known]).mean())

    @property
    def width_per_min(self) -> float:
        return 2.0 * float(np.nanmedian(self.half_width_per_min[self.ok]))

    @property
    def slow_for_fast(self) -> int:
        """Windows in which about 6 was told of somebody who breathed more than 12 times a minute."""
        return int(((self.found_per_min < MAYER_PER_MIN) & (self.true_per_min > FAST_PER_MIN)).sum())

    @classmethod
    def together(cls, parts: Sequence["Scores"]) -> "Scores":
        return cls(*(np.concatenate([getattr(one, name) for one in parts]) for name in cls.__annotations__))


def scores(heart: Heart, source: Source) -> Scores:
    """Read the rate in each window of a heart."""
    shapes = None if source is Source.INTERVALS else QrsReader().add(heart.time_s, heart.ecg_uv)
    beats = heart.beats if source is Source.INTERVALS else ()
    if shapes is not None and source is Source.ECG:
        beats = beats_of(shapes)
    rates = recorded_rates(
        heart.windows[:, 0].tolist(), window_s=heart.window_s, step_s=STEP_S, shapes=shapes, beats=beats
    )
    found = [(rate.rate_per_min, rate.half_width_per_min) if rate else (np.nan, np.nan) for rate in rates]
    return Scores(heart.windows[:, 1], *np.array(found).T)


def live_scores(heart: Heart) -> Scores:
    """Live through a heart second by second, and take what is told when each window has just ended."""
    breathing = FusedBreathing()
    ends_s = heart.windows[:, 0] + heart.window_s
    found = np.full((ends_s.size, 2), np.nan)
    waiting = deque(heart.beats)
    for now_s in np.arange(1.0, heart.time_s[-1], 1.0).tolist():
        first, end = np.searchsorted(heart.time_s, [now_s - 1.0, now_s])
        breathing.add_ecg(heart.time_s[first:end], heart.ecg_uv[first:end])
        while waiting and waiting[0].time_s < now_s - BEATS_LATE_S:
            breathing.add_beats([waiting.popleft()])
        rate = breathing.at(now_s).rate
        ending = (ends_s > now_s - TOLD_AFTER_S - 1.0) & (ends_s <= now_s - TOLD_AFTER_S)
        if rate is not None:
            found[ending] = rate.rate_per_min, rate.half_width_per_min
    return Scores(heart.windows[:, 1], *found.T)


def peers(heart: Heart, python: str) -> dict[str, Floats]:
    """Ask neurokit2 for the rate in each window."""
    windows_s = [[begin_s, begin_s + heart.window_s] for begin_s in heart.windows[:, 0].tolist()]
    question = {"beats_s": [beat.time_s for beat in heart.beats], "windows_s": windows_s}
    answer = subprocess.run(
        [python, "-m", "scripts.breathing_peers"],
        input=json.dumps(question),
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    ).stdout
    return {name: np.array(rates, dtype=np.float64) for name, rates in json.loads(answer).items()}


def weak_heart(seed: int, rate_per_min: float, mayer_sd_per_min: float, rsa_swing_per_min: float) -> Heart:
    """Simulate a person whose heart hardly follows the breath, beside a Mayer wave."""
    person = replace(CALM, rsa_swing_per_min=rsa_swing_per_min, mayer_wave_sd_per_min=mayer_sd_per_min)
    chest = ChestTraits(r_breathing_share=0.02, wander_uv=12.0)
    return simulated_heart(seed, rate_per_min, window_s=30.0, person=person, chest=chest)


def _row(name: str, source: str, one: Scores) -> str:
    if not one.error_per_min.size:
        return f"| {name} | {source} | {int(one.ok.sum())} | 0 | | | | | |"
    return (
        f"| {name} | {source} | {int(one.ok.sum())} | {one.answered:.2f} | "
        f"{one.answered_where_truth_is_not_known:.2f} | {one.mean_error_per_min:.2f} | "
        f"{100.0 * one.wrong:.1f} % | {one.covered:.2f} | {one.width_per_min:.2f} |"
    )


def _print_recordings(hearts: Sequence[Heart]) -> None:
    print("\n| recording | from | ok windows | answered | of not ok | MAE /min | wrong by > 3 | ", end="")
    print("90 % interval holds | its width /min |\n|" + " --- |" * 9)
    for source in Source:
        parts = [scores(heart, source) for heart in hearts]
        for heart, one in zip(hearts, parts, strict=True):
            print(_row(heart.name, source, one), flush=True)
        together = Scores.together(parts)
        print(_row("all", source, together))
        print(f"\nbelow 8 told of more than 12 /min: {together.slow_for_fast} windows\n")


def _print_live(hearts: Sequence[Heart]) -> None:
    print("\n| recording | live | ok windows | answered | of not ok | MAE /min | wrong by > 3 | ", end="")
    print("90 % interval holds | its width /min |\n|" + " --- |" * 9)
    parts = [live_scores(heart) for heart in hearts]
    for heart, one in zip(hearts, parts, strict=True):
        print(_row(heart.name, "ECG and RR", one))
    print(_row("all", "ECG and RR", Scores.together(parts)))


def _print_peers(hearts: Iterable[Heart], python: str) -> None:
    print("\n| recording | ours where answered | median guess there |" + " | ".join(METHODS) + " |")
    print("|" + " --- |" * (3 + len(METHODS)))
    for heart in hearts:
        ours = scores(heart, Source.ECG)
        answered = ~np.isnan(ours.found_per_min) & ours.ok
        guess = np.abs(ours.true_per_min - np.nanmedian(ours.true_per_min))
        cells = []
        for rates in peers(heart, python).values():
            error = np.abs(rates - ours.true_per_min)
            cells.append(f"{np.nanmean(error):.2f}, there {np.nanmean(error[answered]):.2f}")
        print(
            f"| {heart.name} | {ours.mean_error_per_min:.2f} | {np.nanmean(guess[answered]):.2f} | "
            + " | ".join(cells)
            + " |",
            flush=True,
        )


def _print_simulated(python: str | None) -> None:
    names = METHODS if python else ()
    print("\n| simulated, 60 s | " + " | ".join(Source) + " | " + " | ".join(names) + " |")
    print("|" + " --- |" * (1 + len(Source) + len(names)))
    errors: dict[str, list[Floats]] = {}
    for per_min in SIMULATED_PER_MIN:
        own: dict[str, list[Floats]] = {}
        for seed in range(3000, 3003):
            heart = simulated_heart(seed, per_min, window_s=60.0)
            for source in Source:
                own.setdefault(source, []).append(scores(heart, source).error_per_min)
            for name, rates in (peers(heart, python) if python else {}).items():
                own.setdefault(name, []).append(np.abs(rates - heart.windows[:, 1]))
        print(f"| {per_min:g} /min | " + _means(own), flush=True)
        for name, parts in own.items():
            errors.setdefault(name, []).extend(parts)
    print("| all | " + _means(errors))


def _means(errors: dict[str, list[Floats]]) -> str:
    return " | ".join(f"{np.nanmean(np.concatenate(parts)):.3f}" for parts in errors.values()) + " |"


def _print_weak() -> None:
    print("\n| RSA swing /min | Mayer wave sd /min | breaths /min | from | ", end="")
    print("answered | MAE /min | wrong by > 3 |\n|" + " --- |" * 7)
    for rsa, mayer in ((4.0, 1.0), (4.0, 2.0), (0.0, 1.0), (0.0, 2.0), (0.0, 3.0)):
        for per_min in (6.0, 15.0, 20.0):
            hearts = [weak_heart(seed, per_min, mayer, rsa) for seed in range(3100, 3104)]
            for source in (Source.ECG, Source.INTERVALS):
                one = Scores.together([scores(heart, source) for heart in hearts])
                print(
                    f"| {rsa:g} | {mayer:g} | {per_min:g} | {source} | {one.answered:.2f} | "
                    f"{one.mean_error_per_min:.2f} | {100.0 * one.wrong:.1f} % |",
                    flush=True,
                )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--peers", metavar="PYTHON", help="an interpreter that has neurokit2")
    python = parser.parse_args().peers
    hearts = list(recorded_hearts(Path(os.environ["BIOFEEDBACK_DATA"])))
    _print_recordings(hearts)
    _print_live(hearts)
    if python:
        _print_peers(hearts, python)
    _print_simulated(python)
    _print_weak()


if __name__ == "__main__":
    main()
