"""Where the lungs of a simulated person were, at any time."""

import numpy as np
from numpy.typing import NDArray

from devices.simulated.person.person import STEP_S, WARM_UP_STEPS, SimulatedPerson


def lung_positions_at(person: SimulatedPerson, time_s: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return where the lungs were.

    Parameters
    ----------
    person : SimulatedPerson
        Who has lived until the last of the times, and 50 ms more.
    time_s : array
        Shape ``(n,)``, rising, in seconds since the person's start, at most 20 s before it.

    Returns
    -------
    array
        Shape ``(n,)``, 0 to 1, on straight lines between the steps of the person.
    """
    place = time_s / STEP_S + WARM_UP_STEPS
    first = int(place[0])
    known = np.array(person.lung_positions[first : int(place[-1]) + 2])
    return np.asarray(np.interp(place - first, np.arange(known.size), known))
