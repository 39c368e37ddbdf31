"""The three timbres: heard to the end, in and out clearly different, no pulse, no click."""

from itertools import pairwise
from typing import Final

import numpy as np
import pytest
from scipy.signal import butter, hilbert, sosfiltfilt

from biofeedback.pacing.guide import Guide, Stage
from biofeedback.person.settings import TIMBRES
from biofeedback.sound.cues import render_cue
from biofeedback.sound.score import Cue, Score, Timbre
from biofeedback.sound.tone import RISE_OCTAVES, BreathTone
from biofeedback.sound.track import SoundTrack
from devices.breath_pattern import BreathPattern
from tests.biofeedback.sound.test_audible_exhale import (
    BLOCK_S,
    FADING_S,
    LEAST_DB,
    as_on_a_laptop,
    levels_db,
)
from tests.heard import RATE_HZ, Sound, loudest_click_db, pitch_hz, rms_db

_PATTERN: Final = BreathPattern(5.0, 2.0)
_NO_CLICK_DB: Final = -80.0
_SLOW_HZ, _SHALLOW_DB = 0.2, 2.0
_WITH_TONE: Final = (Timbre.PAD, Timbre.SEA)


def rendered(timbre: Timbre, pattern: BreathPattern, seconds: float) -> Sound:
    track, block = SoundTrack(Score(Guide(pattern, running=True), timbre=timbre)), 960
    begins = np.arange(round(seconds * RATE_HZ / block)) * block / RATE_HZ
    return np.concatenate([track.render(one, one + block / RATE_HZ, block) for one in begins]).astype(float)


def part(sound: Sound, from_s: float, until_s: float) -> Sound:
    return sound[round(from_s * RATE_HZ) : round(until_s * RATE_HZ)]


def second_exhale(timbre: Timbre, pattern: BreathPattern) -> Sound:
    sound = rendered(timbre, pattern, 2.0 * pattern.period_s)
    turns = Guide(pattern, running=True).turns(pattern.period_s, 2.0 * pattern.period_s)
    begin_s = next(turn.time_s for turn in turns if turn.stage is Stage.EXHALE)
    return part(sound, begin_s, 2.0 * pattern.period_s)


def band_db(sound: Sound, low_hz: float, high_hz: float) -> float:
    """Return the level of a band below that of all."""
    power = np.abs(np.fft.rfft(sound * np.hanning(sound.size))) ** 2
    frequency_hz = np.fft.rfftfreq(sound.size, 1.0 / RATE_HZ)
    inside = (frequency_hz >= low_hz) & (frequency_hz <= high_hz)
    return float(10.0 * np.log10(power[inside].sum() / power.sum()))


def centroid_hz(sound: Sound) -> float:
    power = np.abs(np.fft.rfft(sound * np.hanning(sound.size))) ** 2
    return float((np.fft.rfftfreq(sound.size, 1.0 / RATE_HZ) * power).sum() / power.sum())


def test_the_settings_offer_the_timbres_that_there_are() -> None:
    assert tuple(one.value for one in Timbre) == TIMBRES


@pytest.mark.parametrize("timbre", _WITH_TONE)
@pytest.mark.parametrize(("rate_per_min", "ratio"), [(3.0, 3.0), (5.0, 2.0), (6.0, 1.0), (10.0, 3.0)])
def test_the_exhale_is_heard_to_its_end(timbre: Timbre, rate_per_min: float, ratio: float) -> None:
    sound = second_exhale(timbre, BreathPattern(rate_per_min, ratio))
    audible = int((sound.size / RATE_HZ - FADING_S) / BLOCK_S)
    for heard in (sound, as_on_a_laptop(sound)):
        assert levels_db(heard)[3:audible].min() >= LEAST_DB


@pytest.mark.parametrize("timbre", _WITH_TONE)
def test_the_exhale_lies_where_small_loudspeakers_play(timbre: Timbre) -> None:
    sound = second_exhale(timbre, _PATTERN)
    for from_s in (1.5, 4.0, 7.0):
        assert band_db(part(sound, from_s, from_s + 0.5), 400.0, 900.0) > -12.0


@pytest.mark.parametrize("timbre", list(Timbre))
def test_the_turns_of_each_timbre_are_told_apart(timbre: Timbre) -> None:
    inhale, exhale = (
        pitch_hz(render_cue(cue, timbre=timbre).astype(float)) for cue in (Cue.INHALE, Cue.EXHALE)
    )
    assert inhale / exhale > 1.4


def test_the_sea_is_brighter_as_the_air_flows_in() -> None:
    """At the same lung positions: a third, half and two thirds of the way."""
    sound = rendered(Timbre.SEA, _PATTERN, 12.0)
    inhale = [centroid_hz(part(sound, at_s - 0.2, at_s + 0.2)) for at_s in (1.6, 2.0, 2.4)]
    exhale = [centroid_hz(part(sound, at_s - 0.2, at_s + 0.2)) for at_s in (6.0, 8.0, 10.0)]
    assert min(inhale) > 1.3 * max(exhale)
    assert exhale == sorted(exhale, reverse=True)


@pytest.mark.parametrize("timbre", list(Timbre))
def test_no_timbre_clicks_or_clips(timbre: Timbre) -> None:
    for pattern in (_PATTERN, BreathPattern(10.0, 0.5)):
        sound = rendered(timbre, pattern, 24.0)
        assert loudest_click_db(sound[:-2400]) < _NO_CLICK_DB
        assert np.abs(sound).max() < 0.6


@pytest.mark.parametrize("timbre", list(Timbre))
def test_timbres_are_about_equally_loud(timbre: Timbre) -> None:
    assert -33.0 < rms_db(rendered(timbre, _PATTERN, 24.0)) < -22.0


def test_a_change_of_timbre_fades() -> None:
    score = Score(Guide(_PATTERN, running=True))
    track, sounds = SoundTrack(score), []
    for i in range(600):
        score.timbre = list(Timbre)[(i // 70) % 3]
        sounds.append(track.render(i * 0.02, (i + 1) * 0.02, 960))
    assert loudest_click_db(np.concatenate(sounds).astype(float)[:-2400]) < _NO_CLICK_DB


def test_the_bowl_rings_at_the_turns_alone() -> None:
    sound = rendered(Timbre.BOWL, BreathPattern(3.0, 3.0), 20.0)  # 5 s in, 15 s out
    assert rms_db(part(sound, 5.1, 6.0)) > -35.0
    assert rms_db(part(sound, 12.5, 14.5)) < -90.0


@pytest.mark.parametrize("height", [0.0, 0.5, 1.0])
def test_the_partials_of_the_pad_beat_slowly_or_little(height: float) -> None:
    """Each partial alone: what of its level moves faster than 0.2 Hz is at most 2 dB from top to bottom."""
    tone, seconds, block = BreathTone(), 40, RATE_HZ
    steady = np.full(block, height), np.full(block, 0.16), np.full(block, 0.25)
    sound = np.concatenate([tone.render(*steady) for _ in range(seconds)]).astype(float)
    lowest_hz = 220.0 * 2.0 ** (RISE_OCTAVES * height)
    for multiple in (1.0, 1.5, 2.0, 3.0, 4.0):
        wanted_hz = multiple * lowest_hz
        sos = butter(2, (wanted_hz - 15.0, wanted_hz + 15.0), "bandpass", fs=RATE_HZ, output="sos")
        level = np.abs(hilbert(sosfiltfilt(sos, sound))[2 * RATE_HZ : -2 * RATE_HZ : RATE_HZ // 50])
        moved = np.ptp(20.0 * np.log10(level))
        spectrum = np.abs(np.fft.rfft(level - level.mean(), 16 * level.size))
        beat_hz = float(np.fft.rfftfreq(16 * level.size, 0.02)[np.argmax(spectrum)])
        assert moved < _SHALLOW_DB or beat_hz <= _SLOW_HZ, (multiple, moved, beat_hz)


@pytest.mark.parametrize("cue", [Cue.INHALE, Cue.EXHALE, Cue.BELL, Cue.END])
def test_bowls_ring_without_a_pulse(cue: Cue) -> None:
    """The level of a bowl only falls, tenth after tenth of a second, but for half a decibel."""
    sound = render_cue(cue, timbre=Timbre.BOWL).astype(float)
    ringing = part(sound, 0.4, sound.size / RATE_HZ - 0.5)
    level_db = np.array(
        [rms_db(one) for one in np.array_split(ringing, round(ringing.size / (0.1 * RATE_HZ)))]
    )
    assert max((later - now for now, later in pairwise(level_db)), default=0.0) < 0.5
