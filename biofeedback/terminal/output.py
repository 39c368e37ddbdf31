"""The program's two outputs: data on stdout, sentences on stderr; terminals get no control codes."""

import json
import sys
from typing import Final

from biofeedback.words.spoken import say
from devices.errors import BiofeedbackError
from devices.message import Message
from devices.printable import harmless

_PIECES_AT_ONCE: Final = 10_000


def put(data: object, *, flush: bool = False) -> None:
    """Print a line of data; replace control characters only if stdout is a terminal."""
    text = say(data) if isinstance(data, Message) else str(data)
    terminal = sys.stdout is not None and sys.stdout.isatty()
    print(harmless(text) if terminal else text, flush=flush)


def put_json(data: object) -> None:
    """Print data as JSON, piece by piece: one string for a week would take hundreds of megabytes.

    Raises
    ------
    ValueError
        If a number in the data is not finite.
    """
    pieces: list[str] = []
    for piece in json.JSONEncoder(indent=1, allow_nan=False).iterencode(data):
        pieces.append(piece)
        if len(pieces) == _PIECES_AT_ONCE:
            print("".join(pieces), end="")
            pieces.clear()
    print("".join(pieces))


def tell(sentence: Message | str) -> None:
    """Print a sentence for the person."""
    print(harmless(say(sentence)), file=sys.stderr, flush=True)


def tell_problem(problem: BiofeedbackError | Message | str) -> None:
    """Print what went wrong and what to do, in a line that begins with the program's name."""
    told = problem.whole if isinstance(problem, BiofeedbackError) else problem
    tell(f"biofeedback: {say(told)}")
