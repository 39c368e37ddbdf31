"""What is painted and heard of the guide: continuous in place and speed, with a soft end of the exhale."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from biofeedback.pacing.guide import Guide, Stage
from biofeedback.pacing.shown_curve import QUICKEST, shown_position
from devices.breath_pattern import BreathPattern

STEP_S = 0.005


def curve(pattern: BreathPattern, until_s: float) -> np.ndarray:
    guide = Guide(pattern, running=True)
    return np.array([shown_position(guide.at(time_s)) for time_s in np.arange(0.0, until_s, STEP_S)])


@settings(max_examples=30)
@given(
    st.builds(BreathPattern, st.floats(3.0, 10.0), st.floats(0.5, 4.0), st.sampled_from([0.0, 1.0])),
)
def test_place_and_speed_never_jump(pattern: BreathPattern) -> None:
    shown = curve(pattern, 1.2 * pattern.period_s)
    shortest_s = min(pattern.inhale_s, pattern.exhale_s)
    speed = np.diff(shown) / STEP_S
    assert np.all((shown >= 0.0) & (shown <= 1.0))
    assert np.max(np.abs(speed)) < 2.2 / shortest_s
    assert np.max(np.abs(np.diff(speed))) / STEP_S < 25.0 / shortest_s**2


def test_the_exhale_is_quickest_early_and_ends_slowly() -> None:
    pattern = BreathPattern(5.0, 2.0)
    exhale = curve(pattern, pattern.period_s)[round(pattern.inhale_s / STEP_S) :]
    quickest_s = STEP_S * float(np.argmin(np.diff(exhale)))
    assert quickest_s == pytest.approx(QUICKEST * pattern.exhale_s, abs=0.02)
    assert exhale[exhale.size // 2] < 0.35
    assert np.all(np.diff(exhale) <= 0.0)


def test_the_inhale_and_holds_are_those_of_the_guide() -> None:
    guide = Guide(BreathPattern(5.0, 2.0, 1.0, 1.0), running=True)
    for time_s in np.arange(0.0, 12.0, 0.1):
        position = guide.at(time_s)
        if position.stage is not Stage.EXHALE:
            assert shown_position(position) == position.lung_position
