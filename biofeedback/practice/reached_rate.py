"""The rate that a person reached last, from the newest recorded practices."""

from contextlib import suppress
from typing import Final

from devices.guided_spans import guided_spans
from sessions.errors import SessionFileError
from sessions.folder import SessionFolder
from sessions.history.trends import PRACTISED
from sessions.store import read_header, read_records

_LOOKED_AT: Final = 5
"""Sessions, the newest first; an older one says little of today, and reading takes time."""

_LEAST_S: Final = 60.0
"""A pace that was guided for less was not reached."""


def reached_rate(folder: SessionFolder) -> float | None:
    """Return the slowest rate of the newest guided practice, in breaths per minute; None while there is none.

    Parameters
    ----------
    folder : SessionFolder
        Where the sessions lie. One that can't be read is passed over.
    """
    with suppress(SessionFileError):
        for path in reversed(folder.files()[-_LOOKED_AT:]):
            with suppress(SessionFileError):
                header = read_header(path)
                if header.origin not in PRACTISED:
                    continue
                spans = guided_spans(read_records(path), header.start_ns)
                if spans.time.total_s >= _LEAST_S:
                    return min(span.guide.pattern.rate_per_min for span in spans.spans)
    return None
