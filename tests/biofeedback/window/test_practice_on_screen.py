"""A person's practice: the whole program in a window on a virtual screen, a real recording over the air."""

import os
import pty
import shutil
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from biofeedback.cli.settings_path import settings_path
from biofeedback.person.settings import Settings, WindowSettings, load_settings, save_settings
from devices.events import GuideChanged, LinkChanged, LinkState, Rating
from devices.wellbeing import Ease, PracticeAnswered
from sessions.store import read_records
from tests.laboratory import Laboratory, RemoteStrap, packets_from_rr_csv
from tests.laboratory.client import rr_packet
from tests.polling import wait_until
from tests.program import DEADLINE_S, run, running
from tests.screen import Screen, virtual_screen
from tests.session_checks import (
    assert_analysis_equals_numpy,
    assert_replay_equals_live,
    only_session,
    recorded_values,
)

ACCELERATION = 2
HOME = "Good"
"""Begins the greeting, which is the title of Home."""


def begin_from_safety(screen: Screen) -> None:
    """Leave the safety page for Home, and begin the usual practice there."""
    screen.wait_for_window("biofeedback")
    screen.press("space")
    screen.wait_for_window(HOME)
    screen.press("l")


@pytest.fixture
def person() -> Iterator[int]:
    """A terminal for stdin: somebody is there, so the program waits for a key."""
    master, slave = pty.openpty()
    yield slave
    os.close(master)
    os.close(slave)


@pytest.fixture
def screen() -> Iterator[Screen]:
    with virtual_screen() as one:
        yield one


@pytest.mark.skipif(shutil.which("Xvfb") is None, reason="needs a virtual screen (xvfb)")
class TestOnScreen:
    def test_window_is_driven_by_keys(
        self, laboratory: Laboratory, strap: RemoteStrap, screen: Screen, person: int, tmp_path: Path
    ) -> None:
        options: Any = {"environment": laboratory.environment(), "screen": screen.display, "stdin": person}
        with running("train", "--data-dir", tmp_path, **options) as process:
            screen.wait_for_window("biofeedback")
            strap.wait_subscribed(timeout_s=DEADLINE_S)
            begin_from_safety(screen)
            wait_until(lambda: changes(tmp_path)[-1:] == [(True, 5.0)])
            screen.press("Up")
            wait_until(lambda: changes(tmp_path)[-1:] == [(True, 5.1)])
            screen.press("space")
            wait_until(lambda: changes(tmp_path)[-1:] == [(False, 5.1)])
            screen.press("Escape")
            screen.wait_for_window(HOME)
            screen.press("Escape")
            assert process.wait(DEADLINE_S) == 0
        wait_until(lambda: not laboratory.connections())
        assert changes(tmp_path) == [(False, 5.0), (True, 5.0), (True, 5.1), (False, 5.1)]

    def test_a_whole_session_by_keyboard_alone(self, screen: Screen, person: int, tmp_path: Path) -> None:
        """From the safety page through questions, ratings and summary to the end; no mouse."""
        arguments = ("train", "--simulated", "--minutes", "0.1", "--no-sound", "--data-dir", tmp_path)
        options: Any = {"screen": screen.display, "stdin": person}
        with running(*arguments, **options) as process:
            begin_from_safety(screen)
            wait_until(lambda: changes(tmp_path)[-1:] == [(True, 5.0)])
            # The practice ends, and the window fades its light: only now is a key an answer.
            wait_until(lambda: changes(tmp_path)[-2:] == [(False, 5.0), (False, 5.0)])
            for key in ("1", "minus", "2"):  # The first one ends the fading, and answers too.
                screen.press(key)
            for key in ("3", "minus", "7"):
                screen.press(key)
            screen.wait_for_window("You breathed")
            wait_until(lambda: ratings(tmp_path) == [("pain", 3, "after"), ("mood", 7, "after")])
            assert answers(tmp_path) == [(Ease.EASY, None, True)]
            screen.press("h")
            screen.wait_for_window("History")
            screen.press("Escape")
            screen.wait_for_window("You breathed")
            screen.press("o")
            screen.wait_for_window("Settings")
            screen.press("Down")
            screen.press("Escape")
            screen.wait_for_window("You breathed")
            screen.press("Escape")
            screen.wait_for_window(HOME)
            screen.press("Escape")
            assert process.wait(DEADLINE_S) == 0
        kept = load_settings(settings_path(tmp_path))
        assert kept.window.safety_read
        assert kept.breathing.minutes == 15.0

    def test_the_second_session_asks_how_one_is_before(
        self, screen: Screen, person: int, tmp_path: Path
    ) -> None:
        save_settings(settings_path(tmp_path), Settings(window=WindowSettings(safety_read=True)))
        arguments = ("train", "--simulated", "--no-sound", "--data-dir", tmp_path)
        options: Any = {"screen": screen.display, "stdin": person}
        with running(*arguments, **options) as process:
            screen.wait_for_window(HOME)
            for key in ("6", "1", "0", "l"):
                screen.press(key)
            wait_until(lambda: changes(tmp_path)[-1:] == [(True, 5.0)])
            screen.press("Escape")
            screen.wait_for_window(HOME)
            screen.press("Escape")
            assert process.wait(DEADLINE_S) == 0
        assert ratings(tmp_path) == [("pain", 6, "before"), ("stress", 10, "before")]

    @pytest.mark.parametrize("how", ["closed", "terminated"])
    def test_every_end_lets_the_strap_go_and_keeps_what_was_interrupted(
        self,
        laboratory: Laboratory,
        polar_strap: RemoteStrap,
        screen: Screen,
        person: int,
        tmp_path: Path,
        how: str,
    ) -> None:
        options: Any = {"environment": laboratory.environment(), "screen": screen.display, "stdin": person}
        with running("train", "--data-dir", tmp_path, **options) as process:
            window = screen.wait_for_window("biofeedback")
            polar_strap.wait_subscribed(timeout_s=DEADLINE_S)
            polar_strap.send(rr_packet(1024))
            wait_until(lambda: polar_strap.streaming() == {ACCELERATION})
            if how == "closed":
                screen.close_window(window)
            else:
                process.send_signal(signal.SIGTERM)
            _, messages = process.communicate(timeout=DEADLINE_S)
        assert process.returncode == (0 if how == "closed" else 130)
        assert "Traceback" not in messages
        assert polar_strap.streaming() == set()
        wait_until(lambda: not laboratory.connections())
        if how == "closed":  # Nobody practised, and nobody interrupted the program.
            assert "nothing was recorded" in messages
            assert list((tmp_path / "sessions").iterdir()) == []
            return
        assert "Recorded 1 beat in" in messages
        session = only_session(tmp_path)
        assert [file.name for file in session.parent.iterdir()] == [session.name]
        assert recorded_values(session) == [rr_packet(1024)]
        last = list(read_records(session))[-1]
        assert isinstance(last, LinkChanged)
        assert last.state is LinkState.IDLE

    @pytest.mark.parametrize("minutes", ["0.0001", "0.005", "0.01"])
    def test_window_that_is_gone_at_once_ends_cleanly(
        self, screen: Screen, tmp_path: Path, minutes: str
    ) -> None:
        """However far loading the charts has come; an import must not outlive Qt."""
        arguments = ("train", "--simulated", "--start-now", "--minutes", minutes, "--data-dir", tmp_path)
        ended = run(*arguments, screen=screen.display)
        assert (ended.returncode, ended.stderr.count("\n")) == (0, 1), ended.stderr

    @pytest.mark.soak
    def test_three_minutes_of_a_real_recording(
        self,
        laboratory: Laboratory,
        strap: RemoteStrap,
        screen: Screen,
        person: int,
        real_data: Path,
        tmp_path: Path,
    ) -> None:
        laboratory.set_interval(30)
        packets = [p for p in packets_from_rr_csv(real_data / "rr_h10_slow" / "rr.csv") if p.time_s < 181.0]
        live = tmp_path / "live.jsonl"
        arguments = ("train", "--data-dir", tmp_path, "--log-states", live)
        options: Any = {"environment": laboratory.environment(), "screen": screen.display, "stdin": person}
        with running(*arguments, **options) as process:
            begin_from_safety(screen)
            strap.wait_subscribed(timeout_s=DEADLINE_S)
            strap.play(packets)
            strap.wait_played(timeout_s=240.0)
            screen.photograph(tmp_path / "practise.png")
            process.send_signal(signal.SIGTERM)
            _, messages = process.communicate(timeout=DEADLINE_S)
        assert process.returncode == 130
        assert "Traceback" not in messages
        session = only_session(tmp_path)
        assert recorded_values(session) == [n.data for n in strap.sent_log()] == [p.data for p in packets]
        assert_replay_equals_live(session, live)
        assert_analysis_equals_numpy(session)
        if folder := os.environ.get("BIOFEEDBACK_SCREENSHOTS"):
            shutil.copy(tmp_path / "practise.png", Path(folder) / "practise-real-recording.png")


def changes(data_dir: Path) -> list[tuple[bool, float]]:
    records = read_records(only_session(data_dir))
    return [(r.running, r.pattern.rate_per_min) for r in records if isinstance(r, GuideChanged)]


def ratings(data_dir: Path) -> list[tuple[str, float, str]]:
    records = read_records(only_session(data_dir))
    return [(r.scale, r.value, r.when.value) for r in records if isinstance(r, Rating)]


def answers(data_dir: Path) -> list[tuple[Ease | None, bool | None, bool | None]]:
    records = read_records(only_session(data_dir))
    return [(r.ease, r.restless, r.dizzy) for r in records if isinstance(r, PracticeAnswered)]
