"""Draw the plots and print the table of docs/figures.md with the program's own estimators.

    python scripts/plot_figures.py [FOLDER]        (docs/images where no folder is given)

Plain SVG, written here: a few lines and words need no plotting library. The hearts are made up, from a sine
for the breathing and a little noise, so that what a figure says can be held against what is known to be true.
"""

import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from html import escape
from pathlib import Path

import numpy as np
import numpy.typing as npt

from biofeedback.hrv.nonlinear import nonlinear
from biofeedback.hrv.spectrum import HF_HZ, LF_HZ, SPECTRUM_WINDOW_S, VLF_HZ, band_powers, power_density
from biofeedback.hrv.tachogram import SAMPLES_PER_S, Stretch, Tachogram
from biofeedback.hrv.time_domain import time_domain

Floats = npt.NDArray[np.float64]

WIDTH, HEIGHT = 680.0, 320.0
LEFT, RIGHT, TOP, BOTTOM = 52.0, 16.0, 54.0, 48.0
TEXT, QUIET, LINE, PAPER = "#1F2933", "#5B6873", "#D9DFE4", "#FFFFFF"
BLUE, RED, GREEN, ORANGE = "#0072B2", "#D55E00", "#00795A", "#B87700"

MEAN_RR_MS = 920.0
SWING_MS = 200.0


@dataclass
class Chart:
    """One plot: axes in the data's units, marks as SVG."""

    title: str
    x_label: str
    y_label: str
    x_range: tuple[float, float]
    y_range: tuple[float, float]
    marks: list[str] = field(default_factory=list)

    def x(self, value: float) -> float:
        low, high = self.x_range
        return LEFT + (value - low) / (high - low) * (WIDTH - LEFT - RIGHT)

    def y(self, value: float) -> float:
        low, high = self.y_range
        return HEIGHT - BOTTOM - (value - low) / (high - low) * (HEIGHT - TOP - BOTTOM)

    def curve(self, xs: Iterable[float], ys: Iterable[float], colour: str, width: float = 2.0) -> None:
        points = " ".join(f"{self.x(x):.1f},{self.y(y):.1f}" for x, y in zip(xs, ys, strict=True))
        self.marks.append(
            f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="{width}" '
            'stroke-linejoin="round"/>'
        )

    def band(self, low: float, high: float, name: str, colour: str) -> None:
        left, right = self.x(low), self.x(high)
        self.marks.append(
            f'<rect x="{left:.1f}" y="{TOP:.1f}" width="{right - left:.1f}" '
            f'height="{HEIGHT - TOP - BOTTOM:.1f}" fill="{colour}"/>'
        )
        self.marks.append(label((left + right) / 2.0, TOP + 16.0, name, QUIET))

    def name(self, x: float, y: float, words: str, colour: str, anchor: str = "start") -> None:
        self.marks.append(label(self.x(x), self.y(y), words, colour, anchor))

    def svg(self, x_ticks: Sequence[float], y_ticks: Sequence[float]) -> str:
        right, bottom = WIDTH - RIGHT, HEIGHT - BOTTOM
        grid = [f'<path d="M{LEFT} {self.y(tick):.1f}H{right}" stroke="{LINE}"/>' for tick in y_ticks]
        words = [label(LEFT - 8.0, self.y(tick) + 4.0, f"{tick:g}", QUIET, "end") for tick in y_ticks]
        words += [label(self.x(tick), bottom + 18.0, f"{tick:g}", QUIET) for tick in x_ticks]
        words.append(label((LEFT + right) / 2.0, bottom + 38.0, self.x_label, QUIET))
        words.append(label(12.0, TOP - 12.0, self.y_label, QUIET, "start"))
        words.append(label(12.0, 20.0, self.title, TEXT, "start", 15))
        head = (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH:g}" height="{HEIGHT:g}" '
            f'viewBox="0 0 {WIDTH:g} {HEIGHT:g}" role="img" font-family="sans-serif">'
            f'<rect width="{WIDTH:g}" height="{HEIGHT:g}" fill="{PAPER}"/>'
        )
        backgrounds = [mark for mark in self.marks if mark.startswith("<rect")]
        others = [mark for mark in self.marks if not mark.startswith("<rect")]
        return "\n".join([head, *backgrounds, *grid, *others, *words, "</svg>", ""])


def label(x: float, y: float, words: str, colour: str, anchor: str = "middle", size: int = 12) -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" fill="{colour}" font-size="{size}" '
        f'text-anchor="{anchor}">{escape(words)}</text>'
    )


def heart_rr_ms(breaths_per_min: float, length_s: float, noise_ms: float = 0.0) -> Floats:
    """Intervals that swing by 200 ms with each breath, whatever the rate."""
    rng = np.random.default_rng(20261122)
    rr_ms, time_s = [], 0.0
    while time_s < length_s:
        interval_ms = MEAN_RR_MS
        for _ in range(30):
            phase = 2.0 * np.pi * breaths_per_min / 60.0 * (time_s + interval_ms / 1000.0)
            interval_ms = MEAN_RR_MS + 0.5 * SWING_MS * np.sin(phase)
        rr_ms.append(interval_ms + noise_ms * rng.normal())
        time_s += rr_ms[-1] / 1000.0
    return np.array(rr_ms)


def stretch_of(rr_ms: Floats) -> Stretch:
    every = np.ones(rr_ms.size, dtype=bool)
    (stretch,) = Tachogram(np.cumsum(rr_ms) / 1000.0, rr_ms, every, every).stretches
    return stretch


def response_ms(rr_ms: Floats, breaths_per_min: float) -> float:
    """Median over breaths of longest less shortest interval."""
    breath = np.floor(np.cumsum(rr_ms) / 60000.0 * breaths_per_min)
    return float(np.median([np.ptp(rr_ms[breath == number]) for number in range(1, int(breath[-1]))]))


def same_heart_at_each_rate() -> str:
    rates = np.arange(4.0, 18.01, 0.25)
    chart = Chart(
        "The same swing of the heart, breathed at different rates",
        "breaths per minute", "ms", (4.0, 18.0), (0.0, 240.0),
    )  # fmt: skip
    swings, rmssds = [], []
    for rate in rates:
        rr_ms = heart_rr_ms(rate, 1200.0)
        every = np.ones(rr_ms.size, dtype=bool)
        swings.append(response_ms(rr_ms, rate))
        rmssds.append(time_domain(rr_ms, every, every).rmssd_ms or 0.0)
    chart.curve(rates, swings, GREEN)
    chart.curve(rates, rmssds, BLUE)
    chart.name(17.8, 215.0, "swing of the intervals in a breath", GREEN, "end")
    chart.name(17.8, 74.0, "RMSSD", BLUE, "end")
    for rate in (6.0, 15.0):
        value = rmssds[int(np.flatnonzero(rates == rate)[0])]
        chart.marks.append(
            f'<circle cx="{chart.x(rate):.1f}" cy="{chart.y(value):.1f}" r="3.5" fill="{BLUE}"/>'
        )
        chart.name(rate, value + 12.0, f"{value:.0f}", BLUE)
    return chart.svg(range(4, 19, 2), range(0, 241, 40))


def where_breathing_lies() -> str:
    chart = Chart(
        "Breathing six times a minute, the breath is in LF",
        "Hz", "1000 ms² / Hz", (0.0, 0.45), (0.0, 700.0),
    )  # fmt: skip
    for band, name, colour in (
        (VLF_HZ, "VLF", "#F4F6F8"), (LF_HZ, "LF", "#FDF3E1"), (HF_HZ, "HF", "#E6F1F8"),
    ):  # fmt: skip
        chart.band(*band, name, colour)
    highest = 0.0
    for rate, colour in ((6.0, RED), (15.0, BLUE)):
        density = (
            power_density([stretch_of(heart_rr_ms(rate, 3600.0, 12.0)).detrended_ms], SPECTRUM_WINDOW_S)
            / 1000.0
        )
        hertz = np.arange(density.size) * SAMPLES_PER_S / 2048
        shown = hertz <= 0.45
        chart.curve(hertz[shown], density[shown], colour)
        highest = max(highest, float(density.max()))
        chart.name(rate / 60.0 + 0.01, 0.8 * float(density.max()), f"{rate:g} a minute", colour)
    assert highest < chart.y_range[1]
    return chart.svg(np.arange(0.0, 0.451, 0.05).round(2).tolist(), range(0, 701, 100))


def what_detrending_leaves() -> str:
    rr_ms = heart_rr_ms(6.0, 300.0, 10.0)
    time_s = np.cumsum(rr_ms) / 1000.0
    rr_ms = rr_ms + 120.0 * np.exp(-(((time_s - 190.0) / 60.0) ** 2)) - 0.25 * time_s
    stretch = stretch_of(rr_ms)
    seconds = (stretch.first + np.arange(stretch.rr_ms.size)) / SAMPLES_PER_S
    chart = Chart(
        "What smoothness priors take for the trend, and what they leave",
        "seconds", "ms", (0.0, 300.0), (-200.0, 1200.0),
    )  # fmt: skip
    chart.curve(seconds, stretch.rr_ms, ORANGE, 1.5)
    chart.curve(seconds, stretch.rr_ms - stretch.detrended_ms, TEXT)
    chart.curve(seconds, stretch.detrended_ms, BLUE, 1.5)
    chart.name(6.0, 1130.0, "intervals", ORANGE)
    chart.name(68.0, 1130.0, "trend: what swings more slowly than once in 28 s", TEXT)
    chart.name(6.0, 180.0, "left for LF and HF", BLUE)
    return chart.svg(range(0, 301, 60), range(-200, 1201, 200))


def print_table() -> None:
    """Print the table of docs/figures.md: the same heart, ten minutes at each of some rates."""
    print("| breaths a minute | swing | RMSSD | LF | HF | LF/HF | DFA α1 | sample entropy | stress index |")
    print("| --- | --- | --- | --- | --- | --- | --- | --- | --- |")
    for rate in (15.0, 12.0, 9.0, 6.0, 4.0):
        rr_ms = heart_rr_ms(rate, 600.0, 12.0)
        every = np.ones(rr_ms.size, dtype=bool)
        powers, shape = band_powers([stretch_of(rr_ms)]), nonlinear(rr_ms, every, every)
        swing, rmssd = response_ms(rr_ms, rate), time_domain(rr_ms, every, every).rmssd_ms
        print(
            f"| {rate:g} | {swing:.0f} | {rmssd:.0f} | "
            f"{powers.lf_ms2:.0f} | {powers.hf_ms2:.0f} | {powers.lf_hf:.2g} | {shape.dfa_alpha1:.2f} | "
            f"{shape.sample_entropy:.2f} | {shape.baevsky_stress_index:.0f} |"
        )


def main() -> None:
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parents[1] / "docs" / "images"
    for name, draw in (
        ("figures-breathing-rate.svg", same_heart_at_each_rate),
        ("figures-bands.svg", where_breathing_lies),
        ("figures-trend.svg", what_detrending_leaves),
    ):
        (folder / name).write_text(draw(), encoding="utf-8")
        print(folder / name)
    print_table()


if __name__ == "__main__":
    main()
