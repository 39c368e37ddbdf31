"""What is announced while one practises: steps, the strap, half way, the last minute, the end."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from miniaudio import Backend

from biofeedback.cli.asked.speech import phrase_utterances, programme_utterances
from biofeedback.engine.state import Signal, State
from biofeedback.programmes.course import Course
from biofeedback.programmes.shelf import find_programme
from biofeedback.sound.accompaniment import Accompaniment, SoundSettings
from biofeedback.sound.announcer import Announcer
from biofeedback.sound.score import Score, Timbre
from biofeedback.sound.wav import guided_end_s
from biofeedback.voice.phrases import Phrase, Speaking
from biofeedback.voice.prepared import PreparedWords
from biofeedback.voice.utterance import SPEECH_RATE_HZ
from devices.breath_pattern import BreathPattern
from devices.events import Part
from tests.biofeedback.practice.programme_session import ProgrammeSession
from tests.biofeedback.practice.test_whole_breaths import begun, pass_time
from tests.biofeedback.voice.sounding import SaysAll


@pytest.fixture
def words() -> Iterator[PreparedWords]:
    made = PreparedWords(SaysAll(), phrase_utterances(), "en")
    assert made.wait_until_ready(60.0)
    yield made
    made.stop()


def announcing(words: PreparedWords, speaking: Speaking = Speaking.ALWAYS) -> tuple[Announcer, Score]:
    score = Score(speaking=speaking)
    announcer = Announcer(score)
    announcer.take_words(words)
    return announcer, score


def said(score: Score, words: PreparedWords) -> list[Phrase]:
    """Return which phrases are to be said at once; each has samples of its own."""
    known = words.phrases
    return [next(name for name, samples in known.items() if samples is one) for one in score.said]


def states(minutes: float) -> Iterator[State]:
    practice, clock = begun(BreathPattern(6.0, 2.0), minutes)
    while practice.state.part is not Part.DONE:
        pass_time(practice, clock, 0.5)
        yield practice.state


def test_half_way_and_the_last_minute_are_said_at_the_next_turn(words: PreparedWords) -> None:
    announcer, score = announcing(words)
    told: list[tuple[Phrase, float]] = []
    for state in states(4.0):
        announcer.show(state, step_begins=False, length_s=240.0)
        told += [(one, state.practised_s) for one in score.at_turn]
        score.at_turn.clear()
    assert [phrase for phrase, _ in told] == [Phrase.HALF_WAY, Phrase.LAST_MINUTE]
    assert [at_s for _, at_s in told] == pytest.approx([120.0, 180.0], abs=1.5)
    assert said(score, words) == [Phrase.FINISHED]


def test_the_strap_is_told_of_once_when_lost_and_once_when_back(words: PreparedWords) -> None:
    announcer, score = announcing(words)
    state = next(states(4.0))
    course = [Signal.GOOD, Signal.LOST, Signal.LOST, Signal.WAITING, Signal.GOOD, Signal.GOOD]
    for signal in course:
        announcer.show(replace(state, signal=signal), step_begins=False)
    assert said(score, words) == [Phrase.STRAP_LOST, Phrase.STRAP_BACK]


@pytest.mark.parametrize("speaking", list(Speaking))
def test_texts_are_said_when_their_steps_begin(
    speaking: Speaking, words: PreparedWords, tmp_path: Path
) -> None:
    programme = find_programme("pmr-4")
    words.want(programme_utterances(programme))
    assert words.wait_until_ready(60.0)
    sound = Accompaniment(
        SoundSettings(muted=True, speaking=speaking), now_s=lambda: 0.0, backends=[Backend.NULL]
    )
    score = sound.score
    sound.take_words(words)
    session = ProgrammeSession(tmp_path / "a.session", Course(programme))
    session.press_space()
    spoken_s = []
    while not session.practice.is_done:
        session.let_pass(0.5)
        sound.show(session.state)
        if score.said and session.practice.player is not None:
            spoken_s.append(session.practice.player.gone_s)
        score.said.clear()
    session.practice.end()
    starts_s = {
        Speaking.OFF: [],
        Speaking.START: [one for one in programme.starts_s if one < 60.0],
        Speaking.ALWAYS: [*programme.starts_s, programme.seconds],
    }[speaking]
    if speaking is Speaking.START:
        starts_s.append(programme.seconds)  # That it is finished is said in any case.
    assert np.allclose(spoken_s, starts_s, atol=0.6)


def speaking_session(
    folder: Path, *, seconds: float, speaking: Speaking = Speaking.ALWAYS
) -> Iterator[tuple[ProgrammeSession, Accompaniment]]:
    """Yield a programme with a voice that takes so long for each text."""
    programme = find_programme("pmr-4")
    words = PreparedWords(SaysAll(seconds), phrase_utterances(), "en")
    words.want(programme_utterances(programme))
    assert words.wait_until_ready(60.0)
    sound = Accompaniment(
        SoundSettings(muted=True, speaking=speaking), now_s=lambda: 0.0, backends=[Backend.NULL]
    )
    sound.take_words(words)
    session = ProgrammeSession(folder / "a.session", Course(programme))
    session.press_space()
    yield session, sound
    session.practice.end()
    sound.stop()
    words.stop()


def follow(session: ProgrammeSession, sound: Accompaniment, seconds: float) -> list[float]:
    """Let time pass, and return how long each speech is that begins; 0 is a stop."""
    sizes = []
    for _ in range(round(seconds / 0.25)):
        session.let_pass(0.25)
        sound.show(session.state)
        sizes += [one.size / SPEECH_RATE_HZ for one in sound.score.said]
        sound.score.said.clear()
    return sizes


@pytest.mark.parametrize("speaking", [Speaking.START, Speaking.ALWAYS])
def test_a_pause_stops_the_voice_and_the_text_is_said_again(speaking: Speaking, tmp_path: Path) -> None:
    for session, sound in speaking_session(tmp_path, seconds=5.0, speaking=speaking):
        assert follow(session, sound, 2.0) == [5.0]
        session.press_space()
        assert follow(session, sound, 9.0) == [0.0], "it stops, and is silent in the pause"
        session.press_space()
        assert follow(session, sound, 2.0) == [5.0]


def test_a_text_that_was_said_to_its_end_is_not_said_again_after_a_pause(tmp_path: Path) -> None:
    for session, sound in speaking_session(tmp_path, seconds=2.0):
        assert follow(session, sound, 4.0) == [2.0]
        session.press_space()
        assert follow(session, sound, 3.0) == [0.0]
        session.press_space()
        assert follow(session, sound, 5.0) == []


def test_what_is_said_again_fades_before_the_next_step(tmp_path: Path) -> None:
    for session, sound in speaking_session(tmp_path, seconds=18.0):
        assert follow(session, sound, 12.0) == [18.0]
        session.press_space()
        assert follow(session, sound, 1.0) == [0.0]
        session.press_space()
        first_s = session.course.programme.steps[0].seconds
        assert follow(session, sound, 2.0) == pytest.approx([first_s - 12.0 - 0.2], abs=0.3)


def test_the_voice_stops_when_the_bell_rings(tmp_path: Path) -> None:
    for session, sound in speaking_session(tmp_path, seconds=5.0):
        follow(session, sound, 1.0)
        sound.ring()
        assert [one.size for one in sound.score.said] == [0]


def test_one_breath_can_be_tried_and_stops_by_itself(words: PreparedWords) -> None:
    now_s = 100.0
    settings = SoundSettings(muted=True, timbre=Timbre.SEA, volume=0.5)
    sound = Accompaniment(settings, now_s=lambda: now_s, backends=[Backend.NULL])
    sound.take_words(words)
    state = replace(next(states(1.0)), part=Part.READY)
    standing = replace(state, guide=state.guide.changed(state.time_s, BreathPattern(), running=False))
    sound.show(standing)
    sound.try_breath()
    assert sound.score.volume == 0.25, "heard though the sound is off"
    assert sound.score.guide.running
    assert sound.score.guide_until_s == pytest.approx(110.5)
    now_s = 105.0
    sound.show(standing)
    assert sound.score.guide.running
    now_s = 111.0
    sound.show(standing)
    assert not sound.score.guide.running
    assert sound.score.volume == 0.0
    sound.stop()


@pytest.mark.parametrize("minutes", [0.5, 1.0])
def test_the_sound_knows_the_end_of_the_last_breath_before_it_comes(minutes: float) -> None:
    """It is rendered ahead, and would strike another inhale; a practice that is lengthened is heard on."""
    length_s = [60.0 * minutes]
    sound = Accompaniment(
        SoundSettings(muted=True), now_s=lambda: 0.0, length_s=lambda: length_s[0], backends=[Backend.NULL]
    )
    end_s = guided_end_s(BreathPattern(6.0, 2.0), 60.0 * minutes)
    running = [state for state in states(minutes) if state.guide.running]
    for state in running:
        sound.show(state)
        assert sound.score.guide_until_s == pytest.approx(end_s, abs=0.01)
    length_s[0] += 300.0
    sound.show(running[-1])
    assert sound.score.guide_until_s > end_s + 200.0
    sound.stop()
