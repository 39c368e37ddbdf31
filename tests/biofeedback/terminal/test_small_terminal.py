"""The terminal view in any size, and the words that take its place where nothing can be drawn."""

import fcntl
import io
import os
import pty
import re
import select
import struct
import subprocess
import sys
import termios
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Final

import pytest
from rich.cells import cell_len
from rich.console import Console

from biofeedback.engine.engine import Engine
from biofeedback.engine.programme_step import ProgrammeStep
from biofeedback.engine.state import Signal, State
from biofeedback.pacing.guide import Guide
from biofeedback.practice.simulated import simulated_records
from biofeedback.quality.honesty import MADE_UP
from biofeedback.terminal.keyboard import Key, wait_for_keys
from biofeedback.terminal.practice_keys import KEYS, PROGRAMME_KEYS
from biofeedback.terminal.screen import HEIGHT, WIDTH, screen
from biofeedback.terminal.turn_words import TurnWords
from biofeedback.words.speech import speech
from biofeedback.words.spoken import say, speak
from devices.breath_pattern import BreathPattern
from devices.events import Part
from devices.notifications import Notification
from devices.simulated.scenario import Scenario
from devices.steps import Measured, StepSound
from devices.straps.decoder import decode
from tests.polling import wait_until
from tests.program import DEADLINE_S

_CONTROL: Final = re.compile(r"\x1b\[[0-9;?]*[a-zA-Z]")
_SIZES: Final = [(40, 20), (30, 10), (78, 12), (60, 40), (20, 5), (12, 2), (1, 1)]
_BEGIN: Final = {"en": "Press Space to begin", "de": "Leertaste drücken, um zu beginnen"}
_IN_AND_OUT: Final = {"en": ("Breathe in", "Breathe out"), "de": ("Einatmen", "Ausatmen")}


@pytest.fixture(scope="module")
def state() -> State:
    engine = Engine(0)
    *records, _end = simulated_records(Scenario(), seed=8, minutes=2)
    for record in records:
        engine.take(decode(record) if isinstance(record, Notification) else record)
    return engine.state()


@pytest.fixture(params=["en", "de"])
def language(request: pytest.FixtureRequest) -> Iterator[str]:
    speak(speech(request.param))
    yield request.param
    speak(speech("en"))


def lines(state: State, size: tuple[int, int], *, keys: str | None = None) -> list[str]:
    """What is printed by a console of that size, which breaks lines that are too long."""
    out = io.StringIO()
    console = Console(file=out, width=size[0], height=size[1], highlight=False)
    console.print(screen(state, state.time_s, minutes=10.0, keys=keys or KEYS, size=size))
    return out.getvalue().splitlines()


def standing(state: State) -> State:
    guide = replace(state.guide, running=False)
    return replace(state, guide=guide, part=Part.READY, practised_s=0.0)


@pytest.mark.parametrize("size", _SIZES, ids=str)
class TestSize:
    def test_nothing_is_broken_and_the_guide_stays(
        self, state: State, size: tuple[int, int], language: str
    ) -> None:
        lost = replace(state, signal=Signal.LOST, warnings=(MADE_UP,))
        held = replace(state, guide=Guide(BreathPattern(5.0, 1.0, 1.0, 1.0), running=True))
        for shown in (state, lost, held, standing(state)):
            printed = lines(shown, size)
            assert len(printed) <= size[1]
            assert max(map(cell_len, printed)) <= size[0]
            if size[1] >= 2:
                assert set(printed[1]) <= set("█░"), printed
        whole = lines(standing(state), size)[0]
        assert _BEGIN[language].startswith(whole.removesuffix("…"))

    def test_the_text_of_a_step_goes_before_all_else(self, state: State, size: tuple[int, int]) -> None:
        text = "Tense your right hand."
        nothing = Measured.NOTHING
        step = ProgrammeStep(
            "pmr-8", 2, 12, text, nothing, 3.0, 20.0, True, "right hand", StepSound.NONE, False
        )
        guide = replace(state.guide, running=False)
        shown = replace(state, step=step, guide=guide, part=Part.PRACTICE)
        printed = lines(shown, size, keys=say(PROGRAMME_KEYS))
        assert len(printed) <= size[1]
        assert max(map(cell_len, printed)) <= size[0]
        assert printed[0].split()[0] == "Tense" or size[0] < 5
        assert not any("per minute" in line for line in printed)


def test_small_and_whole_view_meet_at_one_size(state: State) -> None:
    assert any("RMSSD" in line for line in lines(state, (WIDTH, HEIGHT)))
    assert not any("RMSSD" in line for line in lines(state, (WIDTH, HEIGHT - 1)))
    assert len(lines(state, (WIDTH, HEIGHT - 1))) >= 12


@pytest.mark.usefixtures("language")
def test_at_40_by_20_the_figures_have_room(state: State) -> None:
    text = "\n".join(lines(state, (40, 20)))
    for figure in (state.figures.heart_rate, state.figures.rsa, state.breathing.rate, state.breathing.ratio):
        assert f"{say(figure.value_text())} {say(figure.unit)}" in text
    assert "Esc" in text


class TestTurnWords:
    def test_each_turn_is_said_once_with_its_seconds(self, state: State, language: str) -> None:
        guided = replace(state, guide=Guide(BreathPattern(5.0, 2.0), running=True), part=Part.PRACTICE)
        turns = TurnWords()
        said = [say(word) for k in range(240) if (word := turns.next(guided, k / 10.0))]
        words = {"en": ("in", "out"), "de": ("ein", "aus")}[language]
        assert said == [f"{words[0]} 4", f"{words[1]} 8"] * 2

    def test_a_pause_says_how_to_go_on(self, state: State) -> None:
        guided = replace(state, guide=Guide(BreathPattern(5.0, 2.0), running=True), part=Part.PRACTICE)
        paused = replace(guided, guide=Guide(BreathPattern(5.0, 2.0)))
        turns = TurnWords()
        assert turns.next(paused, 0.0) is None  # how to begin has been said
        turns.next(guided, 1.0)
        assert str(turns.next(paused, 2.0)) == "Paused. Press Space to go on."
        assert turns.next(paused, 3.0) is None
        assert str(turns.next(guided, 4.5)) == "out 8"

    def test_ordinary_breathing_is_said(self, state: State) -> None:
        usual = replace(standing(state), part=Part.BEFORE)
        assert str(TurnWords().next(usual, 0.0)) == "Breathe as usual"


class Terminal:
    """A practice on a terminal of some size and kind."""

    def __init__(self, folder: Path, size: tuple[int, int], language: str, **environment: str) -> None:
        self._ours, theirs = pty.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", size[1], size[0], 0, 0))
        command = [sys.executable, "-P", "-m", "biofeedback", "train", "--simulated", "--terminal"]
        command += ["--no-sound", "--language", language, "--data-dir", str(folder)]
        usual = {key: value for key, value in os.environ.items() if key not in ("COLUMNS", "LINES")}
        self.process = subprocess.Popen(
            command, stdin=theirs, stdout=theirs, stderr=theirs, env={**usual, "TERM": "xterm", **environment}
        )
        os.close(theirs)
        self._shown = bytearray()

    @property
    def text(self) -> str:
        """All that was written so far, without colours and jumps."""
        while select.select([self._ours], [], [], 0)[0]:
            try:
                self._shown.extend(os.read(self._ours, 65536))
            except OSError:  # how Linux tells that nobody writes any more
                break
        return _CONTROL.sub("", self._shown.decode(errors="replace"))

    @property
    def has_colours(self) -> bool:
        return re.search(rb"\x1b\[[0-9;]*3[0-9]", bytes(self._shown)) is not None

    def wait_for(self, words: str) -> None:
        wait_until(lambda: words in self.text, timeout_s=DEADLINE_S)

    def press(self, key: str) -> None:
        os.write(self._ours, key.encode())

    def resize(self, columns: int, rows: int) -> None:
        fcntl.ioctl(self._ours, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def end(self) -> int:
        self.press("\x1b")
        wait_until(lambda: self.text and self.process.poll() is not None, timeout_s=DEADLINE_S)
        return self.process.wait(DEADLINE_S)

    def close(self) -> None:
        self.process.kill()
        self.process.wait()
        os.close(self._ours)


@pytest.mark.parametrize(("size", "language"), [((40, 20), "en"), ((30, 10), "de")])
def test_a_practice_on_a_small_terminal(size: tuple[int, int], language: str, tmp_path: Path) -> None:
    terminal = Terminal(tmp_path, size, language, NO_COLOR="1")
    try:
        terminal.wait_for(_BEGIN[language][: size[0] - 1])
        drawn = terminal.text
        assert max(map(cell_len, drawn.replace("\r", "").split("\n"))) <= size[0]
        assert not terminal.has_colours
        terminal.press(" ")
        terminal.wait_for(_IN_AND_OUT[language][0])
        assert terminal.end() == 0
    finally:
        terminal.close()


def test_the_view_follows_the_terminals_size(tmp_path: Path) -> None:
    terminal = Terminal(tmp_path, (40, 20), "en")
    try:
        terminal.wait_for("Press Space to begin")
        assert "RMSSD" not in terminal.text
        terminal.resize(100, 30)
        terminal.wait_for("RMSSD")
        assert terminal.end() == 0
    finally:
        terminal.close()


@pytest.mark.parametrize("language", ["en", "de"])
def test_a_dumb_terminal_gets_a_word_at_each_turn(language: str, tmp_path: Path) -> None:
    terminal = Terminal(tmp_path, (40, 20), language, TERM="dumb")
    begin, out, pause = {
        "en": ("Press Space to begin, Esc to end.", "let the air out 3", "Paused. Press Space to go on."),
        "de": ("Drücken Sie die Leertaste, um zu beginnen", "Luft hinauslassen 3", "Pause. Drücken Sie"),
    }[language]
    try:
        terminal.wait_for(begin)
        terminal.press(" ")
        terminal.wait_for(out)
        terminal.wait_for({"en": "\nin 4", "de": "\nein 4"}[language])
        terminal.press(" ")
        terminal.wait_for(pause)
        assert terminal.end() == 0
        assert "\x1b" not in terminal.text
    finally:
        terminal.close()


class TestKeys:
    @pytest.mark.parametrize(
        ("typed", "keys"),
        [
            (" ", [Key.SPACE]),
            ("\x1b[A\x1b[B", [Key.FASTER, Key.SLOWER]),
            (" m", [Key.SPACE, Key.MARK]),
            ("\x1b", [Key.END]),
            ("\x1b[3~g", []),
            ("é2", [Key.DIGIT_2]),
        ],
    )
    def test_keys_that_come_at_once_all_count(
        self, typed: str, keys: list[Key], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        reading, writing = os.pipe()
        with os.fdopen(reading) as stdin:
            monkeypatch.setattr(sys, "stdin", stdin)
            os.write(writing, typed.encode())
            assert wait_for_keys(0.0) == keys
            assert wait_for_keys(0.0) == []
            os.close(writing)
