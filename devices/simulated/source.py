"""The simulated strap as a live source, with a clock and a thread."""

import time
from threading import Event, Thread
from typing import Final

from devices.events import LinkChanged, LinkState
from devices.simulated.person import LungGuide
from devices.simulated.strap import SimulatedStrap
from devices.simulated.traits import PersonTraits
from devices.source import Put

SIMULATED_STRAP_NAME: Final = "Polar H10 (simulated)"

_STEP_S: Final = 0.05


class SimulatedSource:
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
        self._traits = traits
        self._seed = seed
        self._lung_guide = lung_guide
        self._ending = Event()
        self._thread = Thread(target=self._run, name="simulated strap")
        self._put: Put

    def start(self, put: Put) -> None:
        """Begin to send."""
        self._put = put
        self._thread.start()

    def stop(self) -> None:
        """End the thread."""
        self._ending.set()
        self._thread.join()

    def _run(self) -> None:
        start_ns = time.monotonic_ns()
        strap = SimulatedStrap(self._traits, seed=self._seed, lung_guide=self._lung_guide, start_ns=start_ns)
        self._put(LinkChanged(start_ns, LinkState.CONNECTED, SIMULATED_STRAP_NAME))
        while not self._ending.wait(_STEP_S):
            for notification in strap.advance(time.monotonic_ns()):
                self._put(notification)
