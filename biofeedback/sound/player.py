"""Plays a score on the computer's sound device in threads of its own, which import numpy and miniaudio."""

import time
from collections.abc import Callable, Generator, Sequence
from threading import Event, Thread
from typing import TYPE_CHECKING, Final

from biofeedback.sound.clock import AudioClock
from biofeedback.sound.device import PERIOD_MS, PERIODS, latency_s, open_device
from biofeedback.sound.score import FADE_S, Score
from devices.message import Message, message

if TYPE_CHECKING:
    from miniaudio import Backend, PlaybackDevice

    from biofeedback.sound.cues import SoundSamples
    from biofeedback.sound.track import SoundTrack

NO_DEVICE: Final = message("sound.no_device")
STOPPED: Final = message("sound.stopped")

_SILENT_FOR_S: Final = 2.0
_LOOK_EVERY_S: Final = 0.5
_RETRY_S: Final = (5.0, 60.0)
"""First and longest wait before the device is tried again; each try doubles the wait."""


class SoundPlayer:
    """Opens the device, feeds it, and opens it again if it disappears; callers never wait for it.

    One thread, "sound", opens and watches the device; the device's own thread requests blocks.

    Parameters
    ----------
    score : Score
        The score to play.
    now_s : callable
        The session's clock, such as `Practice.now_s`; called from any thread.
    backends : sequence of miniaudio.Backend, optional
        Sound systems to try; all real ones by default.
    extra_latency_s : float, optional
        Latency of the device itself, for example wireless headphones; no system reports it.

    Attributes
    ----------
    note : Message or None
        Why there is no sound, in one sentence; None if the sound works, or if the device was not tried yet.
    """

    def __init__(
        self,
        score: Score,
        *,
        now_s: Callable[[], float],
        backends: "Sequence[Backend] | None" = None,
        extra_latency_s: float = 0.0,
    ) -> None:
        self.note: Message | None = None
        self._score = score
        self._track: SoundTrack | None = None
        self._now_s = now_s
        self._backends = backends
        self._extra_latency_s = extra_latency_s
        self._asked_s = 0.0
        self._is_to_end = Event()
        self._is_tried = Event()
        self._thread = Thread(target=self._run, name="sound", daemon=True)

    def start(self) -> None:
        """Open the device in another thread."""
        self._thread.start()

    def wait_until_tried(self, timeout_s: float) -> bool:
        """Wait until the device plays or `note` says why not; return False if neither happens in time."""
        return self._is_tried.wait(timeout_s)

    def stop(self, *, ring_out_s: float = 0.0) -> None:
        """Fade out and close the device; if it plays, this takes about 0.4 s.

        Parameters
        ----------
        ring_out_s : float, optional
            How long a sounding cue may continue, if a device plays it.
        """
        end_s = time.monotonic() + ring_out_s
        while self._is_ringing and time.monotonic() < end_s:
            time.sleep(PERIOD_MS / 1000.0)
        if self._plays:
            self._score.volume = 0.0
            time.sleep(FADE_S + PERIODS * PERIOD_MS / 1000.0)
        self._is_to_end.set()
        if self._thread.is_alive():
            self._thread.join(timeout=2.0)

    @property
    def _is_ringing(self) -> bool:
        return self._plays and self._track is not None and self._track.is_ringing

    @property
    def _plays(self) -> bool:
        return self._thread.is_alive() and self._is_tried.is_set() and not self.note

    def _run(self) -> None:
        from biofeedback.sound.track import SoundTrack

        self._track = SoundTrack(self._score)
        failed, retry_s = NO_DEVICE, _RETRY_S[0]
        while not self._is_to_end.is_set():
            device = self._opened(self._track)
            if device is None:
                self.note = failed
                self._is_tried.set()
                self._is_to_end.wait(retry_s)
                retry_s = min(2.0 * retry_s, _RETRY_S[1])
                continue
            self.note, retry_s = None, _RETRY_S[0]
            self._is_tried.set()
            self._watch(device)
            device.close()
            failed = STOPPED
            if not self._is_to_end.is_set():
                self.note = STOPPED

    def _opened(self, track: "SoundTrack") -> "PlaybackDevice | None":
        """Open and start the device; return None if there is none."""
        from miniaudio import MiniaudioError

        try:
            device = open_device(track.sample_rate_hz, self._backends)
            clock = AudioClock(
                track.sample_rate_hz, latency_s=latency_s(device.backend) + self._extra_latency_s
            )
            blocks = self._blocks(track, clock)
            next(blocks)
            self._asked_s = time.monotonic()
            self._score.cues.clear()  # Drop old cues that no device could play.
            self._score.said.clear()
            device.start(blocks)
        except MiniaudioError:
            return None
        return device

    def _watch(self, device: "PlaybackDevice") -> None:
        """Return when the player should end, or when the device stops sending requests."""
        while not self._is_to_end.wait(_LOOK_EVERY_S):
            if device.callback_generator is None or time.monotonic() - self._asked_s > _SILENT_FOR_S:
                return

    def _blocks(self, track: "SoundTrack", clock: AudioClock) -> "Generator[bytes | SoundSamples, int, None]":
        frames = yield b""
        while True:
            self._asked_s = time.monotonic()
            span = clock.span(self._now_s(), frames)
            frames = yield track.render(span.from_s, span.until_s, frames)
