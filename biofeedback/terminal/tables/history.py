"""Weeks of practice as a table, levels week by week, and trends in words."""

from datetime import date
from typing import Final

from rich.table import Table

from biofeedback.report.history_tables import HistoryTables, Series
from biofeedback.statements.trends import BAD_START, chance_words, trend_words
from biofeedback.terminal.console import TextConsole
from biofeedback.words.spoken import say, spoken
from devices.message import message

_WEEKS_SHOWN: Final = 12
_LEVELS_SHOWN: Final = 6


def print_history(told: HistoryTables, today: date) -> None:
    """Print the last weeks, and the trend of each series."""
    console = TextConsole()
    if told.weeks:
        console.print(_table(told))
    else:
        console.print(say(message("terminal.no_minutes")))
    rated = [one for one in told.series if one.is_rated]
    for one in (*told.hearts, *rated):
        trend = trend_words(one.course, today, as_percent=not one.is_rated)
        words = f"{say(one.name)}: {_level_words(one)} {say(trend)}"
        console.print(words, soft_wrap=True, markup=False)
    if count := len(told.hearts) + len(rated):
        console.print(say(chance_words(count)), soft_wrap=True)
    if any(one.is_rated for one in told.series):
        console.print(say(BAD_START), soft_wrap=True)


def _table(told: HistoryTables) -> Table:
    table = Table(box=None, pad_edge=False)
    table.add_column(say(message("terminal.week_of")))
    table.add_column(say(message("terminal.minutes")), justify="right")
    table.add_column(say(message("terminal.sessions")), justify="right")
    for week in told.weeks[-_WEEKS_SHOWN:]:
        minutes = spoken().number(week.minutes, ".0f")
        table.add_row(spoken().moment(week.day, "date"), minutes, str(week.sessions))
    return table


def _level_words(one: Series) -> str:
    form = ".1f" if one.is_rated else ".0f"
    levels = [spoken().number(week.mean, form) for week in one.weeks[-_LEVELS_SHOWN:]]
    if len(levels) == 1:
        monday = one.weeks[-1].monday
        return say(message("terminal.one_level", level=levels[0], unit=one.unit, monday=monday))
    return say(message("terminal.levels", levels="; ".join(levels), unit=one.unit))
