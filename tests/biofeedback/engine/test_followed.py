"""Whether measured breaths went with the guide: of people who did or did not, and without a strap."""

from collections.abc import Iterable

import pytest

from biofeedback.engine.followed import FEWEST_FOLLOWED, Followed, FollowedTally
from devices.breath_pattern import BreathPattern
from devices.events import Event, Tick
from tests.breathing_person import SLOW, S, Session, guided, session


@pytest.fixture(scope="module")
def breathed() -> Session:
    """Somebody who breathes five times a minute, out twice as long as in, for four minutes."""
    return session(seed=3, minutes=4.0)


def followed(events: Iterable[Event], pattern: BreathPattern | None) -> Followed:
    tally = FollowedTally(0)
    tally.take(guided(pattern))
    for event in events:
        tally.take(event)
    return tally.followed()


def test_a_person_who_breathes_with_the_guide_followed_it(breathed: Session) -> None:
    found = followed(breathed.events, SLOW)
    assert (found.rate_followed, found.ratio_reached) == (True, True)
    assert found.rate_per_min == pytest.approx(5.0, abs=0.3)


@pytest.mark.parametrize(
    ("pattern", "rate", "ratio"),
    [
        (BreathPattern(7.5, 2.0), False, True),
        (BreathPattern(5.5, 4.0), True, False),
        (BreathPattern(8.0, 3.5), False, False),
    ],
)
def test_another_guide_was_not_followed(
    pattern: BreathPattern, breathed: Session, *, rate: bool, ratio: bool
) -> None:
    found = followed(breathed.events, pattern)
    assert (found.rate_followed, found.ratio_reached) == (rate, ratio)
    assert found.rate_per_min == pytest.approx(5.0, abs=0.3)


def test_without_a_guide_nothing_was_followed(breathed: Session) -> None:
    assert followed(breathed.events, None) == Followed()


def test_without_a_strap_it_is_not_known() -> None:
    assert followed([Tick(second * S) for second in range(300)], SLOW) == Followed()


def test_a_few_breaths_tell_nothing(breathed: Session) -> None:
    seconds = 60.0 / 5.0 * (FEWEST_FOLLOWED - 2)
    early = [event for event in breathed.events if event.time_ns < seconds * S]
    assert followed(early, SLOW) == Followed()
