"""Between two ticks of the window only the guide moves; hidden parts show the present state once shown."""

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QApplication, QWidget

from biofeedback.person.settings import DepthSetting
from biofeedback.window.charts.card import Card
from biofeedback.window.guide.guide_view import GuideView
from tests.biofeedback.window.simulated_window import NS, SimulatedSession, chosen

pytestmark = pytest.mark.usefixtures("application")


class Painted(QObject):
    """Keeps the visible parts of a window that are painted."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.parts: set[QObject] = set()
        for part in window.findChildren(QWidget):
            part.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 Qt's own
        if event.type() == QEvent.Type.Paint:
            self.parts.add(watched)
        return False


def practising(depth: DepthSetting) -> SimulatedSession:
    session = SimulatedSession("calm", settings=chosen(depth=depth))
    session.press(Qt.Key.Key_Space)
    session.live(20.0)
    return session


@pytest.mark.parametrize("depth", ["breathe", "heart", "details"])
def test_only_the_guide_moves_between_two_ticks(depth: DepthSetting) -> None:
    session = practising(depth)
    assert session.window.moves_only_guide
    state = session.practice.state
    painted = Painted(session.window)
    moved = []
    for _ in range(8):
        session.now_ns += NS // 8
        moved.append(session.window.move_guide())
        QApplication.processEvents()
    assert any(moved)
    assert any(isinstance(one, GuideView) for one in painted.parts)
    still = {one for one in painted.parts if not isinstance(one, GuideView)}
    assert still <= {session.window.view}, still
    assert session.practice.state is state
    session.close()


def test_a_hidden_card_shows_the_present_figure_once_it_is_shown() -> None:
    session = practising("breathe")
    card = next(one for one in session.window.panel.findChildren(Card))
    assert card.figure.figure is not session.practice.state.figures.heart_rate
    for _ in range(3):
        if not session.window.panel.isHidden():
            break
        session.press(Qt.Key.Key_D)
    assert not session.window.panel.isHidden()
    assert card.figure.figure == session.practice.state.figures.heart_rate
    assert card.figure.figure.value is not None
    session.close()
