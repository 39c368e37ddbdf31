"""The progress of a command, on a terminal."""

import sys
import time
from collections.abc import Generator, Iterable, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Final, TypeVar

_T = TypeVar("_T")

_QUICK_S: Final = 0.5
"""A command that ends within this time, in seconds, shows no progress."""


def read_on(found: Iterable[_T], files: Sequence[Path]) -> Iterator[_T]:
    """Yield the result for each file, and show the progress if it takes a while.

    Parameters
    ----------
    found : iterable
        The results for the files, in their order; there may be fewer results than files.
    files : sequence of Path
        All files.
    """
    reading = iter(found)
    begun_s, done = time.monotonic(), 0
    while time.monotonic() - begun_s < _QUICK_S:
        if (one := next(reading, None)) is None:
            return
        done += 1
        yield one
    with closing(with_progress((path.stem for path in files[done:]), count=len(files) - done)) as rest:
        next(rest, None)
        for one in reading:
            next(rest, None)
            yield one


def with_progress(files: Iterable[str], *, count: int) -> Generator[str, None, None]:
    """Yield the files one by one, and show the current one on stderr if it is a terminal."""
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
