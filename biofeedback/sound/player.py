"""Plays a score on the computer's sound device, in threads of its own; numpy and miniaudio load there."""

import sys
import time
from collections.abc import Callable, Generator, Sequence
from threading import Event, Thread
from typing import TYPE_CHECKING, Final

from biofeedback.sound.clock import AudioClock
from biofeedback.sound.score import Score

if TYPE_CHECKING:
    from miniaudio import Backend, PlaybackDevice

    from biofeedback.sound.cues import Samples
    from biofeedback.sound.track import SoundTrack

NO_DEVICE: Final = "No sound device answers; the practice goes on in silence."
STOPPED: Final = "The sound device has stopped; the practice goes on in silence until it is back."

_PERIOD_MS: Final = 20
_PERIODS: Final = 3
LATENCY_S: Final = (_PERIODS - 1) * _PERIOD_MS / 1000.0
"""A device asks when one period of its buffer is free; the others are heard first."""

_SILENT_FOR_S: Final = 2.0
_LOOK_EVERY_S: Final = 0.5
_RETRY_S: Final = (5.0, 60.0)
"""Before the device is tried again: at first, and at most; each try doubles it."""


class SoundPlayer:
    """Opens the device, feeds it, and opens it again when it went away; never keeps its caller waiting.

    One thread, "sound", opens and watches; the device's own thread asks for blocks.

    Parameters
    ----------
    score : Score
        What is to be heard.
    start_ns : int
        The session's start on `clock_ns`.
    clock_ns : callable, optional
        The session's clock.
    backends : sequence of miniaudio.Backend, optional
        Ways to the device to try; all real ones by default.
    extra_latency_s : float, optional
        Of the device itself, as of wireless headphones, which no system tells of.

    Attributes
    ----------
    note : str
        Why nothing is heard, in one sentence; empty while all is well, and until the device was tried.
    """

    def __init__(
        self,
        score: Score,
        *,
        start_ns: int,
        clock_ns: Callable[[], int] = time.monotonic_ns,
        backends: "Sequence[Backend] | None" = None,
        extra_latency_s: float = 0.0,
    ) -> None:
        self.note = ""
        self._score = score
        self._track: SoundTrack | None = None
        self._start_ns = start_ns
        self._clock_ns = clock_ns
        self._backends = backends
        self._latency_s = LATENCY_S + extra_latency_s
        self._asked_ns = 0
        self._is_to_end = Event()
        self._is_tried = Event()
        self._thread = Thread(target=self._run, name="sound", daemon=True)

    def start(self) -> None:
        """Open the device, in another thread."""
        self._thread.start()

    def wait_until_tried(self, timeout_s: float) -> bool:
        """Wait until the device plays, or `note` says why it does not; False when neither came in time."""
        return self._is_tried.wait(timeout_s)

    def stop(self, *, ring_out_s: float = 0.0) -> None:
        """Let the device go.

        Parameters
        ----------
        ring_out_s : float, optional
            How long a cue that sounds may go on, where a device plays it.
        """
        end_s = time.monotonic() + ring_out_s
        while self._is_ringing and time.monotonic() < end_s:
            time.sleep(_PERIOD_MS / 1000.0)
        self._is_to_end.set()
        if self._thread.is_alive():
            self._thread.join(timeout=2.0)

    @property
    def _is_ringing(self) -> bool:
        return not self.note and self._track is not None and self._track.is_ringing

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
            self.note, retry_s = "", _RETRY_S[0]
            self._is_tried.set()
            self._watch(device)
            device.close()
            failed = self.note = STOPPED
        self.note = ""

    def _opened(self, track: "SoundTrack") -> "PlaybackDevice | None":
        """Open and start the device; None where there is none."""
        from miniaudio import MiniaudioError, PlaybackDevice, SampleFormat

        quieten_alsa()
        try:
            device = PlaybackDevice(
                output_format=SampleFormat.FLOAT32,
                nchannels=1,
                sample_rate=track.sample_rate_hz,
                buffersize_msec=_PERIOD_MS,
                callback_periods=_PERIODS,
                backends=list(self._backends or _real_backends()),
                app_name="biofeedback",
            )
            blocks = self._blocks(track)
            next(blocks)
            self._asked_ns = self._clock_ns()
            device.start(blocks)
        except MiniaudioError:
            return None
        return device

    def _watch(self, device: "PlaybackDevice") -> None:
        """Return when the player is to end, or the device asks no more."""
        while not self._is_to_end.wait(_LOOK_EVERY_S):
            if device.callback_generator is None or self._clock_ns() - self._asked_ns > _SILENT_FOR_S * 1e9:
                return

    def _blocks(self, track: "SoundTrack") -> "Generator[bytes | Samples, int, None]":
        clock = AudioClock(track.sample_rate_hz, latency_s=self._latency_s)
        frames = yield b""
        while True:
            self._asked_ns = self._clock_ns()
            span = clock.span((self._asked_ns - self._start_ns) / 1e9, frames)
            frames = yield track.render(span.from_s, span.until_s, frames)


def _real_backends() -> list["Backend"]:
    """All but the one that plays to nobody, which would be taken in silence where no other answers."""
    from miniaudio import Backend, get_enabled_backends

    return [one for one in Backend if one in get_enabled_backends() and one is not Backend.NULL]


def quieten_alsa() -> None:
    """Keep ALSA from printing a screen of complaints over the practice when there is no sound card.

    Its handler takes five arguments and more; a function of the C library that takes none ignores them all.
    """
    if not sys.platform.startswith("linux"):
        return
    import ctypes

    try:
        alsa = ctypes.CDLL("libasound.so.2")
    except OSError:
        return
    alsa.snd_lib_error_set_handler(ctypes.CDLL(None).getpid)
