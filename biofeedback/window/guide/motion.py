"""How the light moves: its size and hue, how it eases after a jump, and what fades in and out. No Qt.

Each is a function of time without a jump in value or speed. A late frame is therefore still correct.
"""

import math
from dataclasses import dataclass
from typing import Final

from biofeedback.pacing.guide import Guide, GuidePosition, Stage
from biofeedback.pacing.shown_curve import shown_position

GLIMMER_S: Final = 0.4
"""How long before a turn the glimmer begins, and how long after the turn it ends, in seconds."""

EASE_S: Final = 0.6
"""How long the light takes to ease to a guide that starts or resumes, because the guide may jump."""

_MOMENT_S: Final = 0.001
"""Time step over which a speed is calculated."""

CROSS_FADE_S: Final = 0.25
"""How long the old words fade out while the new ones fade in."""

WORDS_STAY_S: Final = 60.0
_WORDS_STEP_BACK_S: Final = 4.0
"""The words stay for the first minute of practice and then become fainter; both times are in seconds."""

END_FADE_S: Final = 4.0
"""How long the light fades at the end of a practice."""

_TURNING: Final = 0.35
"""Share of a stage in which the hue changes."""


@dataclass(frozen=True, slots=True)
class LightPose:
    """The state of the light at one moment.

    Parameters
    ----------
    shown : float
        Lung position as painted, 0 (empty) to 1 (full).
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
        Guide before the change.
    until_s : float
        When it changed, on the session's clock.
    """

    guide: Guide
    until_s: float


def smooth(share: float) -> float:
    """Return a smooth step from 0 to 1 with zero slope at both ends; it stays constant beyond them."""
    share = min(1.0, max(0.0, share))
    return share * share * (3.0 - 2.0 * share)


def pose(guide: Guide, now_s: float, *, behind_s: float = 0.0, earlier: Earlier | None = None) -> LightPose:
    """Return the state of the light.

    Parameters
    ----------
    guide : Guide
        Present guide.
    now_s : float
        Present time on the session's clock.
    behind_s : float, optional
        Delay of a layer of the light, in seconds.
    earlier : Earlier or None, optional
        Guide from which the light still eases.
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
    """Return the strength of the glimmer, 0 to 1, and the lung position where it lies.

    The glimmer is brightest at the turn.
    """
    turns = guide.turns(now_s - GLIMMER_S, now_s + GLIMMER_S)
    if not turns:
        return 0.0, 0.0
    nearest = min(turns, key=lambda turn: abs(turn.time_s - now_s))
    strength = 1.0 - smooth(abs(nearest.time_s - now_s) / GLIMMER_S)
    return strength, shown_position(guide.at(nearest.time_s))


def words_strength(practised_s: float, left: float) -> float:
    """Return the opacity of the breathing instructions.

    Parameters
    ----------
    practised_s : float
        How long the practice has lasted.
    left : float
        Opacity that remains after the first minute.
    """
    return 1.0 - (1.0 - left) * smooth((practised_s - WORDS_STAY_S) / _WORDS_STEP_BACK_S)


def _pose_of(position: GuidePosition) -> LightPose:
    return LightPose(shown_position(position), _warmth(position))


def _warmth(position: GuidePosition) -> float:
    """Return the hue: it changes early in each stage and stays the same during a hold."""
    lung_position = position.lung_position
    if position.stage is Stage.HOLD:
        return 0.0 if lung_position > 0.5 else 1.0
    is_inhale = position.stage is Stage.INHALE
    gone = math.acos(1.0 - 2.0 * (lung_position if is_inhale else 1.0 - lung_position)) / math.pi
    changed = smooth(gone / _TURNING)
    return 1.0 - changed if is_inhale else changed
