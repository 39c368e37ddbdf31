"""The checks that an import makes before it stores anything."""

from pathlib import Path

from biofeedback.analysis.plausible import require_heart
from biofeedback.analysis.recording import beats_of_signals
from devices.message import message
from sessions.errors import SessionFileError
from sessions.formats.intervals import IntervalRecording
from sessions.formats.rates import RateRecording, rates_of
from sessions.formats.signals import SignalRecording


class HeartJudge:
    """Finds the intervals of an imported file and checks them before anything is stored."""

    def intervals_of(self, path: Path, found: SignalRecording) -> IntervalRecording | RateRecording:
        """Return the intervals between the beats of an ECG, or between annotated beats.

        Without either, return the heart rates or breaths of one of this program's own sessions.
        """
        beats = beats_of_signals(found)
        if not beats and (found.rate_time_s.size or _is_practice(found)):
            return rates_of(found)
        if not beats:
            raise SessionFileError(
                message("file.no_beats", path=str(path)), message("file.signals_only.advice")
            )
        return IntervalRecording(
            found.format,
            tuple(beat.rr_ms for beat in beats),
            tuple(beat.time_s for beat in beats),
            tuple(beat.adjacent for beat in beats),
            found.started_at,
            found.warnings,
        )

    def require_heart(self, path: Path, found: IntervalRecording) -> None:
        """Refuse intervals that can't come from a heart."""
        require_heart(path, found)


def _is_practice(found: SignalRecording) -> bool:
    """Return whether a file without heart data contains guided breaths, as a session without a strap does."""
    return any(one.text.startswith("guide ") and one.duration_s is not None for one in found.annotations)
