"""The guide as a light that grows and brightens with the breath; the measured breath is a halo around it."""

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QRadialGradient

from biofeedback.pacing.guide import GuidePosition, Stage
from biofeedback.pacing.shown_curve import shown_position
from biofeedback.window.guide.caption import Caption
from biofeedback.window.guide.guide_scene import GuideLines, GuideScene
from biofeedback.window.guide.light_room import LightRoom
from biofeedback.window.guide.motion import LightPose, glimmer, pose, smooth, words_strength
from biofeedback.window.guide.session_arc import SessionArc
from biofeedback.window.look.lightness import lab_color
from biofeedback.window.look.look import Look

SMALLEST: Final = 0.42
"""Radius with empty lungs, as a share of the radius with full lungs."""

_STILL: Final = 0.8
"""Radius of a light that does not move, as a share of the largest: only its brightness shows the breath."""

_VEILS: Final = ((0.24, 1.16, 0.16), (0.12, 1.08, 0.28))
"""Translucent layers behind the light: the delay of each in seconds, its relative size and its opacity."""

_LIGHTNESS: Final = {True: (46.0, 80.0), False: (54.0, 28.0)}
"""L* with empty and with full lungs, on a dark and on a light background: the contrast is at least 3:1."""

_CORE: Final = ((0.0, 10.0), (0.3, 6.0), (0.6, 0.0))
"""How much lighter the light is towards its middle: share of its radius, and difference in L*."""

_COOL: Final = {True: (-9.0, -24.0), False: (0.0, -24.0)}
_WARM: Final = {True: (22.0, 20.0), False: (30.0, 8.0)}
"""a* and b* while breathing in and out. Lightness and size show the breath; the hue only supports them."""

_RIM: Final = ((0.72, 0.98), (0.82, 0.88), (0.89, 0.62), (0.95, 0.26), (1.0, 0.0))
"""How the light fades at its edge: share of its radius, and opacity."""

_IN_STEP: Final = 0.13
"""Difference of lung positions below which the halo begins to merge with the rim."""

_HALO: Final = 0.93
"""Radius of the halo when in step, as a share of the light's radius: it lies within the soft rim."""

_MERGED_GLOW: Final = 0.22
"""How much the opacity of the outermost layer increases when the breath is in step."""

_MERGED: Final = 0.35
_MERGED_LIGHTER: Final = {True: 7.0, False: -7.0}
"""Opacity of the halo when it has merged with the rim, and how much lighter than the light it is then, in
L*, on a dark and on a light background."""

_BED: Final = (2.8, 0.75)
"""A band under the halo while it is out of step, so that the halo is visible on the light and beside it.
The values are its width as a multiple of the halo's width, and its opacity."""

_WORDS_LEFT: Final = {True: 0.4, False: 0.5}
"""Opacity of the words after the first minute, on a dark and on a light background: contrast at least 3:1."""

_GLIMMER_AT: Final = 1.05
_GLIMMER_STRENGTH: Final = 0.7


@dataclass(frozen=True, slots=True)
class _Ring:
    """A thin circle of the light: the halo or the glimmer."""

    radius: float
    color: QColor
    width: float
    opacity: float


@dataclass(frozen=True, slots=True)
class _Picture:
    """Everything that is painted of the light at one moment, with the outermost layer first."""

    layers: tuple[tuple[float, LightPose, float], ...]
    rings: tuple[_Ring, ...]
    opacity: float

    @property
    def reach(self) -> float:
        """How far the light reaches from its middle, in pixels."""
        layers = [radius for radius, _, _ in self.layers]
        return max([*layers, *(ring.radius + ring.width for ring in self.rings)])


class LightDrawing:
    """Paints the light at one size.

    Parameters
    ----------
    look : Look
        Colours, text size, and whether the light may move. The light's size depends on the widget's size.
    size : QSize
        Size of the widget in device-independent pixels.
    pixel_ratio : float
        Device pixels per device-independent pixel.
    """

    draws_breath = True

    def __init__(self, look: Look, size: QSize, pixel_ratio: float) -> None:
        self._ground = QColor(look.palette.window)
        self._is_dark = self._ground.lightnessF() < 0.5
        self._is_still, self._steps_back = look.reduces_motion, look.text_share <= 1.0
        room = LightRoom.of(size)
        self.center, self._largest, self._words_place = room.center, room.largest, room.words.toAlignedRect()
        self._caption = Caption(look, room.words, room.words_size)
        self._arc = SessionArc(look, size, pixel_ratio, room)
        self._halo, self._glimmer = QColor(look.palette.breath), QColor(look.palette.text)
        self._thin = max(1.5, self._largest * 0.007)
        self._pictures: list[tuple[GuideScene, _Picture]] = []

    def changed(self, before: GuideScene, now: GuideScene) -> QRect:
        """Return the rectangle to repaint: the light, the words and the arc, if they have changed."""
        dirty = self._arc.changed(now.progress)
        old, new = self._picture(before), self._picture(now)
        if old != new:
            reach = max(old.reach, new.reach) + 2.0
            square = QRectF(self.center.x() - reach, self.center.y() - reach, 2.0 * reach, 2.0 * reach)
            dirty = dirty.united(square.toAlignedRect())
        if self._words(before) != self._words(now):
            dirty = dirty.united(self._words_place)
        return dirty

    def radius(self, shown: float) -> float:
        """Return the radius of the light in pixels.

        Parameters
        ----------
        shown : float
            Lung position as shown, 0 to 1.
        """
        return self._largest * (_STILL if self._is_still else SMALLEST + (1.0 - SMALLEST) * shown)

    def paint(self, painter: QPainter, dirty: QRect, scene: GuideScene) -> None:
        """Paint the light within the rectangle that needs it."""
        self._arc.paint(painter, dirty, scene.progress)
        picture = self._picture(scene)
        painter.setPen(Qt.PenStyle.NoPen)
        for radius, at, strength in picture.layers:
            painter.setOpacity(strength * picture.opacity)
            painter.setBrush(self._gradient(radius, at))
            painter.drawEllipse(self.center, radius, radius)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for ring in picture.rings:
            painter.setOpacity(ring.opacity * picture.opacity)
            painter.setPen(QPen(ring.color, ring.width))
            painter.drawEllipse(self.center, ring.radius, ring.radius)
        for words, opacity in self._words(scene):
            painter.setOpacity(opacity)
            self._caption.paint(painter, words)
        painter.setOpacity(1.0)

    def color(self, at: LightPose, *, lighter: float = 0.0) -> QColor:
        """Return the colour of the light, or of a part that is lighter by this difference in L*."""
        empty, full = _LIGHTNESS[self._is_dark]
        a, b = (
            cool + (warm - cool) * at.warmth
            for cool, warm in zip(_COOL[self._is_dark], _WARM[self._is_dark], strict=True)
        )
        return lab_color(empty + (full - empty) * at.shown + lighter, a, b)

    def _picture(self, scene: GuideScene) -> _Picture:
        """Return what to paint; the pictures of the last two scenes are kept."""
        for known, picture in self._pictures:
            if known is scene:
                return picture
        self._pictures = [*self._pictures[-1:], (scene, self._new_picture(scene))]
        return self._pictures[-1][1]

    def _new_picture(self, scene: GuideScene) -> _Picture:
        now = pose(scene.guide, scene.now_s, earlier=scene.earlier)
        halo, in_step = self._measured(scene, now)
        layers = []
        for number, (behind_s, share, strength) in enumerate(_VEILS):
            at = pose(scene.guide, scene.now_s, behind_s=behind_s, earlier=scene.earlier)
            glow = 0.0 if number else _MERGED_GLOW * in_step
            layers.append((self.radius(at.shown) * share, at, strength + glow))
        rings = (*halo, *self._coming_turn(scene))
        return _Picture((*layers, (self.radius(now.shown), now, 1.0)), rings, 1.0 - smooth(scene.faded))

    def _measured(self, scene: GuideScene, now: LightPose) -> tuple[tuple[_Ring, ...], float]:
        """Return the halo of the measured breath, and how closely it is in step with the light, 0 to 1."""
        if scene.measured is None:
            return (), 0.0
        stage = Stage.EXHALE if scene.exhales else Stage.INHALE
        measured = shown_position(GuidePosition(0, stage, scene.measured, 0.0))
        in_step = 1.0 - smooth(abs(measured - now.shown) / _IN_STEP)
        color = _between(self._halo, self.color(now, lighter=_MERGED_LIGHTER[self._is_dark]), in_step)
        # A light that keeps its size still shows how far the breath is from it.
        reach = self._largest * (SMALLEST + (1.0 - SMALLEST) * measured)
        if self._is_still:
            reach = self.radius(0.0) + self._largest * (1.0 - SMALLEST) * (measured - now.shown)
        opacity = 1.0 - (1.0 - _MERGED) * in_step
        bed = _Ring(reach * _HALO, self._ground, self._thin * _BED[0], _BED[1] * (1.0 - in_step))
        halo = _Ring(reach * _HALO, color, self._thin * (1.0 + 2.0 * in_step), opacity)
        return (bed, halo), in_step

    def _coming_turn(self, scene: GuideScene) -> tuple[_Ring, ...]:
        """Return a glimmer at the size that the light is about to reach, just before it turns."""
        strength, place = glimmer(scene.guide, scene.now_s)
        if strength <= 0.0:
            return ()
        reach = self.radius(place) * _GLIMMER_AT
        return (_Ring(reach, self._glimmer, self._thin, _GLIMMER_STRENGTH * strength),)

    def _gradient(self, radius: float, at: LightPose) -> QRadialGradient:
        gradient = QRadialGradient(self.center, radius)
        for place, lighter in _CORE:
            gradient.setColorAt(place, self.color(at, lighter=lighter if self._is_dark else -lighter))
        color = self.color(at)
        for place, opacity in _RIM:
            color.setAlphaF(opacity)
            gradient.setColorAt(place, color)
        return gradient

    def _words(self, scene: GuideScene) -> list[tuple[GuideLines, float]]:
        leads = scene.guide.running and self._steps_back
        strength = words_strength(scene.practised_s, _WORDS_LEFT[self._is_dark]) if leads else 1.0
        return [(words, opacity * strength) for words, opacity in scene.fading_words]


def _between(one: QColor, other: QColor, share: float) -> QColor:
    """Return the colour at this share of the way from one to the other."""
    pairs = ((one.redF(), other.redF()), (one.greenF(), other.greenF()), (one.blueF(), other.blueF()))
    return QColor.fromRgbF(*(a + (b - a) * share for a, b in pairs))
