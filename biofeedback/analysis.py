"""Figures for whole recordings and for windows of them, as `biofeedback analyze` prints them."""

import math
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any, Final, Literal

import numpy as np

from biofeedback.breathing.analysis import analyse_breathing
from biofeedback.breathing.chest_samples import ChestSamples, chest_samples
from biofeedback.breathing.samples import Bools, Floats
from biofeedback.ecg.samples import EcgSamples, ecg_samples
from biofeedback.engine import Engine
from biofeedback.session_parts import BeforeAfter
from biofeedback.signals.artefacts import label_intervals
from biofeedback.signals.beats import GAP_S, Beat, BeatLabel, as_sent
from biofeedback.signals.honesty import is_made_up
from biofeedback.signals.nonlinear import Nonlinear, nonlinear
from biofeedback.signals.ordinary import OrdinaryBreathing
from biofeedback.signals.quality import Quality, noise_percent, quality_of_arrivals, quality_of_intervals
from biofeedback.signals.rhythm import TOO_IRREGULAR, irregular_spans_s
from biofeedback.signals.rsa import GuidedBreath, response_ln_ms2, session_rsa_ms
from biofeedback.signals.spectrum import BandPowers, band_powers
from biofeedback.signals.tachogram import MINIMUM_S, Tachogram
from biofeedback.signals.time_domain import TimeDomain, time_domain
from devices.decoder import Decoder
from devices.events import HeartRateMeasurement, ImportedInterval
from devices.notifications import Notification
from devices.polar_events import AccelerationFrame, EcgFrame
from sessions.errors import SessionFileError
from sessions.formats.detection import read_intervals
from sessions.formats.edf import BEAT, EdfRecording, read_edf
from sessions.formats.edf_header import is_edf
from sessions.store import Origin, is_session, read_header, read_records

Artefacts = Literal["correct", "keep"]

MOST_LEFT_OUT: Final = 0.05
"""With a larger share of its intervals left out, a span has no spectrum and no nonlinear figures."""


@dataclass(frozen=True, slots=True)
class Recording:
    """What an analysis starts from, whatever file it came from.

    Parameters
    ----------
    format : str
        "session", "edf", or what wrote the intervals (`IntervalFormat`).
    duration_s : float
        From the start to the last event.
    beats : tuple of Beat
        Every interval that came in, in order, and those that an ECG fills in.
    breaths : tuple of GuidedBreath
        The guided breaths that could be judged.
    quality : Quality
        How far it can be trusted.
    beat_to_beat : bool
        Whether the intervals are measured beats, not made up from the heart rate.
    chest : ChestSamples or None
        Acceleration, where the strap sent it.
    ecg : EcgSamples or None
        Where the strap sent it.
    before_after : BeforeAfter
        Ordinary breathing before and after the practice.
    """

    format: str
    duration_s: float
    beats: tuple[Beat, ...]
    breaths: tuple[GuidedBreath, ...]
    quality: Quality
    beat_to_beat: bool = True
    chest: ChestSamples | None = None
    ecg: EcgSamples | None = None
    before_after: BeforeAfter = field(default_factory=BeforeAfter)


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
    """Read a session, EDF+, or RR intervals of another program.

    Raises
    ------
    SessionFileError
        If the file is missing or none of them.
    """
    try:
        if path.is_file() and is_session(path):
            return _load_session(path)
        if path.is_file() and is_edf(path):
            return _load_edf(path)
    except OSError as error:
        raise SessionFileError(
            f"{path} can't be read: {error.strerror}.", "Check the name and the permissions."
        ) from error
    return _load_intervals(path)


def analyse(recording: Recording, options: AnalysisOptions) -> dict[str, Any]:
    """Return the analysis of one recording as JSON-ready data; its keys are a fixed contract."""
    beats = as_sent(recording.beats)
    artefacts = sum(beat.label is not BeatLabel.NORMAL for beat in beats)
    spans = _Spans(recording, options.artefacts)
    breathing = analyse_breathing(
        recording.chest,
        recording.beats if recording.beat_to_beat else (),
        ecg=recording.ecg,
        window_s=options.window_s,
        step_s=options.step_s,
    )
    quality = recording.quality
    if spans.irregular_s:
        quality = replace(quality, warnings=(*quality.warnings, TOO_IRREGULAR))
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
            {
                "start_s": start_s,
                "end_s": end_s,
                **spans.figures(start_s, end_s),
                "breathing": breathing.rates.get(start_s),
            }
            for start_s, end_s in _windows(recording.duration_s, options)
        ],
        "breaths": breathing.breaths,
        "quality": asdict(quality),
    }
    if (ordinary := _before_after(recording.before_after)) is not None:
        report["before_after"] = ordinary
    if options.list_beats:
        report["beat_list"] = [{"time_s": b.time_s, "rr_ms": b.rr_ms, "label": b.label} for b in beats]
    return report


def _before_after(known: BeforeAfter) -> dict[str, Any] | None:
    """Ordinary breathing before and after, with 95 % intervals; None where the session had none."""
    if known == BeforeAfter():
        return None
    return {
        "before": _ordinary(known.before),
        "after": _ordinary(known.after),
        "ln_rmssd_change": known.outcome and known.outcome.change,
        "ln_rmssd_change_half_width": known.outcome and known.outcome.half_width,
    }


def _ordinary(known: OrdinaryBreathing | None) -> dict[str, float] | None:
    if known is None:
        return None
    return {
        "duration_s": known.duration_s,
        "heart_rate_per_min": known.heart_rate_per_min,
        "rmssd_ms": known.rmssd_ms,
        "ln_rmssd": known.ln_rmssd,
        "ln_rmssd_half_width": known.half_width,
    }


class _Spans:
    """The figures of any span of one recording."""

    def __init__(self, recording: Recording, artefacts: Artefacts) -> None:
        beats = recording.beats
        keep = artefacts == "keep"
        self._time_s = np.array([beat.time_s for beat in beats])
        self._rr_ms = np.array([beat.rr_ms for beat in beats])
        self._valid = np.array([keep or beat.label is BeatLabel.NORMAL for beat in beats], dtype=bool)
        self._adjacent = np.array([beat.adjacent for beat in beats], dtype=bool)
        self._left_out = np.concatenate(([0], np.cumsum(~self._valid)))
        self._breaths = recording.breaths
        self._beat_to_beat = recording.beat_to_beat
        labels = [beat.label for beat in beats]
        irregular_s = irregular_spans_s(self._time_s, self._rr_ms, self._adjacent, labels)
        self.irregular_s = [] if keep else irregular_s

    def figures(self, start_s: float, end_s: float) -> dict[str, float | None]:
        """Figures over the beats in (start_s, end_s] and the breaths that lie within it."""
        first, last = np.searchsorted(self._time_s, (start_s, end_s), side="right")
        span = slice(first, last)
        breaths = [
            breath
            for breath in self._breaths
            if breath.rsa_ms is not None and start_s <= breath.inhale_s and breath.next_inhale_s <= end_s
        ]
        intervals = self._rr_ms[span], self._valid[span], self._adjacent[span]
        domain, powers, shape = time_domain(*intervals), BandPowers(), Nonlinear()
        left_out = self._left_out[last] - self._left_out[first]
        regular = all(end_s <= first_s or last_s <= start_s for first_s, last_s in self.irregular_s)
        if not (self._beat_to_beat and regular):
            domain, breaths = TimeDomain(domain.heart_rate_per_min, domain.mean_nn_ms), []
        elif left_out <= MOST_LEFT_OUT * (last - first):
            powers, shape = self._powers(start_s, end_s), nonlinear(*intervals)
        return {
            **asdict(domain),
            **asdict(powers),
            **asdict(shape),
            "rsa_ms": session_rsa_ms(breaths),
            "response_ln_ms2": response_ln_ms2(breaths),
        }

    def _powers(self, start_s: float, end_s: float) -> BandPowers:
        if end_s - start_s < MINIMUM_S:
            return BandPowers()
        return band_powers(self._tachogram.within(start_s, end_s))

    @cached_property
    def _tachogram(self) -> Tachogram:
        return Tachogram(self._time_s, self._rr_ms, self._valid, self._adjacent)


def _load_session(path: Path) -> Recording:
    header = read_header(path)
    if header.origin is Origin.IMPORT:
        return _load_imported(path, header.start_ns)
    return _load_recorded(path, header.start_ns)


def _load_imported(path: Path, start_ns: int) -> Recording:
    """Take the intervals as the file had them, for their times are no arrivals."""
    end_ns, intervals = start_ns, []
    for record in read_records(path):
        end_ns = max(end_ns, record.time_ns)
        if isinstance(record, ImportedInterval):
            intervals.append(record)
    beats = _beats(
        np.array([(one.time_ns - start_ns) / 1e9 for one in intervals]),
        np.array([one.rr_ms for one in intervals]),
        np.array([one.adjacent for one in intervals], dtype=bool),
    )
    quality = quality_of_intervals(noise_percent([beat.label for beat in beats]))
    return Recording("session", (end_ns - start_ns) / 1e9, beats, (), quality)


def _load_recorded(path: Path, start_ns: int) -> Recording:
    engine = Engine(start_ns, keep_beats_s=float("inf"), keep_breaths=None)
    decoder = Decoder()
    measurements: list[HeartRateMeasurement] = []
    frames: list[AccelerationFrame] = []
    ecg_frames: list[EcgFrame] = []
    end_ns = start_ns
    for record in read_records(path):
        event = decoder.decode(record) if isinstance(record, Notification) else record
        engine.take(event)
        end_ns = max(end_ns, event.time_ns)
        if isinstance(event, HeartRateMeasurement):
            measurements.append(event)
        elif isinstance(event, AccelerationFrame):
            frames.append(event)
        elif isinstance(event, EcgFrame):
            ecg_frames.append(event)
    state = engine.state()
    share_percent = noise_percent([beat.label for beat in as_sent(state.beats)])
    quality = quality_of_arrivals(measurements, end_ns=end_ns, noise_percent=share_percent)
    return Recording(
        "session",
        (end_ns - start_ns) / 1e9,
        state.beats,
        state.breaths,
        quality,
        beat_to_beat=not is_made_up(measurements),
        chest=chest_samples(frames, start_ns),
        ecg=ecg_samples(ecg_frames, start_ns),
        before_after=state.before_after,
    )


def _load_edf(path: Path) -> Recording:
    found = read_edf(path)
    beats = _beats_at(one.onset_s for one in found.annotations if one.text == BEAT)
    quality = quality_of_intervals(noise_percent([beat.label for beat in beats]))
    return Recording(
        "edf",
        found.duration_s,
        beats,
        (),
        replace(quality, warnings=(*found.warnings, *quality.warnings)),
        chest=_chest(found),
        ecg=EcgSamples(found.ecg_time_s, found.ecg_uv) if found.ecg_time_s.size else None,
    )


def _chest(found: EdfRecording) -> ChestSamples | None:
    if not found.acceleration_time_s.size:
        return None
    return ChestSamples(found.acceleration_time_s, found.acceleration_mg)


def _load_intervals(path: Path) -> Recording:
    found = read_intervals(path)
    beats = _beats(np.array(found.end_s), np.array(found.rr_ms), np.array(found.adjacent))
    quality = quality_of_intervals(noise_percent([beat.label for beat in beats]))
    warned = replace(quality, warnings=(*found.warnings, *quality.warnings))
    return Recording(found.format.value, found.end_s[-1], beats, (), warned)


def _beats_at(times_s: Iterable[float]) -> tuple[Beat, ...]:
    """Return the intervals between beats; none where more than a gap's length lies between."""
    onsets_s = np.unique(np.array(list(times_s)))
    intervals_s = np.diff(onsets_s)
    whole = intervals_s <= GAP_S
    adjacent = np.concatenate(([False], whole[:-1]))[: whole.size]
    # Differences of large numbers: without rounding, steps of just 50 ms would count as more for pNN50.
    rr_ms = np.round(1000.0 * intervals_s[whole], 6)
    return _beats(onsets_s[1:][whole], rr_ms, adjacent[whole])


def _beats(times_s: Floats, rr_ms: Floats, adjacent: Bools) -> tuple[Beat, ...]:
    labels = label_intervals(rr_ms, adjacent)
    return tuple(map(Beat, times_s.tolist(), rr_ms.tolist(), labels, adjacent.tolist()))


def _windows(duration_s: float, options: AnalysisOptions) -> list[tuple[float, float]]:
    if duration_s < options.window_s:
        return []
    count = int((duration_s - options.window_s) // options.step_s) + 1
    return [(i * options.step_s, i * options.step_s + options.window_s) for i in range(count)]
