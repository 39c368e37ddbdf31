"""Which step of a programme takes place when, going back, and leaving out regions."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from biofeedback.programmes.course import Course, regions
from biofeedback.programmes.programme import Programme
from biofeedback.programmes.shelf import shipped_programmes

PROGRAMMES = st.sampled_from(tuple(shipped_programmes().values()))


@given(PROGRAMMES, st.floats(0.0, 1000.0), st.data())
def test_a_moment_lies_in_the_step_that_began_last(
    programme: Programme, time_s: float, data: st.DataObject
) -> None:
    skipped = data.draw(st.sets(st.sampled_from(regions(programme)))) if regions(programme) else set()
    course = Course(programme, frozenset(skipped))
    place = course.at(time_s)
    if place is None:
        assert time_s >= course.seconds
        return
    starts = dict(course.starts_s())
    assert starts[place.number] + place.gone_s == pytest.approx(time_s)
    assert 0.0 <= place.gone_s <= place.step.seconds
    assert place.step.region_name not in skipped


def test_back_goes_to_the_beginning_of_the_step_then_to_the_one_before() -> None:
    course = Course(shipped_programmes()["belly-a0"])
    assert course.back_s(50.0) == 40.0
    assert course.back_s(41.0) == 20.0
    assert course.back_s(1.0) == 0.0


def test_leaving_a_region_out_goes_on_with_the_next_one() -> None:
    course = Course(shipped_programmes()["pmr-8"])
    without, time_s = course.without("face", 67.0)
    place = without.at(time_s)
    assert place is not None
    assert (place.step.region_name, place.gone_s) == ("shoulders", 0.0)
    assert without.seconds == course.seconds - 35.0


def test_leaving_a_later_region_out_stays_where_it_is() -> None:
    course = Course(shipped_programmes()["pmr-8"])
    without, time_s = course.without("feet", 67.0)
    assert without.at(time_s) == course.at(67.0)


def test_the_take_back_is_left_out_at_bedtime() -> None:
    programme = shipped_programmes()["autogenic-1"]
    assert Course(programme, at_bedtime=True).seconds == programme.seconds - 25.0
