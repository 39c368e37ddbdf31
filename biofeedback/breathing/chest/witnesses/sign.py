"""Which end of the axis is the full chest, from several witnesses combined as probabilities.

A wrong sign looks the same as a heart that lags by another half breath, so the heart alone can't decide for
everybody. Each witness gives log-odds, and these are added. If the witnesses contradict each other, no sign
is reported.
"""

import math
from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import Final, NamedTuple

from biofeedback.beats.beats import Beat
from biofeedback.breathing.chest.turning_points import TurningPoint
from biofeedback.breathing.chest.witnesses.breath_shape import FEWEST_SHAPES, ShapeEvidence, shape_evidence
from biofeedback.breathing.chest.witnesses.heart_phase import (
    ANYBODY,
    FEWEST_HEART_BREATHS,
    HeartEvidence,
    HeartPhase,
    heart_evidence,
)

_SURE: Final = 2.2
"""A sign is reported if the log-odds are at least this (9 to 1)."""

_MOST_BREATHS: Final = 30
_ENOUGH_SHAPES: Final = 6
"""With fewer shapes than this and few breaths of the heart, any contradiction leaves the sign open."""

_CONTRADICTS: Final = 1.2
"""No sign is reported if heart and shape contradict each other with at least these log-odds.

A heart that lags by half a breath gives the wrong sign with clear evidence, and only the shape shows it.
"""

_ENOUGH_HEART: Final = 9
"""The heart alone is enough with this many breaths, if the halves are too short to have a shape."""

SHAPE_CONFIDENCE: Final = 0.6
"""Highest confidence from the shape alone, because it uses the lengths that are to be measured."""

_CALIBRATED: Final = 6.0
_MOST_BY_GUIDE: Final = 1.5


class InhaleKnownBy(StrEnum):
    """The witness with the largest weight for which half of a breath is the inhale."""

    HEART = "heart"
    CALIBRATION = "calibration"
    SHAPE = "shape"
    GUIDE = "guide"


WEAK_WITNESSES: Final = (InhaleKnownBy.SHAPE, InhaleKnownBy.GUIDE)
"""These alone are too weak to judge how a person breathes."""


class SignEvidence(NamedTuple):
    """What is known of the sign.

    Parameters
    ----------
    sign : int or None
        1 if the chest is full at the high turning points, −1 if at the low ones; None if unsure.
    confidence : float
        0 to 1; at most 0.6 if the evidence is only from the shape of the breath or the guide.
    breaths : int
        Number of breaths used.
    known_by : InhaleKnownBy or None
        The witness with the largest weight.
    log_odds : float
        Natural logarithm of the odds that the chest is full at the high turning points.
    """

    sign: int | None
    confidence: float
    breaths: int
    known_by: InhaleKnownBy | None = None
    log_odds: float = 0.0


UNSURE: Final = SignEvidence(None, 0.0, 0)


def sign_from_sinus_arrhythmia(
    points: Sequence[TurningPoint], beats: Iterable[Beat], expected: HeartPhase = ANYBODY
) -> SignEvidence:
    """Find the sign of the breathing axis from respiratory sinus arrhythmia alone.

    Parameters
    ----------
    points : sequence of TurningPoint
        In order; the undisturbed ones among the last 30 breaths of the last segment count.
    beats : iterable of Beat
        In order, on the same clock.
    expected : HeartPhase, optional
        What is known of this person's heart.
    """
    heart = heart_evidence(_last(points), beats, expected)
    if heart.breaths < FEWEST_HEART_BREATHS:
        return SignEvidence(None, 0.0, heart.breaths)
    return _told(heart.log_odds, heart.breaths, InhaleKnownBy.HEART)


def sign_from_witnesses(
    points: Sequence[TurningPoint],
    beats: Iterable[Beat],
    *,
    expected: HeartPhase = ANYBODY,
    calibrated: int = 0,
    guided: float = 0.0,
) -> SignEvidence:
    """Find the sign of the breathing axis from all witnesses.

    Parameters
    ----------
    points : sequence of TurningPoint
        In order; the last 30 breaths of the last segment count.
    beats : iterable of Beat
        In order, on the same clock.
    expected : HeartPhase, optional
        What is known of this person's heart.
    calibrated : int, optional
        1 if the chest moved to the high end during the calibration inhales, −1 if it moved to the low end;
        0 without calibration.
    guided : float, optional
        Log-odds from how well the breath follows the guide; a weak witness.
    """
    used = _last(points)
    heart, shape = heart_evidence(used, beats, expected), shape_evidence(used)
    if not calibrated and shape.breaths < FEWEST_SHAPES and heart.breaths < _ENOUGH_HEART:
        # The heart alone may be off by half a breath, and the shape would show that.
        return SignEvidence(None, 0.0, heart.breaths)
    weights = {
        InhaleKnownBy.CALIBRATION: _CALIBRATED * calibrated,
        InhaleKnownBy.HEART: heart.log_odds,
        InhaleKnownBy.SHAPE: shape.log_odds,
        InhaleKnownBy.GUIDE: max(-_MOST_BY_GUIDE, min(_MOST_BY_GUIDE, guided)),
    }
    total = sum(weights.values())
    if not calibrated and expected.is_anybody and _is_contradicted(heart, shape):
        return SignEvidence(None, 0.0, heart.breaths)
    towards = {one: weight * math.copysign(1.0, total) for one, weight in weights.items()}
    # A witness with enough evidence of its own takes precedence over those from the usual form of breaths.
    alone = [one for one in (InhaleKnownBy.CALIBRATION, InhaleKnownBy.HEART) if towards[one] >= _SURE]
    strongest = alone[0] if alone else max(towards, key=lambda one: towards[one])
    return _told(total, max(heart.breaths, shape.breaths), strongest)


def _is_contradicted(heart: HeartEvidence, shape: ShapeEvidence) -> bool:
    """Whether the shape contradicts the heart; with few breaths, even a slight contradiction counts."""
    if abs(heart.log_odds) < _CONTRADICTS:
        return False
    few = shape.breaths < _ENOUGH_SHAPES and heart.breaths < _ENOUGH_HEART
    least = 0.0 if few else _CONTRADICTS
    return shape.log_odds * math.copysign(1.0, heart.log_odds) < -least


def _told(log_odds: float, breaths: int, known_by: InhaleKnownBy) -> SignEvidence:
    confidence = 1.0 / (1.0 + math.exp(-min(abs(log_odds), 50.0)))
    if known_by in WEAK_WITNESSES:
        confidence = min(confidence, SHAPE_CONFIDENCE)
    if abs(log_odds) < _SURE:
        return SignEvidence(None, confidence, breaths, None, log_odds)
    return SignEvidence(int(math.copysign(1, log_odds)), confidence, breaths, known_by, log_odds)


def _last(points: Sequence[TurningPoint]) -> list[TurningPoint]:
    segment = points[-1].segment if points else 0
    return [point for point in points if point.segment == segment][-2 * _MOST_BREATHS - 1 :]
