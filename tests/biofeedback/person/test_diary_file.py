"""The diary's file: what is noted is read again, and what is broken is named with file, line and field."""

import stat
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from biofeedback.person.diary import DiaryDay, Did, with_day
from biofeedback.person.diary_file import DiaryError, load_diary, note_day
from biofeedback.words.speech import say_in

GOOD = """# mine
[day]
2026-05-04 = { pain = 3, stress = 5, sleep = 7, did = ["walk"] }
# a holiday
2026-05-05 = { pain = 2 }
"""

BROKEN = {
    "a number above ten": ("pain = 2", "pain = 11", 5, "pain"),
    "a half": ("pain = 2", "pain = 2.5", 5, "pain"),
    "a number as text": ("stress = 5", 'stress = "5"', 3, "stress"),
    "an unknown tick": ('"walk"', '"swim"', 3, "did"),
    "one tick, no list": ('["walk"]', '"walk"', 3, "did"),
    "an unknown scale": ("sleep = 7", "mood = 7", 3, "mood"),
    "a day that is none": ("2026-05-05", "2026-02-30", 5, "2026-02-30"),
    "a day without dashes": ("2026-05-05", "20260505", 5, "20260505"),
    "no table": ("{ pain = 2 }", "2", 5, "2026-05-05"),
    "another section": ("[day]", "[days]", 2, "days"),
}

NUMBER = st.none() | st.integers(0, 10)
DAY = st.builds(
    DiaryDay,
    st.dates(date(1999, 1, 1), date(2100, 1, 1)),
    NUMBER,
    NUMBER,
    NUMBER,
    st.sets(st.sampled_from(Did)).map(lambda chosen: tuple(one for one in Did if one in chosen)),
)


@pytest.mark.parametrize("name", BROKEN)
def test_each_sentence_names_file_line_and_field(name: str, tmp_path: Path) -> None:
    old, new, line, field = BROKEN[name]
    assert old in GOOD
    path = tmp_path / "diary.toml"
    path.write_text(GOOD.replace(old, new, 1))
    with pytest.raises(DiaryError) as caught:
        note_day(path, DiaryDay(date(2026, 5, 6), pain=1))
    said = say_in(caught.value.whole)
    assert said.startswith(f"{path}, line {line}: ")
    assert field in said
    assert path.read_text() == GOOD.replace(old, new, 1)


@settings(max_examples=25)
@given(st.lists(DAY, max_size=6))
def test_what_is_noted_is_read_again(tmp_path_factory: pytest.TempPathFactory, days: list[DiaryDay]) -> None:
    path = tmp_path_factory.mktemp("diary") / "diary.toml"
    wanted: tuple[DiaryDay, ...] = ()
    for one in days:
        wanted = with_day(wanted, one)
        note_day(path, one)
        assert load_diary(path) == wanted
    assert not days or stat.S_IMODE(path.stat().st_mode) == 0o600


def test_comments_stay_and_ticks_are_added(tmp_path: Path) -> None:
    path = tmp_path / "diary.toml"
    path.write_text(GOOD)
    whole = note_day(path, DiaryDay(date(2026, 5, 4), pain=4, did=(Did.HEAT,)))
    assert whole == DiaryDay(date(2026, 5, 4), 4, 5, 7, (Did.WALK, Did.HEAT))
    assert "# mine" in path.read_text()
    assert "# a holiday" in path.read_text()


def test_a_read_only_diary_is_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "diary.toml"
    path.write_text(GOOD)
    path.chmod(0o400)
    with pytest.raises(DiaryError):
        note_day(path, DiaryDay(date(2026, 5, 4), pain=4))
    assert path.read_text() == GOOD
