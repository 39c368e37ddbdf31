"""How much the practice view shows: the guide, the guide and the heart, or every figure; no Qt."""

from enum import StrEnum
from typing import Final

from biofeedback.person.settings import DepthSetting

GUIDE_ONLY_SESSIONS: Final = 3
"""Number of first sessions that show the guide alone, unless the person chose otherwise."""


class Depth(StrEnum):
    """The depths, from the fewest words to the most."""

    BREATHE = "breathe"
    HEART = "heart"
    DETAILS = "details"

    @property
    def deeper(self) -> "Depth":
        """The next depth; the first one follows the last."""
        order = list(Depth)
        return order[(order.index(self) + 1) % len(order)]


def depth_for(setting: DepthSetting, earlier_sessions: int) -> Depth:
    """Return the depth for a setting.

    Parameters
    ----------
    setting : str
        Value from the settings.
    earlier_sessions : int
        Number of sessions before this one in which the person practised.
    """
    if setting != "automatic":
        return Depth(setting)
    return Depth.BREATHE if earlier_sessions < GUIDE_ONLY_SESSIONS else Depth.HEART
