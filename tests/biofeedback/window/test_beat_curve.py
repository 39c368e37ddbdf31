"""The heart's curve goes through every beat, invents no peak, and breaks where beats are missing."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.interpolate import PchipInterpolator

from biofeedback.beats.beats import Beat, BeatLabel
from biofeedback.window.charts.beat_curve import BeatCurve

STEP_S = 0.05
intervals_ms = st.lists(st.floats(300.0, 1800.0), min_size=1, max_size=60)


def beats_of(
    intervals_ms: list[float], *, missing: int | None = None, noisy: int | None = None
) -> list[Beat]:
    beats, time_s = [], 10.0
    for number, rr_ms in enumerate(intervals_ms):
        time_s += rr_ms / 1000.0
        label = BeatLabel.NOISE if number == noisy else BeatLabel.NORMAL
        beats.append(Beat(time_s, rr_ms, label, number != missing))
    return beats


@given(intervals_ms)
def test_it_goes_through_every_beat_and_never_beyond_its_neighbours(intervals: list[float]) -> None:
    beats = beats_of(intervals)
    times_s, rates = BeatCurve.through(beats).points(STEP_S)
    drawn = np.isfinite(rates)
    assert np.all(np.diff(times_s[drawn]) > 0.0)
    at_beats = np.interp([beat.time_s for beat in beats], times_s[drawn], rates[drawn])
    wanted = [60000.0 / beat.rr_ms for beat in beats]
    assert at_beats == pytest.approx(wanted)
    for first, second in pairwise(beats):
        low, high = sorted(60000.0 / beat.rr_ms for beat in (first, second))
        within = rates[drawn][(times_s[drawn] >= first.time_s) & (times_s[drawn] <= second.time_s)]
        assert within.min() >= low - 1e-6
        assert within.max() <= high + 1e-6


@given(st.lists(st.floats(400.0, 1500.0), min_size=4, max_size=40))
def test_inner_pieces_are_those_of_scipy(intervals: list[float]) -> None:
    beats = beats_of(intervals)
    knots_s, values = [beat.time_s for beat in beats], [60000.0 / beat.rr_ms for beat in beats]
    times_s, rates = BeatCurve.through(beats).points(STEP_S)
    inner = np.isfinite(rates) & (times_s >= knots_s[1]) & (times_s <= knots_s[-2])
    assert rates[inner] == pytest.approx(PchipInterpolator(knots_s, values)(times_s[inner]), abs=1e-6)


def test_it_breaks_at_gaps_and_noise() -> None:
    curve = BeatCurve.through(beats_of([1000.0, 900.0, 950.0, 1000.0, 800.0, 900.0], missing=2, noisy=4))
    assert [len(run[0]) for run in curve.runs] == [2, 2, 1]
    assert np.count_nonzero(np.isnan(curve.points(STEP_S)[1])) == 3
    assert curve.newest == (pytest.approx(15.55), pytest.approx(60000.0 / 900.0))


@pytest.mark.parametrize("beats", [[], beats_of([900.0], noisy=0)])
def test_without_beats_there_is_no_curve(beats: list[Beat]) -> None:
    curve = BeatCurve.through(beats)
    assert curve.newest is None
    assert [len(values) for values in curve.points(STEP_S)] == [0, 0]
    assert curve.rates_per_min == []
