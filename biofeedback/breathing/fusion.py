"""One breathing rate from all data of the strap: acceleration, ECG and RR intervals."""

import math
from collections.abc import Iterable
from dataclasses import replace

from biofeedback.beats.beats import Beat
from biofeedback.breathing.chest.acceleration import AccelerationBreathing, BreathingNow
from biofeedback.breathing.chest.cycles import Breath
from biofeedback.breathing.chest.samples import Floats
from biofeedback.breathing.chest.turning_points import TurningPoint
from biofeedback.breathing.chest.witnesses.heart_phase import ANYBODY, HeartPhase, MeasuredPhase
from biofeedback.breathing.heart.electrocardiogram import ElectrocardiogramBreathing
from biofeedback.breathing.heart.modulation import Modulation
from biofeedback.breathing.heart.rolling_rate import FRESH_S, RollingRate
from biofeedback.breathing.heart.sinus_arrhythmia import SinusArrhythmiaBreathing
from biofeedback.breathing.heart.windowed_rate import AGREED_PER_MIN
from biofeedback.breathing.rate import BreathingRate, RateSource


def fused_rate(movement: BreathingRate | None, beats: BreathingRate | None) -> BreathingRate | None:
    """Combine the rates from the chest's movement and from the heart in one window.

    Parameters
    ----------
    movement, beats : BreathingRate or None
        From acceleration, and from ECG and RR intervals.

    Returns
    -------
    BreathingRate or None
        A single rate is returned as it is. Two rates are averaged, weighted by the inverse squares of their
        intervals, in the window of the first; None if they are more than 1.5 /min apart. The chest may show
        two rhythms, for example when a person sways. Then the result is the one that the heart supports, or
        None if it supports neither.
    """
    if movement is None:
        return beats
    if beats is None:
        return movement if movement.rival_per_min is None else None
    if abs(movement.rate_per_min - beats.rate_per_min) > AGREED_PER_MIN:
        rival_per_min = movement.rival_per_min
        supported = rival_per_min is not None and abs(rival_per_min - beats.rate_per_min) <= AGREED_PER_MIN
        return beats if supported else None
    weights = [1.0 / one.half_width_per_min**2 for one in (movement, beats)]
    rate_per_min = (weights[0] * movement.rate_per_min + weights[1] * beats.rate_per_min) / sum(weights)
    return BreathingRate(
        movement.begin_s,
        movement.end_s,
        rate_per_min,
        1.0 / math.sqrt(sum(weights)),
        1.0 - (1.0 - movement.confidence) * (1.0 - beats.confidence),
        RateSource.FUSED,
    )


class FusedBreathing:
    """Measures breathing from all data of a strap as they arrive; pure, causal, and with bounded memory.

    The rate comes from all sources with recent data; phase and breaths come from acceleration alone. It does
    not use the guide.

    Parameters
    ----------
    expected : HeartPhase, optional
        As for `AccelerationBreathing`.
    """

    def __init__(self, expected: HeartPhase = ANYBODY) -> None:
        self._acceleration = AccelerationBreathing(expected=expected)
        self._ecg = ElectrocardiogramBreathing()
        self._intervals = SinusArrhythmiaBreathing()
        self._rolling = RollingRate()

    @property
    def points(self) -> list[TurningPoint]:
        """Turning points of the chest, oldest first; the last ones may still move or be withdrawn."""
        return self._acceleration.points

    @property
    def breaths(self) -> list[Breath]:
        """Complete breaths, oldest first."""
        return self._acceleration.breaths

    @property
    def heart_phases(self) -> tuple[MeasuredPhase, ...]:
        """How far the heart lagged behind the lungs; see `AccelerationBreathing.heart_phases`."""
        return self._acceleration.heart_phases

    @property
    def until_s(self) -> float:
        """Time of the newest sample or beat used; minus infinity before the first."""
        return max(self._acceleration.until_s, self._ecg.until_s, self._intervals.until_s)

    def add(self, time_s: Floats, acceleration_mg: Floats) -> None:
        """Add samples of acceleration; see `AccelerationBreathing.add`."""
        self._acceleration.add(time_s, acceleration_mg)

    def add_ecg(self, time_s: Floats, ecg_uv: Floats) -> None:
        """Add samples of the ECG; see `ElectrocardiogramBreathing.add`."""
        self._ecg.add(time_s, ecg_uv)

    def add_beats(self, beats: Iterable[Beat]) -> None:
        """Add heart beats on the same clock, in order."""
        beats = tuple(beats)
        self._acceleration.add_beats(beats)
        self._intervals.add_beats(beats)

    def calibrate(self, begin_s: float, end_s: float) -> None:
        """Note a calibration inhale; see `AccelerationBreathing.calibrate`."""
        self._acceleration.calibrate(begin_s, end_s)

    def at(self, time_s: float, *, rated: bool = True) -> BreathingNow:
        """Return what is known now.

        Parameters
        ----------
        time_s : float
            Now, on the clock of the samples and beats.
        rated : bool, optional
            Whether to compute the rate and the forecast of the current breath; if false, they are None.
        """
        now = self._acceleration.at(time_s, forecast=rated)
        if not rated:
            return now if now.rate is None else replace(now, rate=None)
        by_movement = now.rate if time_s - self._acceleration.until_s <= FRESH_S else None
        return replace(now, rate=fused_rate(by_movement, self._rate_of_beats(time_s)))

    def _rate_of_beats(self, time_s: float) -> BreathingRate | None:
        fresh = [one for one in (self._ecg, self._intervals) if time_s - one.until_s <= FRESH_S]

        def modulations(begin_s: float, end_s: float) -> dict[RateSource, Modulation]:
            parts = [source.modulations(begin_s, end_s) for source in fresh]
            return {name: one for part in parts for name, one in part.items()}

        if not fresh:
            return None
        return self._rolling.at(time_s, min(one.until_s for one in fresh), modulations)
