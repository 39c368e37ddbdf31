"""The colour of the light at each distance from its middle: blended layers and thin rings. No Qt.

The light looks the same in all directions. Blending its layers at each distance takes far less time than
painting them pixel by pixel.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

Rgb = tuple[float, float, float]
"""Red, green and blue, 0 to 1."""

SHADES: Final = 4
"""Variants of each colour. Neighbouring pixels take different variants, which differ in rounding only:
without them, the slow change of colour in the middle would show steps."""

_DISTANCES_PER_PIXEL: Final = 2.5
_MOST_DISTANCES: Final = 1024

CORE: Final = (0.0, 0.3, 0.6)
"""Where a layer has its colours: shares of its radius. Further out it has the last colour."""

_RIM: Final = ((0.6, 1.0), (0.72, 0.98), (0.82, 0.88), (0.89, 0.62), (0.95, 0.26), (1.0, 0.0))
"""How a layer fades at its edge: share of its radius, and opacity. Within, it is opaque."""

_FINE: Final = 2048
"""Entries of the tables below, for shares of a layer's radius from 0 to 1."""

_SHARES: Final = np.arange(_FINE + 1) / _FINE
_OPACITIES: Final = np.interp(_SHARES, [share for share, _ in _RIM], [opacity for _, opacity in _RIM]).astype(
    np.float32
)
_WEIGHTS: Final = np.stack([np.interp(_SHARES, CORE, one) for one in np.eye(len(CORE))], axis=1).astype(
    np.float32
)
_ROUNDING: Final = np.arange(SHADES, dtype=np.int16)[:, np.newaxis]
_OPAQUE: Final = 255


@dataclass(frozen=True, slots=True)
class Layer:
    """A soft disc.

    Parameters
    ----------
    radius : float
        In pixels.
    colors : tuple of Rgb
        Colours at the shares of the radius in `CORE`.
    opacity : float
        0 to 1.
    """

    radius: float
    colors: tuple[Rgb, ...]
    opacity: float


@dataclass(frozen=True, slots=True)
class Ring:
    """A thin circle of the light: the halo or the glimmer.

    Parameters
    ----------
    radius, width : float
        In pixels.
    color : Rgb
        Colour.
    opacity : float
        0 to 1.
    """

    radius: float
    color: Rgb
    width: float
    opacity: float


class LightProfile:
    """Blends layers and rings.

    Parameters
    ----------
    ground : Rgb
        Colour of the background.
    reach : float
        Distance in pixels at which the profile ends; beyond it lies the background.
    pixel : float
        Size of a device pixel, over which the edge of a ring is spread.

    Attributes
    ----------
    count : int
        Number of distances.
    """

    def __init__(self, ground: Rgb, reach: float, pixel: float) -> None:
        self.count = max(1, min(_MOST_DISTANCES, round(_DISTANCES_PER_PIXEL * reach / pixel)))
        self._step = reach / self.count
        self._distances = (np.arange(self.count, dtype=np.float32) + 0.5) * self._step
        self._ground, self._pixel = np.array(ground, dtype=np.float32), pixel
        self._shades = np.full((self.count, SHADES, 4), _OPAQUE, dtype=np.uint8)

    def blended(self, layers: Sequence[Layer], rings: Iterable[Ring]) -> NDArray[np.uint32]:
        """Return the colours as pixels.

        Parameters
        ----------
        layers : sequence of Layer
            The layers, the lowest first.
        rings : iterable of Ring
            The rings, which lie over all layers.

        Returns
        -------
        NDArray[np.uint32], shape (count * SHADES,)
            Pixels such as 0xffRRGGBB: the variants of the first distance, then those of the next one. The
            next call overwrites them.
        """
        colors = np.empty((self.count, 3), dtype=np.float32)
        colors[:] = self._ground
        *veils, top = layers
        hidden = self._places_within(_RIM[0][0] * top.radius) if top.opacity >= 1.0 else 0
        for layer in veils:
            self._blend_layer(colors, layer, hidden)
        self._blend_layer(colors, top)
        for ring in rings:
            self._blend_ring(colors, ring)
        levels = (colors * (255.0 * SHADES) + 0.5).astype(np.int16)
        # A pixel's bytes are blue, green, red and opacity on a little-endian computer.
        order = slice(2, None, -1) if np.little_endian else slice(1, None)
        shades = (levels[:, np.newaxis] + _ROUNDING) >> (SHADES.bit_length() - 1)
        np.minimum(shades, _OPAQUE, out=shades)
        self._shades[..., order] = shades
        self._shades[-1, :, order] = np.round(self._ground * 255.0)
        return self._shades.view(np.uint32).reshape(-1)

    def _blend_layer(self, colors: NDArray[np.float32], layer: Layer, first: int = 0) -> None:
        """Blend a layer, except for its middle, where the layer above it hides it."""
        last = self._places_within(layer.radius)
        if first >= last:
            return
        shares = (self._distances[first:last] * (_FINE / layer.radius)).astype(np.intp)
        np.minimum(shares, _FINE, out=shares)
        own = _WEIGHTS.take(shares, axis=0) @ np.array(layer.colors, dtype=np.float32)
        within = colors[first:last]
        own -= within
        own *= _OPACITIES.take(shares)[:, np.newaxis] * layer.opacity
        within += own

    def _blend_ring(self, colors: NDArray[np.float32], ring: Ring) -> None:
        half = 0.5 * ring.width
        first = max(0, self._places_within(ring.radius - half - self._pixel) - 1)
        last = self._places_within(ring.radius + half + self._pixel)
        from_edge = half - np.abs(self._distances[first:last] - ring.radius)
        cover = np.clip(from_edge / self._pixel + 0.5, 0.0, 1.0) * ring.opacity
        within = colors[first:last]
        within += cover[:, np.newaxis] * (np.array(ring.color, dtype=np.float32) - within)

    def _places_within(self, radius: float) -> int:
        """Return how many distances of the profile are smaller than a radius."""
        return max(0, min(self.count, round(radius / self._step)))
