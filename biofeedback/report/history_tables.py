"""The history as plain data: days, weeks, and trends with their intervals."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from devices.events import RatingMoment
from sessions.history import (
    Dated,
    Pace,
    PastSession,
    by_week,
    changes,
    days,
    rated,
    responses,
    scales,
    trend,
    weeks,
)


def history_json(sessions: Sequence[PastSession]) -> dict[str, Any]:
    """Return days, weeks and series as JSON-ready data.

    Parameters
    ----------
    sessions : sequence of PastSession
        In any order; those of no real heart are left out.
    """
    practised = days(sessions)
    return {
        "days": [_plain(asdict(day)) for day in practised],
        "weeks": [_plain(asdict(week)) for week in weeks(practised)],
        "series": [_series_json(*series) for series in _series(sessions)],
    }


def _series(sessions: Sequence[PastSession]) -> Iterator[tuple[str, str, list[Dated]]]:
    for pace, values in responses(sessions).items():
        yield f"Heart response at {_pace_words(pace)}", "ln ms²", values
    for scale in scales(sessions):
        for moment in RatingMoment:
            yield f"{scale}, {moment}", "of 10", rated(sessions, scale, moment)
        yield f"{scale}, after less before", "of 10", changes(sessions, scale)


def _series_json(name: str, unit: str, values: list[Dated]) -> dict[str, Any]:
    found = trend(values)
    return {
        "name": name,
        "unit": unit,
        "weeks": [_plain(asdict(week)) for week in by_week(values)],
        "trend": None if found is None else {**asdict(found), "is_told": found.is_told},
    }


def _pace_words(pace: Pace) -> str:
    held_s = pace.hold_full_s + pace.hold_empty_s
    held = f", {held_s:g} s held" if held_s else ""
    return f"{pace.rate_per_min:.1f} per minute, exhale {pace.exhale_to_inhale:g} times the inhale{held}"


def _plain(fields: dict[str, Any]) -> dict[str, Any]:
    return {name: one.isoformat() if isinstance(one, date) else one for name, one in fields.items()}
