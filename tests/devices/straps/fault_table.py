"""The table of faults: what the person sees of each, and how many beats were lost."""

from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from tests.devices.straps.fault_bench import Delivery, FaultBench

_HEAD = """# Faults, and what you see of them

Each row was measured: a virtual strap sends a numbered packet every 50 ms over a real Bluetooth LE stack, the
fault is brought about, and the program is watched. Route A is a Bluetooth stack in the test's own process,
route B the system's own way on Linux (bleak's BlueZ backend over D-Bus), each with and without a connection
interval of 30 ms. *Delivered* are the packets that the strap handed to the air, *lost* those of them that
were not recorded: a packet that the fault overtook on its way, or that a silent link swallowed. None was
doubled. Waiting times were shortened for the tests.

| fault | routes | what the person sees | delivered | lost |
| --- | --- | --- | --- | --- |
"""


@dataclass(frozen=True, slots=True)
class Row:
    """One fault, once."""

    fault: str
    place: str
    seen: tuple[str, ...]
    delivered: int
    lost: int
    unheard_s: float

    @classmethod
    def of(cls, fault: str, bench: "FaultBench", delivery: "Delivery") -> Self:
        place = f"{bench.route} {bench.interval_ms:g} ms"
        unheard_s = sum(outage.until_s - outage.from_s for outage in delivery.outages)
        return cls(fault, place, sentences(bench), len(delivery.sent), len(delivery.lost), unheard_s)


def sentences(bench: "FaultBench") -> tuple[str, ...]:
    """What was said, each once, in order; the search at the start and a good signal are no news."""
    quiet = ("searching…", "connecting…", "connected…", "waiting for beats", "good signal", "battery")
    said: dict[str, None] = {}
    for words in bench.watcher.words:
        for part in words.replace(" | ", " · ").split(" · "):
            if part and not part.startswith(quiet):
                said[part] = None
    return tuple(said)


def write_table(path: Path, rows: list[Row]) -> None:
    by_fault: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        by_fault[row.fault].append(row)
    lines = [_line(fault, of_fault) for fault, of_fault in by_fault.items()]
    path.write_text(_HEAD + "\n".join(lines) + "\n", encoding="utf-8")


def _line(fault: str, rows: list[Row]) -> str:
    places = ", ".join(row.place for row in sorted(rows, key=lambda row: row.place))
    seen = list(dict.fromkeys(sentence for row in rows for sentence in row.seen))
    delivered, lost = sum(row.delivered for row in rows), sum(row.lost for row in rows)
    return f"| {fault} | {places} | {' · '.join(seen) or 'nothing: beats go on'} | {delivered} | {lost} |"
