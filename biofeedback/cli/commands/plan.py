"""Commands for the plan of weeks: show today's offers, export a calendar, use somebody else's plan."""

from argparse import Namespace
from datetime import date, datetime

from biofeedback.cli.places import plan_file, session_folder
from biofeedback.person.plan_file import open_plan, save_plan
from biofeedback.person.weeks import Offer, PlanDay, Terms
from biofeedback.practice.days.day_plan import read_day_plan
from biofeedback.programmes.shelf import shipped_programmes
from biofeedback.terminal.output import put, put_json, tell
from biofeedback.words.spoken import say, spoken
from devices.message import Message, message, verbatim
from sessions.private_file import create_private_file, make_private_folder


def show_plan(options: Namespace) -> int:
    """Print what is offered today, and why."""
    today = date.today()
    terms, day = _plan(options, today)
    if options.json:
        from biofeedback.outlets.plan_json import plan_json

        put_json(plan_json(today, day, terms))
        return 0
    for offer in day.offers:
        put(_offered(offer))
    if not day.offers and day.note is None:
        put(message("agreed.nothing_left"))
    if day.note is not None:
        put(day.note)
    return 0


def export_plan(options: Namespace) -> int:
    """Write the plan as a calendar file."""
    from biofeedback.person.plan_calendar import calendar_file

    now = datetime.now().astimezone()
    terms, day = _plan(options, now.date())
    create_private_file(options.output, calendar_file(day, terms, today=now.date(), now=now, say=say))
    put(options.output)
    return 0


def open_plan_file(options: Namespace) -> int:
    """Adopt a plan that somebody else wrote."""
    terms = open_plan(options.file)
    file = plan_file(options)
    make_private_folder(file.parent)
    save_plan(file, terms)
    tell(_agreed(terms))
    put(file)
    return 0


def _plan(options: Namespace, today: date) -> tuple[Terms, PlanDay]:
    plan = read_day_plan(session_folder(options), plan_file(options), today)
    return plan.terms, plan.day


def _offered(offer: Offer) -> Message:
    return message(
        "agreed.offer",
        at=f"{offer.at:%H:%M}",
        title=_title(offer.programme),
        count=max(1, round(offer.minutes)),
        reason=offer.reason,
    )


def _agreed(terms: Terms) -> Message:
    return message(
        "agreed.taken_over",
        times=tuple(verbatim(f"{at:%H:%M}") for at in terms.times),
        minutes=terms.most_minutes,
        second=_title(terms.second),
    )


def _title(programme: str) -> str:
    return shipped_programmes()[programme].title.said(spoken().language)
