"""The guide as a light that grows and brightens with the breath; the measured breath is a halo around it."""

import math
from functools import cache
from typing import Final

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap, QRadialGradient

from biofeedback.pacing.guide import Guide, GuidePosition, Stage
from biofeedback.pacing.shown_curve import shown_position
from biofeedback.window.guide.guide_scene import GuideScene
from biofeedback.window.guide.words_drawing import WordsDrawing
from biofeedback.window.look.lightness import lab_color
from biofeedback.window.look.look import Look

SMALLEST: Final = 0.42
"""Radius with empty lungs, as a share of that with full lungs."""

_VEILS: Final = ((0.24, 1.16, 0.16), (0.12, 1.08, 0.28))
"""Translucent layers behind the light: how far each is behind in seconds, its size and its strength."""

_LIGHTNESS: Final = {True: (46.0, 80.0), False: (54.0, 28.0)}
"""L* with empty and with full lungs, on a dark and on a light ground: at least 3:1 against the ground."""

_COOL: Final = (-9.0, -24.0)
_WARM: Final = {True: (22.0, 20.0), False: (30.0, 8.0)}
"""a* and b* while breathing in and out. Lightness and size carry the meaning, the hue only follows."""

_TURNING: Final = 0.35
"""Share of a stage in which the hue changes."""

_LEVELS: Final = 32
_HUES: Final = 8
_PICTURE: Final = 192
"""Prepared pictures: how many by lightness and by hue, and their size in pixels. They hold soft light, so
they can be drawn larger without loss."""

_CENTER: Final = 0.45
_RADIUS: Final = 0.37
_WORDS_TOP: Final = 0.865
_WORDS_HEIGHT: Final = 0.07
_COUNT_HEIGHT: Final = 0.05
_WORDS_SIZE: Final = 0.055
_COUNT_SIZE: Final = 0.042
"""As shares of the smaller side (sizes) or the height (places)."""

_GLIMMER_S: Final = 0.4
"""How long before a turn a glimmer announces it."""


class LightDrawing:
    """Paints the light at one size.

    Parameters
    ----------
    look : Look
        Colours; the light's size follows from the widget's.
    size : QSize
        Of the widget, in device-independent pixels.
    pixel_ratio : float
        Nothing is prepared here that depends on it.
    """

    draws_breath = True

    def __init__(self, look: Look, size: QSize, pixel_ratio: float) -> None:  # noqa: ARG002
        self._ground = QColor(look.palette.window)
        self._is_dark = self._ground.lightnessF() < 0.5
        side = float(min(size.width(), size.height()))
        self._center = QPointF(size.width() / 2.0, size.height() * _CENTER)
        self._largest = max(1.0, side * _RADIUS)
        self._words = self._words_drawing(look, size)
        self._words_place = QRect(
            0, int(size.height() * _WORDS_TOP), size.width(), math.ceil(size.height() * (1.0 - _WORDS_TOP))
        )
        self._halo = QPen(QColor(look.palette.breath), max(1.5, self._largest * 0.008))
        self._glimmer = QPen(QColor(look.palette.guide), max(1.5, self._largest * 0.006))

    def changed(self, before: GuideScene, now: GuideScene) -> QRect:
        """Return the square of the light and its halo, and the words where they have changed."""
        dirty = QRect()
        moved = (before.position, before.measured) != (now.position, now.measured)
        if moved or now.guide.running:
            dirty = self._square(before).united(self._square(now))
        if before.words != now.words:
            dirty = dirty.united(self._words_place)
        return dirty

    def radius(self, shown: float) -> float:
        """Of the light, in pixels.

        Parameters
        ----------
        shown : float
            Lung position, 0 to 1.
        """
        return self._largest * (SMALLEST + (1.0 - SMALLEST) * shown)

    def paint(self, painter: QPainter, dirty: QRect, scene: GuideScene) -> None:
        """Paint the light within the rectangle that needs it."""
        painter.fillRect(dirty, self._ground)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        for behind_s, share, strength in _VEILS:
            self._paint_layer(painter, _behind(scene, behind_s), share, strength)
        self._paint_layer(painter, scene.position, 1.0, 1.0)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        self._paint_glimmer(painter, scene)
        if scene.measured is not None:
            painter.setPen(self._halo)
            reach = self.radius(scene.measured) * 1.02
            painter.drawEllipse(self._center, reach, reach)
        self._words.paint(painter, scene.words)

    def color(self, position: GuidePosition) -> QColor:
        """Return the colour of the light's middle."""
        level, hue = self._tint(position)
        return _color(is_dark=self._is_dark, level=level, hue=hue)

    def _paint_layer(self, painter: QPainter, position: GuidePosition, share: float, strength: float) -> None:
        level, hue = self._tint(position)
        reach = self.radius(shown_position(position)) * share
        place = QRectF(self._center.x() - reach, self._center.y() - reach, 2.0 * reach, 2.0 * reach)
        painter.setOpacity(strength)
        picture = _picture(is_dark=self._is_dark, level=level, hue=hue)
        painter.drawPixmap(place, picture, QRectF(picture.rect()))
        painter.setOpacity(1.0)

    def _paint_glimmer(self, painter: QPainter, scene: GuideScene) -> None:
        """Brighten the size that the light is about to reach, just before it turns."""
        stage, left_s = scene.position.stage, scene.position.remaining_s
        if not scene.guide.running or stage is Stage.HOLD or left_s > _GLIMMER_S:
            return
        painter.setOpacity(1.0 - left_s / _GLIMMER_S)
        painter.setPen(self._glimmer)
        reach = self.radius(1.0 if stage is Stage.INHALE else 0.0) * 1.05
        painter.drawEllipse(self._center, reach, reach)
        painter.setOpacity(1.0)

    def _tint(self, position: GuidePosition) -> tuple[int, int]:
        level = round((_LEVELS - 1) * shown_position(position))
        return level, round((_HUES - 1) * _warmth(position))

    def _square(self, scene: GuideScene) -> QRect:
        largest = max(
            shown_position(scene.position), scene.measured or 0.0, shown_position(_behind(scene, 0.24))
        )
        reach = self.radius(largest) * 1.2 + 4.0
        if scene.position.stage is Stage.INHALE and scene.position.remaining_s < 2.0 * _GLIMMER_S:
            reach = self.radius(1.0) * 1.2 + 4.0
        square = QRectF(self._center.x() - reach, self._center.y() - reach, 2.0 * reach, 2.0 * reach)
        return square.toAlignedRect()

    def _words_drawing(self, look: Look, size: QSize) -> WordsDrawing:
        side, height = float(min(size.width(), size.height())), float(size.height())
        first = QRectF(0.0, height * _WORDS_TOP, size.width(), height * _WORDS_HEIGHT)
        second = QRectF(0.0, first.bottom(), size.width(), height * _COUNT_HEIGHT)
        return WordsDrawing(
            look,
            first,
            second,
            words=side * _WORDS_SIZE,
            count=side * _COUNT_SIZE,
            sentence=side * _COUNT_SIZE,
            room=size.width() * 0.96,
        )


def _behind(scene: GuideScene, behind_s: float) -> GuidePosition:
    """Return where the guide was a moment ago; where it is while it stands."""
    guide: Guide = scene.guide
    if not guide.running or scene.now_s - behind_s < guide.anchor_s:
        return scene.position
    return guide.at(scene.now_s - behind_s)


def _warmth(position: GuidePosition) -> float:
    """Return the hue, 0 cool to 1 warm: it changes early in each stage and keeps through a hold."""
    lung_position = position.lung_position
    if position.stage is Stage.HOLD:
        return 0.0 if lung_position > 0.5 else 1.0
    is_inhale = position.stage is Stage.INHALE
    gone = math.acos(1.0 - 2.0 * (lung_position if is_inhale else 1.0 - lung_position)) / math.pi
    share = min(1.0, gone / _TURNING)
    smooth = share * share * (3.0 - 2.0 * share)
    return 1.0 - smooth if is_inhale else smooth


def _color(*, is_dark: bool, level: int, hue: int) -> QColor:
    empty, full = _LIGHTNESS[is_dark]
    lightness = empty + (full - empty) * level / (_LEVELS - 1)
    warm = hue / (_HUES - 1)
    a, b = (cool + (other - cool) * warm for cool, other in zip(_COOL, _WARM[is_dark], strict=True))
    return lab_color(lightness, a, b)


@cache
def _picture(*, is_dark: bool, level: int, hue: int) -> QPixmap:
    """Return the light of one lightness and hue: an even body with a soft rim."""
    picture = QPixmap(_PICTURE, _PICTURE)
    picture.fill(Qt.GlobalColor.transparent)
    middle = _PICTURE / 2.0
    gradient = QRadialGradient(QPointF(middle, middle), middle)
    color = _color(is_dark=is_dark, level=level, hue=hue)
    core = color.lighter(108)
    for place, alpha in ((0.0, 1.0), (0.55, 1.0), (0.8, 0.92), (0.92, 0.55), (1.0, 0.0)):
        stop = QColor(core if place == 0.0 else color)
        stop.setAlphaF(alpha)
        gradient.setColorAt(place, stop)
    painter = QPainter(picture)
    painter.fillRect(0, 0, _PICTURE, _PICTURE, gradient)
    painter.end()
    return picture
