"""Weeks of practice as a table, and trends in words."""

from typing import Any, Final

from rich.table import Table

from biofeedback.terminal.console import TextConsole
from sessions.history import FEWEST_SESSIONS, SHORTEST_SPAN

_WEEKS_SHOWN: Final = 12
_TOO_FEW: Final = (
    f"a trend needs at least {FEWEST_SESSIONS} sessions, spread over {SHORTEST_SPAN.days} days or more"
)


def print_history(told: dict[str, Any]) -> None:
    """Print the last weeks, and where each series goes."""
    console = TextConsole()
    if not told["weeks"]:
        console.print("No practice with a strap yet.")
        return
    table = Table(box=None, pad_edge=False)
    table.add_column("Week of")
    table.add_column("Minutes", justify="right")
    table.add_column("Sessions", justify="right")
    for week in told["weeks"][-_WEEKS_SHOWN:]:
        table.add_row(week["day"], f"{week['minutes']:.0f}", str(week["sessions"]))
    console.print(table)
    for series in told["series"]:
        console.print(f"{series['name']}: {trend_words(series['trend'], series['unit'])}", soft_wrap=True)


def trend_words(trend: dict[str, Any] | None, unit: str) -> str:
    """Say where a series goes, and how sure that is; nothing is made of what may be chance."""
    if trend is None:
        return _TOO_FEW
    low, high = trend["low_per_week"], trend["high_per_week"]
    interval = f"95 % interval {low:+.2f} to {high:+.2f} {unit} a week, {trend['count']} sessions"
    if not trend["is_told"]:
        return f"no change that chance would not make ({interval})"
    way = "rising" if trend["per_week"] > 0.0 else "falling"
    return f"{way} by {abs(trend['per_week']):.2f} {unit} a week ({interval})"
