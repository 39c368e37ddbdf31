"""Reads speech from sound files, adjusts its level, and trims it so that it begins with its first word."""

from pathlib import Path
from typing import Final

import numpy as np

from biofeedback.voice.utterance import SPEECH_RATE_HZ, SpeechSamples, VoiceError
from devices.message import message

LARGEST_RECORDING_BYTES: Final = 20_000_000
LONGEST_RECORDING_S: Final = 60.0

_LEVEL: Final = 0.09
"""RMS of the words: −21 dB of full scale, which is 12 dB above the tone that plays at the same time."""

_LARGEST: Final = 0.6
_SILENCE: Final = 0.02
"""Share of the largest sample; samples below it count as silence."""

_EDGE_S: Final = 0.005


def read_speech(path: Path) -> SpeechSamples:
    """Read a sound file as speech: WAV, FLAC, MP3 or Ogg Vorbis.

    Parameters
    ----------
    path : Path
        The file.

    Raises
    ------
    VoiceError
        If it can't be read, is too large or too long, or is silent.
    """
    from miniaudio import DecodeError, MiniaudioError, SampleFormat, decode_file

    try:
        size = path.stat().st_size
        if size > LARGEST_RECORDING_BYTES:
            raise VoiceError(
                message("sound.voice.too_large", path=str(path), size_mb=size / 1e6),
                message("sound.voice.too_large.advice", most_mb=LARGEST_RECORDING_BYTES / 1e6),
            )
        decoded = decode_file(
            str(path), output_format=SampleFormat.FLOAT32, nchannels=1, sample_rate=SPEECH_RATE_HZ
        )
    except (OSError, DecodeError, MiniaudioError, ValueError) as error:
        raise _unreadable(path) from error
    samples = np.frombuffer(decoded.samples, np.float32)
    if samples.size > LONGEST_RECORDING_S * SPEECH_RATE_HZ:
        raise VoiceError(
            message("sound.voice.too_long", path=str(path), seconds=samples.size / SPEECH_RATE_HZ),
            message("sound.voice.too_long.advice", most_s=LONGEST_RECORDING_S),
        )
    levelled = levelled_speech(samples)
    if levelled is None:
        raise _unreadable(path)
    return levelled


def levelled_speech(samples: SpeechSamples) -> SpeechSamples | None:
    """Return speech at the usual level without the silence around it; None if it is all silent.

    Parameters
    ----------
    samples : SpeechSamples
        Samples as recorded.
    """
    if not samples.size or not np.isfinite(samples).all():
        return None
    largest = float(np.abs(samples).max())
    if largest < 1e-4:
        return None
    heard = np.flatnonzero(np.abs(samples) > _SILENCE * largest)
    edge = round(_EDGE_S * SPEECH_RATE_HZ)
    spoken = samples[max(0, heard[0] - edge) : heard[-1] + edge].astype(np.float64)
    loud = spoken[np.abs(spoken) > _SILENCE * largest]
    spoken *= min(_LEVEL / float(np.sqrt(np.mean(loud**2))), _LARGEST / largest)
    slope = np.linspace(0.0, 1.0, min(edge, spoken.size))
    spoken[: slope.size] *= slope
    spoken[spoken.size - slope.size :] *= slope[::-1]
    return spoken.astype(np.float32)


def _unreadable(path: Path) -> VoiceError:
    return VoiceError(
        message("sound.voice.unreadable", path=str(path)), message("sound.voice.unreadable.advice")
    )
