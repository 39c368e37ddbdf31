"""How the window starts and pauses the guide."""

from biofeedback.practice.practice import Practice
from devices.breath_pattern import BreathPattern
from devices.events import Part


class GuideControl:
    """Starts and pauses the guide of a practice; its pattern is the practice's, which a plan may change.

    Parameters
    ----------
    practice : Practice
        Begun here.
    pattern : BreathPattern
        To begin with.
    start_at_once : bool
        Whether the guide starts by itself.

    Attributes
    ----------
    has_begun : bool
        Whether the practice has.
    """

    def __init__(self, practice: Practice, pattern: BreathPattern, *, start_at_once: bool) -> None:
        self._practice, self._first_pattern = practice, pattern
        self._start_at_once = start_at_once
        self.has_begun = False

    @property
    def pattern(self) -> BreathPattern:
        """The guide's at this moment."""
        return self._practice.state.guide.pattern

    @property
    def is_running(self) -> bool:
        return self._practice.is_running

    @property
    def stands(self) -> bool:
        """Whether neither the guide runs nor ordinary breathing is measured, after which it would start."""
        return not self.is_running and self._practice.state.part not in (Part.BEFORE, Part.AFTER)

    @property
    def is_after(self) -> bool:
        """Whether ordinary breathing after the practice is measured, which is not broken off."""
        return self._practice.state.part is Part.AFTER

    def begin(self) -> None:
        """Begin the practice."""
        self.has_begun = True
        self._practice.set_guide(self._first_pattern, running=self._start_at_once)
        self._practice.begin()

    def start(self) -> None:
        self._practice.set_guide(self.pattern, running=True)

    def pause(self) -> None:
        self._practice.set_guide(self.pattern, running=False)
