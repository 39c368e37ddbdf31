"""What a person can do about a feeling: continue, change to another programme, or stop."""

from PySide6.QtCore import QObject, Signal

from biofeedback.practice.player import PlayerOf
from biofeedback.practice.practice import Practice
from biofeedback.practice.said_meanwhile import change_programme, tell_feeling
from biofeedback.programmes.programme import WITHOUT_BACK, Family, Programme
from biofeedback.programmes.shelf import shipped_programmes
from biofeedback.statements.care import CHANGES, remedies_for
from biofeedback.window.chosen_settings import ChosenSettings
from biofeedback.window.pages.care.back_sheet import BackSheet
from biofeedback.window.pages.care.caution_sheet import CautionSheet
from biofeedback.window.pages.care.feeling_sheets import FeelingSheet
from biofeedback.window.pages.sheets import Sheets
from devices.events import Part
from devices.wellbeing import Feeling, Remedy


class CarePages(QObject):
    """Guides a person who feels restless or dizzy, on pages above all others.

    Parameters
    ----------
    sheets : Sheets
        Shows the pages.
    practice : Practice
        The practice, which records the feeling.
    chosen : ChosenSettings
        Saves the answers to questions that are asked once.
    player_of : callable
        Returns a player for a programme.
    """

    told = Signal(object)
    """Reports the person's Feeling before the guide stops."""

    started = Signal()
    """The practice continues, or another programme begins."""

    ended = Signal()
    """The person wants to stop."""

    def __init__(
        self, sheets: Sheets, practice: Practice, chosen: ChosenSettings, player_of: PlayerOf
    ) -> None:
        super().__init__()
        self._sheets, self._practice, self._chosen, self._player_of = sheets, practice, chosen, player_of

    def tell(self, feeling: Feeling) -> None:
        """Record that the person feels restless or dizzy, stop the guide, and offer what to do."""
        self.told.emit(feeling)
        tell_feeling(self._practice, feeling)
        self._offer(feeling)

    def take_without_back(self) -> None:
        """Replace the waiting programme by the muscle relaxation without the back."""
        self._practice.take_player(self._player_of(WITHOUT_BACK))
        self._practice.set_guide(self._practice.state.guide.pattern, running=False)

    @property
    def asks_about_back(self) -> bool:
        """Whether to ask, before the waiting programme, if back or neck hurt today."""
        player = self._practice.player
        return self._chosen.asks_about_back(player.programme if player is not None else None)

    @property
    def _family(self) -> Family | None:
        player = self._practice.player
        return player.programme.family if player is not None else None

    def _offer(self, feeling: Feeling) -> None:
        remedies = remedies_for(feeling, self._family)
        part = self._practice.state.part
        if part is Part.READY:
            remedies = tuple(one for one in remedies if one in CHANGES)
        elif part in (Part.AFTER, Part.DONE):
            remedies = ()
        sheet = FeelingSheet(feeling, remedies)
        sheet.chosen.connect(lambda remedy: self._take(feeling, remedy))
        sheet.closed.connect(lambda: self._sheets.put_above(None))
        self._sheets.put_above(sheet)

    def _take(self, feeling: Feeling, remedy: Remedy) -> None:
        if remedy in CHANGES:
            self._ask(shipped_programmes()[CHANGES[remedy]], feeling, remedy)
            return
        tell_feeling(self._practice, feeling, remedy)
        self._sheets.put_above(None)
        (self.started if remedy is Remedy.GO_ON else self.ended).emit()

    def _ask(self, programme: Programme, feeling: Feeling, remedy: Remedy) -> None:
        """Ask the required questions before a programme, then begin it."""
        caution = self._chosen.caution(programme.family)
        if caution is not None:
            asked = CautionSheet(caution)
            asked.none_holds.connect(lambda: self._chosen.keep_caution(caution))
            asked.none_holds.connect(lambda: self._ask(programme, feeling, remedy))
            asked.other_wanted.connect(lambda: self._offer(feeling))
            self._sheets.put_above(asked)
        elif self._chosen.asks_about_back(programme):
            back = BackSheet()
            back.fine.connect(self._chosen.keep_back_fine)
            for answered, name in (
                (back.fine, programme.name),
                (back.without_back, WITHOUT_BACK),
                (back.as_planned, programme.name),
            ):
                answered.connect(lambda name=name: self._change(name, feeling, remedy))
            self._sheets.put_above(back)
        else:
            self._change(programme.name, feeling, remedy)

    def _change(self, name: str, feeling: Feeling, remedy: Remedy) -> None:
        tell_feeling(self._practice, feeling, remedy)
        self._sheets.put_above(None)
        self._sheets.put_beside(None)
        change_programme(self._practice, self._player_of(name))
        self.started.emit()
