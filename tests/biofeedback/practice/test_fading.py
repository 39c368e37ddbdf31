"""The guide that fades: its steps, what is recorded, and what is said of the breathing afterwards."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from biofeedback.analysis.past_outcome import past_outcome
from biofeedback.cli.asked.fading import fading_player
from biofeedback.coaching.carry_over import Verdict
from biofeedback.practice.fading import fading_programme
from biofeedback.programmes.course import Course
from biofeedback.statements.carry_over import carry_over_lines
from biofeedback.words.speech import say_in
from devices.breath_pattern import BreathPattern
from devices.events import GuideChanged
from devices.guided_spans import guided_spans
from tests.biofeedback.practice.programme_session import START_NS, ProgrammeSession, S
from tests.inner_clock import english_texts

PATTERN = BreathPattern(6.0, 2.0)


@given(st.floats(3.0, 10.0), st.floats(0.5, 4.0), st.floats(0.1, 60.0))
def test_one_breath_has_the_guide_two_have_none_then_none_has_it(
    rate: float, ratio: float, minutes: float
) -> None:
    pattern = BreathPattern(rate, ratio)
    programme = fading_programme(pattern, minutes, english_texts())
    breaths = [(step.guide is not None, step.seconds / pattern.period_s) for step in programme.steps[1:]]
    assert breaths[0][0]
    assert breaths[0][1] >= 4.0 - 1e-9
    cycles = breaths[1:-1]
    assert cycles[::2] == [pytest.approx((False, 2.0))] * (len(cycles) // 2)
    assert cycles[1::2] == [pytest.approx((True, 1.0))] * (len(cycles) // 2)
    assert not breaths[-1][0]
    assert all(count == pytest.approx(round(count)) for _, count in breaths)
    longest_s = max(60.0 * minutes, 10.0 + 16.5 * pattern.period_s)
    assert programme.seconds <= longest_s + pattern.period_s


def test_every_language_has_its_texts() -> None:
    programme = fading_player(PATTERN, 5.0).programme
    assert programme.languages == ("de", "en")
    assert all(len(text) <= 140 for step in programme.steps for text in step.text.by_language.values())


def done(folder: Path, *, strap: bool) -> ProgrammeSession:
    course = Course(fading_programme(PATTERN, 5.0, english_texts()))
    session = ProgrammeSession(folder / "a.session", course, strap=strap, before_s=90.0)
    session.press_space()
    session.finish()
    return session


def test_the_guide_comes_and_goes_to_the_breath_and_a_replay_is_equal(tmp_path: Path) -> None:
    session = done(tmp_path, strap=False)
    events = session.events()
    guides = [event for event in events if isinstance(event, GuideChanged)]
    began_ns = guides[0].time_ns - 10 * S
    programme, expected = session.course.programme, []
    for start_s, before, step in zip(
        programme.starts_s[1:], programme.steps, programme.steps[1:], strict=False
    ):
        if (step.guide is None) is not (before.guide is None):
            expected.append((round(start_s * S), step.guide is not None))
    assert [(one.time_ns - began_ns, one.running) for one in guides] == expected
    assert session.state.practised_s == pytest.approx(programme.seconds, abs=0.3)
    guided_s = guided_spans(events, START_NS).time.total_s
    assert guided_s == pytest.approx(sum(one.seconds for one in programme.steps if one.guide), abs=1e-3)
    assert session.replayed()[-1].practised_s == session.state.practised_s
    assert carry_over_lines(past_outcome(session.path, {}).carry_over) == []


@pytest.mark.soak
def test_who_falls_back_into_an_own_rhythm_is_told_so(tmp_path: Path) -> None:
    """The simulated person breathes 13 times a minute wherever no guide runs, and with it as it says."""
    session = done(tmp_path, strap=True)
    found = past_outcome(session.path, {}).carry_over
    assert found.rate.verdict is Verdict.MORE
    assert found.with_guide.rate_per_min == pytest.approx(6.0, abs=0.6)
    assert found.without_guide.rate_per_min is not None
    assert found.without_guide.rate_per_min > 9.0
    assert found.free.rate_per_min == pytest.approx(13.0, abs=1.5)
    told = [say_in(one) for one in carry_over_lines(found)]
    assert told[0].startswith("Without the guide you breathed faster: ")
    assert "Breathing freely, you took 1" in told[-1]
