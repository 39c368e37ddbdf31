"""Opens the computer's sound device with miniaudio."""

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from miniaudio import Backend, PlaybackDevice

PERIOD_MS: Final = 100
PERIODS: Final = 3
"""A busy window on a busy computer may block the interpreter for 100 ms; the buffer is longer than that."""

_PULSE_AUDIO_S: Final = 0.067
"""Latency measured at the monitor of a PulseAudio 16.1 sink with these periods: 62 and 72 ms in two runs."""


def latency_s(backend: str) -> float:
    """Return the time from a prompt request until its first frame is heard; miniaudio does not report it.

    A device sends a request when one period of its buffer is free, and plays the others first. PulseAudio
    shares the buffer with its sink and sends the request later.
    """
    return _PULSE_AUDIO_S if backend == "PulseAudio" else (PERIODS - 1) * PERIOD_MS / 1000.0


def open_device(sample_rate_hz: int, backends: "Sequence[Backend] | None" = None) -> "PlaybackDevice":
    """Open the system's default sound device; it plays after it is started.

    Parameters
    ----------
    sample_rate_hz : int
        Frames per second; one channel, 32-bit floating point.
    backends : sequence of miniaudio.Backend, optional
        Sound systems to try; all real ones by default.

    Raises
    ------
    miniaudio.MiniaudioError
        If there is no device.
    """
    from miniaudio import PlaybackDevice, SampleFormat

    _quieten_alsa()
    return PlaybackDevice(
        output_format=SampleFormat.FLOAT32,
        nchannels=1,
        sample_rate=sample_rate_hz,
        buffersize_msec=PERIOD_MS,
        callback_periods=PERIODS,
        backends=list(backends or _real_backends()),
        app_name="biofeedback",
    )


def device_system() -> str:
    """Return the sound system that can play, such as PulseAudio; empty if no device responds."""
    from miniaudio import MiniaudioError

    try:
        with open_device(48_000) as device:
            return str(device.backend)
    except MiniaudioError:
        return ""


def _real_backends() -> list["Backend"]:
    """Return all backends except the silent one, which would be chosen unnoticed if no other responds."""
    from miniaudio import Backend, get_enabled_backends

    return [one for one in Backend if one in get_enabled_backends() and one is not Backend.NULL]


def _quieten_alsa() -> None:
    """Keep ALSA from printing many errors over the practice if there is no sound card.

    Its handler gets five or more arguments. A function of the C library without parameters ignores them.
    """
    if not sys.platform.startswith("linux"):
        return
    import ctypes

    try:
        alsa = ctypes.CDLL("libasound.so.2")
    except OSError:
        return
    alsa.snd_lib_error_set_handler(ctypes.CDLL(None).getpid)
