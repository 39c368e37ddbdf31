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
from biofeedback.breathing.chest.holds import Hold, is_held, without_holds
from biofeedback.breathing.chest.phase import BreathPhase, phase_at
from biofeedback.breathing.chest.placing import Placing, placed_halves
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
"""Number of latest turns evaluated again at each new turn: more than in half a minute or twelve breaths."""

_WITHDRAWN: Final = 1.0
"""A reported sign is withdrawn when its log-odds fall below this."""

_STALE_BREATHS: Final = 1.2
"""The last rate is out of date after this many breaths without a turn."""


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
        Whether it is the inhale; None if the phase or the sign of the axis is not known.
    last_breath : Breath or None
        The last complete breath.
    moving : bool
        Whether the body moves; nothing is learnt during movement.
    healthy_axes : tuple of bool
        Which axes of the sensor work.
    forecast : Forecast or None
        The current breath; None if the sign or too few breaths are known.
    known_by : InhaleKnownBy or None
        How it was found which half is the inhale; None if it is not known.
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
    """Measures breathing from acceleration as it arrives; pure, causal, and with bounded memory.

    It does not use the guide. It finds the inhale from heart beats, the shape of the breaths and calibration.

    Parameters
    ----------
    keep_s : float
        How far back `points` and `breaths` reach, in seconds.
    expected : HeartPhase, optional
        How far this person's heart lags behind the lungs, if earlier sessions showed it.
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
        self._free: tuple[list[TurningPoint], tuple[list[TurningPoint], list[Hold]]] | None = None
        self._halves: dict[bool, dict[int, Placing]] = {}
        self._judged: tuple[int, float] | None = None
        self._rate: BreathingRate | None = None

    @property
    def points(self) -> list[TurningPoint]:
        """Turning points, oldest first; the last ones may still move or be withdrawn."""
        return self._chest.points

    @property
    def breaths(self) -> list[Breath]:
        """Complete breaths, oldest first."""
        all_points = self.points
        known = tuple(sorted((segment, self._sign(segment)) for segment in self._known))
        seen = (len(all_points), all_points[-1] if all_points else None, known)
        if seen != self._seen:
            self._seen, self._breaths = seen, self._put_together(all_points)
            self._forecast = None
        return self._breaths

    def _foretold(self) -> Forecast | None:
        """Return the forecast of the current breath, made once for each turn."""
        known = self._sign(self._chest.segment)
        if self._forecast is None and known is not None:
            points, _ = self._without_holds(self.points[-_TURNS:])
            self._forecast = (forecast(points, self._placed(points, rising=known == 1), known),)
        return self._forecast[0] if self._forecast else None

    def _put_together(self, all_points: list[TurningPoint]) -> list[Breath]:
        points, _ = self._without_holds(all_points)
        known_by = {segment: one.known_by for segment, one in self._known.items() if one.known_by}
        signs = [self._sign(point.segment) for point in points]
        return breaths(points, signs, known_by, placed=self._placed)

    def _without_holds(self, points: list[TurningPoint]) -> tuple[list[TurningPoint], list[Hold]]:
        """Leave out the turns in holds; several questions between two turns have one answer."""
        if self._free is None or self._free[0] != points:
            self._free = points, without_holds(points)
            self._halves.clear()
        return self._free[1]

    def _placed(self, points: Sequence[TurningPoint], *, rising: bool) -> dict[int, Placing]:
        """Place the halves of the turns that `_without_holds` returned last."""
        if rising not in self._halves:
            self._halves[rising] = placed_halves(points, rising=rising)
        return self._halves[rising]

    @property
    def until_s(self) -> float:
        """Time of the newest sample used."""
        return self._chest.until_s

    def add(self, time_s: Floats, acceleration_mg: Floats) -> None:
        """Add samples.

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
        """Add heart beats on the same clock, in order; they help to tell inhale from exhale."""
        self._beats.extend(beats)
        while self._beats and self._beats[0].time_s < self._beats[-1].time_s - _BEATS_S:
            self._beats.popleft()

    def calibrate(self, begin_s: float, end_s: float) -> None:
        """Note a time in which the person breathed in slowly, as the program had asked."""
        self._calibrated_s.append((begin_s, end_s))

    @property
    def heart_phases(self) -> tuple[MeasuredPhase, ...]:
        """How far the heart lagged behind the lungs, for each posture with a calibration inhale."""
        return tuple(self._phases.values())

    def _measure_heart(self, points: Sequence[TurningPoint], sign: int, segment: int) -> None:
        heart = heart_evidence(points, self._beats)
        if heart.is_sure:
            degrees = math.degrees(cmath.phase(sign * heart.swing))
            self._phases[segment] = MeasuredPhase(degrees, heart.breaths)

    def periodicity(self, begin_s: float, end_s: float) -> Periodicity | None:
        """Compare sines of all rates with the movement in a window within the last minute."""
        window = self._chest.window(begin_s, end_s)
        return None if window is None else periodicity(*window)

    def at(self, time_s: float, *, forecast: bool = True) -> BreathingNow:
        """Return what is known now.

        Parameters
        ----------
        time_s : float
            Now, on the clock of the samples.
        forecast : bool, optional
            Whether to predict the current breath.
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
            forecast=self._foretold() if forecast and phase is not None else None,
            known_by=None if phase is None or sign is None else self._known[self._chest.segment].known_by,
        )

    def _judge(self, points: list[TurningPoint]) -> None:
        end_s, segment = points[-1].time_s, points[-1].segment
        begin_s = end_s - _WINDOW_S
        breathed, holds = self._without_holds(points[-_TURNS:])
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
        """Find which way the chest moved during the calibration inhales."""
        for begin_s, end_s in list(self._calibrated_s):
            middle_s = 0.5 * (begin_s + end_s)
            later = [one for one in points if one.time_s >= middle_s][:2]
            if len(later) < 2:
                continue  # The newest turn may still be withdrawn.
            after = later[0]
            self._calibrated_s.remove((begin_s, end_s))
            if not after.disturbed and after.segment == self._chest.segment:
                self._calibrations.setdefault(after.segment, []).append(1 if after.high else -1)

    def _calibrated(self, segment: int) -> int:
        """Return the sign from the calibration inhales; 0 if there are none or they disagree."""
        signs = set(self._calibrations.get(segment, ()))
        return signs.pop() if len(signs) == 1 else 0

    def _sign(self, segment: int) -> int | None:
        known = self._known.get(segment)
        return None if segment in self._contradicted or known is None else known.sign
