"""The command line: one module a group of commands, imported only when its command is given."""

import errno
import importlib
import os
import sys
from collections.abc import Sequence
from contextlib import suppress

from biofeedback.cli.interruption import (
    EXIT_INTERRUPTED,
    end_at_once_from_now_on,
    interrupting,
    was_interrupted,
)

EXIT_DONE, EXIT_FAILED, EXIT_USAGE = 0, 1, 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command.

    Returns
    -------
    int
        0 done, 1 failed (a sentence with advice went to stderr), 2 wrong usage, 130 interrupted.
    """
    given = list(sys.argv[1:] if arguments is None else arguments)
    try:
        with interrupting():
            return _run(given)
    except KeyboardInterrupt:
        return EXIT_INTERRUPTED
    finally:
        if arguments is None:
            end_at_once_from_now_on()


def _run(given: list[str]) -> int:
    # Only here, where an interruption is awaited.
    from biofeedback.cli.arguments import build_parser
    from devices.errors import BiofeedbackError

    if not given or (given[0].startswith("-") and given[0] not in ("-h", "--help", "--version")):
        given.insert(0, "train")
    try:
        options = build_parser().parse_args(given)
    except SystemExit as exit_request:  # argparse ends so after --help and wrong usage
        return int(exit_request.code or 0)
    module_name, function_name = options.run.split(":")
    try:
        command = getattr(importlib.import_module(f"biofeedback.cli.{module_name}"), function_name)
        status = int(command(options))
        if sys.stdout is not None and not sys.stdout.closed:
            sys.stdout.flush()
        return status
    except BiofeedbackError as error:
        _say(f"biofeedback: {error}")
        return EXIT_FAILED
    except BrokenPipeError:
        # The reader has gone, as with `| head`.
        _abandon_output()
        return EXIT_DONE
    except Exception as error:
        return _failed(error)


def _failed(error: Exception) -> int:
    """Tell of a failure that is no `BiofeedbackError`."""
    if was_interrupted():  # a module or a terminal that broke off where the signal came, and no failure
        _abandon_output()
        return EXIT_INTERRUPTED
    if isinstance(error, OSError) and error.errno == errno.ENOSPC:
        _abandon_output()
        _say("biofeedback: There is no room left to write to. Make room on the disk.")
    elif isinstance(error, MemoryError):
        _say("biofeedback: There is not enough memory for that. Close other programs, or use a smaller file.")
    else:
        _say(f"biofeedback: {_unforeseen(error)}")
    return EXIT_FAILED


def _say(sentence: str) -> None:
    with suppress(OSError):  # the terminal may have been closed
        print(sentence, file=sys.stderr, flush=True)


def _abandon_output() -> None:
    """Send what is still to be written nowhere: Python would complain once more when it flushes at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _unforeseen(error: Exception) -> str:
    """Keep the traceback in a file that only its owner can read, and name it."""
    import tempfile
    import traceback

    descriptor, path = tempfile.mkstemp(prefix="biofeedback-", suffix=".txt")
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.writelines(traceback.format_exception(error))
    return (
        f"An error that nobody foresaw ({type(error).__name__}: {error}). What was recorded is kept. "
        f"Please report it with {path}."
    )
