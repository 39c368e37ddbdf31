"""What can be heard in a sound, found without knowing how it was made: onsets, clicks, pitch, loudness."""

import wave
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

Sound = NDArray[np.float64]

RATE_HZ: Final = 48_000
_HOP: Final = 48
_QUIET_DB, _LOUD_DB, _BEGUN_DB = -48.0, -33.0, -50.0
_RISE: Final = 40
"""Milliseconds within which an onset goes from quiet to loud."""

_CLICK_ABOVE_HZ: Final = 4000.0
"""Every partial of every sound lies below 3 kHz; a jump reaches over the whole spectrum."""


def read_wav(path: Path) -> Sound:
    """Read a file of one channel, 16 bits, as ±1."""
    with wave.open(str(path)) as file:
        assert (file.getframerate(), file.getnchannels(), file.getsampwidth()) == (RATE_HZ, 1, 2)
        frames = file.readframes(file.getnframes())
    return np.frombuffer(frames, dtype="<i2") / 32767.0


def onsets_s(sound: Sound) -> NDArray[np.float64]:
    """Find where the sound rises out of silence."""
    padded = np.concatenate([np.zeros(RATE_HZ // 10), sound])
    level_db = _level_db(padded)
    found, i = [], 0
    while i < level_db.size - _RISE:
        ahead = level_db[i : i + _RISE]
        if level_db[i] < _QUIET_DB and ahead.max() > _LOUD_DB:
            begin = i + int(np.argmin(ahead))
            while level_db[begin] < _BEGUN_DB:
                begin += 1
            found.append(begin * _HOP / RATE_HZ - 0.1)
            i = begin + 5 * _RISE
        else:
            i += 1
    return np.array(found)


def loudest_click_db(sound: Sound) -> float:
    """Return the level above 4 kHz in the worst hundredth of a second, relative to full scale."""
    window = np.hanning(480)
    frames = np.lib.stride_tricks.sliding_window_view(sound, window.size)[::240]
    above = np.fft.rfftfreq(window.size, 1.0 / RATE_HZ) > _CLICK_ABOVE_HZ
    worst = 0.0
    for begin in range(0, len(frames), 20_000):
        power = np.abs(np.fft.rfft(frames[begin : begin + 20_000] * window, axis=1)) ** 2
        worst = max(worst, float(power[:, above].sum(axis=1).max()))
    return 10.0 * np.log10(worst * 2.0 / window.size / np.sum(window**2) + 1e-20)


def pitch_hz(sound: Sound) -> float:
    """Return the frequency of the strongest partial."""
    spectrum = np.abs(np.fft.rfft(sound * np.hanning(sound.size), 4 * RATE_HZ))
    return float(np.argmax(spectrum)) / 4.0


def partials_db(sound: Sound, lowest_hz: float) -> NDArray[np.float64]:
    """Return the level of each of the first eight harmonics, in dB below the strongest."""
    spectrum = np.abs(np.fft.rfft(sound * np.hanning(sound.size), RATE_HZ))
    heights = [
        spectrum[round(0.97 * k * lowest_hz) : round(1.03 * k * lowest_hz) + 1].max() for k in range(1, 9)
    ]
    return 20.0 * np.log10(np.array(heights) / max(heights))


def rms_db(sound: Sound) -> float:
    return float(10.0 * np.log10(np.mean(sound**2) + 1e-20))


def _level_db(sound: Sound) -> NDArray[np.float64]:
    whole = sound[: sound.size // _HOP * _HOP].reshape(-1, _HOP)
    level = np.convolve(np.sqrt(np.mean(whole**2, axis=1)), np.ones(3) / 3.0, "same")
    return 20.0 * np.log10(level + 1e-7)
