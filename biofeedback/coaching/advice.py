"""One sentence on how to breathe more with the guide, that stays long enough to be read and acted on."""

import math
from collections.abc import Iterator, Sequence
from enum import StrEnum
from statistics import fmean
from typing import Final

from biofeedback.coaching.following import RATIO_BAND, SAME_RATE, Comparison, Following
from devices.breath_pattern import BreathPattern
from devices.message import Message, message

_SHOWN_S: Final = 24.0
"""Two breaths at 5 /min: a sentence stays for as long, and its number too."""

_IN_A_ROW: Final = 2
"""Breaths after which what is to be said must be the same."""

_LEAST_LATE_S: Final = 1.0
_LATE: Final = 0.1
"""Share of a breath. Less is the lag of everyone who follows something that moves."""

_EASE: Final = 0.7
"""What has been said is said on until the error is this much smaller."""

_MOST: Final = 0.75
_SOME: Final = 0.5

_RATIO: Final = -math.log(RATIO_BAND[0])
_FEWEST_RATIOS: Final = 4
_LAST_RATIOS: Final = 6
"""A ratio is measured less well than a moment."""


class Fault(StrEnum):
    """What could be bettered; of several the first counts."""

    FASTER = "faster"
    SLOWER = "slower"
    OUT_OF_STEP = "out of step"
    AHEAD = "ahead"
    BEHIND = "behind"
    EXHALE_ENDS_EARLY = "exhale ends early"
    EXHALE_ENDS_LATE = "exhale ends late"
    INHALE_ENDS_LATE = "inhale ends late"
    INHALE_ENDS_EARLY = "inhale ends early"
    EXHALE_SHORT = "exhale short"
    EXHALE_LONG = "exhale long"


def fault_of(seen: Comparison, said: Fault | None = None) -> Fault | None:
    """Return what could be bettered, None where nothing or too little is known.

    Three in four of the last breaths must show it: three of three, four of five.

    Parameters
    ----------
    seen : Comparison
        Of the last breaths.
    said : Fault or None
        What the person is being told: half of the breaths are enough for that, and the bounds are narrower,
        so that a sentence does not come and go.
    """

    def is_shown(fault: Fault, bound: float, amounts: Sequence[float]) -> bool:
        ease, share = (_EASE, _SOME) if fault is said else (1.0, _MOST)
        beyond = sum(amount > bound * ease for amount in amounts)
        return bool(amounts) and beyond >= share * len(amounts)

    found = (fault for fault, bound, amounts in _evidence(seen) if is_shown(fault, bound, amounts))
    return next(found, None)


def _evidence(seen: Comparison) -> Iterator[tuple[Fault, float, list[float]]]:
    """Yield each fault, the weightiest first, with its bound, and how much of it each breath has."""
    yield from ((fault, SAME_RATE, amounts) for fault, amounts in _quicker(seen).items())
    if not seen.inhale_errors_s:
        return
    if not seen.in_step:
        yield Fault.OUT_OF_STEP, 0.0, [1.0]
        return
    # In a hold the chest does not tell when it ends.
    late_s = max(_LEAST_LATE_S, _LATE * seen.pattern.period_s) + 0.5 * seen.pattern.held_s
    yield from ((fault, late_s, amounts) for fault, amounts in _late_s(seen).items())
    yield from ((fault, _RATIO, amounts) for fault, amounts in _longer(seen).items())


def _quicker(seen: Comparison) -> dict[Fault, list[float]]:
    """Return how much quicker or slower the breaths are, and the rate with them, as shares of the guide's."""
    if seen.rate_per_min is None:
        return {}
    now, *each = [one / seen.pattern.rate_per_min - 1.0 for one in (seen.rate_per_min, *seen.rates_per_min)]
    return {
        Fault.FASTER: [min(now, one) for one in each],
        Fault.SLOWER: [-max(now, one) for one in each],
    }


def _late_s(seen: Comparison) -> dict[Fault, list[float]]:
    """Return by how much each breath shows each fault of moments, in seconds."""
    pairs = list(zip(seen.inhale_errors_s, seen.exhale_errors_s, strict=True))
    return {
        Fault.AHEAD: [_together_s(-inhale_s, -exhale_s) for inhale_s, exhale_s in pairs],
        Fault.BEHIND: [_together_s(inhale_s, exhale_s) for inhale_s, exhale_s in pairs],
        Fault.EXHALE_ENDS_EARLY: [-inhale_s for inhale_s, _ in pairs],
        Fault.INHALE_ENDS_LATE: [exhale_s for _, exhale_s in pairs],
        Fault.EXHALE_ENDS_LATE: [inhale_s for inhale_s, _ in pairs],
        Fault.INHALE_ENDS_EARLY: [-exhale_s for _, exhale_s in pairs],
    }


def _together_s(inhale_s: float, exhale_s: float) -> float:
    """Return how far off a whole breath is: the mean of its onsets, less what they differ beyond a second."""
    return fmean((inhale_s, exhale_s)) - max(0.0, abs(inhale_s - exhale_s) - _LEAST_LATE_S)


def _longer(seen: Comparison) -> dict[Fault, list[float]]:
    """Return by how much each breath's ratio is off, as a logarithm."""
    if len(seen.ratios) < _FEWEST_RATIOS:
        return {}
    off = [math.log(ratio / seen.guided_ratio) for ratio in seen.ratios[-_LAST_RATIOS:]]
    return {Fault.EXHALE_SHORT: [-one for one in off], Fault.EXHALE_LONG: off}


def sentence(fault: Fault | None, following: Following, pattern: BreathPattern) -> Message | None:
    """Put a fault into words, with its numbers as they are read: only another text is another sentence."""
    match fault:
        case Fault.FASTER | Fault.SLOWER:
            return _rate_sentence(fault, pattern.rate_per_min, following.rate_error_per_min or 0.0)
        case Fault.OUT_OF_STEP:
            return message("advice.out_of_step")
        case Fault.AHEAD:
            return message("advice.ahead", seconds=_read(following.phase_error_s))
        case Fault.BEHIND:
            return message("advice.behind", seconds=_read(following.phase_error_s))
        case Fault.EXHALE_ENDS_EARLY:
            return message("advice.exhale_ends_early", seconds=_read(following.inhale_error_s))
        case Fault.EXHALE_ENDS_LATE:
            return message("advice.exhale_ends_late", seconds=_read(following.inhale_error_s))
        case Fault.INHALE_ENDS_LATE:
            return message("advice.inhale_ends_late", seconds=_read(following.exhale_error_s))
        case Fault.INHALE_ENDS_EARLY:
            return message("advice.inhale_ends_early", seconds=_read(following.exhale_error_s))
        case Fault.EXHALE_SHORT:
            return message("advice.exhale_short", ratio=_read(following.exhale_to_inhale))
        case Fault.EXHALE_LONG:
            return message("advice.exhale_long", ratio=_read(following.exhale_to_inhale))
    return None


def _rate_sentence(fault: Fault, guide_per_min: float, error_per_min: float) -> Message:
    own = _read(guide_per_min + error_per_min)
    guide = _read(guide_per_min)
    if fault is Fault.FASTER:
        return message("advice.faster", own_per_min=own, guide_per_min=guide)
    return message("advice.slower", own_per_min=own, guide_per_min=guide)


def _read(value: float | None) -> float:
    """Return an amount to the digit that the sentence shows."""
    return round(abs(value or 0.0), 1)


class Adviser:
    """Says one sentence at a time, the same for a while.

    A new one comes when two breaths in a row ask for it, each with the three to five before it behind it, and
    the former has stood for 24 s. After that it goes, too, where no breaths are known any more.
    """

    def __init__(self) -> None:
        self._words: Message | None = None
        self._said: Fault | None = None
        self._said_s = -math.inf
        self._asked: list[Fault | None] = []
        self._breath_s: float | None = None

    def advise(self, time_s: float, breath_s: float, seen: Comparison) -> Message | None:
        """Return the sentence for now.

        Parameters
        ----------
        time_s : float
            Now.
        breath_s : float
            Begin of the newest breath; each counts once.
        seen : Comparison
            Of the last breaths.
        """
        if breath_s != self._breath_s:
            self._breath_s = breath_s
            self._asked = [*self._asked[-_IN_A_ROW + 1 :], fault_of(seen, self._said)]
        if time_s - self._said_s >= _SHOWN_S:
            self._say(time_s, seen)
        return self._words

    def forget(self) -> None:
        """Begin anew: the guide paused or goes otherwise now."""
        self._words, self._said, self._said_s = None, None, -math.inf
        self._asked, self._breath_s = [], None

    def _say(self, time_s: float, seen: Comparison) -> None:
        if seen.breaths and (len(self._asked) < _IN_A_ROW or len(set(self._asked)) > 1):
            return
        wanted = self._asked[-1] if seen.breaths else None
        # What was asked for may not be known any more since then, and its numbers with it.
        if wanted and fault_of(seen, wanted) is not wanted:
            return
        words = sentence(wanted, seen.following(), seen.pattern)
        if words != self._words:
            self._words, self._said, self._said_s = words, wanted, time_s
