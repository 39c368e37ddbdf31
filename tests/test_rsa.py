"""RSA amplitude a breath: longest RR of the exhale less shortest RR of the inhale."""

import math

import pytest

from biofeedback.signals.beats import Beat, BeatLabel
from biofeedback.signals.rsa import GuidedBreath, median_rsa_half_width_ms, median_rsa_ms, rsa_amplitude_ms


def swinging(swing_ms: float, *, lag_s: float = 0.0) -> list[Beat]:
    """40 s of beats whose RR, at the beat's end, falls in 4 s of each 12 s and rises in the other 8."""
    beats, time_s = [], 0.0
    while time_s < 40.0:
        within_s = (time_s + 0.95 - lag_s) % 12.0
        stage = within_s / 4.0 if within_s < 4.0 else 0.5 + within_s / 8.0
        rr_ms = 950.0 + swing_ms / 2.0 * math.cos(math.pi * stage)
        time_s += rr_ms / 1000.0
        beats.append(Beat(time_s, rr_ms, BeatLabel.NORMAL, adjacent=bool(beats)))
    return beats


@pytest.mark.parametrize("swing_ms", [0.0, 40.0, 200.0, 400.0])
def test_amplitude_is_found(swing_ms: float) -> None:
    assert rsa_amplitude_ms(swinging(swing_ms), 12.0, 16.0, 24.0) == pytest.approx(swing_ms, rel=0.08)


def test_heart_that_lags_by_half_a_second_loses_little() -> None:
    assert rsa_amplitude_ms(swinging(200.0, lag_s=0.5), 12.0, 16.0, 24.0) == pytest.approx(200.0, rel=0.1)


def test_heart_that_only_quickens_does_not_answer_the_breath() -> None:
    quickening = [Beat(float(i), 1200.0 - 10.0 * i, BeatLabel.NORMAL, adjacent=True) for i in range(40)]
    assert rsa_amplitude_ms(quickening, 12.0, 16.0, 24.0) == 0.0


def test_too_few_beats_give_no_figure() -> None:
    assert rsa_amplitude_ms(swinging(100.0)[:3], 0.0, 4.0, 12.0) is None
    assert rsa_amplitude_ms([], 0.0, 4.0, 12.0) is None


@pytest.mark.parametrize(("label", "adjacent"), [(BeatLabel.NOISE, True), (BeatLabel.NORMAL, False)])
def test_doubtful_beat_or_gap_in_the_breath_gives_no_figure(label: BeatLabel, *, adjacent: bool) -> None:
    beats = swinging(200.0)
    inside = next(i for i, b in enumerate(beats) if b.time_s > 18.0)
    beats[inside] = Beat(beats[inside].time_s, beats[inside].rr_ms, label, adjacent)
    assert rsa_amplitude_ms(beats, 12.0, 16.0, 24.0) is None
    assert rsa_amplitude_ms(beats, 24.0, 28.0, 36.0) is not None


def breaths(*amplitudes_ms: float | None) -> list[GuidedBreath]:
    return [GuidedBreath(i, 12.0 * i, 12.0 * i + 4, 12.0 * i + 12, a) for i, a in enumerate(amplitudes_ms)]


def test_median_of_the_last_three_that_could_be_judged() -> None:
    assert median_rsa_ms(breaths(500.0, 100.0, None, 120.0, 90.0)) == 100.0
    assert median_rsa_ms(breaths(100.0, None, 120.0)) is None


def test_breaths_of_long_ago_make_no_figure() -> None:
    assert median_rsa_ms(breaths(100.0, 110.0, 120.0, None, None, None)) == 110.0
    assert median_rsa_ms(breaths(100.0, 110.0, 120.0, None, None, None, None)) is None


def test_interval_needs_five_breaths_and_grows_with_their_scatter() -> None:
    assert median_rsa_half_width_ms(breaths(1.0, 2.0, 3.0, 4.0)) is None
    calm = median_rsa_half_width_ms(breaths(100.0, 102.0, 98.0, 101.0, 99.0))
    restless = median_rsa_half_width_ms(breaths(100.0, 140.0, 60.0, 120.0, 80.0))
    assert calm is not None
    assert restless is not None
    assert 0.0 < calm < restless
