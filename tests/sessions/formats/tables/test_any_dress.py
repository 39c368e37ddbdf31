"""Tables in any dress: names, units, separators, decimal signs, dates, encodings, gaps and damaged rows."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sessions.formats.intervals import IntervalRecording
from sessions.formats.registry import read_file
from tests.sessions.formats.dressed import Dressed, dressed, write

WITHIN_S = 1.6
"""Stamps of whole seconds tell no more."""


@settings(max_examples=150)
@given(seed=st.integers(0, 2**32))
def test_a_table_is_read_whatever_it_wears(tmp_path_factory: pytest.TempPathFactory, seed: int) -> None:
    wanted = dressed(seed)
    found = read_file(write(tmp_path_factory.getbasetemp() / "dressed.any", wanted))
    assert isinstance(found, IntervalRecording), wanted.described
    assert list(found.rr_ms) == pytest.approx(wanted.values_ms, abs=2e-3), wanted.described
    broken = {row for row, adjacent in enumerate(found.adjacent) if row and not adjacent}
    assert broken == wanted.broken_before, wanted.described
    check_pause(found, wanted)
    if wanted.started_at is not None:
        assert found.started_at is not None, wanted.described
        start = found.started_at if found.started_at.tzinfo else found.started_at.replace(tzinfo=UTC)
        assert abs((start - wanted.started_at).total_seconds()) < WITHIN_S, wanted.described


def check_pause(found: IntervalRecording, wanted: Dressed) -> None:
    for begin_s, end_s in wanted.pauses:
        row = max(wanted.broken_before, key=lambda one: found.end_s[one] - found.end_s[one - 1])
        assert found.end_s[row - 1] == pytest.approx(begin_s, abs=WITHIN_S), wanted.described
        assert found.end_s[row] - found.rr_ms[row] / 1000.0 == pytest.approx(end_s, abs=1.2 * WITHIN_S)
    told = any(one.key == "file.pauses" for one in found.warnings)
    assert told == bool(wanted.pauses), wanted.described


@pytest.mark.parametrize(
    ("day", "order"),
    [("29.03.2026 01:58:00", "%d.%m.%Y %H:%M:%S"), ("2026-10-25 02:58:00", "%Y-%m-%d %H:%M:%S")],
)
def test_a_change_of_the_clocks_is_no_pause(tmp_path: Path, day: str, order: str) -> None:
    """Clocks went from 2 to 3 in spring, and from 3 to 2 in autumn, while the strap went on."""
    start = datetime.strptime(day, order)
    rows = []
    for row in range(300):
        moment = start + timedelta(seconds=0.9 * row)
        if row >= 134:
            moment += timedelta(hours=1 if start.month == 3 else -1)
        rows.append(f"{moment.strftime(order)};{890 + row % 20}")
    path = tmp_path / "night.csv"
    path.write_text("time;rr\n" + "\n".join(rows))
    found = read_file(path)
    assert isinstance(found, IntervalRecording)
    assert all(found.adjacent[1:])
    assert found.warnings == ()


def test_a_heart_that_beats_once_a_second_has_no_gaps_for_that(tmp_path: Path) -> None:
    """Stamps of whole seconds follow such intervals, and jump by two when they fall behind."""
    random, now_s, rows = Random(1), 0.0, []
    for _ in range(400):
        rr_ms = round(1012.0 + random.gauss(0.0, 12.0))
        now_s += rr_ms / 1000.0
        rows.append(f"{int(now_s)},{rr_ms}")
    path = tmp_path / "calm.csv"
    path.write_text("time,rr\n" + "\n".join(rows))
    found = read_file(path)
    assert isinstance(found, IntervalRecording)
    assert all(found.adjacent[1:])
