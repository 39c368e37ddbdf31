"""What is asked in the terminal: before a programme, after a practice, and of somebody who feels unwell."""

import os
import pty
import select
import signal
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

import pytest

from biofeedback.person.kept_programmes import KeptProgrammes
from biofeedback.person.settings import ProgrammeSettings, load_settings
from biofeedback.practice.player import ProgrammePlayer
from biofeedback.programmes.course import Course
from biofeedback.programmes.shelf import find_programme
from biofeedback.terminal.asking import Asked, AskingLeft, answered, ask_after, asked_first
from biofeedback.terminal.keyboard import Key
from biofeedback.terminal.practice_keys import take_feeling
from devices.errors import BiofeedbackError
from devices.message import Message, message
from devices.wellbeing import Ease, Feeling, FeelingTold, PracticeAnswered, Remedy
from tests.biofeedback.practice.programme_session import ProgrammeSession
from tests.polling import wait_until

ASKED = Asked(
    message("back.question"), (), (message("questions.no"), message("questions.yes")), message("care.back")
)
DEADLINE_S = 60.0


def kept(path: Path, *, known: ProgrammeSettings | None = None) -> KeptProgrammes:
    def refuse(problem: BiofeedbackError) -> None:
        raise problem

    return KeptProgrammes(path / "settings.toml", known or ProgrammeSettings(), refuse)


def player(name: str) -> ProgrammePlayer:
    return ProgrammePlayer(Course(find_programme(name)), language=lambda: "en")


def answering(
    numbers: Sequence[int | None], titles: list[Message] | None = None
) -> Callable[[Asked], int | None]:
    """Answer one question after the other; after the last answer the person leaves."""
    left = list(numbers)

    def ask(asked: Asked) -> int | None:
        if titles is not None:
            titles.append(asked.title)
        if not left:
            raise AskingLeft
        return left.pop(0)

    return ask


@pytest.mark.parametrize(
    ("keys", "number"),
    [
        ([Key.DIGIT_2], 2),
        ([None, Key.MARK, Key.DIGIT_3, Key.DIGIT_1], 1),
        ([Key.ENTER], None),
        ([Key.SKIP], None),
        ([Key.SPACE], None),
    ],
)
def test_a_question_takes_the_first_key_that_answers_it(keys: list[Key | None], number: int | None) -> None:
    assert answered(ASKED, lambda: keys.pop(0), should_stop=lambda: False) == number


def test_whoever_ends_it_is_asked_no_more() -> None:
    with pytest.raises(AskingLeft):
        answered(ASKED, lambda: Key.END, should_stop=lambda: False)
    with pytest.raises(AskingLeft):
        answered(ASKED, lambda: None, should_stop=lambda: True)


def test_cautions_are_asked_once_and_kept(tmp_path: Path) -> None:
    programme = find_programme("belly-a0")
    titles: list[Message] = []
    assert asked_first(programme, kept(tmp_path), answering([1], titles)) == "belly-a0"
    assert [one.key for one in titles] == ["care.belly.title"]
    settings = load_settings(tmp_path / "settings.toml")
    assert settings.programmes.cautions_read == ("belly", "pause")
    again = kept(tmp_path, known=settings.programmes)
    assert asked_first(programme, again, answering([])) == "belly-a0"


@pytest.mark.parametrize("number", [2, None])
def test_whoever_may_not_practise_it_begins_nothing(number: int | None, tmp_path: Path) -> None:
    assert asked_first(find_programme("mindful-5"), kept(tmp_path), answering([number])) is None
    assert not (tmp_path / "settings.toml").exists()


@pytest.mark.parametrize(
    ("answers", "name", "is_fine"),
    [
        ([1, 1], "pmr-8", True),
        ([1, 2, 1], "pmr-without-back", False),
        ([1, 2, None], "pmr-without-back", False),
        ([1, 2, 2], "pmr-8", False),
        ([1, None], "pmr-8", False),
    ],
)
def test_a_hurting_back_is_asked_about_before_muscle_relaxation(
    answers: list[int | None], name: str, is_fine: bool, tmp_path: Path
) -> None:
    assert asked_first(find_programme("pmr-8"), kept(tmp_path), answering(answers)) == name
    assert load_settings(tmp_path / "settings.toml").programmes.back_is_fine is is_fine


@pytest.mark.parametrize(
    ("answers", "wanted"),
    [
        ([1, 2, 1], (Ease.EASY, True, False)),
        ([None, None, 2], (None, None, True)),
        ([3], (Ease.HARD, None, None)),
        ([], None),
    ],
)
def test_what_is_answered_afterwards_is_recorded(
    answers: list[int | None], wanted: tuple[object, ...] | None, tmp_path: Path
) -> None:
    session = ProgrammeSession(tmp_path / "a.session", Course(find_programme("quiet-rest-5")))
    ask_after(session.practice, answering(answers))
    session.practice.end()
    found = [event for event in session.events() if isinstance(event, PracticeAnswered)]
    assert [(one.ease, one.restless, one.dizzy) for one in found] == ([] if wanted is None else [wanted])


@pytest.mark.parametrize(
    ("feeling", "answers", "remedy", "programme", "running", "goes_on"),
    [
        (Feeling.RESTLESS, [1], Remedy.GO_ON, "belly-a0", True, True),
        (Feeling.RESTLESS, [2, 1, 1], Remedy.MUSCLES, "pmr-8", True, True),
        (Feeling.RESTLESS, [2, 1, 2, 1], Remedy.MUSCLES, "pmr-without-back", True, True),
        (Feeling.RESTLESS, [2, 2], None, "belly-a0", False, True),
        (Feeling.RESTLESS, [3, 1], Remedy.PAUSE, "desk-pause", True, True),
        (Feeling.RESTLESS, [4], Remedy.STOP, "belly-a0", False, False),
        (Feeling.RESTLESS, [], None, "belly-a0", False, True),
        (Feeling.DIZZY, [1], Remedy.GO_ON, "belly-a0", True, True),
        (Feeling.DIZZY, [2], Remedy.STOP, "belly-a0", False, False),
        (Feeling.DIZZY, [None], None, "belly-a0", False, True),
    ],
)
def test_a_person_who_feels_unwell_is_offered_what_to_do(
    feeling: Feeling,
    answers: list[int | None],
    remedy: Remedy | None,
    programme: str,
    running: bool,
    goes_on: bool,
    tmp_path: Path,
) -> None:
    session = ProgrammeSession(tmp_path / "a.session", Course(find_programme("belly-a0")))
    session.press_space()
    session.let_pass(20.0)
    ask = answering(answers)
    assert take_feeling(session.practice, feeling, kept=kept(tmp_path), player_of=player, ask=ask) is goes_on
    step = session.state.step
    assert step is not None
    assert (step.programme, step.running) == (programme, running)
    session.practice.end()
    told = [event.remedy for event in session.events() if isinstance(event, FeelingTold)]
    assert told == ([None] if remedy is None else [None, remedy])


class Terminal:
    """The program in a terminal of its own."""

    def __init__(self, *arguments: str) -> None:
        self.pid, self._master = pty.fork()
        if self.pid == 0:
            os.execv(sys.executable, [sys.executable, "-m", "biofeedback", *arguments])
        self.shown = ""
        self.status: int | None = None

    def read_on(self) -> None:
        with suppress(OSError):
            while select.select([self._master], [], [], 0.05)[0]:
                self.shown += os.read(self._master, 65_536).decode(errors="replace")

    def wait_for(self, words: str) -> None:
        """Wait until words are shown that were not shown before."""
        wait_until(lambda: self.read_on() or words in self.shown, timeout_s=DEADLINE_S)
        self.shown = self.shown.partition(words)[2]

    def press(self, keys: str) -> None:
        os.write(self._master, keys.encode())

    def end(self) -> int:
        def has_ended() -> bool:
            self.read_on()
            found, status = os.waitpid(self.pid, os.WNOHANG)
            self.status = os.waitstatus_to_exitcode(status) if found else None
            return bool(found)

        wait_until(has_ended, timeout_s=DEADLINE_S)
        assert self.status is not None
        return self.status

    def close(self) -> None:
        with suppress(ProcessLookupError, ChildProcessError):
            os.kill(self.pid, signal.SIGKILL)
        os.close(self._master)


def test_a_whole_way_in_a_terminal(tmp_path: Path) -> None:
    terminal = Terminal(
        "train", "--terminal", "--simulated", "--programme", "pmr-8", "--data-dir", str(tmp_path)
    )
    try:
        terminal.wait_for("1  I may practise")
        terminal.press("1")
        terminal.wait_for("Does your back or neck hurt today?")
        terminal.press("2")
        terminal.wait_for("1  Take the one without the back")
        terminal.press("1")
        terminal.wait_for("Uncross your legs")
        terminal.press(" ")
        terminal.press("u")
        terminal.wait_for("2  Change to the desk pause")
        terminal.press("1")
        terminal.press("z")
        terminal.wait_for("Breathe as you like, and take less air.")
        terminal.press("2")
        assert terminal.end() == 0
    finally:
        terminal.close()
    assert load_settings(tmp_path / "settings.toml").programmes.cautions_read == ("muscles",)
    (session,) = (tmp_path / "sessions").glob("*.session")
    assert session.stat().st_size


def test_not_for_me_records_nothing(tmp_path: Path) -> None:
    terminal = Terminal(
        "train", "--terminal", "--simulated", "--programme", "mindful-5", "--data-dir", str(tmp_path)
    )
    try:
        terminal.wait_for("2  Not for me")
        terminal.press("2")
        assert terminal.end() == 0
    finally:
        terminal.close()
    assert "biofeedback programmes list" in terminal.shown
    assert not (tmp_path / "sessions").exists()
