"""The whole program, as a person or another program starts it: in a process of its own, or in this one."""

import io
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from typing import Any, Final
from unittest.mock import patch

from biofeedback.cli import run_command
from biofeedback.cli.interruption import was_interrupted
from biofeedback.words.catalogue import SOURCE_LANGUAGE
from biofeedback.words.speech import speech
from biofeedback.words.spoken import speak

DEADLINE_S: Final = 300.0
"""For what hangs; a busy machine takes many times as long as an idle one."""


def run(
    *arguments: object, environment: dict[str, str] | None = None, screen: str | None = None
) -> subprocess.CompletedProcess[str]:
    """Run a command to its end, with no terminal on stdin."""
    return subprocess.run(
        _command(arguments),
        env=_environment(environment, screen),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=DEADLINE_S,
        check=False,
    )


def run_here(*arguments: object) -> subprocess.CompletedProcess[str]:
    """Run a command to its end in this process: the same answer, and a new process's second of imports less.

    For whatever does not concern signals, terminals, the window or what a new process loads.
    """
    given = [str(one) for one in arguments]
    output, messages = io.StringIO(), io.StringIO()
    try:
        with (
            patch.dict(os.environ, _environment(None, None), clear=True),
            patch.object(sys, "stdin", io.StringIO()),
            redirect_stdout(output),
            redirect_stderr(messages),
        ):
            status = run_command(given)
    finally:
        speak(speech(SOURCE_LANGUAGE))
    if was_interrupted():  # Whoever ends the tests means the tests, and not the command alone.
        raise KeyboardInterrupt
    return subprocess.CompletedProcess(given, status, output.getvalue(), messages.getvalue())


def analysed(*arguments: object) -> dict[str, Any]:
    """Analyse one file, and return the report."""
    ended = run_here("analyze", *arguments, "--json")
    assert ended.returncode == 0, ended.stderr
    (report,) = json.loads(ended.stdout)
    return dict(report)


@contextmanager
def running(
    *arguments: object,
    environment: dict[str, str] | None = None,
    screen: str | None = None,
    stdin: int = subprocess.DEVNULL,
) -> Iterator["subprocess.Popen[str]"]:
    """Start a command; it is killed at the end of the context if it still runs.

    Where the test fails, what the program said is printed.
    """
    process = subprocess.Popen(
        _command(arguments),
        env=_environment(environment, screen),
        stdin=stdin,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    with process:
        try:
            yield process
        except BaseException:
            process.kill()
            if process.stderr is not None and not process.stderr.closed:
                print(f"{' '.join(map(str, arguments))} said:\n{process.stderr.read()}")
            raise
        finally:
            process.kill()


def _command(arguments: tuple[object, ...]) -> list[str]:
    return [sys.executable, "-W", "error", "-m", "biofeedback", *map(str, arguments)]


def _environment(environment: dict[str, str] | None, screen: str | None) -> dict[str, str]:
    """The machine's own screen and language must not decide what is tested, but what a test brings."""
    chosen = dict(os.environ | {"LC_ALL": "C.UTF-8"} if environment is None else environment)
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        chosen.pop(name, None)
    return chosen if screen is None else chosen | {"DISPLAY": screen}
