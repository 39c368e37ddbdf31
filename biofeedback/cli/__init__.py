"""The command line: one module a group of commands, imported only when its command is given."""

import errno
import importlib
import os
import sys
from collections.abc import Sequence
from typing import Final

from biofeedback.cli.interruption import (
    EXIT_INTERRUPTED,
    end_at_once_from_now_on,
    interrupting,
    was_interrupted,
)

EXIT_DONE, EXIT_FAILED, EXIT_USAGE = 0, 1, 2

_NO_ROOM: Final = "There is no room left to write to. Make room on the disk."
_NO_MEMORY: Final = "There is not enough memory for that. Close other programs, or use a smaller file."


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command.

    Returns
    -------
    int
        0 done, 1 failed (a sentence with advice went to stderr), 2 wrong usage, 130 interrupted.
    """
    given = list(sys.argv[1:] if arguments is None else arguments)
    if not given or (given[0].startswith("-") and given[0] not in ("-h", "--help", "--version")):
        given.insert(0, "train")
    try:
        with interrupting():
            return _with_streams(given)
    except KeyboardInterrupt:
        return EXIT_INTERRUPTED
    finally:
        if arguments is None:
            end_at_once_from_now_on()


def _with_streams(given: Sequence[str]) -> int:
    """Run one command whose output may fail as well."""
    # Only here, where an interruption is awaited.
    import biofeedback.words.speech  # noqa: F401 (an error that is printed becomes a sentence)
    from biofeedback.cli.streams import abandon_output, flush_streams, prepare_streams

    prepare_streams()
    status = EXIT_DONE
    try:
        status = _run(given)
        flush_streams()
    except BrokenPipeError:
        pass  # The reader has gone, as with `| head`, which is no failure.
    except OSError as error:
        status = EXIT_INTERRUPTED if was_interrupted() else _output_failed(error)
    abandon_output()
    return status


def _run(given: Sequence[str]) -> int:
    """Run one command; an error of the output itself is left to the caller."""
    from biofeedback.cli.arguments import build_parser
    from biofeedback.words.spoken import say
    from devices.errors import BiofeedbackError

    try:
        options = build_parser().parse_args(given)
        module_name, function_name = options.run.split(":")
        command = getattr(importlib.import_module(f"biofeedback.cli.commands.{module_name}"), function_name)
        return int(command(options))
    except SystemExit as exit_request:  # argparse ends so after --help and wrong usage
        return int(exit_request.code or 0)
    except BiofeedbackError as error:
        return _fail(say(error.whole))
    except OSError:
        raise
    except MemoryError:
        return _fail(_NO_MEMORY)
    except Exception as error:
        # A signal breaks off a module or a terminal where it comes, and that is no failure.
        return EXIT_INTERRUPTED if was_interrupted() else _fail(_unforeseen(error))


def _output_failed(error: OSError) -> int:
    return _fail(_NO_ROOM if error.errno == errno.ENOSPC else _unforeseen(error))


def _fail(sentence: str) -> int:
    from biofeedback.cli.streams import tell_failure

    tell_failure(sentence)
    return EXIT_FAILED


def _unforeseen(error: Exception) -> str:
    """Keep the traceback in a file that only its owner can read, and name it."""
    import tempfile
    import traceback

    descriptor, path = tempfile.mkstemp(prefix="biofeedback-", suffix=".txt")
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.writelines(traceback.format_exception(error))
    return (
        f"An error that nobody foresaw ({type(error).__name__}: {error}). What was recorded is kept. "
        f"The details are in {path}."
    )
