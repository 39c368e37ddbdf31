"""Scenario files: those of the program, and whatever a person writes."""

from dataclasses import fields
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import devices.simulated
from biofeedback.practice.simulated import simulated_records
from devices.events import Unreadable
from devices.notifications import Notification
from devices.simulated.person.traits import (
    CHEST_RANGES,
    PERSON_RANGES,
    POSTURE_RANGES,
    ChestTraits,
    PersonTraits,
    PostureTraits,
)
from devices.simulated.scenario import Scenario, ScenarioError, load_scenario, scenario_names
from devices.simulated.strap.faults import FAULT_RANGES, FaultTraits
from devices.simulated.strap.strap_traits import STRAP_RANGES, StrapTraits
from devices.straps.decoder import Decoder
from tests.program import run_here

SCENARIOS = Path(devices.simulated.__file__).parent / "scenarios"


@pytest.mark.parametrize("name", scenario_names())
def test_own_scenarios_are_short_and_say_what_they_are(name: str) -> None:
    scenario = load_scenario(name)
    text = (SCENARIOS / f"{name}.toml").read_text()
    assert scenario.name == name
    assert scenario.description.endswith(".")
    assert text.startswith("# ")
    assert len(text.splitlines()) < 30


def test_calm_says_what_the_defaults_are() -> None:
    calm = load_scenario("calm")
    assert calm == Scenario(name="calm", description=calm.description)


def test_own_file_is_read(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(
        'description = "Me."\n[person]\nheart_rate_per_min = 50\n[strap]\nclock_drift_ppm = -20.5\n'
    )
    scenario = load_scenario(str(path))
    assert (scenario.name, scenario.description) == ("mine", "Me.")
    assert scenario.person == PersonTraits(heart_rate_per_min=50)
    assert scenario.strap == StrapTraits(clock_drift_ppm=-20.5)


def test_unknown_scenario_names_the_known_ones() -> None:
    with pytest.raises(ScenarioError, match="called 'calmm'") as caught:
        load_scenario("calmm")
    assert all(name in str(caught.value.advice) for name in scenario_names())


@pytest.mark.parametrize("name", ["", "../scenarios/calm", "/", "\0", "calm/", "CALM", ".TOML", "\0.toml"])
def test_odd_names_are_refused(name: str) -> None:
    with pytest.raises(ScenarioError):
        load_scenario(name)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[person]\nheart_rate = 60", "there is no entry 'heart_rate' in .person."),
        ("[heart]\nrate = 60", "there is no section 'heart'"),
        ("person = 60", r"person is not a part: write \[person\]"),
        ("[[person]]\n", r"person is not a part"),
        ("[person]\nheart_rate_per_min = '60'", "heart_rate_per_min in .person. is not a number"),
        ("[person]\nheart_rate_per_min = true", "heart_rate_per_min in .person. is not a number"),
        ("[person]\nheart_rate_per_min = 600", r"heart_rate_per_min 600 out of range: \[35, 180\]"),
        ("[person]\nheart_rate_per_min = nan", r"heart_rate_per_min nan out of range"),
        ("[strap]\nbattery_percent = 50.5", "battery_percent in .strap. is not a whole number"),
        ("[strap]\nrr_latency_s = 0.3", "rr_latency_s 0.3 out of range"),
        ("[faults]\nmade_up = 1", "made_up in .faults. is not true or false"),
        ("description = 5", "description is not a text"),
        ("heart rate", "is not valid TOML"),
        ("a = " + "[" * 5000, "is not valid TOML"),
        ("[strap]\nclock_start_ns = " + "9" * 5000, "is not valid TOML|out of range"),
        ("[strap]\nclock_start_ns = 0x" + "f" * 5000, "clock_start_ns in .strap. is not a whole number"),
    ],
)
def test_mistakes_are_told_with_advice(tmp_path: Path, text: str, words: str) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(text)
    with pytest.raises(ScenarioError, match=words) as caught:
        load_scenario(str(path))
    assert str(path) in str(caught.value.message)
    assert caught.value.advice


def test_a_file_that_is_not_utf8_is_told_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "latin.toml"
    path.write_bytes(b'[heart]\ndescription = "\xe9"')
    with pytest.raises(ScenarioError, match="line 2: a character is not UTF-8") as caught:
        load_scenario(str(path))
    assert "UTF-8" in str(caught.value.advice)


def test_files_that_can_not_be_read_are_told(tmp_path: Path) -> None:
    (tmp_path / "folder.toml").mkdir()
    (tmp_path / "latin.toml").write_bytes(b'description = "\xe9"')
    for name in ("missing.toml", "folder.toml", "latin.toml"):
        with pytest.raises(ScenarioError, match=name):
            load_scenario(str(tmp_path / name))


def test_command_line_tells_it_in_one_sentence(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text("[person]\nheart_rate = 60")
    result = run_here("simulate", path, "--output", tmp_path / "a.session")
    assert result.returncode == 1
    assert "there is no entry 'heart_rate' in [person]" in result.stderr
    assert "Traceback" not in result.stderr


PARTS = {
    "person": (PersonTraits, PERSON_RANGES),
    "chest": (ChestTraits, CHEST_RANGES),
    "posture": (PostureTraits, POSTURE_RANGES),
    "strap": (StrapTraits, STRAP_RANGES),
    "faults": (FaultTraits, FAULT_RANGES),
}
KEYS = st.sampled_from(
    [(part, field.name) for part, (traits, _) in PARTS.items() for field in fields(traits)]
)
VALUES = st.one_of(
    st.integers().map(str),
    st.floats().map(lambda value: str(value).replace("Infinity", "inf")),
    st.sampled_from(["true", "false", '"text"', "[1, 2]", "{}", "2026-11-22", "07:32:00"]),
)
EXTREMES = st.sampled_from(
    [
        (part, name, bound)
        for part, (traits, ranges) in PARTS.items()
        for name, bounds in ranges.items()
        for bound in map(type(getattr(traits(), name)), bounds)
    ]
)


def used_or_refused_in_words(path: Path) -> Scenario | None:
    try:
        return load_scenario(str(path))
    except ScenarioError as error:
        advice = error.advice
    assert advice
    return None


@given(st.lists(st.tuples(KEYS, VALUES), max_size=6, unique_by=lambda row: row[0]))
def test_any_values_are_used_or_refused_in_words(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[tuple[str, str], str]]
) -> None:
    path = tmp_path_factory.mktemp("scenario") / "any.toml"
    path.write_text("".join(f"{part}.{key} = {value}\n" for (part, key), value in rows))
    used_or_refused_in_words(path)


@given(
    st.sampled_from(scenario_names()),
    st.lists(
        st.tuples(st.integers(0, 900), st.integers(0, 20), st.binary(max_size=6)), min_size=1, max_size=6
    ),
)
def test_mangled_files_are_used_or_refused_in_words(
    tmp_path_factory: pytest.TempPathFactory, name: str, changes: list[tuple[int, int, bytes]]
) -> None:
    data = (SCENARIOS / f"{name}.toml").read_bytes()
    for place, removed, put in changes:
        data = data[:place] + put + data[place + removed :]
    path = tmp_path_factory.mktemp("scenario") / "mangled.toml"
    path.write_bytes(data)
    used_or_refused_in_words(path)


@given(st.lists(EXTREMES, max_size=12), st.integers(0, 2**32))
def test_whatever_is_allowed_can_be_lived(
    tmp_path_factory: pytest.TempPathFactory, extremes: list[tuple[str, str, float]], seed: int
) -> None:
    path = tmp_path_factory.mktemp("scenario") / "extreme.toml"
    rows = {(part, name): bound for part, name, bound in extremes}
    path.write_text("".join(f"{part}.{name} = {bound}\n" for (part, name), bound in rows.items()))
    scenario = used_or_refused_in_words(path)
    if scenario is None:
        assert ("strap", "rr_latency_s") in rows or ("strap", "notification_period_s") in rows
        return
    decoder = Decoder()
    for record in simulated_records(scenario, seed=seed, minutes=0.2, ecg=True):
        if isinstance(record, Notification):
            assert not isinstance(decoder.decode(record), Unreadable)
