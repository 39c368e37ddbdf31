"""Twelve weeks of practice as a person might have had them, for the history."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

from biofeedback.past_session import PastSession
from devices.events import Rating, RatingMoment

NOW = datetime(2026, 3, 13, 18, 0, tzinfo=UTC)
SCALES = {"pain": (6.0, -1.5), "stress": (6.5, -2.0), "mood": (5.0, 1.0)}


class MadeUpSessions:
    """Sessions of eighty days, some days without.

    Parameters
    ----------
    file : Path
        Where each of them is said to lie.
    """

    def __init__(self, file: Path) -> None:
        self._file = file

    def newest_first(self, *, should_stop: Callable[[], bool]) -> Iterator[PastSession]:
        chance = Random(1)
        for days in range(80):
            if should_stop():
                return
            if chance.random() < 0.7:
                yield self._session(NOW - timedelta(days=days, minutes=chance.randrange(90)), days, chance)

    def _session(self, started_at: datetime, days: int, chance: Random) -> PastSession:
        ratings = []
        for scale, (before, change) in SCALES.items():
            first = round(min(10.0, max(0.0, chance.gauss(before, 1.2))))
            then = round(min(10.0, max(0.0, first + chance.gauss(change, 1.0))))
            ratings += [
                Rating(0, scale, first, RatingMoment.BEFORE),
                Rating(0, scale, then, RatingMoment.AFTER),
            ]
        return PastSession(
            name=f"{started_at:%Y-%m-%d-%H%M%S}",
            file=self._file,
            started_at=started_at,
            counts=True,
            practised_min=chance.choice((5.0, 10.0, 10.0, 15.0)),
            rate_per_min=5.0,
            response_ms=chance.gauss(180.0 - 0.5 * days, 30.0),
            ratings=tuple(ratings),
        )
