"""The level of a series week by week, in a plain sentence."""

from collections.abc import Sequence
from datetime import date, timedelta

from devices.message import Message, message
from sessions.history.trends import Week


def level_sentence(scale: Message, weeks: Sequence[Week], this_monday: date) -> Message:
    """State this week's level beside the previous one, or the level of the last week with values.

    Parameters
    ----------
    scale : Message
        What was rated.
    weeks : sequence of Week
        The weeks with values, in order; at least one.
    this_monday : date
        The Monday of the current week.
    """
    now, before = _levels(weeks, this_monday)
    if now is None:
        last = weeks[-1]
        return message("history.level.last", scale=scale, level=last.mean, monday=last.monday)
    if before is None:
        return message("history.level.now", scale=scale, level=now)
    return message("history.level.both", scale=scale, level=now, before=before)


def heart_level_sentence(weeks: Sequence[Week], this_monday: date) -> Message:
    """State this week's response of the heart, in ms, in the same way.

    Parameters
    ----------
    weeks : sequence of Week
        The weeks with values, in ms and in order; at least one.
    this_monday : date
        The Monday of the current week.
    """
    now_ms, before_ms = _levels(weeks, this_monday)
    if now_ms is None:
        last = weeks[-1]
        return message("history.heart.last", level_ms=last.mean, monday=last.monday)
    if before_ms is None:
        return message("history.heart.now", level_ms=now_ms)
    return message("history.heart.both", level_ms=now_ms, before_ms=before_ms)


def _levels(weeks: Sequence[Week], this_monday: date) -> tuple[float | None, float | None]:
    """Return the levels of this week and the previous one; None for a week without values."""
    levels = {week.monday: week.mean for week in weeks}
    return levels.get(this_monday), levels.get(this_monday - timedelta(weeks=1))
