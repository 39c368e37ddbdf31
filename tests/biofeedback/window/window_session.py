"""A practise window with a clock that the test moves, and a strap that says what the test says."""

import math
import os
from dataclasses import replace

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from biofeedback.person.guide_styles import GUIDE_STYLES, GuideStyle
from biofeedback.person.settings import RatingSettings, Settings, WindowSettings
from biofeedback.practice.practice import Practice
from biofeedback.practice.shape import SessionShape
from biofeedback.window.choices import Opening, WindowChoices
from biofeedback.window.window import PracticeWindow
from devices.events import LinkChanged, LinkState
from devices.notifications import HEART_RATE_MEASUREMENT, Notification
from devices.straps.heart_rate_service import encode_heart_rate_measurement
from devices.straps.source import Put

NS = 1_000_000_000
START_NS = 5_000 * NS
NAME = "HRM-Dual:1"
"""A strap whose latency is known: 0.7 s."""


NOTHING_ASKED = Settings(
    window=WindowSettings(safety_read=True, depth="details"),
    ratings=RatingSettings(scales=(), questions=False),
)


class Strap:
    """A source that sends when the test says so; the heart swings with a breath of 12 s."""

    def __init__(self) -> None:
        self.started = self.stopped = False
        self.chosen: list[str] = []
        self.put: Put = lambda _: None
        self._beat_s = 0.0

    def start(self, put: Put) -> None:
        self.started, self.put = True, put

    def stop(self) -> None:
        self.stopped = True

    def choose(self, address: str) -> None:
        self.chosen.append(address)

    def connect(self, time_ns: int) -> None:
        self.put(LinkChanged(time_ns, LinkState.STREAMING, NAME, "AA:BB"))

    def made_up_beat(self, time_ns: int) -> None:
        """Send one interval that follows from the rate."""
        self.beat(time_ns, 60000.0 / (60 + time_ns // NS * 7 % 11))

    def beat(self, time_ns: int, rr_ms: float | None = None) -> None:
        """Send one notification with one interval."""
        rr_ms = rr_ms or 950.0 + 100.0 * math.sin(2.0 * math.pi * time_ns / NS / 12.0)
        data = encode_heart_rate_measurement(
            heart_rate_per_min=round(60000.0 / rr_ms), rr_ticks=(round(rr_ms * 1.024),)
        )
        self.put(Notification(time_ns, HEART_RATE_MEASUREMENT, data))


class Session:
    """A window, its practice, and a clock that the test moves."""

    def __init__(
        self, *, minutes: float = 10.0, start_at_once: bool = False, style: GuideStyle = GUIDE_STYLES[0]
    ) -> None:
        self.now_ns = START_NS
        self.strap = Strap()
        shape = SessionShape(practice_s=60.0 * minutes)
        self.practice = Practice(self.strap, start_ns=START_NS, shape=shape, clock_ns=lambda: self.now_ns)
        choices = WindowChoices(
            minutes=minutes,
            start_at_once=start_at_once,
            settings=replace(NOTHING_ASKED, window=replace(NOTHING_ASKED.window, guide_style=style.key)),
            opens=Opening.PRACTICE,
        )
        self.window = PracticeWindow(self.practice, choices)
        self.window.show()
        self._next_beat_ns = START_NS

    def frame(self, step_s: float = 0.0) -> None:
        self._step(step_s)
        QApplication.processEvents()

    def _step(self, step_s: float) -> None:
        self.now_ns += round(step_s * NS)
        self.window.tick()

    def begin(self) -> None:
        """Let the first frame be painted, and the tachogram be loaded."""
        QApplication.processEvents()
        self.frame()
        QApplication.processEvents()
        while not self.window.panel.is_loaded:
            self.frame()

    def live(
        self, seconds: float, *, beating: bool = True, made_up: bool = False, step_s: float = 0.25
    ) -> None:
        """Let time go on, with a beat each second or so; the window is painted once a second and at the end,
        or at each step below 0.1 s."""
        send = self.strap.made_up_beat if made_up else self.strap.beat
        until_ns = self.now_ns + round(seconds * NS)
        while self.now_ns < until_ns:
            self._next_beat_ns = max(self._next_beat_ns, self.now_ns - NS)
            while beating and self._next_beat_ns <= self.now_ns:
                send(self._next_beat_ns)
                self._next_beat_ns += round(0.95 * NS)
            second = self.now_ns // NS
            self._step(step_s)
            if step_s < 0.1 or self.now_ns // NS != second:
                QApplication.processEvents()
        QApplication.processEvents()

    def press(self, key: Qt.Key) -> None:
        QTest.keyClick(self.window, key)
        self.frame()

    def texts(self) -> list[str]:
        return [label.text() for label in self.window.findChildren(QLabel) if label.isVisible()]


def columns_with(widget: QWidget | None, *colors: str) -> list[int]:
    """Columns of a widget's picture in which one of the colours is seen."""
    assert widget is not None
    image = widget.grab().toImage().convertToFormat(QImage.Format.Format_RGB888)
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
    pixels = rows[:, : 3 * image.width()].reshape(image.height(), image.width(), 3).astype(int)
    seen = np.zeros(image.width(), dtype=bool)
    for color in map(QColor, colors):
        distance = np.abs(pixels - (color.red(), color.green(), color.blue())).sum(axis=2)
        seen |= (distance < 12).any(axis=0)
    return [int(column) for column in np.flatnonzero(seen)]
