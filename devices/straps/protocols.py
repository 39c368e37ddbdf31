"""The registry of strap protocols: each protocol of a manufacturer is one folder and one entry here.

Every strap supports the standard heart-rate, battery and device information services, which
`devices.straps.decoder` decodes itself. These protocols are additional.
"""

from collections.abc import Iterable
from typing import Final

from devices.straps.polar.protocol import POLAR
from devices.straps.protocol import StrapProtocol

PROTOCOLS: Final[tuple[StrapProtocol, ...]] = (POLAR,)


def carries_samples(characteristic: str, protocols: Iterable[StrapProtocol] = PROTOCOLS) -> bool:
    """Return whether a characteristic carries only samples, so that a summary need not decode it."""
    return any(characteristic in one.frames for one in protocols)
