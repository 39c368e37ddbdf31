"""The registry of strap protocols: a strap with a protocol of its own is one folder and one row here.

Every strap speaks the standard heart-rate, battery and device information services, which
`devices.straps.decoder` reads itself. These protocols come beside them.
"""

from collections.abc import Iterable
from typing import Final

from devices.straps.polar.protocol import POLAR
from devices.straps.protocol import StrapProtocol

PROTOCOLS: Final[tuple[StrapProtocol, ...]] = (POLAR,)


def carries_samples(characteristic: str, protocols: Iterable[StrapProtocol] = PROTOCOLS) -> bool:
    """Say whether a characteristic carries nothing but samples, so that a summary need not decode it."""
    return any(characteristic in one.frames for one in protocols)
