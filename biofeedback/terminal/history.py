"""Weeks of practice as a table, and trends in words."""

from typing import Any, Final

from rich.table import Table

from biofeedback.terminal.console import TextConsole

_WEEKS_SHOWN: Final = 12
_TOO_FEW: Final = "too few sessions to tell (8, over two weeks)"


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
    interval = f"95 % interval {low:+z.2f} to {high:+z.2f} {unit} a week, {trend['count']} sessions"
    if not trend["is_told"]:
        return f"no change that chance would not make ({interval})"
    way = "rising" if trend["per_week"] > 0.0 else "falling"
    return f"{way} by {abs(trend['per_week']):.2f} {unit} a week ({interval})"
