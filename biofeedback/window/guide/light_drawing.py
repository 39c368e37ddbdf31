"""The guide as a light that grows and brightens with the breath; the measured breath is a halo around it."""

from dataclasses import dataclass, replace
from typing import Final

from PySide6.QtCore import QRect, QRectF, QSize
from PySide6.QtGui import QColor, QPainter

from biofeedback.pacing.guide import GuidePosition, Stage
from biofeedback.pacing.shown_curve import shown_position
from biofeedback.window.guide.caption import Caption
from biofeedback.window.guide.guide_scene import GuideLines, GuideScene
from biofeedback.window.guide.light_color import layer_colors, light_color, rgb
from biofeedback.window.guide.light_profile import Layer, LightProfile, Rgb, Ring
from biofeedback.window.guide.light_room import LightRoom
from biofeedback.window.guide.light_stage import LightStage
from biofeedback.window.guide.motion import LightPose, glimmer, pose, smooth, words_strength
from biofeedback.window.guide.session_arc import SessionArc
from biofeedback.window.look.look import Look

SMALLEST: Final = 0.42
"""Radius with empty lungs, as a share of the radius with full lungs."""

_STILL: Final = 0.8
"""Radius of a light that does not move, as a share of the largest: only its brightness shows the breath."""

_VEILS: Final = ((0.24, 1.16, 0.16), (0.12, 1.08, 0.28))
"""Translucent layers behind the light: the delay of each in seconds, its relative size and its opacity."""

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


_LEAST_MOVE: Final = 0.5
_LEAST_SHOWN: Final = 0.015
_LEAST_WARMTH: Final = 0.03
_LEAST_OPACITY: Final = 0.01
_LEAST_IN_RING: Final = 0.04
"""Smallest changes that are painted: of a radius in device pixels; of a lung position, a hue and an opacity,
which change a colour by one or two levels; and of colour or opacity in a ring, which is thin."""


@dataclass(frozen=True, slots=True)
class _Picture:
    """Everything that is painted of the light at one moment, with the lowest layer first."""

    layers: tuple[tuple[float, LightPose, float], ...]
    rings: tuple[Ring, ...]
    opacity: float

    @property
    def reach(self) -> float:
        """How far the light reaches from its middle, in pixels."""
        layers = [radius for radius, _, _ in self.layers]
        return max([*layers, *(ring.radius + ring.width for ring in self.rings)])

    def looks_like(self, other: "_Picture", *, move: float) -> bool:
        """Return whether no pixel differs visibly; a radius may differ by less than `move`."""
        if len(self.rings) != len(other.rings) or abs(self.opacity - other.opacity) >= _LEAST_OPACITY:
            return False
        for (one, at, strong), (radius, to, strength) in zip(self.layers, other.layers, strict=True):
            if abs(one - radius) >= move or abs(strong - strength) >= _LEAST_OPACITY:
                return False
            if abs(at.shown - to.shown) >= _LEAST_SHOWN or abs(at.warmth - to.warmth) >= _LEAST_WARMTH:
                return False
        return all(_ring_looks_like(*pair, move) for pair in zip(self.rings, other.rings, strict=True))


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
        ground = QColor(look.palette.window)
        self._ground, self._is_dark = rgb(ground), ground.lightnessF() < 0.5
        self._is_still, self._steps_back = look.reduces_motion, look.text_share <= 1.0
        room = LightRoom.of(size)
        self.center, self._largest, self._words_place = room.center, room.largest, room.words.toAlignedRect()
        self._caption = Caption(look, room.words, room.words_size)
        self._halo, self._glimmer = rgb(QColor(look.palette.breath)), rgb(QColor(look.palette.text))
        self._thin = max(1.5, self._largest * 0.007)
        self._move = _LEAST_MOVE / pixel_ratio
        self._reach = self._largest * _VEILS[0][1] + 1.0
        self._profile = LightProfile(self._ground, self._reach, 1.0 / pixel_ratio)
        self._stage = LightStage(
            room.center, room.arc, self._reach, ground, pixel_ratio, distances=self._profile.count
        )
        self._arc = SessionArc(look, self._stage)
        self._seen: GuideScene | None = None
        self._shown: _Picture | None = None
        self._filled: _Picture | None = None

    def changed(self, before: GuideScene, now: GuideScene) -> QRect:
        """Return the rectangle to repaint: the light, the words and the arc, if they visibly change."""
        dirty = self._arc.changed(now.progress)
        old, new = self._shown or self._picture(before), self._picture(now)
        if old is not new:
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
        picture = self._picture(scene)
        if picture is not self._filled:
            self._fill(picture)
        self._arc.grow(scene.progress)
        self._stage.paint(painter, dirty)
        if not dirty.intersects(self._words_place):
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for words, opacity in self._words(scene):
            painter.setOpacity(opacity)
            self._caption.paint(painter, words)
        painter.setOpacity(1.0)

    def color(self, at: LightPose, *, lighter: float = 0.0) -> QColor:
        """Return the colour of the light, or of a part that is lighter by this difference in L*."""
        return light_color(at, on_dark=self._is_dark, lighter=lighter)

    def _fill(self, picture: _Picture) -> None:
        """Fill the picture of the light."""
        layers = [
            Layer(radius, layer_colors(at, on_dark=self._is_dark), strength * picture.opacity)
            for radius, at, strength in picture.layers
        ]
        rings = [replace(ring, opacity=ring.opacity * picture.opacity) for ring in picture.rings]
        self._stage.fill(self._profile.blended(layers, rings), picture.reach)
        self._filled = picture

    def _picture(self, scene: GuideScene) -> _Picture:
        """Return what to paint: the last picture, if this scene visibly looks like it."""
        if self._shown is None or scene is not self._seen:
            new = self._new_picture(scene)
            if self._shown is None or not new.looks_like(self._shown, move=self._move):
                self._shown = new
            self._seen = scene
        return self._shown

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

    def _measured(self, scene: GuideScene, now: LightPose) -> tuple[tuple[Ring, ...], float]:
        """Return the halo of the measured breath, and how closely it is in step with the light, 0 to 1."""
        if scene.measured is None:
            return (), 0.0
        stage = Stage.EXHALE if scene.exhales else Stage.INHALE
        measured = shown_position(GuidePosition(0, stage, scene.measured, 0.0))
        in_step = 1.0 - smooth(abs(measured - now.shown) / _IN_STEP)
        color = self._halo
        if in_step > 0.0:
            merged = rgb(self.color(now, lighter=_MERGED_LIGHTER[self._is_dark]))
            color = _between(self._halo, merged, in_step)
        # A light that keeps its size still shows how far the breath is from it.
        reach = self._largest * (SMALLEST + (1.0 - SMALLEST) * measured)
        if self._is_still:
            reach = self.radius(0.0) + self._largest * (1.0 - SMALLEST) * (measured - now.shown)
        opacity = 1.0 - (1.0 - _MERGED) * in_step
        radius = min(reach * _HALO, self._reach - self._thin * _BED[0])
        bed = Ring(radius, self._ground, self._thin * _BED[0], _BED[1] * (1.0 - in_step))
        halo = Ring(radius, color, self._thin * (1.0 + 2.0 * in_step), opacity)
        return (bed, halo), in_step

    def _coming_turn(self, scene: GuideScene) -> tuple[Ring, ...]:
        """Return a glimmer at the size that the light is about to reach, just before it turns."""
        strength, place = glimmer(scene.guide, scene.now_s)
        if strength <= 0.0:
            return ()
        reach = self.radius(place) * _GLIMMER_AT
        return (Ring(reach, self._glimmer, self._thin, _GLIMMER_STRENGTH * strength),)

    def _words(self, scene: GuideScene) -> list[tuple[GuideLines, float]]:
        leads = scene.guide.running and self._steps_back
        strength = words_strength(scene.practised_s, _WORDS_LEFT[self._is_dark]) if leads else 1.0
        return [(words, opacity * strength) for words, opacity in scene.fading_words]


def _ring_looks_like(one: Ring, other: Ring, move: float) -> bool:
    return (
        abs(one.radius - other.radius) < move
        and abs(one.width - other.width) < move
        and abs(one.opacity - other.opacity) < _LEAST_IN_RING
        and all(abs(a - b) < _LEAST_IN_RING for a, b in zip(one.color, other.color, strict=True))
    )


def _between(one: Rgb, other: Rgb, share: float) -> Rgb:
    """Return the colour at this share of the way from one to the other."""
    red, green, blue = (a + (b - a) * share for a, b in zip(one, other, strict=True))
    return red, green, blue
