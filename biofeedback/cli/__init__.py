"""The command line: one module a group of commands, imported only when its command is given."""

import errno
import importlib
import os
import sys
import tempfile
import traceback
from collections.abc import Sequence
from typing import Final

from biofeedback.cli.arguments import build_parser
from biofeedback.cli.streams import abandon_output, flush_streams, prepare_streams, tell
from devices.errors import BiofeedbackError

EXIT_DONE, EXIT_FAILED, EXIT_USAGE, EXIT_INTERRUPTED = 0, 1, 2, 130

_NO_ROOM: Final = "There is no room left to write to. Make room on the disk."


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
    prepare_streams()
    status = EXIT_DONE
    try:
        status = _run(given)
        flush_streams()
    except BrokenPipeError:
        pass  # The reader has gone, as with `| head`, which is no failure.
    except OSError as error:
        status = _fail(_NO_ROOM if error.errno == errno.ENOSPC else _unforeseen(error))
    abandon_output()
    return status


def _run(given: Sequence[str]) -> int:
    """Run one command; an error of the output itself is left to the caller."""
    try:
        options = build_parser().parse_args(given)
        module_name, function_name = options.run.split(":")
        command = getattr(importlib.import_module(f"biofeedback.cli.{module_name}"), function_name)
        return int(command(options))
    except SystemExit as exit_request:  # argparse ends so after --help and wrong usage
        return int(exit_request.code or 0)
    except BiofeedbackError as error:
        return _fail(str(error))
    except KeyboardInterrupt:
        return EXIT_INTERRUPTED
    except OSError:
        raise
    except Exception as error:
        return _fail(_unforeseen(error))


def _fail(sentence: str) -> int:
    tell(sentence)
    return EXIT_FAILED


def _unforeseen(error: Exception) -> str:
    """Keep the traceback in a file that only its owner can read, and name it."""
    descriptor, path = tempfile.mkstemp(prefix="biofeedback-", suffix=".txt")
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.writelines(traceback.format_exception(error))
    return (
        f"An error that nobody foresaw ({type(error).__name__}: {error}). What was recorded is kept. "
        f"Please report it with {path}."
    )
