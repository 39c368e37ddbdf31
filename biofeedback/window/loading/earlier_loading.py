"""The usual response in earlier sessions, read in the background while the window is open."""

from typing import Final

from biofeedback.analysis.usual import EarlierUsual, earlier_usual
from biofeedback.window.loading.history_loading import EarlierSwings, HistorySource
from biofeedback.window.loading.loading import Loading
from devices.breath_pattern import BreathPattern

_FROM_S: Final = 3.0
"""Reading begins this long after the start, because the first breath is more important."""


class EarlierLoading:
    """Reads the last sessions once, with pauses, and returns the usual response at a pace.

    Parameters
    ----------
    source : HistorySource
        The past sessions.
    """

    def __init__(self, source: HistorySource) -> None:
        self._source = source
        self._loading: Loading[EarlierSwings] | None = None
        self._known: tuple[BreathPattern, EarlierUsual | None] | None = None

    def at(self, pattern: BreathPattern, now_s: float) -> EarlierUsual | None:
        """Return the usual response at a pace, or None while it is unknown; call this in each frame.

        Parameters
        ----------
        pattern : BreathPattern
            Pattern of the guide.
        now_s : float
            Time since the session's start.
        """
        if self._loading is None:
            if now_s >= _FROM_S:
                read = self._source.read_earlier
                self._loading = Loading(lambda ask: read(should_stop=ask), in_haste=False)
            return None
        if not self._loading.is_done:
            return None
        if self._known is None or self._known[0] != pattern:
            self._known = pattern, earlier_usual(self._loading.found or (), pattern)
        return self._known[1]

    def stop(self) -> None:
        """Stop reading."""
        if self._loading is not None:
            self._loading.stop()
