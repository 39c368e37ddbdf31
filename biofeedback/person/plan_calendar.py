"""The plan as a calendar file: any calendar can then remind of the practices; this program never does."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Final

from biofeedback.person.weeks import Offer, PlanDay, Terms
from devices.message import Message, message

if TYPE_CHECKING:
    from icalendar import Event

DAYS: Final = 28
"""Number of days with reminders. After a change of the plan, a new export replaces the old one."""

_PRODUCT: Final = "-//biofeedback//plan//EN"


def calendar_file(
    day: PlanDay, terms: Terms, *, today: date, now: datetime, say: Callable[[Message], str]
) -> bytes:
    """Return an iCalendar file (RFC 5545) with one daily event for each time of the plan.

    The times are local clock times, whatever the time zone. An event of a later export replaces the earlier
    one at the same time.

    Parameters
    ----------
    day : PlanDay
        What is offered today; an event lasts as long as the offer at its time.
    terms : Terms
        The agreed times.
    today : date
        The first day.
    now : datetime
        When the file is made; it must have a time zone.
    say : callable
        Returns the text of a message in the person's language.
    """
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("prodid", _PRODUCT)
    calendar.add("version", "2.0")
    for at in sorted(set(terms.times)):
        offers = [offer for offer in day.offers if offer.at == at]
        calendar.add_component(_event(at, offers, terms, today, now, say))
    return bytes(calendar.to_ical())


def _event(
    at: time, offers: list[Offer], terms: Terms, today: date, now: datetime, say: Callable[[Message], str]
) -> "Event":
    from icalendar import Event

    minutes = sum(offer.minutes for offer in offers) or terms.most_minutes / len(set(terms.times))
    repeated: dict[str, object] = {"freq": "daily", "count": DAYS}
    if terms.day_off is not None:
        others = [name for number, name in enumerate(_WEEKDAYS, start=1) if number != terms.day_off]
        repeated["byday"] = others
    event = Event()
    event.add("uid", f"practice-{at:%H%M}@biofeedback.local")
    event.add("dtstamp", now.astimezone(UTC))
    event.add("dtstart", datetime.combine(today, at))
    event.add("duration", timedelta(minutes=max(1, round(minutes))))
    event.add("rrule", repeated)
    event.add("summary", say(message("weeks.calendar_title", count=max(1, round(minutes)))))
    event.add("description", say(message("weeks.calendar_text")))
    return event


_WEEKDAYS: Final = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
