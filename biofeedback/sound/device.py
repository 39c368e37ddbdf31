"""The computer's sound device, as miniaudio finds it."""

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from miniaudio import Backend, PlaybackDevice

PERIOD_MS: Final = 100
PERIODS: Final = 3
"""A busy window on a busy computer may keep the interpreter for 100 ms; the buffer outlasts that."""

_PULSE_AUDIO_S: Final = 0.067
"""Measured at the monitor of a sink of PulseAudio 16.1, with these periods: 62 and 72 ms in two runs."""


def latency_s(backend: str) -> float:
    """Return how long after a prompt request its first frame is heard; miniaudio does not tell.

    A device asks when one period of its buffer is free, and the others are heard first. PulseAudio splits the
    buffer with its sink and asks later.
    """
    return _PULSE_AUDIO_S if backend == "PulseAudio" else (PERIODS - 1) * PERIOD_MS / 1000.0


def open_device(sample_rate_hz: int, backends: "Sequence[Backend] | None" = None) -> "PlaybackDevice":
    """Open the device that the system has chosen for sound; it plays once it is started.

    Parameters
    ----------
    sample_rate_hz : int
        Frames a second, one channel, 32-bit floating point.
    backends : sequence of miniaudio.Backend, optional
        Ways to the device to try; all real ones by default.

    Raises
    ------
    miniaudio.MiniaudioError
        If there is none.
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
    """Return the system through which sound can be played, as PulseAudio; empty where no device answers."""
    from miniaudio import MiniaudioError

    try:
        with open_device(48_000) as device:
            return str(device.backend)
    except MiniaudioError:
        return ""


def _real_backends() -> list["Backend"]:
    """All but the one that plays to nobody, which would be taken in silence where no other answers."""
    from miniaudio import Backend, get_enabled_backends

    return [one for one in Backend if one in get_enabled_backends() and one is not Backend.NULL]


def _quieten_alsa() -> None:
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
