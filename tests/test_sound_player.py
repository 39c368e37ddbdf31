"""The sound on a device: a real device loop that plays to nobody, and no device at all."""

import os
import time
from collections.abc import Iterator
from random import Random
from typing import Any

import miniaudio
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from biofeedback.pacing.guide import Guide
from biofeedback.pacing.pattern import BreathPattern
from biofeedback.sound.clock import AudioClock
from biofeedback.sound.player import LATENCY_S, SoundPlayer
from biofeedback.sound.score import Score
from biofeedback.sound.track import SoundTrack
from tests.heard import RATE_HZ, loudest_click_db, onsets_s
from tests.polling import wait_until

_NULL = [miniaudio.Backend.NULL]
_ELSEWHERE = [miniaudio.Backend.CUSTOM]
"""A way that no device is reached by."""

_NO_DEVICE = {"ALSA_CONFIG_PATH": os.devnull, "PULSE_SERVER": "unix:/nowhere", "JACK_NO_START_SERVER": "1"}
S = 1_000_000_000


class Tape:
    """All that a track renders: the blocks, and when each was asked for."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.blocks: list[np.ndarray] = []
        self.asked_ns: list[int] = []
        render = SoundTrack.render

        def recorded(track: SoundTrack, from_s: float, until_s: float, frames: int) -> Any:
            self.asked_ns.append(time.monotonic_ns())
            self.blocks.append(render(track, from_s, until_s, frames))
            return self.blocks[-1]

        monkeypatch.setattr(SoundTrack, "render", recorded)

    def seconds(self) -> float:
        return sum(block.size for block in self.blocks) / RATE_HZ

    def heard_s(self, start_ns: int) -> np.ndarray:
        """When each frame left the device: it asks for a block as soon as it has room, never before.

        The device began to play when it had asked for its whole buffer; its own pace is the line below
        all requests, by least squares through the promptest of each second.
        """
        asked_s = (np.array(self.asked_ns) - start_ns) / S
        frames_s = np.cumsum([0, *(block.size for block in self.blocks[:-1])]) / RATE_HZ
        late_s = asked_s - frames_s
        seconds = frames_s.astype(int)
        prompt = [
            np.flatnonzero(seconds == k)[np.argmin(late_s[seconds == k])] for k in range(1, seconds[-1])
        ]
        slope, offset_s = np.polyfit(frames_s[prompt], late_s[prompt], 1)
        every_s = np.arange(sum(block.size for block in self.blocks)) / RATE_HZ
        return every_s * (1.0 + slope) + offset_s + LATENCY_S


@pytest.fixture
def tape(monkeypatch: pytest.MonkeyPatch) -> Tape:
    return Tape(monkeypatch)


@pytest.fixture
def playing() -> Iterator[list[SoundPlayer]]:
    players: list[SoundPlayer] = []
    yield players
    for player in players:
        player.stop()


def test_phases_leave_a_real_device_loop_when_they_begin(tape: Tape, playing: list[SoundPlayer]) -> None:
    start_ns = time.monotonic_ns()
    guide = Guide(BreathPattern(10.0, 1.0), running=True, anchor_s=1.0)
    player = SoundPlayer(Score(guide), start_ns=start_ns, backends=_NULL)
    playing.append(player)
    player.start()
    wait_until(lambda: tape.seconds() > 14.0)
    player.stop()
    assert player.note == ""
    sound, heard_s = np.concatenate(tape.blocks).astype(float), tape.heard_s(start_ns)
    begun_s = heard_s[np.round(onsets_s(sound[: heard_s.size - RATE_HZ]) * RATE_HZ).astype(int)]
    turns_s = [turn.time_s for turn in guide.turns(1.0, heard_s[-1] - 1.0)]
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
