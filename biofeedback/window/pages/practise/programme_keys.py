"""The keys of a programme: one step back, leave out a part of the body, and whether it is bedtime."""

from collections.abc import Callable

from PySide6.QtCore import Qt

from biofeedback.practice.player import PlayedEvent, ProgrammePlayer
from biofeedback.practice.practice import Practice
from biofeedback.statements.steps import bedtime_words, skipped_words
from biofeedback.window.chosen_settings import ChosenSettings
from biofeedback.window.keys import KeyUse
from biofeedback.window.widgets.control_bar import ControlBar
from devices.message import Message


class ProgrammeKeys:
    """Performs the actions of a programme's keys.

    Parameters
    ----------
    practice : Practice
        The practice, which may play a programme.
    chosen : ChosenSettings
        Saves which parts of the body are left out permanently.
    say : callable
        Shows a short text for a moment.
    at_guide : callable
        Returns whether the guide is uncovered.
    """

    def __init__(
        self,
        practice: Practice,
        chosen: ChosenSettings,
        say: Callable[[Message], None],
        at_guide: Callable[[], bool],
    ) -> None:
        self._practice, self._chosen, self._say, self._at_guide = practice, chosen, say, at_guide

    def uses(self) -> tuple[KeyUse, ...]:
        """Return the action of each key, and when it works."""
        return (
            KeyUse(self._practice.go_back, (Qt.Key.Key_Backspace,), self._is_played),
            KeyUse(self._skip_region, (Qt.Key.Key_X,), self._is_played),
            KeyUse(self._change_bedtime, (Qt.Key.Key_B,), lambda: self.at_bedtime is not None),
        )

    def show(self, bar: ControlBar) -> None:
        """Show which of these actions the buttons offer now."""
        player = self._practice.player
        has_region = player is not None and player.region is not None
        bar.show_programme(plays=player is not None, has_region=has_region, at_bedtime=self.at_bedtime)

    @property
    def at_bedtime(self) -> bool | None:
        """Whether the programme is done at bedtime; None if that makes no difference."""
        player = self._practice.player
        return player.at_bedtime if player is not None and self._is_played() else None

    def _is_played(self) -> bool:
        return self._practice.player is not None and self._at_guide()

    def _skip_region(self) -> None:
        region = self._practice.skip_region()
        if region is not None:
            self._chosen.leave_out(region)
        self._say(skipped_words(region))

    def _change_bedtime(self) -> None:
        at_bedtime = not self.at_bedtime

        def choose(player: ProgrammePlayer, now_ns: int) -> list[PlayedEvent]:
            return player.choose_bedtime(now_ns, at_bedtime=at_bedtime)

        self._practice.steer(choose)
        self._say(bedtime_words(at_bedtime=at_bedtime))
