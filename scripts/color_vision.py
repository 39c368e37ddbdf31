"""A picture as people with another colour vision see it.

The matrices are those of Machado, Oliveira and Fernandes 2009 (doi 10.1109/TVCG.2009.113) for a complete lack
of one kind of cone, in linear RGB.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QImage

VISIONS: Final = ("deuteranopia", "protanopia", "tritanopia")
_MATRICES: Final = {
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritanopia": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}


def seen_with(vision: str, picture: QImage) -> QImage:
    """Return a picture of 32 bits a pixel as somebody with one of the `VISIONS` sees it."""
    height, width = picture.height(), picture.width()
    pixels = np.frombuffer(picture.constBits(), np.uint8).reshape(height, width, 4)
    linear = _linear(pixels[:, :, 2::-1] / 255.0) @ np.array(_MATRICES[vision]).T
    result = np.full_like(pixels, 255)
    result[:, :, 2::-1] = np.round(255.0 * _encoded(linear.clip(0.0, 1.0)))
    return QImage(result.tobytes(), width, height, 4 * width, picture.format()).copy()


def _linear(share: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.where(share <= 0.04045, share / 12.92, ((share + 0.055) / 1.055) ** 2.4)


def _encoded(linear: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.where(linear <= 0.0031308, 12.92 * linear, 1.055 * linear ** (1.0 / 2.4) - 0.055)
