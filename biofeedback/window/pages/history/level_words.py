"""The level of pain or stress week by week, in a plain sentence."""

from collections.abc import Sequence
from datetime import date, timedelta

from devices.message import Message, message
from sessions.history.trends import Week


def level_sentence(scale: Message, weeks: Sequence[Week], this_monday: date) -> Message:
    """Say the level of this week beside the one before, or that of the last week there was.

    Parameters
    ----------
    scale : Message
        What was rated.
    weeks : sequence of Week
        Those with values, in order; at least one.
    this_monday : date
        The Monday of the present week.
    """
    levels = {week.monday: week.mean for week in weeks}
    now, before = levels.get(this_monday), levels.get(this_monday - timedelta(weeks=1))
    if now is None:
        last = weeks[-1]
        return message("history.level.last", scale=scale, level=last.mean, monday=last.monday)
    if before is None:
        return message("history.level.now", scale=scale, level=now)
    return message("history.level.both", scale=scale, level=now, before=before)
