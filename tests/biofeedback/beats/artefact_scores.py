"""How well labels for RR intervals fit recordings whose beats are known."""

import csv
import gzip
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from biofeedback.beats.artefacts import label_intervals
from biofeedback.beats.beats import BeatLabel
from biofeedback.hrv.time_domain import rmssd_ms, successive_differences_ms
from devices.events import Contact, HeartRateMeasurement, LinkChanged, LinkState

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Detector = Callable[[Floats], Flags]
"""From RR intervals in ms to which of them are artefacts."""

LABELLED = ("beats_ltdb_14046", "beats_ltdb_14134", "beats_ltdb_14172", "ecg_mitdb_100", "h10_pvc")
_SIDE = 4
_WINDOW_S = 300.0


@dataclass(slots=True)
class Scores:
    """What a detector reached; adds up over recordings."""

    isolated: list[bool] = field(default_factory=list)
    premature: list[bool] = field(default_factory=list)
    kept: list[bool] = field(default_factory=list)
    rmssd_error_percent: list[float] = field(default_factory=list)

    def add(self, other: "Scores") -> None:
        self.isolated += other.isolated
        self.premature += other.premature
        self.kept += other.kept
        self.rmssd_error_percent += other.rmssd_error_percent


def own(rr_ms: Floats) -> Flags:
    """The program's own labels."""
    return np.array([label is not BeatLabel.NORMAL for label in label_intervals(rr_ms, in_one(rr_ms))])


def in_one(rr_ms: Floats) -> Flags:
    """Adjacency of a series without gaps."""
    adjacent: Flags = np.arange(rr_ms.size) > 0
    return adjacent


def rows(path: Path) -> list[dict[str, str]]:
    with gzip.open(path, "rt") if path.suffix == ".gz" else path.open() as file:
        return list(csv.DictReader(file))


def column(path: Path, name: str) -> Floats:
    return np.array([float(row[name]) for row in rows(path)])


def labelled(folder: Path) -> tuple[Floats, Flags]:
    """Intervals, and whether the beat that ends each is normal."""
    beats = rows(folder / "beats.csv")[1:]
    return np.array([float(b["rr_ms"]) for b in beats]), np.array([b["sym"] == "N" for b in beats])


def walkers(data: Path) -> Iterator[Floats]:
    """Hand-marked chest-strap and cable beats of people who sit, count, walk, cycle and jog."""
    marks = rows(data / "gudb_strap_rpeaks" / "rpeaks.csv.gz")
    for _, run in groupby(marks, key=lambda r: (r["subject"], r["task"], r["source"])):
        yield 1000.0 * np.diff([float(row["r_peak_s"]) for row in run])


def paced(data: Path) -> tuple[Floats, Flags]:
    """A recording, and which of its intervals lie in three minutes of 6 breaths a minute."""
    folder = data / "rr_multi_paced6"
    events = rows(folder / "events.csv")
    start_s, end_s = (float(event["t_s"]) for event in events if event["conditions"] == "breathing")
    time_s = column(folder / "rr.csv", "t_s")
    return column(folder / "rr.csv", "rr_ms"), (time_s > start_s) & (time_s < end_s)


def score(rr_ms: Floats, normal_beat: Flags, artefact: Flags) -> Scores:
    """Compare a detector's labels with the known beats.

    Isolated: four normal beats on either side. Premature: below 0.9 of the median of 11. Found: an artefact
    from one interval before to two after.
    """
    scores = Scores(rmssd_error_percent=_rmssd_errors_percent(rr_ms, normal_beat, artefact))
    median_ms = np.median(sliding_window_view(np.pad(rr_ms, 5, mode="edge"), 11), axis=1)
    for i in range(_SIDE, rr_ms.size - _SIDE):
        if not (normal_beat[i - _SIDE : i].all() and normal_beat[i + 1 : i + 1 + _SIDE].all()):
            continue
        if normal_beat[i]:
            scores.kept.append(not artefact[i])
            continue
        found = bool(artefact[i - 1 : i + 3].any())
        scores.isolated.append(found)
        if rr_ms[i] < 0.9 * median_ms[i]:
            scores.premature.append(found)
    return scores


def _rmssd_errors_percent(rr_ms: Floats, normal_beat: Flags, artefact: Flags) -> list[float]:
    """Errors of RMSSD in windows of 5 minutes with 1 to 10 % of ectopic beats."""
    time_s = np.cumsum(rr_ms) / 1000.0
    from_sinus = normal_beat & np.concatenate(([True], normal_beat[:-1]))
    errors = []
    for start_s in np.arange(0.0, time_s[-1] - _WINDOW_S, _WINDOW_S):
        span = (time_s > start_s) & (time_s <= start_s + _WINDOW_S)
        if 0.01 <= np.mean(~normal_beat[span]) <= 0.10:
            true_ms = rmssd_of_pairs(rr_ms[span], from_sinus[span])
            errors.append(100.0 * abs(rmssd_of_pairs(rr_ms[span], ~artefact[span]) / true_ms - 1.0))
    return errors


def rmssd_of_pairs(rr_ms: Floats, valid: Flags) -> float:
    """RMSSD over the pairs that are both valid."""
    return rmssd_ms(successive_differences_ms(rr_ms, valid, in_one(rr_ms)))


def with_events(nn_ms: Floats, share: float, seed: int) -> Floats:
    """Put missed, extra and ectopic beats into clean intervals, a third each, seven beats apart or more."""
    rng = np.random.default_rng(seed)
    places = np.sort(rng.choice(np.arange(8, nn_ms.size - 8), round(share * nn_ms.size), replace=False))
    places = places[np.diff(places, prepend=-9) > 6]
    beats_s, extra_s = np.cumsum(nn_ms), []
    missed = np.zeros(nn_ms.size, dtype=bool)
    for place, kind in zip(places, rng.integers(0, 3, places.size), strict=True):
        if kind == 0:
            missed[place] = True
        elif kind == 1:
            extra_s.append(beats_s[place - 1] + rng.uniform(0.25, 0.75) * nn_ms[place])
        else:
            beats_s[place] -= rng.uniform(0.2, 0.4) * nn_ms[place]
    return np.diff(np.sort(np.concatenate((beats_s[~missed], extra_s))), prepend=0.0)


def breathing_person(beats: int, rmssd: float, seed: int) -> Floats:
    """Clean intervals of 900 ms with a breathing swing, noise and drift, of a given RMSSD in ms."""
    rng = np.random.default_rng(seed)
    quick = 0.7 * np.sin(2.0 * np.pi * 0.225 * np.arange(beats)) + rng.normal(0.0, 0.5, beats)
    slow = np.cumsum(rng.normal(0.0, 0.02 * rmssd, beats))
    return 900.0 + slow + quick * rmssd / float(np.sqrt(np.mean(np.square(np.diff(quick)))))


def as_sent(rr_ms: Floats) -> list[HeartRateMeasurement | LinkChanged]:
    """A strap that sends each interval as it ends, in 1/1024 s."""
    ticks = np.round(rr_ms * 1.024).astype(int).tolist()
    times_ns = (np.cumsum(rr_ms) * 1e6).astype(int).tolist()
    return [
        LinkChanged(0, LinkState.STREAMING, "Strap"),
        *(
            HeartRateMeasurement(t, round(60000 / rr), Contact.NOT_SUPPORTED, None, (tick,))
            for t, rr, tick in zip(times_ns, rr_ms.tolist(), ticks, strict=True)
        ),
    ]
