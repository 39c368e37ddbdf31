"""Ratings before and after, side by side."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from biofeedback.analysis.outcome import RatedScale
from biofeedback.words.spoken import say, spoken
from devices.events import Rating, RatingMoment
from devices.message import Message, message, verbatim

RATING_HEADINGS: Final = (
    message("report.scale"),
    message("report.before"),
    message("report.after"),
    message("report.change"),
)

_UNKNOWN: Final = "–"
_USUAL: Final[Mapping[str, Message]] = {
    "pain": message("report.scale.pain"),
    "stress": message("report.scale.stress"),
    "mood": message("report.scale.mood"),
}


def scale_words(scale: str) -> Message:
    """Return the name of a scale: the program's name for a usual one, the person's own text for their own."""
    return _USUAL.get(scale) or verbatim(scale)


def rated_scales(ratings: Iterable[Rating]) -> Iterator[RatedScale]:
    """Yield each rated scale, with its ratings before and after."""
    values: dict[str, dict[RatingMoment, float]] = {}
    for rating in ratings:
        values.setdefault(rating.scale, {})[rating.when] = rating.value
    for scale, given in values.items():
        yield RatedScale(scale, given.get(RatingMoment.BEFORE), given.get(RatingMoment.AFTER))


def rating_rows(ratings: Iterable[Rating]) -> list[tuple[str, str, str, str]]:
    """Return scale, before, after and change of each rated scale, in the program's language."""
    rows = []
    for one in rated_scales(ratings):
        before, after = one.before, one.after
        change = _UNKNOWN if before is None or after is None else _signed(after - before)
        rows.append((say(scale_words(one.name)), _plain(before), _plain(after), change))
    return rows


def _plain(value: float | None) -> str:
    return _UNKNOWN if value is None else spoken().number(value)


def _signed(change: float) -> str:
    return spoken().number(change, "+g") if change else "0"
