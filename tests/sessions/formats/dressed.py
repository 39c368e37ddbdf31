"""A made-up series of intervals in any dress that tables have: names, units, separators, dates, damage."""

import gzip
import math
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

START = datetime(2026, 3, 14, 22, 58, 20, tzinfo=UTC)
"""A day that is no month; an hour later the next one begins."""

RR_NAMES = {
    1.0: ("rr", "RR", "rr_ms", "RR (ms)", "RR-interval [ms]", "R-R", "IBI (ms)", "NN", "nni", "rrs",
          "interval",
          "RR-Intervall", "rrMs", "RtoR", "Heart Period (ms)", "ibi", "RR Interval", "Beat Interval (ms)",
          "InterBeatInterval", "rr_intervals_ms", "ppi"),
    1e-3: ("rr", "IBI [s]", "RR (s)", "rr_s", "RR interval [sec]", "nn_seconds", "ibi", "interval"),
    1e3: ("RR [µs]", "rr_us", "IBI (us)"),
}  # fmt: skip
"""By the units in a millisecond."""

TIME_NAMES = ("time", "t", "Time (s)", "seconds", "elapsed", "unix", "relative_time", "beat_time", "offset",
              "Zeit",               "Phone timestamp", "timestamp", "start", "xyz", "")  # fmt: skip


@dataclass
class Dressed:
    """A file, and what is in it."""

    content: bytes
    values_ms: list[float]
    broken_before: set[int]
    pauses: list[tuple[float, float]]
    described: str
    has_times: bool = False
    started_at: datetime | None = None


def series(random: Random, count: int) -> list[float]:
    phase = random.uniform(0.0, 6.0)
    return [
        round(880.0 + 60.0 * math.sin(phase + row / 1.7) + random.gauss(0.0, 12.0)) for row in range(count)
    ]


def dressed(seed: int) -> Dressed:
    """Return a table; the seed decides on everything."""
    random = Random(seed)
    rr_ms = series(random, random.randint(60, 160))
    with_time = random.random() < 0.7
    gap_row = random.randint(15, len(rr_ms) - 15) if with_time and random.random() < 0.6 else None
    gap_s = random.choice([5.0, 12.0, 30.0, 300.0])
    ends_s, now_s = [], 0.0
    for row, rr in enumerate(rr_ms):
        now_s += rr / 1000.0 + (gap_s if row == gap_row else 0.0)
        ends_s.append(now_s)
    separator = random.choice(",;\t| ")
    decimal = "," if separator in ";\t" and random.random() < 0.5 else "."
    per_ms = random.choice(list(RR_NAMES))
    kind = random.choice(TIME_KINDS) if with_time else ""
    if separator == " " and kind in ("german", "iso", "zoned", "us", "named"):
        separator = ";"
    columns = {"rr": [_number(rr * per_ms, decimal) for rr in rr_ms]}
    names = {"rr": random.choice(RR_NAMES[per_ms])}
    if with_time:
        columns["time"] = [_time(kind, end_s, decimal) for end_s in ends_s]
        names["time"] = random.choice(TIME_NAMES) or ("t" if separator == " " else "")
    for extra in random.sample(["hr", "label", "index", "flag"], random.randint(0, 2)):
        columns[extra] = [_extra(extra, row, rr) for row, rr in enumerate(rr_ms)]
        names[extra] = {"hr": "hr", "label": "label", "index": "No", "flag": "artefact"}[extra]
    order = list(columns)
    random.shuffle(order)
    rows = [separator.join(columns[name][row] for name in order) for row in range(len(rr_ms))]
    values, broken, rows = _damaged(random, rr_ms, rows, order, separator, per_ms, gap_row)
    instead = ("_", " ") if separator != " " else ("_", "_")
    labels = (names[name].replace(separator, instead[0]).replace(" ", instead[1]) for name in order)
    header = separator.join(labels)
    lines = [header, *rows]
    if random.random() < 0.3:
        lines = ["# Müller, recorded with a strap", "", *lines]
    text = random.choice(["\n", "\r\n"]).join(lines) + random.choice(["\n", "", "\n\n"])
    encoding = random.choice(["utf-8", "utf-8-sig", "utf-16", "cp1252"])
    if "µ" in text and encoding == "cp1252":
        encoding = "utf-8"
    content = text.encode(encoding)
    if random.random() < 0.2:
        content = gzip.compress(content)
    pauses = []
    if gap_row is not None:
        pauses = [(ends_s[gap_row - 1], ends_s[gap_row - 1] + gap_s)]
    said = (
        f"seed {seed}: {kind or 'no times'}, {separator!r}, {encoding}, {header!r}, gap {gap_row}, {rows[:2]}"
    )
    return Dressed(content, values, broken, pauses, said, with_time, START if kind in DATED else None)


TIME_KINDS = ("s", "ms", "epoch", "epoch_ms", "iso", "zoned", "german", "us", "clock", "named")
DATED = ("epoch", "epoch_ms", "iso", "zoned", "german", "us", "named")


def _time(kind: str, end_s: float, decimal: str) -> str:
    moment = START + timedelta(seconds=end_s)
    forms = {"iso": "%Y-%m-%d %H:%M:%S.%f", "zoned": "%Y-%m-%dT%H:%M:%S.%f+00:00",
             "german": "%d.%m.%Y %H:%M:%S",              "us": "%m/%d/%Y %I:%M:%S %p",
             "clock": "%H:%M:%S", "named": "%d-%b-%Y %H:%M:%S"}  # fmt: skip
    if kind in forms:
        return moment.strftime(forms[kind])
    value = {
        "s": end_s,
        "ms": end_s * 1e3,
        "epoch": moment.timestamp(),
        "epoch_ms": moment.timestamp() * 1e3,
    }[kind]
    return _number(round(value, 0 if kind.endswith("ms") else 3), decimal)


def _number(value: float, decimal: str) -> str:
    return f"{value:.6f}".rstrip("0").rstrip(".").replace(".", decimal)


def _extra(name: str, row: int, rr: float) -> str:
    return {"hr": f"{60000 / rr:.0f}", "label": "normal", "index": str(row), "flag": str(int(row % 37 == 0))}[
        name
    ]


def _damaged(
    random: Random,
    rr_ms: list[float],
    rows: list[str],
    order: list[str],
    separator: str,
    per_ms: float,
    gap_row: int | None,
) -> tuple[list[float], set[int], list[str]]:
    """Put a number that is no interval, or a row that is no number, between two rows."""
    values, broken = list(rr_ms), set() if gap_row is None else {gap_row}
    if random.random() < 0.5:
        return values, broken, rows
    place = random.randint(10, len(rows) - 10)
    if gap_row is not None and abs(place - gap_row) < 3:
        return values, broken, rows
    cells = rows[place - 1].split(separator)
    bad = random.choice(["0", "garbage", "???"])
    bad_ms = {"0": 0.0, "garbage": 1878949389.0}.get(bad)
    cells[order.index("rr")] = bad if bad_ms is None else _number(bad_ms * per_ms, ".")
    rows = [*rows[:place], separator.join(cells), *rows[place:]]
    broken = {row + (bad_ms is not None and row >= place) for row in broken}
    if bad_ms is not None:
        values.insert(place, bad_ms)
        return values, broken | {place, place + 1}, rows
    return values, broken | {place}, rows


def write(path: Path, found: Dressed) -> Path:
    path.write_bytes(found.content)
    return path
