"""What each programme shows of heart and breath while it runs: window in every depth, terminal and JSON."""

import io
import json
import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel
from rich.console import Console

from biofeedback.engine.state import State
from biofeedback.outlets.state_json import state_to_json
from biofeedback.person.settings import DepthSetting
from biofeedback.practice.player import ProgrammePlayer
from biofeedback.programmes.course import Course
from biofeedback.programmes.programme import Family
from biofeedback.programmes.shelf import find_programme
from biofeedback.terminal.practice_keys import PROGRAMME_KEYS
from biofeedback.terminal.screen import WIDTH, screen, status_line
from biofeedback.window.charts.figure_view import FigureView
from biofeedback.window.charts.heart_ribbon import HeartRibbon
from biofeedback.words.spoken import spoken
from devices.events import Part
from devices.steps import Measured
from tests.biofeedback.window.simulated_window import SimulatedSession, chosen

HEART_RATE, BREATHING_RATE, RMSSD = "Heart rate", "Breathing rate", "RMSSD"
OF_BREATHS = ("Heart response to breathing", "Response power", "Out-breath compared with in-breath")
PROGRAMMES = (
    "belly-a1",
    "desk-pause",
    "pmr-4",
    "autogenic-1",
    "mindful-5",
    "body-scan",
    "imagery",
    "movement",
    "quiet-rest-5",
)


@pytest.fixture(scope="module", autouse=True)
def application() -> object:
    return QApplication.instance() or QApplication(["test"])


def allowed(family: Family, measured: Measured) -> set[str]:
    """Return the names of the figures that may have a value."""
    if measured is Measured.RESPONSE:
        return {HEART_RATE, BREATHING_RATE, RMSSD, "Signal quality", *OF_BREATHS}
    if measured is Measured.ORDINARY:
        return {BREATHING_RATE} | ({HEART_RATE} if family is not Family.AUTOGENIC else set())
    return {HEART_RATE} if family is Family.MOVEMENT and measured is Measured.MOVING else set()


def in_terminal(state: State) -> str:
    out = io.StringIO()
    console = Console(file=out, width=WIDTH, highlight=False)
    console.print(screen(state, state.time_s, minutes=5.0, keys=PROGRAMME_KEYS))
    return f"{out.getvalue()}\n{status_line(state, 5.0)}"


def require_only(session: SimulatedSession, family: Family) -> None:
    """Require that nothing is shown at this moment which the step does not allow."""
    state = session.practice.state
    step = state.step
    assert step is not None
    names = allowed(family, step.measured)
    told = json.loads(state_to_json(state))
    figures = {one["name"]: one for one in (*told["figures"].values(), told["breathing"]["rate"])}
    assert {name for name in (HEART_RATE, BREATHING_RATE, RMSSD) if figures[name]["value"]} <= names
    slow = [one for one in (state.breathing.rate.value, state.guide.pattern.rate_per_min) if one]
    if state.guide.running and min(slow) < 9.0:
        assert figures[RMSSD]["value"] is None
    terminal = in_terminal(state)
    for name in (HEART_RATE, BREATHING_RATE, RMSSD, *OF_BREATHS):
        assert name in names or name not in terminal, (step.text, name)
    shown = {str(view.figure.name) for view in session.all(FigureView) if view.figure.value is not None}
    assert shown <= names, step.text
    if HEART_RATE not in names:
        assert session.all(HeartRibbon) == []
    moves = step.measured is Measured.MOVING
    assert ("moving" in terminal) == moves
    texts = [label.text() for label in session.all(QLabel)]
    if moves and family is not Family.MOVEMENT and session.window.view.depth_shown.value != "breathe":
        assert "moving" in texts
    assert moves or "moving" not in texts


@pytest.mark.soak
@pytest.mark.parametrize("depth", ["breathe", "heart", "details"])
@pytest.mark.parametrize("name", PROGRAMMES)
def test_only_what_its_kind_allows_is_shown(name: str, depth: DepthSetting) -> None:
    programme = find_programme(name)
    player = ProgrammePlayer(Course(programme), language=lambda: spoken().language)
    session = SimulatedSession(player=player, settings=chosen(rated=False, depth=depth))
    session.live(70.0, step_s=1.0)
    session.press(Qt.Key.Key_Space)
    while session.practice.state.part is Part.PRACTICE and not session.practice.is_done:
        session.live(2.5, step_s=0.5)
        if session.practice.state.step is not None:
            require_only(session, programme.family)
    assert session.practice.is_done
    session.close()
