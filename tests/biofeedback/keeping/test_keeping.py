"""A backup comes back on another computer; a hostile one does no harm; everything can be deleted."""

import io
import json
import stat
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from biofeedback.cli import run_command
from biofeedback.keeping.backup import MANIFEST_NAME, write_backup
from biofeedback.keeping.forgetting import belongings, forget
from biofeedback.keeping.own_files import OwnKind, OwnPlaces, kind_of
from biofeedback.keeping.restore import Restored, RestoreOutcome, restore_backup
from devices.events import Tick
from sessions.errors import SessionFileError
from sessions.recorder import Recorder
from sessions.records import encode_record
from sessions.store import Origin, SessionHeader, read_records, write_session
from sessions.zone import Zone

STARTED_AT = datetime(2026, 5, 4, 6, 30, tzinfo=UTC)
HEADER = SessionHeader(STARTED_AT, 0, Origin.STRAP, Zone(7200, "Europe/Berlin"))
PROGRAMME = """
name = "evening"
[title]
en = "Evening"
[[step]]
seconds = 60
text = { en = "Breathe" }
"""


@pytest.fixture
def places(tmp_path: Path) -> OwnPlaces:
    """Return a folder with one of everything."""
    data = tmp_path / "data"
    found = OwnPlaces(data, tmp_path / "config" / "settings.toml")
    found.settings.parent.mkdir()
    found.settings.write_text('[window]\ntheme = "light"\n')
    (data / "sessions").mkdir(parents=True)
    (data / "programmes").mkdir()
    (data / "plan.toml").write_text("most_minutes = 30\n")
    (data / "diary.toml").write_text("[day]\n2026-05-04 = { pain = 3, sleep = 7 }\n")
    (data / "profile.toml").write_text("")
    ticks = [encode_record(Tick(second * 10**9)) for second in range(3)]
    for number in (1, 2):
        write_session(data / "sessions" / f"2026-05-04T06-30-00Z-{number}.session", HEADER, ticks)
    return found


def contents(places: OwnPlaces) -> dict[str, bytes]:
    return {one.name: one.path.read_bytes() for one in places.files()}


def elsewhere(tmp_path: Path) -> OwnPlaces:
    return OwnPlaces(tmp_path / "other", tmp_path / "other" / "settings.toml")


def test_everything_comes_back_on_another_computer(places: OwnPlaces, tmp_path: Path) -> None:
    archive = tmp_path / "a.zip"
    written = write_backup(places.files(), archive)
    assert written.unread == ()
    assert written.counts[OwnKind.SESSION] == 2
    assert stat.S_IMODE(archive.stat().st_mode) == 0o600
    other = elsewhere(tmp_path)
    assert {one.outcome for one in restore_backup(archive, other)} == {RestoreOutcome.RESTORED}
    assert contents(other) == contents(places)
    assert len(contents(other)) == 6
    for one in other.files():
        assert stat.S_IMODE(one.path.stat().st_mode) == 0o600
    assert {one.outcome for one in restore_backup(archive, other)} == {RestoreOutcome.SAME}


def test_a_file_that_is_there_stays(places: OwnPlaces, tmp_path: Path) -> None:
    write_backup(places.files(), tmp_path / "a.zip")
    other = elsewhere(tmp_path)
    other.data_dir.mkdir()
    other.settings.write_text("")
    (other.data_dir / "diary.toml").symlink_to(tmp_path / "nowhere")
    found = {one.name: one.outcome for one in restore_backup(tmp_path / "a.zip", other)}
    assert found["settings.toml"] is RestoreOutcome.KEPT
    assert found["diary.toml"] is RestoreOutcome.KEPT
    assert other.settings.read_text() == ""
    assert not (tmp_path / "nowhere").exists()
    assert found["plan.toml"] is RestoreOutcome.RESTORED


def test_a_session_that_is_being_recorded_comes_in_as_far_as_it_is(places: OwnPlaces, tmp_path: Path) -> None:
    path = places.sessions.path / "now.session"
    recorder = Recorder(path, HEADER)
    try:
        recorder.put(Tick(1))
        while not list(read_records(path)):
            pass
        written = write_backup(places.files(), tmp_path / "a.zip")
        with pytest.raises(SessionFileError):
            forget(belongings(places), places)
        assert len(list(places.files())) == 7
    finally:
        recorder.close()
    assert written.unread == ()
    other = elsewhere(tmp_path)
    assert {one.outcome for one in restore_backup(tmp_path / "a.zip", other)} == {RestoreOutcome.RESTORED}
    assert list(read_records(other.sessions.path / "now.session")) == [Tick(1)]


def archive_of(path: Path, *entries: tuple[ZipInfo | str, bytes]) -> Path:
    with ZipFile(path, "w", ZIP_DEFLATED) as archive:
        archive.writestr(MANIFEST_NAME, "{}")
        for name, content in entries:
            archive.writestr(name, content)
    return path


def link(name: str) -> ZipInfo:
    entry = ZipInfo(name)
    entry.external_attr = (stat.S_IFLNK | 0o777) << 16
    return entry


HOSTILE: dict[str, tuple[ZipInfo | str, bytes]] = {
    "above": ("../evil.toml", b""),
    "absolute": ("/tmp/hg-evil.toml", b""),
    "above in a folder": ("sessions/../../evil.session", b""),
    "backslashes": ("sessions\\..\\evil.session", b""),
    "drive": ("sessions/c:evil.session", b""),
    "hidden": ("sessions/.session", b""),
    "device": ("sessions/con.session", b""),
    "long": (f"sessions/{'a' * 300}.session", b""),
    "escape": ("sessions/\x1b[2J.session", b""),
    "link": (link("plan.toml"), b"/etc/passwd"),
    "another file": ("evil.sh", b"#!/bin/sh"),
    "no session": ("sessions/a.session", b"SQLite format 3\0" + bytes(2000)),
    "no settings": ("settings.toml", b"[window]\ntheme = 7\n"),
    "bomb": ("diary.toml", b" " * 30_000_000),
    "no programme": ("programmes/a.toml", b"\xff"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_entry_is_refused_and_hides_none_of_the_others(name: str, tmp_path: Path) -> None:
    archive = archive_of(
        tmp_path / "a.zip", HOSTILE[name], ("plan.toml" if name != "link" else "profile.toml", b"")
    )
    before = set(tmp_path.rglob("*"))
    other = elsewhere(tmp_path)
    bad, good = restore_backup(archive, other)
    assert bad.outcome is RestoreOutcome.REFUSED
    assert bad.why is not None
    assert bad.name.isprintable()
    assert good.outcome is RestoreOutcome.RESTORED
    new = {path for path in tmp_path.rglob("*") if path.is_file() or path.is_symlink()} - before
    assert {path.name for path in new} == {good.name}


@given(content=st.binary(max_size=300), places=st.lists(st.integers(0, 5000), max_size=12), tail=st.binary())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
def test_a_damaged_archive_ends_in_a_sentence(
    content: bytes, places: list[int], tail: bytes, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("damaged")
    path = archive_of(folder / "a.zip", ("plan.toml", content), ("sessions/a.session", content * 9))
    damaged = bytearray(path.read_bytes() + tail)
    for place in places:
        damaged[place % len(damaged)] ^= 0xA5
    path.write_bytes(damaged)
    other = elsewhere(folder)
    try:
        found = list(restore_backup(path, other))
    except SessionFileError:
        found = []
    assert all(isinstance(one, Restored) for one in found)
    assert {one.name for one in folder.iterdir()} <= {"a.zip", "other"}


def test_what_is_no_backup_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    for content in (b"", b"PK", b"nothing"):
        path.write_bytes(content)
        with pytest.raises(SessionFileError):
            list(restore_backup(path, elsewhere(tmp_path)))
    with ZipFile(path, "w") as archive:
        archive.writestr("plan.toml", "")
    with pytest.raises(SessionFileError):
        list(restore_backup(path, elsewhere(tmp_path)))


@given(st.text(max_size=40))
def test_a_name_of_a_backup_leads_nowhere_else(name: str) -> None:
    if kind_of(name) is not None:
        assert not PurePosixPath(name).is_absolute()
        assert ".." not in name.split("/")
        assert name.count("/") <= 1


def test_everything_is_deleted_and_nothing_else(
    places: OwnPlaces, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    data = tmp_path / "given"
    places = OwnPlaces(places.data_dir, places.data_dir / "settings.toml")
    places.settings.write_text("")
    own = [places.data_dir / "programmes" / "evening.toml", places.sessions.path / "notes.txt"]
    for path in own:
        path.write_text(PROGRAMME)
    (places.sessions.path / "history.json").write_text("{}")
    (places.sessions.path / "other.session").write_text("no session of ours")
    places.data_dir.rename(data)
    command = ["--data-dir", str(data), "forget"]
    for word, status in (("no\n", 1), ("", 1), ("delete\n", 0)):
        monkeypatch.setattr("sys.stdin", io.StringIO(word))
        assert run_command(command) == status
        assert (data / "plan.toml").exists() is (status == 1)
    left = {path.relative_to(data).as_posix() for path in data.rglob("*") if path.is_file()}
    assert left == {"programmes/evening.toml", "sessions/notes.txt", "sessions/other.session"}
    said = capsys.readouterr()
    assert "2 sessions" in said.out
    assert all(Path(one).name in said.err for one in left)
    monkeypatch.setattr("sys.stdin", io.StringIO("delete\n"))
    assert run_command(command) == 0
    assert "nothing of yours" in capsys.readouterr().err


def test_commands_there_and_back(
    places: OwnPlaces, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    archive, other = str(tmp_path / "a.zip"), str(tmp_path / "other")
    data = ["--data-dir", str(places.data_dir)]
    assert run_command([*data, "backup", "--output", archive]) == 0
    assert capsys.readouterr().out.strip() == archive
    assert run_command([*data, "backup", "--output", archive]) == 1
    assert run_command(["--data-dir", other, "restore", archive]) == 0
    assert "5 files were restored" in capsys.readouterr().out
    assert run_command(["--data-dir", other, "sessions", "list", "--json"]) == 0
    assert len(json.loads(capsys.readouterr().out)) == 2
    assert (
        run_command(["--data-dir", str(tmp_path / "none"), "backup", "--output", str(tmp_path / "b.zip")])
        == 1
    )
    assert not (tmp_path / "b.zip").exists()
