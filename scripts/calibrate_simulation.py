"""Print the figures that the simulated person is calibrated on, beside those of real recordings.

    BIOFEEDBACK_DATA=FOLDER python scripts/calibrate_simulation.py [--seeds 8] [--minutes 10]

The figures are worked out here with a few lines of their own, so that neither the simulation nor the
program's estimators are measured with their own ruler. Output is Markdown.
"""

import argparse
import csv
import math
import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import numpy.typing as npt
from calibrate_chest import print_chest, print_ecg  # type: ignore[import-not-found]

from devices.notifications import HEART_RATE_MEASUREMENT
from devices.simulated.person.heart import BeatKind
from devices.simulated.person.person import LungGuide
from devices.simulated.person.traits import CALM, PersonTraits
from devices.simulated.scenario import load_scenario
from devices.simulated.strap.strap import SimulatedStrap
from devices.straps.heart_rate_service import decode_heart_rate_measurement

Floats = npt.NDArray[np.float64]

ECTOPIC, STRESSED, TRAINED = (load_scenario(name).person for name in ("ectopic", "stressed", "trained"))


@dataclass(frozen=True, slots=True)
class Series:
    """Beats of one person, with breath onsets where they are known.

    `breaths` has the columns inhale onset, exhale onset and next inhale onset in seconds; a NaN exhale
    onset means that only whole breaths are known.
    """

    time_s: Floats
    rr_ms: Floats
    breaths: Floats

    def between(self, start_s: float, end_s: float) -> "Series":
        inside = (self.time_s >= start_s) & (self.time_s < end_s)
        whole = (self.breaths[:, 0] >= start_s) & (self.breaths[:, 2] < end_s)
        return Series(self.time_s[inside], self.rr_ms[inside], self.breaths[whole])


@dataclass(frozen=True, slots=True)
class Figures:
    rate_per_min: float
    heart_rate_per_min: float
    sdnn_ms: float
    rmssd_ms: float
    swing_ms: float
    swing_variation: float
    peak_share: float


def figures(series: Series) -> Figures:
    """Work out one row; a figure that the series does not allow is NaN."""
    breaths, swings, peaks = series.breaths, _swings(series), _peak_phases(series)
    periods = breaths[:, 2] - breaths[:, 0]
    return Figures(
        rate_per_min=_median(60.0 / periods),
        heart_rate_per_min=60000.0 / float(np.mean(series.rr_ms)),
        sdnn_ms=float(np.std(series.rr_ms, ddof=1)),
        rmssd_ms=math.sqrt(float(np.mean(np.diff(series.rr_ms) ** 2))),
        swing_ms=_median(swings),
        swing_variation=float(np.std(swings) / np.mean(swings)) if len(swings) else math.nan,
        peak_share=float(np.angle(np.mean(np.exp(1j * peaks))) / (2.0 * math.pi) % 1.0)
        if len(peaks)
        else math.nan,
    )


def _median(values: Floats) -> float:
    return float(np.median(values)) if len(values) else math.nan


def _swings(series: Series) -> Floats:
    # Longest RR around the exhale minus shortest around the inhale, each with 1 s of grace.
    swings = []
    for inhale_s, exhale_s, next_s in series.breaths:
        known = not math.isnan(exhale_s)
        shortest = _inside(series, inhale_s, exhale_s + 1.0 if known else next_s)
        longest = _inside(series, exhale_s if known else inhale_s, next_s + (1.0 if known else 0.0))
        if len(shortest) > 1 and len(longest) > 1:
            swings.append(max(0.0, longest.max() - shortest.min()))
    return np.array(swings)


def _inside(series: Series, start_s: float, end_s: float) -> Floats:
    return series.rr_ms[(series.time_s >= start_s) & (series.time_s <= end_s)]


def _peak_phases(series: Series) -> Floats:
    # Phase, within the breath, of the peak of the heart rate's fundamental.
    phases = []
    for inhale_s, exhale_s, next_s in series.breaths:
        inside = (series.time_s >= inhale_s) & (series.time_s < next_s)
        if math.isnan(exhale_s) or inside.sum() < 5:
            continue
        rr_ms = series.rr_ms[inside]
        angle = 2.0 * np.pi * (series.time_s[inside] - rr_ms / 2000.0 - inhale_s) / (next_s - inhale_s)
        terms = np.column_stack([np.ones_like(angle), np.cos(angle), np.sin(angle)])
        _, cosine, sine = np.linalg.lstsq(terms, 60000.0 / rr_ms, rcond=None)[0]
        phases.append(math.atan2(sine, cosine))
    return np.array(phases)


def raised_cosine_guide(rate_per_min: float, exhale_to_inhale: float) -> LungGuide:
    """Return a guide of steady rate, starting with an inhale at 0 s."""
    period_s = 60.0 / rate_per_min
    inhale_s = period_s / (1.0 + exhale_to_inhale)

    def lung_position(time_s: float) -> float:
        phase_s = time_s % period_s
        if phase_s < inhale_s:
            return 0.5 - 0.5 * math.cos(math.pi * phase_s / inhale_s)
        return 0.5 + 0.5 * math.cos(math.pi * (phase_s - inhale_s) / (period_s - inhale_s))

    return lung_position


def simulated(traits: PersonTraits, *, seed: int, minutes: float, guide: LungGuide | None) -> Series:
    """Simulate one person and return beats and breaths, without the first 30 s."""
    strap = SimulatedStrap(traits, seed=seed, lung_guide=guide)
    strap.advance(round((minutes + 0.5) * 60e9))
    time_s = np.array([beat.time_ns for beat in strap.person.beats]) / 1e9
    breaths = np.array([[b.inhale_ns, b.exhale_ns, b.next_inhale_ns] for b in strap.person.breaths]) / 1e9
    series = Series(time_s[1:], np.diff(time_s) * 1000.0, breaths)
    return series.between(30.0, 30.0 + minutes * 60.0)


def _column(path: Path, name: str, keep: Callable[[dict[str, str]], bool] = bool) -> Floats:
    with path.open(newline="") as file:
        return np.array([float(row[name]) for row in csv.DictReader(file) if keep(row)])


def _trusted(row: dict[str, str]) -> bool:
    return row.get("ok", "1") == "1"


def _recording(folder: Path) -> Series:
    beats = folder / "rr.csv"
    breaths = np.empty((0, 3))
    if (folder / "breaths.csv").exists():
        names = ("inhale_onset_s", "exhale_onset_s", "next_inhale_onset_s")
        breaths = np.column_stack([_column(folder / "breaths.csv", name, _trusted) for name in names])
    elif (folder / "rsa_cycles.csv").exists():
        breaths = _whole_breaths(_column(folder / "rsa_cycles.csv", "rr_min_s"))
    return Series(_column(beats, "t_s", _trusted), _column(beats, "rr_ms", _trusted), breaths)


def _whole_breaths(onsets_s: Floats) -> Floats:
    return np.column_stack([onsets_s[:-1], np.full(len(onsets_s) - 1, np.nan), onsets_s[1:]])


def _condition(folder: Path, condition: str, *, period_s: float | None = None) -> Series:
    with (folder / "events.csv").open(newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["conditions"] == condition]
    start_s, end_s = (float(row["t_s"]) for row in rows)
    breaths = np.empty((0, 3)) if period_s is None else _whole_breaths(np.arange(start_s, end_s, period_s))
    return replace(_recording(folder), breaths=breaths).between(start_s, end_s)


def _recorded_rows(data: Path) -> list[tuple[str, Series]]:
    slow = _recording(data / "rr_h10_slow")
    multi = data / "rr_multi_paced6"
    return [
        ("rr_h10_slow, from 60 s", slow.between(60.0, math.inf)),
        ("rr_multi_paced6, paced", _condition(multi, "breathing", period_s=10.0)),
        ("ecgrsp_physio_slow8", _recording(data / "ecgrsp_physio_slow8")),
        ("ecgrsp_nk_rest8, rest", _recording(data / "ecgrsp_nk_rest8")),
        ("rr_rest_bartels, rest", _recording(data / "rr_rest_bartels")),
        ("rr_multi_paced6, sitting", _condition(multi, "sitting")),
        ("rr_multi_paced6, standing", _condition(multi, "standing")),
    ]


_SIMULATED_ROWS: Sequence[tuple[str, PersonTraits, LungGuide | None]] = (
    ("calm, guide 5/min 1:2", CALM, raised_cosine_guide(5.0, 2.0)),
    ("calm, guide 6/min 4:6", CALM, raised_cosine_guide(6.0, 1.5)),
    ("calm, guide 8/min 4:6", CALM, raised_cosine_guide(8.0, 1.5)),
    ("calm, guide 15/min 4:6", CALM, raised_cosine_guide(15.0, 1.5)),
    ("calm, own rhythm", CALM, None),
    ("stressed, guide 5/min 1:2", STRESSED, raised_cosine_guide(5.0, 2.0)),
    ("stressed, own rhythm", STRESSED, None),
    ("trained, guide 6/min 4:6", TRAINED, raised_cosine_guide(6.0, 1.5)),
    ("trained, own rhythm", TRAINED, None),
)


def _print_figures(data: Path, *, seeds: int, minutes: float) -> None:
    print("| person | breaths/min | HR /min | SDNN ms | RMSSD ms | swing ms | swing CV | HR peak |")
    print("| --- | --- | --- | --- | --- | --- | --- | --- |")
    for name, series in _recorded_rows(data):
        _print_row(name, [figures(series)])
    for name, traits, guide in _SIMULATED_ROWS:
        runs = [simulated(traits, seed=seed, minutes=minutes, guide=guide) for seed in range(1, seeds + 1)]
        _print_row(name, [figures(series) for series in runs])


def _print_row(name: str, rows: list[Figures]) -> None:
    formats = {
        "rate_per_min": ".1f",
        "heart_rate_per_min": ".1f",
        "sdnn_ms": ".0f",
        "rmssd_ms": ".0f",
        "swing_ms": ".0f",
        "swing_variation": ".2f",
        "peak_share": ".2f",
    }
    cells = [_cell(np.array([getattr(row, key) for row in rows]), form) for key, form in formats.items()]
    print(f"| {name} | " + " | ".join(cells) + " |")


def _cell(values: Floats, form: str) -> str:
    if np.isnan(values).any():
        return "–"
    if len(values) == 1:
        return format(values[0], form)
    return f"{np.median(values):{form}} ({values.min():{form}}–{values.max():{form}})"


def _arrivals_s(*, seed: int, minutes: float) -> tuple[Floats, Floats]:
    # Arrival times of notifications that carry RR intervals, and the latency of each interval.
    strap = SimulatedStrap(CALM, seed=seed, lung_guide=raised_cosine_guide(5.0, 2.0))
    ticks: list[tuple[float, int]] = []
    for notification in strap.advance(round(minutes * 60e9)):
        if notification.characteristic == HEART_RATE_MEASUREMENT:
            event = decode_heart_rate_measurement(notification.time_ns, notification.data)
            ticks.extend((event.time_ns / 1e9, rr) for rr in event.rr_ticks)
    arrival_s = np.array([time_s for time_s, _ in ticks])
    beats_s = np.array([beat.time_ns for beat in strap.person.beats]) / 1e9
    sent_s = np.cumsum([rr / 1024.0 for _, rr in ticks])
    return np.unique(arrival_s), arrival_s - sent_s - _offset_s(sent_s, beats_s)


def _offset_s(sent_s: Floats, beats_s: Floats) -> float:
    # The first beat sent is one of the first few: the right one leaves no residue.
    spans = [beats_s[first : first + len(sent_s)] - sent_s for first in range(len(beats_s) - len(sent_s) + 1)]
    return float(np.mean(min(spans, key=lambda span: float(np.ptp(span)))))


def _print_arrivals(data: Path, *, seeds: int, minutes: float) -> None:
    recorded = np.unique(_column(data / "rr_h10_slow" / "rr.csv", "arrival_s"))
    runs = [_arrivals_s(seed=seed, minutes=minutes) for seed in range(1, seeds + 1)]
    intervals = np.concatenate([np.diff(arrivals) for arrivals, _ in runs])
    latency = np.concatenate([latencies for _, latencies in runs])
    print("\n| seconds | 5 % | 25 % | 50 % | 75 % | 95 % |")
    print("| --- | --- | --- | --- | --- | --- |")
    _print_quantiles("between notifications, rr_h10_slow", np.diff(recorded))
    _print_quantiles("between notifications, simulated", intervals)
    _print_quantiles("RR latency, h10_pvc (against ECG frames)", _pvc_latency_s(data / "h10_pvc"))
    _print_quantiles("RR latency, simulated", latency)


def _pvc_latency_s(folder: Path) -> Floats:
    beats_s = _column(folder / "beats.csv", "t_s")
    rows = _column(folder / "polar_rr.csv", "beat_row").astype(int)
    arrival_s = _column(folder / "polar_rr.csv", "t_s")
    known = rows >= 0
    latency_s: Floats = arrival_s[known] - beats_s[rows[known]]
    return latency_s


def _print_ectopic(data: Path, *, minutes: float) -> None:
    # Premature interval, and premature plus pause, each as a share of the normal interval before.
    with (data / "h10_pvc" / "beats.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))[1:]
    recorded = [(float(row["rr_ms"]), row["sym"] == "V") for row in rows]
    person = SimulatedStrap(ECTOPIC, seed=1).person
    beats = list(person.beats) + list(person.advance(round(minutes * 10 * 60e9)))
    simulated_beats = [
        ((later.time_ns - earlier.time_ns) / 1e6, later.kind is BeatKind.ECTOPIC)
        for earlier, later in pairwise(beats)
    ]
    print("\n| share of the normal interval before | 5 % | 25 % | 50 % | 75 % | 95 % |")
    print("| --- | --- | --- | --- | --- | --- |")
    for name, intervals in (("h10_pvc", recorded), ("simulated", simulated_beats)):
        short, pair = _ectopic_shares(intervals)
        _print_quantiles(f"premature interval, {name}", short)
        _print_quantiles(f"premature and pause together, {name}", pair)


def _ectopic_shares(intervals: list[tuple[float, bool]]) -> tuple[Floats, Floats]:
    runs = zip(intervals, intervals[1:], intervals[2:], intervals[3:], strict=False)
    shares = [
        (short / normal, (short + pause) / normal)
        for (_, early), (normal, first), (short, second), (pause, third) in runs
        if second and not (early or first or third)
    ]
    short, pair = np.array(shares).T
    return short, pair


def _print_quantiles(name: str, values: Floats) -> None:
    cells = (f"{value:.3f}" for value in np.percentile(values, [5, 25, 50, 75, 95]))
    print(f"| {name} | " + " | ".join(cells) + " |")


def main() -> int:
    """Run the script and return the exit status."""
    parser = argparse.ArgumentParser(description="Set the simulated person beside real recordings.")
    parser.add_argument("--seeds", type=int, default=8)
    parser.add_argument("--minutes", type=float, default=10.0)
    arguments = parser.parse_args()
    if "BIOFEEDBACK_DATA" not in os.environ:
        print("BIOFEEDBACK_DATA must name the folder of the recordings.", file=sys.stderr)
        return 2
    data = Path(os.environ["BIOFEEDBACK_DATA"])
    _print_figures(data, seeds=arguments.seeds, minutes=arguments.minutes)
    _print_arrivals(data, seeds=arguments.seeds, minutes=arguments.minutes)
    _print_ectopic(data, minutes=arguments.minutes)
    print_chest(data)
    print_ecg(data)
    return 0


if __name__ == "__main__":
    sys.exit(main())
