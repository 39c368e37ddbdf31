"""Scenarios: the program's own run and are judged as they should be; others are refused in words."""

from collections.abc import Sequence
from pathlib import Path

import pytest

import devices.simulated
from biofeedback.beats.beats import BeatLabel, label_of
from biofeedback.engine.engine import Engine
from biofeedback.pacing.guide import Guide
from biofeedback.practice.simulated import simulated_records
from biofeedback.quality.quality import quality_of_arrivals
from devices.breath_pattern import BreathPattern
from devices.events import Contact, HeartRateMeasurement, LinkChanged, LinkState
from devices.notifications import HEART_RATE_MEASUREMENT, Notification
from devices.simulated.person.heart import BeatKind
from devices.simulated.person.person import SimulatedPerson
from devices.simulated.scenario import Scenario, load_scenario, scenario_names
from devices.straps.decoder import Decoder, decode
from devices.straps.heart_rate_service import rr_ms_from_ticks
from devices.streams import AccelerationFrame, EcgFrame, Measurement, MeasurementChanged
from sessions.records import Record
from sessions.store import read_records
from tests.program import run_here

SCENARIOS = Path(devices.simulated.__file__).parent / "scenarios"
MINUTES = 11.0
MINUTE_NS = 60_000_000_000

SEEDS = [1, *(pytest.param(seed, marks=pytest.mark.soak) for seed in (2, 3))]

SOUND = (
    "calm",
    "ectopic",
    "no-resonance",
    "noisy-posture",
    "one-to-one",
    "over-breathing",
    "resonance",
    "sleeper",
    "stressed",
    "talker",
    "trained",
)
"""Straps with nothing wrong: no warning at all."""

OFTEN_DOUBTED = ("calm", "ectopic", "noisy-posture", "talker")
"""The usual one, and those whose hearts or chests look most like faults; `make soak` judges all."""

COVERAGE, NOISE, MISSING, UNIT = (
    "was heard for",
    "are no heart beats",
    "are missing",
    "steadily: the strap confuses",
)
MADE_UP, FROZEN, RATE_ONLY, OFF_BODY = "No beat-to-beat", "in a row", "a heart rate but no", "no skin contact"
CHECKS = (COVERAGE, NOISE, MISSING, UNIT, MADE_UP, FROZEN, RATE_ONLY, OFF_BODY)
"""A part of the sentence of each check, and of no other."""

FAULTY = {
    "link-losses": {COVERAGE},
    "poor-contact": {NOISE},
    "missed-beats": {MISSING},
    "milliseconds": {UNIT},
    "made-up": {MADE_UP},
    "frozen": {FROZEN},
    "rate-only": {RATE_ONLY},
    "off-body": {OFF_BODY},
}

EIGHT = (
    "calm",
    "stressed",
    "resonance",
    "ectopic",
    "poor-contact",
    "link-losses",
    "noisy-posture",
    "sleeper",
)


def heard(records: Sequence[Record]) -> list[HeartRateMeasurement]:
    events = [
        decode(r)
        for r in records
        if isinstance(r, Notification) and r.characteristic == HEART_RATE_MEASUREMENT
    ]
    return [event for event in events if isinstance(event, HeartRateMeasurement)]


def judged(name: str, seed: int) -> set[str]:
    """The checks that speak."""
    measurements = heard(list(simulated_records(load_scenario(name), seed=seed, minutes=MINUTES)))
    intervals_ms = [rr_ms_from_ticks(ticks) for m in measurements for ticks in m.rr_ticks]
    noise = sum(label_of(rr_ms) is BeatLabel.NOISE for rr_ms in intervals_ms)
    quality = quality_of_arrivals(
        measurements,
        end_ns=round(MINUTES * MINUTE_NS),
        noise_percent=100.0 * noise / len(intervals_ms) if intervals_ms else 0.0,
    )
    said = [{check for check in CHECKS if check in str(warning)} for warning in quality.warnings]
    assert all(len(checks) == 1 for checks in said), quality.warnings
    return set().union(*said)


# What the program says of them


def test_every_scenario_has_its_place_here() -> None:
    assert set(scenario_names()) == {*SOUND, *FAULTY}
    assert set().union(*FAULTY.values()) == set(CHECKS)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=[] if name in OFTEN_DOUBTED else [pytest.mark.soak]) for name in SOUND]
)
def test_sound_strap_gives_no_warning(name: str, seed: int) -> None:
    assert judged(name, seed) == set()


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("name", sorted(FAULTY))
def test_each_fault_is_named_and_no_other(name: str, seed: int) -> None:
    assert judged(name, seed) == FAULTY[name]


@pytest.mark.parametrize("name", EIGHT)
def test_practice_with_it_runs_to_its_end(name: str) -> None:
    result = run_here("train", "--simulated", name, "--terminal", "--no-record", "--minutes", "0.03")
    assert result.returncode == 0, result.stderr
    assert "Traceback" not in result.stderr


def test_frames_survive_the_session_file(tmp_path: Path) -> None:
    path = tmp_path / "a.session"
    result = run_here("simulate", "calm", "--minutes", "1", "--seed", "4", "--ecg", "--output", path)
    assert result.returncode == 0, result.stderr
    recorded, engine, decoder = list(read_records(path)), Engine(0), Decoder()
    assert recorded == list(simulated_records(load_scenario("calm"), seed=4, minutes=1, ecg=True))
    events = [decoder.decode(r) if isinstance(r, Notification) else r for r in recorded]
    for event in events:
        engine.take(event)
    assert sum(len(e.acceleration_mg) for e in events if isinstance(e, AccelerationFrame)) == 166 * 36
    assert sum(len(e.ecg_uv) for e in events if isinstance(e, EcgFrame)) == 106 * 73
    assert [e.measurement for e in events if isinstance(e, MeasurementChanged)] == [
        Measurement.ACCELERATION,
        Measurement.ECG,
    ]


def test_streams_of_a_practice_are_recorded(tmp_path: Path) -> None:
    result = run_here(
        *("train", "--simulated", "calm", "--terminal", "--ecg", "--minutes", "0.05", "--data-dir", tmp_path)
    )
    assert result.returncode == 0, result.stderr
    (path,) = tmp_path.rglob("*.session")
    events = [decode(r) if isinstance(r, Notification) else r for r in read_records(path)]
    assert [e.measurement for e in events if isinstance(e, MeasurementChanged)] == [
        Measurement.ACCELERATION,
        Measurement.ECG,
    ]
    assert any(isinstance(event, AccelerationFrame) for event in events)
    assert any(isinstance(event, EcgFrame) for event in events)


# What is in them


def test_resonance_is_sharp_and_not_where_everybody_looks() -> None:
    person = load_scenario("resonance").person
    assert abs(person.rsa_resonance_per_min - 6.0) > 0.5
    assert person.rsa_resonance_q > 1.5


def test_sleeper_follows_the_guide_first_and_then_the_own_rhythm() -> None:
    person = SimulatedPerson(
        load_scenario("sleeper").person, seed=1, lung_guide=lambda s: abs((s / 6.0) % 2.0 - 1.0)
    )
    person.advance(12 * MINUTE_NS)
    awake = [b.rate_per_min for b in person.breaths if MINUTE_NS / 2 < b.inhale_ns < 3.5 * MINUTE_NS]
    asleep = [b.rate_per_min for b in person.breaths if b.inhale_ns > 4.5 * MINUTE_NS]
    assert max(awake) < 6.5
    assert min(asleep) > 8


def test_one_to_one_keeps_the_pace_and_not_the_ratio() -> None:
    guide = Guide().changed(0.0, BreathPattern(5.0, 2.0), running=True)
    person = SimulatedPerson(
        load_scenario("one-to-one").person, seed=1, lung_guide=lambda s: guide.at(s).lung_position
    )
    person.advance(5 * MINUTE_NS)
    breaths = [b for b in person.breaths if b.inhale_ns > MINUTE_NS]
    shares = [(b.exhale_ns - b.inhale_ns) / (b.next_inhale_ns - b.inhale_ns) for b in breaths]
    assert all(abs(b.rate_per_min - 5.0) < 0.5 for b in breaths)
    assert abs(sum(shares) / len(shares) - 0.5) < 0.03


def test_ectopic_has_premature_beats_and_calm_has_none() -> None:
    kinds = {}
    for name in ("ectopic", "calm"):
        person = SimulatedPerson(load_scenario(name).person, seed=1)
        kinds[name] = {beat.kind for beat in person.advance(5 * MINUTE_NS)}
    assert kinds == {"ectopic": {BeatKind.SINUS, BeatKind.ECTOPIC}, "calm": {BeatKind.SINUS}}


def test_contact_is_told_now_and_then_where_it_is_poor() -> None:
    contacts = [
        m.contact for m in heard(list(simulated_records(load_scenario("poor-contact"), seed=1, minutes=10)))
    ]
    assert set(contacts) == {Contact.YES, Contact.NO}
    assert 0 < contacts.count(Contact.NO) / len(contacts) < 0.05


def test_faults_of_one_strap_leave_the_person_as_it_is() -> None:
    """The same beats, the same moments of arrival."""
    sound, poor = (
        heard(list(simulated_records(load_scenario(name), seed=3, minutes=5)))
        for name in ("calm", "missed-beats")
    )
    assert [m.time_ns for m in sound] == [m.time_ns for m in poor]
    assert sum(len(m.rr_ticks) for m in sound) > sum(len(m.rr_ticks) for m in poor)


def test_records_begin_and_end_as_a_practice_does() -> None:
    first, second, *_, last = simulated_records(Scenario(), seed=1, minutes=0.5)
    assert isinstance(first, LinkChanged)
    assert second == MeasurementChanged(0, Measurement.ACCELERATION, running=True)
    assert last == LinkChanged(30_000_000_000, LinkState.IDLE)


# Files
