"""Ratings before and after, side by side."""

from collections.abc import Iterable

from devices.events import Rating, RatingMoment

_UNKNOWN = "–"


def rating_rows(ratings: Iterable[Rating]) -> list[tuple[str, str, str, str]]:
    """Return scale, before, after and change of each scale that was rated on either side."""
    values: dict[str, dict[RatingMoment, float]] = {}
    for rating in ratings:
        values.setdefault(rating.scale, {})[rating.when] = rating.value
    rows = []
    for scale, given in values.items():
        before, after = given.get(RatingMoment.BEFORE), given.get(RatingMoment.AFTER)
        change = _UNKNOWN if before is None or after is None else _signed(after - before)
        rows.append((scale, _plain(before), _plain(after), change))
    return rows


def _plain(value: float | None) -> str:
    return _UNKNOWN if value is None else f"{value:g}"


def _signed(change: float) -> str:
    return f"{change:+g}".replace("-", "−") if change else "0"
