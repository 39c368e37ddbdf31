"""Files of apps and wristbands: Empatica, OpenHRV, Polar Flow, with gaps, damage and cuts."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sessions.errors import SessionFileError
from sessions.formats.intervals import IntervalRecording
from sessions.formats.registry import read_file
from tests.sessions.formats.dressed import series

EPOCH_S = 1_772_607_600


def read(path: Path, text: str) -> IntervalRecording:
    path.write_text(text)
    found = read_file(path)
    assert isinstance(found, IntervalRecording)
    return found


@settings(max_examples=60)
@given(seed=st.integers(0, 2**32))
def test_a_wristband_keeps_each_of_its_many_pauses(
    tmp_path_factory: pytest.TempPathFactory, seed: int
) -> None:
    """Most of an hour is missing, as in a recording of a person who moved."""
    random = Random(seed)
    now_s, rows, breaks = random.uniform(1.0, 40.0), [], set()
    first_s = now_s
    rr_ms = series(random, 150)
    for row, rr in enumerate(rr_ms):
        if row and random.random() < 0.25:
            now_s += random.choice([0.9, 1.7, 5.0, 30.0, 60.0])
            breaks.add(row)
        now_s += rr / 1000.0
        rows.append(f"{now_s:.6f},{rr / 1000.0:.6f}")
    found = read(tmp_path_factory.getbasetemp() / "IBI.csv", "\n".join((f"{EPOCH_S}.000000, IBI", *rows, "")))
    assert found.format == "empatica_ibi"
    assert list(found.rr_ms) == pytest.approx(rr_ms)
    assert {row for row, adjacent in enumerate(found.adjacent) if row and not adjacent} == breaks
    assert found.end_s[-1] == pytest.approx(now_s - first_s, abs=0.01)
    assert found.started_at == datetime.fromtimestamp(EPOCH_S, UTC) + timedelta(seconds=round(first_s, 6))


@pytest.mark.parametrize("event", ["InterBeatInterval", "IBI"])
def test_a_log_of_events_has_its_intervals_alone(tmp_path: Path, event: str) -> None:
    moment, rows = datetime(2026, 3, 15, 9, 0, 15, 123_000), ["event,value,timestamp"]
    rr_ms = series(Random(1), 80)
    for row, rr in enumerate(rr_ms):
        moment += timedelta(milliseconds=rr, seconds=40 if row == 30 else 0)
        rows.append(f"{event},{rr:g},{moment.isoformat(timespec='milliseconds')}")
        if row % 9 == 0:
            rows.append(f"PacerRate,6,{moment.isoformat(timespec='milliseconds')}")
    found = read(tmp_path / "log.csv", "\n".join(rows))
    assert list(found.rr_ms) == rr_ms
    assert [row for row, one in enumerate(found.adjacent) if not one] == [0, 30]
    assert found.started_at is not None
    assert found.started_at.replace(microsecond=0) == datetime(2026, 3, 15, 9, 0, 15)


def exercise(rr_ms: list[float], start: str, offline: tuple[int, ...] = ()) -> dict[str, object]:
    rows = [{"duration": f"PT{rr / 1000:.3f}S", "offline": row in offline} for row, rr in enumerate(rr_ms)]
    return {"startTime": start, "duration": "PT5M", "samples": {"rr": rows}}


def test_exercises_of_one_training_session_lie_apart(tmp_path: Path) -> None:
    rr_ms = series(Random(3), 60)
    text = json.dumps(
        {
            "exportVersion": "1.6",
            "exercises": [
                exercise(rr_ms, "2026-03-04T07:00:00.000", offline=(20,)),
                {"startTime": "2026-03-04T07:05:00.000", "samples": {"heartRate": []}},
                exercise(rr_ms, "2026-03-04T07:10:00.000"),
            ],
        }
    )
    found = read(tmp_path / "training-session.json", text)
    assert list(found.rr_ms) == rr_ms * 2
    assert [row for row, one in enumerate(found.adjacent) if not one] == [0, 20, 21, 60]
    assert found.end_s[60] == pytest.approx(600.0 + rr_ms[0] / 1000.0)
    assert found.started_at == datetime(2026, 3, 4, 7)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ('{"exercises": [{"samples": {"rr": [{"duration": "PT0.8', "file.json_damaged"),
        ('{"exercises": []}', "file.no_intervals"),
        ('{"exercises": ' + "[" * 100_000, "file.json_damaged"),
        ('{"exercises": [3, null, {"samples": 4}, {"samples": {"rr": "x"}}]}', "file.no_intervals"),
    ],
)
def test_a_broken_training_session_is_refused_in_a_sentence(tmp_path: Path, text: str, key: str) -> None:
    with pytest.raises(SessionFileError) as refused:
        read(tmp_path / "a.json", text)
    assert getattr(refused.value.message, "key", "") == key
