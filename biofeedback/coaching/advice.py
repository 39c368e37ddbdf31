"""Short messages while a person follows the guide: an occasional hint, and praise when it goes well."""

import math
from collections.abc import Iterator, Sequence
from enum import StrEnum
from statistics import fmean, median
from typing import Final, NamedTuple

from biofeedback.coaching.following import RATIO_BAND, SAME_RATE, Comparison
from devices.message import Message, message

_SHOWN_S: Final = 24.0
"""Two breaths at 5 /min: each sentence is shown for this long."""

_HINT_EVERY_S: Final = 60.0
_PRAISE_EVERY_S: Final = 120.0
"""Time from the beginning of one message to that of the next; more messages would disturb."""

_GOOD_BREATHS: Final = 4
"""Number of good breaths in a row before praise."""

_FAR: Final = 2.0
"""A breath is not good if a turn is early or late by more than this many times the limit."""

_IN_A_ROW: Final = 2
"""Number of breaths in a row that must lead to the same message."""

_LEAST_LATE_S: Final = 1.0
_LATE: Final = 0.1
"""Share of a breath. A smaller lag is normal for everyone who follows something that moves."""

_EASE: Final = 0.7
"""A hint stays due until the error is below this share of its limit."""

_MOST: Final = 0.75
_SOME: Final = 0.5

_RATIO: Final = -math.log(RATIO_BAND[0])
_FEWEST_RATIOS: Final = 4
_LAST_RATIOS: Final = 6
"""Number of last ratios; a ratio is measured less precisely than the time of a turn."""


class Fault(StrEnum):
    """What the person could do better; if several are found, the first counts."""

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
    """Return what the person could do better; None if there is nothing or too little is known.

    Three in four of the last breaths must show it: three of three, or four of five.

    Parameters
    ----------
    seen : Comparison
        Comparison of the last breaths.
    said : Fault or None
        The fault that the person is being told about. For this fault half of the breaths are enough and the
        limits are lower, so that a sentence does not come and go.
    """

    def is_shown(fault: Fault, bound: float, amounts: Sequence[float]) -> bool:
        ease, share = (_EASE, _SOME) if fault is said else (1.0, _MOST)
        beyond = sum(amount > bound * ease for amount in amounts)
        return bool(amounts) and beyond >= share * len(amounts)

    found = (fault for fault, bound, amounts in _evidence(seen) if is_shown(fault, bound, amounts))
    return next(found, None)


def _evidence(seen: Comparison) -> Iterator[tuple[Fault, float, list[float]]]:
    """Yield each fault, the most important first, with its limit and its amount in each breath."""
    yield from ((fault, SAME_RATE, amounts) for fault, amounts in _quicker(seen).items())
    if not seen.inhale_errors_s:
        return
    if not seen.in_step:
        yield Fault.OUT_OF_STEP, 0.0, [1.0]
        return
    late_s = _late_bound_s(seen)
    yield from ((fault, late_s, amounts) for fault, amounts in _late_s(seen).items())
    yield from ((fault, _RATIO, amounts) for fault, amounts in _longer(seen).items())


def _quicker(seen: Comparison) -> dict[Fault, list[float]]:
    """Return how much the rate and each breath differ from the guide's rate, as shares of that rate."""
    if seen.rate_per_min is None:
        return {}
    now, *each = [one / seen.pattern.rate_per_min - 1.0 for one in (seen.rate_per_min, *seen.rates_per_min)]
    return {
        Fault.FASTER: [min(now, one) for one in each],
        Fault.SLOWER: [-max(now, one) for one in each],
    }


def _late_s(seen: Comparison) -> dict[Fault, list[float]]:
    """Return how much of each timing fault each breath shows, in seconds."""
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
    """Return how late a whole breath is: the mean of its onsets, minus their difference beyond a second."""
    return fmean((inhale_s, exhale_s)) - max(0.0, abs(inhale_s - exhale_s) - _LEAST_LATE_S)


def _longer(seen: Comparison) -> dict[Fault, list[float]]:
    """Return how far each breath's ratio is off, as a logarithm."""
    if len(seen.ratios) < _FEWEST_RATIOS:
        return {}
    off = [math.log(ratio / seen.guided_ratio) for ratio in seen.ratios[-_LAST_RATIOS:]]
    return {Fault.EXHALE_SHORT: [-one for one in off], Fault.EXHALE_LONG: off}


_HINTS: Final = {
    Fault.FASTER: message("advice.faster"),
    Fault.SLOWER: message("advice.slower"),
    Fault.OUT_OF_STEP: message("advice.out_of_step"),
    Fault.AHEAD: message("advice.ahead"),
    Fault.BEHIND: message("advice.behind"),
    Fault.EXHALE_ENDS_EARLY: message("advice.exhale_longer"),
    Fault.EXHALE_ENDS_LATE: message("advice.inhale_sooner"),
    Fault.INHALE_ENDS_LATE: message("advice.exhale_sooner"),
    Fault.INHALE_ENDS_EARLY: message("advice.inhale_longer"),
    Fault.EXHALE_SHORT: message("advice.exhale_longer"),
    Fault.EXHALE_LONG: message("advice.exhale_shorter"),
}

_PRAISE: Final = (
    message("advice.praise.with_it"),
    message("advice.praise.even"),
    message("advice.praise.together"),
)
"""Messages that are used in turn."""


def hint(fault: Fault) -> Message:
    """Return the sentence for a fault: it says what to do, is short and has no figures."""
    return _HINTS[fault]


def goes_well(seen: Comparison) -> bool:
    """Whether the last four breaths turned with the guide and had its ratio.

    A single turn is measured to about a second, so the median of the four decides; none may be far off.
    """
    kinds_s = [errors_s[-_GOOD_BREATHS:] for errors_s in (seen.inhale_errors_s, seen.exhale_errors_s)]
    if not seen.in_step or min(map(len, kinds_s)) < _GOOD_BREATHS:
        return False
    late_s = _late_bound_s(seen)
    off = median(math.log(ratio / seen.guided_ratio) for ratio in seen.ratios[-_GOOD_BREATHS:])
    return abs(off) <= _RATIO and all(
        abs(median(errors_s)) <= late_s and max(map(abs, errors_s)) <= _FAR * late_s for errors_s in kinds_s
    )


def _late_bound_s(seen: Comparison) -> float:
    """Return how late a turn may be; a hold adds to this, because the chest does not show when it ends."""
    return max(_LEAST_LATE_S, _LATE * seen.pattern.period_s) + 0.5 * seen.pattern.held_s


class Coaching(NamedTuple):
    """The present message: a hint, praise or nothing.

    Parameters
    ----------
    advice : Message or None
        What to do differently.
    praise : Message or None
        Praise when it goes well.
    """

    advice: Message | None = None
    praise: Message | None = None


_SILENCE: Final = Coaching()


class Adviser:
    """Shows one sentence at a time, each for 24 s.

    A hint comes at most once a minute, when two breaths in a row lead to the same one. The three to five
    latest breaths are used each time. Praise comes after four good breaths, at most every two minutes.
    """

    def __init__(self) -> None:
        self._said = _SILENCE
        self._said_s = -math.inf
        self._hint_s = self._praise_s = -math.inf
        self._fault: Fault | None = None
        self._praised = 0
        self._asked: list[Fault | None] = []
        self._breath_s: float | None = None

    def advise(self, time_s: float, breath_s: float, seen: Comparison) -> Coaching:
        """Return the present message.

        Parameters
        ----------
        time_s : float
            The present time.
        breath_s : float
            Start of the newest breath; each breath counts once.
        seen : Comparison
            Comparison of the last breaths.
        """
        if breath_s != self._breath_s:
            self._breath_s = breath_s
            self._asked = [*self._asked[-_IN_A_ROW + 1 :], fault_of(seen, self._fault)]
        if time_s - self._said_s >= _SHOWN_S:
            self._said = self._next(time_s, seen)
            if self._said is not _SILENCE:
                self._said_s = time_s
        return self._said

    def forget(self) -> None:
        """Begin again after the guide paused or changed. The times of the last messages still count."""
        self._said, self._said_s, self._fault = _SILENCE, -math.inf, None
        self._asked, self._breath_s = [], None

    def _next(self, time_s: float, seen: Comparison) -> Coaching:
        if not seen.breaths or len(self._asked) < _IN_A_ROW or len(set(self._asked)) > 1:
            return _SILENCE
        wanted = self._asked[-1]
        if wanted is None:
            self._fault = None
            return self._praise(time_s, seen)
        # The latest breaths may no longer show this fault.
        if time_s - self._hint_s < _HINT_EVERY_S or fault_of(seen, wanted) is not wanted:
            return _SILENCE
        self._fault, self._hint_s = wanted, time_s
        return Coaching(advice=hint(wanted))

    def _praise(self, time_s: float, seen: Comparison) -> Coaching:
        if time_s - self._praise_s < _PRAISE_EVERY_S or not goes_well(seen):
            return _SILENCE
        self._praise_s = time_s
        self._praised += 1
        return Coaching(praise=_PRAISE[(self._praised - 1) % len(_PRAISE)])
