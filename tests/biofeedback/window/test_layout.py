"""The window has room for what matters at every size: the guide keeps its own, and no text is too small."""

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from collections.abc import Iterator
from unittest.mock import patch

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QPushButton, QWidget

from biofeedback.person.guide_styles import GUIDE_STYLES, GuideStyle
from biofeedback.window.charts.card import Card
from biofeedback.window.charts.figure_view import FigureView
from biofeedback.window.look.arrangement import DETAILS_SIZE, arrange, arrange_panel
from biofeedback.window.look.depth import Depth
from biofeedback.window.look.language import speak_by_setting
from biofeedback.window.look.look import Theme
from biofeedback.window.look.typeface import SMALLEST_TEXT_PX
from biofeedback.window.practice_view import PracticeView
from biofeedback.window.widgets.key_line import KeyLine
from tests.biofeedback.window.simulated_window import SimulatedSession, chosen

SIZES = [(480, 480), (683, 768), (800, 1280), (960, 1080), (1280, 720), (1920, 600), (1920, 1080)]
LARGE_SIZE = (3840, 2160)
PERCENTS = (100, 150, 200)


@pytest.fixture(scope="module", autouse=True)
def application() -> object:
    return QApplication.instance() or QApplication(["test"])


@pytest.fixture(scope="module")
def session() -> Iterator[SimulatedSession]:
    """Return a session in German, whose words are longer."""
    session = SimulatedSession("calm", settings=chosen(rated=False, language="de"))
    session.press(Qt.Key.Key_Space)
    session.live(41.0)
    yield session
    session.close()
    speak_by_setting("en")


def show(session: SimulatedSession, depth: Depth, size: tuple[int, int], percent: int) -> None:
    session.window.resize(*size)
    session.window.view.set_depth(depth)
    session.window.view.set_appearance(Theme.DARK, GUIDE_STYLES[0], percent)
    session.frame(0.1)


def text_sizes(session: SimulatedSession) -> dict[str, int]:
    """Return the size in pixels of every text that is to be seen."""
    sizes: dict[str, int] = {}
    draw = QPainter.drawText

    def drawn(painter: QPainter, *arguments: object) -> object:
        if text := str(arguments[-1]).strip():
            sizes[text] = painter.font().pixelSize()
        return draw(painter, *arguments)  # type: ignore[call-overload]

    with patch.object(QPainter, "drawText", drawn):
        session.window.grab()
    for kind in (QLabel, QPushButton, QComboBox):
        sizes |= {
            one.text() if hasattr(one, "text") else "box": one.font().pixelSize() for one in session.all(kind)
        }
    return sizes


@pytest.mark.parametrize("depth", list(Depth))
def test_no_text_is_smaller_than_one_can_read(session: SimulatedSession, depth: Depth) -> None:
    for size in SIZES:
        for percent in PERCENTS:
            show(session, depth, size, percent)
            small = {text: px for text, px in text_sizes(session).items() if px < SMALLEST_TEXT_PX}
            assert not small, f"{size}, {percent} %"


@pytest.mark.parametrize("depth", list(Depth))
def test_larger_text_grows_and_the_guide_never_shrinks(session: SimulatedSession, depth: Depth) -> None:
    for size in SIZES:
        places, words = list[QRect](), list[int]()
        for percent in PERCENTS:
            show(session, depth, size, percent)
            places.append(session.window.guide.geometry())
            sizes = text_sizes(session)
            words.append(next(sizes[word] for word in ("Einatmen", "Ausatmen") if word in sizes))
        assert places == [places[0]] * 3, size
        assert words[0] < words[1] <= words[2], size


def test_all_keys_are_seen_at_every_text_size(session: SimulatedSession) -> None:
    for size in (DETAILS_SIZE, (1280, 720), (1920, 1080)):
        for percent in (100, 125, 150, 175, 200):
            show(session, Depth.DETAILS, size, percent)
            (keys,) = session.all(KeyLine)
            assert keys.heightForWidth(keys.width()) <= keys.height(), f"{size}, {percent} %"


def places_of_parts(view: PracticeView) -> list[QRect]:
    """Return the places of what is seen; each button for a feeling is a part, at one end of the row."""
    children = view.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly)
    parts = [child for child in children if child.isVisible() and child is not view.feelings]
    assert view.feelings is not None
    buttons = [button for button in view.feelings.buttons.values() if button.isVisible()]
    assert len(buttons) == 2
    ends = [QRect(button.mapTo(view, button.rect().topLeft()), button.size()) for button in buttons]
    return [*(part.geometry() for part in parts), *ends]


def test_parts_of_the_window_do_not_lie_on_one_another(session: SimulatedSession) -> None:
    for depth in Depth:
        for size in SIZES:
            for percent in PERCENTS:
                show(session, depth, size, percent)
                view = session.window.view
                seen = places_of_parts(view)
                for number, one in enumerate(seen):
                    hit = [other for other in seen[:number] if one.intersects(other)]
                    assert not hit, f"{depth}, {size}, {percent} %: {one}"
                    assert view.rect().contains(one), f"{depth}, {size}, {percent} %: {one}"


def test_small_figures_go_before_charts(session: SimulatedSession) -> None:
    for percent, figures, cards in ((100, 3, 3), (125, 3, 3), (150, 0, 3), (200, 0, 2)):
        show(session, Depth.DETAILS, (1280, 720), percent)
        assert len(session.all(Card)) == cards
        assert len([one for one in session.all(FigureView) if not isinstance(one.parent(), Card)]) == figures


@pytest.mark.parametrize("style", GUIDE_STYLES, ids=lambda style: style.key)
def test_the_words_of_every_style_grow(session: SimulatedSession, style: GuideStyle) -> None:
    words = []
    for percent in (100, 200):
        show(session, Depth.BREATHE, (1280, 720), percent)
        session.window.guide.set_style(style)
        session.frame(0.5)
        sizes = text_sizes(session)
        words.append(next(sizes[word] for word in ("Einatmen", "Ausatmen") if word in sizes))
    assert words[1] >= 1.15 * words[0]


@pytest.mark.parametrize("percent", range(100, 201, 25))
def test_the_guide_has_one_place_at_every_text_size(percent: int) -> None:
    for width, height in (*SIZES, LARGE_SIZE):
        assert arrange(width, height, text_percent=percent).guide == arrange(width, height).guide


def test_without_room_for_a_chart_the_figures_stand_alone() -> None:
    assert arrange_panel(400, 150, scale=1.0, text_scale=2.0, figure_count=3).cards == ()


@pytest.mark.parametrize("key", ["O", "F1", "F2", "K", "P", "W"])
def test_no_text_of_a_page_is_too_small_in_the_smallest_window(key: str) -> None:
    session = SimulatedSession("calm", settings=chosen(rated=False), size=(480, 480))
    session.press(getattr(Qt.Key, f"Key_{key}"))
    sizes = text_sizes(session)
    assert len(sizes) > 3
    assert {text: px for text, px in sizes.items() if px < SMALLEST_TEXT_PX} == {}
    session.close()
