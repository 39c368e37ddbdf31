"""Two copies of the program that begin a session in one folder at the same time."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from threading import Barrier

from sessions.folder import SessionFolder, summarise
from sessions.store import Origin, SessionHeader, create_session
from tests.program import DEADLINE_S, running

STARTED_AT = datetime(2026, 11, 22, 8, 30, tzinfo=UTC)
HEADER = SessionHeader(STARTED_AT, 1_000, Origin.STRAP)
COPIES = 4


def test_copies_that_chose_the_same_free_name_get_different_ones(tmp_path: Path) -> None:
    all_have_chosen = Barrier(COPIES)
    chosen: list[Path] = []

    def begin(_: int) -> Path:
        waits = True

        def make(path: Path) -> Path:
            nonlocal waits
            if waits:
                chosen.append(path)
                all_have_chosen.wait(DEADLINE_S)
                waits = False
            create_session(path, HEADER)
            return path

        return SessionFolder(tmp_path).place(STARTED_AT, make)

    with ThreadPoolExecutor(COPIES) as copies:
        made = list(copies.map(begin, range(COPIES)))
    assert len(set(chosen)) == 1
    assert len(set(made)) == COPIES
    assert sorted(SessionFolder(tmp_path).files()) == sorted(made)
    assert {summarise(path).started_at for path in made} == {STARTED_AT}


def test_copies_of_the_program_started_together_record_a_session_each(tmp_path: Path) -> None:
    practice = ("train", "--terminal", "--simulated", "--minutes", "0.02", "--data-dir", tmp_path)
    with ExitStack() as stack:
        copies = [stack.enter_context(running(*practice)) for _ in range(COPIES)]
        said = [copy.communicate(timeout=DEADLINE_S)[1] for copy in copies]
    assert [copy.returncode for copy in copies] == [0] * COPIES, said
    files = SessionFolder(tmp_path).files()
    assert len(files) == COPIES
    assert all(summarise(path).duration_s > 0.0 for path in files)
