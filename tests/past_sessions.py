"""Twelve weeks of practice as a person might have had them, for the history."""

import math
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random

from biofeedback.window.loading.history_loading import EarlierSwings, History, RecentPractice
from devices.breath_pattern import BreathPattern
from devices.events import Rating, RatingMoment
from sessions.folder import SessionSummary
from sessions.history.trends import PaceSwing, PastSession
from sessions.store import Origin

NOW = datetime(2026, 3, 13, 18, 0, tzinfo=UTC)
HALF_LN_8 = 0.5 * math.log(8.0)
"""A sine that swings by w ms has a power of w²/8 ms²."""

SCALES = {"pain": (6.0, -1.5), "stress": (6.5, -2.0), "mood": (5.0, 1.0)}


class MadeUpHistory:
    """Sessions of eighty days, some days without.

    Parameters
    ----------
    file : Path
        Where each of them is said to lie.
    duration_s : float or None, optional
        How long each file is said to last; as long as it is made up where that is None.
    """

    def __init__(self, file: Path, *, duration_s: float | None = None) -> None:
        self._file, self._duration_s = file, duration_s

    def read(self, *, should_stop: Callable[[], bool]) -> History:
        chance = Random(1)
        ago = [days for days in range(80) if chance.random() < 0.7 and not should_stop()]
        sessions = [made_up(NOW - timedelta(days=days), days, chance) for days in ago]
        files = [self._listed(one) for one in sessions]
        return History(tuple(sessions), tuple(files))

    def read_recent(self, today: date, *, should_stop: Callable[[], bool]) -> RecentPractice:
        """Return the days of the last week that have a session, and how many sessions there are."""
        sessions = self.read(should_stop=should_stop).sessions
        days = {one.started_at.date() for one in sessions}
        return RecentPractice(
            frozenset(day for day in days if today - timedelta(days=7) < day <= today), len(sessions)
        )

    def read_earlier(self, *, should_stop: Callable[[], bool]) -> EarlierSwings:
        """Return what the same sessions showed: their responses as swings of about the usual size."""
        return tuple(
            (PaceSwing(one.pace, 45, 0.5 * one.response_ln_ms2 + HALF_LN_8),)
            for one in self.read(should_stop=should_stop).sessions
            if one.pace is not None and one.response_ln_ms2 is not None
        )

    def _listed(self, one: PastSession) -> SessionSummary:
        duration_s = self._duration_s or one.duration_s
        return SessionSummary(
            "made-up", self._file, one.started_at, one.origin, duration_s, 700, one.ratings, one.practised_s
        )


def made_up(started_at: datetime, days: int, chance: Random) -> PastSession:
    """Return a session: the response grows a little over the weeks."""
    ratings = []
    for scale, (before, change) in SCALES.items():
        first = round(min(10.0, max(0.0, chance.gauss(before, 1.2))))
        then = round(min(10.0, max(0.0, first + chance.gauss(change, 1.0))))
        ratings += [Rating(0, scale, first, RatingMoment.BEFORE), Rating(0, scale, then, RatingMoment.AFTER)]
    practised_s = 60.0 * chance.choice((5, 10, 10, 15))
    return PastSession(
        started_at=started_at,
        duration_s=practised_s,
        practised_s=practised_s,
        origin=Origin.STRAP,
        pace=BreathPattern(5.0, 2.0),
        response_ln_ms2=(response := chance.gauss(8.2 - 0.006 * days, 0.3)),
        ratings=tuple(ratings),
        swing_ln_ms=0.5 * response + HALF_LN_8,
    )
