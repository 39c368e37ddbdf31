"""What the practise window paints: guide, charts, words in their places, and ten thousand frames of it."""

import os
from collections.abc import Iterator
from itertools import pairwise

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from biofeedback.pacing.guide import LET_OUT_S
from biofeedback.person.guide_styles import CIRCLE
from biofeedback.window.charts.response_bars import ResponseBars
from biofeedback.window.charts.tachogram import TachogramChart
from biofeedback.window.guide.motion import CROSS_FADE_S
from biofeedback.window.look.language import speak_by_setting
from biofeedback.window.look.palette import DARK
from tests.biofeedback.window.simulated_window import SimulatedSession, chosen
from tests.biofeedback.window.window_session import Session, columns_with


@pytest.fixture(scope="session", autouse=True)
def application() -> object:
    return QApplication.instance() or QApplication(["test"])


@pytest.fixture
def session() -> Iterator[Session]:
    session = Session(style=CIRCLE)
    session.begin()
    yield session
    session.window.end()
    session.window.deleteLater()
    QApplication.processEvents()


def circle_width(session: Session) -> int:
    columns = columns_with(session.window.guide, DARK.guide)
    return columns[-1] - columns[0]


class TestPictures:
    @pytest.mark.parametrize("language", ["en", "de"])
    def test_the_words_lie_within_the_smallest_circle_at_twice_the_size(self, language: str) -> None:
        settings = chosen(rated=False, text_percent=200, language=language, guide_style="circle")
        session = SimulatedSession(None, settings=settings)
        guide, widths = session.window.guide, list[int]()
        for step_s in (0.0, 0.1, 11.8):
            session.frame(step_s)
            session.frame(CROSS_FADE_S)
            circle, words = columns_with(guide, DARK.guide), columns_with(guide, DARK.text)
            widths.append(words[-1] - words[0])
            assert circle[0] < words[0]
            assert words[-1] < circle[-1]
            if not session.practice.state.guide.running:
                session.press(Qt.Key.Key_Space)
        assert len(set(widths)) > 1
        session.close()
        speak_by_setting("en")

    def test_the_circle_swells_and_shrinks(self, session: Session) -> None:
        session.press(Qt.Key.Key_Space)
        session.frame(LET_OUT_S)
        empty = circle_width(session)
        session.frame(2.0)
        half = circle_width(session)
        session.frame(2.0)
        full = circle_width(session)
        session.frame(8.0)
        assert empty < 0.7 * half < half < 0.8 * full
        assert circle_width(session) == pytest.approx(empty, abs=2)

    def test_it_stands_still_while_paused(self, session: Session) -> None:
        session.press(Qt.Key.Key_Space)
        session.frame(3.0)
        session.press(Qt.Key.Key_Space)
        session.frame(CROSS_FADE_S)
        paused = circle_width(session)
        painted = session.window.guide.frames
        for _ in range(5):
            session.frame(1.0)
        assert session.window.guide.frames == painted
        assert circle_width(session) == paused

    def test_bars_come_with_breaths(self, session: Session) -> None:
        bars = session.window.findChild(ResponseBars)
        session.strap.connect(session.now_ns)
        session.press(Qt.Key.Key_Space)
        assert not columns_with(bars, DARK.response, DARK.response_newest)
        session.live(20.0)
        assert columns_with(bars, DARK.response_newest)
        assert not columns_with(bars, DARK.response)
        session.live(24.0)
        assert len(columns_with(bars, DARK.response)) >= 16

    def test_a_breath_without_beats_is_an_outline(self, session: Session) -> None:
        bars = session.window.findChild(ResponseBars)
        session.press(Qt.Key.Key_Space)
        session.live(40.0, beating=False)
        assert [breath.rsa_ms for breath in session.practice.state.breaths] == [None, None]
        assert not columns_with(bars, DARK.response, DARK.response_newest)
        image, plot = bars.grab().toImage(), bars.plot_rect
        middle = round(plot.bottom() - 0.2 * plot.height())
        dots = [
            x
            for x in range(round(plot.right()))
            if any(image.pixelColor(x, middle + dy).green() > 60 for dy in range(4))
        ]
        assert len({round(x / 4) for x in dots}) >= 4, "two sides of two outlines"

    def test_missing_beats_are_a_gap_in_the_tachogram(self, session: Session) -> None:
        tachogram = session.window.findChild(TachogramChart)
        session.strap.connect(session.now_ns)
        session.live(25.0)
        whole = columns_with(tachogram, DARK.heart)
        assert _longest_gap(whole) <= 3
        session.live(10.0, beating=False)
        session.live(15.0)
        second = tachogram.plot_rect.width() / 60.0
        assert _longest_gap(columns_with(tachogram, DARK.heart)) == pytest.approx(
            10.0 * second, abs=2.5 * second
        )

    def test_the_newest_beat_lies_left_of_now(self, session: Session) -> None:
        tachogram = session.window.findChild(TachogramChart)
        session.strap.connect(session.now_ns)
        session.press(Qt.Key.Key_Space)
        session.live(20.0)
        ago_s = session.practice.now_s() - session.practice.state.beats[-1].time_s
        right = tachogram.plot_rect.right() - ago_s * tachogram.plot_rect.width() / 60.0
        assert ago_s > 0.6
        assert columns_with(tachogram, DARK.heart)[-1] == pytest.approx(right, abs=3)

    def test_while_the_guide_stands_the_minute_moves_on_with_each_beat(self, session: Session) -> None:
        tachogram = session.window.findChild(TachogramChart)
        session.strap.connect(session.now_ns)
        session.live(20.0)
        newest_s = session.practice.state.beats[-1].time_s
        second = tachogram.plot_rect.width() / 60.0
        right = tachogram.plot_rect.right() - (session.practice.now_s() - newest_s) * second
        assert columns_with(tachogram, DARK.heart)[-1] == pytest.approx(right, abs=1.0 * second + 3)

    def test_put_away_it_is_not_painted(self, session: Session) -> None:
        session.press(Qt.Key.Key_Space)
        session.window.showMinimized()
        session.live(1.0)
        painted = session.window.guide.frames
        session.live(5.0)
        assert session.window.guide.frames == painted
        session.window.showNormal()
        session.live(1.0)
        assert session.window.guide.frames > painted

    def test_the_past_of_the_guide_is_blank_where_it_stood(self, session: Session) -> None:
        tachogram = session.window.findChild(TachogramChart)
        second = tachogram.plot_rect.width() / 60.0

        def columns() -> list[int]:
            """Return where the past is seen in the last 23 s: the rest fades."""
            return [x for x in columns_with(tachogram, DARK.guide_past) if x > 37.0 * second]

        session.live(10.0, beating=False)
        assert not columns()
        session.press(Qt.Key.Key_Space)
        session.live(7.0, beating=False)
        session.press(Qt.Key.Key_Space)
        assert session.practice.state.guide.at(session.practice.now_s()).lung_position > 0.9
        session.live(10.0, beating=False)
        seen = columns()
        assert seen[-1] - seen[0] == pytest.approx(6.5 * second, abs=1.5 * second)
        assert seen[-1] < tachogram.plot_rect.right() - 8.0 * second

    @pytest.mark.parametrize("size", [(960, 600), (1280, 720), (2560, 1440)])
    def test_no_part_leaves_the_window_or_covers_another(
        self, session: Session, size: tuple[int, int]
    ) -> None:
        session.window.resize(*size)
        session.frame()
        parts = [w for w in session.window.view.children() if isinstance(w, QWidget) and w.isVisible()]
        assert len(parts) == 8
        for i, part in enumerate(parts):
            assert session.window.rect().contains(part.geometry())
            assert not any(part.geometry().intersects(other.geometry()) for other in parts[i + 1 :])


def _longest_gap(columns: list[int]) -> int:
    return max(b - a for a, b in pairwise(columns))


@pytest.mark.parametrize("frames", [1_500, pytest.param(10_000, marks=pytest.mark.soak)])
def test_thousands_of_frames_are_drawn(session: Session, frames: int) -> None:
    """PySide6 6.12 aborts after some thousand: each of its calls costs a reference to None."""
    session.strap.connect(session.now_ns)
    session.press(Qt.Key.Key_Space)
    painted = session.window.guide.frames
    for _ in range(3 * frames):  # A frame in which nothing visible moves is not painted.
        session.frame(1.0 / 30.0)
        if session.window.guide.frames - painted >= frames:
            return
    pytest.fail(f"only {session.window.guide.frames - painted} of {frames} frames were drawn")
