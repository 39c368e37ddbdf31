"""One sentence on how to breathe more with the guide, that stays long enough to be read and acted on."""

import math
from enum import StrEnum
from typing import Final

from biofeedback.coaching.following import RATIO_BAND, Following
from biofeedback.pacing.pattern import BreathPattern

_SHOWN_S: Final = 24.0
"""Two breaths at 5 /min: a sentence stays for as long, and its number too."""

_IN_A_ROW: Final = 2
"""Breaths after which what is to be said must be the same."""

_LEAST_LATE_S: Final = 1.0
_LATE: Final = 0.1
"""Share of a breath. Less is the lag of everyone who follows something that moves."""

_EASE: Final = 0.7
"""What has been said is said on until the error is this much smaller."""

_RATE: Final = 0.15


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


def fault_of(following: Following, pattern: BreathPattern, said: Fault | None = None) -> Fault | None:
    """Return what could be bettered, None where nothing or too little is known.

    Parameters
    ----------
    following : Following
        Of the last breaths.
    pattern : BreathPattern
        The guide's.
    said : Fault or None
        What the person is being told; its bounds are narrower, so that a sentence does not come and go.
    """

    def passes(fault: Fault, amount: float, bound: float) -> Fault | None:
        return fault if amount > bound * (_EASE if fault is said else 1.0) else None

    if following.rate_error_per_min is None:
        return None
    rate_error, rate_bound = following.rate_error_per_min, _RATE * pattern.rate_per_min
    fault = passes(Fault.FASTER, rate_error, rate_bound) or passes(Fault.SLOWER, -rate_error, rate_bound)
    if fault or following.in_step is None or following.exhale_to_inhale is None:
        return fault
    if following.inhale_error_s is None or following.exhale_error_s is None:
        return Fault.OUT_OF_STEP
    inhale_s, exhale_s = following.inhale_error_s, following.exhale_error_s
    late_s = max(_LEAST_LATE_S, _LATE * pattern.period_s)
    longer = math.log(following.exhale_to_inhale / pattern.exhale_to_inhale)
    return (
        passes(Fault.AHEAD, -max(inhale_s, exhale_s), late_s)
        or passes(Fault.BEHIND, min(inhale_s, exhale_s), late_s)
        or passes(Fault.EXHALE_ENDS_EARLY, -inhale_s, late_s)
        or passes(Fault.INHALE_ENDS_LATE, exhale_s, late_s)
        or passes(Fault.EXHALE_ENDS_LATE, inhale_s, late_s)
        or passes(Fault.INHALE_ENDS_EARLY, -exhale_s, late_s)
        or passes(Fault.EXHALE_SHORT, -longer, -math.log(RATIO_BAND[0]))
        or passes(Fault.EXHALE_LONG, longer, math.log(RATIO_BAND[1]))
    )


def sentence(fault: Fault | None, following: Following, pattern: BreathPattern) -> str:
    """Put a fault into words."""
    inhale_s = abs(following.inhale_error_s or 0.0)
    exhale_s = abs(following.exhale_error_s or 0.0)
    rate_per_min = pattern.rate_per_min + (following.rate_error_per_min or 0.0)
    own = f"You breathe {rate_per_min:.1f} times a minute, the guide {pattern.rate_per_min:.1f}"
    match fault:
        case Fault.FASTER:
            return f"{own}; let each breath run on until the guide turns."
        case Fault.SLOWER:
            return f"{own}; turn when the guide turns."
        case Fault.OUT_OF_STEP:
            return "Your breath and the guide are out of step; breathe in when it begins to rise."
        case Fault.AHEAD:
            return f"You are {0.5 * (inhale_s + exhale_s):.1f} s ahead of the guide; wait for it to turn."
        case Fault.BEHIND:
            return f"You are {0.5 * (inhale_s + exhale_s):.1f} s behind the guide; turn a little sooner."
        case Fault.EXHALE_ENDS_EARLY:
            return f"Your exhale ends {inhale_s:.1f} s early; let it run on."
        case Fault.EXHALE_ENDS_LATE:
            return f"Your exhale ends {inhale_s:.1f} s late; breathe in as the guide begins to rise."
        case Fault.INHALE_ENDS_LATE:
            return f"Your inhale ends {exhale_s:.1f} s late; breathe out as the guide begins to fall."
        case Fault.INHALE_ENDS_EARLY:
            return f"Your inhale ends {exhale_s:.1f} s early; let the breath come all the way in."
        case Fault.EXHALE_SHORT | Fault.EXHALE_LONG:
            change = "longer" if fault is Fault.EXHALE_SHORT else "a little shorter"
            ratio = following.exhale_to_inhale or 0.0
            return f"Your exhale is {ratio:.1f} times your inhale; let it be {change}."
    return ""


class Adviser:
    """Says one sentence at a time, the same for a while.

    A new one comes when two breaths in a row ask for it, each with the three to five before it behind it, and
    the former has stood for 24 s.
    """

    def __init__(self) -> None:
        self._words = ""
        self._said: Fault | None = None
        self._said_s = 0.0
        self._asked: list[Fault | None] = []
        self._breath_s: float | None = None

    def advise(self, time_s: float, breath_s: float, following: Following, pattern: BreathPattern) -> str:
        """Return the sentence for now.

        Parameters
        ----------
        time_s : float
            Now.
        breath_s : float
            End of the newest breath that `following` rests on; each counts once.
        following : Following
            Of the last breaths.
        pattern : BreathPattern
            The guide's.
        """
        if breath_s != self._breath_s:
            self._breath_s = breath_s
            self._asked = [*self._asked[-_IN_A_ROW + 1 :], fault_of(following, pattern, self._said)]
        if time_s - self._said_s >= _SHOWN_S or not self._words:
            self._say(time_s, following, pattern)
        return self._words

    def forget(self) -> None:
        """Begin anew: the guide paused or goes otherwise now."""
        self._words, self._said, self._asked, self._breath_s = "", None, [], None

    def _say(self, time_s: float, following: Following, pattern: BreathPattern) -> None:
        wanted = self._asked[-1] if self._asked else None
        if len(self._asked) < _IN_A_ROW or any(fault is not wanted for fault in self._asked):
            return
        words = sentence(wanted, following, pattern)
        if words != self._words:
            self._words, self._said, self._said_s = words, wanted, time_s
