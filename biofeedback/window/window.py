"""The window: the practise view, its sheets, and the keys."""

from functools import partial
from typing import Final

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QWidget

from biofeedback.engine.course import SessionCourse
from biofeedback.engine.state import State
from biofeedback.person.settings import Settings
from biofeedback.practice.practice import Practice
from biofeedback.window.appearance import Appearance
from biofeedback.window.charts.heart_panel import HeartPanel
from biofeedback.window.charts.usual import usual_response
from biofeedback.window.choices import Opening, WindowChoices
from biofeedback.window.chosen_settings import ChosenSettings
from biofeedback.window.companion import SoundControl
from biofeedback.window.geometry import geometry_of, restore_geometry
from biofeedback.window.guide.guide_view import GuideView
from biofeedback.window.guide_control import GuideControl
from biofeedback.window.keys import CARE_KEY, FEELING_KEYS, KeyTable, KeyUse, is_only_held
from biofeedback.window.loading.earlier_loading import EarlierLoading
from biofeedback.window.look.arrangement import DESIGN_SIZE, SMALLEST_SIZE
from biofeedback.window.look.language import speak_by_setting
from biofeedback.window.pages.after.session_sheets import SessionSheets
from biofeedback.window.pages.care.care_pages import CarePages
from biofeedback.window.pages.history.history_pages import HistoryPages
from biofeedback.window.pages.home.home_pages import HomePages
from biofeedback.window.pages.plan.plan_drop import PlanDrop
from biofeedback.window.pages.practise.plan_pages import PlanPages
from biofeedback.window.pages.practise.programme_keys import ProgrammeKeys
from biofeedback.window.pages.rating_scales import rating_scales
from biofeedback.window.pages.sheets import Sheets
from biofeedback.window.pointer import FadingControls
from biofeedback.window.practice_view import PracticeView
from biofeedback.window.said_words import SaidWords
from biofeedback.window.strap_choice import StrapChoice

_LEAST_SUMMED_UP_S: Final = 30.0
"""A practice shorter than this, in seconds, ends without a summary: there is not enough to report."""


class PracticeWindow(QWidget):
    """Shows one practice; call `tick` for each frame.

    Parameters
    ----------
    practice : Practice
        The window starts the practice with its first frame, or with an earlier key; the caller ends it.
    choices : WindowChoices
        How the practice is shown.
    """

    woken = Signal()
    """The window needs frames at once: a key was pressed, or the window is visible again."""

    def __init__(self, practice: Practice, choices: WindowChoices) -> None:
        super().__init__()
        self._practice = practice
        self._control = GuideControl(practice, choices.pattern, start_at_once=choices.start_at_once)
        self._planned_s, self._start_at_once = 60.0 * choices.minutes, choices.start_at_once
        self._ending = self._complete = False
        self._chosen = ChosenSettings(choices.settings)
        speak_by_setting(choices.language or self.settings.window.language)
        self._on_settings, self._sound = choices.on_settings, choices.sound
        self._shown: State | None = None
        self._opened_as, self._course = "", SessionCourse()
        self.view = PracticeView(practice.state, self, has_feelings=True)
        self._sheets = Sheets(self.view, self)
        scales = rating_scales(self.settings.ratings)
        asked, asks = ((), False) if choices.start_at_once else (scales, self.settings.ratings.questions)
        self._session = SessionSheets(
            self._sheets, asked, practice, self._course, asks=asks, to_forget=choices.to_forget
        )
        self._home = HomePages(self._sheets, practice, choices, self._session.before, self._chosen)
        self._session.is_recorded = choices.recorded is not None
        self._session.recent = lambda: self._home.recent
        self._plans = PlanPages(self._sheets, practice, choices.shelf, self._chosen, choices.fading)
        self._care = CarePages(self._sheets, practice, self._chosen, choices.player_of)
        self._earlier, self._straps = EarlierLoading(choices.history), StrapChoice(practice, self._sheets)
        self._history = HistoryPages(self._sheets, choices, scales, lambda: self._control.stands)
        self._words = SaidWords(practice, self._plans, self._sound, self._straps)
        self._appearance = Appearance(self, self._sheets, self._chosen, self._home)
        self._programme = ProgrammeKeys(practice, self._chosen, self._words.say, self._sheets.leaves_guide)
        self._keys, self._controls = self._key_table(), FadingControls(practice.now_s, self.view, self)
        self._connect()
        self._lay_out()
        if choices.search is not None:
            self._plans.lead(choices.search, choices.pattern)
        self._show_first(choices)
        self.tick()

    def _show_first(self, choices: WindowChoices) -> None:
        """Show Home after the cautions, or what comes before a requested practice."""
        if choices.start_at_once:
            return
        caution, asks_back = self._chosen.caution(choices.family), self._care.asks_about_back
        if choices.opens is Opening.HOME and choices.search is None:
            self._session.go_home = self._home.open
        if self._session.go_home is None or caution is not None or asks_back:
            safety = not self.settings.window.safety_read
            self._session.welcome(safety=safety, caution=caution, asks_back=asks_back)
        else:
            self._home.open()

    def _connect(self) -> None:
        """Connect the signals of the window's parts."""
        self._chosen.changed.connect(lambda _: self._appearance.apply())
        self._chosen.changed.connect(self._on_settings)
        self.panel.asked.connect(self._session.explain)
        self.guide.pressed.connect(self._press_guide)
        self._session.ended.connect(self._leave_session)
        self._session.continued.connect(self._start)
        self._session.start_wanted.connect(self._press_guide)
        self._session.history_wanted.connect(lambda: self._history.open())
        self._session.report_wanted.connect(lambda: self._history.report_present(self._session.sum_up))
        self._session.settings_changed.connect(self._chosen.take)
        self._session.sound_tried.connect(self._sound.try_sound)
        self._session.caution_answered.connect(self._chosen.keep_caution)
        self._session.back_is_fine.connect(self._chosen.keep_back_fine)
        self._session.without_back_wanted.connect(self._care.take_without_back)
        self._care.told.connect(self._plans.break_off)
        self._care.started.connect(self._start)
        self._care.ended.connect(lambda: self._show_alone(alone=False))
        self._care.ended.connect(self._leave)
        self._home.felt.connect(self._care.tell)
        self._home.begun.connect(self._press_guide)
        self._home.closed.connect(self._session.uncover)
        self._home.demo_wanted.connect(self.end)
        self._home.history_wanted.connect(self._history.open)
        self._home.settings_wanted.connect(self._show_settings)
        self._home.patterns_wanted.connect(self._plans.offer_patterns)
        PlanDrop(self, lambda: self._home.is_waiting).dropped.connect(self._home.take_plan)
        self.view.bar.asked.connect(self._press_key)
        self.view.invitation.clicked.connect(self._appearance.change_depth)
        self._plans.pattern_chosen.connect(self._home.choose_usual)
        self._plans.search_begun.connect(self._begin_search)
        self._plans.search_complete.connect(self._complete_search)
        self._plans.closed.connect(self._session.go_back)
        self._plans.refused.connect(self._words.say)
        self._history.closed.connect(self._session.uncover)

    def _lay_out(self) -> None:
        self._sheets.set_title()
        self.setMinimumSize(*SMALLEST_SIZE)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        restore_geometry(self, self.settings.window.geometry, usual=DESIGN_SIZE)
        self._appearance.apply()

    @property
    def settings(self) -> Settings:
        return self._chosen.settings

    @property
    def is_idle(self) -> bool:
        """Whether nothing visible moves: all is loaded, and the guide is stopped or not visible."""
        still = not (self._control.is_moving or self._history.is_moving)
        return self.panel.is_loaded and (still or self.isMinimized())

    @property
    def moves_only_guide(self) -> bool:
        """Whether nothing but the guide has to move evenly: no replay, no fading."""
        is_guided = self._shown is not None and self._shown.guide.running and self._control.is_running
        return is_guided and not self._history.is_moving and self.view.bar.opacity in (0.0, 1.0)

    def move_guide(self) -> bool:
        """Show only the guide at the current moment, and return whether it moved; the rest has to wait."""
        return self.view.move_guide(self._practice.now_s())

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
        """Process new data and show the current moment."""
        state = self._practice.advance()
        top = self._sheets.top
        if self.guide.frames or (top is not None and top.is_painted):
            self._begin()
            state = self._practice.state
        now_s = self._practice.now_s()
        if self._practice.is_done and not self._complete:
            self._complete = True
            self._control.finish(self._ask_and_sum_up, at_once=self._start_at_once)
            state = self._practice.state
        if state is not self._shown:
            self._show_state(state)
        self._show_moment(state, now_s)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self.woken.emit()
        self._begin()
        self._appearance.show_focus()
        if is_only_held(event) or self._control.takes_key(event.key()) or self._straps.take_key(event):
            return
        key, sheet = event.key(), self._sheets.top
        if not (sheet is not None and sheet.take_key(key)) and not self._keys.press(key):
            super().keyPressEvent(event)

    def focusNextPrevChild(self, forward: bool) -> bool:  # noqa: FBT001 Qt's own
        # Qt calls this too when the part that has the focus is hidden, as after a click that closes a page.
        focus = QApplication.focusWidget()
        if focus is None or (focus.isVisibleTo(self) and focus.isEnabled()):
            self._appearance.show_focus()
        return super().focusNextPrevChild(forward)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.WindowStateChange:
            self.view.setUpdatesEnabled(not self.isMinimized())
            self.woken.emit()
        super().changeEvent(event)

    def end(self) -> None:
        """Close permanently, whatever is shown; the person's entries are recorded."""
        self._ending = True
        self.close()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Close; first show the summary of a practice that was long enough."""
        if self._has_to_sum_up and not self._ending:
            event.ignore()
            self._sum_up()
            return
        self._session.keep_ratings()
        if self._opened_as and (geometry := geometry_of(self)) != self._opened_as:
            self._chosen.change_window(geometry=geometry)
        for part in (self._home, self._plans, self._history, self._earlier):
            part.stop()
        super().closeEvent(event)
        event.setAccepted(not self._home.leads_on)  # Otherwise it stays open until the next window is shown.

    def resizeEvent(self, _event: QResizeEvent) -> None:
        self.view.setGeometry(self.rect())
        self._sheets.place(self.view.look)

    def _key_table(self) -> KeyTable:
        key, plans, control, chosen = Qt.Key, self._plans, self._control, self._chosen
        past, heard = self._history, SoundControl(self._sound, chosen, self._words.say)
        at_guide = self._sheets.leaves_guide

        def at_own_pace() -> bool:
            return self._practice.player is None

        return KeyTable(
            KeyUse(self._start_or_pause, (key.Key_Space,)),
            KeyUse(self._leave, (key.Key_Escape,)),
            KeyUse(self._show_care, (CARE_KEY,)),
            KeyUse(partial(plans.change_rate, 1), (key.Key_Up,), at_own_pace),
            KeyUse(partial(plans.change_rate, -1), (key.Key_Down,), at_own_pace),
            *self._chosen.uses(at_guide),
            KeyUse(heard.mute_or_sound, (key.Key_S,)),
            KeyUse(partial(heard.change_volume, 1), (key.Key_Period,)),
            KeyUse(partial(heard.change_volume, -1), (key.Key_Comma,)),
            KeyUse(past.open, (key.Key_H,), lambda: control.stands),
            KeyUse(self._show_settings, (key.Key_O,), lambda: control.stands and not past.is_replaying),
            KeyUse(self._words.mark, (key.Key_M,), at_guide),
            KeyUse(plans.offer_patterns, (key.Key_P,), lambda: at_guide() and at_own_pace()),
            KeyUse(
                plans.offer_search,
                (key.Key_R,),
                lambda: at_guide() and at_own_pace() and not control.is_after,
            ),
            *self._programme.uses(),
            *(KeyUse(partial(self._care.tell, felt), (of,), at_guide) for of, felt in FEELING_KEYS.items()),
            KeyUse(lambda: self._show_alone(alone=not self.view.is_alone), (key.Key_F,), at_guide),
            KeyUse(self._appearance.change_depth, (key.Key_D,), at_guide),
            KeyUse(self._home.open_help, (key.Key_F1,), lambda: control.stands),
            KeyUse(self._home.open_about, (key.Key_F2,), lambda: control.stands),
            KeyUse(self._session.explain, (key.Key_W, key.Key_Question), at_guide),
        )

    def _start_or_pause(self) -> None:
        if self._control.is_running:
            self._control.pause()
        elif self._home.is_waiting:
            self._home.begin()
        elif not (self._control.hasten() or self._control.is_after):
            self._start()

    def _start(self) -> None:
        if self._session.shows_safety:
            self._chosen.change_window(safety_read=True)
        self._session.begin()
        self._control.start()

    def _press_key(self, key: int) -> None:
        """Do what a key does, for a button with the same action."""
        self.woken.emit()
        self._begin()
        sheet = self._sheets.top
        if not (sheet is not None and sheet.take_key(key)):
            self._keys.press(key)

    def _press_guide(self) -> None:
        self.woken.emit()
        self._begin()
        self._start_or_pause()

    def _leave(self) -> None:
        """Leave full view of the guide, then the practice, then the window."""
        if self.view.is_alone:
            self._show_alone(alone=False)
        elif self._has_to_sum_up:
            self.close()
        else:
            self._leave_session()

    def _leave_session(self) -> None:
        """Close; open Home again if it led to the practice."""
        self._home.want_again()
        self.end()

    @property
    def _has_to_sum_up(self) -> bool:
        is_long = self._practice.state.practised_s >= _LEAST_SUMMED_UP_S
        return (self._complete or is_long) and not self._session.is_over

    def _sum_up(self) -> None:
        """Ask the questions and show the summary in a visible window."""
        self._show_alone(alone=False)
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self._control.pause()
        self._session.finish()

    def _show_care(self) -> None:
        """Show the care page above everything else."""
        self._home.show_care()
        if self._control.is_running:
            self._control.pause()

    def _show_settings(self) -> None:
        self._session.show_settings(self.settings)

    def _begin_search(self) -> None:
        if not self._control.is_running:
            self._start()

    def _complete_search(self) -> None:
        self._show_alone(alone=False)
        self._sound.ring()
        if self._start_at_once:
            self.end()

    def _ask_and_sum_up(self) -> None:
        if self._start_at_once:
            self.end()
        elif not (self._session.asks_afterwards or self._session.is_over):
            self._show_alone(alone=False)
            self._session.finish()

    def _begin(self) -> None:
        """Begin with the first frame, or with an earlier key; the first frame does not undo the key."""
        if not self._control.has_begun:
            self._control.begin()
            self.view.load()
            self._home.load()
            self._opened_as = geometry_of(self)

    def _show_alone(self, *, alone: bool) -> None:
        if alone != self.view.is_alone:
            self.view.set_alone(alone=alone)
            self.setWindowState(self.windowState() ^ Qt.WindowState.WindowFullScreen)

    def _show_state(self, state: State) -> None:
        self._shown = state
        if state.guide.running and self._sheets.above is not None:
            self._control.pause()  # the guide is covered
        self._course.see(state)
        usual = usual_response(self._course.breaths, self._course.pace_since_s, state.change)
        self._sound.set_usual(None if usual is None else usual.mean_ms)
        self.view.show_state(state, self._course.ratios, usual)
        self._session.show_state(state)
        self._home.show_state(state)
        self._plans.show_state(state)

    def _show_moment(self, state: State, now_s: float) -> None:
        self._plans.tick()
        if self._home.tick():
            self._appearance.apply()
        self._history.tick(now_s)
        self.panel.show_earlier(self._earlier.at(state.guide.pattern, now_s))
        self.view.show_moment(state, now_s, complete=self._complete, faded=self._control.faded(now_s))
        self.view.show_time(*self._plans.times(self._practice.practised_s(), self._planned_s))
        self._words.show(self.view, now_s, complete=self._complete)
        rests = self._control.is_moving and self._sheets.top is None
        self._programme.show(self.view.bar)
        self._controls.show(running=self._control.is_moving, muted=self._sound.muted, may_hide=rests)
