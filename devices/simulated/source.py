"""The simulated strap as a live source, with a clock and a thread."""

import time
from typing import Final

from devices.simulated.link import SimulatedLink
from devices.simulated.person.person import LungGuide
from devices.simulated.scenario import Scenario
from devices.straps.source import BackgroundSource, Put

_STEP_S: Final = 0.05


class SimulatedSource(BackgroundSource):
    """A source that simulates in real time.

    Parameters
    ----------
    scenario : Scenario
        Person, strap and faults.
    seed : int
        Random seed.
    lung_guide : callable
        The guide for the lungs: position at a time in seconds on the monotonic clock, None while paused.
    ecg : bool
        Whether the strap also streams the ECG.
    """

    def __init__(self, scenario: Scenario, *, seed: int, lung_guide: LungGuide, ecg: bool = False) -> None:
        super().__init__("simulated strap")
        self._scenario = scenario
        self._seed = seed
        self._lung_guide = lung_guide
        self._ecg = ecg

    def run(self, put: Put) -> None:
        """Send the strap's data in real time."""
        link = SimulatedLink(
            self._scenario,
            seed=self._seed,
            lung_guide=self._lung_guide,
            start_ns=time.monotonic_ns(),
            ecg=self._ecg,
        )
        while not self.ending.is_set():
            for arrival in link.advance(time.monotonic_ns()):
                put(arrival)
            self.ending.wait(_STEP_S)
