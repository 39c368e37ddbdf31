"""Weeks of practice as a table, levels week by week, and trends in words."""

from datetime import date
from typing import Final

from rich.table import Table

from biofeedback.report.history_tables import RATING_UNIT, HistoryTables, Series
from biofeedback.statements.trends import BAD_START, chance_words, trend_words
from biofeedback.terminal.console import TextConsole
from biofeedback.words.spoken import say

_WEEKS_SHOWN: Final = 12
_LEVELS_SHOWN: Final = 6


def print_history(told: HistoryTables, today: date) -> None:
    """Print the last weeks, and where each series goes."""
    console = TextConsole()
    if told.weeks:
        console.print(_table(told))
    else:
        console.print("No minutes of practice yet.")
    for one in told.series:
        words = f"{one.name}: {_level_words(one)} {say(trend_words(one.course, today))}"
        console.print(words, soft_wrap=True, markup=False)
    if told.series:
        console.print(say(chance_words(len(told.series))), soft_wrap=True)
    if any(one.unit == RATING_UNIT for one in told.series):
        console.print(say(BAD_START), soft_wrap=True)


def _table(told: HistoryTables) -> Table:
    table = Table(box=None, pad_edge=False)
    table.add_column("Week of")
    table.add_column("Minutes", justify="right")
    table.add_column("Sessions", justify="right")
    for week in told.weeks[-_WEEKS_SHOWN:]:
        table.add_row(f"{week.day}", f"{week.minutes:.0f}", str(week.sessions))
    return table


def _level_words(one: Series) -> str:
    levels = [f"{week.mean:.1f}" for week in one.weeks[-_LEVELS_SHOWN:]]
    if len(levels) == 1:
        return f"{levels[0]} {one.unit} in the week of {one.weeks[-1].monday}."
    return f"{', '.join(levels)} {one.unit} as weekly means, the newest last."
