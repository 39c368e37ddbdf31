"""How the light moves: its size and hue at a moment, what eases a jump, and what comes and goes. No Qt.

Each is a function of time, without a jump in value or speed, so that a late frame is never wrong.
"""

import math
from dataclasses import dataclass
from typing import Final

from biofeedback.pacing.guide import Guide, GuidePosition, Stage
from biofeedback.pacing.shown_curve import shown_position

GLIMMER_S: Final = 0.4
"""How long before a turn a glimmer announces it, and how long after the turn it is gone."""

EASE_S: Final = 0.6
"""How long the light takes to where the guide begins: a guide that starts or goes on may jump."""

_MOMENT_S: Final = 0.001
"""Over which a speed is taken."""

CROSS_FADE_S: Final = 0.25
"""How long the old words go and the new ones come."""

WORDS_STAY_S: Final = 60.0
_WORDS_STEP_BACK_S: Final = 4.0
"""After the first minute of practice the words step back, in so many seconds."""

END_FADE_S: Final = 4.0
"""How long the light fades at the end of a practice."""

_TURNING: Final = 0.35
"""Share of a stage in which the hue changes."""


@dataclass(frozen=True, slots=True)
class LightPose:
    """How the light is at a moment.

    Parameters
    ----------
    shown : float
        Lung position as it is painted, 0 empty to 1 full.
    warmth : float
        Hue, 0 cool (inhale) to 1 warm (exhale).
    """

    shown: float
    warmth: float


@dataclass(frozen=True, slots=True)
class Earlier:
    """The guide before its last change, from which the light eases to the present one.

    Parameters
    ----------
    guide : Guide
        As it was.
    until_s : float
        When it changed, on the session's clock.
    """

    guide: Guide
    until_s: float


def smooth(share: float) -> float:
    """Return a share from 0 to 1 that begins and ends without speed; beyond both ends it stays."""
    share = min(1.0, max(0.0, share))
    return share * share * (3.0 - 2.0 * share)


def pose(guide: Guide, now_s: float, *, behind_s: float = 0.0, earlier: Earlier | None = None) -> LightPose:
    """Return how the light is.

    Parameters
    ----------
    guide : Guide
        Now.
    now_s : float
        On the session's clock.
    behind_s : float, optional
        How far a layer of the light is behind.
    earlier : Earlier or None, optional
        From where the light still eases.
    """
    new = _pose_of(guide.at(now_s - behind_s))
    if earlier is None or not 0.0 <= now_s - earlier.until_s < EASE_S:  # A replay may go back.
        return new
    share, then_s = (now_s - earlier.until_s) / EASE_S, earlier.until_s - behind_s
    left, pushed = 1.0 - smooth(share), share * (1.0 - share) ** 2 * EASE_S
    old, start = _pose_of(earlier.guide.at(then_s)), _pose_of(guide.at(then_s))
    old_before = _pose_of(earlier.guide.at(then_s - _MOMENT_S))
    start_after = _pose_of(guide.at(then_s + _MOMENT_S))
    speed = (old.shown - old_before.shown - start_after.shown + start.shown) / _MOMENT_S
    shown = new.shown + left * (old.shown - start.shown) + pushed * speed
    warmth = new.warmth + left * (old.warmth - start.warmth)
    return LightPose(min(1.0, max(0.0, shown)), min(1.0, max(0.0, warmth)))


def glimmer(guide: Guide, now_s: float) -> tuple[float, float]:
    """Return the strength of the glimmer, 0 to 1, and the lung position that it lies at.

    It is brightest at the turn itself.
    """
    turns = guide.turns(now_s - GLIMMER_S, now_s + GLIMMER_S)
    if not turns:
        return 0.0, 0.0
    nearest = min(turns, key=lambda turn: abs(turn.time_s - now_s))
    strength = 1.0 - smooth(abs(nearest.time_s - now_s) / GLIMMER_S)
    return strength, shown_position(guide.at(nearest.time_s))


def words_strength(practised_s: float, left: float) -> float:
    """Return the opacity of the words that lead the breath.

    Parameters
    ----------
    practised_s : float
        How long the practice has lasted.
    left : float
        Opacity that they step back to.
    """
    return 1.0 - (1.0 - left) * smooth((practised_s - WORDS_STAY_S) / _WORDS_STEP_BACK_S)


def _pose_of(position: GuidePosition) -> LightPose:
    return LightPose(shown_position(position), _warmth(position))


def _warmth(position: GuidePosition) -> float:
    """Return the hue: it changes early in each stage and keeps through a hold."""
    lung_position = position.lung_position
    if position.stage is Stage.HOLD:
        return 0.0 if lung_position > 0.5 else 1.0
    is_inhale = position.stage is Stage.INHALE
    gone = math.acos(1.0 - 2.0 * (lung_position if is_inhale else 1.0 - lung_position)) / math.pi
    changed = smooth(gone / _TURNING)
    return 1.0 - changed if is_inhale else changed
