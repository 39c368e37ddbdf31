"""The light: seen with half-closed eyes in both themes, and painted anew wherever it changed."""

from typing import Final

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QImage, QPainter
from scipy.ndimage import gaussian_filter

from biofeedback.pacing.guide import Guide
from biofeedback.window.guide.guide_scene import GuideLines, GuideScene
from biofeedback.window.guide.light_drawing import LightDrawing
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
    return GuideScene(GUIDE, time_s, position, GuideLines(position.stage.value, "3", counts=True), measured)


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
    shown, row, column = pixels(image), round(0.45 * SIZE.height()), SIZE.width() // 2
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
        now = scene(0.1 * step, measured)
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
