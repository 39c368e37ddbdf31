"""Breaths from turning points."""

from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from statistics import median
from types import MappingProxyType
from typing import Final

from biofeedback.breathing.chest.placing import Placing, placed_halves
from biofeedback.breathing.chest.turning_points import TurningPoint
from biofeedback.breathing.chest.witnesses.sign import SHAPE_CONFIDENCE, WEAK_WITNESSES, InhaleKnownBy

_MEDIAN_BREATHS: Final = 20
_FEWEST_BREATHS: Final = 3
_SIGH: Final = 2.0
"""Depth of a sigh, in usual breaths (Vlemincx et al. 2013, DOI 10.1016/j.biopsycho.2012.09.011, count breaths
of at least twice the mean volume)."""

_LOPSIDED: Final = 2.5
"""If one half of a breath is this many times larger than the other, the strap has shifted."""

_QUICK: Final = (1.5, 0.3)
_STILL_QUICK: Final = (1.9, 0.37)
"""Longest inhale of speech, in seconds and as a share of the breath, after silence and after speech.

In speech the inhale is a tenth of the breath (Conrad & Schönle 1979, PMID 454139); smoothing makes it up to
three tenths.
"""

_UNEVEN: Final = 0.2
"""Breaths during speech vary: the longest of three exceeds the shortest by more than this share."""

_LARGEST_ERROR: Final = 0.25
"""Standard error of the length of a phase, as a share of the breath, at which the confidence is 0."""


class BreathLabel(StrEnum):
    """The kind of a breath."""

    NORMAL = "normal"
    SIGH = "sigh"
    MOVEMENT = "movement"
    SHIFT = "shift"
    SPEECH = "speech"


_DISTURBED: Final = (BreathLabel.MOVEMENT, BreathLabel.SHIFT)


@dataclass(frozen=True, slots=True)
class Breath:
    """One breath, from inhale onset to inhale onset.

    If it is not known which end of the axis is the full chest, the breath runs from low to low along the
    axis, `known_sign` is false, and all that depends on the sign is None.

    Parameters
    ----------
    begin_s, turn_s, end_s : float
        The three turning points. If the sign is known: inhale onset, exhale onset, next inhale onset.
    known_sign : bool
        Whether it is known which half is the inhale; false for a disturbed breath.
    depth_mg : float
        Mean distance of the two halves along the axis.
    relative_depth : float or None
        Depth divided by the median of the person's last 20 normal breaths; None before the first three.
    label : BreathLabel
        Only normal breaths count in ratios and in the usual depth.
    confidence : float
        0 to 1: how precisely the times of its turns are known, relative to its length; at most 0.6 if only
        the shape of the breath or the guide showed which half is the inhale.
    known_by : InhaleKnownBy or None
        How it was found which half is the inhale; None if it is not known.
    """

    begin_s: float
    turn_s: float
    end_s: float
    known_sign: bool
    depth_mg: float
    relative_depth: float | None
    label: BreathLabel
    confidence: float
    known_by: InhaleKnownBy | None = None

    @property
    def is_witnessed(self) -> bool:
        """Whether inhale and exhale are known well enough to judge how the person breathes."""
        return self.known_sign and self.known_by not in WEAK_WITNESSES

    @property
    def period_s(self) -> float:
        """Length of the breath in seconds."""
        return self.end_s - self.begin_s

    @property
    def rate_per_min(self) -> float:
        """Breaths per minute at the length of this breath."""
        return 60.0 / self.period_s

    @property
    def inhale_share(self) -> float | None:
        """Ti/Ttot; None if the sign is not known."""
        return (self.turn_s - self.begin_s) / self.period_s if self.known_sign else None

    @property
    def exhale_to_inhale(self) -> float | None:
        """Duration of the exhale divided by that of the inhale; None as for `inhale_share`."""
        share = self.inhale_share
        return None if share is None else (1.0 - share) / share


def breaths(
    points: Sequence[TurningPoint],
    signs: Sequence[int | None],
    known_by: Mapping[int, InhaleKnownBy] = MappingProxyType({}),
    *,
    placed: Callable[..., dict[int, Placing]] = placed_halves,
) -> list[Breath]:
    """Combine turning points into breaths.

    Parameters
    ----------
    points : sequence of TurningPoint
        In order.
    signs : sequence of int or None
        For each point: 1 if the high end of the axis is the full chest, −1 if the low end is, None if that is
        not known. A breath takes its sign from its first point.
    known_by : mapping of int to InhaleKnownBy, optional
        How the sign was found, for each segment number.
    placed : callable, optional
        `placed_halves`, or a function that remembers its results.

    Returns
    -------
    list of Breath
        In order. No breath spans two segments or begins with the first turn of a segment.
    """
    found: list[Breath] = []
    depths_mg: deque[float] = deque(maxlen=_MEDIAN_BREATHS)
    halves = {sign == 1: placed(points, rising=sign == 1) for sign in {*signs} - {None}}
    for number, (_, sign) in enumerate(zip(points, signs, strict=True)):
        three = points[number : number + 3]
        if len(three) < 3 or not _is_breath(three, sign):
            continue
        following = points[number + 3] if number + 3 < len(points) else None
        if sign is not None and (following is None or following.swing_mg == 0.0):
            # Only the next inhale shows when an exhale ends. Before a hold there is no next inhale.
            continue
        usual_mg = median(depths_mg) if len(depths_mg) >= _FEWEST_BREATHS else None
        if sign is None:
            breath = _breath(three, usual_mg)
        else:
            inhales = halves[three[1].high]
            moments = _moments(three, inhales.get(number + 1), inhales.get(number + 3))
            breath = _breath(three, usual_mg, moments, known_by.get(three[0].segment), known_sign=True)
        if breath.label is BreathLabel.NORMAL and _is_spoken(breath, found[-2:]):
            breath = replace(breath, label=BreathLabel.SPEECH)
        found.append(breath)
        if breath.label is BreathLabel.NORMAL:
            depths_mg.append(breath.depth_mg)
    return found


def _is_breath(points: Sequence[TurningPoint], sign: int | None) -> bool:
    # The first turn of a segment has only one flank, and the movement before it may not have been a breath.
    # A turn after a hold also has no movement before it.
    first, turn, last = points
    if first.high != (sign == -1) or first.high == turn.high or last.segment != first.segment:
        return False
    return first.swing_mg > 0.0 and turn.swing_mg > 0.0 and last.swing_mg > 0.0


def _moments(
    points: Sequence[TurningPoint], own: Placing | None, following: Placing | None
) -> tuple[float, float, float]:
    """Return the onsets of a breath from its inhale and the next one, so that a rest counts as exhale."""
    first, turn, last = points
    begin_s, turn_s = (first.time_s, turn.time_s) if own is None else own
    end_s = last.time_s if following is None else following.begin_s
    if not begin_s < turn_s < end_s:
        return first.time_s, turn.time_s, last.time_s
    return begin_s, turn_s, end_s


def _breath(
    points: Sequence[TurningPoint],
    usual_mg: float | None,
    moments_s: tuple[float, float, float] | None = None,
    known_by: InhaleKnownBy | None = None,
    *,
    known_sign: bool = False,
) -> Breath:
    first, turn, last = points
    begin_s, turn_s, end_s = moments_s or (first.time_s, turn.time_s, last.time_s)
    depth_mg = 0.5 * (turn.swing_mg + last.swing_mg)
    relative_depth = depth_mg / usual_mg if usual_mg else None
    label = _label(turn, last, relative_depth)
    known = known_sign and label not in _DISTURBED
    error_s = max((first.sd_s**2 + turn.sd_s**2) ** 0.5, (turn.sd_s**2 + last.sd_s**2) ** 0.5)
    confidence = max(0.0, 1.0 - error_s / (_LARGEST_ERROR * (last.time_s - first.time_s)))
    if known and known_by in WEAK_WITNESSES:
        confidence = min(confidence, SHAPE_CONFIDENCE)
    return Breath(
        begin_s,
        turn_s,
        end_s,
        known,
        depth_mg,
        relative_depth,
        label,
        confidence,
        known_by if known else None,
    )


def _label(turn: TurningPoint, last: TurningPoint, relative_depth: float | None) -> BreathLabel:
    if turn.disturbed or last.disturbed:
        return BreathLabel.MOVEMENT
    small_mg, large_mg = sorted((turn.swing_mg, last.swing_mg))
    if large_mg > _LOPSIDED * small_mg:
        return BreathLabel.SHIFT
    if relative_depth is not None and relative_depth >= _SIGH:
        return BreathLabel.SIGH
    return BreathLabel.NORMAL


def _is_spoken(breath: Breath, before: Sequence[Breath]) -> bool:
    talked = bool(before) and before[-1].label is BreathLabel.SPEECH
    longest_s, largest_share = _STILL_QUICK if talked else _QUICK
    share = breath.inhale_share
    if share is None or share > largest_share or share * breath.period_s > longest_s:
        return False
    periods_s = [one.period_s for one in (*before, breath)]
    return max(periods_s) > (1.0 + _UNEVEN) * min(periods_s)
