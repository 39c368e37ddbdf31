"""A session, with what was computed of it, as other programs may have it."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from biofeedback.analysis import AnalysisOptions, analyse
from biofeedback.breathing.samples import Floats
from biofeedback.pacing.guide import Guide, Stage
from biofeedback.pacing.pattern import BreathPattern
from biofeedback.recording import Recording, load_recording
from biofeedback.signals.beats import as_sent
from biofeedback.signals.frame_times import FrameStamp, recorded_times_s
from devices.decoder import Decoder
from devices.events import Event, GuideChanged, Marker, Rating
from devices.notifications import Notification
from devices.polar_events import AccelerationFrame, EcgFrame
from sessions.formats.edf import ACCELERATION_LABELS, ECG_LABEL
from sessions.formats.export import Channel, ExportedBeat, Note, Phase, SessionExport
from sessions.store import read_header, read_records

_MARKER = "marker"


def session_export(path: Path) -> SessionExport:
    """Read a session and compute beats and breaths.

    Raises
    ------
    SessionFileError
        If it can't be read.
    """
    header = read_header(path)
    recording = load_recording(path)
    events = list(_events(path))
    return SessionExport(
        header.started_at,
        recording.duration_s,
        [ExportedBeat(one.time_s, one.rr_ms, one.label, one.adjacent) for one in as_sent(recording.beats)],
        [*_measured_phases(recording), *_guided_phases(events, header.start_ns, recording.duration_s)],
        [note for event in events for note in _notes(event, header.start_ns)],
        list(_channels(events, header.start_ns)),
    )


def _events(path: Path) -> Iterator[Event]:
    decoder = Decoder()
    for record in read_records(path):
        yield decoder.decode(record) if isinstance(record, Notification) else record


def _measured_phases(recording: Recording) -> Iterator[Phase]:
    """Take the breaths that `analyze` finds; its windows are of no interest here, so there are few."""
    report = analyse(recording, AnalysisOptions(window_s=60.0, step_s=60.0))
    for one in report["breaths"]:
        yield Phase(one["inhale_s"], one["exhale_s"] - one["inhale_s"], Stage.INHALE)
        yield Phase(one["exhale_s"], one["next_inhale_s"] - one["exhale_s"], Stage.EXHALE)


def _guided_phases(events: Sequence[Event], start_ns: int, end_s: float) -> Iterator[Phase]:
    guide, changed_s = Guide(), 0.0
    for event in events:
        if isinstance(event, GuideChanged):
            time_s = (event.time_ns - start_ns) / 1e9
            yield from _phases_of(guide, changed_s, time_s)
            settings = event.rate_per_min, event.exhale_to_inhale, event.hold_full_s, event.hold_empty_s
            guide = guide.changed(time_s, BreathPattern(*settings), running=event.running)
            changed_s = time_s
    yield from _phases_of(guide, changed_s, end_s)


def _phases_of(guide: Guide, from_s: float, until_s: float) -> Iterator[Phase]:
    turns = guide.turns(from_s, until_s)
    for number, turn in enumerate(turns, start=1):
        end_s = turns[number].time_s if number < len(turns) else until_s
        yield Phase(turn.time_s, end_s - turn.time_s, f"guide {turn.stage}")


def _notes(event: Event, start_ns: int) -> Iterator[Note]:
    time_s = (event.time_ns - start_ns) / 1e9
    if isinstance(event, Marker):
        yield Note(time_s, event.text or _MARKER)
    elif isinstance(event, Rating):
        yield Note(time_s, f"rating {event.when}: {event.scale} {event.value:g}")


def _channels(events: Sequence[Event], start_ns: int) -> Iterator[Channel]:
    ecg = [event for event in events if isinstance(event, EcgFrame)]
    if (placed := _placed([(one, _column(one)) for one in ecg], start_ns)) is not None:
        yield Channel((ECG_LABEL,), "uV", *placed)
    acceleration = [event for event in events if isinstance(event, AccelerationFrame)]
    axes = [(one, np.array(one.acceleration_mg, dtype=np.float64)) for one in acceleration]
    if (placed := _placed(axes, start_ns)) is not None:
        yield Channel(ACCELERATION_LABELS, "mg", *placed)


def _column(frame: EcgFrame) -> Floats:
    return np.array(frame.ecg_uv, dtype=np.float64)[:, np.newaxis]


def _placed(
    frames: Sequence[tuple[EcgFrame | AccelerationFrame, Floats]], start_ns: int
) -> tuple[Floats, Floats] | None:
    """Place the samples of frames by the strap's clock; a frame out of order is left out."""
    stamps = [
        FrameStamp(0, (frame.time_ns - start_ns) / 1e9, frame.device_time_ns, len(values))
        for frame, values in frames
    ]
    times_s = recorded_times_s(stamps) if stamps else []
    placed = [(times, values) for times, (_, values) in zip(times_s, frames, strict=True) if times]
    if not placed:
        return None
    return np.concatenate([times for times, _ in placed]), np.concatenate([values for _, values in placed])
