"""The voice in the sound: before each turn, at the steps, over a lower tone; measured in what is rendered."""

from pathlib import Path
from typing import Final

import numpy as np
import pytest
from scipy.signal import butter, sosfiltfilt

from biofeedback.pacing.guide import Guide
from biofeedback.practice.player import ProgrammePlayer
from biofeedback.programmes.course import Course
from biofeedback.programmes.reader import programme_of
from biofeedback.programmes.shelf import find_programme
from biofeedback.sound.score import Score
from biofeedback.sound.track import SoundTrack
from biofeedback.sound.wav import FileSound, guided_end_s, write_programme_wav, write_wav
from biofeedback.voice.phrases import Phrase, Speaking
from devices.breath_pattern import BreathPattern
from tests.biofeedback.voice.sounding import SPOKEN_HZ, spoken
from tests.heard import RATE_HZ, Sound, loudest_click_db, read_wav, rms_db

_PATTERN: Final = BreathPattern(5.0, 2.0)
_EVERY: Final = {phrase: spoken() for phrase in Phrase}


def speech_onsets_s(sound: Sound) -> np.ndarray:
    """Find where the voice begins: its frequency comes out of silence."""
    sos = butter(4, (SPOKEN_HZ - 150.0, SPOKEN_HZ + 150.0), "bandpass", fs=RATE_HZ, output="sos")
    level = np.abs(sosfiltfilt(sos, sound)[: sound.size // 48 * 48]).reshape(-1, 48).max(axis=1)
    is_loud = level > 0.04
    begins = np.flatnonzero(is_loud & ~np.roll(is_loud, 1))
    return begins[np.diff(begins, prepend=-1000) > 300] / 1000.0


def rendered(score: Score, seconds: float) -> Sound:
    track, block = SoundTrack(score), 960
    begins = np.arange(round(seconds * RATE_HZ / block)) * block / RATE_HZ
    return np.concatenate([track.render(one, one + block / RATE_HZ, block) for one in begins]).astype(float)


def test_each_breath_of_the_first_minute_is_spoken_before_its_turn() -> None:
    score = Score(Guide(_PATTERN, running=True), phrases=_EVERY, speaking=Speaking.ALWAYS)
    heard_s = speech_onsets_s(rendered(score, 170.0))
    turns_s = [turn.time_s for turn in Guide(_PATTERN, running=True).turns(0.1, 169.0)]
    early = [one - 0.1 for one in turns_s if one < 59.0]
    # Later each fourth breath, which are the breaths 8 and 12, in and out.
    later = [breath * 12.0 + at_s - 0.1 for breath in (8, 12) for at_s in (0.0, 4.0)]
    assert np.allclose(heard_s, [0.0, *early, *later], atol=0.01)


@pytest.mark.parametrize("speaking", [Speaking.OFF, Speaking.START])
def test_a_voice_that_is_off_or_only_for_the_start_keeps_silent_later(speaking: Speaking) -> None:
    score = Score(Guide(_PATTERN, running=True), phrases=_EVERY, speaking=speaking)
    heard_s = speech_onsets_s(rendered(score, 100.0))
    assert heard_s.size == (0 if speaking is Speaking.OFF else 10)
    assert heard_s.max(initial=0.0) < 60.0


def test_the_tone_is_six_decibels_lower_meanwhile() -> None:
    silent = np.zeros(RATE_HZ, np.float32)
    phrases = dict.fromkeys(Phrase, silent)
    spoken_over = rendered(
        Score(Guide(_PATTERN, running=True), phrases=phrases, speaking=Speaking.ALWAYS), 14.0
    )
    alone = rendered(Score(Guide(_PATTERN, running=True)), 14.0)

    def lower_db(from_s: float, until_s: float) -> float:
        part = slice(round(from_s * RATE_HZ), round(until_s * RATE_HZ))
        return rms_db(spoken_over[part]) - rms_db(alone[part])

    assert lower_db(4.1, 4.8) == pytest.approx(-6.0, abs=0.2)
    assert lower_db(5.2, 9.0) == pytest.approx(0.0, abs=0.1)
    assert loudest_click_db(spoken_over) < -80.0


def test_what_was_asked_for_goes_before_in_and_out() -> None:
    long = spoken(1.5)
    score = Score(Guide(_PATTERN, running=True), speaking=Speaking.ALWAYS)
    score.phrases = {Phrase.HALF_WAY: long}
    track, sounds = SoundTrack(score), []
    for i in range(700):
        if i == 100:
            score.at_turn.append(Phrase.HALF_WAY)
        sounds.append(track.render(i * 0.02, (i + 1) * 0.02, 960))
    assert np.allclose(speech_onsets_s(np.concatenate(sounds).astype(float)), [3.9], atol=0.01)


def test_a_new_phrase_cuts_the_old_one_without_a_click() -> None:
    score = Score(Guide(_PATTERN))
    track, sounds = SoundTrack(score), []
    time_s = np.arange(3 * RATE_HZ) / RATE_HZ
    edge = np.sin(0.5 * np.pi * np.minimum(1.0, time_s / 0.02)) ** 2
    quiet = (0.05 * edge * np.sin(2.0 * np.pi * 300.0 * time_s)).astype(np.float32)
    for i in range(150):
        if i in (10, 50):
            score.said.append(quiet)
        sounds.append(track.render(i * 0.02, (i + 1) * 0.02, 960))
    assert loudest_click_db(np.concatenate(sounds).astype(float)[: 3 * RATE_HZ - 2400]) < -80.0


def test_the_last_breath_is_followed_by_no_further_strike() -> None:
    score = Score(Guide(_PATTERN, running=True), phrases=_EVERY, speaking=Speaking.ALWAYS, guide_until_s=12.0)
    sound = rendered(score, 14.0)
    assert speech_onsets_s(sound)[-1] == pytest.approx(3.9, abs=0.01)
    assert rms_db(sound[round(12.3 * RATE_HZ) :]) < -90.0


def test_a_file_speaks_its_phrases(tmp_path: Path) -> None:
    write_wav(tmp_path / "a.wav", _PATTERN, minutes=4.0, sound=FileSound(phrases=_EVERY))
    sound = read_wav(tmp_path / "a.wav")
    heard_s, end_s = speech_onsets_s(sound), guided_end_s(_PATTERN, 240.0)
    assert heard_s[0] == pytest.approx(0.0, abs=0.01), "let the air out"
    assert heard_s[1] == pytest.approx(2.9, abs=0.01), "in"
    assert heard_s[-1] == pytest.approx(end_s, abs=0.01), "finished"
    turns_s = np.array([turn.time_s for turn in Guide(_PATTERN, True, 0.0, -1, 2, 5.0).turns(0.0, end_s)])
    for one in heard_s[1:-1]:
        assert np.abs(turns_s - 0.1 - one).min() < 0.01
    assert any(0.0 < one - 0.5 * end_s < 12.0 for one in heard_s), "half way"


def test_texts_of_a_programme_are_spoken_at_their_steps(tmp_path: Path) -> None:
    programme = find_programme("pmr-4")
    texts = {step.text.said("en"): spoken() for step in programme.steps}
    player = ProgrammePlayer(Course(programme), language=lambda: "en")
    write_programme_wav(tmp_path / "a.wav", player, sound=FileSound(texts=texts))
    assert np.allclose(speech_onsets_s(read_wav(tmp_path / "a.wav")), programme.starts_s, atol=0.01)


def test_a_text_longer_than_its_step_fades_before_the_bell(tmp_path: Path) -> None:
    content = (
        'name = "one"\nfamily = "rest"\ntitle.en = "One"\nabout.en = "One."\n\n'
        '[[step]]\ntext.en = "Rest."\nseconds = 6\nmeasured = "ordinary"\n'
    )
    programme = programme_of(content.encode(), "one.toml")
    texts = {"Rest.": spoken(20.0)}
    player = ProgrammePlayer(Course(programme), language=lambda: "en")
    write_programme_wav(tmp_path / "a.wav", player, sound=FileSound(texts=texts))
    sound, end = read_wav(tmp_path / "a.wav"), round(programme.seconds * RATE_HZ)
    sos = butter(4, (SPOKEN_HZ - 150.0, SPOKEN_HZ + 150.0), "bandpass", fs=RATE_HZ, output="sos")
    voice = sosfiltfilt(sos, sound[end - RATE_HZ : end])
    level_db = [rms_db(part) for part in voice.reshape(20, -1)]
    assert level_db[5] - level_db[13] > 4.0, "it fades"
    assert level_db[5] - level_db[18] > 25.0, "it is silent before the bell"
