"""The window: the practise view, its sheets, and the keys."""

from collections.abc import Callable
from datetime import date
from typing import Final

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QCloseEvent, QColor, QKeyEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import QWidget

from biofeedback.display.arrangement import DESIGN_SIZE, SMALLEST_SIZE
from biofeedback.display.chosen_settings import ChosenSettings
from biofeedback.display.companion import Companion, Silence
from biofeedback.display.earlier_loading import EarlierLoading
from biofeedback.display.guide_scene import GuideStyle
from biofeedback.display.guide_view import GuideView
from biofeedback.display.heart_panel import HeartPanel
from biofeedback.display.history_loading import HistorySource, NoHistory
from biofeedback.display.history_pages import HistoryPages
from biofeedback.display.language import say, speak_by_setting
from biofeedback.display.look import Theme
from biofeedback.display.plan_pages import PlanPages
from biofeedback.display.practice_view import PracticeView
from biofeedback.display.rating_scales import rating_scales
from biofeedback.display.session_sheets import SessionSheets
from biofeedback.display.sheets import Sheets
from biofeedback.display.usual import usual_response
from biofeedback.display.words import SEARCH_LEADS, SOUND_OFF, SOUND_ON, key_hints, marked_words
from biofeedback.pacing.pattern import BreathPattern
from biofeedback.plan import SearchPlan
from biofeedback.practice import Practice
from biofeedback.profile import ProfileShelf
from biofeedback.session_course import SessionCourse
from biofeedback.session_outcome import SessionOutcome, summarise
from biofeedback.settings import Settings
from biofeedback.state import State
from biofeedback.wording import choice_words, notice
from devices.events import Part

_SAID_S: Final = 2.0
_STRAP_KEYS: Final = (Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_3, Qt.Key.Key_4)
_TEXT_STEP_PERCENT: Final = 25

_LEAST_SUMMED_UP_S: Final = 30.0
"""A shorter practice ends at once: there is nothing to tell of it."""


class PracticeWindow(QWidget):
    """Shows one practice; call `tick` for each frame.

    Parameters
    ----------
    practice : Practice
        Begun by the window once its first frame is painted, or by an earlier key; ended by the caller.
    pattern : BreathPattern
        To begin with.
    minutes : float
        Of practice until it is complete, as the practice's shape has it.
    start_at_once : bool
        Whether nobody is there to press Space: nothing is asked, the guide starts by itself, and the window
        closes when the practice is complete.
    settings : Settings, optional
        How it is shown, and what is asked.
    on_settings : callable, optional
        Told when the person has changed them.
    sound : Companion, optional
        What is heard along with it.
    history : HistorySource, optional
        The past sessions.
    today : callable, optional
        The present day, which the history ends with.
    shelf : ProfileShelf, optional
        What is known of the person, and where results of searches are kept.
    search : SearchPlan, optional
        Which the practice begins with.
    """

    woken = Signal()
    """Frames are wanted at once: a key was pressed, or the window is seen again."""

    def __init__(
        self,
        practice: Practice,
        pattern: BreathPattern,
        *,
        minutes: float,
        start_at_once: bool,
        settings: Settings | None = None,
        on_settings: Callable[[Settings], None] = lambda _: None,
        sound: Companion | None = None,
        history: HistorySource | None = None,
        today: Callable[[], date] = date.today,
        shelf: ProfileShelf | None = None,
        search: SearchPlan | None = None,
    ) -> None:
        super().__init__()
        self._practice = practice
        self._first_pattern = pattern
        self._planned_s = 60.0 * minutes
        self._start_at_once = start_at_once
        self._chosen = ChosenSettings(settings or Settings())
        self._chosen.changed.connect(self._take_settings)
        speak_by_setting(self.settings.window.language)
        self._on_settings = on_settings
        self._scales = rating_scales(self.settings.ratings)
        self._sound = sound or Silence()
        self._begun = False
        self._complete = False
        self._said, self._said_until_s = "", 0.0
        self._shown: State | None = None
        self._course = SessionCourse()
        self.view = PracticeView(practice.state, self)
        self.panel.asked.connect(self._explain)
        self._sheets = Sheets(self.view, self)
        self._session = SessionSheets(self._sheets, self._scales, self._summary)
        self._session.ended.connect(self.close)
        self._session.continued.connect(self._start)
        self._session.rated.connect(self._practice.rate)
        self._plans = PlanPages(self._sheets, practice, shelf or ProfileShelf(), self._chosen)
        self._plans.pattern_chosen.connect(self._choose_pattern)
        self._plans.search_begun.connect(self._begin_search)
        self._plans.search_complete.connect(self._complete_search)
        self._plans.closed.connect(self._session.go_back)
        past = history or NoHistory()
        self._earlier = EarlierLoading(past)
        self._history = HistoryPages(self._sheets, past, self._scales, today)
        self._history.closed.connect(self._session.uncover)
        self._session.history_wanted.connect(self._history.open)
        self._session.settings_changed.connect(self._chosen.take)
        self.setWindowTitle(f"{say('Practice')} – biofeedback")
        self.setMinimumSize(*SMALLEST_SIZE)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.resize(*DESIGN_SIZE)
        self._dress()
        if search is not None:
            self._plans.lead(search, pattern)
        if not start_at_once:
            self._session.welcome(safety=not self.settings.window.safety_read)
        self.tick()

    @property
    def settings(self) -> Settings:
        return self._chosen.settings

    @property
    def is_idle(self) -> bool:
        """Whether nothing moves that would be seen: all is loaded, and the guide stands or is not seen."""
        still = not (self._practice.state.guide.running or self._history.is_moving)
        return self.panel.has_chart and (still or self.isMinimized())

    @property
    def history_is_shown(self) -> bool:
        return self._history.is_shown

    @property
    def guide(self) -> GuideView:
        return self.view.guide

    @property
    def panel(self) -> HeartPanel:
        return self.view.panel

    def tick(self) -> None:
        """Process what has come and show this moment."""
        state = self._practice.advance()
        if self.guide.frames:
            self._begin()
            state = self._practice.state
        now_s = self._practice.now_s()
        if self._practice.is_done and not self._complete:
            self._become_complete()
            state = self._practice.state
        if state is not self._shown:
            self._show_state(state)
        self._show_moment(state, now_s)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self.woken.emit()
        self._begin()
        key, sheet = event.key(), self._sheets.top
        if key in _STRAP_KEYS and choice_words(self._practice.state):
            self._practice.choose_strap(_STRAP_KEYS.index(key) + 1)
        elif sheet is not None and sheet.take_key(key):
            return
        elif not self._adjust(key) and (event.isAutoRepeat() or not self._press(key)):
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.WindowStateChange:
            self.view.setUpdatesEnabled(not self.isMinimized())
            self.woken.emit()
        super().changeEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        self._plans.stop()
        self._history.stop()
        self._earlier.stop()
        super().closeEvent(event)

    def resizeEvent(self, _event: QResizeEvent) -> None:
        self.view.setGeometry(self.rect())
        self._sheets.place(self.view.look)

    def _adjust(self, key: int) -> bool:
        """Do what a key does again and again while it is held."""
        match key:
            case Qt.Key.Key_Up:
                self._change_rate(1)
            case Qt.Key.Key_Down:
                self._change_rate(-1)
            case Qt.Key.Key_Plus | Qt.Key.Key_Equal:
                self._chosen.change_text_size(_TEXT_STEP_PERCENT)
            case Qt.Key.Key_Minus:
                self._chosen.change_text_size(-_TEXT_STEP_PERCENT)
            case _:
                return False
        return True

    def _press(self, key: int) -> bool:
        """Do what a key does once."""
        match key:
            case Qt.Key.Key_Space:
                self._start_or_pause()
            case Qt.Key.Key_T:
                self._chosen.change_window(theme=self.view.theme.other.value)
            case Qt.Key.Key_S:
                self._sound.mute(muted=not self._sound.muted)
                self._say(SOUND_OFF if self._sound.muted else SOUND_ON)
            case Qt.Key.Key_H if self._stands:
                self._history.open()
            case Qt.Key.Key_O if not self._practice.state.guide.running:
                self._session.show_settings(self.settings)
            case Qt.Key.Key_Escape:
                self._leave()
            case _:
                return self._sheets.over is None and self._press_at_the_guide(key)
        return True

    def _press_at_the_guide(self, key: int) -> bool:
        """Do what a key does once while the practise view is to be seen."""
        match key:
            case Qt.Key.Key_M:
                self._practice.mark()
                self._say(marked_words(self._practice.state))
            case Qt.Key.Key_G:
                self._chosen.change_window(guide_style=self.guide.style_shown.next.value)
            case Qt.Key.Key_P if self._plans.is_searching:
                self._say(SEARCH_LEADS)
            case Qt.Key.Key_P:
                self._plans.offer_patterns()
            case Qt.Key.Key_R if self._practice.state.part is not Part.AFTER:
                self._plans.offer_search()
            case Qt.Key.Key_F:
                self._show_alone(alone=not self.view.is_alone)
            case Qt.Key.Key_W | Qt.Key.Key_Question:
                self._explain("")
            case _:
                return False
        return True

    def _start_or_pause(self) -> None:
        state = self._practice.state
        if state.guide.running:
            self._practice.set_guide(self._pattern, running=False)
        elif state.part is not Part.AFTER:
            self._start()

    def _start(self) -> None:
        if self._session.shows_safety:
            self._chosen.change_window(safety_read=True)
        self._session.begin()
        self._practice.set_guide(self._pattern, running=True)

    def _leave(self) -> None:
        """Leave the guide alone, then the practice, then the window."""
        if self.view.is_alone:
            self._show_alone(alone=False)
        elif self._session.shows_summary or not (self._complete or self._is_worth_a_summary):
            self.close()
        else:
            self._practice.set_guide(self._pattern, running=False)
            self._session.finish()

    @property
    def _stands(self) -> bool:
        """Whether neither the guide runs nor ordinary breathing is measured, after which it would start."""
        state = self._practice.state
        return not state.guide.running and state.part not in (Part.BEFORE, Part.AFTER)

    @property
    def _is_worth_a_summary(self) -> bool:
        return self._practice.state.practised_s >= _LEAST_SUMMED_UP_S

    def _begin_search(self) -> None:
        if not self._practice.state.guide.running:
            self._start()

    def _complete_search(self) -> None:
        self._show_alone(alone=False)
        self._sound.ring()
        if self._start_at_once:
            self.close()

    def _become_complete(self) -> None:
        self._complete = True
        self._practice.set_guide(self._pattern, running=False)
        if self._start_at_once:
            self.close()
            return
        self._show_alone(alone=False)
        self._session.finish()

    def _begin(self) -> None:
        """Begin with the first frame, or with a key that is quicker, which it must not undo."""
        if self._begun:
            return
        self._begun = True
        self._practice.set_guide(self._first_pattern, running=self._start_at_once)
        self._practice.begin()
        self.panel.load_chart()

    def _summary(self) -> SessionOutcome:
        return summarise(
            self._course,
            practised_s=self._practice.state.practised_s,
            target_ratio=self._pattern.exhale_to_inhale,
            before=self._session.before.values,
            after=self._session.after.values,
            ordinary=self._practice.state.before_after,
            names={scale.key: scale.name for scale in self._scales},
        )

    def _explain(self, figure_name: str) -> None:
        self._session.explain(figure_name, self._practice.state)

    def _show_alone(self, *, alone: bool) -> None:
        if alone != self.view.is_alone:
            self.view.set_alone(alone=alone)
            self.setWindowState(self.windowState() ^ Qt.WindowState.WindowFullScreen)

    def _change_rate(self, steps: int) -> None:
        if self._plans.is_searching:
            self._say(SEARCH_LEADS)
        else:
            self._take_pattern(self._pattern.faster(steps))

    @property
    def _pattern(self) -> BreathPattern:
        """The guide's, which a plan may have changed."""
        return self._practice.state.guide.pattern

    def _take_pattern(self, pattern: BreathPattern) -> None:
        self._practice.set_guide(pattern, running=self._practice.state.guide.running)

    def _choose_pattern(self, pattern: BreathPattern) -> None:
        self._take_pattern(pattern)
        self._chosen.change_breathing(pattern=pattern)

    def _say(self, words: str) -> None:
        """Show a few words in place of the keys, for a moment."""
        self._said, self._said_until_s = words, self._practice.now_s() + _SAID_S

    def _take_settings(self, settings: Settings) -> None:
        self._dress()
        self._on_settings(settings)

    def _dress(self) -> None:
        window = self.settings.window
        theme = Theme(window.theme)
        colors = QPalette(self.palette())
        colors.setColor(QPalette.ColorRole.Window, QColor(theme.palette.window))
        self.setPalette(colors)
        self.setAutoFillBackground(True)
        self.view.set_appearance(theme, GuideStyle(window.guide_style), window.text_percent)
        self._sheets.place(self.view.look)

    def _show_state(self, state: State) -> None:
        self._shown = state
        self._course.see(state)
        usual = usual_response(self._course.breaths, self._course.pace_since_s, state.change)
        self._sound.set_usual(None if usual is None else usual.mean_ms)
        self.view.show_state(state, self._course.ratios, usual)
        self._session.show_state(state)
        self._plans.show_state(state)

    def _show_moment(self, state: State, now_s: float) -> None:
        self._plans.tick()
        self._session.tick(now_s)
        self._history.tick(now_s)
        self.panel.show_earlier(self._earlier.at(state.guide.pattern, now_s))
        self.view.show_moment(state, now_s, complete=self._complete)
        self.view.show_time(*self._plans.times(self._practice.practised_s(), self._planned_s))
        hints = key_hints(state, complete=self._complete, searching=self._plans.is_searching)
        said = self._said if now_s < self._said_until_s else hints
        self.view.show_words(self._notice(state), self._practice.plan_course, said)

    def _notice(self, state: State) -> str:
        return notice(state, self._practice.problem) or self._practice.plan_message or self._sound.note()
