"""The practise view: the guide at the left, the heart at the right; or the guide alone."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from biofeedback.engine.programme_step import Shown
from biofeedback.engine.shown import shown_state
from biofeedback.engine.state import State
from biofeedback.person.guide_styles import GuideStyle
from biofeedback.statements.steps import step_words
from biofeedback.window.charts.heart_panel import HeartPanel
from biofeedback.window.charts.usual import Usual
from biofeedback.window.guide.guide_scene import GuideLines, GuideScene
from biofeedback.window.guide.guide_view import GuideView
from biofeedback.window.header import Header
from biofeedback.window.look.arrangement import arrange, arrange_alone, arrange_step
from biofeedback.window.look.key_hints import KeyHint
from biofeedback.window.look.look import Look, Theme, lay_ground
from biofeedback.window.look.text import Text, TextRole
from biofeedback.window.look.words import SayGuide, breath_words, guide_words
from biofeedback.window.pages.sheet import Sheet
from biofeedback.window.widgets.key_line import KeyLine
from devices.events import Part
from devices.message import Message, dotted, message
from devices.steps import Measured

_SMALLEST_STEP_SCALE: Final = 0.5

_FORETOLD_S: Final = 1.0
"""How long after a state its breath may be drawn on."""


@dataclass(frozen=True, slots=True)
class _StepLayout:
    """What has a place while a programme is played: its text, the guide, the charts, the word for moving."""

    text: bool = False
    guide: bool = True
    charts: bool = True
    moving: bool = False

    @classmethod
    def of(cls, state: State) -> "_StepLayout":
        """Return what has a place in a state."""
        step = state.step
        if step is None:
            return cls()
        begun = state.part is Part.PRACTICE
        return cls(
            text=True,
            guide=state.guide.running or not begun,
            charts=not begun or step.shown is not Shown.NOTHING,
            moving=begun and step.measured is Measured.MOVING,
        )


def _below_guide(state: State) -> Message:
    """Return what stands below the guide: its pattern, or which step it is."""
    step = state.step
    if step is None or state.guide.running:
        return state.guide.pattern.words
    if state.part is Part.PRACTICE and not step.running:
        return dotted(message("guide.paused"), step_words(step))
    return step_words(step)


class PracticeView(QWidget):
    """Shows a state and a moment.

    Parameters
    ----------
    state : State
        To begin with.
    parent : QWidget
        Where it lives.
    guide_words : SayGuide, optional
        The words inside the guide.
    """

    def __init__(self, state: State, parent: QWidget, *, guide_words: SayGuide = guide_words) -> None:
        super().__init__(parent)
        self._guide_words = guide_words
        self.theme = Theme.DARK
        self._text_percent = 100
        self._alone = False
        self._pattern_words = state.guide.pattern.words
        self._advised: State | None = None
        self._drawn = False
        self.look = Look()
        self._sheet: Sheet | None = None
        self.guide = GuideView(self._scene(state, 0.0, complete=False), self)
        self.panel = HeartPanel(state, self)
        self._header = Header(self)
        center = Qt.AlignmentFlag.AlignHCenter
        self._notice = Text(TextRole.TITLE, "text", self, wrap=True)
        self._pattern = Text(TextRole.PATTERN, "text", self, alignment=center)
        self._advice = Text(TextRole.TITLE, "quiet", self, alignment=center, wrap=True)
        self._hints = KeyLine(self)
        self._step = Text(TextRole.STEP, "text", self, alignment=center, wrap=True, middle=True)
        self._moving = Text(TextRole.HEADING, "quiet", self, alignment=center, wrap=True, middle=True)
        self._layout_of = _StepLayout()

    @property
    def is_alone(self) -> bool:
        """Whether the guide is shown alone."""
        return self._alone

    def show_state(self, state: State, ratios: tuple[float | None, ...], usual: Usual | None) -> None:
        """Show all that stays until the next state; the arguments are those of `HeartPanel.show_state`."""
        self._show_step(state)
        state = shown_state(state)
        self._header.show_state(state)
        self._pattern_words = _below_guide(state)
        self.panel.show_state(state, ratios, usual)

    def show_moment(self, state: State, now_s: float, *, complete: bool) -> None:
        """Move the guide and the past minute to now."""
        state = shown_state(state)
        self.guide.show_scene(self._scene(state, now_s, complete=complete))
        drawn = self.guide.draws_breath
        if state is not self._advised or drawn is not self._drawn:
            self._advised, self._drawn = state, drawn
            self._advice.setText(breath_words(state, is_drawn=drawn))
        self.panel.move_to(now_s, state)

    def show_words(
        self, notice: Message | str | None, course: Message | None, hints: Sequence[KeyHint]
    ) -> None:
        """Show what the person should know now, else where a plan is, and the keys.

        Beside the guide alone only what is urgent is shown.
        """
        self._pattern.setText(notice if notice and self._alone else self._pattern_words)
        words = notice or course or ""
        self._notice.setText(words)
        if self.look.large:
            self._notice.setVisible(bool(words) and not self._alone)
            self._advice.setVisible(not words and not self._alone)
        self._hints.show_hints(hints)

    def show_time(self, practised_s: float, planned_s: float) -> None:
        self._header.show_time(practised_s, planned_s)

    def _show_step(self, state: State) -> None:
        """Show the text of a programme's step; what it allows decides what else has a place."""
        step = state.step
        if step is not None and step.text != self._step.text():
            self._step.setText(step.text)
            self._fit_step()
        layout = _StepLayout.of(state)
        self._moving.setText(step.instead if step is not None and layout.moving else "")
        if layout != self._layout_of:
            self._layout_of = layout
            self._place()

    def set_appearance(self, theme: Theme, style: GuideStyle, text_percent: int) -> None:
        """Choose colours, the style of the guide, and the size of the writing."""
        self.theme, self._text_percent = theme, text_percent
        lay_ground(self, theme)
        self.guide.set_style(style)
        self._place()

    def dress_like(self, other: "PracticeView") -> None:
        """Take another view's colours, style of the guide, and size of the writing."""
        self.set_appearance(other.theme, other.guide.style_shown, other._text_percent)

    def set_sheet(self, sheet: Sheet | None) -> None:
        """Show a sheet in place of the charts, or the charts again."""
        self._sheet = sheet
        if sheet is not None:
            sheet.setParent(self)
        self._place()

    def set_alone(self, *, alone: bool) -> None:
        """Show the guide alone, or all."""
        self._alone = alone
        self._place()

    def resizeEvent(self, _event: QResizeEvent) -> None:
        self._place()

    def _place(self) -> None:
        places = arrange(self.width(), self.height(), text_percent=self._text_percent)
        self.look = look = Look(self.theme.palette, places.scale, places.large)
        parts = (
            (self._header, places.header),
            (self._notice, places.notice),
            (self._pattern, places.pattern),
            (self._advice, places.advice),
            (self._hints, places.hints),
            (self.panel, places.panel),
            (self.guide, places.guide),
        )
        for part, place in parts:
            part.set_look(look)
            part.setGeometry(place)
            part.setVisible(not self._alone)
        if self._sheet is not None:
            self._sheet.set_look(look)
            self._sheet.setGeometry(places.panel)
            self._sheet.setVisible(not self._alone)
            self.panel.hide()
        guide = places.guide
        if self._alone:
            guide, pattern = arrange_alone(self.width(), self.height())
            for part, place in ((self.guide, guide), (self._pattern, pattern)):
                part.setGeometry(place)
                part.show()
        self._place_step(guide, places.panel)

    def _fit_step(self) -> None:
        """Write the step's text smaller where it would not be seen whole."""
        look = self.look
        self._step.set_look(look)
        while look.scale > _SMALLEST_STEP_SCALE and (
            self._step.heightForWidth(self._step.width()) > self._step.height()
        ):
            look = replace(look, scale=0.9 * look.scale)
            self._step.set_look(look)

    def _place_step(self, guide: QRect, panel: QRect) -> None:
        """Give the step's text its place: below the guide, or the guide's own where the step has none."""
        layout = self._layout_of
        beside = self._sheet is None and not self._alone
        self._moving.set_look(self.look)
        self._step.setVisible(layout.text)
        self._moving.setVisible(layout.moving and beside)
        self._moving.setGeometry(panel)
        if layout.text:
            above, below = arrange_step(guide)
            self.guide.setGeometry(above)
            self.guide.setVisible(layout.guide)
            self._step.setGeometry(below if layout.guide else guide)
            self._fit_step()
        if not layout.charts:
            self.panel.hide()

    def _scene(self, state: State, now_s: float, *, complete: bool) -> GuideScene:
        position = state.guide.at(now_s)
        course = state.breathing.course
        fresh = course is not None and state.guide.running and now_s - state.time_s <= _FORETOLD_S
        measured = course.position_at(now_s) if fresh and course is not None else None
        words = GuideLines.said(self._guide_words(state, position, complete=complete))
        return GuideScene(state.guide, now_s, position, words, measured)
