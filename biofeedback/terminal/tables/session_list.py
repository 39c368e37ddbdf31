"""The list of sessions in the terminal: a table, or plain lines if it is long."""

from collections.abc import Sequence
from typing import Final

from rich.cells import cell_len
from rich.table import Table
from rich.text import Text

from biofeedback.report.origin_words import ORIGIN_WORDS
from biofeedback.statements.live import clock_text
from biofeedback.terminal.console import TextConsole
from biofeedback.terminal.output import put
from biofeedback.words.spoken import say, spoken
from devices.message import message
from devices.printable import harmless
from sessions.folder import SessionSummary

_FITTED: Final = 200
"""Largest number of rows fitted to the width of the terminal; each row takes half a millisecond."""

_COLUMNS: Final = (
    (message("terminal.name"), "left"),
    (message("terminal.started"), "left"),
    (message("terminal.length"), "right"),
    (message("terminal.practised"), "right"),
    (message("terminal.beats"), "right"),
    (message("terminal.from"), "left"),
)


def print_sessions(summaries: Sequence[SessionSummary]) -> None:
    """Print the list of sessions."""
    rows = [_row(summary) for summary in summaries]
    if len(rows) > _FITTED:
        _print_lines([tuple(say(name) for name, _ in _COLUMNS), *rows])
        return
    table = Table(box=None, pad_edge=False)
    for name, side in _COLUMNS:
        table.add_column(
            say(name), justify="left" if side == "left" else "right", no_wrap=name is _COLUMNS[0][0]
        )
    for row in rows:
        table.add_row(*map(Text, row))
    TextConsole().print(table)


def _row(summary: SessionSummary) -> tuple[str, ...]:
    return (
        summary.name,
        spoken().moment(summary.started_at.astimezone(), "datetime"),
        clock_text(summary.duration_s),
        "–" if summary.practised_s is None else clock_text(summary.practised_s),
        str(summary.beats),
        say(ORIGIN_WORDS[summary.origin]),
    )


def _print_lines(rows: Sequence[tuple[str, ...]]) -> None:
    rows = [tuple(harmless(cell) for cell in row) for row in rows]
    lengths = [[cell_len(cell) for cell in row] for row in rows]
    widths = [max(column) for column in zip(*lengths, strict=True)]
    lines = []
    for row, taken in zip(rows, lengths, strict=True):
        cells = [
            cell + " " * (width - length) if side == "left" else " " * (width - length) + cell
            for cell, length, width, (_, side) in zip(row, taken, widths, _COLUMNS, strict=True)
        ]
        lines.append("  ".join(cells).rstrip())
    put("\n".join(lines))
