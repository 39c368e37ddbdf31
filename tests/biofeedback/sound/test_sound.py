"""The sound of a guide: measured in the samples, as an ear or an instrument would."""

import math
from collections import deque
from pathlib import Path
from random import Random

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from biofeedback.pacing.guide import Guide
from biofeedback.practice.player import ProgrammePlayer
from biofeedback.programmes.course import Course
from biofeedback.programmes.shelf import find_programme, shipped_programmes
from biofeedback.sound.cues import render_cue
from biofeedback.sound.score import STEP_CUES, Cue, Score
from biofeedback.sound.track import SoundTrack
from biofeedback.sound.wav import guided_end_s, write_programme_wav, write_wav
from devices.breath_pattern import RATE_RANGE_PER_MIN, RATIO_RANGE, BreathPattern
from devices.events import GuideBegin, Part
from sessions.errors import SessionFileError
from tests.biofeedback.practice.test_whole_breaths import begun, pass_time
from tests.heard import (
    RATE_HZ,
    Sound,
    loudest_click_db,
    onsets_s,
    partials_db,
    pitch_hz,
    read_wav,
    rms_db,
)
from tests.program import run
from tests.ratchet import assert_no_worse

_NO_CLICK_DB = -80.0
_PATTERN = BreathPattern(5.0, 2.0)


_LET_OUT_S = 1.0
"""The air is let out for one second at least before the first turn; its tone begins without a strike."""


def _turns_s(pattern: BreathPattern, until_s: float) -> np.ndarray:
    guide = Guide().changed(0.0, pattern, running=True, begin=GuideBegin.LET_OUT)
    return np.array([turn.time_s for turn in guide.turns(_LET_OUT_S, until_s)])


def _strikes_s(sound: Sound) -> np.ndarray:
    heard_s = onsets_s(sound)
    return heard_s[heard_s > _LET_OUT_S]


def _rendered(score: Score, seconds: float, *, from_s: float = 0.0) -> Sound:
    track, block = SoundTrack(score), 960
    begins = from_s + np.arange(round(seconds * RATE_HZ / block)) * block / RATE_HZ
    blocks = [track.render(begin, begin + block / RATE_HZ, block) for begin in begins]
    return np.concatenate(blocks).astype(float)


def _part(sound: Sound, from_s: float, until_s: float) -> Sound:
    return sound[round(from_s * RATE_HZ) : round(until_s * RATE_HZ)]


@pytest.fixture(scope="module")
def four_minutes(tmp_path_factory: pytest.TempPathFactory) -> Sound:
    """The command's own file of four minutes, and the bell."""
    path = tmp_path_factory.mktemp("sound") / "practice.wav"
    ended = run("sound", "--minutes", 4, "--output", path)
    assert (ended.returncode, ended.stdout) == (0, ""), ended.stderr
    return read_wav(path)


def test_each_phase_of_four_minutes_is_heard_when_it_begins(four_minutes: Sound) -> None:
    end_s = guided_end_s(_PATTERN, 240.0)
    heard_s, turns_s = _strikes_s(_part(four_minutes, 0.0, end_s - 0.2)), _turns_s(_PATTERN, end_s - 0.2)
    assert heard_s.size == turns_s.size == 40
    assert_no_worse("sound_onset_largest_error_ms", 1000.0 * float(np.abs(heard_s - turns_s).max()))


@pytest.mark.parametrize(("rate", "ratio"), [(3.0, 2.0), (10.0, 4.0), (10.0, 0.5), (6.0, 1.0), (4.3, 3.0)])
def test_phases_are_heard_at_every_pace(rate: float, ratio: float, tmp_path: Path) -> None:
    pattern = BreathPattern(rate, ratio)
    write_wav(tmp_path / "a.wav", pattern, minutes=1.0)
    sound = read_wav(tmp_path / "a.wav")
    end_s = guided_end_s(pattern, 60.0)
    heard_s, turns_s = _strikes_s(_part(sound, 0.0, end_s - 0.2)), _turns_s(pattern, end_s - 0.2)
    assert heard_s.size == turns_s.size
    assert np.abs(heard_s - turns_s).max() < 0.005
    assert loudest_click_db(sound) < _NO_CLICK_DB


@pytest.mark.parametrize(("rate", "ratio", "minutes"), [(5.0, 2.0, 1.0), (9.7, 0.5, 0.3)])
def test_file_lets_the_air_out_and_ends_after_a_whole_exhale(
    rate: float, ratio: float, minutes: float, tmp_path: Path
) -> None:
    """As the practice in the window does: 60 s of guide at least, and the bell at the end of a breath."""
    pattern = BreathPattern(rate, ratio)
    write_wav(tmp_path / "a.wav", pattern, minutes=minutes)
    sound = read_wav(tmp_path / "a.wav")
    let_out_s = min(3.0, pattern.exhale_s)
    bell_s = sound.size / RATE_HZ - 5.0
    breaths = (bell_s - let_out_s) / pattern.period_s
    assert breaths == pytest.approx(round(breaths), abs=1e-3)
    assert 60.0 * minutes - 0.1 <= bell_s < 60.0 * minutes + pattern.period_s
    assert _strikes_s(sound)[0] == pytest.approx(let_out_s, abs=0.005)
    assert _strikes_s(sound)[-1] == pytest.approx(bell_s, abs=0.01)
    heard = _part(sound, 0.5, let_out_s - 0.4)
    assert rms_db(heard) > -45.0, "letting the air out is heard"
    assert pitch_hz(_part(heard, 0.0, 0.2)) > pitch_hz(heard[-RATE_HZ // 5 :])


def test_practice_ends_when_the_file_does() -> None:
    """The same whole breaths, by the same clock."""
    for minutes in (0.5, 1.0, 1.3):
        practice, clock = begun(_PATTERN, minutes)
        while practice.state.part is not Part.DONE:
            pass_time(practice, clock, 0.02)
        end_s = guided_end_s(_PATTERN, 60.0 * minutes)
        assert practice.state.practised_s == pytest.approx(end_s, abs=0.05)


def test_nothing_clips_and_nothing_clicks(four_minutes: Sound) -> None:
    assert np.abs(four_minutes).max() < 0.5
    assert loudest_click_db(four_minutes) < _NO_CLICK_DB


def test_a_click_would_be_noticed(four_minutes: Sound) -> None:
    broken = _part(four_minutes, 0.0, 20.0).copy()
    broken[7 * RATE_HZ :] += 0.004
    assert loudest_click_db(broken) > _NO_CLICK_DB


def test_pleasant_level(four_minutes: Sound) -> None:
    breathing, bell = _part(four_minutes, 0.0, 243.0), _part(four_minutes, 243.0, 248.0)
    assert -32.0 < rms_db(breathing) < -22.0
    assert -35.0 < rms_db(bell) < -20.0


def test_tone_rises_with_the_inhale_and_falls_with_the_exhale(four_minutes: Sound) -> None:
    breath = _part(four_minutes, 123.0, 135.0)
    # The strikes have faded by then; a breath of 4 s in and 8 s out.
    inhale = [pitch_hz(_part(breath, at_s - 0.1, at_s + 0.1)) for at_s in (1.6, 2.2, 2.8, 3.4)]
    exhale = [pitch_hz(_part(breath, at_s - 0.1, at_s + 0.1)) for at_s in (5.6, 6.6, 7.6, 8.6, 9.6)]
    assert inhale == sorted(inhale)
    assert exhale == sorted(exhale, reverse=True)
    assert 220.0 < min(*inhale, *exhale) < max(*inhale, *exhale) < 331.0


def test_tone_is_no_beep(four_minutes: Sound) -> None:
    middle = _part(four_minutes, 125.0, 125.2)
    levels_db = partials_db(middle, pitch_hz(middle))
    assert levels_db[1] > -20.0
    assert levels_db[2] > -30.0
    assert max(levels_db[4:]) < levels_db[1]


@pytest.mark.parametrize("cue", list(Cue))
def test_cue_begins_softly_and_ends_in_silence(cue: Cue) -> None:
    sound = render_cue(cue).astype(float)
    peak = np.abs(sound).max()
    assert sound[0] == 0.0
    assert abs(sound[-1]) < 1e-6
    assert peak <= 0.3
    loud_s = np.flatnonzero(np.abs(sound) > 0.5 * peak)[0] / RATE_HZ
    assert 0.003 < loud_s < 0.05
    silence = np.zeros(RATE_HZ // 10)
    assert loudest_click_db(np.concatenate([silence, sound, silence])) < _NO_CLICK_DB


def test_the_two_phases_are_told_apart_by_their_strike_alone() -> None:
    inhale, exhale = (pitch_hz(render_cue(cue).astype(float)) for cue in (Cue.INHALE, Cue.EXHALE))
    assert 1.9 < inhale / exhale < 2.1


def test_lost_signal_is_a_double_tone() -> None:
    assert onsets_s(np.concatenate([render_cue(Cue.SIGNAL_LOST), np.zeros(RATE_HZ)])).size == 1
    sound = render_cue(Cue.SIGNAL_LOST).astype(float)
    first, second = pitch_hz(_part(sound, 0.0, 0.3)), pitch_hz(_part(sound, 0.45, 1.1))
    assert 1.2 < first / second < 1.5


def test_everything_at_once_does_not_clip() -> None:
    score = Score(Guide(BreathPattern(10.0, 0.5), running=True), brightness=1.0, cues=deque(Cue))
    assert np.abs(_rendered(score, 12.0)).max() < 1.0


def test_brighter_tone_is_as_loud() -> None:
    guide = Guide(_PATTERN, running=True)
    dull, bright = (_part(_rendered(Score(guide, brightness=one), 3.5), 1.5, 3.5) for one in (0.0, 1.0))
    assert abs(rms_db(dull) - rms_db(bright)) < 0.6
    lowest_hz = pitch_hz(_part(dull, 0.4, 0.6))
    levels = [partials_db(_part(one, 0.4, 0.6), lowest_hz)[2] for one in (dull, bright)]
    assert levels[1] > levels[0] + 8.0


def test_pause_fades_and_resuming_strikes_nothing_anew() -> None:
    score = Score(Guide(_PATTERN, running=True))
    track, sounds = SoundTrack(score), []
    for i in range(400):
        time_s = i * 0.02
        if i in (100, 250):
            score.guide = score.guide.changed(time_s, _PATTERN, running=i == 250)
        sounds.append(track.render(time_s, time_s + 0.02, 960))
    sound = np.concatenate(sounds).astype(float)
    assert rms_db(_part(sound, 2.3, 5.0)) < -90.0
    assert rms_db(_part(sound, 5.3, 6.5)) > -40.0
    assert loudest_click_db(sound) < _NO_CLICK_DB
    # Paused for three seconds in the inhale: its tone fades in where it was, without a strike; the exhale, at
    # 4 s by the guide, comes at 7 s.
    assert rms_db(_part(sound, 5.0, 5.02)) < -40.0
    assert np.allclose(onsets_s(sound), [0.0, 7.0], atol=0.03)


def test_muted_is_silent_and_fades() -> None:
    score = Score(Guide(_PATTERN, running=True))
    track = SoundTrack(score)
    loud = track.render(0.0, 2.0, 2 * RATE_HZ)
    score.volume = 0.0
    muted = track.render(2.0, 8.0, 6 * RATE_HZ)
    assert rms_db(_part(muted.astype(float), 0.2, 6.0)) < -150.0
    assert loudest_click_db(np.concatenate([loud, muted]).astype(float)) < _NO_CLICK_DB


def test_silence_costs_nothing_and_ends_when_it_should() -> None:
    score = Score(Guide(_PATTERN))
    track = SoundTrack(score)
    track.render(0.0, 0.04, 1920)
    assert not track.render(0.04, 0.08, 1920).any()
    score.guide = score.guide.changed(0.05, _PATTERN, running=True)
    assert np.abs(track.render(0.08, 0.12, 1920)).max() > 0.05
    score.volume = 0.0
    track.render(0.12, 3.0, 4096)
    assert not track.render(3.0, 3.04, 1920).any()
    score.volume = 1.0
    assert rms_db(track.render(3.04, 3.44, 19200)[9600:].astype(float)) > -40.0


def test_holds_tick_each_second_in_silence() -> None:
    """Four seconds each: in, hold, out, hold; the tick at a turn is the turn's own."""
    pattern = BreathPattern(3.75, 1.0, hold_full_s=4.0, hold_empty_s=4.0)
    sound = _rendered(Score(Guide(pattern, running=True)), 32.0)
    expected_s = [
        breath + at for breath in (0.0, 16.0) for at in (0.0, 4.0, 5.0, 6.0, 7.0, 8.0, 12.0, 13.0, 14.0, 15.0)
    ]
    assert np.allclose(onsets_s(sound), expected_s, atol=0.005)
    assert rms_db(_part(sound, 4.4, 4.9)) < -90.0
    assert pitch_hz(_part(sound, 5.0, 5.2)) > 1.2 * pitch_hz(_part(sound, 0.0, 0.3))
    assert loudest_click_db(sound) < _NO_CLICK_DB


def test_pause_in_a_hold_stops_the_ticks() -> None:
    pattern = BreathPattern(3.75, 1.0, hold_full_s=4.0, hold_empty_s=4.0)
    score = Score(Guide(pattern, running=True))
    track, sounds = SoundTrack(score), []
    for i in range(700):
        time_s = i * 0.02
        if i in (230, 500):  # paused at 4.6 s, for 5.4 s
            score.guide = score.guide.changed(time_s, pattern, running=i == 500)
        sounds.append(track.render(time_s, time_s + 0.02, 960))
    heard_s = onsets_s(np.concatenate(sounds).astype(float))
    assert heard_s[:2] == pytest.approx([0.0, 4.0], abs=0.005)
    assert heard_s[2] > 9.99
    assert heard_s[-1] == pytest.approx(13.4, abs=0.005)


def test_turn_is_struck_once_though_the_guide_is_changed_at_it() -> None:
    """A block is rendered before it is heard, so a change may come when a turn was struck already."""
    score = Score(Guide(_PATTERN, running=True))
    track, sounds = SoundTrack(score), []
    for i in range(500):
        time_s = i * 0.02
        if i == 203:  # heard now is 4.0 s, 60 ms before what is rendered
            score.guide = score.guide.changed(3.99, BreathPattern(3.0, 2.0), running=True)
        sounds.append(track.render(time_s, time_s + 0.02, 960))
    assert np.allclose(onsets_s(np.concatenate(sounds).astype(float)), [0.0, 4.0], atol=0.005)


_change = st.tuples(
    st.sampled_from(["pace", "holds", "pause", "resume", "mute", "loud", "bright", "dull", "jump", "cue"]),
    st.floats(*RATE_RANGE_PER_MIN),
    st.floats(*RATIO_RANGE),
    st.integers(1, 60),
)


@settings(max_examples=40)
@given(changes=st.lists(_change, min_size=1, max_size=12), seed=st.integers(0, 2**32))
@example(changes=[("jump", 5.0, 2.0, 60), ("pause", 5.0, 2.0, 3), ("resume", 5.0, 2.0, 3)], seed=1)
def test_no_change_at_any_moment_clicks(changes: list[tuple[str, float, float, int]], seed: int) -> None:
    random = Random(seed)
    score = Score(Guide(_PATTERN, running=True))
    track, sounds, time_s = SoundTrack(score), [], 0.0
    for kind, rate, ratio, blocks in changes:
        pattern = score.guide.pattern
        match kind:
            case "pace":
                score.guide = score.guide.changed(time_s, BreathPattern(rate, ratio), running=True)
            case "holds":
                held = BreathPattern(min(rate, 5.0), ratio, hold_full_s=0.5, hold_empty_s=1.5)
                score.guide = score.guide.changed(time_s, held, running=True)
            case "pause" | "resume":
                score.guide = score.guide.changed(time_s, pattern, running=kind == "resume")
            case "mute" | "loud":
                score.volume = 0.0 if kind == "mute" else 1.0
            case "bright" | "dull":
                score.brightness = 1.0 if kind == "bright" else 0.0
            case "jump":
                time_s += random.uniform(0.0, 20.0)
            case "cue":
                score.cues.append(random.choice(list(Cue)))
        for _ in range(blocks):
            frames = random.randint(1, 2000)
            until_s = time_s + frames / RATE_HZ * random.uniform(0.98, 1.02)
            sounds.append(track.render(time_s, until_s, frames))
            time_s = until_s
    sound = np.concatenate([np.zeros(480), *sounds, np.zeros(480)])
    assert np.isfinite(sound).all()
    assert np.abs(sound).max() < 1.0
    assert loudest_click_db(sound[: -480 - 240]) < _NO_CLICK_DB


def test_blocks_do_not_matter() -> None:
    """The same sound within the guide's own smoothness, whatever blocks a device asks for."""
    track, random = SoundTrack(Score(Guide(_PATTERN, running=True))), Random(3)
    sounds, begin = [], 0
    while begin < 10 * RATE_HZ:
        frames = random.randint(64, 4096)
        sounds.append(track.render(begin / RATE_HZ, (begin + frames) / RATE_HZ, frames))
        begin += frames
    sound = np.concatenate(sounds)[: 10 * RATE_HZ].astype(float)
    even = _rendered(Score(Guide(_PATTERN, running=True)), 10.0)
    levels = [rms_db(_part(sound, at, at + 0.1)) - rms_db(_part(even, at, at + 0.1)) for at in range(10)]
    assert math.hypot(*levels) < 0.5


def test_file_that_cannot_be_written_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(SessionFileError, match="can't be written"):
        write_wav(tmp_path / "missing" / "a.wav", _PATTERN, minutes=1.0)
    there = tmp_path / "there.wav"
    there.write_bytes(b"music")
    with pytest.raises(SessionFileError, match="exists already"):
        write_wav(there, _PATTERN, minutes=1.0)
    assert there.read_bytes() == b"music"


def _assert_steps_are_heard(name: str, folder: Path) -> None:
    programme = find_programme(name)
    write_programme_wav(folder / "a.wav", ProgrammePlayer(Course(programme), language=lambda: "en"))
    sound = read_wav(folder / "a.wav")
    (folder / "a.wav").unlink()
    starts = zip(programme.starts_s, programme.steps, strict=True)
    struck_s = [start_s for start_s, step in starts if step.sound in STEP_CUES]
    level = 20.0 * np.log10(np.abs(sound[: sound.size // 48 * 48]).reshape(-1, 48).max(axis=1) + 1e-7)
    for wanted_s in (*struck_s, programme.seconds):
        at = round(1000.0 * wanted_s)
        # Silence, or a tone that ebbs, until the step begins; the strike rises within some milliseconds.
        before = level[max(0, at - 60) : at].max(initial=-140.0)
        rises = np.flatnonzero(level[at : at + 60] > max(before + 3.0, -45.0))
        assert rises.size, (name, wanted_s)
        assert rises[0] <= 10, (name, wanted_s, rises[0])


@pytest.mark.parametrize("name", ["pmr-4", "mindful-5", "belly-a0"])
def test_programme_is_heard_at_the_onset_of_its_steps(name: str, tmp_path: Path) -> None:
    _assert_steps_are_heard(name, tmp_path)


@pytest.mark.soak
def test_every_programme_is_heard_at_the_onset_of_its_steps(tmp_path: Path) -> None:
    for name in shipped_programmes():
        _assert_steps_are_heard(name, tmp_path)


def test_guide_of_a_programme_is_heard_while_its_steps_have_one(tmp_path: Path) -> None:
    programme = find_programme("desk-pause")
    write_programme_wav(tmp_path / "a.wav", ProgrammePlayer(Course(programme), language=lambda: "en"))
    sound = read_wav(tmp_path / "a.wav")
    guided = [
        start_s for start_s, step in zip(programme.starts_s, programme.steps, strict=True) if step.guide
    ]
    ends = [start_s for start_s in programme.starts_s if start_s > guided[-1]]
    assert rms_db(_part(sound, guided[0] - 8.0, guided[0] - 4.0)) < -60.0
    assert rms_db(_part(sound, guided[0] + 1.0, ends[0] - 1.0)) > -40.0
