"""Renders the short cues: struck sounds of a few partials with a soft attack; pure."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from biofeedback.sound.score import Cue, Timbre

SAMPLE_RATE_HZ: Final = 48_000

SoundSamples = NDArray[np.float32]
"""One channel, shape (frames,), full scale ±1."""

_FADE_S: Final = 0.05
"""Fade at the end of a cue, so that it ends in silence even if it rings longer."""


@dataclass(frozen=True, slots=True)
class _Strike:
    """One struck sound.

    Parameters
    ----------
    frequency_hz : float
        Frequency of the lowest partial.
    partials : tuple of (float, float)
        Frequency, as a multiple of the lowest, and relative amplitude.
    level : float
        Upper bound of the peak, full scale 1.
    attack_s, decay_s, duration_s : float
        Rise time; time constant of the lowest partial (higher ones fade sooner); length.
    after_s : float, optional
        Start, since the start of the cue.
    """

    frequency_hz: float
    partials: tuple[tuple[float, float], ...]
    level: float
    attack_s: float
    decay_s: float
    duration_s: float
    after_s: float = 0.0


_MALLET: Final = ((1.0, 1.0), (2.0, 0.22), (3.93, 0.12))
_WOOD: Final = ((1.0, 1.0), (2.4, 0.3))
_FLUTE: Final = ((1.0, 1.0), (2.0, 0.3), (3.0, 0.08))
_BOWL: Final = ((1.0, 1.0), (1.0005, 0.5), (2.71, 0.45), (5.2, 0.12))
"""The first two partials beat every seven seconds or more slowly, so that no pulse is heard."""

_LARGE_BOWL: Final = ((1.0, 1.0), (1.0002, 0.3), (1.51, 0.3), (2.71, 0.3))
"""For turns: the second partial is high enough for a laptop's loudspeaker."""

_STRIKES: Final[dict[Cue, tuple[_Strike, ...]]] = {
    # The A above the breath's tone means inhale, the A below it exhale; the strike alone distinguishes them.
    Cue.INHALE: (_Strike(440.0, _MALLET, 0.16, 0.016, 0.28, 1.1),),
    Cue.EXHALE: (_Strike(220.0, _MALLET, 0.19, 0.022, 0.34, 1.1),),
    Cue.HOLD: (_Strike(587.3, _WOOD, 0.09, 0.010, 0.035, 0.25),),
    Cue.SIGNAL_LOST: (
        _Strike(392.0, _FLUTE, 0.14, 0.040, 0.16, 0.7),
        _Strike(293.7, _FLUTE, 0.14, 0.040, 0.22, 0.9, after_s=0.32),
    ),
    # At the start of a step: a bell to return attention, or a shorter tone to do something.
    Cue.BELL: (_Strike(523.3, _BOWL, 0.18, 0.008, 0.9, 3.0),),
    Cue.TONE: (_Strike(349.2, _FLUTE, 0.14, 0.008, 0.25, 0.8),),
    # At the end: the lowest note of the breath fades for four seconds under a bowl.
    Cue.END: (
        _Strike(220.0, _FLUTE, 0.04, 0.250, 1.6, 4.0),
        _Strike(261.6, _BOWL, 0.24, 0.030, 1.6, 5.0),
    ),
}

_OF_TIMBRE: Final[dict[Timbre, dict[Cue, tuple[_Strike, ...]]]] = {
    Timbre.PAD: {},
    # The sea is soft, so its turns are soft too.
    Timbre.SEA: {
        Cue.INHALE: (_Strike(523.3, _MALLET, 0.11, 0.020, 0.30, 1.1),),
        Cue.EXHALE: (_Strike(261.6, _MALLET, 0.13, 0.026, 0.36, 1.1),),
    },
    # The bowls are the only sound of a breath, so they ring for a long time; they are a fifth apart.
    Timbre.BOWL: {
        Cue.INHALE: (_Strike(587.3, _LARGE_BOWL, 0.17, 0.022, 1.3, 5.0),),
        Cue.EXHALE: (_Strike(392.0, _LARGE_BOWL, 0.20, 0.030, 1.8, 7.0),),
    },
}
"""The strikes of a timbre if they differ from the usual ones."""


def render_cue(
    cue: Cue, sample_rate_hz: int = SAMPLE_RATE_HZ, *, timbre: Timbre = Timbre.PAD
) -> SoundSamples:
    """Render one cue; it begins and ends in silence.

    Parameters
    ----------
    cue : Cue
        The cue.
    sample_rate_hz : int, optional
        Samples per second.
    timbre : Timbre, optional
        Sound of the breath; the cues of its turns match it.

    Returns
    -------
    Samples
        Its first sample is the cue's onset.
    """
    return _sound(_OF_TIMBRE[timbre].get(cue) or _STRIKES[cue], sample_rate_hz)


@lru_cache(maxsize=32)
def _sound(strikes: tuple[_Strike, ...], sample_rate_hz: int) -> SoundSamples:
    """Render strikes; timbres with the same strikes share the sound, so it is read-only."""
    length = round(max(one.after_s + one.duration_s for one in strikes) * sample_rate_hz)
    sound = np.zeros(length)
    for strike in strikes:
        struck, begin = _struck(strike, sample_rate_hz), round(strike.after_s * sample_rate_hz)
        sound[begin : begin + struck.size] += struck[: length - begin]
    rendered = sound.astype(np.float32)
    rendered.flags.writeable = False
    return rendered


def _struck(strike: _Strike, sample_rate_hz: int) -> NDArray[np.float64]:
    time_s = np.arange(round(strike.duration_s * sample_rate_hz)) / sample_rate_hz
    total = sum(amplitude for _, amplitude in strike.partials)
    sound = np.zeros(time_s.size)
    for ratio, amplitude in strike.partials:
        decay = np.exp(-time_s * np.sqrt(ratio) / strike.decay_s)
        sound += amplitude / total * decay * np.sin(2.0 * np.pi * strike.frequency_hz * ratio * time_s)
    return strike.level * sound * _slope(time_s / strike.attack_s) * _slope((time_s[::-1]) / _FADE_S)


def _slope(x: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return a smooth rise from 0 to 1 with x: half a period of a cosine, which avoids clicks."""
    rise: NDArray[np.float64] = 0.5 - 0.5 * np.cos(np.pi * np.clip(x, 0.0, 1.0))
    return rise
