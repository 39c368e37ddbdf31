"""A recording in the form that an analysis needs, whatever the file format."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from pathlib import Path
from typing import Final

import numpy as np

from biofeedback.analysis.plausible import require_heart
from biofeedback.analysis.recorded_beats import faults_of_beats, flood_count, judged_beats
from biofeedback.beats.arrivals import Pause
from biofeedback.beats.artefacts import label_intervals
from biofeedback.beats.beats import GAP_S, Beat, as_sent
from biofeedback.breathing.chest.chest_samples import ChestSamples, chest_of
from biofeedback.breathing.chest.samples import Bools, Floats
from biofeedback.clocks.recorded_frames import RecordedFrames
from biofeedback.ecg.r_peaks import LOWEST_RATE_HZ, is_coarse
from biofeedback.ecg.samples import EcgSamples, ecg_of
from biofeedback.ecg.witnessed import ecg_beats, judged_by_shape, told_by_ecg
from biofeedback.engine.engine import Engine
from biofeedback.engine.parts import BeforeAfter
from biofeedback.engine.run import Observer, last_state
from biofeedback.quality.quality import Quality, quality_of_intervals
from biofeedback.resonance.session import Search, search_in
from biofeedback.response.rsa import GuidedBreath
from devices.events import (
    Contact,
    Event,
    FloodDropped,
    GuideChanged,
    HeartRateMeasurement,
    ImportedInterval,
    LeftOut,
)
from devices.guided_spans import GuidedTime
from devices.message import Message, as_message, message
from devices.steps import InhaleAsked
from devices.streams import AccelerationFrame, EcgFrame
from devices.system_reason import reason_of
from sessions.errors import SessionFileError
from sessions.events import decoded
from sessions.formats.intervals import IntervalRecording
from sessions.formats.rates import RateRecording, rates_of
from sessions.formats.registry import read_file
from sessions.formats.signals import BEAT, SignalRecording
from sessions.store import Origin, is_session, read_header, read_records

_SEARCHED_NS: Final = 3_600 * 10**9
"""A search for the resonance is analysed only in the first hour: a whole night would not fit into memory."""


@dataclass(frozen=True, slots=True)
class Recording:
    """The input of an analysis, whatever the file format.

    Parameters
    ----------
    format : str
        "session", "array", or the name of the file's format.
    duration_s : float
        Time from the start to the last event.
    beats : tuple of Beat
        Every interval that was received, in order, and the intervals that were filled in from an ECG.
    breaths : tuple of GuidedBreath
        The guided breaths that could be judged.
    quality : Quality
        How far the recording can be trusted.
    beat_to_beat : bool
        Whether the intervals are measured beats, rather than computed from the heart rate.
    chest : ChestSamples or None
        Acceleration, if the strap sent it.
    ecg : EcgSamples or None
        ECG, if the strap sent it.
    search : Search or None
        The result, if the session was a search for the resonance.
    before_after : BeforeAfter
        Ordinary breathing before and after the practice.
    guided : GuidedTime
        When the guide ran.
    pauses : tuple of Pause
        Times of three seconds or more that no interval accounts for.
    chance : frozenset of int
        Positions of the beats that look normal only by chance. No figure uses them.
    inhales_s : tuple of (float, float)
        Start and end of each inhale that the program asked for.
    """

    format: str
    duration_s: float
    beats: tuple[Beat, ...]
    breaths: tuple[GuidedBreath, ...]
    quality: Quality
    beat_to_beat: bool = True
    chest: ChestSamples | None = None
    ecg: EcgSamples | None = None
    search: Search | None = None
    before_after: BeforeAfter = field(default_factory=BeforeAfter)
    guided: GuidedTime = field(default_factory=GuidedTime)
    pauses: tuple[Pause, ...] = ()
    chance: frozenset[int] = frozenset()
    inhales_s: tuple[tuple[float, float], ...] = ()


def load_recording(
    path: Path,
    *,
    samples: bool = True,
    should_stop: Callable[[], bool] = bool,
    observers: Sequence[Observer] = (),
) -> Recording:
    """Read a session, an EDF+ file, or RR intervals from another program.

    Parameters
    ----------
    path : Path
        The file.
    samples : bool, optional
        Whether to read a session's acceleration and ECG, and the result of a search for the resonance,
        besides its beats and breaths.
    should_stop : callable, optional
        Called at each event of a session; reading stops when it returns true.
    observers : sequence of callable, optional
        Called with each event of a session, so that other code can read the session in the same pass.

    Raises
    ------
    ReadingStopped
        If `should_stop` returned true.
    SessionFileError
        If the file is missing or has none of these formats.
    """
    try:
        if path.is_file() and is_session(path):
            return _load_session(path, samples=samples, should_stop=should_stop, observers=observers)
    except OSError as error:
        raise SessionFileError(
            message("analysis.file_unreadable", file=str(path), why=reason_of(error)),
            message("analysis.check_file"),
        ) from error
    found = read_file(path)
    if isinstance(found, RateRecording):
        return _of_rates(found)
    if not isinstance(found, IntervalRecording):
        if found.intervals is not None:
            require_heart(path, found.intervals)
        return _of_signals(found)
    require_heart(path, found)
    return recording_of_intervals(found)


def _load_session(
    path: Path, *, samples: bool, should_stop: Callable[[], bool], observers: Sequence[Observer]
) -> Recording:
    header = read_header(path)
    outside = _OutsideRecords()
    events = decoded(read_records(path, left_out=outside.count), should_stop=should_stop)
    if header.origin is Origin.IMPORT:
        return _load_imported(events, header.start_ns, outside, observers)
    return _load_recorded(events, header.start_ns, outside, samples=samples, observers=observers)


class _OutsideRecords:
    """Counts the records that lie outside their session, and warns about them."""

    def __init__(self) -> None:
        self.number = 0

    def count(self) -> None:
        self.number += 1

    @property
    def warnings(self) -> tuple[Message, ...]:
        return (message("quality.records_left_out", left_out=self.number),) if self.number else ()


def _load_imported(
    events: Iterable[Event], start_ns: int, outside: _OutsideRecords, observers: Sequence[Observer]
) -> Recording:
    """Take the intervals as they are in the file, because their times are not arrival times."""
    end_ns, intervals, measurements = start_ns, [], []
    for event in events:
        for observe in observers:
            observe(event)
        end_ns = max(end_ns, event.time_ns)
        if isinstance(event, ImportedInterval):
            intervals.append(event)
        elif isinstance(event, HeartRateMeasurement):
            measurements.append(event)
    if measurements and not intervals:
        return _without_intervals("session", measurements, end_ns, start_ns, outside.warnings)
    beats = _beats(
        np.array([(one.time_ns - start_ns) / 1e9 for one in intervals]),
        np.array([one.rr_ms for one in intervals]),
        np.array([one.adjacent for one in intervals], dtype=bool),
    )
    quality = _quality_of_file(beats)
    warned = replace(quality, warnings=(*outside.warnings, *quality.warnings))
    return Recording("session", (end_ns - start_ns) / 1e9, beats, (), warned, pauses=_pauses(beats))


class _Heard:
    """Collects what a recording needs from a session's events, besides the last state."""

    def __init__(self, start_ns: int, *, samples: bool) -> None:
        self.end_ns = start_ns
        self.measurements: list[HeartRateMeasurement] = []
        self.chest_frames, self.ecg_frames = RecordedFrames(start_ns), RecordedFrames(start_ns)
        self.guides: list[GuideChanged] = []
        self.for_search: list[Event] = []
        self.flood = 0
        self.inhales_s: list[tuple[float, float]] = []
        self._start_ns = start_ns
        self._samples = samples
        self._searched_ns = start_ns + _SEARCHED_NS

    def take(self, event: Event) -> None:
        self.end_ns = max(self.end_ns, event.time_ns)
        if isinstance(event, HeartRateMeasurement):
            self.measurements.append(event)
        elif isinstance(event, AccelerationFrame) and self._samples:
            self.chest_frames.add(event.time_ns, event.device_time_ns, event.acceleration_mg)
        elif isinstance(event, EcgFrame) and self._samples:
            self.ecg_frames.add(event.time_ns, event.device_time_ns, event.ecg_uv)
        elif isinstance(event, GuideChanged):
            self.guides.append(event)
        elif isinstance(event, InhaleAsked):
            begin_s = (event.time_ns - self._start_ns) / 1e9
            self.inhales_s.append((begin_s, begin_s + event.seconds))
        elif isinstance(event, LeftOut | FloodDropped):
            self.flood += flood_count(event)
        if self._samples and event.time_ns < self._searched_ns and not isinstance(event, EcgFrame):
            self.for_search.append(event)


def _load_recorded(
    events: Iterable[Event],
    start_ns: int,
    outside: _OutsideRecords,
    *,
    samples: bool,
    observers: Sequence[Observer],
) -> Recording:
    engine = Engine(start_ns, keep_beats_s=float("inf"), keep_breaths=None, live=False)
    heard = _Heard(start_ns, samples=samples)
    state = last_state(events, engine=engine, observers=[heard.take, *observers])
    worth = judged_beats(state.beats, heard.measurements, end_ns=heard.end_ns, left_out=heard.flood)
    ecg, coarse = _ecg(ecg_of(heard.ecg_frames))
    return Recording(
        "session",
        (heard.end_ns - start_ns) / 1e9,
        worth.beats,
        state.breaths,
        replace(worth.quality, warnings=(*outside.warnings, *worth.quality.warnings, *coarse)),
        beat_to_beat=worth.beat_to_beat,
        chest=chest_of(heard.chest_frames),
        ecg=ecg,
        search=search_in(heard.guides, heard.for_search, start_ns=start_ns) if samples else None,
        before_after=state.before_after,
        guided=state.guided,
        pauses=engine.pauses,
        chance=worth.chance,
        inhales_s=tuple(heard.inhales_s),
    )


def _of_signals(found: SignalRecording) -> Recording:
    ecg, coarse = _ecg(EcgSamples(found.ecg_time_s, found.ecg_uv))
    beats = beats_of_signals(found)
    quality = _quality_of_file(as_sent(beats))
    if not beats and found.rate_time_s.size:
        quality = _of_rates(replace(rates_of(found), warnings=())).quality
    return Recording(
        found.format,
        found.duration_s,
        beats,
        (),
        replace(quality, warnings=(*map(as_message, found.warnings), *coarse, *quality.warnings)),
        chest=_chest(found),
        ecg=ecg,
        pauses=_pauses(beats),
    )


def _of_rates(found: RateRecording) -> Recording:
    """Take the heart rates of a strap that sent no intervals, as it sent them."""
    heard = zip(found.time_s, found.rate_per_min, strict=True)
    measurements = [
        HeartRateMeasurement(round(time_s * 1e9), rate, Contact.NOT_SUPPORTED, None, ())
        for time_s, rate in heard
    ]
    return _without_intervals(found.format, measurements, round(found.duration_s * 1e9), 0, found.warnings)


def _without_intervals(
    form: str,
    measurements: Sequence[HeartRateMeasurement],
    end_ns: int,
    start_ns: int,
    warnings: tuple[Message, ...],
) -> Recording:
    worth = judged_beats((), measurements, end_ns=end_ns, left_out=0)
    # The judge's advice only applies to a strap that is worn now.
    quality = replace(worth.quality, warnings=(*warnings, message("file.only_rates")))
    return Recording(form, (end_ns - start_ns) / 1e9, (), (), quality, beat_to_beat=False)


def beats_of_signals(found: SignalRecording) -> tuple[Beat, ...]:
    """Return the intervals in a file, or those between its annotated beats, or those from its ECG."""
    if found.intervals is not None:
        return _beats_of(found.intervals)
    ecg, _ = _ecg(EcgSamples(found.ecg_time_s, found.ecg_uv))
    return _told_beats(found, ecg)


def _told_beats(found: SignalRecording, ecg: EcgSamples | None) -> tuple[Beat, ...]:
    """Return the intervals between annotated beats, checked by any ECG; without annotations, use the ECG."""
    told = [one.onset_s for one in found.annotations if one.text == BEAT]
    if not told and ecg is not None:
        return _beats_in(ecg)
    beats = _beats_at(told)
    return beats if ecg is None or not told else told_by_ecg(beats, ecg)


def _ecg(found: EcgSamples | None) -> tuple[EcgSamples | None, tuple[Message, ...]]:
    """Return the ECG; if it is too coarse to find R peaks, return a warning instead."""
    if found is None or found.time_s.size < 2:
        return None, ()
    rate_hz = round(1.0 / float(np.median(np.diff(found.time_s))), 3)
    if is_coarse(rate_hz):
        return None, (message("quality.coarse_ecg", rate_hz=rate_hz, lowest_hz=LOWEST_RATE_HZ),)
    return found, ()


def _chest(found: SignalRecording) -> ChestSamples | None:
    if not found.acceleration_time_s.size:
        return None
    return ChestSamples(found.acceleration_time_s, found.acceleration_mg)


def recording_of_intervals(found: IntervalRecording) -> Recording:
    """Return intervals as a recording, with a label for each interval."""
    beats = _beats_of(found)
    quality = _quality_of_file(beats)
    warned = replace(quality, warnings=(*found.warnings, *quality.warnings))
    return Recording(found.format, found.end_s[-1], beats, (), warned, pauses=_pauses(beats))


def _beats_of(found: IntervalRecording) -> tuple[Beat, ...]:
    return _beats(np.array(found.end_s), np.array(found.rr_ms), np.array(found.adjacent))


def _quality_of_file(beats: Sequence[Beat]) -> Quality:
    """Judge intervals without arrival times; a file needs no advice about straps."""
    return quality_of_intervals(*faults_of_beats(beats))


def _beats_at(times_s: Iterable[float]) -> tuple[Beat, ...]:
    """Return the intervals between beats, without those that are long enough to be a gap."""
    onsets_s = np.unique(np.array(list(times_s)))
    intervals_s = np.diff(onsets_s)
    whole = intervals_s <= GAP_S
    adjacent = np.concatenate(([False], whole[:-1]))[: whole.size]
    # These are differences of large numbers: without rounding, pNN50 would count steps of exactly 50 ms.
    rr_ms = np.round(1000.0 * intervals_s[whole], 6)
    return _beats(onsets_s[1:][whole], rr_ms, adjacent[whole])


def _beats_in(ecg: EcgSamples) -> tuple[Beat, ...]:
    """Return the intervals between an ECG's R peaks, judged by the shapes of the QRS complexes."""
    found = ecg_beats(ecg)
    return judged_by_shape(_beats_at(beat.time_s for beat in found), found)


def _pauses(beats: Sequence[Beat]) -> tuple[Pause, ...]:
    """Return the pauses between beats that no interval accounts for, if the beats have real times."""
    between = [
        Pause(former.time_s, beat.time_s - beat.rr_ms / 1000.0)
        for former, beat in pairwise(beats)
        if not beat.adjacent
    ]
    return tuple(pause for pause in between if pause.end_s - pause.start_s >= GAP_S)


def _beats(times_s: Floats, rr_ms: Floats, adjacent: Bools) -> tuple[Beat, ...]:
    labels = label_intervals(rr_ms, adjacent)
    return tuple(map(Beat, times_s.tolist(), rr_ms.tolist(), labels, adjacent.tolist()))
