"""Analyses and lists as tables."""

from collections.abc import Sequence
from typing import Any, Final

from rich.console import Console
from rich.table import Table

from biofeedback.wording import clock_text
from sessions.folder import SessionSummary

_ROWS: Final = (
    ("Heart rate", "heart_rate_per_min", "per minute", 1),
    ("Mean NN", "mean_nn_ms", "ms", 1),
    ("SDNN", "sdnn_ms", "ms", 1),
    ("RMSSD", "rmssd_ms", "ms", 1),
    ("ln RMSSD", "ln_rmssd", "", 2),
    ("pNN50", "pnn50_percent", "%", 1),
    ("SD1", "sd1_ms", "ms", 1),
    ("SD2", "sd2_ms", "ms", 1),
    ("RSA amplitude, median of breaths", "rsa_ms", "ms", 0),
    ("Response power, mean of breaths", "response_ln_ms2", "ln ms²", 1),
)


def print_reports(reports: Sequence[dict[str, Any]]) -> None:
    """Print the whole-recording figures of each file; an unreadable one is left to stderr."""
    console = Console(highlight=False)
    for report in reports:
        if "error" in report:
            continue
        beats, quality = report["beats"], report["quality"]
        console.print(f"[bold]{report['file']}[/bold]", soft_wrap=True)
        artefacts = beats["artefact_percent"]
        console.print(
            f"{clock_text(report['duration_s'])} min, {beats['count']} intervals, "
            f"{beats['artefacts']} of them artefacts ({_number(artefacts, 1)} %)"
        )
        console.print(_figure_table(report["summary"]))
        for warning in quality["warnings"]:
            console.print(f"[yellow]{warning}[/yellow]", soft_wrap=True)


def print_sessions(summaries: Sequence[SessionSummary]) -> None:
    """Print the list of sessions."""
    table = Table(box=None, pad_edge=False)
    table.add_column("Name", no_wrap=True)
    table.add_column("Started (local time)")
    table.add_column("Length", justify="right")
    table.add_column("Beats", justify="right")
    table.add_column("From")
    for summary in summaries:
        started = f"{summary.started_at.astimezone():%Y-%m-%d %H:%M}"
        length = clock_text(summary.duration_s)
        table.add_row(summary.name, started, length, str(summary.beats), summary.origin.value)
    Console(highlight=False).print(table)


def _figure_table(figures: dict[str, float | None]) -> Table:
    table = Table.grid(padding=(0, 2))
    table.add_column()
    table.add_column(justify="right")
    table.add_column()
    for name, key, unit, decimals in _ROWS:
        value = figures[key]
        table.add_row(f"  {name}", _number(value, decimals), unit if value is not None else "")
    return table


def _number(value: float | None, decimals: int) -> str:
    return "–" if value is None else f"{value:.{decimals}f}"
