"""The plan of weeks: what is offered today. It depends on what was done and how easy it was, not on pain."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from typing import Final

from biofeedback.person.levels import BELLY, Done, LevelOffer, last_level, level_offer
from devices.message import Message, message, sentences

DEFAULT_TIMES: Final = (time(8, 0), time(18, 0))
DEFAULT_MINUTES: Final = 25.0
"""Default minutes a day: two practices of ten minutes and a pause."""

FIRST_DAYS: Final = 7
FIRST_WEEKS_DAYS: Final = 14
_RETURN_DAYS: Final = 14
"""After a break of more days than this, the plan goes back one level."""

MINUTES: Final = {
    "belly-a0": 5.0,
    "belly-a1": 5.0,
    "belly-a2": 8.0,
    "belly-a3": 10.0,
    "belly-a4": 10.0,
    "desk-pause": 3.0,
    "quiet-rest-5": 5.0,
    "pmr-8": 380.0 / 60.0,
    "pmr-16": 860.0 / 60.0,
    "pmr-without-back": 380.0 / 60.0,
    "autogenic-1": 3.0,
    "mindful-5": 5.0,
    "body-scan": 10.0,
}
"""Lengths of the offered programmes in minutes; a test compares them with the programmes themselves."""


BESIDE_BELLY: Final = ("pmr-8", "pmr-16", "pmr-without-back", "autogenic-1", "mindful-5", "body-scan")
"""Programmes from which a person may choose one to do beside belly breathing."""


@dataclass(frozen=True, slots=True)
class Terms:
    """What a person, or a coach, agreed to.

    Parameters
    ----------
    times : tuple of time
        Times of a day's practices, on the person's own clock.
    most_minutes : float
        Most minutes a day.
    second : str
        The programme offered beside belly breathing from week three on.
    day_off : int or None
        The weekday without any offer; Monday is 1.
    quiet_rest : bool
        Whether quiet rest is offered.
    """

    times: tuple[time, ...] = DEFAULT_TIMES
    most_minutes: float = DEFAULT_MINUTES
    second: str = "pmr-16"
    day_off: int | None = None
    quiet_rest: bool = True


@dataclass(frozen=True, slots=True)
class Offer:
    """One practice that the plan offers.

    Parameters
    ----------
    programme : str
        The programme's name.
    minutes : float
        How long it lasts.
    at : time
        Its time on the person's own clock.
    reason : Message
        The reason for the offer.
    is_skippable : bool
        Whether the plan works equally well without it.
    """

    programme: str
    minutes: float
    at: time
    reason: Message
    is_skippable: bool = False


@dataclass(frozen=True, slots=True)
class PlanDay:
    """What the plan offers on one day.

    Parameters
    ----------
    number : int
        Number of the day of practice, from 1; days without any practice do not count.
    offers : tuple of Offer
        The offers, in the order of their times.
    note : Message or None
        A note for the person on some days; None otherwise.
    """

    number: int
    offers: tuple[Offer, ...]
    note: Message | None = None


@dataclass(slots=True)
class _Slots:
    """Fills a day with offers, within the agreed minutes."""

    terms: Terms
    left_min: float
    taken: list[Offer] = field(default_factory=list)

    def add(self, programme: str, reason: Message, slot: int, *, is_skippable: bool = False) -> None:
        minutes = MINUTES[programme]
        if minutes <= self.left_min + 1e-9:
            self.left_min -= minutes
            at = self.terms.times[min(slot, len(self.terms.times) - 1)]
            self.taken.append(Offer(programme, minutes, at, reason, is_skippable))


def plan_day(today: date, done: Sequence[Done], terms: Terms = Terms()) -> PlanDay:
    """Return what the plan offers today.

    Parameters
    ----------
    today : date
        The date in the person's own calendar.
    done : sequence of Done
        All practices, oldest first; today's are subtracted from what is still offered.
    terms : Terms, optional
        The agreed terms.
    """
    earlier = [one for one in done if one.day < today]
    number = 1 + len({one.day for one in earlier})
    note = _note(number, today, done)
    if terms.day_off == today.isoweekday() or not terms.times:
        return PlanDay(number, (), message("weeks.day_off"))
    slots = _Slots(terms, terms.most_minutes)
    takes_last_slot = number > FIRST_WEEKS_DAYS and _offer_second(slots, number, today, earlier)
    _offer_belly(slots, number, _level(today, earlier), last_slot_is_taken=takes_last_slot)
    if number <= FIRST_WEEKS_DAYS:
        _offer_second(slots, number, today, earlier)
    _offer_rest(slots, number, today, earlier)
    _offer_pause(slots, number, earlier)
    offers = _still_open(slots.taken, [one for one in done if one.day == today], terms.most_minutes)
    return PlanDay(number, tuple(sorted(offers, key=lambda offer: offer.at)), note)


def _level(today: date, earlier: Sequence[Done]) -> LevelOffer:
    last = max((one.day for one in earlier), default=today)
    level = last_level(earlier)
    if level and today - last > timedelta(days=_RETURN_DAYS):
        return LevelOffer(level - 1, message("weeks.welcome_back"))
    return level_offer(earlier)


def _highest_level(number: int) -> int:
    """Return the highest level that the plan offers on its own on a day of practice."""
    return (
        0
        if number <= 3
        else 1
        if number <= 7
        else 2
        if number <= FIRST_WEEKS_DAYS
        else 3
        if number <= 28
        else 4
    )


def _offer_belly(slots: _Slots, number: int, level: LevelOffer, *, last_slot_is_taken: bool) -> None:
    highest = _highest_level(number)
    if level.level > highest:
        level = LevelOffer(highest, message("weeks.next_later"))
    for slot in range(max(1, len(slots.terms.times) - last_slot_is_taken)):
        slots.add(BELLY[level.level], level.reason, slot)


def _offer_second(slots: _Slots, number: int, today: date, earlier: Sequence[Done]) -> bool:
    """Offer muscle relaxation or the chosen programme: every other day in week two, later three times a week.

    Return whether it replaces the day's last belly breathing, as it does from week three on.
    """
    if number <= FIRST_DAYS:
        return False
    is_early = number <= FIRST_WEEKS_DAYS
    programme = "pmr-8" if is_early else slots.terms.second
    week = [one for one in earlier if one.programme == programme and today - one.day < timedelta(days=7)]
    was_yesterday = any(today - one.day <= timedelta(days=1) for one in week)
    if was_yesterday or len(week) >= (4 if is_early else 3):
        return False
    slots.add(programme, message("weeks.second"), len(slots.terms.times) - 1)
    return not is_early and len(slots.terms.times) > 1 and bool(slots.taken)


def _offer_rest(slots: _Slots, number: int, today: date, earlier: Sequence[Done]) -> None:
    """Offer quiet rest as a comparison for the others: once in days 4 to 7, then twice a week."""
    if number <= 3 or not slots.terms.quiet_rest:
        return
    since = [one for one in earlier if one.programme.startswith("quiet-rest")]
    week = [one for one in since if today - one.day < timedelta(days=7)]
    was_yesterday = any(today - one.day <= timedelta(days=2) for one in week)
    if len(week) < (1 if number <= 7 else 2) and not was_yesterday:
        slots.add("quiet-rest-5", message("weeks.rest"), len(slots.terms.times) - 1, is_skippable=True)


def _offer_pause(slots: _Slots, number: int, earlier: Sequence[Done]) -> None:
    """Offer the desk pause once in the first days, and again from week three on."""
    had = any(one.programme == "desk-pause" for one in earlier)
    if (number in (2, 3) and not had) or number > FIRST_WEEKS_DAYS:
        slots.add("desk-pause", message("weeks.pause"), 0, is_skippable=True)


def _still_open(offers: Sequence[Offer], today: Sequence[Done], most_minutes: float) -> list[Offer]:
    """Return what is left of a day: without what was done, and within the remaining minutes."""
    names = [one.programme for one in today]
    left_min = most_minutes - sum(one.minutes for one in today)
    kept = []
    for offer in offers:
        if offer.programme in names:
            names.remove(offer.programme)
        elif offer.minutes <= left_min + 1e-9:
            left_min -= offer.minutes
            kept.append(offer)
    return kept


def _note(number: int, today: date, done: Sequence[Done]) -> Message | None:
    """Return the note for the first, seventh, fourteenth and twenty-eighth day of practice; else None."""
    patience = message("weeks.patience")
    if number == 1 and sum(one.day == today for one in done) == 1:
        return sentences(message("weeks.first_done"), patience)
    if number in (1, 7):
        return patience
    if number == FIRST_WEEKS_DAYS:
        return sentences(_two_weeks(done), patience)
    return message("weeks.four_weeks") if number == 28 else None


def _two_weeks(done: Sequence[Done]) -> Message:
    """Summarise the first two weeks in days and minutes, without a judgement."""
    minutes = sum(one.minutes for one in done)
    return message("weeks.two_weeks", count=len({one.day for one in done}), minutes=minutes)
