"""What must hold of every session that was recorded over the air."""

import json
from pathlib import Path

import numpy as np
import pytest

from devices.events import HeartRateMeasurement
from devices.notifications import HEART_RATE_MEASUREMENT, Notification
from devices.straps.decoder import decode
from sessions.store import read_records
from tests.program import run_here


def only_session(data_dir: Path) -> Path:
    """The one session that was recorded there."""
    (session,) = (data_dir / "sessions").glob("*.session")
    return session


def recorded_values(session: Path) -> list[bytes]:
    """Every heart-rate value in a session, as it came over the air."""
    return [
        record.data
        for record in read_records(session)
        if isinstance(record, Notification) and record.characteristic == HEART_RATE_MEASUREMENT
    ]


def assert_replay_equals_live(session: Path, live: Path) -> None:
    """The states of a replay are those of the practice, field by field."""
    replayed = run_here("replay", session, "--speed", "max", "--json").stdout.splitlines()
    lived = live.read_text().splitlines()
    assert len(lived) > 60
    for live_line, replayed_line in zip(lived, replayed, strict=True):
        assert json.loads(live_line) == json.loads(replayed_line)


def assert_analysis_equals_numpy(session: Path) -> None:
    """`analyze` lists the very intervals and computes what numpy computes on their ticks."""
    events = [decode(r) for r in read_records(session) if isinstance(r, Notification)]
    ticks = [t for e in events if isinstance(e, HeartRateMeasurement) for t in e.rr_ticks]
    rr_ms = np.array(ticks) * 1000.0 / 1024.0
    (report,) = json.loads(run_here("analyze", session, "--json", "--beats").stdout)
    assert [row["rr_ms"] for row in report["beat_list"]] == list(rr_ms)
    assert report["summary"]["rmssd_ms"] == pytest.approx(np.sqrt(np.mean(np.diff(rr_ms) ** 2)), abs=1e-6)
    assert report["summary"]["sdnn_ms"] == pytest.approx(rr_ms.std(ddof=1), abs=1e-6)
    assert report["beats"]["count"] == len(ticks)
