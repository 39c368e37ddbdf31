"""Today's plan as JSON: what was agreed, what is offered, and why."""

from datetime import date
from typing import Final

from biofeedback.person.weeks import Offer, PlanDay, Terms
from biofeedback.programmes.shelf import shipped_programmes
from biofeedback.words.catalogue import SOURCE_LANGUAGE
from biofeedback.words.speech import say_in

PLAN_SCHEMA: Final = "biofeedback/plan/1"


def plan_json(today: date, day: PlanDay, terms: Terms) -> dict[str, object]:
    """Return a day of the plan as JSON-ready data, with English sentences.

    Parameters
    ----------
    today : date
        The date in the person's own calendar.
    day : PlanDay
        The offers of the day.
    terms : Terms
        The agreed terms.
    """
    return {
        "schema": PLAN_SCHEMA,
        "date": today.isoformat(),
        "day_of_practice": day.number,
        "times": [f"{at:%H:%M}" for at in terms.times],
        "most_minutes": terms.most_minutes,
        "second": terms.second,
        "day_off": terms.day_off,
        "quiet_rest": terms.quiet_rest,
        "offers": [_offer(one) for one in day.offers],
        "note": None if day.note is None else say_in(day.note),
    }


def _offer(offer: Offer) -> dict[str, object]:
    return {
        "programme": offer.programme,
        "title": shipped_programmes()[offer.programme].title.said(SOURCE_LANGUAGE),
        "at": f"{offer.at:%H:%M}",
        "minutes": offer.minutes,
        "reason": say_in(offer.reason),
        "skippable": offer.is_skippable,
    }
