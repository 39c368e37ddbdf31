"""How far breathing read from ECG depends on its numbers, and on the recordings they were set by.

    BIOFEEDBACK_DATA=FOLDER python -m scripts.hold_out_breathing

Changes the numbers one by one; then sets three of them without one recording, and reads that one.
"""

import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from itertools import product
from pathlib import Path
from typing import Final, NamedTuple
from unittest.mock import patch

import numpy as np

from biofeedback.beats.beats import Beat
from biofeedback.breathing.heart.qrs_shapes import QrsReader, QrsShapes
from biofeedback.breathing.heart.recorded_beats import beats_of, recorded_rates
from biofeedback.breathing.rate import BreathingRate
from scripts.breathing_beats_truth import STEP_S, Heart, recorded_hearts
from scripts.validate_breathing_beats import Scores

PACKAGE: Final = "biofeedback.breathing"

CHANGES: Final[dict[str, tuple[float, ...]]] = {
    "windowed_rate._SURE": (0.98, 0.995),
    "windowed_rate._FADED": (0.08, 0.3),
    "windowed_rate.AGREED_PER_MIN": (0.75, 3.0),
    "windowed_rate._LEAST_SD": (0.13, 0.25),
    "electrocardiogram._COMPONENTS": (3, 8),
    "electrocardiogram._INDEPENDENT": (1.0, 4.0),
    "electrocardiogram._LEARNT_S": (30.0, 120.0),
    "sinus_arrhythmia._INDEPENDENT": (0.5, 2.0),
    "phase_count._REACH_BREATHS": (0.35, 0.7),
    "rate_belief._WANDER_PER_ROOT_S": (0.013, 0.054),
    "rate_belief._LEAPS_PER_S": (0.001, 0.016),
    "mayer_wave._LARGEST_SWING_PER_MIN": (8.0, 16.0),
}

COMPONENTS: Final = (3, 5, 8)
INDEPENDENT: Final = (1.0, 2.0, 4.0)
SURE: Final = (0.95, 0.98, 0.99, 0.995)

MOST_WRONG: Final = 0.02


class Read(NamedTuple):
    """A heart whose ECG has been read."""

    heart: Heart
    shapes: QrsShapes
    beats: list[Beat]


@contextmanager
def changed(values: Mapping[str, float]) -> Iterator[None]:
    """Change numbers for a while."""
    with ExitStack() as stack:
        for name, value in values.items():
            stack.enter_context(patch(f"{PACKAGE}.{name}", value))
        yield


def rates_of(read: Read) -> list[BreathingRate | None]:
    """Read the rate in each window."""
    begins_s = read.heart.windows[:, 0].tolist()
    window_s = read.heart.window_s
    return recorded_rates(begins_s, window_s=window_s, step_s=STEP_S, shapes=read.shapes, beats=read.beats)


def scored(read: Read, rates: Iterable[BreathingRate | None], *, sure: float = 0.0) -> Scores:
    """Set rates beside the truth, without those that are less sure."""
    found = [
        (rate.rate_per_min, rate.half_width_per_min) if rate and rate.confidence >= sure else (np.nan, np.nan)
        for rate in rates
    ]
    return Scores(read.heart.windows[:, 1], *np.array(found).T)


def _row(name: str, parts: list[Scores]) -> str:
    pooled = Scores.together(parts)
    errors = " | ".join(f"{one.answered:.2f}, {one.mean_error_per_min:.2f}" for one in parts)
    return f"| {name} | {errors} | {100.0 * pooled.wrong:.1f} % | {pooled.covered:.2f} |"


def _print_changes(hearts: list[Read]) -> None:
    print(
        "\n| changed | " + " | ".join(one.heart.name for one in hearts) + " | wrong by > 3 | interval holds |"
    )
    print("|" + " --- |" * (3 + len(hearts)))
    print(_row("nothing", [scored(one, rates_of(one)) for one in hearts]))
    for name, values in CHANGES.items():
        for value in values:
            with changed({name: value}):
                print(_row(f"{name} = {value:g}", [scored(one, rates_of(one)) for one in hearts]), flush=True)


def _print_held_out(hearts: list[Read]) -> None:
    found: list[tuple[tuple[float, ...], list[Scores]]] = []
    for components, independent in product(COMPONENTS, INDEPENDENT):
        chosen = {
            "electrocardiogram._COMPONENTS": components,
            "electrocardiogram._INDEPENDENT": independent,
            "windowed_rate._SURE": 0.0,
        }
        with changed(chosen):
            read = [(one, rates_of(one)) for one in hearts]
        for sure in SURE:
            scores = [scored(heart, rates, sure=sure) for heart, rates in read]
            found.append(((components, independent, sure), scores))
    print("\n| held out | set by the others | answered | MAE /min | wrong by > 3 | interval holds |")
    print("|" + " --- |" * 6)
    for number, held in enumerate(hearts):

        def answered(candidate: tuple[tuple[float, ...], list[Scores]], held_out: int = number) -> float:
            others = Scores.together([one for i, one in enumerate(candidate[1]) if i != held_out])
            return others.answered if others.wrong <= MOST_WRONG else -others.wrong

        candidate, scores_of = max(found, key=answered)
        one = scores_of[number]
        values = ", ".join(f"{value:g}" for value in candidate)
        print(
            f"| {held.heart.name} | {values} | {one.answered:.2f} | {one.mean_error_per_min:.2f} | "
            f"{100.0 * one.wrong:.1f} % | {one.covered:.2f} |"
        )


def main() -> None:
    hearts = []
    for heart in recorded_hearts(Path(os.environ["BIOFEEDBACK_DATA"])):
        shapes = QrsReader().add(heart.time_s, heart.ecg_uv)
        hearts.append(Read(heart, shapes, beats_of(shapes)))
    _print_changes(hearts)
    _print_held_out(hearts)


if __name__ == "__main__":
    main()
