"""Chooses which of a day's offers comes now, and which comes next."""

from collections.abc import Collection
from datetime import time
from typing import Final

from biofeedback.person.weeks import Offer, PlanDay

_EARLY_MIN: Final = 60
"""An offer counts as due this many minutes before its time."""


def is_due(offer: Offer, now: time) -> bool:
    """Return whether an offer is due now or within the hour.

    Parameters
    ----------
    offer : Offer
        The offer.
    now : time
        The time on the person's own clock.
    """
    return _minute(offer.at) - _EARLY_MIN <= _minute(now)


def offer_now(day: PlanDay, now: time, *, skipped: Collection[str] = ()) -> Offer | None:
    """Return what the plan offers now; None if nothing is left of the day.

    Offers that may be skipped come last. While nothing is due, the next offer of the day is returned.

    Parameters
    ----------
    day : PlanDay
        What is still offered today.
    now : time
        The time on the person's own clock.
    skipped : collection of str, optional
        Names of programmes that the person does not want today. Only skippable offers are left out.
    """
    left = [one for one in day.offers if not (one.is_skippable and one.programme in skipped)]
    due = [one for one in left if is_due(one, now)]
    if due:
        return min(due, key=lambda one: (one.is_skippable, one.at))
    return min(left, key=lambda one: (one.at, one.is_skippable), default=None)


def _minute(at: time) -> int:
    return 60 * at.hour + at.minute
