"""The simulated strap as a live source, with a clock and a thread."""

import time
from typing import Final

from devices.events import LinkChanged, LinkState
from devices.simulated.person import LungGuide
from devices.simulated.strap import SimulatedStrap
from devices.simulated.traits import PersonTraits
from devices.source import BackgroundSource, Put

SIMULATED_STRAP_NAME: Final = "Polar H10 (simulated)"

_STEP_S: Final = 0.05


class SimulatedSource(BackgroundSource):
    """A source that simulates in real time.

    Parameters
    ----------
    traits : PersonTraits
        Who wears the strap.
    seed : int
        Chance.
    lung_guide : callable
        What the lungs follow: position at a time in seconds on the monotonic clock, None while paused.
    """

    def __init__(self, traits: PersonTraits, *, seed: int, lung_guide: LungGuide) -> None:
        super().__init__("simulated strap")
        self._traits = traits
        self._seed = seed
        self._lung_guide = lung_guide

    def run(self, put: Put) -> None:
        """Send what the strap sends, when it sends it."""
        start_ns = time.monotonic_ns()
        strap = SimulatedStrap(self._traits, seed=self._seed, lung_guide=self._lung_guide, start_ns=start_ns)
        put(LinkChanged(start_ns, LinkState.STREAMING, SIMULATED_STRAP_NAME))
        while not self.ending.wait(_STEP_S):
            for notification in strap.advance(time.monotonic_ns()):
                put(notification)
