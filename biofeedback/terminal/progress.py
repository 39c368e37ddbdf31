"""How far a command has got, on a terminal."""

import sys
from collections.abc import Iterable, Iterator


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
