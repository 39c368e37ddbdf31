"""The replay of a past session over the window: guide, breath, charts and figures."""

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from biofeedback.engine.state import State
from biofeedback.practice.playback import JUMP_S, SPEEDS, Playback
from biofeedback.statements.live import clock_text, notice
from biofeedback.window.charts.usual import usual_response
from biofeedback.window.look.key_hints import replay_hints
from biofeedback.window.look.look import Look
from biofeedback.window.look.text import Text, TextRole
from biofeedback.window.look.words import replayed_words
from biofeedback.window.pages.care.why_sheet import WhySheet
from biofeedback.window.pages.page import Page, style_sheet
from biofeedback.window.practice_view import PracticeView
from biofeedback.window.widgets.position_bar import PositionBar
from biofeedback.words.spoken import say
from devices.message import Message, dotted, message
from sessions.folder import SessionSummary

_CLOSE_KEYS: Final = (Qt.Key.Key_Escape, Qt.Key.Key_H)
_LONGEST_FRAME_S: Final = 1.0
"""A longer frame, in seconds, means that the computer slept and nobody was watching."""

_PLAY: Final = message("page.replay.play"), message("page.replay.play_short")
_PAUSE: Final = message("page.replay.pause"), message("page.replay.pause_short")
_BACK: Final = message("page.replay.back"), message("page.replay.back_short")
"""The label with its key, and a short one without the key for large text."""

_STRIP: Final = 88.0
_MARGIN: Final = 24.0
_WORDS: Final = 24.0
_ROW_TOP: Final = 28.0
_ROW: Final = 44.0
"""These sizes are in pixels at 1280×720."""


class ReplayPage(Page):
    """Replays a session; call `tick` for each frame.

    Parameters
    ----------
    session : SessionSummary
        The session to replay.
    model : PracticeView
        The view that provides colours, style and text size.

    Raises
    ------
    SessionFileError
        If the session can't be read.
    """

    def __init__(self, session: SessionSummary, model: PracticeView) -> None:
        started = session.started_at.astimezone()
        super().__init__(message("page.replay.heading", at=started), close_keys=_CLOSE_KEYS)
        self._model, self._started = model, started
        self._playback = Playback(session.file, duration_s=session.duration_s)
        self._playback.on_state = self._trace
        self._traced = self._playback.state
        self._view = PracticeView(self._playback.state, self, guide_words=replayed_words)
        self._view.load()
        self._view.panel.asked.connect(self._explain)
        self._view.guide.pressed.connect(self._playback.play_or_pause)
        self._why: WhySheet | None = None
        self._shown: State | None = None
        self._last_s: float | None = None
        self._bar = PositionBar(self)
        self._bar.wanted.connect(lambda share: self._playback.go_to(share * self._playback.duration_s))
        self._words = Text(TextRole.BODY, "text", self, alignment=Qt.AlignmentFlag.AlignRight)
        self._strip = QWidget(self)
        row = QHBoxLayout(self._strip)
        row.setContentsMargins(0, 0, 0, 0)
        jump = self._playback.jump
        self._play = self._add_button(row, _PLAY[0], self._playback.play_or_pause)
        back = self._add_button(row, message("page.replay.jump_back", jump_s=JUMP_S), lambda: jump(-JUMP_S))
        on = self._add_button(row, message("page.replay.jump_on", jump_s=JUMP_S), lambda: jump(JUMP_S))
        back.setAccessibleName(say(message("page.replay.jump_back.name", jump_s=JUMP_S)))
        on.setAccessibleName(say(message("page.replay.jump_on.name", jump_s=JUMP_S)))
        self._speed = self._add_button(row, self._speed_names[0], self._next_speed)
        row.addStretch(1)
        self._back = self._add_button(row, _BACK[0], self.closed.emit)
        self._name_buttons()

    @property
    def state(self) -> State:
        """The state of the session at the moment shown."""
        return self._playback.state

    @property
    def position_s(self) -> float:
        """The moment shown, in seconds since the session's start."""
        return self._playback.position_s

    @property
    def is_moving(self) -> bool:
        """Whether it is playing or jumping."""
        return self._playback.running or self._playback.target_s is not None

    def tick(self, now_s: float) -> None:
        """Advance to this time, in seconds on any clock."""
        elapsed_s = 0.0 if self._last_s is None else min(now_s - self._last_s, _LONGEST_FRAME_S)
        self._last_s = now_s
        playback = self._playback
        playback.advance(elapsed_s)
        self._bar.show_position(playback.position_s, playback.duration_s, playback.target_s)
        self._words.setText(self._place_words)
        self._name_buttons()
        if playback.target_s is None:
            self._show()

    def stop(self) -> None:
        """Close the file."""
        self._playback.close()

    def take_key(self, key: int) -> bool:
        """Use a key; return whether it was one of this page's keys."""
        if self._why is not None and self._why.take_key(key):
            return True
        match key:
            case Qt.Key.Key_Space:
                self._playback.play_or_pause()
            case Qt.Key.Key_Left:
                self._playback.jump(-JUMP_S)
            case Qt.Key.Key_Right:
                self._playback.jump(JUMP_S)
            case Qt.Key.Key_Up:
                self._playback.change_speed(1)
            case Qt.Key.Key_Down:
                self._playback.change_speed(-1)
            case Qt.Key.Key_W:
                self._explain("rsa_ms")
            case _:
                return super().take_key(key)
        return True

    def set_look(self, look: Look) -> None:
        """Use these colours and sizes."""
        super().set_look(look)
        self._view.dress_like(self._model)
        self._strip.setStyleSheet(style_sheet(look))
        for part in (self._bar, self._words):
            part.set_look(look)
        self._name_buttons()
        self._place()
        self.update()

    def resizeEvent(self, _event: QResizeEvent) -> None:
        self._place()

    def paintEvent(self, _event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), QColor(self.look.palette.window))

    def _place(self) -> None:
        scale = self.look.scale
        margin, top = round(_MARGIN * scale), self.height() - round(_STRIP * scale)
        width = self.width() - 2 * margin
        # It is wide enough that the words never move the end of the bar.
        end = clock_text(self._playback.duration_s)
        longest = say(self._dated(message("window.position", clock=end, end=end)))
        words_width = QFontMetrics(self._words.font()).horizontalAdvance(longest) + margin // 2
        bar_width = width - words_width - margin
        self._view.setGeometry(0, 0, self.width(), top)
        bar_height = self._bar.height()
        words_height = round(_WORDS * scale)
        self._bar.setGeometry(margin, top + (words_height - bar_height) // 2, bar_width, bar_height)
        self._words.setGeometry(margin + width - words_width, top, words_width, words_height)
        row_top = top + round(_ROW_TOP * scale)
        self._strip.setGeometry(margin, row_top, width, round(_ROW * scale))

    def _trace(self, state: State) -> None:
        """Process one state on the way, in order; start again when time goes back."""
        if state.time_s < self._traced.time_s:
            self._view.panel.forget_guide()
        else:
            self._view.panel.trace_guide(state.time_s, self._traced.guide)
        self._traced = state

    def _show(self) -> None:
        playback, course = self._playback, self._playback.course
        state, at_s = playback.state, playback.position_s
        if state is not self._shown:
            self._shown = state
            usual = usual_response(course.breaths, course.pace_since_s, state.change)
            self._view.show_state(state, course.ratios, usual)
            self._show_values()
        self._view.show_moment(state, at_s, complete=False)
        told = notice(replace(state, heard_straps=()), playback.problem)
        self._view.show_words(told or "", None, replay_hints(running=playback.running))

    def _add_button(self, row: QHBoxLayout, text: Message, pressed: Callable[[], None]) -> QPushButton:
        button = self.new_button(text, pressed, self._strip)
        row.addWidget(button)
        return button

    @property
    def _place_words(self) -> Message:
        playback = self._playback
        if playback.target_s is not None:
            return message("page.replay.going", clock=clock_text(playback.target_s))
        at, end = clock_text(playback.position_s), clock_text(playback.duration_s)
        return self._dated(message("window.position", clock=at, end=end))

    def _dated(self, words: Message) -> Message:
        """Put the session's date before the words if there is room."""
        return words if self.look.large else dotted(message("history.started", at=self._started), words)

    @property
    def _speed_names(self) -> tuple[Message, Message]:
        times = self._playback.speed
        return message("page.replay.speed", times=times), message("page.replay.speed_short", times=times)

    def _name_buttons(self) -> None:
        names = _PAUSE if self._playback.running else _PLAY, self._speed_names, _BACK
        for button, (name, short) in zip((self._play, self._speed, self._back), names, strict=True):
            button.setText(say(short if self.look.large else name))
            button.setAccessibleName(say(name))

    def _next_speed(self) -> None:
        """Switch to the next speed, and from the fastest to the slowest: the button has one direction."""
        before = self._playback.speed
        self._playback.change_speed(1)
        if self._playback.speed == before:
            self._playback.change_speed(-len(SPEEDS))

    def _explain(self, figure_key: str) -> None:
        self._stop_explaining()
        self._why = WhySheet(back=message("page.replay.back_to"))
        self._why.show_figure(figure_key)
        self._why.closed.connect(self._stop_explaining)
        self._view.set_sheet(self._why)
        self._why.first_focus.setFocus()
        self._show_values()

    def _stop_explaining(self) -> None:
        old, self._why = self._why, None
        if old is not None:
            self._view.set_sheet(None)
            old.hide()
            old.deleteLater()
            self._play.setFocus()

    def _show_values(self) -> None:
        if self._why is not None:
            self._why.show_state(self._playback.state)
