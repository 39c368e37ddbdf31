"""The rate that a person reached last, from the newest recorded practices."""

from collections import defaultdict
from contextlib import suppress
from pathlib import Path
from typing import Final

from biofeedback.engine.followed import Followed, FollowedTally
from devices.guided_spans import GuidedSpans
from sessions.errors import SessionFileError
from sessions.events import decoded
from sessions.folder import SessionFolder
from sessions.history.trends import PRACTISED
from sessions.store import read_header, read_records

_LOOKED_AT: Final = 5
"""Number of newest sessions to read: older ones say little about today, and reading takes time."""

_LEAST_S: Final = 60.0
"""Shortest guided time in seconds, together with all slower paces, for a pace to count as reached."""


def reached_rate(folder: SessionFolder) -> float | None:
    """Return the slowest rate of the newest guided practice, in breaths per minute; None if there is none.

    This is the guide's rate, or its rate at the end if that was faster. If the measured breaths did not
    follow the guide, it is their own rate, so that nobody starts from a rate they never breathed at.

    Parameters
    ----------
    folder : SessionFolder
        Where the sessions are. One that can't be read is skipped.
    """
    with suppress(SessionFileError):
        for path in reversed(folder.files()[-_LOOKED_AT:]):
            with suppress(SessionFileError):
                if (rate_per_min := _reached_in(path)) is not None:
                    return rate_per_min
    return None


def how_followed(path: Path) -> Followed:
    """Return how well the breaths of a session followed its guide.

    Parameters
    ----------
    path : Path
        The session file.

    Raises
    ------
    SessionFileError
        If the file is not a readable session.
    """
    tally = FollowedTally(read_header(path).start_ns)
    for event in decoded(read_records(path)):
        tally.take(event)
    return tally.followed()


def _reached_in(path: Path) -> float | None:
    header = read_header(path)
    if header.origin not in PRACTISED:
        return None
    spans = GuidedSpans(header.start_ns)
    for event in read_records(path, events_only=True):
        spans.take(event)
    guided_per_min = _slowest(spans)
    if guided_per_min is None:
        return None
    known = how_followed(path)
    if known.rate_followed is False and known.rate_per_min is not None:
        return max(guided_per_min, round(known.rate_per_min, 1))
    return guided_per_min


def _slowest(spans: GuidedSpans) -> float | None:
    """Return the slowest rate at or below which the guide ran for a minute; None if it ran for less.

    If the guide ended at a faster rate, because it eased or by choice, return that rate.
    """
    lengths_s: dict[float, float] = defaultdict(float)
    for span in spans.spans:
        lengths_s[span.guide.pattern.rate_per_min] += span.end_s - span.begin_s
    total_s = 0.0
    for rate_per_min in sorted(lengths_s):
        total_s += lengths_s[rate_per_min]
        if total_s >= _LEAST_S:
            return max(rate_per_min, spans.spans[-1].guide.pattern.rate_per_min)
    return None
