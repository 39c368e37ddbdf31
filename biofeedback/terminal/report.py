"""Analyses and lists as tables."""

from collections.abc import Sequence
from statistics import median
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
    ("VLF power", "vlf_ms2", "ms²", 0),
    ("LF power", "lf_ms2", "ms²", 0),
    ("HF power", "hf_ms2", "ms²", 0),
    ("Total power", "total_power_ms2", "ms²", 0),
    ("LF/HF", "lf_hf", "", 2),
    ("DFA α1", "dfa_alpha1", "", 2),
    ("Sample entropy", "sample_entropy", "", 2),
    ("Baevsky's stress index", "baevsky_stress_index", "", 0),
)

_SLOW_PER_MIN: Final = 9.0
_SLOW_WORDS: Final = (
    "At such a rate HF, LF/HF and DFA α1 say nothing of the vagus: the breath lies outside the HF band."
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
        for line in breathing_lines(report):
            console.print(line, soft_wrap=True)
        if "resonance" in report:
            console.print(report["resonance"]["words"], soft_wrap=True)
        for warning in quality["warnings"]:
            console.print(f"[yellow]{warning}[/yellow]", soft_wrap=True)


def breathing_lines(report: dict[str, Any]) -> list[str]:
    """Say how the person breathed, where it was measured."""
    rates = [w["breathing"]["rate_per_min"] for w in report["windows"] if w["breathing"] is not None]
    if not rates:
        return []
    rate_per_min = median(rates)
    share = f"measured in {len(rates)} of {len(report['windows'])} windows"
    lines = [f"Breathing {rate_per_min:.1f} per minute (median, {share})."]
    ratios = [breath["exhale_to_inhale"] for breath in report["breaths"]]
    if ratios:
        lines[0] += f" Exhale {median(ratios):.1f} times the inhale (median of {len(ratios)} breaths)."
    return [*lines, _SLOW_WORDS] if rate_per_min < _SLOW_PER_MIN else lines


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
