"""The command line: one module for each group of commands, imported only when its command is given."""

import errno
import importlib
import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from biofeedback.cli.interruption import (
    EXIT_INTERRUPTED,
    end_at_once_from_now_on,
    interrupting,
    was_interrupted,
)
from devices.message import Message, message

if TYPE_CHECKING:
    from argparse import Namespace

    from devices.errors import BiofeedbackError

EXIT_DONE, EXIT_FAILED, EXIT_USAGE = 0, 1, 2

_NO_ROOM: Final = message("cli.no_room")
_NO_MEMORY: Final = message("cli.no_memory")


def run_command(arguments: Sequence[str] | None = None) -> int:
    """Run one command.

    Returns
    -------
    int
        0 done, 1 failed (a sentence with advice went to stderr), 2 wrong usage, 130 interrupted.
    """
    try:
        with interrupting():
            return _with_streams(sys.argv[1:] if arguments is None else arguments)
    except KeyboardInterrupt:
        return EXIT_INTERRUPTED
    finally:
        if arguments is None:
            end_at_once_from_now_on()


def _with_streams(given: Sequence[str]) -> int:
    """Run one command, handling failures of its output as well."""
    # Imported only here, where an interruption is handled.
    import biofeedback.words.speech  # noqa: F401 (an error that is printed becomes a sentence)
    from biofeedback.cli.streams import abandon_output, flush_streams, prepare_streams

    prepare_streams()
    _speak_as_asked(given)
    status = EXIT_DONE
    try:
        status = run_in_language(given)
        flush_streams()
    except BrokenPipeError:
        pass  # The reader has closed its end, as with `| head`; this is not a failure.
    except OSError as error:
        status = EXIT_INTERRUPTED if was_interrupted() else _output_failed(error)
    abandon_output()
    return status


def run_in_language(given: Sequence[str]) -> int:
    """Run one command in the program's language.

    Parameters
    ----------
    given : sequence of str
        The arguments of the command line.

    Returns
    -------
    int
        The exit status, as in `run_command`.

    Raises
    ------
    OSError
        If the output itself fails.
    """
    from devices.errors import BiofeedbackError

    try:
        options = _options(given)
        module_name, function_name = options.run.split(":")
        command = getattr(importlib.import_module(f"biofeedback.cli.commands.{module_name}"), function_name)
        return int(command(options))
    except SystemExit as exit_request:  # argparse exits this way after --help and wrong usage
        return int(exit_request.code or 0)
    except BiofeedbackError as error:
        return _fail(error)
    except OSError:
        raise
    except MemoryError:
        return _fail(_NO_MEMORY)
    except Exception as error:
        # A signal can interrupt an import or a terminal anywhere; this is not a failure.
        return EXIT_INTERRUPTED if was_interrupted() else _fail(_unforeseen(error))


def _speak_as_asked(given: Sequence[str]) -> None:
    from biofeedback.cli.language import decided_language
    from biofeedback.words.speech import speech
    from biofeedback.words.spoken import speak

    speak(speech(decided_language(given)))


def _options(given: Sequence[str]) -> "Namespace":
    from biofeedback.cli.arguments import build_parser
    from biofeedback.cli.leading_options import with_command
    from biofeedback.cli.parser_words import spoken_parser_words

    with spoken_parser_words():
        return build_parser().parse_args(with_command(given))


def _output_failed(error: OSError) -> int:
    return _fail(_NO_ROOM if error.errno == errno.ENOSPC else _unforeseen(error))


def _fail(problem: "BiofeedbackError | Message") -> int:
    from biofeedback.cli.streams import tell_failure

    tell_failure(problem)
    return EXIT_FAILED


def _unforeseen(error: Exception) -> Message:
    """Save the traceback in a file that only its owner can read, and name that file."""
    import tempfile
    import traceback

    descriptor, path = tempfile.mkstemp(prefix="biofeedback-", suffix=".txt")
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.writelines(traceback.format_exception(error))
    return message("cli.unforeseen", kind=type(error).__name__, what=str(error), path=path)
