"""Figures for whole recordings and for windows of them, as `biofeedback analyze` prints them."""

import math
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median
from typing import Any, Final, Literal

import numpy as np

from biofeedback.engine import Engine
from biofeedback.signals.beats import Beat, BeatLabel, label_of
from biofeedback.signals.honesty import is_made_up
from biofeedback.signals.quality import Quality, quality_of_arrivals, quality_of_intervals
from biofeedback.signals.rsa import GuidedBreath
from biofeedback.signals.time_domain import TimeDomain, time_domain
from devices.decoder import Decoder
from devices.events import HeartRateMeasurement
from devices.notifications import Notification
from sessions.errors import SessionFileError
from sessions.formats.rr_text import read_rr_text
from sessions.store import is_session, read_header, read_records

Artefacts = Literal["correct", "keep"]

NOT_YET_COMPUTED: Final = (
    "vlf_ms2",
    "lf_ms2",
    "hf_ms2",
    "total_power_ms2",
    "lf_hf",
    "response_ln_ms2",
    "dfa_alpha1",
    "sample_entropy",
    "baevsky_stress_index",
)
"""Figures of the contract that have no estimator yet; null in every span."""


@dataclass(frozen=True, slots=True)
class Recording:
    """What an analysis starts from, whatever file it came from.

    Parameters
    ----------
    format : str
        "session" or "rr_text".
    duration_s : float
        From the start to the last event.
    beats : tuple of Beat
        Every interval that came in, in order.
    breaths : tuple of GuidedBreath
        The guided breaths that could be judged.
    quality : Quality
        How far it can be trusted.
    beat_to_beat : bool
        Whether the intervals are measured beats, not made up from the heart rate.
    """

    format: str
    duration_s: float
    beats: tuple[Beat, ...]
    breaths: tuple[GuidedBreath, ...]
    quality: Quality
    beat_to_beat: bool = True


@dataclass(frozen=True, slots=True)
class AnalysisOptions:
    """What to compute.

    Parameters
    ----------
    window_s, step_s : float
        Length of a window and distance from one to the next.
    artefacts : "correct" or "keep"
        Whether intervals that are no heart beats are left out of the figures.
    list_beats : bool
        Whether the intervals are listed.
    """

    window_s: float = 30.0
    step_s: float = 5.0
    artefacts: Artefacts = "correct"
    list_beats: bool = False


def load_recording(path: Path) -> Recording:
    """Read a session or RR text.

    Raises
    ------
    SessionFileError
        If the file is missing or neither.
    """
    try:
        if path.is_file() and is_session(path):
            return _load_session(path)
    except OSError as error:
        raise SessionFileError(
            f"{path} can't be read: {error.strerror}.", "Check the name and the permissions."
        ) from error
    return _load_rr_text(path)


def analyse(recording: Recording, options: AnalysisOptions) -> dict[str, Any]:
    """Return the analysis of one recording as JSON-ready data; its keys are a fixed contract."""
    beats = recording.beats
    artefacts = sum(beat.label is not BeatLabel.NORMAL for beat in beats)
    spans = _Spans(recording, options.artefacts)
    report: dict[str, Any] = {
        "format": recording.format,
        "duration_s": recording.duration_s,
        "beats": {
            "count": len(beats),
            "artefacts": artefacts,
            "artefact_percent": 100.0 * artefacts / len(beats) if beats else None,
        },
        "summary": spans.figures(-math.inf, math.inf),
        "windows": [
            {"start_s": start_s, "end_s": end_s, **spans.figures(start_s, end_s), "breathing": None}
            for start_s, end_s in _windows(recording.duration_s, options)
        ],
        "breaths": [],
        "quality": asdict(recording.quality),
    }
    if options.list_beats:
        report["beat_list"] = [{"time_s": b.time_s, "rr_ms": b.rr_ms, "label": b.label} for b in beats]
    return report


class _Spans:
    """The figures of any span of one recording."""

    def __init__(self, recording: Recording, artefacts: Artefacts) -> None:
        beats = recording.beats
        keep = artefacts == "keep"
        self._time_s = np.array([beat.time_s for beat in beats])
        self._rr_ms = np.array([beat.rr_ms for beat in beats])
        self._valid = np.array([keep or beat.label is BeatLabel.NORMAL for beat in beats], dtype=bool)
        self._adjacent = np.array([beat.adjacent for beat in beats], dtype=bool)
        self._breaths = recording.breaths
        self._beat_to_beat = recording.beat_to_beat

    def figures(self, start_s: float, end_s: float) -> dict[str, float | None]:
        """Figures over the beats in (start_s, end_s] and the breaths that lie within it."""
        first, last = np.searchsorted(self._time_s, (start_s, end_s), side="right")
        span = slice(first, last)
        amplitudes_ms = [
            breath.rsa_ms
            for breath in self._breaths
            if breath.rsa_ms is not None and start_s <= breath.inhale_s and breath.next_inhale_s <= end_s
        ]
        domain = time_domain(self._rr_ms[span], self._valid[span], self._adjacent[span])
        if not self._beat_to_beat:
            domain, amplitudes_ms = TimeDomain(domain.heart_rate_per_min, domain.mean_nn_ms), []
        return {
            **asdict(domain),
            "rsa_ms": median(amplitudes_ms) if amplitudes_ms else None,
            **dict.fromkeys(NOT_YET_COMPUTED),
        }


def _load_session(path: Path) -> Recording:
    start_ns = read_header(path).start_ns
    engine = Engine(start_ns, keep_beats_s=float("inf"), keep_breaths=None)
    decoder = Decoder()
    measurements: list[HeartRateMeasurement] = []
    end_ns = start_ns
    for record in read_records(path):
        event = decoder.decode(record) if isinstance(record, Notification) else record
        engine.take(event)
        end_ns = max(end_ns, event.time_ns)
        if isinstance(event, HeartRateMeasurement):
            measurements.append(event)
    state = engine.state()
    quality = quality_of_arrivals(measurements, end_ns=end_ns, noise_percent=_noise_percent(state.beats))
    return Recording(
        "session",
        (end_ns - start_ns) / 1e9,
        state.beats,
        state.breaths,
        quality,
        beat_to_beat=not is_made_up(measurements),
    )


def _load_rr_text(path: Path) -> Recording:
    rr_ms = read_rr_text(path)
    times_s = np.cumsum(rr_ms) / 1000.0
    beats = tuple(
        Beat(float(time_s), interval_ms, label_of(interval_ms), adjacent=number > 0)
        for number, (time_s, interval_ms) in enumerate(zip(times_s, rr_ms, strict=True))
    )
    return Recording("rr_text", float(times_s[-1]), beats, (), quality_of_intervals(_noise_percent(beats)))


def _noise_percent(beats: tuple[Beat, ...]) -> float:
    return 100.0 * sum(b.label is BeatLabel.NOISE for b in beats) / len(beats) if beats else 0.0


def _windows(duration_s: float, options: AnalysisOptions) -> list[tuple[float, float]]:
    if duration_s < options.window_s:
        return []
    count = int((duration_s - options.window_s) // options.step_s) + 1
    return [(i * options.step_s, i * options.step_s + options.window_s) for i in range(count)]
