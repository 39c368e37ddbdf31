"""The guide as a wave that comes from the right: a ball marks the present, the coming breaths lie ahead."""

import math
from collections import deque
from typing import Final

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QLinearGradient, QPainter, QPainterPath, QPen, QPixmap, QPolygonF

from biofeedback.pacing.guide import Guide, Stage
from biofeedback.window.guide.guide_scene import GuideScene
from biofeedback.window.guide.words_drawing import WordsDrawing
from biofeedback.window.look.look import Look

_PAST_S: Final = 8.0
_AHEAD_S: Final = 20.0
_SPAN_S: Final = _PAST_S + _AHEAD_S
_STRIP_S: Final = 6.0
"""How far the strip extends beyond the visible span; it is repainted only once in this time."""

_STEP_S: Final = 0.1
_STILL_BALL: Final = 2.5
"""Size of a ball that brightens, as a multiple of one that moves."""

_END: Final = 0.09
"""Share of the width in which the wave fades in and out, at each end."""

_TOP: Final = 0.36
_BOTTOM: Final = 0.9
"""Where full and empty lungs lie, as shares of the height. The words have room above."""

_WORDS_SIZE: Final = 0.075
_COUNT_SIZE: Final = 0.09
_LINE_TOP: Final = 0.06
_LINE_HEIGHT: Final = 0.11
_FAINTEST: Final = 0.25
"""Opacity with empty lungs of a ball that must not move."""

_BALL: Final = 0.028
"""Sizes as shares of the height."""


class WaveDrawing:
    """Paints the wave at one size.

    Parameters
    ----------
    look : Look
        Colours.
    size : QSize
        Size of the widget in device-independent pixels.
    pixel_ratio : float
        Device pixels per device-independent pixel.
    """

    draws_breath = True

    def __init__(self, look: Look, size: QSize, pixel_ratio: float) -> None:
        self._palette, self._pixel_ratio, self._is_still = look.palette, pixel_ratio, look.reduces_motion
        self._rect = QRectF(0.0, 0.0, max(1, size.width()), max(1, size.height()))
        height = self._rect.height()
        self._pixels_per_s = self._rect.width() / _SPAN_S
        self._now_x = self._pixels_per_s * _PAST_S
        self._words = self._words_drawing(look)
        self._ball = height * _BALL
        self._breath_pen = QPen(QColor(self._palette.breath), max(2.5, height * 0.009))
        self._breath_pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        self._ends = self._paint_ends()
        self._breath: deque[tuple[float, float]] = deque()
        self._strip: QPixmap | None = None
        self._strip_of: tuple[Guide, float] | None = None

    def changed(self, before: GuideScene, now: GuideScene) -> QRect:
        """Return the whole widget while the guide runs, because everything moves."""
        if not now.guide.running and (before.guide, before.fading_words, before.measured) == (
            now.guide,
            now.fading_words,
            now.measured,
        ):
            return QRect()
        if self._is_still and (before.position.lung_position, before.fading_words, before.measured) == (
            now.position.lung_position,
            now.fading_words,
            now.measured,
        ):
            return QRect()
        return self._rect.toAlignedRect()

    def paint(self, painter: QPainter, dirty: QRect, scene: GuideScene) -> None:
        """Paint the wave within the rectangle that needs it."""
        self._remember(scene)
        painter.fillRect(dirty, QColor(self._palette.window))
        self._paint_strip(painter, scene)
        painter.drawPixmap(0, 0, self._ends)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(self._breath_pen)
        self._paint_breath(painter, scene.now_s - self._since_drawn_s(scene))
        self._paint_ball(painter, scene.position.lung_position)
        self._words.paint(painter, scene)

    def _paint_ball(self, painter: QPainter, lung_position: float) -> None:
        """Paint the ball that rises with the breath; if nothing may move, it brightens instead."""
        painter.setPen(QPen(QColor(self._palette.guide), max(2.0, self._ball * 0.25)))
        size, place = self._ball, QPointF(self._now_x, self._y(lung_position))
        if self._is_still:
            size, place = _STILL_BALL * self._ball, QPointF(self._now_x, self._y(0.5))
            painter.setBrush(QColor(self._palette.window))
            painter.drawEllipse(place, size, size)
            painter.setOpacity(_FAINTEST + (1.0 - _FAINTEST) * lung_position)
        painter.setBrush(QColor(self._palette.guide if self._is_still else self._palette.guide_high))
        painter.drawEllipse(place, size, size)
        painter.setOpacity(1.0)

    def _since_drawn_s(self, scene: GuideScene) -> float:
        """Return how long a wave that must not move has stood still: since its breath began."""
        if not (self._is_still and scene.guide.running):
            return 0.0
        pattern, position = scene.guide.pattern, scene.position
        ends_s = {
            Stage.INHALE: pattern.inhale_s,
            Stage.HOLD: pattern.inhale_s + pattern.hold_full_s,
            Stage.EXHALE: pattern.period_s - pattern.hold_empty_s,
        }
        is_last = position.stage is Stage.HOLD and position.lung_position < 0.5
        return (pattern.period_s if is_last else ends_s[position.stage]) - position.remaining_s

    def _paint_strip(self, painter: QPainter, scene: GuideScene) -> None:
        # A curve of this length stroked in each frame would cost three times as much.
        start_s = scene.now_s - self._since_drawn_s(scene) - _PAST_S
        start_s = round(start_s, 2) if self._is_still else start_s
        strip, strip_start_s = self._strip_for(scene.guide, start_s)
        x = (start_s - strip_start_s) * self._pixels_per_s if scene.guide.running else 0.0
        ratio = self._pixel_ratio
        source = QRectF(round(x * ratio), 0.0, self._rect.width() * ratio, self._rect.height() * ratio)
        painter.drawPixmap(self._rect, strip, source)

    def _strip_for(self, guide: Guide, start_s: float) -> tuple[QPixmap, float]:
        if self._strip is not None and self._strip_of is not None:
            of, strip_start_s = self._strip_of
            if of == guide and (not guide.running or strip_start_s <= start_s <= strip_start_s + _STRIP_S):
                return self._strip, strip_start_s
        self._strip, self._strip_of = self._paint_wave(guide, start_s), (guide, start_s)
        return self._strip, start_s

    def _paint_wave(self, guide: Guide, start_s: float) -> QPixmap:
        width = self._rect.width() + _STRIP_S * self._pixels_per_s
        ratio = self._pixel_ratio
        strip = QPixmap(math.ceil(width * ratio), math.ceil(self._rect.height() * ratio))
        strip.setDevicePixelRatio(ratio)
        strip.fill(QColor(self._palette.window))
        count = math.ceil((_SPAN_S + _STRIP_S) / _STEP_S) + 1
        curve = QPolygonF()
        for since_s in (k * _STEP_S for k in range(count)):
            y = self._y(_lung_position(guide, start_s + since_s))
            curve.append(QPointF(since_s * self._pixels_per_s, y))
        body = QPainterPath()
        body.addPolygon(curve)
        body.lineTo(curve.last().x(), self._y(0.0) + self._ball)
        body.lineTo(0.0, self._y(0.0) + self._ball)
        painter = QPainter(strip)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillPath(body, QColor(self._palette.guide_past))
        painter.setPen(QPen(QColor(self._palette.guide), max(2.0, self._ball * 0.2)))
        painter.drawPolyline(curve)
        painter.end()
        return strip

    def _paint_ends(self) -> QPixmap:
        """Return the overlay that fades the wave in and out at both ends."""
        picture = QPixmap(self._rect.size().toSize() * self._pixel_ratio)
        picture.setDevicePixelRatio(self._pixel_ratio)
        picture.fill(Qt.GlobalColor.transparent)
        clear = QColor(self._palette.window)
        clear.setAlphaF(0.0)
        gradient = QLinearGradient(0.0, 0.0, self._rect.width(), 0.0)
        for place in (_END, 1.0 - _END):
            gradient.setColorAt(place, clear)
        for place in (0.0, 1.0):
            gradient.setColorAt(place, QColor(self._palette.window))
        painter = QPainter(picture)
        painter.fillRect(self._rect, gradient)
        painter.end()
        return picture

    def _remember(self, scene: GuideScene) -> None:
        while self._breath and self._breath[0][0] < scene.now_s - _PAST_S:
            self._breath.popleft()
        if scene.measured is None or not scene.guide.running:
            return
        if not self._breath or scene.now_s - self._breath[-1][0] >= _STEP_S:
            self._breath.append((scene.now_s, scene.measured))

    def _paint_breath(self, painter: QPainter, now_s: float) -> None:
        dots = [
            QPointF(self._now_x + (time_s - now_s) * self._pixels_per_s, self._y(measured))
            for time_s, measured in self._breath
        ]
        painter.drawPoints(QPolygonF(dots))

    def _words_drawing(self, look: Look) -> WordsDrawing:
        height = self._rect.height()
        line = QRectF(0.0, height * _LINE_TOP, self._rect.width(), height * _LINE_HEIGHT)
        return WordsDrawing(
            look,
            line,
            line.translated(0.0, line.height()),
            words=height * _WORDS_SIZE,
            count=height * _COUNT_SIZE,
            sentence=height * _WORDS_SIZE,
        )

    def _y(self, lung_position: float) -> float:
        return self._rect.height() * (_BOTTOM - (_BOTTOM - _TOP) * lung_position)


def _lung_position(guide: Guide, time_s: float) -> float:
    # The guide does not know times before its last change. They show the pattern as if it had run earlier.
    period_s = guide.pattern.period_s
    while guide.running and time_s < guide.anchor_s:
        time_s += period_s
    return guide.at(time_s).lung_position
