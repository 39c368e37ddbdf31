"""The light moves like a breath: nothing about it jumps, in value or in speed, whatever the guide does."""

from collections.abc import Callable
from itertools import pairwise
from typing import Final

import numpy as np
import pytest
from PySide6.QtCore import QSize

from biofeedback.pacing.guide import Guide
from biofeedback.window.guide.guide_scene import GuideLines, GuideScene
from biofeedback.window.guide.light_drawing import LightDrawing
from biofeedback.window.guide.motion import (
    CROSS_FADE_S,
    EASE_S,
    GLIMMER_S,
    WORDS_STAY_S,
    Earlier,
    glimmer,
    pose,
    smooth,
    words_strength,
)
from biofeedback.window.look.look import Look
from biofeedback.window.look.palette import DARK, LIGHT, Palette
from devices.breath_pattern import BreathPattern
from devices.events import GuideBegin

pytestmark = pytest.mark.usefixtures("application")
STEP_S: Final = 0.004
MOST_SPEED: Final = 6.0
MOST_BEND: Final = 22.0
"""Of a lung position: per second, and per second and second. At these steps a jump in value by 0.03 has a
speed of 7.5, and a jump in speed by 0.1 a bend of 25."""

PATTERNS = [
    BreathPattern(5.0, 2.0),
    BreathPattern(10.0, 1.0),
    BreathPattern(3.0, 3.0),
    BreathPattern(4.0, 1.5, 1.0, 2.0),
]


def assert_smooth(value: Callable[[float], float], from_s: float, until_s: float) -> None:
    values = np.array([value(float(time_s)) for time_s in np.arange(from_s, until_s, STEP_S)])
    speed = np.diff(values) / STEP_S
    assert np.abs(speed).max() < MOST_SPEED
    assert np.abs(np.diff(speed) / STEP_S).max() < MOST_BEND


@pytest.mark.parametrize("pattern", PATTERNS)
def test_a_breath_is_smooth_in_value_and_speed(pattern: BreathPattern) -> None:
    guide = Guide(pattern, running=True)
    until_s = 1.1 * pattern.period_s
    assert_smooth(lambda time_s: pose(guide, time_s, behind_s=0.24).shown, 0.0, until_s)
    assert_smooth(lambda time_s: pose(guide, time_s).warmth, 0.0, until_s)
    assert_smooth(lambda time_s: glimmer(guide, time_s)[0] * 0.5, GLIMMER_S, until_s)


@pytest.mark.parametrize("palette", [DARK, LIGHT], ids=["dark", "light"])
def test_size_and_brightness_are_smooth(palette: Palette) -> None:
    drawing, guide = (
        LightDrawing(Look(palette), QSize(900, 720), 1.0),
        Guide(BreathPattern(5.0, 2.0), running=True),
    )
    full = drawing.radius(1.0)
    assert_smooth(lambda time_s: drawing.radius(pose(guide, time_s).shown) / full, 0.0, 13.0)

    def brightness(time_s: float) -> float:
        color = drawing.color(pose(guide, time_s))
        return 0.2126 * color.redF() + 0.7152 * color.greenF() + 0.0722 * color.blueF()

    # A colour has 16 bits, so its steps are seen over 10 ms.
    values = np.array([brightness(float(time_s)) for time_s in np.arange(0.0, 13.0, 0.01)])
    speed = np.diff(values) / 0.01
    assert np.abs(speed).max() < 0.5
    assert np.abs(np.diff(speed)).max() < 0.03


@pytest.mark.parametrize(
    ("paused_s", "begin"), [(0.0, GuideBegin.LET_OUT), (2.5, GuideBegin.INHALE), (9.0, GuideBegin.INHALE)]
)
def test_where_the_guide_begins_elsewhere_the_light_eases_to_it(paused_s: float, begin: GuideBegin) -> None:
    pattern = BreathPattern(5.0, 2.0)
    standing = Guide(pattern, running=True).changed(paused_s, pattern, running=False)
    begun_s = paused_s + 5.0
    guide = standing.changed(begun_s, pattern, running=True, begin=begin)
    earlier = Earlier(standing, begun_s)

    def shown(time_s: float) -> float:
        now = standing if time_s < begun_s else guide
        return pose(now, time_s, earlier=earlier if time_s >= begun_s else None).shown

    assert_smooth(shown, begun_s - 1.0, begun_s + 2.0 * EASE_S)
    assert pose(guide, begun_s + EASE_S, earlier=earlier) == pose(guide, begun_s + EASE_S)
    back = pose(guide, begun_s - 1.0, earlier=earlier)
    assert back == pose(guide, begun_s - 1.0), "a replay goes back"


def test_each_turn_is_announced_before_it_comes() -> None:
    guide = Guide(BreathPattern(5.0, 2.0), running=True)
    for turn_s, place in ((4.0, 1.0), (12.0, 0.0)):
        times_s = np.linspace(turn_s - GLIMMER_S, turn_s, 41)
        strengths = [glimmer(guide, float(time_s))[0] for time_s in times_s]
        assert strengths == sorted(strengths)
        assert strengths[0] == pytest.approx(0.0, abs=1e-6)
        assert strengths[-1] == pytest.approx(1.0)
        assert glimmer(guide, turn_s)[1] == pytest.approx(place)
    assert glimmer(guide, 8.0) == (0.0, 0.0)


def test_words_step_back_after_the_first_minute() -> None:
    assert words_strength(WORDS_STAY_S, 0.4) == 1.0
    assert words_strength(WORDS_STAY_S + 10.0, 0.4) == pytest.approx(0.4)
    assert_smooth(lambda time_s: words_strength(time_s, 0.4), 50.0, 70.0)


def test_words_cross_fade_at_each_turn_and_not_with_each_second() -> None:
    guide = Guide(BreathPattern(5.0, 2.0), running=True)

    def scene(time_s: float, word: str, count: str) -> GuideScene:
        return GuideScene(guide, time_s, guide.at(time_s), GuideLines(word, count, counts=True))

    first = scene(3.0, "Breathe in", "1")
    counted = scene(3.5, "Breathe in", "0").after(first)
    assert counted.fading_words == ((counted.words, 1.0),)
    turned = scene(4.0, "Breathe out", "8").after(counted)
    half = scene(4.0 + CROSS_FADE_S / 2.0, "Breathe out", "8").after(turned)
    gone = scene(4.0 + CROSS_FADE_S, "Breathe out", "8").after(half)
    assert turned.fading_words == ((counted.words, 1.0), (turned.words, 0.0))
    assert half.fading_words == ((counted.words, 0.5), (half.words, 0.5))
    assert gone.fading_words == ((gone.words, 1.0),)


def test_smooth_begins_and_ends_at_rest() -> None:
    values = [smooth(k / 100.0) for k in range(-10, 111)]
    assert values == sorted(values)
    assert (values[0], values[-1]) == (0.0, 1.0)
    assert max(later - one for one, later in pairwise(values)) < 0.016
