"""People of the scenarios and of the population: each differs as its traits say."""

import os
import statistics
from dataclasses import replace
from pathlib import Path

import pytest

from devices.simulated.person.heart import BeatKind
from devices.simulated.person.person import SimulatedPerson
from devices.simulated.person.population import person_with_resonance, person_without_resonance
from devices.simulated.person.traits import CALM, PersonTraits
from devices.simulated.scenario import load_scenario, scenario_names
from tests.devices.simulated.person.living import (
    ECTOPIC,
    MINUTE_NS,
    STILL,
    STRESSED,
    guide,
    lived,
    median_swing_ms,
    rmssd_ms,
    rr_ms,
)


@pytest.mark.parametrize("name", scenario_names())
def test_every_scenario_lives(name: str) -> None:
    person = load_scenario(name).person
    assert all(250 < rr < 2500 for rr in rr_ms(lived(person, lung_guide=guide(5)).beats))


def test_calm_is_the_default() -> None:
    assert load_scenario("calm").person == PersonTraits() == CALM


def test_ectopic_person_has_ectopic_beats() -> None:
    assert any(beat.kind is BeatKind.ECTOPIC for beat in lived(ECTOPIC).beats)


@pytest.mark.parametrize("seed", range(4))
def test_resonant_person_has_one_clear_best_rate(seed: int) -> None:
    traits = load_scenario("resonance").person

    def swing_ms(rate_per_min: float) -> float:
        return median_swing_ms(lived(traits, minutes=10, seed=seed, lung_guide=guide(rate_per_min)))

    best_ms = swing_ms(traits.rsa_resonance_per_min)
    assert all(best_ms > 1.2 * swing_ms(rate_per_min) for rate_per_min in (4.3, 6.0, 6.5))


@pytest.mark.parametrize("seed", range(4))
def test_stressed_person_beats_faster_with_less_sinus_arrhythmia(seed: int) -> None:
    calm, stressed = (lived(traits, seed=seed, lung_guide=guide(5)) for traits in (CALM, STRESSED))
    assert statistics.fmean(rr_ms(stressed.beats)) < 0.85 * statistics.fmean(rr_ms(calm.beats))
    assert median_swing_ms(stressed) < 0.6 * median_swing_ms(calm)


@pytest.mark.parametrize(
    ("name", "value"), [("heart_rate_per_min", 20.0), ("own_depth", 1.5), ("follow_delay_s", 9.0)]
)
def test_traits_out_of_range_are_refused_with_the_range(name: str, value: float) -> None:
    with pytest.raises(ValueError, match=rf"{name} {value} out of range: \["):
        replace(CALM, **{name: value})


# Against recordings


@pytest.fixture
def recorded_slow_rr_ms() -> list[float]:
    folder = os.environ.get("BIOFEEDBACK_DATA")
    if folder is None:
        pytest.skip("BIOFEEDBACK_DATA does not name a folder of recordings")
    lines = (Path(folder) / "rr_h10_slow" / "rr.csv").read_text().splitlines()[1:]
    rows = [[float(cell) for cell in line.split(",")] for line in lines]
    return [row[1] for row in rows if row[0] > 60]


def test_calm_person_resembles_a_recorded_one(recorded_slow_rr_ms: list[float]) -> None:
    simulated = rr_ms(lived(minutes=10, lung_guide=guide(5)).beats)
    assert statistics.fmean(simulated) == pytest.approx(statistics.fmean(recorded_slow_rr_ms), rel=0.1)
    assert statistics.stdev(simulated) == pytest.approx(statistics.stdev(recorded_slow_rr_ms), rel=0.4)
    assert rmssd_ms(simulated) == pytest.approx(rmssd_ms(recorded_slow_rr_ms), rel=0.6)


# Resonance, or none; over-breathing; a population


def swing_at(traits: PersonTraits, rate_per_min: float) -> float:
    return median_swing_ms(lived(traits, minutes=6, lung_guide=guide(rate_per_min)))


def test_flat_response_is_of_one_size_and_a_sharp_resonance_is_not() -> None:
    flat = replace(STILL, rsa_flat_share=1.0)
    sharp = replace(STILL, rsa_resonance_per_min=5.5, rsa_resonance_q=3.0)
    assert swing_at(flat, 4.5) == pytest.approx(swing_at(flat, 6.5), rel=0.06)
    assert swing_at(sharp, 5.5) > 1.3 * max(swing_at(sharp, 4.25), swing_at(sharp, 6.75))


def test_overbreathing_quickens_the_heart_and_shrinks_its_swing_until_breaths_are_shorter() -> None:
    traits = replace(STILL, overbreathing_below_per_min=5.7)
    slow, quick = guide(5.0), guide(6.0)
    person = SimulatedPerson(
        traits, seed=1, lung_guide=lambda time_s: (slow if 300.0 <= time_s < 900.0 else quick)(time_s)
    )
    rates = []
    for minute in (5, 15, 25):
        person.advance(minute * MINUTE_NS)
        last = person.beats_between((minute - 1) * MINUTE_NS, minute * MINUTE_NS)
        rates.append(60000.0 / statistics.fmean(rr_ms(last)))
    assert rates[1] - rates[0] == pytest.approx(6.0, abs=0.6)
    assert rates[2] == pytest.approx(rates[0], abs=0.6)
    assert swing_at(traits, 5.0) < 0.75 * swing_at(STILL, 5.0)


def test_population_spreads_as_documented() -> None:
    people = [person_with_resonance(seed) for seed in range(400)]
    assert all(4.5 <= person.rsa_resonance_per_min <= 6.5 for person in people)
    assert statistics.median(person.rsa_resonance_q for person in people) == pytest.approx(1.4, rel=0.08)
    tenth = statistics.quantiles((person.rsa_swing_per_min for person in people), n=10)[0]
    assert tenth == pytest.approx(10.0, abs=1.0)
    assert person_with_resonance(7) == person_with_resonance(7)
    without = [person_without_resonance(seed) for seed in range(400)]
    assert all(person.rsa_flat_share == 1.0 for person in without)
    assert 0.2 < sum(person.rsa_swing_per_min < 2.0 for person in without) / 400 < 0.4
