"""Made-up people who write down one value after each session for weeks: where it goes is planted and known.

Nothing here is shared with the program's own estimate of a trend, nor does it import it.

A value is the sum of three parts, in standard deviations of a single session: a part that all sessions of one
day share, which goes on from one day to the next; a part of the session's own; and the planted change, a ramp
from the first day to the last.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

SPAN_DAYS: Final = 84
"""How long a person is followed."""

Values = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Cell:
    """One kind of people.

    Parameters
    ----------
    correlation : float
        Of the shared part from one day to the next.
    day_share : float
        Share of a session's variance that all sessions of the day have in common.
    sessions_a_day : int
        How many values each day has.
    planted : float, optional
        Change from the first day to the last, in standard deviations of a session.
    skipped_share : float, optional
        Share of the days without any session.
    step : float, optional
        Values are written down as multiples of it; 0 keeps them as they are.
    """

    correlation: float
    day_share: float
    sessions_a_day: int
    planted: float = 0.0
    skipped_share: float = 0.0
    step: float = 0.0


CORRELATIONS: Final = (0.0, 0.3, 0.6)
DAY_SHARES: Final = (0.5, 0.8)
SESSIONS_A_DAY: Final = (1, 2, 3)
PLANTED: Final = (0.8, 1.5, 2.5)
LIMIT_CORRELATION: Final = 0.8
"""Beyond what the rule was made for."""

UNCHANGED: Final = tuple(
    Cell(correlation, share, count)
    for correlation in CORRELATIONS
    for share in DAY_SHARES
    for count in SESSIONS_A_DAY
)
CHANGING: Final = tuple(Cell(0.5, 0.5, 3, planted=planted) for planted in PLANTED)
LIMITS: Final = tuple(Cell(LIMIT_CORRELATION, share, count) for share in DAY_SHARES for count in (1, 3))
ODD: Final = (
    Cell(0.3, 0.5, 1, skipped_share=0.4),
    Cell(0.6, 0.8, 3, skipped_share=0.4),
    Cell(0.6, 0.5, 3, step=1.0),
)
"""People who leave out days, and people who rate in whole steps of one standard deviation."""


def people(chance: np.random.Generator, cell: Cell, count: int) -> Values:
    """Return what so many people wrote down.

    Parameters
    ----------
    chance : numpy.random.Generator
        Where chance comes from.
    cell : Cell
        What kind of people they are.
    count : int
        How many.

    Returns
    -------
    array of float, shape (count, days, sessions a day)
        The values; NaN on skipped days.
    """
    shared = np.empty((count, SPAN_DAYS))
    fresh = chance.normal(size=(count, SPAN_DAYS))
    shared[:, 0] = fresh[:, 0]
    for day in range(1, SPAN_DAYS):
        kept = cell.correlation * shared[:, day - 1]
        shared[:, day] = kept + np.sqrt(1.0 - cell.correlation**2) * fresh[:, day]
    own = chance.normal(size=(count, SPAN_DAYS, cell.sessions_a_day))
    ramp = cell.planted * np.arange(SPAN_DAYS) / (SPAN_DAYS - 1)
    values: Values = (
        np.sqrt(cell.day_share) * shared[:, :, None]
        + np.sqrt(1.0 - cell.day_share) * own
        + ramp[None, :, None]
    )
    if cell.step:
        values = cell.step * np.rint(values / cell.step)
    values[chance.random((count, SPAN_DAYS)) < cell.skipped_share] = np.nan
    return values


def planted_a_week(cell: Cell) -> float:
    """Return the planted change of seven days."""
    return 7.0 * cell.planted / (SPAN_DAYS - 1)
