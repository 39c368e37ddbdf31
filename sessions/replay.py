"""Replays the records of a session, at any speed."""

import dataclasses
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from devices.events import LinkChanged, LinkState, StrapsHeard
from devices.message import message
from devices.notifications import Notification
from devices.straps.source import BackgroundSource, Put
from devices.streams import MeasurementChanged
from sessions.errors import SessionFileError
from sessions.records import Record
from sessions.store import read_header, read_records


def replayed(
    path: Path,
    *,
    speed: float | None = 1.0,
    clock_s: Callable[[], float] = time.monotonic,
    wait: Callable[[float], object] = time.sleep,
) -> Iterator[Record]:
    """Yield a session's records in order, each at its time.

    Parameters
    ----------
    path : Path
        A session file.
    speed : float or None
        Speed as a multiple of the recorded speed; None means without waiting.
    clock_s : callable
        The clock, in seconds.
    wait : callable
        Waits a number of seconds by that clock; the replay ends if it returns true.

    Raises
    ------
    SessionFileError
        If the file can't be read.
    """
    start_ns = read_header(path).start_ns
    begin_s = clock_s()
    for record in read_records(path):
        if speed is not None:
            due_s = begin_s + (record.time_ns - start_ns) / 1e9 / speed
            while (left_s := due_s - clock_s()) > 0:
                if wait(left_s):
                    return
        yield record


class ReplaySource(BackgroundSource):
    """A recorded strap as a live source: its notifications and its link, without the guide.

    Parameters
    ----------
    path : Path
        A session file.

    Raises
    ------
    SessionFileError
        If it is not a session.
    """

    def __init__(self, path: Path) -> None:
        super().__init__("recorded strap")
        self._path = path
        self._header = read_header(path)

    def run(self, put: Put) -> None:
        """Send each record at its recorded time after the start."""
        shift_ns = time.monotonic_ns() - self._header.start_ns
        try:
            for record in replayed(self._path, wait=self.ending.wait):
                if isinstance(record, Notification | LinkChanged | StrapsHeard | MeasurementChanged):
                    put(dataclasses.replace(record, time_ns=record.time_ns + shift_ns))
            told = message("link.replay_over")
        except SessionFileError as error:
            told = error.whole
        if not self.ending.is_set():
            put(LinkChanged(time.monotonic_ns(), LinkState.IDLE, message=told))
