"""How often the live figures' intervals cover their expectation, over many simulated sessions."""

from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, fields

import numpy as np

from biofeedback.response.figure_history import EVERY_S, INTERVAL_S, SETTLE_S, FigureValues
from devices.simulated.scenario import load_scenario
from tests.guided_person import Pace, beats_of, history_of, judged_breaths, live_values

FIGURES = tuple(field.name for field in fields(FigureValues))
TRUTH_FROM_S = 540.0
"""The person's calm has grown by then; the expectation is taken over the figures from here to the end."""

GOLDEN = 0.618034


@dataclass(frozen=True, slots=True)
class Session:
    """One seed: the figures over time, and half widths at each end of a window."""

    values: np.ndarray
    half_widths: np.ndarray


@dataclass(frozen=True, slots=True)
class Setting:
    """Whom to simulate, and the ends of the windows in seconds of the session."""

    scenario: str
    pace: Pace
    ends_s: tuple[float, ...] = (SETTLE_S + INTERVAL_S, 660.0, 840.0)

    def session(self, seed: int) -> Session:
        minutes = self.ends_s[-1] / 60.0 + 0.2
        beats = beats_of(load_scenario(self.scenario).person, self.pace, seed=seed, minutes=minutes)
        breaths = judged_breaths(beats, self.pace, minutes=minutes)
        offset_s = EVERY_S * (GOLDEN * seed % 1.0)
        values = live_values(beats, breaths, self.pace, until_s=self.ends_s[-1], offset_s=offset_s)
        half_widths = [_row(history_of(values[: at + 1]).half_widths()) for at in self._ends]
        return Session(np.array([_row(v) for v in values]), np.array(half_widths))

    def coverage(self, seeds: Iterable[int], *, processes: int = 1) -> np.ndarray:
        """Share of windows whose interval covers the expectation, shape (n_ends, n_figures); NaN without one.

        The expectation for one half of the seeds is the mean over the other half's sessions.
        """
        if processes > 1:
            with ProcessPoolExecutor(processes) as pool:
                sessions = list(pool.map(self.session, seeds, chunksize=8))
        else:
            sessions = [self.session(seed) for seed in seeds]
        first_truth = round((TRUTH_FROM_S - SETTLE_S) / EVERY_S)
        halves = sessions[0::2], sessions[1::2]
        covered = []
        for half, other in (halves, halves[::-1]):
            truth = np.mean([s.values[first_truth:].mean(axis=0) for s in other], axis=0)
            for session in half:
                inside = np.abs(session.values[self._ends] - truth) <= session.half_widths
                covered.append(np.where(np.isnan(session.half_widths), np.nan, inside))
        return np.mean(covered, axis=0)

    @property
    def _ends(self) -> list[int]:
        return [round((end_s - SETTLE_S) / EVERY_S) for end_s in self.ends_s]


def _row(values: FigureValues) -> list[float]:
    return [float("nan") if (v := getattr(values, name)) is None else v for name in FIGURES]
