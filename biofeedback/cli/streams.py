"""The program's standard streams: any encoding, a reader that has gone, a stream that was never open."""

import io
import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import TextIO

from biofeedback.terminal.output import tell_problem
from devices.errors import BiofeedbackError
from devices.message import Message


def prepare_streams() -> None:
    """Make the standard streams safe to use.

    A character that a stream's encoding lacks becomes a question mark instead of ending the program. A
    stream that was closed before the start discards its output; otherwise the next file opened would take
    its place and receive the output.
    """
    _occupy_standard_descriptors()
    if sys.stderr is None:
        sys.stderr = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115 (until the program ends)
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def flush_streams() -> None:
    """Write the output that is still in memory.

    Raises
    ------
    OSError
        If a stream does not accept it.
    """
    for stream in (sys.stdout, sys.stderr):
        if stream is not None and not stream.closed:
            stream.flush()


def abandon_output() -> None:
    """Discard unwritten output, because Python would fail again when it flushes at exit."""
    for stream in (sys.stdout, sys.stderr):
        if not _takes_output(stream):
            _lead_nowhere(stream)


def tell_failure(problem: BiofeedbackError | Message) -> None:
    """Write what went wrong to stderr, if anybody can read it."""
    with suppress(OSError):  # the terminal may have been closed
        tell_problem(problem)


def _takes_output(stream: TextIO | None) -> bool:
    if stream is None or stream.closed:
        return True
    try:
        stream.flush()
    except OSError:
        return False
    return True


def _lead_nowhere(stream: TextIO) -> None:
    with suppress(io.UnsupportedOperation):  # not a real file
        descriptor = os.open(os.devnull, os.O_WRONLY)
        os.dup2(descriptor, stream.fileno())
        os.close(descriptor)


def _occupy_standard_descriptors() -> None:
    """Open the null device in place of each closed descriptor among 0, 1 and 2."""
    while (descriptor := os.open(os.devnull, os.O_RDWR)) <= 2:
        os.set_inheritable(descriptor, True)  # noqa: FBT003 (positional only)
    os.close(descriptor)
