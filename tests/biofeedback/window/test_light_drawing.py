"""The light: seen with half-closed eyes in both themes, and painted anew wherever it changed."""

from dataclasses import replace
from typing import Final

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QColor, QFontMetricsF, QImage, QPainter
from scipy.ndimage import gaussian_filter

from biofeedback.pacing.guide import Guide
from biofeedback.window.guide.caption import Caption
from biofeedback.window.guide.guide_scene import GuideLines, GuideScene
from biofeedback.window.guide.light_drawing import LightDrawing
from biofeedback.window.guide.light_room import LightRoom
from biofeedback.window.look.look import Look
from biofeedback.window.look.palette import DARK, LIGHT, Palette
from devices.breath_pattern import BreathPattern

SIZE: Final = QSize(900, 720)
WHOLE: Final = QRect(0, 0, SIZE.width(), SIZE.height())
GUIDE: Final = Guide(BreathPattern(5.0, 2.0), running=True)
EMPTY_S, FULL_S = 0.0, 4.0
HALF_CLOSED_PX: Final = 30.0
REACH: Final = 120

pytestmark = pytest.mark.usefixtures("application")


def scene(time_s: float, measured: float | None = None) -> GuideScene:
    position = GUIDE.at(time_s)
    lines = GuideLines(position.stage.value, "3", counts=True)
    return GuideScene(GUIDE, time_s, position, lines, measured, practised_s=time_s, progress=time_s / 60.0)


def new_image() -> QImage:
    image = QImage(SIZE, QImage.Format.Format_RGB32)
    image.fill(0xFF00FF)
    return image


def paint(drawing: LightDrawing, image: QImage, dirty: QRect, shown: GuideScene) -> None:
    painter = QPainter(image)
    painter.setClipRect(dirty)
    drawing.paint(painter, dirty, shown)
    painter.end()


def pixels(image: QImage) -> NDArray[np.float64]:
    data = np.frombuffer(image.constBits(), np.uint8).reshape(SIZE.height(), SIZE.width(), 4)
    return data[:, :, 2::-1].astype(float)


def luminance(rgb: NDArray[np.float64]) -> float:
    share = rgb / 255.0
    linear = np.where(share <= 0.04045, share / 12.92, ((share + 0.055) / 1.055) ** 2.4)
    return float(linear @ np.array([0.2126, 0.7152, 0.0722]))


def blurred_middle(palette: Palette, time_s: float) -> tuple[float, float]:
    """Return the luminance of the light's middle and of the ground, as half-closed eyes see them."""
    drawing, image = LightDrawing(Look(palette), SIZE, 1.0), new_image()
    paint(drawing, image, WHOLE, scene(time_s))
    shown, row, column = pixels(image), round(drawing.center.y()), SIZE.width() // 2
    near = shown[row - REACH : row + REACH + 1, column - REACH : column + REACH + 1]
    soft = gaussian_filter(near, (HALF_CLOSED_PX, HALF_CLOSED_PX, 0.0))
    return luminance(soft[REACH, REACH]), luminance(shown[20, 20])


def contrast(one: float, other: float) -> float:
    return (max(one, other) + 0.05) / (min(one, other) + 0.05)


@pytest.mark.parametrize("palette", [DARK, LIGHT], ids=["dark", "light"])
class TestHalfClosedEyes:
    @pytest.mark.parametrize("time_s", [EMPTY_S, 2.0, FULL_S, 6.0, 11.9])
    def test_the_light_stands_out(self, palette: Palette, time_s: float) -> None:
        assert contrast(*blurred_middle(palette, time_s)) >= 3.0

    def test_full_lungs_are_told_from_empty_ones(self, palette: Palette) -> None:
        full, empty = (blurred_middle(palette, time_s)[0] for time_s in (FULL_S, EMPTY_S))
        assert contrast(full, empty) >= 2.0
        assert (full > empty) == (palette is DARK)


def test_painting_what_changed_is_painting_all() -> None:
    drawing, partly = LightDrawing(Look(), SIZE, 1.0), new_image()
    before = scene(0.0)
    paint(drawing, partly, WHOLE, before)
    for step in range(1, 130):
        measured = 0.5 + 0.5 * np.sin(step / 7.0) if step % 40 > 10 else None
        now = replace(scene(0.1 * step, measured), faded=max(0.0, step / 30.0 - 4.0)).after(before)
        paint(drawing, partly, drawing.changed(before, now), now)
        before = now
        if step % 16 == 0:
            whole = new_image()
            paint(drawing, whole, WHOLE, now)
            assert np.array_equal(pixels(partly), pixels(whole)), f"at {0.1 * step:.1f} s"


def test_nothing_is_painted_while_nothing_moves() -> None:
    drawing = LightDrawing(Look(), SIZE, 1.0)
    still = Guide(BreathPattern())
    lines = GuideLines("Press Space", "", counts=False)
    one, other = (GuideScene(still, time_s, still.at(time_s), lines, None) for time_s in (1.0, 2.0))
    assert drawing.changed(one, other).isEmpty()


def columns_of(image: QImage, center: float) -> int:
    """Return the width of what is painted in the row through the light's middle, in pixels."""
    shown = pixels(image)
    row, ground = shown[round(center)], shown[2, 2]
    return int(np.count_nonzero(np.abs(row - ground).sum(axis=1) > 60.0))


def painted(drawing: LightDrawing, shown: GuideScene) -> QImage:
    image = new_image()
    paint(drawing, image, WHOLE, shown)
    return image


def test_a_light_that_may_not_move_brightens_and_keeps_its_size() -> None:
    drawing = LightDrawing(Look(reduces_motion=True), SIZE, 1.0)
    images = [painted(drawing, scene(time_s)) for time_s in (1.0, 2.0, 3.0)]
    widths = [columns_of(image, drawing.center.y()) for image in images]
    assert max(widths) < 1.06 * min(widths), "a brighter rim is seen a little further out"
    x, y = round(drawing.center.x()), round(drawing.center.y())
    levels = [luminance(pixels(image)[y, x]) for image in images]
    assert levels == sorted(levels)
    assert contrast(levels[0], levels[-1]) >= 1.5


def test_the_light_is_gone_four_seconds_after_the_end() -> None:
    drawing = LightDrawing(Look(), SIZE, 1.0)
    x, y = round(drawing.center.x()), round(drawing.center.y())
    shown = [replace(scene(FULL_S), faded=faded) for faded in (0.0, 0.3, 0.6, 0.9, 1.0)]
    levels = [luminance(pixels(painted(drawing, one))[y, x]) for one in shown]
    ground = luminance(pixels(painted(drawing, shown[0]))[20, 20])
    assert levels == sorted(levels, reverse=True)
    assert levels[-1] == pytest.approx(ground)


def test_the_halo_merges_with_the_rim_when_the_breath_is_in_step() -> None:
    drawing, amber = LightDrawing(Look(), SIZE, 1.0), QColor(DARK.breath)

    def amber_pixels(measured: float) -> int:
        shown = pixels(painted(drawing, scene(2.0, measured)))
        near = np.abs(shown - np.array([amber.red(), amber.green(), amber.blue()])).sum(axis=2) < 60.0
        return int(np.count_nonzero(near))

    in_step = GUIDE.at(2.0).lung_position
    assert amber_pixels(in_step - 0.4) > 200
    assert amber_pixels(in_step + 0.3) > 200
    assert amber_pixels(in_step) == 0


@pytest.mark.parametrize("size", [QSize(480, 380), QSize(1280, 608), QSize(1920, 500), QSize(800, 1100)])
@pytest.mark.parametrize("text_share", [1.0, 1.5, 2.0])
@pytest.mark.parametrize(
    "lines", [GuideLines("Breathe out", "8", counts=True), GuideLines("Paused", "Go on: Space", counts=False)]
)
def test_words_have_room_at_every_size(size: QSize, text_share: float, lines: GuideLines) -> None:
    room = LightRoom.of(size)
    first, second, beside = Caption(Look(text_share=text_share), room.words, room.words_size).arranged(lines)
    heights = [QFontMetricsF(one).height() for one in (first, second)]
    assert (max(heights) if beside else sum(heights)) <= room.words.height() + 2.0
    assert room.words.top() >= room.center.y() + room.arc
    assert room.words.bottom() <= size.height()
    smallest = Caption(Look(), room.words, room.words_size).arranged(lines)[0].pixelSize()
    assert first.pixelSize() >= (1.4 * smallest if lines.counts and text_share > 1.0 else smallest)


def test_the_arc_fills_once() -> None:
    drawing, before = LightDrawing(Look(), SIZE, 1.0), -1
    for progress in (0.0, 0.25, 0.5, 0.75, 1.0):
        shown = pixels(painted(drawing, replace(scene(0.0), progress=progress)))
        ink = QColor(DARK.quiet)
        arc = np.abs(shown - np.array([ink.red(), ink.green(), ink.blue()])).sum(axis=2) < 90.0
        count = int(np.count_nonzero(arc[: round(2.0 * drawing.center.y())]))
        assert count > before + 100
        before = count
