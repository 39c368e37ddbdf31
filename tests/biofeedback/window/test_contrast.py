"""Contrast of every text and meaningful graphic, measured from the pixels that are painted (WCAG 2.2)."""

import os
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import TypeVar

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QLineEdit, QPushButton, QWidget

from biofeedback.person.guide_styles import CIRCLE, GUIDE_STYLES, LIGHT_STYLE, STILL, GuideStyle
from biofeedback.person.profile import ProfileShelf
from biofeedback.person.settings import OwnScale
from biofeedback.resonance.estimate import Resonance
from biofeedback.resonance.protocol import Protocol
from biofeedback.window.charts.figure_view import FigureView
from biofeedback.window.charts.rated_bar import RatedBar
from biofeedback.window.charts.ratio_dots import RatioDots
from biofeedback.window.charts.response_bars import ResponseBars
from biofeedback.window.charts.tachogram import TachogramChart
from biofeedback.window.charts.trend_chart import TrendChart
from biofeedback.window.charts.week_bars import WeekBars
from biofeedback.window.header import Header
from biofeedback.window.look.look import Theme
from biofeedback.window.pages.practise.pattern_sheet import PatternSheet
from biofeedback.window.pages.practise.search_sheets import ResultSheet
from biofeedback.window.pages.practise.settings_sheet import SettingsSheet
from biofeedback.window.widgets.position_bar import PositionBar
from biofeedback.window.widgets.rating_row import RatingRow
from devices.breath_pattern import BreathPattern
from tests.biofeedback.window.simulated_window import SimulatedSession, chosen
from tests.past_sessions import NOW, MadeUpHistory
from tests.polling import wait_until
from tests.program import run

TEXT, GRAPHIC = 4.5, 3.0
_NEAR = 24
"""Sum of differences of three channels below which a pixel has a colour: edges are softened."""


_W = TypeVar("_W", bound=QWidget)


@pytest.fixture(scope="module", autouse=True)
def application() -> object:
    return QApplication.instance() or QApplication(["test"])


@pytest.fixture(scope="module")
def recorded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("data") / "a.session"
    assert run("simulate", "calm", "--minutes", "1", "--seed", "4", "--output", file).returncode == 0
    return file


@dataclass(frozen=True)
class Practising:
    """A session two minutes old, and its theme."""

    session: SimulatedSession
    theme: Theme

    def picture_of(self, widget: QWidget) -> QImage:
        """What of the window is seen where the widget lies."""
        window = self.session.window
        place = QRect(widget.mapTo(window, QPoint(0, 0)), widget.size())
        return window.grab(place).toImage()

    def all(self, kind: type[_W]) -> list[_W]:
        return [widget for widget in self.session.window.findChildren(kind) if widget.isVisible()]


@pytest.fixture(scope="module", params=list(Theme))
def practising(request: pytest.FixtureRequest) -> Iterator[Practising]:
    past = MadeUpHistory(Path("none"))
    session = SimulatedSession("calm", settings=chosen(theme=request.param, rated=False), history=past)
    session.live(5.0)
    session.press(Qt.Key.Key_Space)
    session.live(120.0)
    yield Practising(session, request.param)
    session.close()


def luminance(color: tuple[int, ...]) -> float:
    linear = [
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in (part / 255.0 for part in color)
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: tuple[int, ...], other: tuple[int, ...]) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def pixels(picture: QImage) -> Counter[tuple[int, int, int]]:
    counts: Counter[tuple[int, int, int]] = Counter()
    for y in range(picture.height()):
        for x in range(picture.width()):
            value = picture.pixel(x, y)
            counts[value >> 16 & 255, value >> 8 & 255, value & 255] += 1
    return counts


def ground_of(counts: Counter[tuple[int, int, int]]) -> tuple[int, int, int]:
    return counts.most_common(1)[0][0]


def writing_contrast(picture: QImage) -> float:
    """Contrast of the strongest stroke to the ground: small writing is softened at its edges."""
    counts = pixels(picture)
    return max(contrast(color, ground_of(counts)) for color in counts)


def graphic_contrast(picture: QImage, color: str) -> float:
    """Contrast to the ground of the pixels that have this colour; they must be there."""
    counts = pixels(picture)
    wanted = tuple(int(color[i : i + 2], 16) for i in (1, 3, 5))
    seen = [c for c in counts if sum(abs(a - b) for a, b in zip(c, wanted, strict=True)) < _NEAR]
    assert seen, f"{color} is not to be seen"
    nearest = min(seen, key=lambda c: sum(abs(a - b) for a, b in zip(c, wanted, strict=True)))
    return contrast(nearest, ground_of(counts))


class TestPracticeView:
    def test_each_line_of_text(self, practising: Practising) -> None:
        labels = [label for label in practising.all(QLabel) if label.text().strip()]
        assert len(labels) >= 10
        for label in labels:
            assert writing_contrast(practising.picture_of(label)) >= TEXT, label.text()

    def test_each_figure(self, practising: Practising) -> None:
        views = practising.all(FigureView)
        assert len(views) == 6
        for view in views:
            height = view.height() // 3
            for line in range(3):
                picture = practising.picture_of(view).copy(0, line * height, view.width(), height)
                if len(pixels(picture)) > 1:
                    assert writing_contrast(picture) >= TEXT, (view.accessibleName(), line)

    @pytest.mark.parametrize("chart", [TachogramChart, ResponseBars, RatioDots])
    def test_numbers_beside_charts(
        self, practising: Practising, chart: type[TachogramChart | ResponseBars | RatioDots]
    ) -> None:
        widget = practising.all(chart)[0]
        right = round(widget.plot_rect.right()) + 3
        picture = practising.picture_of(widget).copy(right, 0, widget.width() - right, widget.height())
        assert writing_contrast(picture) >= TEXT

    @pytest.mark.parametrize(
        ("chart", "names"),
        [
            (TachogramChart, ["heart", "guide_line"]),
            (ResponseBars, ["response", "response_newest"]),
            (RatioDots, ["breath", "guide"]),
            (Header, ["good"]),
        ],
    )
    def test_charts(self, practising: Practising, chart: type[QWidget], names: list[str]) -> None:
        picture = practising.picture_of(practising.all(chart)[0])
        for name in names:
            assert graphic_contrast(picture, getattr(practising.theme.palette, name)) >= GRAPHIC, name

    def test_the_bracket_of_earlier_sessions(self, practising: Practising) -> None:
        (bars,) = practising.all(ResponseBars)
        right = round(bars.plot_rect.right())
        top, height = round(bars.plot_rect.top()), round(bars.plot_rect.height())
        picture = practising.picture_of(bars).copy(right + 2, top, 6, height)
        assert graphic_contrast(picture, practising.theme.palette.quiet) >= GRAPHIC

    def test_the_heart_over_the_guides_past(self, practising: Practising) -> None:
        palette = practising.theme.palette
        assert _between(palette.heart, palette.guide_past) >= GRAPHIC

    @pytest.mark.parametrize("style", GUIDE_STYLES)
    def test_guide(self, practising: Practising, style: GuideStyle) -> None:
        session, palette = practising.session, practising.theme.palette
        session.window.guide.set_style(style)
        session.live(4.0)
        picture = practising.picture_of(session.window.guide)
        if style is not LIGHT_STYLE:  # it has many colours, and a test of its own
            assert graphic_contrast(picture, palette.guide) >= GRAPHIC
        if style not in (STILL, LIGHT_STYLE):
            assert graphic_contrast(picture, palette.breath) >= GRAPHIC
        assert _between(palette.breath, palette.window) >= GRAPHIC
        # The light's words are large, and step back after the first minute.
        assert writing_contrast(picture) >= (GRAPHIC if style is LIGHT_STYLE else TEXT)
        session.window.guide.set_style(CIRCLE)

    def test_the_guides_words_and_the_breath_over_its_body(self, practising: Practising) -> None:
        palette = practising.theme.palette
        for ground in (palette.guide_low, palette.guide_high):
            assert _between(palette.text, ground) >= TEXT
            assert _between(palette.breath, ground) >= GRAPHIC

    @pytest.mark.parametrize("name", ["good", "waiting", "bad"])
    def test_the_dot_of_each_signal(self, practising: Practising, name: str) -> None:
        palette = practising.theme.palette
        assert _between(getattr(palette, name), palette.window) >= GRAPHIC


@pytest.mark.parametrize("theme", list(Theme))
class TestSheets:
    def test_safety(self, theme: Theme) -> None:
        session = SimulatedSession(None, settings=chosen(theme=theme, safety_read=False))
        session.press(Qt.Key.Key_Tab)  # The ring shows once somebody uses keys.
        self.assert_readable(session, theme)

    def test_ratings(self, theme: Theme) -> None:
        session = SimulatedSession(None, settings=chosen(theme=theme))
        session.press(Qt.Key.Key_6)
        rows = session.window.findChildren(RatingRow)
        pictures = [Practising(session, theme).picture_of(row) for row in rows]
        assert graphic_contrast(pictures[1], theme.palette.guide) >= GRAPHIC
        assert all(writing_contrast(picture) >= TEXT for picture in pictures)
        step = pictures[0].copy(rows[0].step_rect(6).toAlignedRect().adjusted(3, 3, -3, -3))
        assert writing_contrast(step) >= TEXT
        self.assert_readable(session, theme)

    def test_why(self, theme: Theme) -> None:
        session = SimulatedSession("calm", settings=chosen(theme=theme, rated=False))
        session.press(Qt.Key.Key_W)
        self.assert_readable(session, theme)

    def test_summary(self, theme: Theme) -> None:
        session = SimulatedSession("calm", minutes=1.5, settings=chosen(theme=theme, rated=False))
        session.press(Qt.Key.Key_Space)
        session.live(104.0)
        (chart,) = [one for one in session.window.findChildren(TrendChart) if one.isVisible()]
        picture = Practising(session, theme).picture_of(chart)
        assert graphic_contrast(picture, theme.palette.response_newest) >= GRAPHIC
        self.assert_readable(session, theme)

    def test_ratings_of_the_summary(self, theme: Theme) -> None:
        session = SimulatedSession(None, minutes=0.2, settings=chosen(theme=theme))
        for key in (Qt.Key.Key_6, Qt.Key.Key_5, Qt.Key.Key_4, Qt.Key.Key_Space):
            session.press(key)
        session.live(30.0)
        for key in (Qt.Key.Key_4, Qt.Key.Key_5, Qt.Key.Key_6):
            session.press(key)
        shown = Practising(session, theme)
        bars = [shown.picture_of(bar) for bar in shown.all(RatedBar)]
        assert len(bars) == 3
        assert all(graphic_contrast(bar, theme.palette.guide) >= GRAPHIC for bar in bars)
        assert all(writing_contrast(bar) >= TEXT for bar in bars)

    def test_weeks_of_the_history(self, theme: Theme) -> None:
        history = MadeUpHistory(Path("none"))
        session = SimulatedSession(
            None,
            settings=chosen(theme=theme, rated=False),
            history=history,
            today=NOW.date,
            size=(1280, 1900),
        )
        session.press(Qt.Key.Key_H)
        session.wait_for_history()
        shown = Practising(session, theme)
        (bars,) = shown.all(WeekBars)
        assert graphic_contrast(shown.picture_of(bars), theme.palette.guide) >= GRAPHIC
        assert writing_contrast(shown.picture_of(bars)) >= TEXT

    def test_replay(self, theme: Theme, recorded: Path) -> None:
        history = MadeUpHistory(recorded, duration_s=60.0)
        session = SimulatedSession(
            None, settings=chosen(theme=theme, rated=False), history=history, today=NOW.date
        )
        page = session.replay()
        session.press(Qt.Key.Key_Right)
        session.wait_for_jump(page)
        shown = Practising(session, theme)
        (bar,) = shown.all(PositionBar)
        for name in ("guide", "quiet"):
            assert graphic_contrast(shown.picture_of(bar), getattr(theme.palette, name)) >= GRAPHIC
        (tachogram,) = shown.all(TachogramChart)
        assert graphic_contrast(shown.picture_of(tachogram), theme.palette.heart) >= GRAPHIC
        for view in shown.all(FigureView):
            assert writing_contrast(shown.picture_of(view)) >= TEXT, view.accessibleName()

    def test_patterns(self, theme: Theme) -> None:
        settings = chosen(theme=theme, rated=False)
        own = {"Evening": BreathPattern(4.5, 2.2)}
        settings = replace(settings, breathing=replace(settings.breathing, own_patterns=own))
        session = SimulatedSession(None, settings=settings, size=(1280, 900))
        session.press(Qt.Key.Key_P)
        name = session.window.findChildren(PatternSheet)[-1].name
        name.entered.emit()
        QTest.keyClicks(name.line, "Morning")
        name.line.setFocus()
        session.frame()
        assert (
            graphic_contrast(Practising(session, theme).picture_of(name.line), theme.palette.guide) >= GRAPHIC
        )
        self.assert_readable(session, theme)

    def test_own_scales(self, theme: Theme) -> None:
        settings = chosen(theme=theme)
        settings = replace(settings, ratings=replace(settings.ratings, own_scales=(OwnScale("Tension"),)))
        session = SimulatedSession(None, settings=settings, size=(1280, 1600))
        session.press(Qt.Key.Key_O)
        scales = session.window.findChildren(SettingsSheet)[-1].own_scales
        scales.name.entered.emit()
        QTest.keyClicks(scales.name.line, "Sleep")
        session.frame()
        self.assert_readable(session, theme)

    def test_search(self, theme: Theme) -> None:
        shelf = ProfileShelf()
        shelf.take(Protocol.STEPPED, 2.0, Resonance(5.4, 0.3, 8.0, 0.9, 48))
        session = SimulatedSession(None, settings=chosen(theme=theme, rated=False), shelf=shelf)
        session.press(Qt.Key.Key_R)
        self.assert_readable(session, theme, close=False)
        session.press(Qt.Key.Key_3)
        session.live(200.0, step_s=1.0)
        self.assert_readable(session, theme, close=False)
        for key in (Qt.Key.Key_R, Qt.Key.Key_2):
            self.assert_readable(session, theme, close=False)
            session.press(key)
        wait_until(lambda: session.frame(0.1) or bool(session.window.findChildren(ResultSheet)))
        self.assert_readable(session, theme)

    @staticmethod
    def assert_readable(session: SimulatedSession, theme: Theme, *, close: bool = True) -> None:
        shown = Practising(session, theme)
        for label in shown.all(QLabel):
            if label.text().strip() and not label.visibleRegion().isEmpty():
                assert writing_contrast(shown.picture_of(label)) >= TEXT, label.text()
        for button in shown.all(QPushButton):
            picture = shown.picture_of(button)
            assert writing_contrast(picture) >= TEXT, button.text()
            if button.hasFocus():
                assert graphic_contrast(picture, theme.palette.guide) >= GRAPHIC
        for field in (*shown.all(QLineEdit), *shown.all(QComboBox)):
            if not isinstance(field, QLineEdit) or field.text():
                assert writing_contrast(shown.picture_of(field)) >= TEXT, field.accessibleName()
            assert (
                graphic_contrast(shown.picture_of(field), theme.palette.quiet) >= GRAPHIC or field.hasFocus()
            )
        if close:
            session.close()


def test_all_are_colors() -> None:
    for theme in Theme:
        assert all(len(getattr(theme.palette, f.name)) == 7 for f in fields(theme.palette))


def _between(one: str, other: str) -> float:
    first, second = (tuple(int(color[i : i + 2], 16) for i in (1, 3, 5)) for color in (one, other))
    return contrast(first, second)
