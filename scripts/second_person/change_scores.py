"""Share of sessions in which the program reports a change, and how often its ± covers the true value."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from biofeedback.response.figure_history import CHANGE_S, EVERY_S, SETTLE_S, Direction, FigureValues
from biofeedback.response.paces import Paces
from devices.breath_pattern import BreathPattern
from tests.second_person.goals import SESSION_BREATHS
from tests.second_person.variation import MEAN_MS, Variation, responses_ms

_BREATH_S = 10.0
_MEDIAN_OF = 3


@dataclass(frozen=True, slots=True)
class ChangeScore:
    """Shares of sessions.

    Parameters
    ----------
    told : float
        A change was reported at one look or more.
    at_end : float
        A change in the right direction was reported at the end.
    looks : float
        Share of looks at which a change was reported.
    shown : float
        Sessions with a ± at the end.
    holds : float
        Of these, the share in which it covers the mean.
    """

    told: float
    at_end: float
    looks: float
    shown: float
    holds: float


def score_changes(kind: Variation, seeds: Iterable[int], *, growth: float = 0.0) -> ChangeScore:
    """Practise one session for each seed."""
    told, at_end, looks, shown, holds = [], [], [], [], []
    for seed in seeds:
        values_ms = responses_ms(kind, SESSION_BREATHS, seed, growth=growth)
        paces = Paces()
        paces.change_to(BreathPattern(), 0.0)
        said = []
        for time_s in np.arange(SETTLE_S, SESSION_BREATHS * _BREATH_S + 0.1, EVERY_S):
            done = int(time_s / _BREATH_S)
            now_ms = float(np.median(values_ms[max(0, done - _MEDIAN_OF) : done]))
            paces.write(float(time_s), FigureValues(rsa=now_ms))
            if time_s >= CHANGE_S:
                said.append(paces.change.direction in (Direction.MORE, Direction.LESS))
        told.append(any(said))
        looks += said
        at_end.append(paces.change.direction is Direction.MORE)
        half_width_ms = paces.half_widths.rsa
        shown.append(half_width_ms is not None)
        if half_width_ms is not None:
            holds.append(abs(now_ms - MEAN_MS) <= half_width_ms)
    return ChangeScore(
        *(float(np.mean(one)) if one else np.nan for one in (told, at_end, looks, shown, holds))
    )
