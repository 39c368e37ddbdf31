"""Stretches of a recording in which the intervals jump as no regular heart's do, as from a strap on a table.

Where more than half of the intervals in a row of them are out of line, and those between them have no length
of their own, these are beats by chance only. Beside frequent ectopic beats the normal ones keep their length.
Atrial fibrillation may look the same here; `rhythm` tells of it.
"""

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from biofeedback.signals.artefact_labels import BeatLabel

_ROWS: Final = 31
"""Intervals that are judged together, about half a minute."""

_MOST_OUT_OF_LINE: Final = 0.5
"""Share of them that are not normal. Of random intervals about 0.7 are."""

_FEWEST_IN_LINE: Final = 5
_MOST_SCATTER: Final = 0.2
"""Of the intervals between them, as a share of their mean. Random ones from 0.3 to 2 s have 0.35."""


def jumping_rows(rr_ms: NDArray[np.float64], labels: Sequence[BeatLabel]) -> list[range]:
    """Find such stretches.

    Parameters
    ----------
    rr_ms : ndarray, shape (n_beats,)
        All intervals that a strap sent, in their order.
    labels : sequence of BeatLabel
        What each is taken for.

    Returns
    -------
    list of range
        The places of the intervals of each stretch; it begins and ends with one that is out of line.
    """
    out_of_line = np.array([label is not BeatLabel.NORMAL for label in labels], dtype=bool)
    if out_of_line.size < _ROWS:
        return []
    counts = np.convolve(out_of_line, np.ones(_ROWS, dtype=int), mode="valid")
    jumping = np.zeros(out_of_line.size, dtype=bool)
    for first in np.flatnonzero(counts > _MOST_OUT_OF_LINE * _ROWS):
        span = slice(first, first + _ROWS)
        in_line_ms = rr_ms[span][~out_of_line[span]]
        if in_line_ms.size >= _FEWEST_IN_LINE and in_line_ms.std() > _MOST_SCATTER * in_line_ms.mean():
            jumping[span] = True
    edges = np.flatnonzero(np.diff(np.concatenate(([0], jumping.astype(int), [0])))).tolist()
    return [_trimmed(out_of_line, *span) for span in zip(edges[::2], edges[1::2], strict=True)]


def jumping_warning(seconds: float) -> str | None:
    """Say for how long the intervals jumped."""
    if seconds <= 0.0:
        return None
    return (
        f"For {seconds:.0f} s the intervals jump as in no regular rhythm; that part is left out of the "
        "figures. Keep the strap on the body and moisten the electrodes."
    )


def _trimmed(out_of_line: NDArray[np.bool_], first: int, end: int) -> range:
    places = first + np.flatnonzero(out_of_line[first:end])
    return range(int(places[0]), int(places[-1]) + 1)
