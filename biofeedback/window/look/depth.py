"""How much the practise view shows: the guide, the guide and the heart, or every figure; no Qt."""

from enum import StrEnum
from typing import Final

from biofeedback.person.settings import DepthSetting

GUIDE_ONLY_SESSIONS: Final = 3
"""So many sessions show the guide alone, unless the person chose otherwise."""


class Depth(StrEnum):
    """The depths, from the fewest words to the most."""

    BREATHE = "breathe"
    HEART = "heart"
    DETAILS = "details"

    @property
    def deeper(self) -> "Depth":
        """The next depth; after the last one the first."""
        order = list(Depth)
        return order[(order.index(self) + 1) % len(order)]


def depth_for(setting: DepthSetting, earlier_sessions: int) -> Depth:
    """Return the depth that a setting means.

    Parameters
    ----------
    setting : str
        As in the settings.
    earlier_sessions : int
        Sessions in which the person has practised before this one.
    """
    if setting != "automatic":
        return Depth(setting)
    return Depth.BREATHE if earlier_sessions < GUIDE_ONLY_SESSIONS else Depth.HEART
