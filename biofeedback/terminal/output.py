"""The two ways out: data on stdout, sentences and progress on stderr; neither moves a terminal."""

import json
import sys
from collections.abc import Iterable, Iterator
from typing import Final

from biofeedback.words.spoken import say
from devices.errors import BiofeedbackError
from devices.message import Message
from devices.printable import harmless

_PIECES_AT_ONCE: Final = 10_000


def put(data: object, *, flush: bool = False) -> None:
    """Print a line of data; another program gets it as it is, a terminal without control characters."""
    text = say(data) if isinstance(data, Message) else str(data)
    terminal = sys.stdout is not None and sys.stdout.isatty()
    print(harmless(text) if terminal else text, flush=flush)


def put_json(data: object) -> None:
    """Print data as JSON, piece by piece: whole, that of a week would fill hundreds of megabytes.

    Raises
    ------
    ValueError
        If a number in it is not finite.
    """
    pieces: list[str] = []
    for piece in json.JSONEncoder(indent=1, allow_nan=False).iterencode(data):
        pieces.append(piece)
        if len(pieces) == _PIECES_AT_ONCE:
            print("".join(pieces), end="")
            pieces.clear()
    print("".join(pieces))


def tell(sentence: Message | str) -> None:
    """Tell the person something."""
    print(harmless(say(sentence)), file=sys.stderr, flush=True)


def tell_problem(problem: BiofeedbackError | Message | str) -> None:
    """Tell the person what went wrong and what to do, in a line that begins with the program's name."""
    told = problem.whole if isinstance(problem, BiofeedbackError) else problem
    tell(f"biofeedback: {say(told)}")


def with_progress(files: Iterable[str], *, count: int) -> Iterator[str]:
    """Yield the files one by one, and show on stderr which it is; nothing where that is no terminal."""
    if not sys.stderr.isatty():
        yield from files
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn
    from rich.progress import TimeElapsedColumn as Elapsed

    from biofeedback.terminal.console import TextConsole

    columns = (
        SpinnerColumn(),
        BarColumn(),
        MofNCompleteColumn(),
        Elapsed(),
        TextColumn("{task.description}", markup=False),
    )
    with Progress(*columns, console=TextConsole(stderr=True), transient=True) as progress:
        task = progress.add_task("", total=count)
        for file in files:
            progress.update(task, description=file)
            yield file
            progress.advance(task)
