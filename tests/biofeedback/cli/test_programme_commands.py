"""Programmes by command: list, show, simulate, train, sound, and what goes wrong with a name or a file."""

import json
import wave
from pathlib import Path

import pytest

from biofeedback.voice.phrases import Phrase
from devices.steps import StepChanged
from sessions.events import decoded
from sessions.store import read_records
from tests.biofeedback.voice.sounding import write_recording
from tests.heard import RATE_HZ, pitch_hz, read_wav
from tests.program import run_here

SHORT = """
name = "short"
family = "pause"
title = { en = "Short", de = "Kurz" }
about = { en = "Two steps.", de = "Zwei Schritte." }

[[step]]
text = { en = "Sit still.", de = "Sitzen Sie still." }
seconds = 1.5
measured = "ordinary"

[[step]]
text = { en = "Breathe.", de = "Atmen Sie." }
seconds = 1
measured = "response"
guide = { begin = 7.0, rate_per_min = 6.5, exhale_to_inhale = 1.5 }
"""


@pytest.fixture
def data_dir(tmp_path: Path) -> Path:
    (tmp_path / "programmes").mkdir()
    (tmp_path / "programmes" / "short.toml").write_text(SHORT)
    return tmp_path


def test_list_and_show_speak_the_language(data_dir: Path) -> None:
    listed = json.loads(
        run_here("programmes", "list", "--json", "--language", "de", "--data-dir", data_dir).stdout
    )
    assert {one["name"]: one["title"] for one in listed}["short"] == "Kurz"
    shown = json.loads(
        run_here("programmes", "show", "short", "--json", "--language", "de", "--data-dir", data_dir).stdout
    )
    assert [step["text"] for step in shown["steps"]] == ["Sitzen Sie still.", "Atmen Sie."]
    assert [step["start_s"] for step in shown["steps"]] == [0.0, 1.5]


def test_programme_is_practised_and_counted_whatever_wears_the_strap(data_dir: Path) -> None:
    ended = run_here(
        *("train", "--programme", "short", "--terminal", "--simulated", "--language", "de"),
        *("--data-dir", data_dir, "--log-states", data_dir / "states"),
    )
    assert ended.returncode == 0, ended.stderr
    assert "Sitzen Sie still." in ended.stdout
    states = [json.loads(line) for line in (data_dir / "states").read_text().splitlines()]
    told = [state["step"] for state in states if state["step"] is not None]
    assert {step["text"] for step in told} == {"Sitzen Sie still.", "Atmen Sie."}
    assert {step["measured"] for step in told} == {"ordinary", "response"}
    (listed,) = json.loads(run_here("sessions", "list", "--json", "--data-dir", data_dir).stdout)
    assert listed["practised_s"] == pytest.approx(2.5, abs=0.3)


def test_simulated_session_has_the_exact_times_of_the_steps(data_dir: Path) -> None:
    path = data_dir / "a.session"
    ended = run_here("simulate", "--programme", "short", "--output", path, "--data-dir", data_dir)
    assert ended.returncode == 0, ended.stderr
    steps = [event for event in decoded(read_records(path)) if isinstance(event, StepChanged)]
    assert [(one.time_ns, one.running) for one in steps] == [
        (0, True),
        (1_500_000_000, True),
        (2_500_000_000, False),
    ]


def test_sound_lasts_as_long_as_the_programme_and_the_bell(data_dir: Path) -> None:
    path = data_dir / "a.wav"
    ended = run_here("sound", "--programme", "short", "--output", path, "--data-dir", data_dir)
    assert ended.returncode == 0, ended.stderr
    with wave.open(str(path)) as sound:
        assert sound.getnframes() / sound.getframerate() == 7.5


def test_sound_speaks_with_the_recordings_of_a_folder(data_dir: Path) -> None:
    folder = data_dir / "my voice"
    folder.mkdir()
    for name in (*(phrase.value for phrase in Phrase), "short-01", "short-02"):
        write_recording(folder / f"{name}.wav")
    (data_dir / "settings.toml").write_text(f'[sound]\nvoice_folder = "{folder.as_posix()}"\n')
    path = data_dir / "spoken.wav"
    ended = run_here("sound", "--programme", "short", "--voice", "--output", path, "--data-dir", data_dir)
    assert ended.returncode == 0, ended.stderr
    sound = read_wav(path)
    for start_s in (0.0, 1.5):
        words = sound[round((start_s + 0.01) * RATE_HZ) : round((start_s + 0.5) * RATE_HZ)]
        assert pitch_hz(words) == pytest.approx(400.0, abs=5.0)


def test_sound_without_the_folder_of_the_recordings_is_one_sentence(data_dir: Path) -> None:
    (data_dir / "settings.toml").write_text('[sound]\nvoice_folder = "/not/there"\n')
    path = data_dir / "a.wav"
    ended = run_here("sound", "--minutes", "1", "--voice", "--output", path, "--data-dir", data_dir)
    assert ended.returncode == 1
    assert "The folder of your recordings, /not/there, is not there." in ended.stderr
    assert not path.exists()


@pytest.mark.parametrize(
    "command",
    [("programmes", "show", "yoga"), ("train", "--terminal", "--programme", "yoga")],
    ids=["show", "train"],
)
def test_unknown_name_is_one_sentence_with_the_names_there_are(
    command: tuple[str, ...], data_dir: Path
) -> None:
    ended = run_here(*command, "--data-dir", data_dir)
    assert ended.returncode == 1
    assert "yoga" in ended.stderr
    assert "pmr-8" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_own_programme_with_an_error_hides_no_other(data_dir: Path) -> None:
    (data_dir / "programmes" / "bad.toml").write_text(SHORT.replace("1.5\nmeasured", "-1\nmeasured"))
    ended = run_here("programmes", "list", "--json", "--data-dir", data_dir)
    assert ended.returncode == 1
    assert "short" in {one["name"] for one in json.loads(ended.stdout)}
    assert "bad.toml, line 9" in ended.stderr


def test_programme_of_which_nothing_is_left_is_one_sentence(data_dir: Path) -> None:
    text = SHORT.replace('measured = "', 'region.en = "all"\nregion.de = "alles"\nmeasured = "')
    (data_dir / "programmes" / "short.toml").write_text(text)
    (data_dir / "settings.toml").write_text('[programmes]\nskipped_regions = ["all"]\n')
    ended = run_here("train", "--programme", "short", "--terminal", "--data-dir", data_dir)
    assert ended.returncode == 1
    assert "skipped_regions" in ended.stderr
