"""However a recording is ended, the strap is let go: its streams are stopped and its link is closed."""

import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from sessions.folder import summarise
from tests.laboratory import Laboratory, RemoteStrap
from tests.laboratory.client import rr_packet
from tests.polling import wait_until
from tests.program import DEADLINE_S, running
from tests.session_checks import only_session

ENDING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


@contextmanager
def recording(
    laboratory: Laboratory, strap: RemoteStrap, data_dir: Path
) -> Iterator["subprocess.Popen[str]"]:
    """Record a strap whose streams run, and that has sent a beat."""
    with running("record", "--data-dir", data_dir, environment=laboratory.environment()) as process:
        strap.wait_subscribed(timeout_s=DEADLINE_S)
        wait_until(strap.streaming)
        assert strap.send(rr_packet(1001))
        yield process


def assert_let_go(
    process: "subprocess.Popen[str]", laboratory: Laboratory, strap: RemoteStrap, data_dir: Path
) -> None:
    _, said = process.communicate(timeout=DEADLINE_S)
    assert (process.returncode, "Traceback" in said) == (130, False), said
    wait_until(lambda: not laboratory.connections())
    assert strap.streaming() == set()
    assert [path.suffix for path in (data_dir / "sessions").iterdir()] == [".session"]
    assert summarise(only_session(data_dir)).beats == 1


@pytest.mark.parametrize("number", ENDING)
def test_a_signal_lets_the_strap_go(
    laboratory: Laboratory, polar_strap: RemoteStrap, tmp_path: Path, number: signal.Signals
) -> None:
    with recording(laboratory, polar_strap, tmp_path) as process:
        process.send_signal(number)
        assert_let_go(process, laboratory, polar_strap, tmp_path)


@pytest.mark.parametrize("number", ENDING)
def test_a_second_signal_while_ending_changes_nothing(
    laboratory: Laboratory, polar_strap: RemoteStrap, tmp_path: Path, number: signal.Signals
) -> None:
    """The strap answers late, so that the end is still going on when the further signals come."""
    with recording(laboratory, polar_strap, tmp_path) as process:
        polar_strap.silence_control_point(on=True)
        process.send_signal(signal.SIGTERM)
        for _ in range(3):
            with pytest.raises(subprocess.TimeoutExpired):
                process.wait(0.1)
            process.send_signal(number)
        polar_strap.silence_control_point(on=False)
        _, said = process.communicate(timeout=DEADLINE_S)
    assert (process.returncode, "Traceback" in said) == (130, False), said
    wait_until(lambda: not laboratory.connections())
    assert [path.suffix for path in (tmp_path / "sessions").iterdir()] == [".session"]
    assert summarise(only_session(tmp_path)).beats == 1
