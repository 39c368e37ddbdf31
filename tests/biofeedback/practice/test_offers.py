"""What simulated people are offered who can't breathe slowly, over-breathe, or feel restless or dizzy."""

from pathlib import Path

import pytest

from biofeedback.pacing.overbreathing import EASED
from biofeedback.person.levels import BELLY
from biofeedback.statements.care import CHANGES
from devices.wellbeing import Feeling, Remedy
from scripts.offers_of_people import Person, people, practised
from sessions.folder import SessionFolder

pytestmark = pytest.mark.soak

FOLLOWS, SLOW_BREATHER, OVER_BREATHER, RESTLESS, DIZZY = people()


@pytest.fixture
def folder(tmp_path: Path) -> SessionFolder:
    return SessionFolder(tmp_path)


def test_whoever_follows_goes_up_after_two_practices(folder: SessionFolder) -> None:
    levels = [
        practised(FOLLOWS, BELLY[1], folder, number=number, seed=number).next_level.level for number in (0, 1)
    ]
    assert levels == [1, 2]


def test_whoever_never_reaches_six_is_never_told_to(folder: SessionFolder) -> None:
    for number in (0, 1):
        one = practised(SLOW_BREATHER, BELLY[3], folder, number=number, seed=number)
        assert min(one.rates_per_min) >= 7.0
        assert (one.next_level.level, one.next_level.reason.key) == (3, "weeks.stay_pace")
    one = practised(SLOW_BREATHER, BELLY[4], folder, number=2, seed=2)
    assert min(one.rates_per_min) >= 7.0


def test_whoever_over_breathes_is_led_back_to_shorter_breaths(folder: SessionFolder) -> None:
    one = practised(OVER_BREATHER, BELLY[2], folder, number=0, seed=15, reached_per_min=7.8)
    assert one.rates_per_min[-1] == pytest.approx(min(one.rates_per_min) + 1.0)
    assert one.said == EASED


@pytest.mark.parametrize("remedy", [Remedy.MUSCLES, Remedy.PAUSE, Remedy.GO_ON, Remedy.STOP])
def test_the_restless_are_offered_what_they_choose_from(remedy: Remedy, folder: SessionFolder) -> None:
    person = Person("is restless", RESTLESS.scenario, 0.0, Feeling.RESTLESS, remedy, BELLY[0])
    one = practised(person, BELLY[0], folder, number=0, seed=1)
    assert [words.key for words in one.offered] == [
        "feeling.go_on",
        "feeling.muscles",
        "feeling.pause",
        "feeling.stop",
    ]
    assert one.played == (BELLY[0], *([CHANGES[remedy]] if remedy in CHANGES else []))


def test_whoever_was_dizzy_is_offered_the_level_before(folder: SessionFolder) -> None:
    one = practised(DIZZY, BELLY[2], folder, number=0, seed=1)
    assert [words.key for words in one.offered] == ["feeling.dizzy.go_on", "feeling.stop"]
    assert (one.next_level.level, one.next_level.reason.key) == (1, "weeks.after_dizziness")
    assert one.rates_per_min[-1] > 6.5
