"""How the program starts and ends: from the desktop's menu, by mouse alone, at once, and by signals."""

import os
import pty
import shlex
import shutil
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import product
from pathlib import Path
from typing import Any

from PySide6.QtCore import QPoint

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from biofeedback.cli.settings_path import settings_path
from biofeedback.person.settings import (
    BreathingSettings,
    Settings,
    WindowSettings,
    load_settings,
    save_settings,
)
from biofeedback.window.guide.motion import END_FADE_S
from biofeedback.window.look.arrangement import DESIGN_SIZE, arrange
from biofeedback.window.pages.after.questions_sheet import QuestionsSheet
from biofeedback.window.pages.after.ratings_sheet import RatingsSheet
from biofeedback.window.widgets.rating_row import RatingRow
from devices.events import GuideChanged, Marker, Part, PartChanged, Rating
from devices.steps import StepChanged
from devices.wellbeing import Ease, PracticeAnswered
from sessions.store import read_records
from tests.biofeedback.window.simulated_window import SimulatedSession, chosen
from tests.polling import wait_until
from tests.program import DEADLINE_S, run, running
from tests.screen import Screen, virtual_screen
from tests.session_checks import only_session

SIMULATED = ("train", "--simulated", "--no-sound")
USUAL = (*SIMULATED, "--minutes", "10")
"""With a length of its own, the usual practice waits on Home, and not what the plan offers."""

HOME = "Good"
"""Begins the greeting, which is the title of Home."""

SUMMED_UP_S = 31.0
"""Of practice, after which there is a summary."""

DISPLAYS = ("", ":3", *(pytest.param(one, marks=pytest.mark.soak) for one in ("nowhere", "unix:4077.0")))

needs_screen = pytest.mark.skipif(shutil.which("Xvfb") is None, reason="needs a virtual screen (xvfb)")


@pytest.fixture
def screen() -> Iterator[Screen]:
    with virtual_screen() as one:
        yield one


@pytest.fixture(scope="module", autouse=True)
def application() -> object:
    return QApplication.instance() or QApplication(["test"])


def records(data_dir: Path, kind: type) -> list[Any]:
    return [one for one in read_records(only_session(data_dir)) if isinstance(one, kind)]


def is_running(data_dir: Path) -> bool:
    found = sorted(
        (*records(data_dir, GuideChanged), *records(data_dir, StepChanged)), key=lambda one: one.time_ns
    )
    return bool(found) and found[-1].running


def rated(data_dir: Path) -> list[tuple[str, float, str]]:
    return [(one.scale, one.value, one.when.value) for one in records(data_dir, Rating)]


def answered(data_dir: Path) -> list[tuple[Ease | None, bool | None, bool | None]]:
    return [(one.ease, one.restless, one.dizzy) for one in records(data_dir, PracticeAnswered)]


def past_the_safety_page(data_dir: Path, breathing: BreathingSettings | None = None) -> None:
    settings = Settings(window=WindowSettings(safety_read=True), breathing=breathing or BreathingSettings())
    save_settings(settings_path(data_dir), settings)


def wait_until_long(data_dir: Path) -> None:
    """Wait until the practice is long enough to be summed up."""
    wait_until(lambda: is_running(data_dir))
    (start,) = [one for one in records(data_dir, GuideChanged) if one.running]
    wait_until_recorded(data_dir, start.time_ns + SUMMED_UP_S * 1e9)


def wait_until_dark(data_dir: Path) -> None:
    """Wait until the practice has ended and its light has faded."""
    wait_until(lambda: not is_running(data_dir))
    end = records(data_dir, GuideChanged)[-1]
    wait_until_recorded(data_dir, end.time_ns + (END_FADE_S + 1.0) * 1e9)


def wait_until_recorded(data_dir: Path, time_ns: float) -> None:
    """Wait until the strap's data of a later time are recorded."""

    def newest_ns() -> int:
        return max(one.time_ns for one in read_records(only_session(data_dir)))

    wait_until(lambda: newest_ns() > time_ns, timeout_s=DEADLINE_S)


class Places:
    """Where things are on a screen of the window's own size, by a window of the same look."""

    def __init__(self, *, safety_read: bool) -> None:
        settings = chosen(safety_read=safety_read, asked=True)
        self._session = SimulatedSession("calm", settings=settings, minutes=0.2, recorded=Path("any"))
        self.guide = arrange(*DESIGN_SIZE).guide.center().toTuple()

    def button(self, words: str) -> tuple[int, int]:
        (button,) = (one for one in self._session.all(QPushButton) if one.text() == words)
        return self._at(button, button.rect().center())

    def rating(self, row: int, value: int) -> tuple[int, int]:
        widget = self._session.all(RatingRow)[row]
        return self._at(widget, widget.step_rect(value).center().toPoint())

    def _at(self, widget: QWidget, place: QPoint) -> tuple[int, int]:
        return widget.mapTo(self._session.window, place).toTuple()

    def answer(self, row: int, number: int) -> tuple[int, int]:
        """Answer one of the questions here too: the next one is where it is then."""
        (sheet,) = self._session.all(QuestionsSheet)
        button = sheet.rows[row].buttons[number - 1]
        place = self._at(button, button.rect().center())
        button.click()
        self._session.frame()
        return place

    def practise(self) -> None:
        """Go on to the questions after a practice."""
        self._session.window.guide.pressed.emit()
        self._session.live(30.0)  # The last breath is a whole one.

    def sum_up(self, *rated: int) -> None:
        """Go on to the summary with ratings, which take room on its page."""
        (sheet,) = self._session.all(RatingsSheet)
        for row, value in enumerate(rated):
            sheet.entry.choose(row, value)
        self._session.window.close()
        self._session.frame()

    def close(self) -> None:
        self._session.close()


@contextmanager
def places(*, safety_read: bool) -> Iterator[Places]:
    found = Places(safety_read=safety_read)
    try:
        yield found
    finally:
        found.close()


@needs_screen
class TestFromTheMenu:
    """A start from the menu has no terminal: its stdin is /dev/null."""

    def test_the_entry_shows_the_safety_page_and_a_guide_that_stands(
        self, screen: Screen, tmp_path: Path
    ) -> None:
        home = {"HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path), "XDG_CONFIG_HOME": str(tmp_path)}
        environment = {**os.environ, **home, "DISPLAY": screen.display, "QT_QPA_PLATFORM": "xcb"}
        assert run("install-desktop-entry", environment=environment).returncode == 0
        (entry,) = (tmp_path / "applications").glob("*.desktop")
        (command,) = (line[5:] for line in entry.read_text().splitlines() if line.startswith("Exec="))
        with subprocess.Popen(
            shlex.split(command), env=environment, stdin=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
        ) as process:
            screen.wait_for_window("Before your first breath")
            data_dir = tmp_path / "biofeedback"
            wait_until(lambda: bool(records(data_dir, GuideChanged)))
            assert not is_running(data_dir)
            screen.press("space")
            screen.wait_for_window(HOME)
            screen.press("space")
            wait_until(lambda: is_running(data_dir))
            wait_until(lambda: load_settings(settings_path(data_dir)).window.safety_read)
            process.send_signal(signal.SIGTERM)
            _, messages = process.communicate(timeout=DEADLINE_S)
        assert process.returncode == 130
        assert "Traceback" not in messages

    @pytest.mark.soak
    def test_ratings_and_ordinary_breathing_come_as_chosen_and_the_summary_stays(
        self, screen: Screen, tmp_path: Path
    ) -> None:
        past_the_safety_page(tmp_path, BreathingSettings(before_minutes=0.05, after_minutes=0.05))
        options: Any = {"screen": screen.display}
        with running(*SIMULATED, "--minutes", "0.05", "--data-dir", tmp_path, **options) as process:
            screen.wait_for_window(HOME)
            for key in ("6", "1", "0", "5", "space"):
                screen.press(key)
            wait_until(lambda: [one.part for one in records(tmp_path, PartChanged)][-1:] == [Part.DONE])
            for key in ("2", "1", "1"):  # The first one ends the fading, and answers too.
                screen.press(key)
            for key in ("3", "1", "Tab", "7"):
                screen.press(key)
            screen.wait_for_window("You breathed")
            assert process.poll() is None
            screen.press("Escape")
            screen.wait_for_window(HOME)
            screen.press("Escape")
            assert process.wait(DEADLINE_S) == 0
        parts = [one.part for one in records(tmp_path, PartChanged)]
        assert parts == [Part.BEFORE, Part.PRACTICE, Part.AFTER, Part.DONE]
        assert answered(tmp_path) == [(Ease.ALL_RIGHT, False, False)]
        assert rated(tmp_path) == [
            *(("pain", 6, "before"), ("stress", 10, "before"), ("mood", 5, "before")),
            *(("pain", 3, "after"), ("stress", 1, "after"), ("mood", 7, "after")),
        ]

    def test_by_mouse_alone(self, screen: Screen, tmp_path: Path) -> None:
        options: Any = {"screen": screen.display}
        arguments = (*SIMULATED, "--rate", "5", "--minutes", "0.2", "--data-dir", tmp_path)
        save_settings(settings_path(tmp_path), Settings(window=WindowSettings(depth="details")))
        with places(safety_read=False) as seen, running(*arguments, **options) as process:
            screen.wait_for_window("Practice")
            screen.click(*seen.button("I understand, begin (Space)"))
            wait_until(lambda: is_running(tmp_path))
            screen.click(*seen.guide)
            wait_until(lambda: not is_running(tmp_path))
            screen.click(*seen.guide)
            wait_until(lambda: is_running(tmp_path))
            wait_until_dark(tmp_path)
            seen.practise()
            for row, number in enumerate((3, 2, 1)):
                screen.click(*seen.answer(row, number))
            for row, value in enumerate((10, 2)):
                screen.click(*seen.rating(row, value))
            screen.click(*seen.button("To the summary (Esc)"))
            screen.wait_for_window("You breathed")
            seen.sum_up(10, 2)
            screen.click(*seen.button("Done (Esc)"))
            assert process.wait(DEADLINE_S) == 0
        assert answered(tmp_path) == [(Ease.HARD, True, False)]
        assert rated(tmp_path) == [("pain", 10, "after"), ("stress", 2, "after")]


@needs_screen
class TestStartNow:
    def test_it_begins_at_once_asks_nothing_and_closes_at_the_end(
        self, screen: Screen, tmp_path: Path
    ) -> None:
        save_settings(settings_path(tmp_path), Settings(breathing=BreathingSettings(before_minutes=5.0)))
        arguments = (*SIMULATED, "--start-now", "--minutes", "0.02", "--data-dir", tmp_path)
        ended = run(*arguments, screen=screen.display)
        assert ended.returncode == 0, ended.stderr
        assert [one.running for one in records(tmp_path, GuideChanged)][:2] == [True, False]
        assert [one.part for one in records(tmp_path, PartChanged)] == [Part.PRACTICE, Part.DONE]
        assert not records(tmp_path, Rating)
        assert not load_settings(settings_path(tmp_path)).window.safety_read


class TestTerminal:
    def test_start_now_begins_at_once_also_where_keys_can_be_pressed(self, tmp_path: Path) -> None:
        master, slave = pty.openpty()
        arguments = (*SIMULATED, "--terminal", "--start-now", "--minutes", "0.02", "--data-dir", tmp_path)
        with running(*arguments, stdin=slave) as process:
            assert process.wait(DEADLINE_S) == 0
        os.close(master)
        os.close(slave)
        assert [one.running for one in records(tmp_path, GuideChanged)] == [True, False]

    @pytest.mark.parametrize(
        "display",
        DISPLAYS,
    )
    def test_a_display_that_does_not_answer_is_none(self, tmp_path: Path, display: str) -> None:
        ended = run(*SIMULATED, "--minutes", "0.01", "--data-dir", tmp_path, screen=display)
        assert ended.returncode == 0, ended.stderr
        assert "There is no display, so the terminal is used" in ended.stderr


@needs_screen
class TestEnding:
    @pytest.mark.soak
    def test_closing_in_mid_practice_leads_through_ratings_and_summary(
        self, screen: Screen, tmp_path: Path
    ) -> None:
        past_the_safety_page(tmp_path)
        with running(*USUAL, "--data-dir", tmp_path, screen=screen.display) as process:
            window = screen.wait_for_window(HOME)
            screen.press("space")
            wait_until_long(tmp_path)
            screen.close_window(window)
            wait_until(lambda: not is_running(tmp_path))
            for key in ("1", "1", "1", "4"):
                screen.press(key)
            screen.close_window(window)
            screen.wait_for_window("You breathed")
            assert process.poll() is None
            screen.close_window(window)
            assert process.wait(DEADLINE_S) == 0
        assert rated(tmp_path) == [("pain", 4, "after")]

    @pytest.mark.parametrize(
        ("keys", "number"),
        [
            (("4", "1"), signal.SIGINT),
            (("h",), signal.SIGTERM),
            (("space", "f"), signal.SIGTERM),
            *(
                pytest.param(keys, number, marks=pytest.mark.soak)
                for keys, number in (
                    (("4", "1"), signal.SIGTERM),
                    (("h",), signal.SIGINT),
                    (("space", "f"), signal.SIGINT),
                    *product((("o", "space"), ("o", "Return"), ("p",)), (signal.SIGINT, signal.SIGTERM)),
                )
            ),
        ],
    )
    def test_a_signal_ends_it_whatever_is_shown(
        self, screen: Screen, tmp_path: Path, keys: tuple[str, ...], number: signal.Signals
    ) -> None:
        past_the_safety_page(tmp_path)
        with running(*USUAL, "--data-dir", tmp_path, screen=screen.display) as process:
            screen.wait_for_window(HOME)
            for key in keys:
                screen.press(key)
            if "4" in keys:
                screen.press("space")
                screen.press("m")
                wait_until(lambda: bool(records(tmp_path, Marker)))
            process.send_signal(number)
            _, messages = process.communicate(timeout=DEADLINE_S)
        assert process.returncode == 130
        assert messages.count("\n") == 1, messages
        if list(tmp_path.glob("sessions/*.session")):  # Nothing is left where nobody began.
            assert rated(tmp_path) == (
                [("pain", 4, "before"), ("stress", 1, "before")] if "4" in keys else []
            )
        else:
            assert "4" not in keys
