"""How the window starts and pauses the guide, and fades its light at the end."""

from collections.abc import Callable
from typing import Final

from biofeedback.practice.practice import Practice
from biofeedback.window.guide.motion import END_FADE_S
from devices.breath_pattern import BreathPattern
from devices.events import Part

_DIGITS: Final = range(ord("0"), ord("9") + 1)


class GuideControl:
    """Starts and pauses the guide of a practice; it uses the practice's pattern, which a plan may change.

    Parameters
    ----------
    practice : Practice
        The practice, which this class starts.
    pattern : BreathPattern
        The initial pattern.
    start_at_once : bool
        Whether the guide starts by itself.

    Attributes
    ----------
    has_begun : bool
        Whether the practice has begun.
    """

    def __init__(self, practice: Practice, pattern: BreathPattern, *, start_at_once: bool) -> None:
        self._practice, self._first_pattern = practice, pattern
        self._start_at_once = start_at_once
        self.has_begun = False
        self._finished_s: float | None = None
        self._then: Callable[[], None] | None = None

    @property
    def pattern(self) -> BreathPattern:
        """The current pattern of the guide."""
        return self._practice.state.guide.pattern

    @property
    def is_running(self) -> bool:
        """Whether the guide is running."""
        return self._practice.is_running

    @property
    def is_moving(self) -> bool:
        """Whether the guide runs or its light is fading."""
        return self.is_running or self._then is not None

    @property
    def stands(self) -> bool:
        """Whether the guide is stopped and no ordinary breathing before or after practice is measured."""
        return not self.is_running and self._practice.state.part not in (Part.BEFORE, Part.AFTER)

    @property
    def is_after(self) -> bool:
        """Whether ordinary breathing after the practice is being measured; this is not interrupted."""
        return self._practice.state.part is Part.AFTER

    def begin(self) -> None:
        """Begin the practice."""
        self.has_begun = True
        self._practice.set_guide(self._first_pattern, running=self._start_at_once)
        self._practice.begin()

    def start(self) -> None:
        """Start the guide, or continue it."""
        self._finished_s = None
        self._practice.set_guide(self.pattern, running=True)

    def pause(self) -> None:
        """Pause the guide."""
        self._practice.set_guide(self.pattern, running=False)

    def finish(self, then: Callable[[], None], *, at_once: bool) -> None:
        """Stop the guide and fade its light.

        Parameters
        ----------
        then : callable
            Called once the light is dark, or when somebody presses a key.
        at_once : bool
            Whether to skip the fading.
        """
        self.pause()
        self._finished_s, self._then = self._practice.now_s(), then
        if at_once:
            self.hasten()

    def faded(self, now_s: float) -> float:
        """Return how far the light has faded, 0 to 1; once it is dark, start the next step."""
        if self._finished_s is None:
            return 0.0
        share = min(1.0, (now_s - self._finished_s) / END_FADE_S)
        if share >= 1.0:
            self.hasten()
        return share

    def hasten(self) -> bool:
        """Skip the rest of the fading and start the next step; return whether one was waiting."""
        then, self._then = self._then, None
        if then is not None:
            then()
        return then is not None

    def takes_key(self, key: int) -> bool:
        """Take a key while the light fades: it ends the fading. Only a rating also goes to the next step."""
        return self.hasten() and key not in _DIGITS
