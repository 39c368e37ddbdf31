"""Inhales that are asked for before a practice: when, how long, and that nothing of the programme is lost."""

import pytest

from biofeedback.pacing.asked_inhales import INHALE_S, AskedInhales
from biofeedback.practice.player import ProgrammePlayer
from biofeedback.programmes.course import Course
from biofeedback.programmes.shelf import find_programme
from devices.steps import InhaleAsked, StepChanged

S = 1_000_000_000


@pytest.mark.parametrize("step_s", [0.05, 0.7, 30.0])
def test_two_are_asked_for_at_their_moments_however_late_one_asks(step_s: float) -> None:
    asking, now_ns = AskedInhales(), 5 * S
    asked: list[InhaleAsked] = []
    left_ns = 0
    while not asking.is_over:
        now_ns += round(step_s * S)
        more, left_ns = asking.follow(now_ns, round(step_s * S))
        asked += more
    assert [one.time_ns / S for one in asked] == pytest.approx([8.0, 18.0])
    assert {one.seconds for one in asked} == {INHALE_S}
    assert (now_ns - left_ns) / S == pytest.approx(27.0)


def test_the_light_grows_during_an_inhale_alone() -> None:
    asking = AskedInhales()
    assert asking.inhale_share is None
    assert asking.next_ns == 3 * S
    asking.follow(5 * S, 5 * S)
    assert asking.inhale_share == pytest.approx(0.5)
    asking.follow(8 * S, 3 * S)
    assert asking.inhale_share is None
    assert asking.next_ns == 5 * S


def test_a_programme_begins_when_they_are_over_and_keeps_its_length() -> None:
    programme = find_programme("quiet-rest-5")
    player = ProgrammePlayer(Course(programme), language=lambda: "en", asking=AskedInhales())
    events = player.run(0, running=True)
    assert events == []
    assert player.next_ns(0) == 3 * S
    assert player.go_back(S) == []
    # A pause counts for nothing.
    events += player.run(10 * S, running=False)
    events += player.run(20 * S, running=True)
    second = 20
    while not player.is_over and second < 2000:
        second += 1
        events += player.follow(second * S)
    asked = [one for one in events if isinstance(one, InhaleAsked)]
    steps = [one for one in events if isinstance(one, StepChanged)]
    assert [one.time_ns / S for one in asked] == pytest.approx([3.0, 23.0])
    assert steps[0].time_ns / S == pytest.approx(32.0)
    assert (steps[-1].time_ns - steps[0].time_ns) / S == pytest.approx(player.seconds)
