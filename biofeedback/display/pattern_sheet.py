"""The patterns to choose from, beside the guide, which takes a choice at once."""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import Final

from PySide6.QtCore import Qt, Signal

from biofeedback.display.page import ENTER_KEYS
from biofeedback.display.sheet import Sheet
from biofeedback.display.text import TextRole
from biofeedback.pacing.pattern import RATIO_RANGE, BreathPattern, PatternError
from biofeedback.pacing.presets import PRESETS

_NAMES: Final = {
    "slow": "Slow",
    "six": "Six a minute",
    "four-six": "Four and six",
    "even": "Even",
    "beginner": "Beginner",
}
_RATIO_STEP: Final = 0.1
_CLOSE_KEYS: Final = (Qt.Key.Key_P, Qt.Key.Key_Escape, *ENTER_KEYS)


class PatternSheet(Sheet):
    """Offers the presets and the person's own patterns.

    Parameters
    ----------
    pattern : BreathPattern
        The present one.
    own : mapping of str to BreathPattern
        The person's own patterns by name.
    """

    chosen = Signal(BreathPattern)

    def __init__(self, pattern: BreathPattern, own: Mapping[str, BreathPattern]) -> None:
        super().__init__("Breathing pattern", close_keys=_CLOSE_KEYS)
        self._pattern = pattern
        self._offered = {**PRESETS, **own}
        self._now = self.add_text("", role=TextRole.STRONG)
        for number, (name, offered) in enumerate(self._offered.items(), start=1):
            label = f"{number}   {_NAMES.get(name, name)} · {offered}"
            self.add_buttons((label, partial(self._choose, offered)))
        self.add_text(
            "↑ ↓ change the rate by 0.1 per minute, ← → how much longer out than in by 0.1.",
            role=TextRole.TITLE,
            ink="quiet",
        )
        self.add_text(
            "Slow enough to be easy is right. Go faster when you need air; the exhale stays the longer part.",
            role=TextRole.TITLE,
            ink="quiet",
        )
        self.fill_up()
        self.add_buttons(("Back to the practice (P)", self.closed.emit))
        self.show_pattern(pattern)

    def show_pattern(self, pattern: BreathPattern) -> None:
        """Show which pattern the guide has now."""
        self._pattern = pattern
        self._now.setText(f"Now {pattern} · {pattern.exhale_to_inhale:.1f} times as long out as in")

    def take_key(self, key: int) -> bool:
        number = key - Qt.Key.Key_1
        if 0 <= number < len(self._offered):
            self._choose([*self._offered.values()][number])
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self._change_ratio(_RATIO_STEP if key == Qt.Key.Key_Right else -_RATIO_STEP)
        else:
            return super().take_key(key)
        return True

    def _change_ratio(self, step: float) -> None:
        low, high = RATIO_RANGE
        ratio = min(high, max(low, round(self._pattern.exhale_to_inhale + step, 1)))
        try:
            self._choose(replace(self._pattern, exhale_to_inhale=ratio))
        except PatternError:
            return

    def _choose(self, pattern: BreathPattern) -> None:
        self.show_pattern(pattern)
        self.chosen.emit(pattern)
