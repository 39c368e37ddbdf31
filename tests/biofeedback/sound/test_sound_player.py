"""The sound on a device: a real device loop that plays to nobody, and no device at all."""

import os
import select
import signal
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random
from typing import Any

import miniaudio
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from biofeedback.cli.companions import changed_sound
from biofeedback.engine.engine import Engine
from biofeedback.engine.state import State
from biofeedback.pacing.guide import Guide
from biofeedback.person.settings import HearingSettings
from biofeedback.sound.accompaniment import Accompaniment, SoundSettings, brightness
from biofeedback.sound.clock import AudioClock
from biofeedback.sound.device import latency_s
from biofeedback.sound.player import NO_DEVICE, STOPPED, SoundPlayer
from biofeedback.sound.score import NEUTRAL_BRIGHTNESS, Cue, Score
from biofeedback.sound.track import SoundTrack
from devices.breath_pattern import BreathPattern
from devices.events import Event, GuideChanged, LinkChanged, LinkState, Part, PartChanged, Tick
from devices.message import Message
from devices.notifications import HEART_RATE_MEASUREMENT, Notification
from devices.straps.decoder import decode
from tests.heard import RATE_HZ, loudest_click_db, onsets_s
from tests.laboratory.client import rr_packet
from tests.polling import wait_until
from tests.program import DEADLINE_S, run, running

_NULL = [miniaudio.Backend.NULL]
_ELSEWHERE = [miniaudio.Backend.CUSTOM]
"""A way that no device is reached by."""

_NO_DEVICE = {"ALSA_CONFIG_PATH": os.devnull, "PULSE_SERVER": "unix:/nowhere", "JACK_NO_START_SERVER": "1"}
S = 1_000_000_000


def _since(start_ns: int) -> Callable[[], float]:
    return lambda: (time.monotonic_ns() - start_ns) / S


class Tape:
    """All that a track renders, and the clock that its frames are."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.blocks: list[np.ndarray] = []
        render = SoundTrack.render

        def recorded(track: SoundTrack, from_s: float, until_s: float, frames: int) -> Any:
            self.blocks.append(render(track, from_s, until_s, frames))
            return self.blocks[-1]

        monkeypatch.setattr(SoundTrack, "render", recorded)

    def seconds(self) -> float:
        return sum(block.size for block in self.blocks) / RATE_HZ


@pytest.fixture
def tape(monkeypatch: pytest.MonkeyPatch) -> Tape:
    return Tape(monkeypatch)


@pytest.fixture
def playing() -> Iterator[list[SoundPlayer]]:
    players: list[SoundPlayer] = []
    yield players
    for player in players:
        player.stop()


@pytest.fixture
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A device that a busy computer keeps waiting does not count as silent."""
    monkeypatch.setattr("biofeedback.sound.player._SILENT_FOR_S", DEADLINE_S)


@pytest.mark.usefixtures("patient")
def test_phases_leave_a_real_device_loop_when_they_begin(tape: Tape, playing: list[SoundPlayer]) -> None:
    """The session's clock is what the device has asked for: a busy computer delays both alike."""
    guide = Guide(BreathPattern(10.0, 1.0), running=True, anchor_s=1.0)
    player = SoundPlayer(Score(guide), now_s=tape.seconds, backends=_NULL)
    playing.append(player)
    player.start()
    wait_until(lambda: tape.seconds() > 14.0)
    player.stop()
    assert player.note is None
    sound = np.concatenate(tape.blocks).astype(float)[:-RATE_HZ]
    begun_s = onsets_s(sound) + latency_s("Null")
    turns_s = [turn.time_s for turn in guide.turns(1.0, sound.size / RATE_HZ + latency_s("Null"))]
    assert begun_s.size == len(turns_s) >= 4
    assert np.abs(begun_s - turns_s).max() < 0.010
    assert loudest_click_db(sound) < -80.0


@settings(max_examples=20)
@given(
    drift=st.floats(-0.0005, 0.0005) | st.floats(-0.013, 0.013),
    jitter_s=st.floats(0.0, 0.003),
    block=st.sampled_from([256, 441, 480, 960, 1024, 2048]),
    burst=st.integers(1, 3),
    seed=st.integers(0, 2**32),
)
@pytest.mark.soak
def test_audio_clock_follows_any_device_for_ten_minutes(
    drift: float, jitter_s: float, block: int, burst: int, seed: int
) -> None:
    random, latency_s = Random(seed), 0.04
    clock, errors_s, until_s, i = AudioClock(RATE_HZ, latency_s=latency_s), [], None, 0
    pace_s = block / RATE_HZ * (1.0 + drift)
    while i * pace_s < 600.0:
        # Prompt is the moment when the device has room; it asks for several blocks at once, and is held up.
        prompt_s = 100.0 + max(0, i - 2) * pace_s
        arrival_s = 100.0 + max(0, i - 2 + (-i % burst)) * pace_s + random.expovariate(1.0) * jitter_s
        span = clock.span(arrival_s, block)
        assert span.until_s > span.from_s
        if i * pace_s > 10.0:
            assert span.from_s == until_s
            errors_s.append(span.from_s - latency_s - prompt_s)
        until_s, i = span.until_s, i + 1
    held_up_s = jitter_s + (burst - 1) / 2.0 * pace_s
    assert np.abs(np.array(errors_s) - held_up_s).max() < 0.010


def test_audio_clock_begins_anew_after_a_standstill() -> None:
    clock, block_s = AudioClock(RATE_HZ, latency_s=0.04), 960 / RATE_HZ
    for i in range(500):
        clock.span(i * block_s, 960)
    late_s = 500 * block_s + 300.0
    assert clock.span(late_s, 960).from_s == pytest.approx(late_s + 0.04)


def test_no_device_is_one_sentence_and_nobody_waits(playing: list[SoundPlayer]) -> None:
    player = SoundPlayer(Score(), now_s=time.monotonic, backends=_ELSEWHERE)
    playing.append(player)
    player.start()
    assert player.wait_until_tried(DEADLINE_S)
    assert player.note == NO_DEVICE
    player.stop(ring_out_s=60.0)
    assert [thread for thread in threading.enumerate() if thread.name == "sound"] == []


def test_device_that_stops_is_told_of_and_taken_again(
    tape: Tape, playing: list[SoundPlayer], monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[miniaudio.PlaybackDevice] = []

    class Unreliable(miniaudio.PlaybackDevice):  # type: ignore[misc]
        def start(self, blocks: Any) -> None:
            if len(opened) == 1:
                opened.append(self)
                raise miniaudio.MiniaudioError("it is gone")
            opened.append(self)
            super().start(blocks)

    monkeypatch.setattr(miniaudio, "PlaybackDevice", Unreliable)
    monkeypatch.setattr("biofeedback.sound.player._RETRY_S", (0.2, 0.2))
    monkeypatch.setattr("biofeedback.sound.player._LOOK_EVERY_S", 0.05)
    notes: list[Message | None] = []
    player = SoundPlayer(Score(), now_s=time.monotonic, backends=_NULL)
    playing.append(player)
    player.start()
    wait_until(lambda: tape.seconds() > 0.2)
    opened[0].stop()
    wait_until(lambda: notes.append(player.note) or player.note == STOPPED)
    wait_until(lambda: player.note is None)
    before_s = tape.seconds()
    wait_until(lambda: tape.seconds() > before_s + 0.2)


@pytest.mark.usefixtures("patient")
def test_bell_rings_out(tape: Tape, playing: list[SoundPlayer]) -> None:
    score = Score()
    player = SoundPlayer(score, now_s=tape.seconds, backends=_NULL)
    playing.append(player)
    player.start()
    assert player.wait_until_tried(DEADLINE_S)
    score.cues.append(Cue.END)
    player.stop(ring_out_s=30.0)
    sound = np.concatenate(tape.blocks)
    rung = np.flatnonzero(np.abs(sound) > 1e-5)
    assert 4.0 < (rung[-1] - rung[0]) / RATE_HZ < 5.1


def _beats(from_s: int, until_s: int) -> list[Event]:
    """A beat a second, and the tick of each second."""
    packets = [
        Notification(second * S, HEART_RATE_MEASUREMENT, rr_packet(1024)) for second in range(from_s, until_s)
    ]
    return [event for packet in packets for event in (decode(packet), Tick(packet.time_ns))]


def _silence(from_s: int, until_s: int) -> list[Event]:
    return [Tick(second * S) for second in range(from_s, until_s)]


def _begin(*, running: bool = True) -> list[Event]:
    guide = GuideChanged(0, running=running, pattern=BreathPattern(5.0, 2.0))
    return [guide, LinkChanged(0, LinkState.STREAMING, "Polar H10 1")]


def _accompany(events: list[Event], settings: SoundSettings) -> tuple[Accompaniment, list[Cue]]:
    """Go through the states of these events; return the cues asked for."""
    engine = Engine(0)
    accompaniment = Accompaniment(settings, now_s=time.monotonic, backends=_ELSEWHERE)
    for event in events:
        accompaniment.show(engine.process(event))
    assert settings.muted or accompaniment.wait_until_tried(DEADLINE_S)
    accompaniment.stop()
    return accompaniment, list(accompaniment.score.cues)


def test_lost_signal_sounds_once_a_loss() -> None:
    events = [*_begin(), *_beats(0, 10), *_silence(10, 20), *_beats(20, 25), *_silence(25, 40)]
    assert _accompany(events, SoundSettings())[1] == [Cue.SIGNAL_LOST, Cue.SIGNAL_LOST]


def test_signal_that_was_never_there_is_not_lost() -> None:
    assert _accompany([*_begin(), *_silence(0, 40)], SoundSettings())[1] == []


def test_lost_signal_is_silent_before_the_start() -> None:
    events = [*_begin(running=False), *_beats(0, 10), *_silence(10, 20)]
    assert _accompany(events, SoundSettings())[1] == []


def test_bell_rings_once_when_the_practice_is_complete() -> None:
    practice, done = PartChanged(0, Part.PRACTICE), PartChanged(60 * S, Part.DONE)
    events = [practice, *_begin(), *_beats(0, 60), done, *_beats(60, 80)]
    accompaniment, cues = _accompany(events, SoundSettings())
    assert cues == [Cue.END]
    assert accompaniment.note == NO_DEVICE


def test_bell_ends_the_practice_and_the_ordinary_breathing_after_it() -> None:
    parts = [Part.BEFORE, Part.PRACTICE, Part.AFTER, Part.DONE]
    events = [PartChanged(i * S, part) for i, part in enumerate(parts)]
    assert _accompany([*events, *_beats(5, 8)], SoundSettings())[1] == [Cue.END, Cue.END]


def test_muted_opens_no_device_and_says_nothing() -> None:
    accompaniment, _ = _accompany([*_begin(), *_beats(0, 10)], SoundSettings(muted=True))
    assert not accompaniment.wait_until_tried(0.0)
    assert accompaniment.note is None
    assert accompaniment.score.volume == 0.0


def test_cues_that_nobody_could_hear_do_not_sound_together_later(monkeypatch: pytest.MonkeyPatch) -> None:
    tape = Tape(monkeypatch)
    score = Score(cues=deque([Cue.SIGNAL_LOST] * 5))
    player = SoundPlayer(score, now_s=_since(time.monotonic_ns()), backends=_NULL)
    player.start()
    wait_until(lambda: len(tape.blocks) > 3)
    player.stop()
    assert max(np.abs(block).max() for block in tape.blocks) == 0.0


@pytest.mark.parametrize(
    ("before", "after", "muted", "heard"),
    [
        (True, True, True, False),
        (True, True, False, True),
        (True, False, False, False),
        (False, True, True, True),
    ],
)
def test_sound_is_switched_by_its_own_choice_alone(
    before: bool, after: bool, muted: bool, heard: bool
) -> None:
    chosen = changed_sound(HearingSettings(before), HearingSettings(after), muted=muted)
    assert chosen.muted is not heard


def test_volume_and_mute_change_while_it_plays() -> None:
    accompaniment, _ = _accompany(_begin(), SoundSettings(volume=0.5))
    quiet = accompaniment.score.volume
    accompaniment.change(SoundSettings(volume=1.0))
    assert 0.0 < quiet < accompaniment.score.volume == 1.0
    accompaniment.change(SoundSettings(volume=1.0, muted=True))
    assert accompaniment.score.volume == 0.0


def test_tone_brightens_with_the_response_only_where_asked() -> None:
    breathing = [*_begin(), *_swinging_beats()]
    engine, states = Engine(0), list[State]()
    states.extend(engine.process(event) for event in breathing)
    response_ms = states[-1].figures.rsa.value
    assert response_ms is not None
    for feedback, usual_ms, expected in (
        (True, response_ms, 0.5),
        (True, response_ms / 2.0, 1.0),
        (True, None, NEUTRAL_BRIGHTNESS),
        (False, response_ms, NEUTRAL_BRIGHTNESS),
    ):
        settings_ = SoundSettings(feedback=feedback)
        accompaniment = Accompaniment(settings_, now_s=time.monotonic, backends=_ELSEWHERE)
        accompaniment.set_usual(usual_ms)
        accompaniment.show(states[-1])
        accompaniment.stop()
        assert accompaniment.score.brightness == pytest.approx(expected)


def _swinging_beats() -> list[Event]:
    events: list[Event] = []
    time_s = 0.0
    while time_s < 90.0:
        lung = Guide(BreathPattern(5.0, 2.0), running=True).at(time_s).lung_position
        ticks = round(1024 * (1.0 - 0.15 * lung))
        time_s += ticks / 1024
        packet = Notification(round(time_s * S), HEART_RATE_MEASUREMENT, rr_packet(ticks))
        events.extend([decode(packet), Tick(packet.time_ns)])
    return events


@given(response_ms=st.floats(1.0, 1000.0), usual_ms=st.floats(1.0, 1000.0))
def test_brightness_grows_with_the_response(response_ms: float, usual_ms: float) -> None:
    assert 0.0 <= brightness(response_ms, usual_ms) <= brightness(1.1 * response_ms, usual_ms) <= 1.0


def test_missing_sound_device_is_told(tmp_path: Path) -> None:
    """However long the device takes to be tried: the practice ends once it was told."""
    practice = ["train", "--terminal", "--simulated", "--sound", "--data-dir", tmp_path]
    with running(*practice, environment=os.environ | _NO_DEVICE) as process:
        assert process.stderr is not None
        descriptor, told = process.stderr.fileno(), bytearray()

        def is_told() -> bool:
            if select.select([descriptor], [], [], 0)[0]:
                told.extend(os.read(descriptor, 65536))
            return str(NO_DEVICE).encode() in told

        wait_until(is_told, timeout_s=DEADLINE_S)
        process.send_signal(signal.SIGINT)
        _, rest = process.communicate(timeout=DEADLINE_S)
    messages = told.decode() + rest
    assert "ALSA" not in messages
    assert "Traceback" not in messages


@pytest.mark.parametrize("options", [[], ["--no-sound"]])
def test_practice_without_sound_needs_no_device(options: list[str], tmp_path: Path) -> None:
    practice = ["train", "--terminal", "--simulated", "--minutes", "0.05", "--data-dir", tmp_path]
    ended = run(*practice, *options, environment=os.environ | _NO_DEVICE)
    assert ended.returncode == 0
    assert str(NO_DEVICE) not in ended.stderr
    assert "Traceback" not in ended.stderr
