"""The resonance finder: protocols, the choice; and many simulated people, with a resonance and without."""

import cmath
import json
import math
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import pytest
from scipy.signal import lfilter

from biofeedback.analysis.analysis import AnalysisOptions, analyse
from biofeedback.analysis.recording import load_recording
from biofeedback.breathing.chest.chest_samples import ChestSamples
from biofeedback.breathing.timing import beat_lateness_s, breath_lag_s
from biofeedback.pacing.schedule import Schedule, SchedulePart
from biofeedback.practice.simulated import simulated_records
from biofeedback.resonance.answers import Answer
from biofeedback.resonance.estimate import (
    UNMEASURED,
    WIDEST_PER_MIN,
    Lag,
    Resonance,
    combined,
    find_resonance,
    measured_lag,
)
from biofeedback.resonance.noise import AnswerNoise, Noise, as_real
from biofeedback.resonance.protocol import (
    STEPS_PER_MIN,
    GoneThrough,
    Protocol,
    protocol_in,
    protocol_schedule,
    refining_schedule,
)
from biofeedback.resonance.session import search_in
from biofeedback.resonance.verdict import resonance_words
from devices.breath_pattern import RATIO_RANGE, BreathPattern, PatternError
from devices.events import GuideChanged
from devices.simulated.person.population import person_with_resonance, person_without_resonance
from devices.simulated.person.traits import PersonTraits
from devices.simulated.scenario import load_scenario
from sessions.events import decoded
from sessions.records import encode_record
from sessions.store import Origin, SessionHeader, append_rows, create_session, open_for_writing
from tests.ratchet import assert_no_worse
from tests.resonance_bench import beats_and_chest_of, found_of, heard_of

NEAR_PER_MIN = 0.25
WHOLE = (Protocol.STEPPED, Protocol.SLIDING)
NAMED_SEEDS = range(70_000, 70_002)
FRESH_SEEDS = range(90_000, 90_100)


# Protocols


def test_stepped_takes_two_minutes_of_whole_breaths_at_each_rate() -> None:
    schedule = protocol_schedule(Protocol.STEPPED, 2.0)
    assert [part.pattern.rate_per_min for part in schedule.parts] == list(STEPS_PER_MIN)
    assert [part.duration_s for part in schedule.parts] == pytest.approx([120.0] * 5)
    assert schedule.pattern_at(119.9) == BreathPattern(6.5, 2.0)
    assert schedule.pattern_at(120.0) == BreathPattern(6.0, 2.0)
    assert schedule.pattern_at(10_000.0) == BreathPattern(4.5, 2.0)


def test_sliding_takes_78_breaths_each_67_ms_longer() -> None:
    """Fisher & Lehrer 2022: from 6.75 to 4.25 a minute in about a quarter of an hour."""
    schedule = protocol_schedule(Protocol.SLIDING, 1.5)
    periods_s = [part.pattern.period_s for part in schedule.parts]
    assert len(periods_s) == 78
    assert np.diff(periods_s) == pytest.approx(0.06704)
    assert 60.0 / periods_s[0] == pytest.approx(6.75)
    assert 60.0 / periods_s[-1] == pytest.approx(4.25, abs=0.03)
    assert schedule.duration_s == pytest.approx(15 * 60, abs=10)
    assert all(part.pattern.exhale_to_inhale == 1.5 for part in schedule.parts)


@pytest.mark.parametrize(("rate", "steps"), [(5.4, [5.6, 5.4, 5.2]), (3.0, [3.4, 3.2, 3.0])])
def test_refining_goes_a_little_to_both_sides_of_a_rate(rate: float, steps: list[float]) -> None:
    rates = [part.pattern.rate_per_min for part in refining_schedule(rate, 2.0).parts]
    assert rates == pytest.approx(steps)


# The choice


def answers(
    *,
    resonance: float | None,
    seed: int = 1,
    noise: float = 0.1,
    lag_s: float = 0.45,
    count: int = 60,
    swing: float = 15.0,
) -> list[Answer]:
    """Answers as a heart with a peak would give them: here a bell for the size, a slope for the angle."""
    random = Random(seed)
    found = []
    for k in range(count):
        rate = 6.75 - 2.5 * k / (count - 1)
        off = 0.0 if resonance is None else rate - resonance
        size = swing * math.exp(-0.12 * off**2 + random.gauss(0.0, noise))
        angle = -0.45 * off - 2.0 * math.pi * rate / 60.0 * lag_s + random.gauss(0.0, noise)
        found.append(Answer(10.0 * k, rate, 0.4 + 0.1j, cmath.rect(size, angle)))
    return found


@pytest.mark.parametrize("resonance", [4.6, 5.0, 5.5, 6.0, 6.4])
def test_finds_the_rate_of_the_largest_answer_in_step(resonance: float) -> None:
    """The curves of these answers are none of those that the finder lays along them."""
    found = find_resonance(answers(resonance=resonance), Lag(0.45, 0.05))
    assert found is not None
    assert found.is_clear
    assert found.rate_per_min == pytest.approx(resonance, abs=NEAR_PER_MIN)


def test_answers_alike_at_every_rate_are_not_clear() -> None:
    found = find_resonance(answers(resonance=None, lag_s=0.9))
    assert found is not None
    assert not found.is_clear
    assert "not clear" in str(resonance_words(found))


def test_answers_at_random_are_not_clear() -> None:
    random = Random(4)
    noise = [
        Answer(10.0 * k, 6.7 - 0.04 * k, 0.4j, cmath.rect(random.uniform(0, 3), random.uniform(-3, 3)))
        for k in range(60)
    ]
    found = find_resonance(noise)
    assert found is not None
    assert not found.is_clear


def test_more_noise_makes_a_wider_interval() -> None:
    quiet = find_resonance(answers(resonance=5.5, noise=0.05))
    loud = find_resonance(answers(resonance=5.5, noise=0.4))
    assert quiet is not None
    assert loud is not None
    assert quiet.half_width_per_min < loud.half_width_per_min


def test_too_few_answers_say_so() -> None:
    assert find_resonance(answers(resonance=5.5, count=19)) is None
    assert "too few breaths" in str(resonance_words(None))


def test_a_lag_that_is_not_known_costs_certainty_and_no_more() -> None:
    heard = answers(resonance=5.5, lag_s=0.3)
    known, unknown = find_resonance(heard, Lag(0.3, 0.05)), find_resonance(heard, UNMEASURED)
    assert known is not None
    assert unknown is not None
    assert known.half_width_per_min < unknown.half_width_per_min
    assert abs(unknown.rate_per_min - 5.5) < unknown.half_width_per_min
    assert measured_lag(0.5).sd_s < UNMEASURED.sd_s


def result(rate: float, half_width: float, evidence: float = 20.0) -> Resonance:
    return Resonance(rate, half_width, evidence, 0.9, 60)


def test_sessions_combine_by_their_intervals() -> None:
    both = combined([result(5.4, 0.2), result(5.6, 0.4)])
    assert both is not None
    assert both.rate_per_min == pytest.approx(5.44)
    assert both.half_width_per_min < 0.2
    assert both.answers == 120
    assert combined([result(5.4, 0.2)]) == result(5.4, 0.2)


def test_sessions_that_disagree_have_a_wider_interval_together() -> None:
    both = combined([result(4.6, 0.2), result(6.2, 0.2)])
    assert both is not None
    assert both.half_width_per_min > WIDEST_PER_MIN
    assert not both.is_clear


def test_sessions_that_are_not_clear_add_nothing() -> None:
    assert combined([result(5.4, 0.2), result(6.4, 0.2, evidence=0.1)]) == result(5.4, 0.2)
    assert combined([result(6.4, 0.2, evidence=0.1)]) is None
    assert combined([]) is None


# What else moves the heart


def test_answers_near_the_mayer_wave_err_alike_and_others_average_out() -> None:
    def mean_variance(rate: float) -> float:
        heard = [Answer(60.0 * k / rate, rate, 0.4 + 0.1j, 8.0 + 0.0j) for k in range(12)]
        covariance = AnswerNoise(heard).covariance(Noise(mayer_hz=0.095), np.zeros(12, complex))
        return float(covariance[:12, :12].mean())

    assert mean_variance(5.7) > 3.0 * mean_variance(4.5)
    assert mean_variance(5.7) > 2.0 * mean_variance(6.7)


@pytest.mark.parametrize("seed", range(4))
def test_the_mayer_wave_is_learned_from_what_the_curve_leaves(seed: int) -> None:
    heard, truth = answers(resonance=None), Noise(mayer_hz=0.09, mayer_ln=math.log(2.0))
    shared, expected = AnswerNoise(heard), np.full(len(heard), 8.0 + 0.0j)
    root = np.linalg.cholesky(shared.covariance(truth, expected))
    drawn = root @ np.random.default_rng(seed).normal(size=2 * len(heard))
    learned = shared.learned(Noise(), expected + drawn[: len(heard)] + 1j * drawn[len(heard) :], expected)
    assert learned.mayer_hz == pytest.approx(truth.mayer_hz, abs=0.006)
    assert learned.mayer_ln > math.log(1.3)
    assert learned.unlikely < 10.0


def test_an_answer_of_no_size_has_no_noise_that_multiplies() -> None:
    heard = answers(resonance=None)
    shared, nothing = AnswerNoise(heard), np.zeros(len(heard), complex)
    varying = Noise(varying_ln=math.log(3.0))
    assert np.array_equal(shared.covariance(varying, nothing), shared.covariance(Noise(), nothing))
    some = np.full(len(heard), 8.0 + 0.0j)
    more = shared.covariance(varying, some) - shared.covariance(Noise(), some)
    assert as_real(some) @ more @ as_real(some) > 0.0


# Simulated people


def off(person: PersonTraits, found: Resonance | None) -> float:
    """Distance from the truth; endless where nothing is said."""
    if found is None or not found.is_clear:
        return math.inf
    return abs(found.rate_per_min - person.rsa_resonance_per_min)


@pytest.mark.parametrize(
    "protocol", [Protocol.STEPPED, pytest.param(Protocol.SLIDING, marks=pytest.mark.soak)]
)
def test_a_sharp_resonance_is_found(protocol: Protocol) -> None:
    person = load_scenario("resonance").person
    assert off(person, found_of(person, protocol_schedule(protocol, 2.0), seed=5)) <= NEAR_PER_MIN


def test_a_heart_that_answers_all_rates_alike_has_no_clear_one() -> None:
    person = load_scenario("no-resonance").person
    found = found_of(person, protocol_schedule(Protocol.SLIDING, 2.0), seed=5)
    assert found is not None
    assert not found.is_clear


@pytest.mark.parametrize("ratio", RATIO_RANGE)
def test_the_heart_is_heard_at_either_end_of_the_ratios(ratio: float) -> None:
    schedule = Schedule([SchedulePart(BreathPattern(6.0, ratio), 8)])
    assert len(heard_of(load_scenario("calm").person, schedule, seed=6).answers) >= 4


@pytest.mark.soak
@pytest.mark.parametrize("seed", NAMED_SEEDS)
def test_people_of_the_population(seed: int) -> None:
    schedule = protocol_schedule(Protocol.SLIDING, 2.0)
    person = person_with_resonance(seed)
    found = found_of(person, schedule, seed=seed)
    assert found is not None
    assert abs(found.rate_per_min - person.rsa_resonance_per_min) <= found.half_width_per_min + 0.1
    without = found_of(person_without_resonance(seed), schedule, seed=seed)
    assert without is None or not without.is_clear


@pytest.mark.soak
@pytest.mark.parametrize("protocol", WHOLE)
def test_a_hundred_people_with_a_resonance_and_fifty_without(protocol: Protocol) -> None:
    schedule = protocol_schedule(protocol, 2.0)
    far = clear = clear_and_far = said = 0
    for seed in FRESH_SEEDS:
        person = person_with_resonance(seed)
        found = found_of(person, schedule, seed=seed)
        assert found is not None
        is_far = abs(found.rate_per_min - person.rsa_resonance_per_min) > NEAR_PER_MIN
        far += is_far
        clear += found.is_clear
        clear_and_far += found.is_clear and is_far
        if seed % 2 == 0:
            none = found_of(person_without_resonance(seed), schedule, seed=seed)
            said += 2 * (none is not None and none.is_clear)
    assert_no_worse(f"resonance_{protocol}_beyond_a_quarter_percent", far)
    assert_no_worse(f"resonance_{protocol}_not_clear_percent", 100 - clear)
    assert_no_worse(f"resonance_{protocol}_clear_and_beyond_a_quarter_percent", clear_and_far)
    assert_no_worse(f"resonance_{protocol}_said_without_one_percent", said)


def test_beats_are_placed_by_the_hearts_recoil() -> None:
    """Beats told 0.3 s too early are found to be, whatever the strap's delay is thought to be."""
    beats, chest = beats_and_chest_of(load_scenario("calm").person, seed=3, minutes=4.0)
    here = beat_lateness_s(beats, chest)
    early = beat_lateness_s([replace(beat, time_s=beat.time_s - 0.3) for beat in beats], chest)
    assert here is not None
    assert early is not None
    assert early - here == pytest.approx(0.3, abs=0.03)
    still = chest._replace(acceleration_mg=np.zeros_like(chest.acceleration_mg))
    assert beat_lateness_s(beats, still) is None


def test_the_lag_of_breaths_is_told_beside_a_posture_that_drifts() -> None:
    """Drift of 3 mg that forgets itself in 3 s, beside breaths of 10 mg to either side."""
    time_s = np.arange(0.0, 530.0, 0.1)
    turns_s = [(10.0 * k, 10.0 * k + 10.0) for k in range(1, 51)]
    wave = np.cos(2.0 * np.pi * (time_s - 0.4) / 10.0)[:, np.newaxis] * (0.0, -6.0, 8.0)
    off_s = []
    for seed in range(24):
        kicks = np.random.default_rng(seed).normal(scale=3.0 * math.sqrt(2.0 * 0.1 / 3.0), size=wave.shape)
        drift = lfilter([1.0], [1.0, 0.1 / 3.0 - 1.0], kicks, axis=0)
        lag_s = breath_lag_s(turns_s, [1.0 + 0.0j] * 50, ChestSamples(time_s, wave + drift))
        assert lag_s is not None
        off_s.append(lag_s - 0.4)
    assert float(np.std(off_s)) < 0.04


@pytest.mark.parametrize("stuck_mg", [0.0, 1000.0])
def test_a_breath_is_late_by_what_the_chest_is_and_a_stuck_sensor_tells_nothing(stuck_mg: float) -> None:
    time_s = np.arange(0.0, 130.0, 0.01)
    turns_s = [(10.0 * k, 10.0 * k + 10.0) for k in range(12)]
    wave = np.cos(2.0 * np.pi * (time_s - 0.4) / 10.0)
    moved = ChestSamples(time_s, stuck_mg + wave[:, np.newaxis] * (0.0, -6.0, 8.0))
    assert breath_lag_s(turns_s, [1.0 + 0.0j] * 12, moved) == pytest.approx(0.4, abs=0.01)
    stuck = ChestSamples(time_s, np.full((time_s.size, 3), stuck_mg))
    assert breath_lag_s(turns_s, [1.0 + 0.0j] * 12, stuck) is None


@pytest.mark.soak
def test_analyze_says_what_a_recorded_search_found(tmp_path: Path) -> None:
    path = tmp_path / "search.session"
    schedule = protocol_schedule(Protocol.STEPPED, 2.0)
    create_session(path, SessionHeader(datetime.now(UTC), 0, Origin.SIMULATED))
    records = simulated_records(
        load_scenario("resonance"), seed=5, minutes=schedule.duration_s / 60.0, pattern_at=schedule.pattern_at
    )
    with closing(open_for_writing(path)) as connection:
        append_rows(connection, [encode_record(one) for one in records])
    report: Any = analyse(load_recording(path), AnalysisOptions()).to_dict()["resonance"]
    assert (report["protocol"], report["clear"]) == ("stepped", True)
    assert report["rate_per_min"] == pytest.approx(5.3, abs=NEAR_PER_MIN)
    assert report["words"].startswith("Your resonance is about 5.")
    assert json.loads(json.dumps(report)) == report


@pytest.mark.parametrize("protocol", WHOLE)
def test_a_protocol_is_known_by_its_rates(protocol: Protocol) -> None:
    rates = [part.pattern.rate_per_min for part in protocol_schedule(protocol, 1.0).parts]
    assert protocol_in(rates) == GoneThrough(protocol, 0, len(rates))
    half = len(rates) // 2 + 1
    assert protocol_in(rates[:half]) == GoneThrough(protocol, 0, half)
    assert protocol_in([5.2, 5.1, *rates, 4.0]) == GoneThrough(protocol, 2, 2 + len(rates))
    assert protocol_in(rates[:2]) is None
    assert protocol_in(rates[::-1]) is None


def test_a_finer_search_is_known_by_all_of_its_rates() -> None:
    rates = [part.pattern.rate_per_min for part in refining_schedule(5.37, 2.0).parts]
    assert protocol_in([5.0, *rates, 5.0]) == GoneThrough(Protocol.REFINING, 1, 4)
    assert protocol_in(rates[:2]) is None


def test_a_ramp_is_no_search() -> None:
    assert protocol_in([round(8.0 - 0.1 * k, 1) for k in range(31)]) is None
    assert protocol_in([]) is None


def test_there_must_be_something_to_refine() -> None:
    with pytest.raises(PatternError, match="First search in steps"):
        protocol_schedule(Protocol.REFINING, 2.0)


def test_a_search_in_the_middle_of_a_practice_is_heard_alone() -> None:
    schedule = protocol_schedule(Protocol.STEPPED, 2.0)
    own = SchedulePart(BreathPattern(5.0, 2.0), 10)
    whole = Schedule([own, *schedule.parts, own])
    records = list(
        simulated_records(
            load_scenario("resonance"),
            seed=5,
            minutes=whole.duration_s / 60.0,
            pattern_at=whole.pattern_at,
        )
    )
    events = list(decoded(records))
    guides = [event for event in events if isinstance(event, GuideChanged)]
    search = search_in(guides, events, start_ns=0)
    assert search is not None
    assert search.protocol is Protocol.STEPPED
    alone = found_of(load_scenario("resonance").person, schedule, seed=5)
    assert search.found is not None
    assert alone is not None
    assert search.found.rate_per_min == pytest.approx(alone.rate_per_min, abs=0.2)
    assert search.found.answers <= alone.answers
