"""The voices: the system's own within a time limit, recordings in a folder, and what is rendered ahead."""

import shutil
import stat
import sys
import time
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from biofeedback.cli.asked.speech import phrase_utterances, programme_utterances
from biofeedback.programmes.shelf import find_programme
from biofeedback.voice.commands import (
    USUAL_PER_MIN,
    VOICE_COMMANDS,
    SpeechFile,
    VoiceCommand,
    espeak_command,
    found_command,
    sapi_command,
    say_command,
)
from biofeedback.voice.phrases import PHRASE_WORDS, Phrase
from biofeedback.voice.prepared import PreparedWords, rendered
from biofeedback.voice.recordings import recordings
from biofeedback.voice.samples import levelled_speech, read_speech
from biofeedback.voice.system_voice import SystemVoice, system_voice
from biofeedback.voice.utterance import SPEECH_RATE_HZ, Utterance, VoiceError, VoiceStoppedError
from tests.biofeedback.voice.sounding import SaysAll, spoken, write_recording

NEEDS_ESPEAK = pytest.mark.skipif(shutil.which("espeak-ng") is None, reason="espeak-ng is not installed here")
NEEDS_SHELL_SCRIPTS = pytest.mark.skipif(sys.platform == "win32", reason="a script stands for the voice")


def script(path: Path, lines: str) -> Path:
    """Write a program that stands for a system's voice."""
    path.write_text(f"#!{sys.executable}\n{lines}")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return path


def voice_of(program: Path, limit_s: float = 20.0) -> SystemVoice:
    return SystemVoice(VoiceCommand("test", espeak_command), str(program), limit_s=limit_s)


WRITES_ITS_TEXT = """
import sys, wave, pathlib
at = sys.argv.index("-w")
pathlib.Path(sys.argv[0] + ".heard").write_text(repr(sys.argv[1:]))
with wave.open(sys.argv[at + 1], "wb") as file:
    file.setnchannels(1); file.setsampwidth(2); file.setframerate(8000)
    file.writeframes(b"\\x00\\x10\\x00\\xf0" * 2000)
"""


@NEEDS_ESPEAK
@pytest.mark.parametrize("language", ["en", "de"])
def test_espeak_says_every_phrase(language: str) -> None:
    voice = system_voice()
    assert voice is not None
    for utterance in phrase_utterances().values():
        samples = voice.say(utterance, language)
        assert samples is not None
        assert 0.2 < samples.size / SPEECH_RATE_HZ < 4.0
        assert 0.1 < np.abs(samples).max() <= 0.61
        # Its first word begins with the first sample, within the 10 ms that a phrase may be late.
        assert np.abs(samples[: SPEECH_RATE_HZ // 100]).max() > 0.005


@NEEDS_ESPEAK
@pytest.mark.parametrize(
    "text", ["-f /etc/passwd", "--help", "$(touch gone) `touch gone`", "<speak>[[a]]", "x" * 9000]
)
def test_espeak_takes_any_text_for_words(text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    voice = system_voice()
    assert voice is not None
    assert voice.say(Utterance(text, "x"), "en") is not None
    assert list(tmp_path.iterdir()) == []


@NEEDS_ESPEAK
def test_a_text_too_long_for_its_step_is_shortened_by_whole_sentences() -> None:
    voice = system_voice()
    assert voice is not None
    for utterance in programme_utterances(find_programme("pmr-8")):
        samples = voice.say(utterance, "en")
        assert samples is not None
        assert samples.size / SPEECH_RATE_HZ <= utterance.most_s


@given(st.text(max_size=400))
def test_no_text_becomes_an_option(text: str) -> None:
    plain = Utterance(text, "x").plain
    assert not plain.startswith(("-", "/", "@"))
    assert "[[" not in plain
    assert "<" not in plain
    assert plain.isprintable()
    assert all(plain.startswith(one) for one in Utterance(text, "x").beginnings)


@NEEDS_SHELL_SCRIPTS
def test_the_text_comes_as_one_argument(tmp_path: Path) -> None:
    program = script(tmp_path / "voice", WRITES_ITS_TEXT)
    assert voice_of(program).say(Utterance('Ein "Text"; rm -rf $HOME', "x"), "de") is not None
    heard = (tmp_path / "voice.heard").read_text()
    assert heard.endswith("""'--', 'Ein "Text"; rm -rf $HOME']""")


@NEEDS_SHELL_SCRIPTS
def test_a_voice_that_hangs_is_ended_with_what_it_started(tmp_path: Path) -> None:
    hangs = script(
        tmp_path / "voice",
        "import subprocess, sys, time\n"
        "subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)'])\ntime.sleep(600)\n",
    )
    began_s = time.monotonic()
    with pytest.raises(VoiceStoppedError, match="did not answer"):
        voice_of(hangs, limit_s=0.5).say(Utterance("Breathe in.", "in"), "en")
    assert time.monotonic() - began_s < 60.0, "it would have taken ten minutes"


@NEEDS_SHELL_SCRIPTS
@pytest.mark.parametrize(
    "lines", ["raise SystemExit(3)", "pass", "import sys; open(sys.argv[6], 'w').write('x')"]
)
def test_a_voice_that_fails_is_one_sentence(lines: str, tmp_path: Path) -> None:
    with pytest.raises(VoiceError) as caught:
        voice_of(script(tmp_path / "voice", lines)).say(Utterance("Breathe in.", "in"), "en")
    assert str(caught.value.message).count(".") >= 1


def test_a_voice_that_is_gone_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(VoiceStoppedError, match="could not speak"):
        voice_of(tmp_path / "gone").say(Utterance("Breathe in.", "in"), "en")


def test_commands_of_the_other_systems_are_lists_too() -> None:
    speech = SpeechFile("Breathe in; calc.exe", Path("/tmp/a.wav"), "de", USUAL_PER_MIN)
    assert say_command("/usr/bin/say", speech).arguments[-2:] == ("--", "Breathe in; calc.exe")
    windows = sapi_command("powershell", speech)
    assert not any("calc" in one for one in windows.arguments), "PowerShell would run it"
    assert windows.environment["VOICE_TEXT"] == "Breathe in; calc.exe"
    assert windows.environment["VOICE_LANGUAGE"] == "de-DE"


def test_the_voice_of_another_system_is_not_looked_for_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda program: f"/bin/{program}")
    found = {platform: found_command(platform) for platform in ("linux", "darwin", "win32")}
    assert {name: one[0].program for name, one in found.items() if one} == {
        "linux": "espeak-ng",
        "darwin": "say",
        "win32": "powershell",
    }
    monkeypatch.setattr(shutil, "which", lambda _: None)
    assert found_command("linux") is None
    assert len({one.program for one in VOICE_COMMANDS}) == len(VOICE_COMMANDS)


def test_recordings_are_cut_and_levelled(tmp_path: Path) -> None:
    write_recording(tmp_path / "in.wav")
    samples = read_speech(tmp_path / "in.wav")
    assert samples.size / SPEECH_RATE_HZ == pytest.approx(0.6, abs=0.03)
    assert np.sqrt(np.mean(samples**2)) == pytest.approx(0.09, rel=0.2)
    loud = levelled_speech(3.0 * samples)
    assert loud is not None
    assert np.abs(loud).max() == pytest.approx(np.abs(samples).max(), rel=0.05)


def test_a_folder_of_recordings_goes_before_the_system(tmp_path: Path) -> None:
    write_recording(tmp_path / "in.wav")
    other = SaysAll()
    voice = recordings(tmp_path, other)
    assert voice.say(Utterance("Breathe in.", "in"), "en") is not None
    assert other.said == []
    voice.say(Utterance("Breathe out.", "out"), "en")
    assert other.said == [("Breathe out.", "en")]
    assert recordings(tmp_path, None).say(Utterance("Breathe out.", "out"), "en") is None


@pytest.mark.parametrize("content", [b"", b"RIFF", b"\x00" * 5000, b"ID3 something", b"fLaC" + b"\xff" * 400])
def test_a_broken_recording_is_one_sentence(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "in.wav").write_bytes(content)
    with pytest.raises(VoiceError, match="can't be read"):
        read_speech(tmp_path / "in.wav")


def test_silent_and_endless_recordings_are_refused(tmp_path: Path) -> None:
    write_recording(tmp_path / "long.wav", seconds=70.0, rate_hz=4000)
    with pytest.raises(VoiceError, match="lasts"):
        read_speech(tmp_path / "long.wav")
    assert levelled_speech(np.zeros(100, np.float32)) is None
    assert levelled_speech(np.full(100, np.nan, np.float32)) is None
    with pytest.raises(VoiceError, match="is not there"):
        recordings(tmp_path / "gone", None)


def test_one_broken_recording_costs_that_one_alone(tmp_path: Path) -> None:
    (tmp_path / "in.wav").write_bytes(b"nothing")
    words = PreparedWords(recordings(tmp_path, SaysAll()), phrase_utterances(), "en")
    assert words.wait_until_ready(30.0)
    assert set(words.phrases) == set(Phrase) - {Phrase.IN}
    assert words.problem is not None
    words.stop()


def test_a_voice_that_fails_is_asked_once() -> None:
    class Fails(SaysAll):
        def say(self, *arguments: object, **keywords: object) -> None:  # noqa: ARG002
            self.said.append(("", ""))
            raise VoiceStoppedError(PHRASE_WORDS[Phrase.IN], PHRASE_WORDS[Phrase.OUT])

    voice = Fails()
    words = PreparedWords(voice, phrase_utterances(), "en")
    assert words.wait_until_ready(30.0)
    assert len(voice.said) == 1
    assert words.phrases == {}
    words.stop()


def test_texts_wanted_later_are_prepared_too() -> None:
    words = PreparedWords(SaysAll(), phrase_utterances(), "de")
    words.want([Utterance("Ein Text.", "x")])
    assert words.wait_until_ready(30.0)
    assert "Ein Text." in words.found
    words.stop()


def test_nobody_speaks_without_a_voice() -> None:
    words = PreparedWords(None, phrase_utterances(), "en", problem=PHRASE_WORDS[Phrase.IN])
    assert words.wait_until_ready(0.0)
    assert words.phrases == {}
    assert words.problem is PHRASE_WORDS[Phrase.IN]
    words.stop()


def test_a_text_that_comes_twice_is_rendered_once() -> None:
    voice = SaysAll()
    made = rendered(voice, [Utterance("One.", "a"), Utterance("One.", "b"), Utterance("Two.", "c")], "en")
    assert [text for text, _ in voice.said] == ["One.", "Two."]
    assert np.array_equal(made["One."], spoken())
