"""What can't be kept is told: a disk that is full to the end, a folder removed while it is recorded into."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from sessions.folder import summarise
from tests.polling import wait_until
from tests.program import DEADLINE_S, running
from tests.session_checks import only_session

LARGEST_BYTES = 64_000
"""What a file may have, so that the system refuses more, as on a full disk."""

FULL_DISK = f"""
import resource, runpy, sys
resource.setrlimit(resource.RLIMIT_FSIZE, ({LARGEST_BYTES}, {LARGEST_BYTES}))
runpy.run_module("biofeedback", run_name="__main__")
"""


def test_a_disk_that_is_full_to_the_end(tmp_path: Path) -> None:
    practice = ["train", "--terminal", "--simulated", "--minutes", "0.2", "--data-dir", str(tmp_path)]
    ended = subprocess.run(
        [sys.executable, "-c", FULL_DISK, *practice],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=DEADLINE_S,
        check=False,
    )
    assert ended.returncode == 1, ended.stderr
    assert "Traceback" not in ended.stderr
    lost = re.search(r"The last (\d+) s of the recording \S+ are lost", ended.stderr)
    assert lost, ended.stderr
    assert "Free some space on the disk" in ended.stderr
    kept = summarise(only_session(tmp_path))
    assert kept.duration_s + int(lost[1]) == pytest.approx(15.0, abs=2.0)


@pytest.mark.soak
def test_a_folder_removed_while_it_is_recorded_into(tmp_path: Path) -> None:
    practice = ("train", "--terminal", "--simulated", "--minutes", "0.1", "--data-dir", tmp_path)
    with running(*practice) as process:
        wait_until(lambda: list(tmp_path.glob("sessions/*.session-wal")), timeout_s=DEADLINE_S)
        shutil.rmtree(tmp_path / "sessions")
        _, said = process.communicate(timeout=DEADLINE_S)
    assert (process.returncode, "Traceback" in said) == (1, False), said
    assert "was deleted or moved away while it was being made, so it is lost or incomplete" in said
    assert not (tmp_path / "sessions").exists()
