"""Names, paths and what a system said come unchanged through every error of devices and sessions."""

import errno
import json
import sqlite3
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import pytest
from bleak.exc import BleakError
from hypothesis import example, given, settings
from hypothesis import strategies as st

from biofeedback.words.catalogue import languages
from biofeedback.words.speech import say_in
from devices.errors import BiofeedbackError
from devices.events import HeardStrap, LinkChanged, LinkState
from devices.message import Message
from devices.regular_file import read_regular_file
from devices.simulated.scenario import load_scenario
from devices.straps.bluetooth_errors import explain
from devices.straps.strap_use import in_use
from sessions.errors import unreadable, unreadable_folder
from sessions.folder import SessionFolder
from sessions.history.imports import import_file
from sessions.private_file import create_private_file
from sessions.records import decode_record, encode_record
from sessions.store import Origin, SessionHeader, create_session, delete_session, read_header
from tests.biofeedback.words.test_catalogue import ENTRIES, USES, fields, sample, sentences

OWN: Final = (
    "Box of things",
    "{0} of von %s",
    "{name.__class__}",
    "{}",
    "%(path)s {path!r}",
    "No strap was found.",
    "store.unreadable",
    "Fear of pain · 80 %",
)
AREA: Final = ("devices/", "sessions/")
HEADER: Final = SessionHeader(datetime(2026, 3, 4, 7, tzinfo=UTC), 0, Origin.STRAP)

seen = st.characters(exclude_categories=["C", "Z"], exclude_characters="/\\")
names = st.sampled_from(OWN) | st.text(seen, min_size=1, max_size=30)


def in_all_languages(told: BiofeedbackError | Message) -> list[str]:
    whole = told.whole if isinstance(told, BiofeedbackError) else told
    return [say_in(whole, language) for language in languages()]


@settings(max_examples=30)
@given(names)
def test_every_sentence_takes_own_words_as_they_are(own: str) -> None:
    for use in USES:
        if not use.place.startswith(AREA):
            continue
        for language, entries in ENTRIES.items():
            gaps = {n: form for text in sentences(entries[use.key]) for n, form in fields(text).items()}
            given = {name: own if not form else sample(name, form) for name, form in gaps.items()}
            said = say_in(Message(use.key, given), language)
            for name, form in gaps.items():
                assert form or name == "parts" or own in said, f"{use.place}: {use.key} in {language}"


def existing(folder: Path, own: str) -> None:
    create_private_file(folder / own, b"")
    create_private_file(folder / own, b"")


def not_a_session(folder: Path, own: str) -> None:
    (folder / own).write_text("800\n")
    delete_session(folder / own)


def other_database(folder: Path, own: str) -> None:
    connection = sqlite3.connect(folder / own)
    connection.execute("CREATE TABLE t (a)")
    connection.close()
    read_header(folder / own)


def odd_table(folder: Path, own: str) -> None:
    create_session(folder / "a.session", HEADER)
    connection = sqlite3.connect(folder / "a.session")
    connection.execute(f'CREATE TABLE "{own.replace(chr(34), chr(34) * 2)}" (a)')
    connection.close()
    read_header(folder / "a.session")


def imported_twice(folder: Path, own: str) -> None:
    path = folder / f"{own}.txt"
    path.write_text("800\n" * 100)
    for _ in range(2):
        import_file(path, SessionFolder(folder))


def folder_that_is_a_file(folder: Path, own: str) -> None:
    (folder / own).write_text("")
    SessionFolder(folder / own).new_file(HEADER.started_at)


def scenario(text: str) -> Callable[[Path, str], object]:
    def make(folder: Path, own: str) -> object:
        path = folder / f"{own}.toml"
        path.write_text(text, encoding="utf-8")
        return load_scenario(str(path))

    return make


def scenario_with_own_key(folder: Path, own: str) -> None:
    (folder / "a.toml").write_text(f"[person]\n{json.dumps(own, ensure_ascii=False)} = 1\n", encoding="utf-8")
    load_scenario(str(folder / "a.toml"))


def raised(error: BiofeedbackError) -> None:
    raise error


def folder_instead_of_a_file(folder: Path, own: str) -> None:
    (folder / own).mkdir()
    try:
        read_regular_file(folder / own, 10)
    except OSError as error:
        raise unreadable(folder / own, error) from error


CASES: Final[dict[str, Callable[[Path, str], object]]] = {
    "no file": lambda folder, own: read_header(folder / own),
    "no session of a name": lambda folder, own: SessionFolder(folder).find(own),
    "no session to delete": lambda folder, own: SessionFolder(folder).find_to_delete(own),
    "file exists": existing,
    "no session": not_a_session,
    "other database": other_database,
    "odd table": odd_table,
    "imported twice": imported_twice,
    "folder that is a file": folder_that_is_a_file,
    "folder instead of a file": folder_instead_of_a_file,
    "folder unreadable": lambda folder, own: raised(unreadable_folder(folder / own, OSError(errno.EIO, ""))),
    "system's own words": lambda folder, own: raised(unreadable(folder, OSError(9999, own))),
    "no scenario": lambda _, own: load_scenario(own),
    "scenario missing": lambda folder, own: load_scenario(str(folder / f"{own}.toml")),
    "scenario no TOML": scenario("heart rate"),
    "scenario with an unknown key": scenario("[person]\nheart = 1"),
    "scenario out of range": scenario("[person]\nheart_rate_per_min = 600"),
    "scenario with own key": scenario_with_own_key,
    "strap in use": lambda _, own: raised(in_use(HeardStrap(own, "", None))),
    "strap without a name in use": lambda _, own: raised(in_use(HeardStrap("", own, None))),
    "Bluetooth failed": lambda _, own: raised(explain(BleakError(own))),
}


@pytest.mark.parametrize("case", CASES)
@settings(max_examples=12)
@given(names)
@example("Box of things")
@example("{0} of von %s")
@example("{name.__class__}")
def test_errors_hold_own_words(tmp_path_factory: pytest.TempPathFactory, case: str, own: str) -> None:
    own = f"_{own}"
    with pytest.raises(BiofeedbackError) as caught:
        CASES[case](tmp_path_factory.mktemp("own"), own)
    for said in in_all_languages(caught.value):
        assert own in said


@given(names)
def test_a_stored_sentence_holds_the_name_of_a_strap(own: str) -> None:
    link = LinkChanged(0, LinkState.SCANNING, message=in_use(HeardStrap(own, "", None)).whole)
    read = decode_record(encode_record(link))
    assert read == link
    assert isinstance(read, LinkChanged)
    assert read.message is not None
    for said in in_all_languages(read.message):
        assert said.startswith(own)
