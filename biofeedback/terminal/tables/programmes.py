"""Programmes as tables."""

from collections.abc import Sequence

from rich.table import Table
from rich.text import Text

from biofeedback.programmes.programme import Programme
from biofeedback.statements.live import clock_text
from biofeedback.terminal.console import TextConsole
from biofeedback.words.spoken import say, spoken
from devices.message import message
from devices.printable import harmless


def print_programmes(programmes: Sequence[Programme]) -> None:
    """Print a line for each programme: its name, its length, and its title."""
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="bold")
    table.add_column(say(message("terminal.programme.name")), no_wrap=True)
    table.add_column(say(message("terminal.programme.length")), justify="right", no_wrap=True)
    table.add_column(say(message("terminal.programme.title")))
    for one in programmes:
        title = harmless(one.title.said(spoken().language))
        table.add_row(Text(one.name), clock_text(one.seconds), Text(title))
    TextConsole().print(table)


def print_programme(programme: Programme) -> None:
    """Print a programme: its description, and each step with its start time."""
    language, console = spoken().language, TextConsole()
    console.print(Text(harmless(programme.title.said(language)), style="bold"))
    console.print(Text(harmless(programme.about.said(language))))
    table = Table(box=None, padding=(0, 2, 0, 0), show_header=False)
    table.add_column(justify="right", no_wrap=True)
    table.add_column()
    for start_s, step in zip(programme.starts_s, programme.steps, strict=True):
        table.add_row(clock_text(start_s), Text(harmless(step.text.said(language))))
    table.add_row(clock_text(programme.seconds), say(message("terminal.programme.end")))
    console.print(table)
