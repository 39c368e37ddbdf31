"""Plans change the guide while one practises; a replay needs none; the person's own wish goes first."""

import signal
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest

from biofeedback.cli.arguments import build_parser
from biofeedback.cli.asked.plans import asked_plan
from biofeedback.engine.engine import Engine
from biofeedback.engine.state import State
from biofeedback.pacing.guide import LET_OUT_S, Stage
from biofeedback.pacing.ramp import RampPhase
from biofeedback.pacing.schedule import Schedule, SchedulePart
from biofeedback.person.profile import ProfileShelf
from biofeedback.person.settings import BreathingSettings
from biofeedback.practice.guide_plan import Plan, RampPlan, SearchPlan
from biofeedback.practice.practice import Practice
from biofeedback.practice.resonance_search import ResonanceSearch
from biofeedback.resonance.protocol import Protocol, protocol_schedule
from biofeedback.response.rsa import GuidedBreath
from biofeedback.words.speech import say_in
from devices.breath_pattern import BreathPattern
from devices.events import GuideChanged
from devices.message import Message
from sessions.replay import replayed
from sessions.store import read_records
from tests.biofeedback.practice.test_practice import START_NS, Clock, HandFed, S, recorder_at
from tests.polling import wait_until
from tests.program import DEADLINE_S, run, running

FAST, SLOW = BreathPattern(6.0), BreathPattern(5.0)
TWO = Schedule([SchedulePart(FAST, 2), SchedulePart(SLOW, 3)])
"""20 s, then 36 s."""


def practising(plan: Plan) -> tuple[Practice, Clock]:
    clock = Clock()
    practice = Practice(HandFed(), start_ns=START_NS, plan=plan, clock_ns=clock)
    practice.set_guide(FAST, running=True)
    go(practice, clock, LET_OUT_S)
    return practice, clock


def go(practice: Practice, clock: Clock, seconds: float) -> BreathPattern:
    for _ in range(round(10 * seconds)):
        clock.now_ns += S // 10
        practice.advance()
    return practice.state.guide.pattern


def test_guide_goes_by_the_schedule_and_stays_at_its_end() -> None:
    practice, clock = practising(SearchPlan(Protocol.STEPPED, TWO))
    assert go(practice, clock, 19.9) == FAST
    assert go(practice, clock, 0.2) == SLOW
    assert go(practice, clock, 100.0) == SLOW


def test_time_of_a_pause_does_not_count_and_the_plan_goes_on_after_it() -> None:
    practice, clock = practising(SearchPlan(Protocol.STEPPED, TWO))
    go(practice, clock, 10.0)
    practice.set_guide(SLOW, running=False)
    assert go(practice, clock, 60.0) == FAST
    practice.set_guide(SLOW, running=True)
    assert go(practice, clock, 9.8) == FAST
    assert go(practice, clock, 0.3) == SLOW


def test_a_pattern_that_the_person_chooses_ends_the_plan() -> None:
    practice, clock = practising(SearchPlan(Protocol.STEPPED, TWO))
    go(practice, clock, 5.0)
    practice.set_guide(BreathPattern(7.0), running=True)
    assert go(practice, clock, 60.0) == BreathPattern(7.0)


def said(course: Message | None) -> str:
    assert course is not None
    return say_in(course)


@pytest.mark.parametrize("protocol", [Protocol.STEPPED, Protocol.SLIDING])
def test_every_breath_of_a_protocol_is_guided_once_and_as_long_as_planned(protocol: Protocol) -> None:
    schedule = protocol_schedule(protocol, 2.0)
    practice, clock = practising(SearchPlan(protocol, schedule))
    breaths: list[GuidedBreath] = []
    while practice.state.practised_s < schedule.duration_s:
        clock.now_ns += S // 15
        state = practice.advance()
        breaths += [one for one in state.breaths if not breaths or one.number > breaths[-1].number]
    assert all(b.inhale_s == a.next_inhale_s for a, b in pairwise(breaths))
    lengths_s = [breath.next_inhale_s - breath.inhale_s for breath in breaths]
    planned_s = [part.pattern.period_s for part in schedule.parts for _ in range(part.breaths)]
    assert lengths_s == pytest.approx(planned_s[: len(lengths_s)], abs=0.02)
    assert len(lengths_s) >= len(planned_s) - 2


def test_replay_of_a_planned_practice_needs_no_plan(tmp_path: Path) -> None:
    clock, live = Clock(), list[State]()
    path = tmp_path / "ramp.session"
    practice = Practice(
        HandFed(),
        start_ns=START_NS,
        recorder=recorder_at(path),
        plan=RampPlan(SLOW, 6.0),
        on_state=live.append,
        clock_ns=clock,
    )
    practice.set_guide(SLOW, running=True)
    assert practice.state.guide.pattern == BreathPattern(6.0)
    assert go(practice, clock, 150.0) == SLOW
    practice.end()
    changes = [one for one in read_records(path) if isinstance(one, GuideChanged)]
    assert len(changes) == 11
    engine = Engine(START_NS)
    states = [engine.process(record) for record in replayed(path, speed=None, wait=lambda _: False)]  # type: ignore[arg-type]
    assert states == live


def test_ramp_on_the_command_line(tmp_path: Path) -> None:
    done = run(
        "train", "--simulated", "--terminal", "--data-dir", tmp_path, "--minutes", "0.05", "--ramp", "9"
    )
    assert done.returncode == 0, done.stderr
    path = next(tmp_path.rglob("*.session"))
    changes = [one for one in read_records(path) if isinstance(one, GuideChanged)]
    assert changes[0].pattern.rate_per_min == 9.0


def test_a_search_that_is_broken_off_says_that_it_knows_too_little(tmp_path: Path) -> None:
    with running(
        "train", "--simulated", "--terminal", "--data-dir", tmp_path, "--resonance", "sliding"
    ) as process:
        wait_until(lambda: any(tmp_path.rglob("*.session")))
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=DEADLINE_S)
    assert "Resonance: too few breaths could be judged." in out
    assert "Traceback" not in err


def test_ramp_and_search_exclude_each_other() -> None:
    done = run("train", "--ramp", "--resonance", "stepped")
    assert done.returncode == 2
    assert "not allowed with" in done.stderr


def breathing_at(state: State, rate_per_min: float | None) -> State:
    rate = replace(state.breathing.rate, value=rate_per_min)
    return replace(state, breathing=replace(state.breathing, rate=rate))


def test_ramp_begins_at_the_measured_rate_and_waits_for_who_breathes_faster() -> None:
    state = Engine(0).state()
    plan = RampPlan(SLOW)
    assert plan.pattern(0.0, breathing_at(state, None)).rate_per_min == 8.0
    assert plan.pattern(0.0, breathing_at(state, 7.2)).rate_per_min == 7.2
    assert plan.pattern(60.0, breathing_at(state, 8.5)).rate_per_min == 7.2
    assert plan.ramp.phase is RampPhase.WAITING
    assert plan.pattern(80.0, breathing_at(state, 7.4)).rate_per_min == pytest.approx(7.1)


@pytest.mark.parametrize(
    ("chosen", "given", "plan"), [(True, [], RampPlan), (False, [], None), (False, ["--ramp"], RampPlan)]
)
def test_a_ramp_may_be_chosen_once_and_for_all(chosen: bool, given: list[str], plan: type | None) -> None:
    options = build_parser().parse_args(["train", *given])
    asked = asked_plan(options, BreathPattern(), BreathingSettings(ramp=chosen))
    assert (asked is None) if plan is None else isinstance(asked, plan)


def test_a_ramp_says_where_it_goes_and_that_it_waits() -> None:
    state = Engine(0).state()
    plan = RampPlan(SLOW)
    plan.pattern(0.0, breathing_at(state, 7.2))
    assert said(plan.course) == "The guide is slowing down to 5.0 per minute."
    plan.pattern(60.0, breathing_at(state, 8.5))
    assert "waits at this rate" in said(plan.course)
    for k in range(30):
        plan.pattern(80.0 + 12.0 * k, breathing_at(state, 5.0))
    assert plan.ramp.phase is RampPhase.THERE
    assert plan.course is None


def test_a_search_says_at_which_rate_it_is() -> None:
    practice, clock = practising(SearchPlan(Protocol.STEPPED, TWO))
    assert said(practice.plan_course) == "Searching for your resonance · rate 1 of 2"
    go(practice, clock, 20.1)
    assert said(practice.plan_course) == "Searching for your resonance · rate 2 of 2"


def test_a_search_within_a_practice_makes_it_longer_by_what_was_searched() -> None:
    practice, clock = practising(SearchPlan(Protocol.STEPPED, TWO))
    shelf = ProfileShelf()
    search = ResonanceSearch(practice, shelf)
    search.lead(SearchPlan(Protocol.STEPPED, TWO, begun_s=0.0), FAST)
    go(practice, clock, 30.0)
    assert practice.state.guide.pattern == SLOW
    assert search.end(running=True)
    search.wait()
    assert search.searched_s == pytest.approx(30.0, abs=0.2)
    assert go(practice, clock, 5.0) == FAST
    assert practice.state.guide.running
    assert shelf.latest is None


def test_a_search_begun_in_mid_breath_begins_with_the_next_inhale() -> None:
    practice, clock = practising(RampPlan(FAST, 6.0))
    go(practice, clock, 34.0)
    search = ResonanceSearch(practice, ProfileShelf())
    search.begin(Protocol.STEPPED, FAST)
    go(practice, clock, 200.0)
    changed_s = LET_OUT_S + 34.0 + search.plan.schedule.starts_s[1] if search.plan else 0.0
    turns = practice.state.guide.turns(0.0, 1000.0)
    assert practice.state.guide.pattern.rate_per_min == 6.0
    onset_s = min(turn.time_s for turn in turns)
    assert onset_s - changed_s < 10.0
    assert practice.state.guide.at(practice.state.guide.anchor_s).stage is Stage.INHALE
    assert practice.state.guide.anchor_within_s < 0.2
