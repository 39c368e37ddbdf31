"""The shape of a session: ordinary breathing, the practice, ordinary breathing again."""

import math
from dataclasses import dataclass
from typing import Final

from biofeedback.pacing.guide import Guide
from devices.events import Part

ORDINARY_S: Final = 120.0
"""Ordinary breathing before or after, where it is asked for."""

_SAME_TURN_S: Final = 0.05
"""No further breath begins when less than this is left of the practice."""


@dataclass(frozen=True, slots=True)
class SessionShape:
    """How long each part lasts, in seconds; without limits, the practice goes on until it is ended.

    Parameters
    ----------
    before_s, after_s : float
        Of ordinary breathing; 0 for none.
    practice_s : float
        Of guided breathing, pauses not counted.
    """

    before_s: float = 0.0
    practice_s: float = math.inf
    after_s: float = 0.0

    @property
    def first(self) -> Part:
        """What a session starts with."""
        return Part.BEFORE if self.before_s else Part.PRACTICE

    def follows(self, part: Part, *, part_s: float, practised_s: float) -> Part | None:
        """Return the part that follows now, or None while this one goes on.

        Parameters
        ----------
        part : Part
            The present one.
        part_s : float
            How long it has lasted.
        practised_s : float
            How long the guide has run.
        """
        if part is Part.BEFORE and part_s >= self.before_s:
            return Part.PRACTICE
        if part is Part.PRACTICE and practised_s >= self.practice_s:
            return Part.AFTER if self.after_s else Part.DONE
        if part is Part.AFTER and part_s >= self.after_s:
            return Part.DONE
        return None


def has_breathed_out(guide: Guide, now_s: float, *, over_s: float) -> bool:
    """Return whether the breath is over in which the time of the practice ran out: no breath is cut.

    Parameters
    ----------
    guide : Guide
        The guide now.
    now_s : float
        The present moment, in seconds of the session.
    over_s : float
        How long ago the time ran out.
    """
    if not guide.running:
        return True
    up_s = now_s - over_s - _SAME_TURN_S
    return guide.at(now_s).breath > guide.at(max(up_s, guide.anchor_s)).breath
