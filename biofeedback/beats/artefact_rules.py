"""What out-of-line RR intervals look like: one rule for each event, over four neighbouring intervals.

The rules follow from the events (Lipponen & Tarvainen 2019, DOI 10.1080/03091902.2019.1640306, tell them by
similar patterns of successive differences); `artefacts` explains how they were set.

Each rule looks at an interval x, the one before it (a) and the two after it (b, c). A breathing swing rises
and falls over several beats; what it never does within these four is what the rules ask for.
"""

from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from biofeedback.beats.artefact_labels import PLAUSIBLE_RR_MS

_Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

NORMAL, MISSED, EXTRA, ECTOPIC, NOISE = range(5)
"""Labels while they are numbers in an array, in the order of `BeatLabel`."""

BACK: Final = 5
"""Intervals before one that its label depends on: a run of premature beats begins three before, and is judged
by the two before that."""

AHEAD: Final = 2
"""Intervals after one that its label depends on."""

_EARLY: Final = (6.0, 0.20, 0.25)
"""A beat is premature, whatever follows, when its interval is shorter than the one before by this: six times
the scatter, at least 20 % (Malik's limit; normal intervals of slow hearts fall by 15 % without warning), at
most 25 %. The deepest real breathing swing here (1400 to 840 ms) falls by 22 % in a beat, but goes on
falling, whereas the next interval after a premature beat is longer again."""

_RETURN: Final = 0.5
"""Half as much longer again the next interval has to be."""

_PAIR: Final = (4.0, 0.035, 0.08)
"""A premature beat with a compensatory pause stands out on both sides: shorter than the interval before, and
the next longer than both around the pair. Of normal beats, on the move too, one in a thousand does both by
3 %."""

_ZIGZAG: Final = (6.0, 0.08, 0.12)
"""Premature beats in close order leave no normal neighbour: down, up and down again by this."""

_TOGETHER: Final = 1.92
_LEAST_EACH: Final = 0.03
"""A beat that comes a little early and a pause that is clearly too long are as good evidence as two that are
both clear: together they have to exceed twice such a limit, nearly, and each this."""

_CALM: Final = 0.028
"""Scatter up to which that holds. Where the breath is three beats long, and the swing large, normal intervals
do so."""

_SHORTEST_MS: Final = 1.0
"""Keeps intervals of 0 ms, which a broken strap may send, from dividing by nothing."""

_SMALLEST_MS: Final = 40.0
"""Such a pair or zigzag of less matters to no figure, and jogging makes them."""

_PAUSE_ENDS: Final = 0.96
"""A compensatory pause makes up for the beat that came early: the pair lasts as long as the two around it,
and no less than this share of them. Less is sinus arrhythmia as often as an atrial premature beat."""

_LONGEST_PAUSE: Final = 1.7
"""No compensatory pause is longer in intervals around it: that is a missed beat."""

_COUPLET: Final = 0.25
"""Two premature beats in a row: both shorter by this than the intervals around them. Neither this nor an
extra beat is looked for after a compensatory pause, which is no measure: in trigeminy every normal interval
is shorter than the pauses around it."""

_FALL: Final = 0.62
"""No sinus interval is shorter than this share of the one before: the vagus lets go over more than a beat (of
1,600 beats of slow breathing here, the steepest fall: 0.78; of a swing of 800 to 1400 ms, 9 a minute: 0.64).
It may seize the heart within one: rises of 1 / 0.60 are normal."""

_RUN: Final = 0.8
"""After such a fall, intervals below this share of the one before it belong to a run of premature beats."""

_PAUSE: Final = (8.0, 0.20, 0.40)
"""An interval longer by this than both neighbours is none of sinus rhythm; 2 in 1,000 of movement are. Some
hearts beat once a breath this late, and theirs scatter."""

_OVERHANG: Final = 1.2
"""What exceeds both neighbours by as much is no measure for the one after it."""

_MISSED: Final = (1.5, 4.5)
"""Times the longer neighbour: one to three beats were missed, whatever breathing does to the halves."""

_ONE: Final = 0.12
"""Two intervals that together are one, within this: an extra beat split it."""


@dataclass(frozen=True, slots=True)
class Intervals:
    """Intervals with their neighbours, all of shape (n_beats,), in ms; NaN where a neighbour is missing."""

    before: _Floats
    here: _Floats
    after: _Floats
    second: _Floats

    @classmethod
    def of(cls, rr_ms: _Floats, adjacent: Flags) -> "Intervals":
        """Lay out a series, without neighbours across a gap."""
        before = np.where(adjacent, _shifted(rr_ms, 1), np.nan)
        after = _shifted(np.where(adjacent, rr_ms, np.nan), -1)
        second = _shifted(np.where(adjacent, after, np.nan), -1)
        return cls(before, rr_ms, after, second)


def codes_of(intervals: Intervals, scatter: _Floats) -> NDArray[np.int8]:
    """Label intervals.

    Parameters
    ----------
    intervals : Intervals
        With their neighbours.
    scatter : ndarray, shape (n_beats,)
        As `artefact_thresholds` gives it.

    Returns
    -------
    ndarray of int8, shape (n_beats,)
        NORMAL, MISSED, EXTRA, ECTOPIC or NOISE.
    """
    early = _is_premature(_with_begins(intervals), scatter) | _is_compensated(intervals, scatter)
    after_pause = _later(early, 2)
    extra = _splits_one(intervals) & ~after_pause
    extras = extra | _later(extra, 1)
    premature = early & ~extras
    couplet = _is_couplet(intervals) & ~extras & ~after_pause
    pause = _exceeds_both(intervals, 1.0 + _limit(_PAUSE, scatter))
    fall, run = _falls(intervals)
    follows = _later(premature, 1) | _later(couplet, 2)
    ectopic = fall | pause | premature | couplet | _later(couplet, 1) | follows | _throughout(run, 4)
    low, high = PLAUSIBLE_RR_MS
    codes = np.zeros(intervals.here.size, dtype=np.int8)
    codes[ectopic] = ECTOPIC
    codes[(intervals.here < low) | (intervals.here > high)] = NOISE
    codes[_spans_several(intervals) & ~follows] = MISSED
    codes[extras] = EXTRA
    return codes


def _with_begins(x: Intervals) -> Intervals:
    """Let the shorter of the two after it stand for what came before the first interval of a chain.

    The shorter one, for a breathing swing may rise from the first beat on.
    """
    return replace(x, before=np.where(np.isnan(x.before), np.minimum(x.after, x.second), x.before))


def _is_premature(x: Intervals, scatter: _Floats) -> Flags:
    limit = _limit(_EARLY, scatter)
    flags: Flags = (x.here < (1.0 - limit) * x.before) & (x.here < (1.0 - _RETURN * limit) * x.after)
    return flags


def _is_compensated(x: Intervals, scatter: _Floats) -> Flags:
    """Look for a premature beat by its pause, between normal neighbours or between others of its kind."""
    longest, down = np.maximum(x.before, x.second), x.before - x.here
    calm = scatter < _CALM
    early, late = _share(down, x.before), _share(x.after - longest, longest)
    alone = _are_clear(early, late, _limit(_PAIR, scatter), calm)
    shorter = np.minimum(x.before, x.after)
    early, late = _share(shorter - x.here, shorter), _share(x.after - x.second, x.second)
    zigzag = _are_clear(early, late, _limit(_ZIGZAG, scatter), calm)
    large = np.minimum(np.minimum(down, x.after - x.here), x.after - x.second) > _SMALLEST_MS
    made_up = x.here + x.after > _PAUSE_ENDS * (x.before + x.second)
    flags: Flags = (alone | zigzag) & large & made_up & (x.after < _LONGEST_PAUSE * longest)
    return flags


def _are_clear(early: _Floats, late: _Floats, limit: _Floats, calm: Flags) -> Flags:
    """Whether a beat is early and the next late by a limit each, or by nearly twice the limit together."""
    least = np.minimum(early, late)
    flags: Flags = (least > limit) | (calm & (least > _LEAST_EACH) & (early + late > _TOGETHER * limit))
    return flags


def _share(part: _Floats, whole: _Floats) -> _Floats:
    shares: _Floats = part / np.maximum(whole, _SHORTEST_MS)
    return shares


def _is_couplet(x: Intervals) -> Flags:
    limit = (1.0 - _COUPLET) * np.minimum(x.before, x.second)
    flags: Flags = np.maximum(x.here, x.after) < limit
    return flags


def _splits_one(x: Intervals) -> Flags:
    whole = np.minimum(x.before, x.second)
    both_shorter = np.maximum(x.here, x.after) < whole
    flags: Flags = both_shorter & (np.abs(x.here + x.after - whole) < _ONE * whole)
    return flags


def _exceeds_both(x: Intervals, times: float | _Floats) -> Flags:
    flags: Flags = x.here > times * np.maximum(x.before, x.after)
    return flags


def _spans_several(x: Intervals) -> Flags:
    fewest, most = _MISSED
    return _exceeds_both(x, fewest) & (x.here < most * np.maximum(x.before, x.after))


def _falls(x: Intervals) -> tuple[Flags, Flags]:
    """Return where the heart falls by more than it can, and where three intervals or more stay there.

    What comes after a missed beat or a pause only falls back.
    """
    fall = (x.here < _FALL * x.before) & ~_later(_exceeds_both(x, _OVERHANG), 1)
    run = fall & (np.maximum(x.after, x.second) < _RUN * x.before)
    return fall, run


def _limit(limits: tuple[float, float, float], scatter: _Floats) -> _Floats:
    times, least, most = limits
    limit: _Floats = np.clip(times * scatter, least, most)
    return limit


def _later(flags: Flags, beats: int) -> Flags:
    later = np.zeros_like(flags)
    later[beats:] = flags[:-beats]
    return later


def _throughout(flags: Flags, beats: int) -> Flags:
    result = flags
    for number in range(1, beats):
        result = result | _later(flags, number)
    return result


def _shifted(values: _Floats, beats: int) -> _Floats:
    """Values of `beats` intervals before (after, where negative), NaN beyond the ends."""
    shifted = np.full_like(values, np.nan)
    if beats > 0:
        shifted[beats:] = values[:-beats]
    else:
        shifted[:beats] = values[-beats:]
    return shifted
