"""Figures that mean something else than usual are named, and no others."""

import numpy as np

import biofeedback
from tests.second_person import rhythms


def keys(rr_ms: np.ndarray) -> set[str]:
    return {one.key for one in biofeedback.analyze(rr_ms).quality.warnings}


def test_coarse_intervals_are_named() -> None:
    rr_ms = rhythms.sinus(65.0, 14.0, 60.0, 3, length_s=400.0).rr_ms
    assert "rhythm.coarse_intervals" not in keys(rr_ms)
    step_ms = 1000.0 / 128.0
    assert "rhythm.coarse_intervals" in keys(np.round(rr_ms / step_ms) * step_ms)


def test_slow_breathing_is_named() -> None:
    assert "breath.slow_recording" in keys(rhythms.sinus(65.0, 6.5, 260.0, 3, length_s=400.0).rr_ms)
    assert "breath.slow_recording" not in keys(rhythms.sinus(65.0, 15.0, 60.0, 3, length_s=400.0).rr_ms)
