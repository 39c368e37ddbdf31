"""The lung position of a simulated person at any time."""

import numpy as np
from numpy.typing import NDArray

from devices.simulated.person.person import STEP_S, WARM_UP_STEPS, SimulatedPerson


def lung_positions_at(person: SimulatedPerson, time_s: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return past lung positions.

    Parameters
    ----------
    person : SimulatedPerson
        A person simulated at least until 50 ms after the last time.
    time_s : array
        Shape ``(n,)``, rising, in seconds since the person's start, at most 20 s before it.

    Returns
    -------
    array
        Shape ``(n,)``, 0 to 1, linearly interpolated between the person's steps.
    """
    place = time_s / STEP_S + WARM_UP_STEPS
    first = int(place[0])
    known = np.array(person.lung_positions[first : int(place[-1]) + 2])
    return np.asarray(np.interp(place - first, np.arange(known.size), known))
