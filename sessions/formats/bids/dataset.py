"""A session as a dataset of the Brain Imaging Data Structure (BIDS 1.11), as its validator accepts it.

Samples are in ``_physio.tsv.gz`` on an even grid with a column of times. Beats and breaths are in
``_physioevents.tsv.gz``, and their onsets are times of that column. Acceleration is in g, since mg is a mass.
"""

import gzip
import json
from collections.abc import Iterable, Iterator
from importlib.metadata import version
from typing import Final

import numpy as np

from devices.message import message
from sessions.errors import SessionFileError
from sessions.formats.bids.about import RATE_EVENT
from sessions.formats.even_samples import even_samples, true_rate_hz
from sessions.formats.export import Channel, SessionExport

_VERSION: Final = "1.11.1"
_TASK: Final = "breathing"
_TIME: Final = "timestamp"
_UNKNOWN: Final = "n/a"
_NORMAL: Final = "normal"
_FEWEST_SAMPLES: Final = 2
_EVENT_COLUMNS: Final = ("onset", "duration", "trial_type", "message")

_ABOUT_SCANS: Final[dict[str, object]] = {
    "filename": {"Description": "Path of the recording within the session."},
    "acq_time": {"Description": "Start of the session: local time, or UTC where it ends with Z."},
    "time_zone": {"Description": "Name of the time zone in the IANA database, or its offset from UTC."},
    "utc_offset": {"Description": "Local time less UTC at the start, as in ISO 8601."},
}
_RECORDINGS: Final[dict[str, tuple[str, tuple[str, ...], str, float, str]]] = {
    "uV": ("ecg", ("cardiac",), "uV", 1.0, "ECG of a chest strap"),
    "mg": ("chest", ("acc_x", "acc_y", "acc_z"), "g", 1e-3, "Acceleration of a chest strap, sensor axes"),
}
"""Label, columns, written unit, factor and description, by the unit of the channel."""


def bids_files(session: SessionExport) -> dict[str, bytes]:
    """Return the files of a dataset with one person and one session, by their paths in the dataset.

    Raises
    ------
    SessionFileError
        If the session has neither ECG nor acceleration, because BIDS requires samples for events.
    """
    label = f"{session.local_start:%Y%m%dT%H%M%S}"
    scans = f"sub-01/ses-{label}/sub-01_ses-{label}_scans.tsv"
    stem = f"sub-01/ses-{label}/beh/sub-01_ses-{label}_task-{_TASK}"
    files = {
        "dataset_description.json": _json(
            {
                "Name": "Breathing with a chest strap",
                "BIDSVersion": _VERSION,
                "DatasetType": "raw",
                "GeneratedBy": [{"Name": "biofeedback", "Version": version("biofeedback")}],
            }
        ),
        "README.md": b"Sessions of paced breathing, written by biofeedback.\n",
        "participants.tsv": b"participant_id\nsub-01\n",
    }
    labels = []
    for channel in session.channels:
        if channel.time_s.size < _FEWEST_SAMPLES:
            continue
        labels.append(_RECORDINGS[channel.unit][0])
        name = f"{stem}_recording-{labels[-1]}_physio"
        files[f"{name}.tsv.gz"], files[f"{name}.json"] = _physio(channel, session.duration_s)
    if not labels:
        raise SessionFileError(
            message("file.bids_without_samples"), message("file.bids_without_samples.advice")
        )
    name = f"{stem}_recording-{labels[0]}_physioevents"
    files[f"{name}.tsv.gz"] = _table(sorted(_events(session), key=lambda row: float(row[0])))
    files[f"{name}.json"] = _json(_about_events())
    files[scans] = _scans(session, [one for one in files if one.endswith("_physio.tsv.gz")])
    files[scans.replace(".tsv", ".json")] = _json(_ABOUT_SCANS)
    return files


def _scans(session: SessionExport, recordings: Iterable[str]) -> bytes:
    """Return the table of the recordings' start times: local time, or UTC if the zone is unknown."""
    began = f"{session.local_start:%Y-%m-%dT%H:%M:%S.%f}"
    where, offset = (session.zone_text, session.local_text()[-6:]) if session.zone else (_UNKNOWN,) * 2
    told = f"{began}{'' if session.zone else 'Z'}\t{where}\t{offset}"
    rows = (f"{one.split('/', 2)[2]}\t{told}\n" for one in recordings)
    return ("filename\tacq_time\ttime_zone\tutc_offset\n" + "".join(rows)).encode()


def _physio(channel: Channel, duration_s: float) -> tuple[bytes, bytes]:
    _, columns, unit, factor, description = _RECORDINGS[channel.unit]
    rate_hz = true_rate_hz(channel)
    count = max(1, int(duration_s * rate_hz))
    even = even_samples(channel, rate_hz, count)
    known = np.ones(count, dtype=bool)
    for begin_s, length_s in even.gaps_s:
        known[round(begin_s * rate_hz) : round((begin_s + length_s) * rate_hz)] = False
    rows = (
        (f"{place / rate_hz:.6f}", *(f"{value * factor:.10g}" if is_known else _UNKNOWN for value in values))
        for place, (values, is_known) in enumerate(zip(even.values.tolist(), known.tolist(), strict=True))
    )
    about: dict[str, object] = {
        "TaskName": _TASK,
        "SamplingFrequency": round(rate_hz, 6),
        "StartTime": 0.0,
        "Columns": [_TIME, *columns],
        "PhysioType": "generic",
        _TIME: {"Description": "Time since the start of the session.", "Units": "s"},
    }
    about |= {column: {"Description": description, "Units": unit} for column in columns}
    return _table(rows), _json(about)


def _events(session: SessionExport) -> Iterator[tuple[str, ...]]:
    for beat in session.beats:
        message = f"{beat.rr_ms:.3f} ms since the beat before"
        if beat.label != _NORMAL:
            message += f", taken for {beat.label}"
        yield f"{beat.time_s:.6f}", _UNKNOWN, "beat", message
    for rate in session.rates:
        yield f"{rate.time_s:.6f}", _UNKNOWN, RATE_EVENT, f"{rate.rate_per_min} per minute"
    for phase in session.phases:
        yield f"{phase.onset_s:.6f}", f"{phase.duration_s:.6f}", phase.name, _UNKNOWN
    for note in session.notes:
        text = "".join(one if one.isprintable() else " " for one in note.text).strip()
        yield f"{note.time_s:.6f}", _UNKNOWN, "note", text or _UNKNOWN


def _about_events() -> dict[str, object]:
    return {
        "TaskName": _TASK,
        "Columns": list(_EVENT_COLUMNS),
        "Description": "Heart beats, breaths as measured and as guided, and what the person said.",
        "OnsetSource": _TIME,
        "onset": {"Description": "Time since the start of the session.", "Units": "s"},
        "duration": {"Description": "Length of a phase of a breath.", "Units": "s"},
        "trial_type": {
            "Description": "What it is.",
            "Levels": {
                "beat": "A heart beat",
                RATE_EVENT: "A heart rate, averaged by a strap that sent no intervals",
                "inhale": "Inhale, measured",
                "exhale": "Exhale, measured",
                "guide inhale": "Inhale, as the guide asked",
                "guide exhale": "Exhale, as the guide asked",
                "guide hold": "Hold, as the guide asked",
                "note": "A marker or a rating",
            },
        },
        "message": {"Description": "Interval and label of a beat; heart rate; text of a note."},
    }


def _table(rows: Iterable[tuple[str, ...]]) -> bytes:
    text = "".join("\t".join(row) + "\n" for row in rows)
    return gzip.compress(text.encode(), mtime=0)


def _json(data: dict[str, object]) -> bytes:
    return (json.dumps(data, indent=1, ensure_ascii=False) + "\n").encode()
