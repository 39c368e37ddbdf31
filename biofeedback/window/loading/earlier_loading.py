"""The usual response by earlier sessions, read in the background while the window is up."""

from typing import Final

from biofeedback.analysis.usual import EarlierUsual, earlier_usual
from biofeedback.window.loading.history_loading import EarlierSwings, HistorySource
from biofeedback.window.loading.loading import Loading
from devices.breath_pattern import BreathPattern

_FROM_S: Final = 3.0
"""After the start: the first breath comes first."""


class EarlierLoading:
    """Reads the last sessions once, without haste, and tells what was usual at a pace.

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
        """Return the usual response at a pace, None while it is not known; call it with each frame.

        Parameters
        ----------
        pattern : BreathPattern
            The guide's.
        now_s : float
            Since the session's start.
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
        """Read on no more."""
        if self._loading is not None:
            self._loading.stop()
