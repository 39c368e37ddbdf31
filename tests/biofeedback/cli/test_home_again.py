"""After a practice Home is shown again: what the command line does between two windows."""

from collections.abc import Callable
from pathlib import Path

import pytest

from biofeedback.cli import run_command
from biofeedback.window import application
from biofeedback.window.choices import Opening, WindowChoices
from devices.breath_pattern import BreathPattern
from devices.events import RatingMoment
from sessions.folder import SessionFolder

Seen = Callable[[object, WindowChoices], None]


def windows(monkeypatch: pytest.MonkeyPatch, *seen: Seen) -> list[WindowChoices]:
    """Have windows that do one thing each, in place of those that wait for a person; return their choices."""
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    choices: list[WindowChoices] = []

    def run_window(practice: object, given: WindowChoices, *, should_stop: Callable[[], bool]) -> None:
        assert not should_stop()
        choices.append(given)
        seen[len(choices) - 1](practice, given)

    monkeypatch.setattr(application, "run_window", run_window)
    return choices


def practise(practice, choices: WindowChoices) -> None:  # type: ignore[no-untyped-def]
    practice.set_guide(BreathPattern(), running=True)
    practice.set_guide(BreathPattern(), running=False)
    assert choices.on_home_again is not None
    choices.on_home_again()


def close(practice: object, choices: WindowChoices) -> None:
    """Close the window."""


def train(folder: Path, *arguments: str) -> int:
    return run_command(["train", "--simulated", "--no-sound", "--data-dir", str(folder), *arguments])


def test_home_comes_again_and_an_empty_record_of_it_is_not_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    choices = windows(monkeypatch, practise, close)
    assert train(tmp_path, "--log-states", str(tmp_path / "states.jsonl")) == 0
    assert [one.opens for one in choices] == [Opening.HOME, Opening.HOME]
    assert len(SessionFolder(tmp_path).files()) == 1
    assert (tmp_path / "states.jsonl").stat().st_size > 0


def test_a_second_practice_of_the_same_run_is_recorded_in_a_file_of_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    windows(monkeypatch, practise, practise, close)
    assert train(tmp_path) == 0
    assert len(SessionFolder(tmp_path).files()) == 2


def test_a_window_that_is_just_closed_ends_the_program_and_leaves_no_record(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    choices = windows(monkeypatch, close)
    assert train(tmp_path) == 0
    assert len(choices) == 1
    assert SessionFolder(tmp_path).files() == []
    assert "nothing was recorded" in capsys.readouterr().err


@pytest.mark.parametrize("arguments", [(), ("--rate", "6")])
def test_a_marker_before_any_practice_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...]
) -> None:
    def mark(practice, _: WindowChoices) -> None:  # type: ignore[no-untyped-def]
        practice.mark()

    windows(monkeypatch, mark)
    assert train(tmp_path, *arguments) == 0
    assert len(SessionFolder(tmp_path).files()) == 1


def test_ratings_given_on_home_are_kept_without_a_practice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def rate(practice, _: WindowChoices) -> None:  # type: ignore[no-untyped-def]
        practice.rate("pain", 4.0, RatingMoment.BEFORE)

    windows(monkeypatch, practise, rate)
    assert train(tmp_path) == 0
    assert len(SessionFolder(tmp_path).files()) == 2


def test_what_was_skipped_stays_skipped_in_the_next_window(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    choices = windows(monkeypatch, practise, close)
    assert train(tmp_path) == 0
    first, second = (one.desk for one in choices)
    assert first is not None
    assert second is not None
    assert first is not second
    assert first._skipped is second._skipped


def test_the_demo_offers_no_plan_and_leads_back_to_home(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("biofeedback.cli.straps.bluetooth_strap", lambda _: _NoStrap())

    def wish_demo(_: object, given: WindowChoices) -> None:
        assert given.on_demo is not None
        given.on_demo()

    choices = windows(monkeypatch, wish_demo, close, close)
    assert run_command(["train", "--no-sound", "--data-dir", str(tmp_path)]) == 0
    assert [one.desk is None for one in choices] == [False, True, False]


@pytest.mark.parametrize(
    ("arguments", "opens", "usual_first"),
    [
        ((), Opening.HOME, False),
        (("--minutes", "5"), Opening.HOME, True),
        (("--programme", "pmr-4"), Opening.PRACTICE, False),
        (("--rate", "6"), Opening.PRACTICE, False),
        (("--ratio", "1.5"), Opening.PRACTICE, False),
    ],
)
def test_what_is_asked_for_waits_in_place_of_the_plan(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    arguments: tuple[str, ...],
    opens: Opening,
    *,
    usual_first: bool,
) -> None:
    choices = windows(monkeypatch, close)
    assert train(tmp_path, *arguments) == 0
    assert (choices[0].opens, choices[0].usual_first) == (opens, usual_first)


class _NoStrap:
    """A source that hears nothing."""

    def start(self, put: object) -> None:
        pass

    def stop(self) -> None:
        pass

    def choose(self, address: str) -> None:
        pass
