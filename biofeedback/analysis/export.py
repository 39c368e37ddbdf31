"""A session, with the beats and breaths computed from it, for other programs."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from biofeedback.analysis.recording import Recording, load_recording
from biofeedback.beats.beats import as_sent
from biofeedback.breathing.analysis import LONGEST_WINDOW_S, analyse_breathing
from biofeedback.pacing.guide import Guide, Stage
from biofeedback.words.speech import say_in
from devices.events import Event, GuideChanged, ImportedPhase, Marker, Rating
from devices.message import Message
from devices.steps import StepChanged
from devices.wellbeing import SessionNote
from sessions.formats.edf.channels import ACCELERATION_LABELS, ECG_LABEL
from sessions.formats.export import Channel, ExportedBeat, Note, Phase, SessionExport
from sessions.formats.plain_export import RateTally
from sessions.store import Origin, read_header

_MARKER = "marker"
_Told = GuideChanged | ImportedPhase | Marker | Rating | SessionNote | StepChanged


def session_export(path: Path, *, samples: bool = True) -> SessionExport:
    """Read a session and compute its beats and breaths.

    Parameters
    ----------
    path : Path
        The session's file.
    samples : bool, optional
        Whether to include acceleration, ECG and the breaths measured from them besides the beats.

    Raises
    ------
    SessionFileError
        If the file can't be read.
    """
    header = read_header(path)
    events: list[_Told] = []
    rates = RateTally(header.start_ns)

    def keep(event: Event) -> None:
        if isinstance(event, _Told):
            events.append(event)
        rates.take(event)

    recording = load_recording(path, samples=samples, observers=[keep])
    return SessionExport(
        header.started_at,
        recording.duration_s,
        [ExportedBeat(one.time_s, one.rr_ms, one.label, one.adjacent) for one in as_sent(recording.beats)],
        [
            *(_measured_phases(recording) if samples and header.origin is not Origin.IMPORT else ()),
            *_guided_phases(events, header.start_ns, recording),
            *_imported_phases(events, header.start_ns),
        ],
        [note for event in events for note in _notes(event, header.start_ns)],
        list(_channels(recording)),
        rates.rates,
        header.zone,
    )


def _measured_phases(recording: Recording) -> Iterator[Phase]:
    """Yield the phases of the breaths that `analyze` finds; windows are long because no rate is needed."""
    beats = recording.beats if recording.beat_to_beat else ()
    found = analyse_breathing(
        recording.chest,
        beats,
        window_s=2.0 * LONGEST_WINDOW_S,
        step_s=LONGEST_WINDOW_S,
        inhales_s=recording.inhales_s,
    )
    for one in found.breaths:
        yield Phase(one.inhale_s, one.exhale_s - one.inhale_s, Stage.INHALE)
        yield Phase(one.exhale_s, one.next_inhale_s - one.exhale_s, Stage.EXHALE)


def _guided_phases(events: Sequence[_Told], start_ns: int, recording: Recording) -> Iterator[Phase]:
    phases = _phases(events, start_ns, recording.duration_s)
    return (phase for phase in phases if recording.guided.holds(phase.onset_s))


def _imported_phases(events: Sequence[_Told], start_ns: int) -> Iterator[Phase]:
    for event in events:
        if isinstance(event, ImportedPhase):
            yield Phase((event.time_ns - start_ns) / 1e9, event.duration_s, event.name)


def _phases(events: Sequence[_Told], start_ns: int, end_s: float) -> Iterator[Phase]:
    guide, changed_s = Guide(), 0.0
    for event in events:
        if isinstance(event, GuideChanged):
            time_s = (event.time_ns - start_ns) / 1e9
            yield from _phases_of(guide, changed_s, time_s)
            guide = guide.changed(time_s, event.pattern, running=event.running, begin=event.begin)
            changed_s = time_s
    yield from _phases_of(guide, changed_s, end_s)


def _phases_of(guide: Guide, from_s: float, until_s: float) -> Iterator[Phase]:
    turns = guide.turns(from_s, until_s)
    for number, turn in enumerate(turns, start=1):
        end_s = turns[number].time_s if number < len(turns) else until_s
        yield Phase(turn.time_s, end_s - turn.time_s, f"guide {turn.stage}")


def _notes(event: _Told, start_ns: int) -> Iterator[Note]:
    time_s = (event.time_ns - start_ns) / 1e9
    if isinstance(event, Marker):
        if not _is_about_the_import(event):
            yield Note(time_s, say_in(event.text) if event.text else _MARKER)
    elif isinstance(event, SessionNote):
        if event.text:
            yield Note(time_s, event.text)
    elif isinstance(event, StepChanged):
        said = event.text if event.running else "paused"
        yield Note(time_s, f"step {event.number} of {event.steps} of {event.programme}: {said}")
    elif isinstance(event, Rating):
        yield Note(time_s, f"rating {event.when}: {event.scale} {event.value:g}")


def _is_about_the_import(event: Marker) -> bool:
    """Return whether a marker only records which file a session was imported from."""
    parts = event.text.arguments.get("parts", ()) if event.text is not None else ()
    said = (event.text, *(parts if isinstance(parts, tuple) else ()))
    return any(isinstance(one, Message) and one.key == "store.imported_from" for one in said)


def _channels(recording: Recording) -> Iterator[Channel]:
    if (ecg := recording.ecg) is not None:
        yield Channel((ECG_LABEL,), "uV", ecg.time_s, ecg.ecg_uv[:, np.newaxis])
    if (chest := recording.chest) is not None:
        yield Channel(ACCELERATION_LABELS, "mg", chest.time_s, chest.acceleration_mg)
