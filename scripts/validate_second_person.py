"""The program's estimators beside the second simulated person; prints the tables of docs/second-person.md.

    BIOFEEDBACK_DATA=FOLDER python -m scripts.validate_second_person [--fresh] [--seeds N] [PART ...]

Parts are named in `PARTS`; all of them without a name. Development seeds are taken unless `--fresh` is given.
"""

import argparse
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Final, TypeVar

import numpy as np

from scripts.second_person.breath_scores import (
    BreathScore,
    HalfScore,
    HoldScore,
    RateScore,
    score_breaths,
    score_halves,
    score_holds,
    score_rates,
)
from scripts.second_person.change_scores import ChangeScore, score_changes
from scripts.second_person.rhythm_scores import RhythmScore, withheld_share
from tests.biofeedback.beats.artefact_scores import LABELLED, labelled
from tests.second_person import goals, rhythms
from tests.second_person.body import Chest, Person
from tests.second_person.breaths import Exhale, Habit
from tests.second_person.heart import Heart
from tests.second_person.variation import Variation

_Score = TypeVar("_Score")

Seeds = Sequence[int]
Table = Iterator[Sequence[object]]
BORDER: Final = 5.0 / 12.0
_WORKERS: Final = 2


def _sign_score(ratio: float, degrees: float, rsa_per_min: float, seeds: Seeds) -> BreathScore:
    together = BreathScore()
    for rate_per_min in goals.RATES_PER_MIN:
        habit = Habit(rate_per_min, ratio, Exhale.STEADY)
        person = Person(habit, Heart(rsa_per_min=rsa_per_min, behind_degrees=degrees))
        for seed in seeds:
            one = score_breaths(person, [seed + round(10.0 * rate_per_min) * 1000])
            together.true += one.true
            together.told += one.told
            together.inverted += one.inverted
    return together


def _signs(seeds: Seeds) -> Table:
    """Inhale or exhale, without guide and calibration; rates 4.5, 6, 8 and 9.5 /min, chest 30 mg."""
    yield "in:out", "phase", "RSA /min", "breaths", "told", "inverted of told"
    kinds = [(2.0, one) for one in (*goals.PHASES_DEGREES, *goals.MIRROR_PHASES_DEGREES)]
    kinds += [(1.0, one) for one in goals.PHASES_AT_1_TO_1_DEGREES]
    kinds += [(0.5, one) for one in goals.PHASES_AT_2_TO_1_DEGREES]
    swings = (*goals.SMALL_SWINGS_PER_MIN, *goals.SWINGS_PER_MIN)
    cells = [(ratio, phase, swing) for ratio, phase in kinds for swing in swings]
    for cell, score in zip(cells, _mapped(_sign_score, [(*cell, seeds) for cell in cells]), strict=True):
        yield f"1:{cell[0]:g}", cell[1], f"{cell[2]:g}", score.true, score.told_share, score.inverted_share


def _shape_score(exhale: Exhale, rest: float, ratio: float, breath_mg: float, seeds: Seeds) -> BreathScore:
    habit = Habit(6.0, ratio, exhale, rest)
    person = Person(habit, Heart(rsa_per_min=10.0), Chest(breath_mg=breath_mg))
    return score_breaths(person, seeds)


def _shapes(seeds: Seeds) -> Table:
    """Ti/Ttot by shape of the exhale, ratio and rest; 6 /min."""
    yield "mg", "exhale", "rest", "in:out", "told", "bias", "sd", "inverted", "onset off 1.5 s", "told as 1:2"
    cells = [
        (*shape, ratio, mg) for mg in goals.BREATHS_MG for shape in goals.SHAPES for ratio in goals.RATIOS
    ]
    for cell, score in zip(cells, _mapped(_shape_score, [(*cell, seeds) for cell in cells]), strict=True):
        exhale, rest, ratio, mg = cell
        below = float(np.mean(np.array(score.told_shares) < BORDER)) if score.told_shares else np.nan
        known = score.told_share, f"{score.bias:+.3f}", score.sd, score.inverted_share, score.onsets_off
        yield f"{mg:g}", exhale.value, f"{rest:g}", f"1:{ratio:g}", *known, below


def _halves(seeds: Seeds) -> Table:
    """Half of the breath, live, after the first minute; 6 /min, 1:2, seven minutes."""
    yield "length sd", "exhale", "seconds known", "wrong of known"
    cells = [(sd, exhale) for sd in (0.0, 0.02, 0.04, 0.07, 0.10) for exhale in Exhale]
    for cell, score in zip(cells, _mapped(_half_score, [(*cell, seeds) for cell in cells]), strict=True):
        yield f"{cell[0]:.2f}", cell[1].value, _mean(score.known), _mean(score.wrong)


def _half_score(length_sd: float, exhale: Exhale, seeds: Seeds) -> HalfScore:
    habit = Habit(6.0, 2.0, exhale, length_sd=length_sd)
    return score_halves(Person(habit, Heart(rsa_per_min=10.0), length_s=420.0), seeds)


def _holds(seeds: Seeds) -> Table:
    """Hold the breath for 20 to 40 s after the exhale."""
    yield "hold s", "exhale", "holds", "with a turn inside", "with a ratio across"
    cells = [(hold_s, exhale) for hold_s in (20.0, 30.0, 40.0) for exhale in Exhale]
    for cell, score in zip(cells, _mapped(_hold_score, [(*cell, seeds) for cell in cells]), strict=True):
        yield f"{cell[0]:g}", cell[1].value, score.holds, score.with_breath, score.crossed


def _hold_score(hold_s: float, exhale: Exhale, seeds: Seeds) -> HoldScore:
    habit = Habit(6.0, 2.0, exhale, holds_at_s=(70.0, 160.0, 250.0), hold_s=hold_s)
    return score_holds(Person(habit, Heart(rsa_per_min=10.0), length_s=400.0), seeds)


def _sways(seeds: Seeds) -> Table:
    """Breaths of 15 mg at 12 /min beside swaying at 19 /min."""
    yield "sway mg", "from", "windows", "answered", "wrong by 3 /min, of all", "interval holds"
    cells = [(mg, kind) for mg in (0.0, 5.0, 10.0, 20.0) for kind in ("chest", "chest and RR", "with ECG")]
    for cell, score in zip(cells, _mapped(_sway_score, [(*cell, seeds) for cell in cells]), strict=True):
        wrong = score.wrong(goals.WRONG_PER_MIN)
        yield f"{cell[0]:g}", cell[1], score.windows, score.answered, wrong, _mean(score.holds)


def _sway_score(sway_mg: float, kind: str, seeds: Seeds) -> RateScore:
    habit = Habit(12.0, 1.4, Exhale.PASSIVE, 0.1, length_sd=0.06)
    chest = Chest(breath_mg=15.0, sway_mg=sway_mg)
    person = Person(habit, Heart(rsa_per_min=3.0, behind_degrees=30.0), chest, 240.0, kind == "with ECG")
    return score_rates(person, seeds, chest=True, beats=kind != "chest")


def _intervals(seeds: Seeds) -> Table:
    """Rate from RR intervals alone: RSA 8 /min below 8 /min, 4 to 12 /min, 2.5 above; Mayer sd 1."""
    yield "/min", "windows", "answered", "mean error", "largest", "interval holds"
    rates = (3.0, 4.0, 5.0, 6.0, 8.0, 10.0, 12.0, 15.0, 20.0, 25.0, 30.0)
    windows = answered = 0
    scores = _mapped(_interval_score, [(rate, seeds) for rate in rates])
    for rate, score in zip(rates, scores, strict=True):
        errors = np.abs(score.errors)
        windows, answered = windows + score.windows, answered + errors.size
        off = (float(errors.mean()), float(errors.max())) if errors.size else (np.nan, np.nan)
        yield f"{rate:g}", score.windows, score.answered, *off, _mean(score.holds)
    yield "all", windows, answered / windows, np.nan, np.nan, np.nan


def _interval_score(rate_per_min: float, seeds: Seeds) -> RateScore:
    rsa_per_min = 8.0 if rate_per_min < 8.0 else 4.0 if rate_per_min <= 12.0 else 2.5
    heart = Heart(70.0, rsa_per_min, 0.0, mayer_sd_per_min=1.0)
    person = Person(Habit(rate_per_min, 2.0, length_sd=0.05), heart, length_s=240.0)
    return score_rates(person, seeds, chest=False, beats=True)


def _sinus(seeds: Seeds) -> Table:
    """Regular hearts with a large swing, as of children and athletes."""
    yield "heart /min", "swing ms", "recordings", "withheld", "labelled", "worst labelled"
    for rate in goals.SINUS_RATES_PER_MIN:
        for swing_ms in goals.SINUS_SWINGS_MS:
            if swing_ms > goals.LARGEST_SWING * 60_000.0 / rate:
                continue
            kinds = [(breaths, seed) for breaths in goals.SINUS_BREATHS_PER_MIN for seed in seeds]
            found = [
                withheld_share(rhythms.sinus(rate, breaths, swing_ms, seed).rr_ms) for breaths, seed in kinds
            ]
            withheld, labelled_ = np.array(found).T
            yield rate, swing_ms, len(found), withheld.mean(), labelled_.mean(), labelled_.max()


def _rhythms(seeds: Seeds) -> Table:
    """Other rhythms: what is withheld, and what of the early beats is found."""
    yield (
        "rhythm",
        "windows",
        "withheld",
        "isolated",
        "together",
        "unfound and shown",
        "kept",
        "RMSSD off",
        "95 %",
    )
    kinds: dict[str, Callable[[int], rhythms.Rhythm]] = {
        **{
            f"fibrillation {rate}, scatter {scatter}": _fibrillation(rate, scatter)
            for rate in (70, 95, 120)
            for scatter in (0.15, 0.20, 0.25)
        },
        "flutter": rhythms.flutter,
        "atrial beats with pauses": rhythms.atrial_with_pauses,
        "second-degree block": rhythms.second_degree_block,
        "early 3 %": lambda seed: rhythms.early_beats(0.03, seed),
        "early 8 %, no pause": lambda seed: rhythms.early_beats(0.08, seed, compensated=False),
        "couplets": lambda seed: rhythms.early_beats(0.06, seed, in_row=2),
        "runs of 4": lambda seed: rhythms.early_beats(0.04, seed, in_row=4),
        "bigeminy": lambda seed: rhythms.early_beats(1.0, seed),
    }
    for name, make in kinds.items():
        score = RhythmScore()
        for seed in seeds:
            found = make(seed)
            score.add(found.rr_ms, found.normal)
        yield (name, *_rhythm_cells(score))


def _fibrillation(rate: float, scatter: float) -> Callable[[int], rhythms.Rhythm]:
    return lambda seed: rhythms.fibrillation(rate, scatter, seed)


def _labelled(_: Seeds) -> Table:
    """Labelled recordings of real hearts (BIOFEEDBACK_DATA)."""
    yield (
        "recording",
        "windows",
        "withheld",
        "isolated",
        "together",
        "unfound and shown",
        "kept",
        "RMSSD off",
        "95 %",
    )
    folder = os.environ.get("BIOFEEDBACK_DATA")
    together = RhythmScore()
    for name in LABELLED if folder else ():
        score = RhythmScore()
        for one in (score, together):
            one.add(*labelled(Path(str(folder)) / name))
        yield (name, *_rhythm_cells(score))
    yield ("all", *_rhythm_cells(together))


def _rhythm_cells(score: RhythmScore) -> tuple[object, ...]:
    errors = score.rmssd_errors
    spread = [float(np.percentile(errors, percent)) if errors else np.nan for percent in (50, 95)]
    shares = [_mean(one) for one in (score.isolated, score.together, score.shown)]
    return score.windows, score.withheld / max(score.windows, 1), *shares, f"{_mean(score.kept):.4f}", *spread


def _changes(seeds: Seeds) -> Table:
    """Tell "changed" in sessions of 20 minutes, 500 of each kind; growth from the middle on."""
    yield "variation", "growth", "told at some look", "more at the end", "of looks", "± shown", "± holds"
    many = range(seeds[0], seeds[0] + goals.SESSIONS)
    cells = [(kind, growth) for kind in Variation for growth in (0.0, *goals.GROWTHS)]
    for cell, score in zip(cells, _mapped(_change_score, [(*cell, many) for cell in cells]), strict=True):
        kept = (score.shown, score.holds) if cell[1] == 0.0 else (np.nan, np.nan)
        yield cell[0].value, f"+{100 * cell[1]:.0f} %", score.told, score.at_end, score.looks, *kept


def _change_score(kind: Variation, growth: float, seeds: Seeds) -> ChangeScore:
    return score_changes(kind, seeds, growth=growth)


PARTS: Final[dict[str, tuple[Callable[[Seeds], Table], int]]] = {
    "signs": (_signs, 1),
    "shapes": (_shapes, 3),
    "halves": (_halves, 3),
    "holds": (_holds, 8),
    "sways": (_sways, 4),
    "intervals": (_intervals, 6),
    "sinus": (_sinus, 3),
    "rhythms": (_rhythms, 5),
    "labelled": (_labelled, 1),
    "changes": (_changes, 1),
}
"""What prints each part, and how many seeds it takes by itself."""


def _mapped(work: Callable[..., _Score], arguments: Iterable[tuple[object, ...]]) -> Iterator[_Score]:
    with ProcessPoolExecutor(_WORKERS) as pool:
        yield from pool.map(work, *zip(*arguments, strict=True))


def _mean(values: Sequence[float]) -> float:
    return float(np.mean(values)) if len(values) else np.nan


def _cell(value: object) -> str:
    if isinstance(value, float):
        return "–" if np.isnan(value) else f"{value:.3f}"
    return str(value)


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the tables that were asked for and return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("parts", nargs="*", choices=[*PARTS, []], help="tables to print; all by default")
    parser.add_argument("--fresh", action="store_true", help="seeds that were not used for development")
    parser.add_argument("--seeds", type=int, default=0, help="seeds for each cell")
    chosen = parser.parse_args(arguments)
    seeds = goals.FRESH_SEEDS if chosen.fresh else goals.DEVELOPMENT_SEEDS
    for name in chosen.parts or PARTS:
        table, usual = PARTS[name]
        rows = table(seeds[: chosen.seeds or usual])
        print(f"\n### {name}\n\n{(table.__doc__ or '').strip()}\n")
        heading = next(rows)
        print("| " + " | ".join(map(str, heading)) + " |")
        print("| --- " * len(heading) + "|")
        for row in rows:
            print("| " + " | ".join(map(_cell, row)) + " |", flush=True)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
