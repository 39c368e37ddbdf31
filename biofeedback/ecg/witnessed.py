"""The beats of a file with an ECG: found in the ECG, or checked and labelled with it."""

import math
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

from biofeedback.beats.artefact_labels import STRAP_FAULTS
from biofeedback.beats.beats import Beat, BeatLabel
from biofeedback.ecg.beats import EcgBeat, EcgBeats
from biofeedback.ecg.samples import EcgSamples
from biofeedback.ecg.witness import EcgWitness

_BLOCK: Final = 1000
"""Samples in one block: a few seconds, as if they came from a strap."""

_BEHIND_S: Final = 2.0
"""A beat is checked when the ECG was searched for this time after it."""

_EARLIER: Final = 16
"""Number of beats before it that are used to align intervals and ECG."""

_CLEAR: Final = 0.8
"""A find is certainly a beat if it has at least this correlation with the usual QRS complex."""


def blocks(ecg: EcgSamples) -> Iterator[EcgSamples]:
    """Return an ECG in blocks, as from a strap."""
    for first in range(0, ecg.time_s.size, _BLOCK):
        block = slice(first, first + _BLOCK)
        yield EcgSamples(ecg.time_s[block], ecg.ecg_uv[block])


def ecg_beats(ecg: EcgSamples) -> list[EcgBeat]:
    """Return all beats of an ECG."""
    found = EcgBeats(math.inf)
    for block in blocks(ecg):
        found.add(block.time_s, block.ecg_uv)
    return list(found.beats)


def judged_by_shape(beats: Sequence[Beat], found: Sequence[EcgBeat]) -> tuple[Beat, ...]:
    """Label intervals between the R peaks of an ECG by their QRS complexes.

    Intervals next to an odd complex are ectopic. Some intervals have a length that suggests a fault of the
    strap. These are also ectopic if both complexes are clear, because then the heart itself was irregular.

    Parameters
    ----------
    beats : sequence of Beat
        Intervals that end at R peaks of `found`.
    found : sequence of EcgBeat
        The R peaks.
    """
    ends = {one.time_s: one for one in found}
    begun = [former.time_s if beat.adjacent else math.nan for former, beat in pairwise(beats)]
    judged = []
    for beat, begin_s in zip(beats, [math.nan, *begun], strict=False):
        complexes = [one for one in (ends.get(beat.time_s), ends.get(begin_s)) if one is not None]
        odd = any(one.odd for one in complexes)
        clear = len(complexes) == 2 and all(one.odd or one.likeness >= _CLEAR for one in complexes)
        heart = odd or (clear and beat.label in STRAP_FAULTS)
        judged.append(replace(beat, label=BeatLabel.ECTOPIC) if heart else beat)
    return tuple(judged)


def told_by_ecg(beats: Sequence[Beat], ecg: EcgSamples) -> tuple[Beat, ...]:
    """Check and label beats with an ECG, as in a session, and fill gaps in them.

    Parameters
    ----------
    beats : sequence of Beat
        In order, with labels from their lengths.
    ecg : EcgSamples
        The ECG, on the same clock.
    """
    witness = EcgWitness()
    waiting = deque(beats)
    told: list[Beat] = []
    for block in blocks(ecg):
        witness.add(block.time_s, block.ecg_uv)
        until_s = float(block.time_s[-1]) - _BEHIND_S
        while waiting and waiting[0].time_s <= until_s:
            _tell(witness, told, waiting)
    while waiting:
        _tell(witness, told, waiting)
    return tuple(told)


def _tell(witness: EcgWitness, told: list[Beat], waiting: "deque[Beat]") -> None:
    beat = waiting.popleft()
    told += witness.told(beat, told[-_EARLIER:])
