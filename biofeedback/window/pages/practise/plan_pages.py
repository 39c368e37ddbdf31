"""What determines the guide, on pages beside it: patterns, and the search for the resonance frequency."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from PySide6.QtCore import QObject, Signal

from biofeedback.engine.state import State
from biofeedback.person.profile import Profile, ProfileShelf
from biofeedback.person.settings import SettingsError, checked
from biofeedback.practice.guide_plan import SearchPlan
from biofeedback.practice.practice import Practice
from biofeedback.practice.resonance_search import ResonanceSearch
from biofeedback.resonance.protocol import Protocol
from biofeedback.statements.resonance import profile_words
from biofeedback.window.choices import NewFading
from biofeedback.window.chosen_settings import ChosenSettings
from biofeedback.window.look.words import SEARCH_LEADS
from biofeedback.window.pages.practise.pattern_sheet import PatternSheet
from biofeedback.window.pages.practise.search_sheets import (
    JudgingSheet,
    ResultSheet,
    SearchSheet,
    SearchUnderWaySheet,
    StoppedSheet,
)
from biofeedback.window.pages.sheets import Sheets
from devices.breath_pattern import BreathPattern
from devices.errors import BiofeedbackError
from devices.message import Message, message, sentences_of

_NOT_KEPT: Final = message("page.search.not_kept")


class PlanPages(QObject):
    """Leads to patterns and searches.

    Parameters
    ----------
    sheets : Sheets
        Shows the pages.
    practice : Practice
        The practice; a search leads its guide.
    shelf : ProfileShelf
        What is known about the person, and where results are saved.
    chosen : ChosenSettings
        Saves the person's own patterns.
    fading : callable or None, optional
        Returns a player for the practice with a fading guide; None offers none.
    """

    pattern_chosen = Signal()
    search_begun = Signal()
    """The guide should start if it does not run yet."""

    search_complete = Signal()
    refused = Signal(object)
    """Reports in a short Message why a change is not possible now."""

    closed = Signal()

    def __init__(
        self,
        sheets: Sheets,
        practice: Practice,
        shelf: ProfileShelf,
        chosen: ChosenSettings,
        fading: NewFading | None = None,
    ) -> None:
        super().__init__()
        self._sheets, self._practice, self._shelf = sheets, practice, shelf
        self._chosen, self._fading = chosen, fading
        self._search = ResonanceSearch(practice, shelf)
        self._about_per_min: float | None = None

    @property
    def is_searching(self) -> bool:
        """Whether a search for the resonance is under way."""
        return self._search.plan is not None

    @property
    def pattern(self) -> BreathPattern:
        """The pattern to edit: the guide's, or the target of its plan while the guide is stopped."""
        guide = self._practice.state.guide
        return guide.pattern if guide.running else self._practice.target_pattern

    def times(self, practised_s: float, planned_s: float) -> tuple[float, float]:
        """Return elapsed and total time, in seconds, of the search, the programme or the practice."""
        player = self._practice.player
        if player is not None:
            return player.gone_s, player.seconds
        plan = self._search.plan
        if plan is not None:
            return min(plan.gone_s, plan.schedule.duration_s), plan.schedule.duration_s
        return practised_s - self._search.searched_s, planned_s

    def lead(self, plan: SearchPlan, pattern: BreathPattern) -> None:
        """Begin the practice with a search; afterwards the guide uses the pattern."""
        self._search.lead(plan, pattern)

    def offer_patterns(self, said: Message | str = "") -> None:
        """Let the person choose and save patterns, except during a search; the guide continues."""
        if self.is_searching:
            self.refused.emit(SEARCH_LEADS)
            return
        own = self._chosen.settings.breathing.own_patterns
        has_begun = self._practice.is_running or self._practice.state.practised_s > 0.0
        may_fade = self._fading is not None and self._practice.player is None and not has_begun
        sheet = PatternSheet(self.pattern, own, said, may_fade=may_fade)
        sheet.fading_chosen.connect(self._let_fade)
        sheet.chosen.connect(self._choose_pattern)
        sheet.named.connect(self._keep_pattern)
        sheet.deleted.connect(self._delete_pattern)
        sheet.closed.connect(self.closed)
        self._sheets.put_beside(sheet)
        self.show_state(self._practice.state)

    def change_rate(self, steps: int) -> None:
        """Raise the guide's rate by this many tenths of a breath per minute, except during a search."""
        if self.is_searching:
            self.refused.emit(SEARCH_LEADS)
            return
        self._take_pattern(self.pattern.faster(steps))

    def offer_search(self) -> None:
        """Let the person start a search, or stop the current one."""
        if self.is_searching:
            under_way = SearchUnderWaySheet()
            under_way.stopped.connect(self._stop)
            under_way.closed.connect(self.closed)
            self._sheets.put_beside(under_way)
            self._show_plan()
            return
        known, problem = self._known()
        self._about_per_min = known.resonance.rate_per_min if known.resonance else None
        sheet = SearchSheet(known.resonance, problem or profile_words(known))
        sheet.begun.connect(self._begin)
        sheet.rate_chosen.connect(self._choose_rate)
        sheet.closed.connect(self.closed)
        self._sheets.put_beside(sheet)

    def show_state(self, state: State) -> None:
        """Show the present pattern and the progress of a search."""
        if isinstance(self._sheets.beside, PatternSheet):
            self._sheets.beside.show_pattern(self.pattern, on_the_way=self.pattern != state.guide.pattern)
        self._show_plan()

    def tick(self) -> None:
        """End a search that is over, and show its result once it is known."""
        plan = self._search.plan
        if plan is not None and plan.is_over:
            self._end(running=False)
            self.search_complete.emit()
        if isinstance(self._sheets.beside, JudgingSheet) and not self._search.is_judging:
            self._show_result()

    def break_off(self) -> None:
        """Stop the search because the person does not feel well; its results are saved."""
        self._search.end(running=False)

    def stop(self) -> None:
        """Stop the search because the window closes; its results are saved."""
        self._search.end(running=False)
        self._search.wait()

    def _known(self) -> tuple[Profile, Message | None]:
        """Return what is known about the person, and why it can't be read; None if it can."""
        try:
            return self._shelf.read(), None
        except BiofeedbackError as problem:
            return Profile(), problem.whole

    def _begin(self, protocol: Protocol) -> None:
        self._search.begin(protocol, self._practice.target_pattern, about_per_min=self._about_per_min)
        self._sheets.put_beside(None)
        self.search_begun.emit()

    def _stop(self) -> None:
        self._end(running=self._practice.state.guide.running)

    def _end(self, *, running: bool) -> None:
        sheet = JudgingSheet() if self._search.end(running=running) else StoppedSheet()
        sheet.closed.connect(self.closed)
        self._sheets.put_beside(sheet)

    def _show_result(self) -> None:
        known, problem = self._known()
        latest = self._shelf.latest
        words = self._shelf.problem.whole if self._shelf.problem else problem
        if words is None and len(known.searches) > 1:
            words = profile_words(known)
        not_kept = _NOT_KEPT if latest is not None and not self._shelf.keeps else None
        sheet = ResultSheet(latest, known.resonance or latest, sentences_of((words, not_kept)))
        sheet.rate_chosen.connect(self._choose_rate)
        sheet.closed.connect(self.closed)
        self._sheets.put_beside(sheet)

    def _show_plan(self) -> None:
        if isinstance(self._sheets.beside, SearchUnderWaySheet) and self._search.plan is not None:
            self._sheets.beside.show_plan(self._search.plan)

    def _take_pattern(self, pattern: BreathPattern) -> None:
        self._practice.set_guide(pattern, running=self._practice.state.guide.running)

    def _choose_pattern(self, pattern: BreathPattern) -> None:
        self._take_pattern(pattern)
        self._chosen.change_breathing(pattern=pattern)
        self.pattern_chosen.emit()

    def _choose_rate(self, rate_per_min: float) -> None:
        pattern = self._practice.target_pattern.at_rate(round(rate_per_min, 1))
        self._practice.take_plan(None)
        self._choose_pattern(pattern)
        self.closed.emit()

    def _let_fade(self) -> None:
        if self._fading is not None:
            minutes = self._chosen.settings.breathing.minutes
            self._practice.take_player(self._fading(self.pattern, minutes))
            self.closed.emit()
            self.search_begun.emit()

    def _keep_pattern(self, name: str) -> None:
        own = {**self._chosen.settings.breathing.own_patterns, name: self.pattern}
        self._change_own(own, message("page.pattern.kept", name=name))

    def _delete_pattern(self, name: str) -> None:
        own = {key: one for key, one in self._chosen.settings.breathing.own_patterns.items() if key != name}
        self._change_own(own, message("page.pattern.deleted", name=name))

    def _change_own(self, own: Mapping[str, BreathPattern], said: Message) -> None:
        settings = self._chosen.settings
        breathing = replace(settings.breathing, own_patterns=own)
        try:
            self._chosen.take(checked(replace(settings, breathing=breathing)))
        except SettingsError as error:
            if isinstance(self._sheets.beside, PatternSheet):
                self._sheets.beside.say_below(error.whole)
            return
        self.offer_patterns(said)
