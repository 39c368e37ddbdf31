"""The breathing patterns beside the guide, which adopts a choice at once; and the person's own."""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import Final

from PySide6.QtCore import Qt, Signal

from biofeedback.pacing.presets import PRESETS
from biofeedback.statements.care import HOLD_SENTENCE
from biofeedback.window.look.text import TextRole
from biofeedback.window.pages.page import ENTER_KEYS
from biofeedback.window.pages.sheet import Sheet
from biofeedback.window.widgets.hold_row import HoldRow
from biofeedback.window.widgets.text_field import TextField
from biofeedback.words.spoken import say
from devices.breath_pattern import RATIO_RANGE, BreathPattern, PatternError
from devices.message import Message, dotted, message, verbatim

_NAMES: Final = {
    "slow": message("page.pattern.slow"),
    "six": message("page.pattern.six"),
    "four-six": message("page.pattern.four_six"),
    "even": message("page.pattern.even"),
    "beginner": message("page.pattern.beginner"),
}
_RATIO_STEP: Final = 0.1
_NUMBER_KEYS: Final = 9
_CLOSE_KEYS: Final = (Qt.Key.Key_P, Qt.Key.Key_Escape, *ENTER_KEYS)


class PatternSheet(Sheet):
    """Offers the presets and the person's own patterns, and saves the current one under a name.

    Parameters
    ----------
    pattern : BreathPattern
        The current pattern.
    own : mapping of str to BreathPattern
        The person's own patterns by name.
    said : Message, optional
        The outcome of saving or deleting a pattern.
    may_fade : bool, optional
        Whether the guide can be set to fade, which is possible only before a practice.
    """

    takes_digits = True
    chosen = Signal(BreathPattern)

    named = Signal(str)
    """The name under which to save the current pattern."""

    fading_chosen = Signal()
    """The guide should fade in this practice."""

    deleted = Signal(str)
    """The name of the person's own pattern to delete."""

    def __init__(
        self,
        pattern: BreathPattern,
        own: Mapping[str, BreathPattern],
        said: Message | str = "",
        *,
        may_fade: bool = False,
    ) -> None:
        super().__init__(message("page.pattern.heading"), close_keys=_CLOSE_KEYS)
        self._pattern = pattern
        self._offered = {**PRESETS, **own}
        self._now = self.add_text("", role=TextRole.STRONG)
        for number, (name, offered) in enumerate(self._offered.items(), start=1):
            self._add_offer(number, name, offered, own=name in own)
        if may_fade:
            self.add_text(message("page.pattern.fading.about"), role=TextRole.TITLE, ink="quiet")
            (self.fading,) = self.add_buttons((message("page.pattern.fading"), self.fading_chosen.emit))
        self._holds = self.add(HoldRow(self._hold))
        for box in self._holds.boxes:
            box.installEventFilter(self)
        self.add_text(HOLD_SENTENCE, role=TextRole.TITLE, ink="quiet")
        keep = self.button(message("page.pattern.keep"), self._keep)
        self.name = self.add(TextField(message("page.pattern.keep_as"), keep))
        self.name.entered.connect(self._keep)
        self._said = self.add_text("")
        self.say_below(said)
        self.add_text(message("page.pattern.keys", step=_RATIO_STEP), role=TextRole.TITLE, ink="quiet")
        self.add_text(message("page.pattern.easy"), role=TextRole.TITLE, ink="quiet")
        self.fill_up()
        self.add_buttons((message("page.pattern.back"), self.closed.emit))
        self.show_pattern(pattern)

    def show_pattern(self, pattern: BreathPattern, *, on_the_way: bool = False) -> None:
        """Show the guide's current pattern, or the pattern that it is changing to."""
        self._pattern = pattern
        words, ratio = pattern.words, message("page.pattern.ratio", ratio=pattern.exhale_to_inhale)
        now = message("page.pattern.now", pattern=words)
        ahead = message("page.pattern.on_the_way", pattern=words)
        self._now.setText(dotted(ahead if on_the_way else now, ratio))
        self._holds.show_holds(pattern.hold_full_s, pattern.hold_empty_s)

    def say_below(self, words: Message | str) -> None:
        """Show the outcome of a change, or why it is not possible."""
        self._said.setText(words)
        self._said.setVisible(bool(words))

    def take_key(self, key: int) -> bool:
        """Use a key; return whether it was one of this page's keys."""
        number = key - Qt.Key.Key_1
        if 0 <= number < min(_NUMBER_KEYS, len(self._offered)):
            self._choose([*self._offered.values()][number])
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self._change_ratio(_RATIO_STEP if key == Qt.Key.Key_Right else -_RATIO_STEP)
        else:
            return super().take_key(key)
        return True

    def _add_offer(self, number: int, name: str, pattern: BreathPattern, *, own: bool) -> None:
        words = dotted(verbatim(name) if own else _NAMES[name], pattern.words)
        if number <= _NUMBER_KEYS:
            words = message("page.numbered", number=number, offer=words)
        offer = (words, partial(self._choose, pattern))
        if not own:
            self.add_buttons(offer)
            return
        delete_words = message("page.pattern.delete")
        _, delete = self.add_buttons(offer, (delete_words, partial(self.deleted.emit, name)))
        delete.setAccessibleName(say(message("page.pattern.delete_named", name=name)))

    def _change_ratio(self, step: float) -> None:
        low, high = RATIO_RANGE
        ratio = min(high, max(low, round(self._pattern.exhale_to_inhale + step, 1)))
        try:
            self._choose(replace(self._pattern, exhale_to_inhale=ratio))
        except PatternError:
            return

    def _hold(self, full_s: float, empty_s: float) -> None:
        try:
            self._choose(replace(self._pattern, hold_full_s=full_s, hold_empty_s=empty_s))
        except PatternError as error:
            self.say_below(error.whole)

    def _keep(self) -> None:
        self.named.emit(self.name.text)

    def _choose(self, pattern: BreathPattern) -> None:
        self.say_below("")
        self.show_pattern(pattern)
        self.chosen.emit(pattern)
