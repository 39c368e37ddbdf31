"""How the guide's breath looks and sounds: an exhale that is quickest soon after it begins and ends slowly.

The engine and the simulated person follow the guide's own position, a raised cosine. What is painted and
heard follows this curve: a passive exhale is quickest at its beginning, so that nobody has to push.
"""

import math
from typing import Final

from biofeedback.pacing.guide import GuidePosition, Stage

QUICKEST: Final = 0.3
"""When the exhale is quickest, as a share of its time."""

_TAIL: Final = 1.0 / QUICKEST - 1.0
"""Power of the rest of the time in the exhale's speed, which is the elapsed share times this."""


def shown_position(position: GuidePosition) -> float:
    """Return the lung position that is painted and heard.

    Parameters
    ----------
    position : GuidePosition
        Of the guide.

    Returns
    -------
    float
        0 empty to 1 full; it moves without a jump in place or speed, and is still at each turn.
    """
    if position.stage is not Stage.EXHALE:
        return position.lung_position
    share = math.acos(min(1.0, max(-1.0, 2.0 * position.lung_position - 1.0))) / math.pi
    return float((1.0 - share) ** (_TAIL + 1.0) * (1.0 + (_TAIL + 1.0) * share))
