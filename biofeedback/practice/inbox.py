"""Keeps records from any thread in order, for the recorder and for the engine."""

from collections import deque
from threading import Lock
from typing import Final

from devices.events import FloodDropped
from devices.message import Message, message, sentences_of
from devices.notifications import Notification
from devices.straps.intake import Allowance
from sessions.recorder import Recorder
from sessions.records import Record

_MOST_WAITING: Final = 20_000
"""Most records waiting for the engine; a strap with acceleration and ECG sends fewer in half an hour."""


class Inbox:
    """Takes records from any thread. The recorder and the engine see them in the same order.

    Parameters
    ----------
    recorder : Recorder or None
        Takes each record at once, so that a busy window delays nothing.
    """

    def __init__(self, recorder: Recorder | None) -> None:
        self._recorder = recorder
        self._lock = Lock()
        self._waiting: deque[Record] = deque()
        self._allowance = Allowance()
        self._flood_count = 0
        self._not_shown = 0

    def __len__(self) -> int:
        return len(self._waiting)

    def put(self, record: Record) -> None:
        """Take a record."""
        with self._lock:
            if self._recorder is not None:
                self._recorder.put(record)
            if isinstance(record, Notification) and len(self._waiting) >= _MOST_WAITING:
                self._not_shown += 1
            else:
                self._waiting.append(record)

    def take(self) -> Record:
        """Return the oldest waiting record; at least one must be waiting."""
        return self._waiting.popleft()

    def allows(self, record: Record) -> bool:
        """Return whether to keep a record; a record that belongs to a flood is only counted."""
        if not isinstance(record, Notification) or self._allowance.allows(record):
            return True
        with self._lock:
            self._flood_count += 1
        return False

    def put_flood(self, time_ns: int) -> None:
        """Record how many records of a flood were dropped since the last call."""
        with self._lock:
            count, self._flood_count = self._flood_count, 0
        if count:
            self.put(FloodDropped(time_ns, count))

    def close(self) -> None:
        """Write the records that are left.

        Raises
        ------
        SessionFileError
            If they could not be written.
        """
        if self._recorder is not None:
            self._recorder.close()

    @property
    def problem(self) -> Message | None:
        """Why the recording can't be written; None while all is well."""
        problem = self._recorder.problem if self._recorder else None
        return sentences_of((problem.whole if problem else None, self._too_slow()))

    def _too_slow(self) -> Message | None:
        """Return a message that packets were not shown, and whether they are recorded."""
        if not self._not_shown:
            return None
        if self._recorder:
            return message("practice.too_slow.recorded", count=self._not_shown)
        return message("practice.too_slow.not_recorded", count=self._not_shown)
