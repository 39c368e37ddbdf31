"""The quality of a recorded strap's intervals: which of them are not heart beats, and what to report."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import chain

import numpy as np

from biofeedback.beats.beats import Beat, BeatLabel, as_sent
from biofeedback.beats.rhythm import ectopic_spans_s, irregular_spans_s
from biofeedback.quality.elapsed import follow_one_another
from biofeedback.quality.faults import NOTHING_OUT_OF_LINE, Faults, faults_of
from biofeedback.quality.honesty import frozen_runs, interval_runs
from biofeedback.quality.jumping import jumping_rows, jumping_warning
from biofeedback.quality.quality import Quality, findings_of, quality_of_arrivals
from devices.events import FloodDropped, HeartRateMeasurement, LeftOut, LeftOutWhy


@dataclass(frozen=True, slots=True)
class JudgedBeats:
    """The beats of a recorded strap, judged from the whole recording.

    Parameters
    ----------
    beats : tuple of Beat
        All beats; those of a strap that was stuck are labelled as noise.
    beat_to_beat : bool
        Whether variability can be computed from them.
    quality : Quality
        What the person should know about the quality.
    chance : frozenset of int
        Positions of beats that look normal only by chance. No figure uses them.
    """

    beats: tuple[Beat, ...]
    beat_to_beat: bool
    quality: Quality
    chance: frozenset[int]


def flood_count(event: LeftOut | FloodDropped) -> int:
    """Return how many notifications of a flood an event stands for."""
    if isinstance(event, FloodDropped):
        return max(event.count, 0)
    return int(event.why is LeftOutWhy.FLOOD)


def judged_beats(
    beats: Sequence[Beat], measurements: Sequence[HeartRateMeasurement], *, end_ns: int, left_out: int
) -> JudgedBeats:
    """Judge the beats of a recorded strap.

    Parameters
    ----------
    beats : sequence of Beat
        All beats, as the engine placed and labelled them.
    measurements : sequence of HeartRateMeasurement
        The measurements that they came from.
    end_ns : int
        End of the session on the clock of the measurements.
    left_out : int
        Number of notifications that were left out of a flood.
    """
    frozen = frozen_runs(measurements)
    stuck = {row for run in frozen for row in range(run.first, run.first + run.intervals)}
    sent = as_sent(beats)
    jumping = _jumping(sent, stuck)
    apart = [*frozen, *interval_runs(jumping, measurements)]
    findings = findings_of(measurements, frozen, apart)
    faults = faults_of_beats(sent, {row for rows in jumping for row in rows})
    quality = quality_of_arrivals(
        measurements,
        end_ns=end_ns,
        noise_percent=faults.noise_percent,
        unclear_percent=faults.unclear_percent,
        left_out=left_out,
        findings=findings,
    )
    jumping_s = sum(sent[row].rr_ms for rows in jumping for row in rows) / 1000.0
    said = jumping_warning(jumping_s)
    return JudgedBeats(
        tuple(
            replace(beat, label=BeatLabel.NOISE) if row in stuck and not beat.filled else beat
            for row, beat in _by_row(beats)
        ),
        not findings.made_up and follow_one_another(findings.fit),
        replace(quality, warnings=(*quality.warnings, *([said] if said else []))),
        _places(beats, {row for rows in jumping for row in rows}),
    )


def faults_of_beats(beats: Sequence[Beat], jumping: Collection[int] = ()) -> Faults:
    """Return the shares of a recording's intervals that are out of line, by cause.

    In an irregular rhythm, or one with many ectopic beats, long and short intervals belong to the rhythm.

    Parameters
    ----------
    beats : sequence of Beat
        The beats as sent, in order, with what an ECG showed about them.
    jumping : collection of int
        Rows that look like beats by chance; they do not count as ectopic beats of the heart.
    """
    if not beats:
        return NOTHING_OUT_OF_LINE
    time_s, rr_ms = np.array([(beat.time_s, beat.rr_ms) for beat in beats]).T
    adjacent = np.array([beat.adjacent for beat in beats], dtype=bool)
    labels = [beat.label for beat in beats]
    uneven = np.zeros(time_s.size, dtype=bool)
    of_heart = [BeatLabel.NOISE if row in jumping else label for row, label in enumerate(labels)]
    spans_s = (
        irregular_spans_s(time_s, rr_ms, adjacent, labels),
        ectopic_spans_s(time_s, rr_ms, adjacent, of_heart),
    )
    for first_s, last_s in chain.from_iterable(spans_s):
        uneven |= (time_s > first_s) & (time_s <= last_s)
    noise_percent = unclear_percent = 0.0
    for kind in (False, True):
        rows = np.flatnonzero(uneven == kind).tolist()
        part = faults_of([labels[row] for row in rows], rr_ms[rows].tolist(), uneven=kind)
        noise_percent += part.noise_percent * len(rows) / len(beats)
        unclear_percent += part.unclear_percent * len(rows) / len(beats)
    return Faults(noise_percent, unclear_percent)


def _jumping(sent: Sequence[Beat], stuck: Collection[int]) -> list[range]:
    """Find the stretches that jump, except those of a heart that is irregular for minutes."""
    labels = [BeatLabel.NORMAL if row in stuck else beat.label for row, beat in enumerate(sent)]
    time_s, rr_ms = np.array([(beat.time_s, beat.rr_ms) for beat in sent]).reshape(-1, 2).T
    stretches = jumping_rows(rr_ms, labels)
    if not stretches:
        return []
    adjacent = np.array([beat.adjacent for beat in sent], dtype=bool)
    irregular_s = irregular_spans_s(time_s, rr_ms, adjacent, labels)
    return [
        rows
        for rows in stretches
        if not any(first_s < time_s[rows[-1]] and time_s[rows[0]] < last_s for first_s, last_s in irregular_s)
    ]


def _by_row(beats: Sequence[Beat]) -> Iterable[tuple[int, Beat]]:
    """Pair each beat with the position of the strap's own interval that it is, replaces or follows."""
    row = -1
    for beat in beats:
        row += int(not beat.filled or beat.instead_of is not None)
        yield row, beat


def _places(beats: Sequence[Beat], rows: Collection[int]) -> frozenset[int]:
    return frozenset(place for place, (row, _) in enumerate(_by_row(beats)) if row in rows)
