"""Six sessions come back from every format as they were, whatever the time zone and the change of clocks."""

from pathlib import Path

import pytest

from biofeedback.analysis.export import session_export
from biofeedback.analysis.recording import load_recording
from sessions.formats.registry import EXPORTS
from tests.sessions.history.round_trips import KINDS, ZONES, there_and_back, write_kind

QUICK = {
    "rates alone": "America/New_York",
    "imported": "Asia/Kolkata",
    "change of clocks": "Europe/Berlin",
    "without a strap": "America/New_York",
}
NOT_THERE = {
    ("rates alone", "rr"): "heart rates and no intervals",
    ("without a strap", "rr"): "no heart beats",
    ("without a strap", "csv"): "no heart beats",
    ("imported", "bids"): "neither ECG nor acceleration",
    ("without a strap", "bids"): "neither ECG nor acceleration",
}


def assert_comes_back(kind: str, zone: str, name: str, folder: Path, minutes: float) -> None:
    session = write_kind(kind, zone, folder / "a.session", minutes=minutes)
    found = there_and_back(session, name, folder)
    if (said := NOT_THERE.get((kind, name))) is not None:
        assert isinstance(found, str)
        assert said in found
        return
    assert not isinstance(found, str), found
    assert [one for one in found if not one.is_same] == []
    assert len(found) > 3


@pytest.mark.parametrize("name", ["rr", "csv", "edf", "bids"])
@pytest.mark.parametrize(("kind", "zone"), QUICK.items())
def test_comes_back(kind: str, zone: str, name: str, tmp_path: Path) -> None:
    assert_comes_back(kind, zone, name, tmp_path, 2.0)


@pytest.mark.soak
@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", ["rr", "csv", "edf", "bids"])
def test_all_come_back(kind: str, zone: str, name: str, tmp_path: Path) -> None:
    assert_comes_back(kind, zone, name, tmp_path, 4.0)


@pytest.mark.parametrize("name", ["csv", "edf"])
def test_a_file_of_heart_rates_says_what_it_lacks(name: str, tmp_path: Path) -> None:
    session = write_kind("rates alone", "Asia/Kolkata", tmp_path / "a.session", minutes=2.0)
    written = next(one for one in EXPORTS if one.name == name).write(session_export(session))
    assert isinstance(written, bytes)
    path = tmp_path / f"a.{name}"
    path.write_bytes(written)
    found = load_recording(path)
    assert found.beats == ()
    assert [one.key for one in found.quality.warnings] == ["file.only_rates"]
