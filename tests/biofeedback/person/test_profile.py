"""The profile: what is kept is read again, what is damaged is named and left alone, results are joined."""

import json
import stat
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from biofeedback.breathing.chest.witnesses.heart_phase import ANYBODY, MeasuredPhase
from biofeedback.person.profile import (
    MOST_KEPT,
    PROFILE_FILE_NAME,
    FoundHeartPhase,
    FoundResonance,
    Profile,
    ProfileError,
    ProfileShelf,
    load_profile,
    save_profile,
)
from biofeedback.resonance.estimate import Resonance
from biofeedback.resonance.protocol import Protocol
from biofeedback.statements.resonance import profile_words
from tests.program import run

NOW = datetime(2026, 5, 4, 18, 30, tzinfo=UTC)
CLEAR = Resonance(5.4, 0.3, 8.0, 0.9, 50)
UNCLEAR = Resonance(5.8, 1.1, 8.0, 0.9, 50)
FOUND = FoundResonance(NOW, "one", Protocol.STEPPED, 2.0, 5.4, 0.3, 8.0, 0.9, 50)

found = st.builds(
    FoundResonance,
    st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)),
    st.text(max_size=30) | st.just("a\x7fb"),
    st.sampled_from(Protocol),
    st.floats(0.5, 4.0),
    st.floats(3.0, 10.0),
    st.floats(0.01, 5.0),
    st.floats(-100.0, 500.0),
    st.floats(0.0, 1.0),
    st.integers(0, 500),
)


def shelf(path: Path, session: str = "one", now: datetime = NOW) -> ProfileShelf:
    return ProfileShelf(path / PROFILE_FILE_NAME, session, lambda: now)


@given(st.lists(found, max_size=5))
def test_what_is_kept_is_read_again(
    tmp_path_factory: pytest.TempPathFactory, searches: list[FoundResonance]
) -> None:
    path = tmp_path_factory.mktemp("profile") / PROFILE_FILE_NAME
    save_profile(path, Profile(tuple(searches)))
    assert load_profile(path) == Profile(tuple(searches))


@settings(max_examples=20)
@given(st.lists(found, max_size=3), st.lists(found, min_size=1, max_size=3))
def test_comments_survive_any_search(
    tmp_path_factory: pytest.TempPathFactory, before: list[FoundResonance], more: list[FoundResonance]
) -> None:
    path = tmp_path_factory.mktemp("profile") / PROFILE_FILE_NAME
    save_profile(path, Profile(tuple(before)))
    commented = [f"{line} # c{number}" for number, line in enumerate(path.read_text().splitlines(), 10)]
    path.write_text("\n".join(commented))
    for searches in ((*before, *more), (*before[1:], *more)):
        save_profile(path, Profile(searches))
        assert load_profile(path) == Profile(searches)
        written = path.read_text()
        assert all(f"# c{number}" in written for number in range(10, 10 + len(commented)))


def test_no_character_of_a_name_ends_a_line(tmp_path: Path) -> None:
    """An editor, or `str.splitlines`, may end a line at more characters than TOML does."""
    path = tmp_path / PROFILE_FILE_NAME
    names = [f"a{chr(code)}b" for code in (*range(0x20), *range(0x7F, 0xA0), 0x2028, 0x2029)]
    searches = tuple(replace(FOUND, session=name) for name in names)
    save_profile(path, Profile(searches[:1]))
    save_profile(path, Profile(searches))
    text = path.read_bytes().decode()
    assert text.splitlines() == text.removesuffix("\n").split("\n")
    assert [one.session for one in load_profile(path).searches] == names


def test_a_comment_or_literal_string_of_a_person_keeps_its_characters(tmp_path: Path) -> None:
    path = tmp_path / PROFILE_FILE_NAME
    save_profile(path, Profile((FOUND,)))
    mine = path.read_text().replace(f'"{FOUND.session}"', "'my\u2028own \\'  # a \" and\x85more")
    path.write_text(mine)
    save_profile(path, load_profile(path).with_search(replace(FOUND, session="two")))
    assert path.read_text().startswith(mine)
    assert [one.session for one in load_profile(path).searches] == ["my\u2028own \\", "two"]


@pytest.mark.parametrize("name", ["a\x7fb", "a\udcffb", "x" * 200, "\u202e", '"'])
def test_session_of_any_name_can_be_told(tmp_path: Path, name: str) -> None:
    shelf(tmp_path, name).take(Protocol.STEPPED, 2.0, CLEAR)
    assert len(load_profile(tmp_path / PROFILE_FILE_NAME).searches) == 1


def test_without_a_file_nothing_is_known(tmp_path: Path) -> None:
    assert load_profile(tmp_path / PROFILE_FILE_NAME) == Profile()
    assert profile_words(Profile()) is None


def test_results_of_several_sessions_are_joined(tmp_path: Path) -> None:
    shelf(tmp_path, "one").take(Protocol.STEPPED, 2.0, CLEAR)
    shelf(tmp_path, "two").take(Protocol.SLIDING, 2.0, UNCLEAR)
    last = shelf(tmp_path, "three", NOW + timedelta(days=1))
    last.take(Protocol.REFINING, 1.8, replace(CLEAR, rate_per_min=5.6))
    profile = load_profile(tmp_path / PROFILE_FILE_NAME)
    assert [(one.session, one.is_clear) for one in profile.searches] == [
        ("one", True),
        ("two", False),
        ("three", True),
    ]
    known = profile.resonance
    assert known is not None
    assert known.rate_per_min == pytest.approx(5.5)
    assert known.half_width_per_min < 0.3
    told = str(profile_words(profile)).replace("\u00a0", " ")
    assert told.endswith("5.5 ± 0.2 breaths per minute (2 of 3 were clear).")
    assert last.latest == replace(CLEAR, rate_per_min=5.6)


def test_a_finer_search_needs_no_evidence_of_its_own(tmp_path: Path) -> None:
    """Within 0.4 a minute a heart with a resonance answers about as one without."""
    faint = replace(CLEAR, rate_per_min=5.6, evidence=0.5)
    shelf(tmp_path).take(Protocol.STEPPED, 2.0, faint)
    assert load_profile(tmp_path / PROFILE_FILE_NAME).resonance is None
    finer = shelf(tmp_path)
    finer.take(Protocol.REFINING, 2.0, faint)
    assert load_profile(tmp_path / PROFILE_FILE_NAME).clear_count == 1
    assert finer.latest is not None
    assert finer.latest.is_clear


def test_it_is_for_its_owner(tmp_path: Path) -> None:
    shelf(tmp_path).take(Protocol.STEPPED, 2.0, CLEAR)
    assert stat.S_IMODE((tmp_path / PROFILE_FILE_NAME).stat().st_mode) == 0o600


def test_no_result_is_nothing_to_keep(tmp_path: Path) -> None:
    shelf(tmp_path).take(Protocol.STEPPED, 2.0, None)
    assert not (tmp_path / PROFILE_FILE_NAME).exists()


def test_without_a_file_it_is_known_for_the_session() -> None:
    only_now = ProfileShelf()
    only_now.take(Protocol.STEPPED, 2.0, CLEAR)
    assert not only_now.keeps
    assert only_now.read().resonance == CLEAR


def test_of_very_many_the_oldest_are_forgotten(tmp_path: Path) -> None:
    one = FoundResonance(NOW, "", Protocol.STEPPED, 2.0, 5.4, 0.3, 8.0, 0.9, 50)
    profile = Profile(tuple(replace(one, session=str(k)) for k in range(MOST_KEPT)))
    later = profile.with_search(replace(one, session="last"))
    assert len(later.searches) == MOST_KEPT
    assert (later.searches[0].session, later.searches[-1].session) == ("1", "last")
    save_profile(tmp_path / PROFILE_FILE_NAME, later)
    assert load_profile(tmp_path / PROFILE_FILE_NAME) == later


@pytest.mark.parametrize(
    "damaged",
    [
        "resonance = 5",
        "[[resonance]]\nrate_per_min = 5.4",
        "[[resonance]]\nrate_per_min = nan",
        '[[resonance]]\nfound_at = "today"',
        "height = 180",
        "{",
        "\xff",
    ],
)
def test_a_damaged_one_is_named_and_left_as_it_is(tmp_path: Path, damaged: str) -> None:
    path = tmp_path / PROFILE_FILE_NAME
    path.write_bytes(damaged.encode("latin-1"))
    with pytest.raises(ProfileError, match=PROFILE_FILE_NAME) as caught:
        load_profile(path)
    assert str(caught.value).count("\n") == 0
    one = shelf(tmp_path)
    one.take(Protocol.STEPPED, 2.0, CLEAR)
    assert isinstance(one.problem, ProfileError)
    assert one.latest == CLEAR
    assert path.read_bytes() == damaged.encode("latin-1")


def test_results_that_disagree_are_no_rate_to_breathe_at() -> None:
    one = FoundResonance(NOW, "", Protocol.STEPPED, 2.0, 4.6, 0.2, 8.0, 0.9, 50)
    profile = Profile((one, replace(one, rate_per_min=6.2)))
    assert "do not agree" in str(profile_words(profile))


def test_a_search_with_a_damaged_profile_does_not_begin(tmp_path: Path) -> None:
    (tmp_path / PROFILE_FILE_NAME).write_text("{")
    done = run("train", "--terminal", "--data-dir", tmp_path, "--resonance", "stepped")
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert PROFILE_FILE_NAME in done.stderr


def test_a_finer_search_needs_a_rate(tmp_path: Path) -> None:
    done = run("train", "--terminal", "--data-dir", tmp_path, "--resonance", "refining")
    assert done.returncode == 1
    assert "First search in steps" in done.stderr


def test_history_tells_what_is_known(tmp_path: Path) -> None:
    shelf(tmp_path, "one").take(Protocol.STEPPED, 2.0, CLEAR)
    shelf(tmp_path, "two").take(Protocol.SLIDING, 2.0, UNCLEAR)
    told = json.loads(run("sessions", "history", "--json", "--data-dir", tmp_path).stdout)["resonance"]
    assert (told["rate_per_min"], told["half_width_per_min"], told["clear"]) == (
        5.4,
        pytest.approx(0.3),
        True,
    )
    assert [(one["session"], one["protocol"], one["clear"]) for one in told["searches"]] == [
        ("one", "stepped", True),
        ("two", "sliding", False),
    ]
    printed = run("sessions", "history", "--data-dir", tmp_path).stdout.replace("\u00a0", " ")
    assert "5.4 ± 0.3 breaths per minute (1 of 2 were clear)." in printed


def test_a_damaged_profile_hides_no_history(tmp_path: Path) -> None:
    (tmp_path / PROFILE_FILE_NAME).write_text("{")
    told = run("sessions", "history", "--json", "--data-dir", tmp_path)
    assert told.returncode == 1
    assert told.stderr.count("\n") == 1
    assert json.loads(told.stdout)["weeks"] == []


def test_what_sessions_tell_of_the_heart_is_kept_and_joined(tmp_path: Path) -> None:
    kept = shelf(tmp_path)
    assert kept.read().heart_phase == ANYBODY
    kept.take_hearts([])
    assert not (tmp_path / PROFILE_FILE_NAME).exists()
    kept.take(Protocol.SLIDING, 2.0, CLEAR)
    kept.take_hearts([MeasuredPhase(170.0, 20)])
    one = kept.read()
    assert one.hearts == (FoundHeartPhase(NOW, "one", 170.0, 20),)
    assert len(one.searches) == 1
    shelf(tmp_path, "two", NOW + timedelta(days=1)).take_hearts([MeasuredPhase(-176.0, 20)])
    both = kept.read().heart_phase
    assert both.mean_degrees % 360.0 == pytest.approx(177.0, abs=0.5)
    assert 20.0 < both.sd_degrees < one.heart_phase.sd_degrees < ANYBODY.sd_degrees
    report = kept.read().report()["heart"]
    assert isinstance(report, dict)
    assert (report["measured"], report["last_measured_at"]) == (2, "2026-05-05T18:30:00+00:00")


def test_a_heart_that_differs_from_day_to_day_is_hardly_expected(tmp_path: Path) -> None:
    kept = shelf(tmp_path)
    kept.take_hearts([MeasuredPhase(one, 30) for one in (-80.0, 0.0, 90.0)])
    assert kept.read().heart_phase.sd_degrees > ANYBODY.sd_degrees


def test_a_phase_beyond_half_a_turn_is_refused_with_its_place(tmp_path: Path) -> None:
    path = tmp_path / PROFILE_FILE_NAME
    path.write_text(
        '[[heart]]\nmeasured_at = 2026-05-04T18:30:00Z\nsession = "a"\ndegrees = 400.0\nbreaths = 9\n'
    )
    with pytest.raises(ProfileError, match="heart"):
        load_profile(path)
