"""The made-up people on whom trends are tried are as they are said to be."""

import numpy as np
import pytest

from tests.sessions.history.trend_people import SPAN_DAYS, UNCHANGED, Cell, people, planted_a_week


def correlation_of(first: np.ndarray, second: np.ndarray) -> float:
    return float(np.corrcoef(first.ravel(), second.ravel())[0, 1])


@pytest.mark.parametrize("cell", UNCHANGED[::4])
def test_days_and_sessions_are_related_as_planted(cell: Cell) -> None:
    values = people(np.random.default_rng(5), cell, 2000)
    assert values.shape == (2000, SPAN_DAYS, cell.sessions_a_day)
    assert float(values.std()) == pytest.approx(1.0, abs=0.01)
    from_day_to_day = correlation_of(values[:, :-1, 0], values[:, 1:, 0])
    assert from_day_to_day == pytest.approx(cell.correlation * cell.day_share, abs=0.01)
    if cell.sessions_a_day > 1:
        within_a_day = correlation_of(values[:, :, 0], values[:, :, 1])
        assert within_a_day == pytest.approx(cell.day_share, abs=0.01)


def test_planted_change_is_a_ramp_over_the_whole_span() -> None:
    cell = Cell(0.3, 0.5, 2, planted=2.5)
    means = people(np.random.default_rng(6), cell, 4000).mean(axis=(0, 2))
    assert means[-1] - means[0] == pytest.approx(2.5, abs=0.1)
    assert np.polyfit(np.arange(SPAN_DAYS) / 7.0, means, 1)[0] == pytest.approx(
        planted_a_week(cell), abs=0.01
    )


def test_skipped_days_have_no_value_and_whole_steps_are_whole() -> None:
    values = people(np.random.default_rng(7), Cell(0.3, 0.5, 2, skipped_share=0.4, step=1.0), 500)
    assert float(np.isnan(values).any(axis=2).mean()) == pytest.approx(0.4, abs=0.02)
    kept = values[~np.isnan(values)]
    assert np.array_equal(kept, np.rint(kept))
