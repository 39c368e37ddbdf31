"""ECG and RR intervals of people whose breathing is known: recordings with a belt, and simulated people.

Seeds from 3000 on were not used while the method was made.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import numpy as np

from biofeedback.beats.artefacts import label_intervals
from biofeedback.beats.beats import Beat
from devices.simulated.person.traits import CALM, ChestTraits, PersonTraits, PostureTraits
from devices.simulated.strap.strap import SimulatedStrap
from devices.straps.decoder import decode
from devices.streams import EcgFrame, Measurement
from scripts.breathing_truth import SETTLED_S, Floats, guide, read_rows, true_per_min

RECORDINGS: Final = ("ecgrsp_physio_slow8", "ecgrsp_nk_rest8", "ecgrsp_nk_event", "ecgrsp_bitalino81")

STEP_S: Final = 5.0


@dataclass(frozen=True)
class Heart:
    """A heart beside known breathing.

    Parameters
    ----------
    name : str
        Of the recording.
    time_s, ecg_uv : array
        Shape ``(n,)``.
    beats : list of Beat
        As a strap sends them, in order.
    windows : array
        Shape ``(m, 2)``: begin of each window, and the true rate in it; NaN where the belt does not tell, or
        may be wrong.
    window_s : float
        Length of the windows.
    """

    name: str
    time_s: Floats
    ecg_uv: Floats
    beats: list[Beat]
    windows: Floats
    window_s: float


def recorded_hearts(folder: Path) -> Iterator[Heart]:
    """Yield the recordings with ECG and belt, or airflow."""
    for name in RECORDINGS:
        yield recorded_heart(folder, name)


def recorded_heart(folder: Path, name: str) -> Heart:
    """Read one recording; its reference beats stand for those of a strap."""
    signals = np.load(folder / name / "signals.npz")
    ecg_uv = signals["ecg"].astype(np.float64)
    rows = read_rows(folder / name / "rr.csv")
    times_s = np.array([float(row["t_s"]) for row in rows])
    rr_ms = np.array([float(row["rr_ms"]) for row in rows])
    windows = [
        (float(row["t0_s"]), float(row["brpm"]) if row["ok"] == "1" else np.nan)
        for row in read_rows(folder / name / "rate30.csv")
    ]
    return Heart(
        name,
        np.arange(ecg_uv.size) / float(signals["ecg_fs"]),
        ecg_uv,
        labelled(times_s, rr_ms),
        np.array(windows),
        30.0,
    )


def simulated_heart(
    seed: int,
    rate_per_min: float,
    *,
    window_s: float,
    minutes: float = 4.0,
    person: PersonTraits = CALM,
    chest: ChestTraits | None = None,
) -> Heart:
    """Simulate a person, guided up to 10 /min and in the own uneven rhythm above."""
    own = rate_per_min > 10.0
    strap = SimulatedStrap(
        replace(person, own_rate_per_min=rate_per_min) if own else person,
        seed=seed,
        lung_guide=None if own else guide(rate_per_min, 2.0),
        chest_traits=chest or ChestTraits(),
        posture_traits=PostureTraits(shifts_per_hour=0.0, movements_per_hour=0.0),
    )
    strap.start_stream(Measurement.ECG, sample_rate_hz=130)
    events = map(decode, strap.advance(round(minutes * 60e9)))
    frames = [event for event in events if isinstance(event, EcgFrame)]
    start_ns, minute_ns = strap.strap_clock_ns(0), strap.strap_clock_ns(60_000_000_000)
    last_s = np.array([(frame.device_time_ns - start_ns) * 60.0 / (minute_ns - start_ns) for frame in frames])
    before_s = np.arange(len(frames[0].ecg_uv) - 1, -1, -1) / 130.0
    beats_s = np.array([beat.time_ns for beat in strap.person.beats]) / 1e9
    breaths_s = np.array([(one.inhale_ns, one.next_inhale_ns) for one in strap.person.breaths]) / 1e9
    onsets_s = np.append(breaths_s[:, 0], breaths_s[-1, 1])
    begins_s = np.arange(SETTLED_S, min(float(last_s[-1]), onsets_s[-1]) - window_s, STEP_S)
    return Heart(
        f"{rate_per_min:g} /min",
        (last_s[:, np.newaxis] - before_s).ravel(),
        np.concatenate([np.array(frame.ecg_uv, dtype=np.float64) for frame in frames]),
        [beat for beat in labelled(beats_s[1:], 1000.0 * np.diff(beats_s)) if beat.time_s > 0.0],
        np.array([(begin_s, true_per_min(onsets_s, begin_s, begin_s + window_s)) for begin_s in begins_s]),
        window_s,
    )


def labelled(times_s: Floats, rr_ms: Floats) -> list[Beat]:
    """Return beats with the labels that the program gives them."""
    adjacent = np.arange(rr_ms.size) > 0
    labels = label_intervals(rr_ms, adjacent)
    return list(map(Beat, times_s.tolist(), rr_ms.tolist(), labels, adjacent.tolist()))
