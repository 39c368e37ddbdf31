"""Print what the plan of weeks offers three simulated people on 28 days, and why.

A diligent person does all that is offered and finds it easy. An irregular one practises on three days of
five, skips what may be skipped, and finds every fifth practice hard. A third one stops after ten days and
comes back on day 26.
"""

import sys
from collections.abc import Callable
from datetime import date, timedelta
from typing import Final

from biofeedback.person.levels import Done
from biofeedback.person.weeks import Offer, PlanDay, Terms, plan_day
from biofeedback.words.catalogue import SOURCE_LANGUAGE
from biofeedback.words.speech import say_in
from devices.wellbeing import Ease

FIRST: Final = date(2026, 3, 2)
DAYS: Final = 28

Doing = Callable[[int, int, Offer], Ease | None]
"""How an offer felt that was done on a day, counted from 1, after so many practices; None for not done."""


def diligent(_day: int, _practices: int, _offer: Offer) -> Ease | None:
    return Ease.EASY


def irregular(day: int, practices: int, offer: Offer) -> Ease | None:
    if day % 5 in (0, 3) or offer.is_skippable:
        return None
    return Ease.HARD if practices % 5 == 4 else Ease.ALL_RIGHT


def returning(day: int, _practices: int, _offer: Offer) -> Ease | None:
    return Ease.ALL_RIGHT if day <= 10 or day >= 26 else None


PEOPLE: Final[dict[str, Doing]] = {"diligent": diligent, "irregular": irregular, "returning": returning}


def lived(doing: Doing, terms: Terms, days: int = DAYS) -> list[tuple[PlanDay, list[Done]]]:
    """Return what is offered on each day, and what was done of it.

    Parameters
    ----------
    doing : callable
        What the person does with an offer.
    terms : Terms
        What was agreed.
    days : int, optional
        How many days.
    """
    done: list[Done] = []
    told = []
    for number in range(1, days + 1):
        today = FIRST + timedelta(days=number - 1)
        offered = plan_day(today, done, terms)
        here: list[Done] = []
        for offer in offered.offers:
            ease = doing(number, len(done) + len(here), offer)
            if ease is not None:
                here.append(Done(today, offer.programme, offer.minutes, ease))
        done += here
        told.append((offered, here))
    return told


def main() -> int:
    """Print the days of all three, in the language that is named."""
    language = sys.argv[1] if len(sys.argv) > 1 else SOURCE_LANGUAGE
    for name, doing in PEOPLE.items():
        print(f"\n{name}")
        most = 0.0
        for number, (day, here) in enumerate(lived(doing, Terms()), start=1):
            minutes = sum(offer.minutes for offer in day.offers)
            most = max(most, minutes)
            felt = ", ".join(one.ease.value for one in here if one.ease is not None) or "nothing done"
            print(f"  day {number}, practice day {day.number}: {minutes:.0f} min offered; {felt}")
            for offer in day.offers:
                skippable = " (may be skipped)" if offer.is_skippable else ""
                reason = say_in(offer.reason, language)
                print(f"    {offer.at:%H:%M} {offer.programme} {offer.minutes:.0f} min{skippable}: {reason}")
            if day.note is not None:
                print(f"    {say_in(day.note, language)}")
        print(f"  most minutes offered on a day: {most:.1f} of {Terms().most_minutes:g}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
