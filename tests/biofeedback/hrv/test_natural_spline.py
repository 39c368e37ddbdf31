"""The tachogram's spline is that of scipy, without the packages that scipy imports for it."""

import numpy as np
import pytest
from scipy.interpolate import CubicSpline

from biofeedback.hrv.tachogram import Tachogram


@pytest.mark.parametrize("count", [80, 4000])
def test_samples_lie_on_the_natural_spline_of_scipy(count: int) -> None:
    rr_ms = np.random.default_rng(count).uniform(800.0, 1200.0, count)
    time_s = 80_000.0 + np.cumsum(rr_ms) / 1000.0
    whole = np.ones(count, dtype=np.bool_)

    (stretch,) = Tachogram(time_s, rr_ms, whole, whole).stretches

    even_s = (stretch.first + np.arange(stretch.rr_ms.size)) / 4.0
    expected_ms = CubicSpline(time_s, rr_ms, bc_type="natural")(even_s)
    np.testing.assert_allclose(stretch.rr_ms, expected_ms, rtol=0.0, atol=1e-9)
