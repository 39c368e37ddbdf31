"""Programmes as they are practised: exact times, pause, back, left-out regions, replay, minutes."""

from itertools import pairwise
from pathlib import Path

import pytest

from biofeedback.engine.shown import shown_state
from biofeedback.practice.player import ProgrammePlayer
from biofeedback.practice.reached_rate import reached_rate
from biofeedback.programmes.course import Course
from biofeedback.programmes.programme import Programme
from biofeedback.programmes.reader import programme_of
from biofeedback.programmes.shelf import find_programme, shipped_programmes
from devices.events import GuideChanged, Part
from devices.guided_spans import guided_spans
from devices.steps import Measured
from sessions.folder import SessionFolder, summarise
from tests.biofeedback.practice.programme_session import START_NS, ProgrammeSession, S

SHORT = """
name = "short"
family = "pause"
title = { en = "Short" }
about = { en = "One step with a guide, one without." }

[[step]]
text.en = "Breathe with the light."
seconds = 20.5
measured = "response"
guide = { begin = 7.0, rate_per_min = 6.5, exhale_to_inhale = 1.5 }

[[step]]
text.en = "Make two fists."
seconds = 5
measured = "moving"
sound = "bell"
"""

EXACT_S = 0.05
"""How exact step times have to be."""


def played(programme: Programme, path: Path, **how: object) -> ProgrammeSession:
    session = ProgrammeSession(path, Course(programme), **how)  # type: ignore[arg-type]
    session.press_space()
    return session


def require_done(session: ProgrammeSession) -> None:
    """Require what holds of every programme that was done to its end."""
    programme = session.course.programme
    begun = [event for event in session.steps() if event.running and event.gone_s == 0.0]
    wanted = [start_s for _, start_s in session.course.starts_s()]
    assert [(event.time_ns - START_NS) / S for event in begun] == pytest.approx(wanted, abs=EXACT_S)
    texts = [programme.steps[number].text.said(session.language) for number in session.course.numbers]
    assert [event.text for event in begun] == texts
    assert session.state.part is Part.DONE
    assert session.state.step is None
    assert session.state.practised_s == pytest.approx(session.course.seconds, abs=EXACT_S)
    assert summarise(session.path).practised_s == pytest.approx(session.course.seconds, abs=EXACT_S)
    assert session.replayed() == session.live


@pytest.mark.soak
@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize("strap", [True, False], ids=["strap", "no strap"])
@pytest.mark.parametrize("name", shipped_programmes())
def test_every_programme_runs_to_its_end(name: str, language: str, tmp_path: Path, *, strap: bool) -> None:
    session = played(find_programme(name), tmp_path / "a.session", language=language, strap=strap)
    session.finish()
    require_done(session)


@pytest.mark.parametrize("name", ["pmr-4", "quiet-rest-5"])
def test_programme_runs_to_its_end(name: str, tmp_path: Path) -> None:
    session = played(find_programme(name), tmp_path / "a.session", language="de")
    session.finish()
    require_done(session)


def test_programme_with_a_strap_runs_to_its_end(tmp_path: Path) -> None:
    session = played(programme_of(SHORT.encode(), "short.toml"), tmp_path / "a.session", strap=True)
    session.finish()
    require_done(session)


@pytest.mark.parametrize("every_s", [1.0 / 60.0, 0.7, 1.0])
def test_step_times_do_not_depend_on_how_often_a_view_asks(every_s: float, tmp_path: Path) -> None:
    session = played(find_programme("pmr-4"), tmp_path / "a.session")
    session.finish(every_s=every_s)
    begun = [event.time_ns for event in session.steps() if event.running]
    assert [time_ns - START_NS for time_ns in begun] == [
        round(start_s * S) for _, start_s in session.course.starts_s()
    ]


def test_pause_stops_the_step_and_its_minutes(tmp_path: Path) -> None:
    session = played(find_programme("pmr-4"), tmp_path / "a.session")
    session.let_pass(12.0)
    session.press_space()
    before = session.state
    session.let_pass(33.0)
    assert before.step is not None
    assert session.state.step == before.step
    assert not before.step.running
    assert before.step.gone_s == pytest.approx(12.0, abs=EXACT_S)
    assert session.state.practised_s == pytest.approx(12.0, abs=EXACT_S)
    session.press_space()
    session.let_pass(8.0)
    assert session.state.step is not None
    assert session.state.step.number == 2
    session.finish()
    assert session.state.practised_s == pytest.approx(session.course.seconds, abs=EXACT_S)
    assert session.replayed() == session.live


def test_back_goes_to_the_beginning_and_then_to_the_step_before(tmp_path: Path) -> None:
    session = played(find_programme("pmr-4"), tmp_path / "a.session")
    session.let_pass(30.0)
    for number in (2, 1):
        session.practice.go_back()
        step = session.state.step
        assert step is not None
        assert (step.number, step.gone_s, step.running) == (number, 0.0, True)
    session.finish()
    assert session.state.practised_s == pytest.approx(30.0 + session.course.seconds, abs=EXACT_S)
    assert session.replayed() == session.live


def test_skipped_region_does_not_come_again(tmp_path: Path) -> None:
    session = played(find_programme("pmr-4"), tmp_path / "a.session")
    assert session.practice.skip_region() is None
    session.let_pass(42.0)
    assert session.practice.skip_region() == "arms"
    step = session.state.step
    assert step is not None
    assert (step.region, step.gone_s) == ("face and neck", 0.0)
    session.finish()
    later = [event.region for event in session.steps() if event.time_ns > START_NS + 42 * S]
    assert "arms" not in later
    assert session.state.practised_s == pytest.approx(42.0 + 300.0 - 40.0 - 46.0, abs=EXACT_S)


def test_region_skipped_earlier_is_left_out_from_the_start(tmp_path: Path) -> None:
    course = Course(find_programme("pmr-4"), frozenset({"arms", "legs"}))
    session = ProgrammeSession(tmp_path / "a.session", course)
    session.press_space()
    session.finish()
    require_done(session)


def test_guide_of_a_level_slows_by_half_a_breath_each_minute_and_never_below_its_target(
    tmp_path: Path,
) -> None:
    session = played(find_programme("belly-a1"), tmp_path / "a.session")
    session.finish()
    guides = [event for event in session.events() if isinstance(event, GuideChanged) and event.running]
    rates = [event.pattern.rate_per_min for event in guides]
    assert rates == sorted(rates, reverse=True)
    assert min(rates) == 7.5
    for before, after in pairwise(guides):
        slower_per_min = before.pattern.rate_per_min - after.pattern.rate_per_min
        minutes = (after.time_ns - before.time_ns) / S / 60.0
        assert slower_per_min <= 0.5 * minutes + 1e-9
    guided_s = guided_spans(session.events(), START_NS).time.total_s
    assert guided_s == pytest.approx(sum(one.seconds for one in session.course.programme.steps if one.guide))


def test_resonance_leads_the_last_level() -> None:
    programme = find_programme("belly-a4")
    for known, wanted in ((5.6, 5.6), (None, 5.0)):
        player = ProgrammePlayer(Course(programme), language=lambda: "en", resonance_per_min=known)
        player.run(0, running=True)
        rates = [
            event.pattern.rate_per_min
            for second in range(round(programme.seconds) + 2)
            for event in player.follow(second * S)
            if isinstance(event, GuideChanged) and event.running
        ]
        assert rates[-1] == wanted


def test_suspended_computer_plays_nothing(tmp_path: Path) -> None:
    session = played(find_programme("pmr-4"), tmp_path / "a.session")
    session.let_pass(10.0)
    session.now_ns += 3600 * S
    session.let_pass(5.0)
    assert session.state.step is not None
    assert session.state.step.number == 1
    assert session.state.practised_s == pytest.approx(15.0, abs=0.3)


def programme_with(measured: Measured, family: str = "muscles") -> Programme:
    content = (
        f'name = "one"\nfamily = "{family}"\ntitle.en = "One"\nabout.en = "One."\n\n'
        f'[[step]]\ntext.en = "Now."\nseconds = 120\nmeasured = "{measured.value}"\n'
    )
    return programme_of(content.encode(), "one.toml")


@pytest.mark.parametrize(
    ("measured", "family", "heart", "breathing"),
    [
        (Measured.ORDINARY, "muscles", True, True),
        (Measured.ORDINARY, "autogenic", False, True),
        (Measured.MOVING, "muscles", False, False),
        (Measured.NOTHING, "muscles", False, False),
    ],
)
def test_only_what_a_step_allows_is_shown(
    measured: Measured, family: str, tmp_path: Path, *, heart: bool, breathing: bool
) -> None:
    session = played(programme_with(measured, family), tmp_path / "a.session", strap=True)
    session.let_pass(100.0)
    shown = shown_state(session.state)
    assert (shown.figures.heart_rate.value is not None) is heart
    assert bool(shown.beats) is heart
    assert (shown.breathing.rate.value is not None) is breathing
    assert shown.breathing.recent_breaths == ()
    assert shown.breaths == ()
    for figure in (shown.figures.rmssd, shown.figures.rsa, shown.figures.response, shown.breathing.ratio):
        assert figure.value is None
        assert figure.unknown is not None


def test_response_is_shown_at_a_pace_and_no_rmssd_of_slow_breaths(tmp_path: Path) -> None:
    session = played(find_programme("desk-pause"), tmp_path / "a.session", strap=True)
    session.let_pass(150.0)
    shown = shown_state(session.state)
    assert session.state.guide.running
    assert shown.figures.rsa.value is not None
    assert shown.figures.heart_rate.value is not None
    assert shown.figures.rmssd.value is None
    assert shown.breaths == session.state.breaths != ()


def test_once_the_programme_is_over_all_figures_are_shown(tmp_path: Path) -> None:
    session = played(programme_with(Measured.NOTHING), tmp_path / "a.session", strap=True)
    session.let_pass(125.0)
    assert session.state.part is Part.DONE
    assert session.state.figures.rmssd.value is not None


def test_next_level_begins_at_the_rate_that_was_reached(tmp_path: Path) -> None:
    folder = SessionFolder(tmp_path)
    assert reached_rate(folder) is None
    folder.path.mkdir(parents=True, exist_ok=True)
    done = played(find_programme("belly-a1"), folder.path / "2026-11-30T08-00-00Z.session")
    done.finish()
    (folder.path / "2026-11-30T09-00-00Z.session").write_bytes(b"damaged")
    assert reached_rate(folder) == 7.5
    player = ProgrammePlayer(Course(find_programme("belly-a2")), language=lambda: "en", reached_per_min=7.5)
    player.run(0, running=True)
    guides = [event for event in player.follow(21 * S) if isinstance(event, GuideChanged)]
    assert guides[0].pattern.rate_per_min == 7.5
