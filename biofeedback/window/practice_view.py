"""The practise view in its three depths: the guide, the guide and the heart, or every figure."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QContextMenuEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from biofeedback.engine.shown import shown_state
from biofeedback.engine.state import State
from biofeedback.pacing.guide import GuidePosition
from biofeedback.person.guide_styles import GuideStyle
from biofeedback.statements.live import advice_words
from biofeedback.window.charts.heart_panel import HeartPanel
from biofeedback.window.charts.heart_ribbon import HeartRibbon
from biofeedback.window.charts.usual import Usual
from biofeedback.window.guide.guide_scene import GuideLines, GuideScene
from biofeedback.window.guide.guide_view import GuideView
from biofeedback.window.header import Header
from biofeedback.window.look.arrangement import (
    Arrangement,
    arrange,
    arrange_alone,
    arrange_step,
    has_room_for_details,
)
from biofeedback.window.look.depth import Depth
from biofeedback.window.look.depth_arrangement import arrange_above_sheet, arrange_middle
from biofeedback.window.look.key_hints import KeyHint
from biofeedback.window.look.look import Look, Theme, lay_ground
from biofeedback.window.look.text import Text, TextRole
from biofeedback.window.look.words import SayGuide, breath_words, guide_words, heart_sentence
from biofeedback.window.pages.sheet import Sheet
from biofeedback.window.step_text import StepLayout, StepText, below_guide
from biofeedback.window.widgets.control_bar import ControlBar
from biofeedback.window.widgets.feeling_row import FeelingRow
from biofeedback.window.widgets.key_line import KeyLine
from biofeedback.window.widgets.quiet_button import QuietButton
from devices.message import Message, message

_RIBBON_HEIGHT: Final = 120.0
"""Height of a ribbon with numbers as large as at 1280×720, in pixels."""

_FORETOLD_S: Final = 1.0
"""How long after a state its breath may be extrapolated, in seconds."""

_NOTICE_S: Final = 10.0
"""After so many seconds of practice the reason why there is no strap steps back."""

_Control = KeyLine | ControlBar | QuietButton | FeelingRow
_Part = GuideView | Header | Text | HeartPanel | HeartRibbon | Sheet | _Control


class PracticeView(QWidget):
    """Shows a state and a moment.

    Parameters
    ----------
    state : State
        The initial state.
    parent : QWidget
        The parent widget.
    guide_words : SayGuide, optional
        Returns the words inside the guide.
    has_feelings : bool, optional
        Whether there are buttons for feeling restless or dizzy.
    """

    def __init__(
        self,
        state: State,
        parent: QWidget,
        *,
        guide_words: SayGuide = guide_words,
        has_feelings: bool = False,
    ) -> None:
        super().__init__(parent)
        self._guide_words, self.theme = guide_words, Theme.DARK
        self._text_percent, self._reduces_motion = 100, False
        self._practised_s, self._progress = 0.0, 0.0
        self._alone, self.depth_shown = False, Depth.DETAILS
        self.shows_focus = False
        """Whether a ring marks the keyboard focus; `set_appearance` shows a change."""

        self._invites = False
        self._pattern_words = state.guide.pattern.words
        self._advised: State | None = None
        self._drawn = self._loads = False
        self._moment = state, False
        self._said: tuple[object, GuideLines] | None = None
        self.look = Look()
        self._sheet: Sheet | None = None
        self.guide = GuideView(self._scene(state, 0.0, complete=False), self)
        self.panel = HeartPanel(state, self)
        self._header = Header(self)
        center = Qt.AlignmentFlag.AlignHCenter
        self._notice = Text(TextRole.TITLE, "text", self, wrap=True)
        self._notice_dims = False
        self._pattern = Text(TextRole.PATTERN, "text", self, alignment=center)
        self._advice = Text(TextRole.TITLE, "quiet", self, alignment=center, wrap=True)
        self._hints = KeyLine(self)
        self._ribbon = HeartRibbon(self)
        self._sentence = Text(TextRole.PATTERN, "text", self, alignment=center, wrap=True)
        self.bar = ControlBar(self)
        self.invitation = QuietButton(message("bar.show_heart"), self)
        self.feelings = FeelingRow(self) if has_feelings else None
        if self.feelings is not None:
            self.feelings.asked.connect(self.bar.asked)
        self._step = StepText(self)
        self._moving = Text(TextRole.HEADING, "quiet", self, alignment=center, wrap=True, middle=True)
        self._layout_of = StepLayout()

    @property
    def is_alone(self) -> bool:
        """Whether only the guide is shown."""
        return self._alone

    def show_state(self, state: State, ratios: tuple[float | None, ...], usual: Usual | None) -> None:
        """Show what stays until the next state; the arguments are those of `HeartPanel.show_state`."""
        self._show_step(state)
        state = shown_state(state)
        self._header.show_state(state)
        self._pattern_words = below_guide(state)
        self.panel.show_state(state, ratios, usual)
        self._sentence.setText(heart_sentence(state))
        self._ribbon.show_state(state)

    def show_moment(self, state: State, now_s: float, *, complete: bool, faded: float = 0.0) -> None:
        """Move the guide and the past minute to now; `faded` is how far the light has faded at the end."""
        state = shown_state(state)
        self._moment = state, complete
        self.guide.show_scene(replace(self._scene(state, now_s, complete=complete), faded=faded))
        drawn = self.guide.draws_breath
        if state is not self._advised or drawn is not self._drawn:
            self._advised, self._drawn = state, drawn
            self._advice.setText(breath_words(state, is_drawn=drawn))
        self.panel.move_to(now_s, state)
        if self.panel.has_chart:
            self._ribbon.move_to(now_s, state, self.panel.guide_trace)

    def move_guide(self, now_s: float) -> bool:
        """Move only the guide to now, and return whether it moved; all else stays as it is."""
        state, complete = self._moment
        return self.guide.show_scene(self._scene(state, now_s, complete=complete))

    def show_words(
        self, notice: Message | str | None, course: Message | None, hints: Sequence[KeyHint]
    ) -> None:
        """Show what the person should know now, or the progress of a plan, and the keys.

        With only the guide, only urgent messages are shown.
        """
        self._pattern.setText(notice if notice and self._alone else self._pattern_words)
        told, steps_back = self._course_words(course), self._is_without_strap(notice)
        words = (told or notice if steps_back else notice or told) or ""
        self._notice.setText(words)
        self._dim_notice(dims=steps_back and words is notice)
        if self._is_detailed and self.look.large:
            self._notice.setVisible(bool(words) and not self._alone)
            for part in (self._advice, self._hints):
                part.setVisible(not words and not self._alone)
        self._hints.show_hints(hints)

    def _is_without_strap(self, notice: Message | str | None) -> bool:
        """Return whether the notice says only why no strap has come, and the practice goes on without one."""
        state = self._advised
        if state is None or not notice or self._practised_s < _NOTICE_S:
            return False
        return not state.strap_name and notice == state.link_message

    def _dim_notice(self, *, dims: bool) -> None:
        if dims != self._notice_dims:
            self._notice_dims = dims
            self._notice.dress(TextRole.TITLE, "quiet" if dims else "text", self.look)

    def _course_words(self, course: Message | None) -> Message | None:
        """Return the progress of a plan or programme, or advice, unless it is shown elsewhere."""
        if self._is_detailed:
            return course
        if self._layout_of.is_text_alone:
            return self._pattern_words
        return None if self._advised is None else advice_words(self._advised)

    def show_time(self, practised_s: float, planned_s: float) -> None:
        """Show how long the practice has lasted, and how long it will last."""
        self._practised_s, self._progress = practised_s, practised_s / planned_s if planned_s > 0.0 else 0.0
        self._header.show_time(practised_s, planned_s)

    def _show_step(self, state: State) -> None:
        """Show the text of a programme's step; the step decides what else may be shown."""
        step = state.step
        if step is not None and step.text != self._step.text():
            self._step.setText(step.text)
            self._step.fit(self.look)
        layout = StepLayout.of(state)
        self._step.rest(rests=layout.is_text_alone)
        self._moving.setText(step.instead if step is not None and layout.moving else "")
        if layout != self._layout_of:
            self._layout_of = layout
            self._place()

    def set_appearance(
        self, theme: Theme, style: GuideStyle, text_percent: int, *, reduces_motion: bool = False
    ) -> None:
        """Choose colours, the style of the guide, the text size, and whether the light moves."""
        self.theme, self._text_percent, self._reduces_motion = theme, text_percent, reduces_motion
        lay_ground(self, theme)
        self.guide.set_style(style)
        self._place()

    def dress_like(self, other: "PracticeView") -> None:
        """Copy another view's colours, style of the guide, and text size."""
        self.set_appearance(
            other.theme, other.guide.style_shown, other._text_percent, reduces_motion=other._reduces_motion
        )

    def set_sheet(self, sheet: Sheet | None) -> None:
        """Show a sheet instead of the charts, or show the charts again."""
        self._sheet = sheet
        if sheet is not None:
            sheet.setParent(self)
        self._place()

    def set_depth(self, depth: Depth, *, invites: bool = False) -> None:
        """Show more or less of the practice; beginners see an invitation to the heart beside the guide."""
        self.depth_shown, self._invites = depth, invites
        if self._loads:
            self.load()
        self._place()

    def load(self) -> None:
        """Begin to load the charts; without them, that is only done once they are wanted."""
        self._loads = True
        self.panel.load(chart=self.depth_shown is not Depth.BREATHE)

    def set_alone(self, *, alone: bool) -> None:
        """Show only the guide, or everything."""
        self._alone = alone
        self._place()

    def resizeEvent(self, _event: QResizeEvent) -> None:
        self._place()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Open the menu of the buttons, which also appears where the row of buttons has no room."""
        if self.feelings is not None:
            self.bar.open_menu(event.globalPos())

    @property
    def has_room_for_details(self) -> bool:
        """Whether all figures have room beside the guide."""
        return has_room_for_details(self.width(), self.height())

    @property
    def shows_keys(self) -> bool:
        """Whether a line that names the keys is shown."""
        return self._is_detailed and not self._alone

    @property
    def _is_detailed(self) -> bool:
        """Whether the guide is at the left, with all figures or a sheet at the right."""
        return self.has_room_for_details and (self.depth_shown is Depth.DETAILS or self._sheet is not None)

    def _place(self) -> None:
        places = arrange(self.width(), self.height(), text_percent=self._text_percent)
        share, still = self._text_percent / 100.0, self._reduces_motion
        self.look = Look(self.theme.palette, places.scale, places.large, self.shows_focus, share, still)
        for part in self._parts:
            part.set_look(self.look)
        if self._alone:
            guide, pattern = arrange_alone(self.width(), self.height())
            self._show_parts({self.guide: guide, self._pattern: pattern})
        elif self._is_detailed:
            self._place_details(places)
        elif self._sheet is not None:
            guide, sheet = arrange_above_sheet(self.width(), self.height())
            self._show_parts({self.guide: guide, self._sheet: sheet})
        else:
            self._place_middle(places.scale)

    @property
    def _graphics_scale(self) -> float:
        """Scale of the graphics, which the text size does not change."""
        return arrange(self.width(), self.height()).scale

    @property
    def _parts(self) -> tuple[_Part, ...]:
        details = (self._header, self._notice, self._pattern, self._advice, self._hints, self.panel)
        middle = (self._ribbon, self._sentence, self.bar, self.invitation)
        sheet = () if self._sheet is None else (self._sheet,)
        feelings = () if self.feelings is None else (self.feelings,)
        return (self.guide, self._step, self._moving, *feelings, *details, *middle, *sheet)

    def _place_details(self, places: Arrangement) -> None:
        self._show_parts(
            {
                self._header: places.header,
                self._notice: places.notice,
                self._pattern: places.pattern,
                self._advice: places.advice,
                self._hints: places.hints,
                self.guide: places.guide,
                self.panel if self._sheet is None else self._sheet: places.panel,
            }
        )

    def _place_middle(self, text_scale: float) -> None:
        depth = Depth.BREATHE if self.depth_shown is Depth.BREATHE else Depth.HEART
        scale = self._graphics_scale
        places = arrange_middle(self.width(), self.height(), depth=depth, scale=scale, text_scale=text_scale)
        self.bar.set_look(replace(self.look, scale=scale))
        shown: dict[QWidget, QRect] = {self.guide: places.guide}
        if self.feelings is not None:  # A replay has buttons of its own.
            shown[self.bar] = places.bar
        notice = places.notice
        if depth is Depth.HEART:
            self._sentence.set_look(replace(self.look, scale=places.words_scale))
            numbers = min(text_scale, max(scale, places.ribbon.height() / _RIBBON_HEIGHT))
            self._ribbon.set_look(replace(self.look, scale=min(numbers, text_scale)))
            shown |= {self._ribbon: places.ribbon, self._sentence: places.sentence}
        elif self._invites:
            size = self.invitation.sizeHint()
            right = places.notice.right() - size.width()
            line = self._notice.fontMetrics().height()  # Both texts stand on one line.
            top = max(0, notice.top() + (line - size.height()) // 2)
            shown[self.invitation] = QRect(right, top, size.width(), size.height())
            notice = notice.adjusted(0, 0, -size.width(), 0)
        shown[self._notice] = notice
        self._show_parts(shown)

    def _show_parts(self, places: Mapping[QWidget, QRect]) -> None:
        """Show parts in their places if a programme's step allows them, and hide all others."""
        places = self._left_by_step(self._with_feelings(dict(places)))
        for part in self._parts:
            if part in places:
                part.setGeometry(places[part])
            part.setVisible(part in places and not places[part].isEmpty())
        self._step.fit(self.look)

    def _with_feelings(self, places: dict[QWidget, QRect]) -> dict[QWidget, QRect]:
        """Place the buttons for feeling restless or dizzy beside the others, or below the guide."""
        row, scale = self.feelings, self._graphics_scale
        if row is not None and self.bar in places:
            bar = places[self.bar]
            taken = self.bar.width_within(row.room_between(bar.width(), self.look, scale))
            places[row] = row.beside(bar, taken, self.look)
            places[self.bar] = QRect(bar.center().x() - taken // 2, bar.top(), taken, bar.height())
            row.lower()
        elif row is not None:
            places[self.guide], places[row] = row.below(places[self.guide], self.look, scale)
        return places

    def _left_by_step(self, places: dict[QWidget, QRect]) -> dict[QWidget, QRect]:
        """Place the step's text, and remove the places of parts that the step hides.

        The text is below the guide, or in the guide's place if the step has no guide.
        """
        layout = self._layout_of
        if layout.text and self.guide in places:
            guide = places.pop(self.guide)
            above, below = arrange_step(guide)
            margin = guide.width() // 16
            places[self._step] = below if layout.guide else guide.adjusted(margin, 0, -margin, 0)
            if layout.guide:
                places[self.guide] = above
        charts = (self.panel, self._ribbon, self._sentence)
        taken = charts if not layout.charts else () if layout.heart_rate else (self._ribbon, self._sentence)
        room = QRect()
        for part in taken:
            room = room.united(places.pop(part, QRect()))
        if layout.moving and not room.isEmpty():
            places[self._moving] = room
        return places

    def _scene(self, state: State, now_s: float, *, complete: bool) -> GuideScene:
        position = state.guide.at(now_s)
        course = state.breathing.course
        fresh = course is not None and state.guide.running and now_s - state.time_s <= _FORETOLD_S
        measured = course.position_at(now_s) if fresh and course is not None else None
        words = self._lines(state, position, complete=complete)
        exhales = fresh and course is not None and not course.inhaling_at(now_s)
        return GuideScene(
            state.guide, now_s, position, words, measured, exhales, self._practised_s, self._progress
        )

    def _lines(self, state: State, position: GuidePosition, *, complete: bool) -> GuideLines:
        """Return the words inside the guide, which change at most once per second and with a state."""
        of = (state, position.stage, math.ceil(position.remaining_s), position.breath, complete)
        if self._said is None or self._said[0] != of:
            self._said = of, GuideLines.said(self._guide_words(state, position, complete=complete))
        return self._said[1]
