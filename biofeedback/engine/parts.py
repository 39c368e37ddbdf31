"""The parts of a session as they go by, and what ordinary breathing before and after shows."""

import math
from collections.abc import Iterable
from dataclasses import dataclass

from biofeedback.beats.beats import Beat
from biofeedback.hrv.ordinary import OrdinaryBreathing, Outcome, ordinary_breathing, outcome
from devices.events import Part


@dataclass(frozen=True, slots=True)
class BeforeAfter:
    """Ordinary breathing before and after the practice, as far as it is known.

    Parameters
    ----------
    before, after : OrdinaryBreathing or None
        None if there was none, if it lasted less than a minute, or if more than 5 % of its beats are left
        out.
    outcome : Outcome or None
        None unless both are known.
    """

    before: OrdinaryBreathing | None = None
    after: OrdinaryBreathing | None = None
    outcome: Outcome | None = None


class SessionParts:
    """Follows the parts, and keeps the beats of ordinary breathing."""

    def __init__(self) -> None:
        self.part = Part.READY
        self.since_s = 0.0
        self._spans_s: dict[Part, tuple[float, float]] = {}
        self._beats: dict[Part, list[Beat]] = {}
        self._known: BeforeAfter | None = None

    def change_to(self, part: Part, time_s: float) -> None:
        """Start a part of the session."""
        if self.part in self._spans_s:
            self._spans_s[self.part] = (self._spans_s[self.part][0], time_s)
        self.part, self.since_s = part, time_s
        if part in (Part.BEFORE, Part.AFTER):
            self._spans_s[part] = (time_s, math.inf)
            self._beats[part] = []

    def add_beats(self, beats: Iterable[Beat]) -> None:
        """Take beats with a final label and time; they may come after the end of their part."""
        for beat in beats:
            for part, (begin_s, end_s) in self._spans_s.items():
                if begin_s < beat.time_s - beat.rr_ms / 1000.0 and beat.time_s <= end_s:
                    self._beats[part].append(beat)
                    self._known = None

    def forget_beats(self, first_s: float, until_s: float) -> None:
        """Remove the beats between two moments, because they turned out to be false."""
        for part, beats in self._beats.items():
            self._beats[part] = [beat for beat in beats if not first_s <= beat.time_s <= until_s]
        self._known = None

    def before_after(self) -> BeforeAfter:
        """Return what is known of ordinary breathing."""
        if self._known is None:
            before, after = (self._ordinary(part) for part in (Part.BEFORE, Part.AFTER))
            change = outcome(before, after) if before is not None and after is not None else None
            self._known = BeforeAfter(before, after, change)
        return self._known

    def _ordinary(self, part: Part) -> OrdinaryBreathing | None:
        return ordinary_breathing(self._beats.get(part, ()))
