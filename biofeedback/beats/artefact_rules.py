"""Rules for RR intervals that are out of line: one rule for each event, over four neighbouring intervals.

The rules follow from the events (Lipponen & Tarvainen 2019, DOI 10.1080/03091902.2019.1640306, recognise them
by similar patterns of successive differences). `artefacts` explains how the limits were set.

Each rule looks at an interval x, the one before it (a) and the two after it (b, c). A breathing swing rises
and falls over several beats. The rules look for changes that it never makes within these four.
"""

from dataclasses import dataclass, replace
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from biofeedback.beats.artefact_labels import PLAUSIBLE_RR_MS

_Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

NORMAL, MISSED, EXTRA, ECTOPIC, NOISE = range(5)
"""Labels as numbers in an array, in the order of `BeatLabel`."""

BACK: Final = 9
"""Number of earlier intervals that a label depends on. A run of premature beats begins three intervals
before. The beats that support a small premature beat lie up to four intervals before that one."""

AHEAD: Final = 2
"""Number of later intervals that a label depends on."""

_EARLY: Final = (6.0, 0.20, 0.25)
"""A beat is premature, even without a compensatory pause, if its interval is shorter by this share than the
one before. The limit is six times the scatter, at least 20 % (Malik's limit; normal intervals of slow hearts
fall by 15 % without warning) and at most 25 %. The deepest real breathing swing here (1400 to 840 ms) falls
by 22 % in a beat. But it goes on falling, whereas the next interval after a premature beat is longer
again."""

_RETURN: Final = 0.5
"""The next interval has to be longer again by half of that limit."""

_PAIR: Final = (4.0, 0.035, 0.12)
"""A premature beat with a compensatory pause stands out on both sides. Its interval is shorter than the one
before, and the next one is longer than both intervals around the pair. Among normal beats, also during
movement, one in a thousand reaches 3 % on both sides."""

_ZIGZAG: Final = (6.0, 0.08, 0.15)
"""Premature beats close together have no normal neighbour: the intervals go down, up and down by this
share."""

_TOGETHER: Final = 1.92
_LEAST_EACH: Final = 0.05
"""A slightly early beat and a clearly long pause are as good evidence as two that are both clear. Together
they have to exceed nearly twice such a limit (`_TOGETHER` times), and each has to exceed `_LEAST_EACH`: a
healthy heart at rest has fallen by 4.5 % and then risen by 10 % above its usual length."""

_CALM: Final = 0.016
"""That rule applies up to this scatter. If a breath lasts three beats and the swing is large, normal
intervals do the same; so do intervals that differ at random by 4 % or more (SD)."""

_CLEAR: Final = (6.0, 0.10, 0.20)
"""A pair or zigzag beyond this limit is a clear premature beat. Random intervals hardly reach it."""

_SUPPORTED: Final = (2.0, 0.035, 0.05)
"""In a heart with frequent clear premature beats, a pair or zigzag beyond this limit is a premature beat as
well, if a clear one is near: where premature beats alternate with others, some come late."""

_SUPPORT: Final = 4
"""The clear one lies up to this many beats before, or the next beat but one is early by the least of
`_CLEAR`."""

_SHORTEST_MS: Final = 1.0
"""Prevents a division by zero for intervals of 0 ms, which a broken strap may send."""

_SMALLEST_MS: Final = 40.0
"""A smaller pair or zigzag does not affect any figure, and jogging produces such intervals."""

_PAUSE_ENDS: Final = 0.96
"""A compensatory pause makes up for the early beat: the pair lasts as long as the two intervals around it, or
at least this share of them. A shorter pair is sinus arrhythmia as often as an atrial premature beat."""

_LONGEST_PAUSE: Final = 1.7
"""A compensatory pause is at most this many times the intervals around it; a longer one is a missed beat."""

_COUPLET: Final = 0.25
"""Two premature beats in a row are both shorter by this share than the intervals around them. These and extra
beats are not looked for after a compensatory pause, because it is not a valid reference: in trigeminy every
normal interval is shorter than the pauses around it."""

_FALL: Final = 0.62
"""No sinus interval is shorter than this share of the one before, because the vagus releases the heart over
more than one beat. In 1,600 beats of slow breathing here, the steepest fall was 0.78; in a swing of 800 to
1400 ms at 9 breaths a minute, it was 0.64. The vagus can slow the heart within one beat: rises of 1 / 0.60
are normal."""

_RUN: Final = 0.8
"""After such a fall, intervals below this share of the one before it belong to a run of premature beats."""

_PAUSE: Final = (8.0, 0.20, 0.40)
"""An interval that is longer than both neighbours by this share does not come from sinus rhythm; during
movement 2 in 1,000 do. Some hearts have a beat this late once a breath, but their scatter is large."""

_OVERHANG: Final = 1.2
"""An interval that exceeds both neighbours by this factor is not a valid reference for the next one."""

_MISSED: Final = (1.5, 4.5)
"""An interval of this many times the longer neighbour contains one to three missed beats, whatever breathing
does to the parts."""

_ONE: Final = 0.12
"""If two intervals together equal one within this share, an extra beat split it."""


@dataclass(frozen=True, slots=True)
class Intervals:
    """Intervals with their neighbours, all of shape (n_beats,), in ms; NaN where a neighbour is missing."""

    before: _Floats
    here: _Floats
    after: _Floats
    second: _Floats

    @classmethod
    def of(cls, rr_ms: _Floats, adjacent: Flags) -> "Intervals":
        """Arrange a series, without neighbours across a gap."""
        before = np.where(adjacent, _shifted(rr_ms, 1), np.nan)
        after = _shifted(np.where(adjacent, rr_ms, np.nan), -1)
        second = _shifted(np.where(adjacent, after, np.nan), -1)
        return cls(before, rr_ms, after, second)


class _Shapes(NamedTuple):
    """By which share each beat is early and the next one late, as a pair and in a zigzag.

    Parameters
    ----------
    pair, zigzag : tuple of ndarray, shape (n_beats,)
        The shares.
    possible : ndarray of bool, shape (n_beats,)
        Whether the pause makes up for the early beat, and all of it is large enough to matter.
    """

    pair: tuple[_Floats, _Floats]
    zigzag: tuple[_Floats, _Floats]
    possible: Flags

    def reach(self, limit: _Floats) -> Flags:
        """Return where a pair or zigzag exceeds a limit on both sides."""
        flags: Flags = (np.minimum(*self.pair) > limit) | (np.minimum(*self.zigzag) > limit)
        return flags & self.possible


def clear_premature(intervals: Intervals, scatter: _Floats) -> Flags:
    """Return which beats are clearly premature: early by far, with a pause that makes up for it.

    Parameters
    ----------
    intervals, scatter
        As for `codes_of`.
    """
    return _shapes(intervals).reach(_limit(_CLEAR, scatter))


def codes_of(intervals: Intervals, scatter: _Floats, clear: Flags, frequent: Flags) -> NDArray[np.int8]:
    """Label intervals.

    Parameters
    ----------
    intervals : Intervals
        The intervals with their neighbours.
    scatter : ndarray, shape (n_beats,)
        The scatter from `artefact_thresholds`.
    clear : ndarray of bool, shape (n_beats,)
        What `clear_premature` returns for them.
    frequent : ndarray of bool, shape (n_beats,)
        Whether such beats are frequent, from `frequent_beats`.

    Returns
    -------
    ndarray of int8, shape (n_beats,)
        NORMAL, MISSED, EXTRA, ECTOPIC or NOISE.
    """
    early = _is_premature(_with_begins(intervals), scatter) | _is_compensated(
        intervals, scatter, frequent & _has_support(intervals, clear)
    )
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
    """Replace the missing neighbour before the first interval of a chain by the shorter of the two after it.

    The shorter one is used because a breathing swing may rise from the first beat on.
    """
    return replace(x, before=np.where(np.isnan(x.before), np.minimum(x.after, x.second), x.before))


def _is_premature(x: Intervals, scatter: _Floats) -> Flags:
    limit = _limit(_EARLY, scatter)
    flags: Flags = (x.here < (1.0 - limit) * x.before) & (x.here < (1.0 - _RETURN * limit) * x.after)
    return flags


def _is_compensated(x: Intervals, scatter: _Floats, supported: Flags) -> Flags:
    """Find premature beats by their pause, between normal neighbours or between other premature beats."""
    shapes, calm = _shapes(x), scatter < _CALM
    alone = _are_clear(*shapes.pair, _limit(_PAIR, scatter), calm)
    zigzag = _are_clear(*shapes.zigzag, _limit(_ZIGZAG, scatter), calm)
    small = supported & shapes.reach(_limit(_SUPPORTED, scatter))
    flags: Flags = ((alone | zigzag) & shapes.possible) | small
    return flags


def _has_support(x: Intervals, clear: Flags) -> Flags:
    """Return which beats have a clear premature beat near, before them or next but one."""
    support: Flags = x.second < (1.0 - _CLEAR[1]) * x.after
    for beats in range(1, _SUPPORT + 1):
        support = support | _later(clear, beats)
    return support


def _shapes(x: Intervals) -> _Shapes:
    longest, shorter = np.maximum(x.before, x.second), np.minimum(x.before, x.after)
    down = x.before - x.here
    pair = _share(down, x.before), _share(x.after - longest, longest)
    zigzag = _share(shorter - x.here, shorter), _share(x.after - x.second, x.second)
    large = np.minimum(np.minimum(down, x.after - x.here), x.after - x.second) > _SMALLEST_MS
    made_up = x.here + x.after > _PAUSE_ENDS * (x.before + x.second)
    return _Shapes(pair, zigzag, large & made_up & (x.after < _LONGEST_PAUSE * longest))


def _are_clear(early: _Floats, late: _Floats, limit: _Floats, calm: Flags) -> Flags:
    """Return whether a beat is early and the next late, by a limit each or together by nearly twice it."""
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
    """Return where intervals fall by more than a sinus rhythm can, and where three or more stay short.

    An interval after a missed beat or a pause only returns to its usual length.
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
    """Return the values `beats` intervals before (after, if negative), with NaN beyond the ends."""
    shifted = np.full_like(values, np.nan)
    if beats > 0:
        shifted[beats:] = values[:-beats]
    else:
        shifted[:beats] = values[-beats:]
    return shifted
