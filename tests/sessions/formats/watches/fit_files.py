"""FIT activities, made by the second: what a watch writes while a strap sends intervals."""

import struct
from dataclasses import dataclass
from random import Random

from tests.sessions.formats.dressed import series

CREATED = 1_141_000_000
_FILE_ID, _RECORD, _EVENT, _HRV, _BEAT_INTERVALS = 0, 20, 21, 78, 290
_STOP_ALL, _START = 4, 0


@dataclass
class Activity:
    """A file, and what is in it."""

    content: bytes
    rr_ms: list[float]
    breaks: set[int]
    pause: tuple[float, float] | None
    said: set[str]
    described: str


def activity(seed: int, damage: str | None = None) -> Activity:
    """Return an activity; the seed decides on everything."""
    random = Random(seed)
    rr_ms = series(random, random.randint(80, 200))
    stop = random.randint(20, len(rr_ms) - 20) if random.random() < 0.6 else None
    pause_s = random.choice([8.0, 45.0, 600.0])
    has_events = random.random() < 0.5
    order, kind = random.choice("<>"), random.choice([_HRV, _HRV, _BEAT_INTERVALS])
    every_s = random.choice([1, 1, 1, 4])
    messages = _body(rr_ms, stop, pause_s, order, kind, every_s, has_events=has_events)
    content = file_of(b"".join(messages))
    ends_s, now_s = [], 0.0
    for row, rr in enumerate(rr_ms):
        now_s += rr / 1000.0 + (pause_s if row == stop else 0.0)
        ends_s.append(now_s)
    breaks = set() if stop is None else {stop}
    pause = None if stop is None else (ends_s[stop - 1], ends_s[stop - 1] + pause_s)
    said = {"file.pauses"} if stop is not None else set()
    damage = random.choice(["", "", "cut", "open"]) if damage is None else damage
    if damage == "open":
        content = content[:4] + bytes(4) + content[8:]
        said.add("file.never_closed")
    elif damage == "cut":
        content = content[: -random.randint(3, 40)]
        said.add("file.cut")
    described = (
        f"seed {seed}: stop {stop} for {pause_s}, {order} {kind}, every {every_s} s, {has_events}, {damage}"
    )
    return Activity(content, rr_ms, breaks, pause, said, described)


def _body(
    rr_ms: list[float],
    stop: int | None,
    pause_s: float,
    order: str,
    kind: int,
    every_s: int,
    *,
    has_events: bool,
) -> list[bytes]:
    messages = [
        definition(0, _FILE_ID, order, (0, 1, 0), (4, 4, 0x86)),
        b"\x00\x04" + struct.pack(f"{order}I", CREATED),
        definition(1, kind, order, (0 if kind == _HRV else 1, 10, 0x84)),
        definition(2, _RECORD, order, (253, 4, 0x86), (3, 1, 2)),
        definition(3, _EVENT, order, (253, 4, 0x86), (0, 1, 0), (1, 1, 0)),
    ]
    now_s, told_s, waiting = 0.0, -every_s, list[int]()
    for row, rr in enumerate(rr_ms):
        if row == stop:
            messages += _hrv(waiting, order)
            waiting = []
            if has_events:
                messages.append(_event(order, now_s, _STOP_ALL))
                messages.append(_event(order, now_s + pause_s, _START))
            now_s += pause_s
        now_s += rr / 1000.0
        if int(now_s) >= told_s + every_s:
            messages += _hrv(waiting, order)
            waiting = []
            told_s = int(now_s)
            messages.append(b"\x02" + struct.pack(f"{order}IB", CREATED + told_s, 66))
        waiting.append(int(rr))
    return messages + _hrv(waiting, order)


def _hrv(rr_ms: list[int], order: str) -> list[bytes]:
    groups = [rr_ms[first : first + 5] for first in range(0, len(rr_ms), 5)]
    return [b"\x01" + struct.pack(f"{order}5H", *(one + [0xFFFF] * 5)[:5]) for one in groups]


def _event(order: str, at_s: float, kind: int) -> bytes:
    return b"\x03" + struct.pack(f"{order}IBB", CREATED + int(at_s), 0, kind)


def definition(local: int, message: int, order: str, *fields: tuple[int, int, int]) -> bytes:
    head = bytes([0x40 | local, 0, 1 if order == ">" else 0])
    return head + struct.pack(f"{order}HB", message, len(fields)) + b"".join(map(bytes, fields))


def file_of(records: bytes) -> bytes:
    return struct.pack("<BBHI4s", 12, 0x20, 2132, len(records), b".FIT") + records + b"\0\0"
