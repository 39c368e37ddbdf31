"""The shape of a session: ordinary breathing, the practice, ordinary breathing again."""

import math
from dataclasses import dataclass
from typing import Final

from biofeedback.pacing.guide import Guide
from devices.events import Part

ORDINARY_S: Final = 120.0
"""Length of ordinary breathing before or after, in seconds, where it is requested."""

_SAME_TURN_S: Final = 0.05
"""If less than this is left of the practice, in seconds, no further breath begins."""


@dataclass(frozen=True, slots=True)
class SessionShape:
    """How long each part lasts, in seconds; without limits, the practice continues until it is ended.

    Parameters
    ----------
    before_s, after_s : float
        Length of ordinary breathing; 0 for none.
    practice_s : float
        Length of guided breathing, without pauses.
    """

    before_s: float = 0.0
    practice_s: float = math.inf
    after_s: float = 0.0

    @property
    def first(self) -> Part:
        """The first part of the session."""
        return Part.BEFORE if self.before_s else Part.PRACTICE

    def follows(self, part: Part, *, part_s: float, practised_s: float) -> Part | None:
        """Return the part that follows now, or None while this one continues.

        Parameters
        ----------
        part : Part
            The present part.
        part_s : float
            How long the present part has lasted, in seconds.
        practised_s : float
            How long the guide has run, in seconds.
        """
        if part is Part.BEFORE and part_s >= self.before_s:
            return Part.PRACTICE
        if part is Part.PRACTICE and practised_s >= self.practice_s:
            return Part.AFTER if self.after_s else Part.DONE
        if part is Part.AFTER and part_s >= self.after_s:
            return Part.DONE
        return None


def has_breathed_out(guide: Guide, now_s: float, *, over_s: float) -> bool:
    """Return whether the breath during which the practice time ran out is over, so that no breath is cut.

    Parameters
    ----------
    guide : Guide
        The guide now.
    now_s : float
        The present moment, in seconds of the session.
    over_s : float
        How long ago the practice time ran out, in seconds.
    """
    if not guide.running:
        return True
    up_s = now_s - over_s - _SAME_TURN_S
    return guide.at(now_s).breath > guide.at(max(up_s, guide.anchor_s)).breath
