"""Ordinary breathing before and after a practice, and whether it changed."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from biofeedback.beats.artefacts import label_intervals
from biofeedback.beats.beats import Beat, BeatLabel
from biofeedback.hrv.ordinary import ordinary_breathing, outcome
from biofeedback.practice.practice import Practice
from biofeedback.practice.shape import SessionShape
from biofeedback.statements.live import outcome_sentence
from devices.breath_pattern import BreathPattern
from devices.events import Part
from devices.simulated.link import SimulatedLink
from devices.simulated.person.person import SimulatedPerson
from devices.simulated.person.traits import PersonTraits
from devices.simulated.scenario import load_scenario
from sessions.recorder import Recorder
from sessions.store import Origin, SessionHeader
from tests.biofeedback.beats.artefact_scores import column
from tests.program import run_here

S = 1_000_000_000
CALM = load_scenario("calm")


def ordinary_beats(traits: PersonTraits, seed: int, minutes: float) -> list[Beat]:
    """A person who breathes as usual."""
    person = SimulatedPerson(traits, seed=seed, lung_guide=None)
    person.advance(round(minutes * 60e9))
    return [
        Beat(here.time_ns / 1e9, (here.time_ns - before.time_ns) / 1e6, BeatLabel.NORMAL, adjacent=True)
        for before, here in pairwise(person.beats)
    ]


def within(beats: list[Beat], from_s: float, until_s: float) -> list[Beat]:
    return [beat for beat in beats if from_s < beat.time_s <= until_s]


def test_ln_rmssd_is_numpys() -> None:
    beats = ordinary_beats(CALM.person, 1, 2.0)
    rr_ms = np.array([beat.rr_ms for beat in beats])
    known = ordinary_breathing(beats)
    assert known is not None
    assert known.ln_rmssd == pytest.approx(np.log(np.sqrt(np.mean(np.diff(rr_ms) ** 2))), rel=1e-12)
    assert known.heart_rate_per_min == pytest.approx(60_000.0 / rr_ms.mean())


def test_too_little_or_too_poor_is_unknown() -> None:
    beats = ordinary_beats(CALM.person, 1, 2.0)
    assert ordinary_breathing(within(beats, 0.0, 58.0)) is None
    assert ordinary_breathing([]) is None
    spoilt = [replace(b, label=BeatLabel.MISSED) if n % 15 == 0 else b for n, b in enumerate(beats)]
    assert ordinary_breathing(spoilt) is None
    still = [replace(b, rr_ms=1000.0 + (n == 50)) for n, b in enumerate(beats)]
    assert ordinary_breathing(still) is None
    one_gap = [replace(b, adjacent=n != 50) for n, b in enumerate(beats)]
    assert ordinary_breathing(one_gap) is not None


def test_real_stretches_of_rest_lie_within_the_interval(real_data: Path) -> None:
    """Two stretches of two minutes, eight minutes apart, of people who sit or lie: told as a change at most
    as often as one in ten."""
    told = []
    for name in ("rr_rest_bartels", "ecgrsp_bitalino81", "ref_pcst_nsr001"):
        rr_ms = column(real_data / name / "rr.csv", "rr_ms")
        adjacent = np.arange(rr_ms.size) > 0
        labels = label_intervals(rr_ms, adjacent)
        beats = list(
            map(Beat, (np.cumsum(rr_ms) / 1000.0).tolist(), rr_ms.tolist(), labels, adjacent.tolist())
        )
        for start_s in np.arange(0.0, beats[-1].time_s - 720.0, 120.0).tolist():
            known = [ordinary_breathing(within(beats, at, at + 120.0)) for at in (start_s, start_s + 600.0)]
            if known[0] is not None and known[1] is not None:
                told.append(outcome(known[0], known[1]).is_clear)
    assert len(told) > 60
    assert np.mean(told) <= 0.10


def test_a_doubled_variability_is_told() -> None:
    told = 0
    for seed in range(20):
        before = ordinary_breathing(ordinary_beats(CALM.person, seed, 2.0))
        after = ordinary_breathing(
            [
                replace(b, rr_ms=1000.0 + 2.0 * (b.rr_ms - 1000.0))
                for b in ordinary_beats(CALM.person, 99 + seed, 2.0)
            ]
        )
        assert before is not None
        assert after is not None
        told += outcome(before, after).is_clear
    assert told >= 16


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (0.1, "no more than it varies by itself"),
        (0.9, ": it rose by more than"),
        (-0.9, ": it fell by more than"),
    ],
)
def test_the_sentence(change: float, words: str) -> None:
    sentence = str(outcome_sentence(32.0, 40.0, change=change, half_width=0.42))
    assert "32 ms before, 40 ms after" in sentence
    assert words in sentence


class Clock:
    def __init__(self) -> None:
        self.now_ns = 0

    def __call__(self) -> int:
        return self.now_ns


class VirtualStrap:
    """The simulated strap, told the time by the test."""

    practice: Practice

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    def start(self, put: object) -> None:
        self._put = put
        self._link = SimulatedLink(
            CALM, seed=4, lung_guide=lambda time_s: self.practice.lung_position(time_s)
        )

    def choose(self, address: str) -> None: ...

    def stop(self) -> None: ...

    def advance(self) -> None:
        for record in self._link.advance(self._clock.now_ns):
            self._put(record)  # type: ignore[operator]


@pytest.fixture(scope="module")
def practised(tmp_path_factory: pytest.TempPathFactory) -> tuple[Practice, list[Part], Path]:
    """A whole session with two minutes before, three of practice and two after, in virtual time."""
    clock = Clock()
    strap = VirtualStrap(clock)
    path = tmp_path_factory.mktemp("practised") / "a.session"
    recorder = Recorder(path, SessionHeader(datetime.now(UTC), 0, Origin.SIMULATED))
    practice = Practice(
        strap, start_ns=0, recorder=recorder, shape=SessionShape(120.0, 180.0, 120.0), clock_ns=clock
    )
    strap.practice = practice
    practice.begin()
    parts = [practice.set_guide(practice.state.guide.pattern, running=True).part]
    while not practice.is_done and clock.now_ns < 600 * S:
        clock.now_ns += S // 10
        strap.advance()
        parts.append(practice.advance().part)
    practice.end()
    return practice, parts, path


def test_the_parts_of_a_session_follow_by_themselves(practised: tuple[Practice, list[Part], Path]) -> None:
    practice, parts, _ = practised
    lengths_s = {part: 0.1 * parts.count(part) for part in Part}
    assert lengths_s[Part.BEFORE] == pytest.approx(120.0, abs=1.5)
    assert 180.0 <= lengths_s[Part.PRACTICE] < 180.0 + BreathPattern().period_s, "no breath is cut"
    assert lengths_s[Part.AFTER] == pytest.approx(120.0, abs=1.5)
    assert [former for former, part in pairwise(parts) if part != former] == [
        Part.BEFORE,
        Part.PRACTICE,
        Part.AFTER,
    ]
    assert not practice.state.guide.running
    assert 180.0 <= practice.state.practised_s < 180.0 + BreathPattern().period_s


def test_live_and_analysed_tell_the_same_outcome(practised: tuple[Practice, list[Part], Path]) -> None:
    practice, _, path = practised
    known = practice.state.before_after
    assert known.before is not None
    assert known.after is not None
    assert known.outcome is not None
    (report,) = json.loads(run_here("analyze", path, "--json").stdout)
    told = report["before_after"]
    assert told["before"]["ln_rmssd"] == pytest.approx(known.before.ln_rmssd, rel=1e-9)
    assert told["after"]["rmssd_ms"] == pytest.approx(known.after.rmssd_ms, rel=1e-9)
    assert told["ln_rmssd_change"] == pytest.approx(known.outcome.change, rel=1e-9)
    assert "RMSSD in ordinary breathing" in run_here("analyze", path).stdout


def test_ordinary_breathing_can_be_skipped() -> None:
    clock = Clock()
    practice = Practice(VirtualStrap(clock), start_ns=0, shape=SessionShape(120.0, 60.0, 0.0), clock_ns=clock)
    pattern = practice.state.guide.pattern
    assert practice.set_guide(pattern, running=True).part is Part.BEFORE
    assert not practice.state.guide.running
    clock.now_ns = 5 * S
    assert practice.set_guide(pattern, running=True).part is Part.PRACTICE
    assert practice.state.guide.running
    while clock.now_ns < 64 * S:
        clock.now_ns += S
        assert practice.advance().part is Part.PRACTICE
    clock.now_ns += round(pattern.period_s * S)
    practice.advance()
    assert practice.advance().part is Part.DONE
