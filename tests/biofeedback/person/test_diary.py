"""The diary keeps one entry a day."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from biofeedback.person.diary import DiaryDay, Did, pain_levels, with_day

DAY = date(2026, 3, 4)
NUMBERS = st.none() | st.integers(0, 10)
DAYS = st.builds(
    DiaryDay,
    st.dates(DAY, date(2026, 3, 9)),
    NUMBERS,
    NUMBERS,
    NUMBERS,
    st.sets(st.sampled_from(Did)).map(tuple),
)


@given(st.lists(DAYS))
def test_there_is_one_entry_a_day_in_order(noted: list[DiaryDay]) -> None:
    days: tuple[DiaryDay, ...] = ()
    for one in noted:
        days = with_day(days, one)
    assert [one.day for one in days] == sorted({one.day for one in noted})


def test_a_later_number_replaces_an_earlier_one_and_ticks_are_added() -> None:
    days = with_day(
        (DiaryDay(DAY, pain=4, did=(Did.POSTURE,)),), DiaryDay(DAY, pain=2, sleep=7, did=(Did.WALK,))
    )
    assert days == (DiaryDay(DAY, pain=2, sleep=7, did=(Did.WALK, Did.POSTURE)),)


def test_pain_is_the_diarys_else_the_mean_of_the_ratings() -> None:
    ratings = {DAY: [3.0, 6.0], date(2026, 3, 5): [9.0], date(2026, 3, 6): []}
    assert pain_levels(
        [DiaryDay(date(2026, 3, 5), pain=1), DiaryDay(date(2026, 3, 6), stress=2)], ratings
    ) == {
        DAY: 4.5,
        date(2026, 3, 5): 1.0,
    }
