"""The command line: one module a group of commands, imported only when its command is given."""

import importlib
import os
import sys
import tempfile
import traceback
from collections.abc import Sequence

from biofeedback.cli.arguments import build_parser
from devices.errors import BiofeedbackError

EXIT_DONE, EXIT_FAILED, EXIT_USAGE, EXIT_INTERRUPTED = 0, 1, 2, 130


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
        options = build_parser().parse_args(given)
    except SystemExit as exit_request:  # argparse ends so after --help and wrong usage
        return int(exit_request.code or 0)
    module_name, function_name = options.run.split(":")
    command = getattr(importlib.import_module(f"biofeedback.cli.{module_name}"), function_name)
    try:
        return int(command(options))
    except BiofeedbackError as error:
        print(f"biofeedback: {error}", file=sys.stderr)
        return EXIT_FAILED
    except KeyboardInterrupt:
        return EXIT_INTERRUPTED
    except BrokenPipeError:
        # The reader has gone, as with `| head`; Python would complain once more when it flushes at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return EXIT_DONE
    except Exception as error:
        print(f"biofeedback: {_unforeseen(error)}", file=sys.stderr)
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
