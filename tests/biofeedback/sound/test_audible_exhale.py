"""The exhale is heard to its end, also on a laptop's loudspeaker: levels are measured in what is rendered."""

from typing import Final

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.signal import butter, sosfilt

from biofeedback.pacing.guide import Guide, Stage
from biofeedback.sound.score import Score
from biofeedback.sound.track import SoundTrack
from devices.breath_pattern import BreathPattern

RATE_HZ: Final = 48_000
BLOCK_S: Final = 0.1
FADING_S: Final = 0.3
LEAST_DB: Final = -14.0
LAPTOP_HZ: Final = 350.0


def exhale(pattern: BreathPattern) -> NDArray[np.float64]:
    """Return the sound of the second breath's exhale."""
    guide = Guide(pattern, running=True)
    track = SoundTrack(Score(guide=guide), RATE_HZ)
    until_s = 2.0 * pattern.period_s
    step_s = 0.02
    blocks = [
        track.render(k * step_s, (k + 1) * step_s, round(step_s * RATE_HZ))
        for k in range(round(until_s / step_s))
    ]
    begin = next(turn.time_s for turn in guide.turns(pattern.period_s, until_s) if turn.stage is Stage.EXHALE)
    return np.concatenate(blocks).astype(float)[round(begin * RATE_HZ) :]


def levels_db(sound: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the level of each tenth of a second below the loudest one."""
    size = round(BLOCK_S * RATE_HZ)
    whole = sound[: sound.size // size * size].reshape(-1, size)
    loudness = np.sqrt(np.mean(whole**2, axis=1))
    return 20.0 * np.log10(np.maximum(loudness, 1e-9) / loudness.max())


def as_on_a_laptop(sound: NDArray[np.float64]) -> NDArray[np.float64]:
    filtered: NDArray[np.float64] = sosfilt(butter(2, LAPTOP_HZ, "highpass", fs=RATE_HZ, output="sos"), sound)
    return filtered


@pytest.mark.parametrize("rate_per_min", [3.0, 5.0, 6.0, 10.0])
@pytest.mark.parametrize("ratio", [1.0, 2.0, 3.0])
def test_the_exhale_is_heard_to_its_end(rate_per_min: float, ratio: float) -> None:
    sound = exhale(BreathPattern(rate_per_min, ratio))
    audible = (sound.size / RATE_HZ - FADING_S) / BLOCK_S
    for heard in (sound, as_on_a_laptop(sound)):
        levels = levels_db(heard)[3 : int(audible)]
        assert levels.min() >= LEAST_DB


def test_the_tone_ebbs_without_a_pulse() -> None:
    levels = levels_db(exhale(BreathPattern(3.0, 3.0)))[25:-5]
    assert levels[-1] < levels[0] - 3.0
    assert np.diff(levels).max() < 0.25, "at most 2.5 dB a second"
