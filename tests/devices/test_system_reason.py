"""Why the system refused, in words that every language has."""

import errno
import os
from pathlib import Path

import pytest

from biofeedback.words.speech import say_in
from devices.message import message, verbatim
from devices.regular_file import open_regular_file, read_regular_file
from devices.system_reason import reason_of


def refused(path: Path, most_bytes: int = 10) -> OSError:
    with pytest.raises(OSError) as caught:  # noqa: PT011  what it says is asked of the reason
        read_regular_file(path, most_bytes)
    return caught.value


@pytest.mark.parametrize(
    "number", [errno.ENOENT, errno.EACCES, errno.ENOSPC, errno.EROFS, errno.ENAMETOOLONG]
)
def test_english_is_what_the_system_says(number: int) -> None:
    reason = reason_of(OSError(number, os.strerror(number)))
    assert str(reason) == os.strerror(number)
    assert say_in(reason, "de") != str(reason)


def test_what_is_not_known_is_said_as_the_system_does() -> None:
    assert reason_of(OSError(9999, "It is {full}.")) == verbatim("It is {full}.")
    assert reason_of(OSError("no number")) == verbatim("no number")


def test_what_is_no_file_or_too_large_is_named(tmp_path: Path) -> None:
    assert reason_of(refused(tmp_path)) == message("store.is_folder")
    os.mkfifo(tmp_path / "pipe")
    assert reason_of(refused(tmp_path / "pipe")) == message("store.is_pipe")
    assert reason_of(refused(Path("/dev/null"))) == message("store.is_device")
    (tmp_path / "large").write_bytes(bytes(11))
    assert reason_of(refused(tmp_path / "large")) == message("store.is_larger", most_mb=1e-5)
    assert reason_of(refused(tmp_path / "missing")) == message("store.no_such_file")
    with open_regular_file(tmp_path / "large") as file:
        assert len(file.read()) == 11
