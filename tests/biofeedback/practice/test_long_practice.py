"""A practice that lasts: what the window keeps of it has a bound."""

import pytest
from PySide6.QtWidgets import QApplication

from biofeedback.engine import course as session_course
from biofeedback.engine.course import SessionCourse
from tests.biofeedback.window.simulated_window import SimulatedSession


@pytest.fixture(scope="module", autouse=True)
def application() -> QApplication:
    application = QApplication.instance() or QApplication(["test"])
    assert isinstance(application, QApplication)
    return application


_MOST = 30
"""More than the 24 that a state holds, which come back with each."""


@pytest.mark.soak
def test_what_the_window_keeps_of_a_session_has_a_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    everything, session = SessionCourse(), SimulatedSession(minutes=60.0, start_at_once=True)
    for _ in range(9 * 60):
        monkeypatch.setattr(session_course, "MOST_BREATHS", _MOST)
        session.live(1.0, step_s=1.0)
        monkeypatch.undo()
        everything.see(session.practice.state)
    course = session.window._course
    assert min(len(everything.breaths), len(everything.measured)) > _MOST
    assert course.breaths == everything.breaths[-_MOST:]
    assert course.measured == everything.measured[-_MOST:]
    session.close()
