"""What a person says while they practise: recorded, and the practice goes on otherwise in the same run."""

from pathlib import Path

import pytest

from biofeedback.pacing.ramp import Known
from biofeedback.practice.player import ProgrammePlayer
from biofeedback.practice.practice import Practice
from biofeedback.practice.said_meanwhile import answer, change_programme, tell_feeling
from biofeedback.practice.step_guide import GuideRun
from biofeedback.programmes.course import Course
from biofeedback.programmes.programme import Begin, StepGuide
from biofeedback.programmes.shelf import find_programme
from devices.events import GuideChanged, Part
from devices.steps import StepChanged
from devices.wellbeing import Ease, Feeling, FeelingTold, PracticeAnswered, Remedy
from tests.biofeedback.practice.programme_session import START_NS, ProgrammeSession, S, Wearer


def begun(name: str, path: Path) -> ProgrammeSession:
    session = ProgrammeSession(path, Course(find_programme(name)))
    session.press_space()
    return session


def player(name: str) -> ProgrammePlayer:
    return ProgrammePlayer(Course(find_programme(name)), language=lambda: "en")


def test_what_was_said_is_recorded_and_read_again(tmp_path: Path) -> None:
    session = begun("quiet-rest-5", tmp_path / "a.session")
    session.let_pass(20.0)
    tell_feeling(session.practice, Feeling.RESTLESS)
    tell_feeling(session.practice, Feeling.RESTLESS, Remedy.GO_ON)
    answer(session.practice, ease=Ease.HARD, dizzy=False)
    answer(session.practice)
    session.practice.end()
    said = [event for event in session.events() if isinstance(event, FeelingTold | PracticeAnswered)]
    at_ns = START_NS + 20 * S
    assert said == [
        FeelingTold(at_ns, Feeling.RESTLESS),
        FeelingTold(at_ns, Feeling.RESTLESS, Remedy.GO_ON),
        PracticeAnswered(at_ns, Ease.HARD, None, dizzy=False),
    ]


@pytest.mark.parametrize("feeling", Feeling)
@pytest.mark.parametrize("name", ["belly-a2", "quiet-rest-5"])
def test_the_guide_and_the_step_stand_at_once(name: str, feeling: Feeling, tmp_path: Path) -> None:
    session = begun(name, tmp_path / "a.session")
    session.let_pass(40.0)
    tell_feeling(session.practice, feeling)
    before = session.state
    session.let_pass(30.0)
    assert not session.practice.is_running
    assert session.state.step == before.step
    assert session.state.practised_s == before.practised_s


@pytest.mark.parametrize("other", ["pmr-8", "desk-pause"])
def test_another_programme_begins_in_the_same_run(other: str, tmp_path: Path) -> None:
    session = begun("belly-a2", tmp_path / "a.session")
    session.let_pass(60.0)
    tell_feeling(session.practice, Feeling.RESTLESS)
    session.let_pass(5.0)
    change_programme(session.practice, player(other))
    assert session.state.step is not None
    assert (session.state.step.programme, session.state.step.gone_s) == (other, 0.0)
    session.finish()
    seconds = find_programme(other).seconds
    assert session.state.part is Part.DONE
    assert session.state.practised_s == pytest.approx(60.0 + seconds, abs=0.05)
    steps = [event for event in session.events() if isinstance(event, StepChanged) and event.running]
    begins = [event.time_ns for event in steps if event.programme == other]
    wanted = [START_NS + round((65.0 + start_s) * S) for start_s in find_programme(other).starts_s]
    assert begins == wanted
    assert session.replayed() == session.live


def test_a_practice_without_a_programme_changes_to_one() -> None:
    clock_ns = START_NS
    practice = Practice(Wearer(strap=False), start_ns=START_NS, clock_ns=lambda: clock_ns)
    practice.begin()
    practice.set_guide(practice.state.guide.pattern, running=True)
    clock_ns += 20 * S
    change_programme(practice, player("pmr-8"))
    assert practice.state.step is not None
    assert practice.state.step.programme == "pmr-8"
    assert not practice.state.guide.running
    practice.end()


def test_after_dizziness_the_breaths_are_shorter_and_never_slower_again(tmp_path: Path) -> None:
    session = begun("belly-a2", tmp_path / "a.session")
    session.let_pass(100.0)
    slowest = session.state.guide.pattern.rate_per_min
    tell_feeling(session.practice, Feeling.DIZZY)
    told_ns = session.now_ns
    session.press_space()
    session.finish()
    guides = [event for event in session.events() if isinstance(event, GuideChanged) and event.running]
    later = [event.pattern.rate_per_min for event in guides if event.time_ns >= told_ns]
    assert later == [pytest.approx(slowest + 1.0)] * len(later) != []
    assert session.replayed() == session.live


def test_dizziness_in_a_plain_practice_makes_the_breaths_shorter_without_a_hold() -> None:
    practice = Practice(Wearer(strap=False), start_ns=START_NS, clock_ns=lambda: START_NS)
    practice.begin()
    practice.set_guide(practice.state.guide.pattern, running=True)
    tell_feeling(practice, Feeling.DIZZY)
    pattern = practice.state.guide.pattern
    assert not practice.state.guide.running
    assert (pattern.rate_per_min, pattern.exhale_to_inhale, pattern.held_s) == (6.0, 2.0, 0.0)
    practice.end()


@pytest.mark.parametrize("at_s", [5.0, 140.0, 170.0])
def test_at_bedtime_nobody_is_asked_to_wake_up(at_s: float, tmp_path: Path) -> None:
    session = begun("autogenic-1", tmp_path / "a.session")
    session.let_pass(at_s)
    session.practice.steer(lambda one, now_ns: one.choose_bedtime(now_ns, at_bedtime=True))
    session.finish()
    assert session.state.part is Part.DONE
    assert session.state.practised_s == pytest.approx(max(at_s, 155.0), abs=0.3)
    assert session.player.at_bedtime is True
    assert player("pmr-8").at_bedtime is None


GUIDE = StepGuide(6.0, 2.0, Begin.OWN)


def walked(run: GuideRun, known: Known, seconds: int) -> GuideRun:
    """Let seconds go by in which the same is known of the person."""
    for _ in range(seconds):
        run.let_pass(S)
        run.look(known)
    return run


def test_the_guide_begins_at_the_persons_own_rate_and_slows_by_half_a_breath_a_minute() -> None:
    run = GuideRun(GUIDE, 6.0, 9.3)
    assert run.pattern.rate_per_min == 9.3
    for minute in range(1, 8):
        walked(run, Known(rate_per_min=run.pattern.rate_per_min), 60)
        assert run.pattern.rate_per_min == pytest.approx(max(6.0, 9.3 - 0.5 * minute))


@pytest.mark.parametrize("known", [Known(rate_per_min=9.5), Known(followed=0.0)])
def test_the_guide_waits_for_a_person_who_does_not_follow(known: Known) -> None:
    run = walked(GuideRun(GUIDE, 6.0, 8.0), known, 600)
    assert (run.pattern.rate_per_min, run.waits) == (8.0, True)
    walked(run, Known(rate_per_min=8.0, followed=1.0), 60)
    assert run.pattern.rate_per_min == pytest.approx(7.5)
    assert not run.waits


def test_an_own_rate_that_is_known_late_is_taken_up_once() -> None:
    run = GuideRun(GUIDE, 6.0, None)
    walked(run, Known(), 24)
    assert run.pattern.rate_per_min == pytest.approx(7.8)
    walked(run, Known(rate_per_min=9.6), 12)
    assert run.pattern.rate_per_min == 9.6
    walked(run, Known(rate_per_min=9.6), 60)
    assert run.pattern.rate_per_min == pytest.approx(9.1)


@pytest.mark.parametrize(("reached", "begin"), [(8.4, 8.4), (None, 6.0), (5.2, 6.0)])
def test_a_rate_that_was_never_reached_is_no_beginning(reached: float | None, begin: float) -> None:
    last = ProgrammePlayer(Course(find_programme("belly-a4")), language=lambda: "en", reached_per_min=reached)
    last.run(0, running=True)
    guides = [event for event in last.follow(21 * S) if isinstance(event, GuideChanged)]
    assert guides[0].pattern.rate_per_min == begin
