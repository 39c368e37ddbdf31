"""The practise window: the guide at the left, the heart at the right, all by keys."""

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QKeyEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import QWidget

from biofeedback.display.arrangement import DESIGN_SIZE, SMALLEST_SIZE, arrange
from biofeedback.display.guide_view import GuideView
from biofeedback.display.header import Header
from biofeedback.display.heart_panel import HeartPanel
from biofeedback.display.palette import DARK, Palette
from biofeedback.display.text import Text, TextRole
from biofeedback.display.words import guide_words, key_hints
from biofeedback.pacing.pattern import BreathPattern
from biofeedback.practice import Practice
from biofeedback.state import State
from biofeedback.wording import choice_words, clock_text, notice

_MARK_SHOWN_S: Final = 2.0
_STRAP_KEYS: Final = (Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_3, Qt.Key.Key_4)


class PracticeWindow(QWidget):
    """Shows one practice; call `tick` for each frame.

    Parameters
    ----------
    practice : Practice
        Begun by the window once its first frame is painted, ended by the caller.
    pattern : BreathPattern
        To begin with.
    minutes : float
        Of practice until it is complete.
    start_at_once : bool
        Whether nobody is there to press Space: the guide starts by itself, and the window closes when the
        practice is complete.
    palette : Palette, optional
        Colours.
    """

    def __init__(
        self,
        practice: Practice,
        pattern: BreathPattern,
        *,
        minutes: float,
        start_at_once: bool,
        palette: Palette = DARK,
    ) -> None:
        super().__init__()
        self._practice = practice
        self._pattern = pattern
        self._planned_s = 60.0 * minutes
        self._start_at_once = start_at_once
        self._begun = False
        self._complete = False
        self._mark_shown_until_s = 0.0
        self._shown: State | None = None
        self.guide = GuideView(palette, self)
        self.panel = HeartPanel(practice.state, palette, self)
        self._header = Header(palette, self)
        center = Qt.AlignmentFlag.AlignHCenter
        self._notice = Text(TextRole.TITLE, palette.text, self, wrap=True)
        self._pattern_text = Text(TextRole.PATTERN, palette.text, self, alignment=center)
        self._hints = Text(TextRole.NOTE, palette.quiet, self, alignment=center)
        self._dress(palette)
        self.tick()

    def tick(self) -> None:
        """Process what has come and show this moment."""
        state = self._practice.advance()
        if not self._begun and self.guide.frames:
            self._begin()
            state = self._practice.state
        now_s = self._practice.now_s()
        practised_s = state.practised_s + (now_s - state.time_s if state.guide.running else 0.0)
        if practised_s >= self._planned_s and not self._complete:
            self._finish()
            state = self._practice.state
        if state is not self._shown:
            self._show_state(state)
        self._show_moment(state, now_s, practised_s)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        match event.key():
            case Qt.Key.Key_Space if not event.isAutoRepeat():
                self._practice.set_guide(self._pattern, running=not self._practice.state.guide.running)
            case Qt.Key.Key_Up:
                self._change_rate(1)
            case Qt.Key.Key_Down:
                self._change_rate(-1)
            case Qt.Key.Key_M if not event.isAutoRepeat():
                self._practice.mark()
                self._mark_shown_until_s = self._practice.now_s() + _MARK_SHOWN_S
            case key if key in _STRAP_KEYS and choice_words(self._practice.state):
                self._practice.choose_strap(_STRAP_KEYS.index(key) + 1)
            case Qt.Key.Key_Escape:
                self.close()
            case _:
                super().keyPressEvent(event)

    def resizeEvent(self, _event: QResizeEvent) -> None:
        places = arrange(self.width(), self.height())
        for part, place in (
            (self._header, places.header),
            (self._notice, places.notice),
            (self._pattern_text, places.pattern),
            (self._hints, places.hints),
            (self.panel, places.panel),
        ):
            part.set_scale(places.scale)
            part.setGeometry(place)
        self.guide.setGeometry(places.guide)

    def _dress(self, palette: Palette) -> None:
        self.setWindowTitle("Practice – biofeedback")
        self.setMinimumSize(*SMALLEST_SIZE)
        self.resize(*DESIGN_SIZE)
        colors = QPalette(self.palette())
        colors.setColor(QPalette.ColorRole.Window, QColor(palette.window))
        self.setPalette(colors)
        self.setAutoFillBackground(True)

    def _begin(self) -> None:
        self._begun = True
        self._practice.set_guide(self._pattern, running=self._start_at_once)
        self._practice.begin()
        self.panel.load_chart()

    def _finish(self) -> None:
        self._complete = True
        self._practice.set_guide(self._pattern, running=False)
        if self._start_at_once:
            self.close()

    def _change_rate(self, steps: int) -> None:
        self._pattern = self._pattern.faster(steps)
        self._practice.set_guide(self._pattern, running=self._practice.state.guide.running)

    def _show_state(self, state: State) -> None:
        self._shown = state
        self._header.show_state(state)
        self._pattern_text.setText(str(self._pattern))
        self.panel.show_state(state)

    def _show_moment(self, state: State, now_s: float, practised_s: float) -> None:
        position = state.guide.at(now_s)
        self.guide.show_position(
            position.lung_position, guide_words(state, position, complete=self._complete)
        )
        self.panel.move_to(now_s, state)
        self._header.show_time(practised_s, self._planned_s)
        self._notice.setText(notice(state, self._practice.problem))
        marked = now_s < self._mark_shown_until_s
        hints = key_hints(state, complete=self._complete)
        self._hints.setText(f"Marked at {clock_text(practised_s)}" if marked else hints)
