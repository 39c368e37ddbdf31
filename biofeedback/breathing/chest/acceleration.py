"""Breathing from a chest strap's acceleration."""

import cmath
import math
from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from biofeedback.beats.beats import Beat
from biofeedback.breathing.chest.chest import ChestMovement
from biofeedback.breathing.chest.cycles import Breath, breaths
from biofeedback.breathing.chest.forecast import Forecast, forecast
from biofeedback.breathing.chest.holds import is_held, without_holds
from biofeedback.breathing.chest.phase import BreathPhase, phase_at
from biofeedback.breathing.chest.placing import placed_halves
from biofeedback.breathing.chest.samples import Floats
from biofeedback.breathing.chest.turning_points import TurningPoint
from biofeedback.breathing.chest.witnesses.heart_phase import (
    ANYBODY,
    HeartPhase,
    MeasuredPhase,
    heart_evidence,
    learnt_phase,
)
from biofeedback.breathing.chest.witnesses.sign import InhaleKnownBy, SignEvidence, sign_from_witnesses
from biofeedback.breathing.rate import BreathingRate, Periodicity, counted_rate, periodicity

_WINDOW_S: Final = 30.0
_BEATS_S: Final = 240.0
_TURNS: Final = 60
"""So many of the last ones are judged anew with each turn: more than half a minute or twelve breaths have."""

_WITHDRAWN: Final = 1.0
"""Log-odds for the sign that is told, below which it is taken back."""

_STALE_BREATHS: Final = 1.2
"""Without a turn for so many breaths, the rate of a while ago is not that of now."""


@dataclass(frozen=True, slots=True)
class BreathingNow:
    """What is known of the breathing at one moment.

    Parameters
    ----------
    rate : BreathingRate or None
        Over the 30 s before the last turn.
    phase : BreathPhase or None
        Where in the breath the person is.
    inhaling : bool or None
        The half of the breath; None where the phase or the axis' sign is not known.
    last_breath : Breath or None
        The last whole one.
    moving : bool
        Whether the body moves, so that nothing new is learnt.
    healthy_axes : tuple of bool
        Which axes of the sensor can be believed.
    forecast : Forecast or None
        The breath of the moment; None where the sign is not known, or too few breaths are.
    known_by : InhaleKnownBy or None
        What told which half is the inhale; None where it is not known.
    """

    rate: BreathingRate | None
    phase: BreathPhase | None
    inhaling: bool | None
    last_breath: Breath | None
    moving: bool
    healthy_axes: tuple[bool, bool, bool]
    forecast: Forecast | None = None
    known_by: InhaleKnownBy | None = None


class AccelerationBreathing:
    """Reads breathing from acceleration as it comes; pure, causal, and of bounded memory.

    Nothing in it knows the guide. Which half of a breath is the inhale is known only through `add_beats`.

    Parameters
    ----------
    keep_s : float
        How much of the past `points` and `breaths` keep, in seconds.
    expected : HeartPhase, optional
        How far this person's heart lags behind the lungs, where that is known from earlier sessions.
    """

    def __init__(self, keep_s: float = 300.0, expected: HeartPhase = ANYBODY) -> None:
        self._keep_s = keep_s
        self._chest = ChestMovement(keep_s)
        self._beats: deque[Beat] = deque()
        self._expected = expected
        self._calibrated_s: list[tuple[float, float]] = []
        self._calibrations: dict[int, list[int]] = {}
        self._phases: dict[int, MeasuredPhase] = {}
        self._known: dict[int, SignEvidence] = {}
        self._contradicted: set[int] = set()
        self._seen: object = None
        self._breaths: list[Breath] = []
        self._forecast: tuple[Forecast | None] | None = None
        self._judged: tuple[int, float] | None = None
        self._rate: BreathingRate | None = None

    @property
    def points(self) -> list[TurningPoint]:
        """Turning points, oldest first; the last ones may yet be placed anew or taken back."""
        return self._chest.points

    @property
    def breaths(self) -> list[Breath]:
        """Whole breaths, oldest first."""
        all_points = self.points
        known = tuple(sorted((segment, self._sign(segment)) for segment in self._known))
        seen = (len(all_points), all_points[-1] if all_points else None, known)
        if seen != self._seen:
            self._seen, self._breaths = seen, self._put_together(all_points)
            self._forecast = None
        return self._breaths

    def _foretold(self) -> Forecast | None:
        """Return the breath of the moment, foretold once for each turn."""
        known = self._sign(self._chest.segment)
        if self._forecast is None and known is not None:
            points, _ = without_holds(self.points[-_TURNS:])
            self._forecast = (forecast(points, placed_halves(points, rising=known == 1), known),)
        return self._forecast[0] if self._forecast else None

    def _put_together(self, all_points: list[TurningPoint]) -> list[Breath]:
        points, _ = without_holds(all_points)
        known_by = {segment: one.known_by for segment, one in self._known.items() if one.known_by}
        return breaths(points, [self._sign(point.segment) for point in points], known_by)

    @property
    def until_s(self) -> float:
        """Time of the newest sample that has been used."""
        return self._chest.until_s

    def add(self, time_s: Floats, acceleration_mg: Floats) -> None:
        """Take samples.

        Parameters
        ----------
        time_s : array
            Shape ``(n,)``, increasing from call to call, at 25 Hz or more.
        acceleration_mg : array
            Shape ``(n, 3)``: x, y, z of the sensor.
        """
        self._chest.add(time_s, acceleration_mg)
        points = self.points
        if points and (len(points), points[-1].time_s) != self._judged:
            self._judged = len(points), points[-1].time_s
            self._judge(points)

    def add_beats(self, beats: Iterable[Beat]) -> None:
        """Take heart beats on the same clock, in order; they tell inhale from exhale."""
        self._beats.extend(beats)
        while self._beats and self._beats[0].time_s < self._beats[-1].time_s - _BEATS_S:
            self._beats.popleft()

    def calibrate(self, begin_s: float, end_s: float) -> None:
        """Take that the person was asked to breathe in slowly, and did, from one moment to another."""
        self._calibrated_s.append((begin_s, end_s))

    @property
    def heart_phases(self) -> tuple[MeasuredPhase, ...]:
        """How far the heart lagged behind the lungs, in each posture in which an inhale was asked for."""
        return tuple(self._phases.values())

    def _measure_heart(self, points: Sequence[TurningPoint], sign: int, segment: int) -> None:
        heart = heart_evidence(points, self._beats)
        if heart.is_sure:
            degrees = math.degrees(cmath.phase(sign * heart.swing))
            self._phases[segment] = MeasuredPhase(degrees, heart.breaths)

    def periodicity(self, begin_s: float, end_s: float) -> Periodicity | None:
        """Sines of all rates beside the movement in a window of the last minute."""
        window = self._chest.window(begin_s, end_s)
        return None if window is None else periodicity(*window)

    def at(self, time_s: float) -> BreathingNow:
        """Tell what is known now.

        Parameters
        ----------
        time_s : float
            Now, on the clock of the samples.
        """
        points = self.points
        moving = self._chest.moving
        phase = phase_at(points, time_s) if points and not moving else None
        sign = self._sign(self._chest.segment)
        whole = self.breaths
        rate = self._rate
        if moving or rate is None or time_s - rate.end_s > _STALE_BREATHS * 60.0 / rate.rate_per_min + 2.0:
            rate = None
        return BreathingNow(
            rate=rate,
            phase=phase,
            inhaling=None if phase is None else phase.inhaling(sign),
            last_breath=whole[-1] if whole else None,
            moving=moving,
            healthy_axes=self._chest.healthy,
            forecast=None if phase is None else self._foretold(),
            known_by=None if phase is None or sign is None else self._known[self._chest.segment].known_by,
        )

    def _judge(self, points: list[TurningPoint]) -> None:
        end_s, segment = points[-1].time_s, points[-1].segment
        begin_s = end_s - _WINDOW_S
        breathed, holds = without_holds(points[-_TURNS:])
        held = is_held(holds, begin_s, end_s)
        opinion = None if held else self.periodicity(begin_s, end_s)
        self._rate = counted_rate(breathed, begin_s, end_s, opinion)
        self._calibrate(points)
        calibrated = self._calibrated(segment)
        expected = learnt_phase(self.heart_phases) if self._phases else self._expected
        evidence = sign_from_witnesses(breathed, self._beats, expected=expected, calibrated=calibrated)
        if calibrated:
            here = [one for one in breathed if one.segment == segment]
            self._measure_heart(here, calibrated, segment)
        if evidence.sign is not None:
            former = self._known.get(segment)
            if former is not None and former.sign != evidence.sign:
                self._contradicted.add(segment)
            self._known[segment] = evidence
        elif segment in self._known and evidence.log_odds * (self._known[segment].sign or 0) < _WITHDRAWN:
            del self._known[segment]
        for known in [one for one in self._known if one < points[0].segment]:
            del self._known[known]
            self._contradicted.discard(known)
            self._calibrations.pop(known, None)

    def _calibrate(self, points: Sequence[TurningPoint]) -> None:
        """Look which way the chest went while the person was asked to breathe in."""
        for begin_s, end_s in list(self._calibrated_s):
            middle_s = 0.5 * (begin_s + end_s)
            later = [one for one in points if one.time_s >= middle_s][:2]
            if len(later) < 2:
                continue  # The newest turn may yet be taken back.
            after = later[0]
            self._calibrated_s.remove((begin_s, end_s))
            if not after.disturbed and after.segment == self._chest.segment:
                self._calibrations.setdefault(after.segment, []).append(1 if after.high else -1)

    def _calibrated(self, segment: int) -> int:
        """Return the sign that the inhales asked for tell; 0 without any, or where they disagree."""
        signs = set(self._calibrations.get(segment, ()))
        return signs.pop() if len(signs) == 1 else 0

    def _sign(self, segment: int) -> int | None:
        known = self._known.get(segment)
        return None if segment in self._contradicted or known is None else known.sign
