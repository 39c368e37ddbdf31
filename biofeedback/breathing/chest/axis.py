"""The direction in which breathing tilts a strap, and which of its axes work."""

from typing import Final

import numpy as np

from biofeedback.breathing.chest.samples import RATE_HZ, Bools, Floats

_LAG: Final = RATE_HZ
"""Changes over 1 s: breathing stands out from slow posture drift, and a heart at 60 /min cancels out."""

_STUCK_SD_MG: Final = 0.02
_FARTHEST_MG: Final = 1500.0
"""No working axis on a body at rest reads more; one strap has an axis stuck at −2000 mg."""


def healthy_axes(raw_mg: Floats) -> tuple[bool, bool, bool]:
    """Return which of the sensor's axes work.

    Parameters
    ----------
    raw_mg : array
        Shape ``(n, 3)``: several seconds of samples.

    Returns
    -------
    tuple of bool
        False for an axis that never changes, or that has a mean impossible for a body at rest.
    """
    works = (raw_mg.std(axis=0) > _STUCK_SD_MG) & (np.abs(raw_mg.mean(axis=0)) < _FARTHEST_MG)
    x, y, z = works.tolist()
    return x, y, z


def breathing_axis(smooth_mg: Floats, still: Bools, former: Floats | None) -> Floats | None:
    """Find the direction along which acceleration changes most.

    This is the first principal component of the changes over one second.

    Parameters
    ----------
    smooth_mg : array
        Shape ``(n, 3)``: some tens of seconds; an axis that does not work is 0 everywhere.
    still : array of bool
        Shape ``(n,)``: the samples to use.
    former : array or None
        Shape ``(3,)``: the axis so far; the new one keeps its sign.

    Returns
    -------
    array or None
        Shape ``(3,)``, of length 1; None if nothing moves.
    """
    counts = still[_LAG:] & still[:-_LAG]
    changes_mg = (smooth_mg[_LAG:] - smooth_mg[:-_LAG])[counts]
    if changes_mg.shape[0] < 2 * _LAG:
        return None
    sizes, directions = np.linalg.eigh(changes_mg.T @ changes_mg)
    if sizes[-1] <= 0.0:
        return None
    axis: Floats = directions[:, -1]
    towards = former if former is not None else np.sign(axis[np.abs(axis).argmax()]) * axis
    return axis if float(axis @ towards) >= 0.0 else -axis
