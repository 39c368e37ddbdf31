"""The real window as the benchmarks run it, offscreen unless QT_QPA_PLATFORM says otherwise."""

import os
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import Enum
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication

from biofeedback.cli.companions import Companions
from biofeedback.person.guide_styles import GUIDE_STYLES
from biofeedback.person.settings import DepthSetting, Settings, WindowSettings
from biofeedback.practice.practice import Practice
from biofeedback.sound.accompaniment import Accompaniment, SoundSettings
from biofeedback.window.application import run_window
from biofeedback.window.choices import Opening, WindowChoices
from biofeedback.window.loading.history_loading import FolderHistory
from biofeedback.window.window import PracticeWindow
from devices.simulated.scenario import Scenario
from devices.simulated.source import SimulatedSource
from devices.straps.source import Source
from sessions.folder import SessionFolder
from sessions.recorder import Recorder
from sessions.store import Origin, SessionHeader


class View(Enum):
    """How the window stands."""

    SHOWN = "shown"
    WAITING = "waiting"
    """Before the first breath."""
    PAUSED = "paused"
    MINIMISED = "minimised"


@dataclass(frozen=True, slots=True)
class Conditions:
    """What is on.

    Parameters
    ----------
    ecg : bool
        Whether the strap sends its ECG beside the acceleration.
    sound : bool
        Whether the guide is heard, with the feedback tone; on a device that plays to nobody.
    view : View
        How the window stands.
    style : str
        Of the guide.
    depth : str
        How much is shown: breathe, heart or details.
    """

    ecg: bool = False
    sound: bool = False
    view: View = View.SHOWN
    style: str = GUIDE_STYLES[0].key
    depth: DepthSetting = "details"


def run_practice(
    source: Source,
    conditions: Conditions,
    *,
    should_stop: Callable[[], bool],
    begun: Callable[[Practice], None],
) -> None:
    """Run the window until it is told to stop, recorder and all.

    Parameters
    ----------
    source : Source
        The strap.
    conditions : Conditions
        What is on.
    should_stop : callable
        Asked before each frame.
    begun : callable
        Told of the practice before it begins.
    """
    from miniaudio import Backend

    start_ns = time.monotonic_ns()
    along = Companions(sound=SoundSettings(muted=not conditions.sound, feedback=True), has_screen=False)
    with tempfile.TemporaryDirectory() as folder:
        header = SessionHeader(datetime.now(UTC), start_ns, Origin.SIMULATED)
        recorder = Recorder(Path(folder) / "benchmark.session", header)
        practice = Practice(source, start_ns=start_ns, recorder=recorder, on_state=along.show)
        along.accompaniment = Accompaniment(
            SoundSettings(muted=not conditions.sound, feedback=True),
            now_s=practice.now_s,
            backends=[Backend.NULL],
        )
        begun(practice)
        try:
            run_window(
                practice,
                WindowChoices(
                    minutes=1000.0,
                    start_at_once=conditions.view is not View.WAITING,
                    settings=Settings(
                        window=WindowSettings(guide_style=conditions.style, depth=conditions.depth)
                    ),
                    opens=Opening.PRACTICE,
                    sound=along,
                    history=FolderHistory(SessionFolder(Path(folder))),
                ),
                should_stop=should_stop,
            )
        finally:
            practice.end()
            along.end()


def set_view(view: View) -> None:
    """Bring the window that runs into its place."""
    (window,) = (one for one in QApplication.topLevelWidgets() if isinstance(one, PracticeWindow))
    if view is View.MINIMISED:
        window.showMinimized()
    elif view is View.PAUSED:
        press = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Space, Qt.KeyboardModifier.NoModifier)
        QApplication.sendEvent(window, press)


def run_simulated(
    conditions: Conditions, *, should_stop: Callable[[], bool], begun: Callable[[Practice], None]
) -> None:
    """Run with a simulated strap in this process, which breathes with the guide."""
    practices: list[Practice] = []

    def begin(practice: Practice) -> None:
        practices.append(practice)
        begun(practice)

    source = SimulatedSource(
        Scenario(), seed=1, lung_guide=lambda time_s: practices[0].lung_position(time_s), ecg=conditions.ecg
    )
    run_practice(source, conditions, should_stop=should_stop, begun=begin)
