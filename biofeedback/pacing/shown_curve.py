"""How the guide's breath looks and sounds: the exhale is quickest soon after it begins, and ends slowly.

The engine and the simulated person follow the guide's own position, a raised cosine. What is painted and
heard follows this curve: a passive exhale is quickest at its beginning, so that nobody has to push.
"""

import math
from typing import Final

from biofeedback.pacing.guide import GuidePosition, Stage

QUICKEST: Final = 0.3
"""When the exhale is quickest, as a share of its length."""

_TAIL: Final = 1.0 / QUICKEST - 1.0
"""The speed of the exhale is the elapsed share of its time, times the remaining share to this power."""


def shown_position(position: GuidePosition) -> float:
    """Return the lung position for the drawing and the sound.

    Parameters
    ----------
    position : GuidePosition
        The guide's position.

    Returns
    -------
    float
        0 empty to 1 full; it moves without a jump in position or speed, and stands still at each turn.
    """
    if position.stage is not Stage.EXHALE:
        return position.lung_position
    share = math.acos(min(1.0, max(-1.0, 2.0 * position.lung_position - 1.0))) / math.pi
    return float((1.0 - share) ** (_TAIL + 1.0) * (1.0 + (_TAIL + 1.0) * share))
