"""Breathing from a chest strap's acceleration."""

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from biofeedback.beats.beats import Beat
from biofeedback.breathing.chest.chest import ChestMovement
from biofeedback.breathing.chest.cycles import Breath, breaths
from biofeedback.breathing.chest.phase import BreathPhase, phase_at
from biofeedback.breathing.chest.samples import Floats
from biofeedback.breathing.chest.sign import sign_from_sinus_arrhythmia
from biofeedback.breathing.chest.turning_points import TurningPoint
from biofeedback.breathing.rate import BreathingRate, Periodicity, counted_rate, periodicity

_WINDOW_S: Final = 30.0
_BEATS_S: Final = 240.0
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
    """

    rate: BreathingRate | None
    phase: BreathPhase | None
    inhaling: bool | None
    last_breath: Breath | None
    moving: bool
    healthy_axes: tuple[bool, bool, bool]


class AccelerationBreathing:
    """Reads breathing from acceleration as it comes; pure, causal, and of bounded memory.

    Nothing in it knows the guide. Which half of a breath is the inhale is known only through `add_beats`.

    Parameters
    ----------
    keep_s : float
        How much of the past `points` and `breaths` keep, in seconds.
    """

    def __init__(self, keep_s: float = 300.0) -> None:
        self._keep_s = keep_s
        self._chest = ChestMovement(keep_s)
        self._beats: deque[Beat] = deque()
        self._signs: dict[int, int] = {}
        self._contradicted: set[int] = set()
        self._judged: tuple[int, float] | None = None
        self._rate: BreathingRate | None = None
        self._made_of: tuple[list[TurningPoint], list[int | None]] = ([], [])
        self._breaths: list[Breath] = []

    @property
    def points(self) -> list[TurningPoint]:
        """Turning points, oldest first; the last ones may yet be placed anew or taken back."""
        return self._chest.points

    @property
    def breaths(self) -> list[Breath]:
        """Whole breaths, oldest first."""
        points = self.points
        made_of = list(points), [self._sign(point.segment) for point in points]
        if made_of != self._made_of:
            self._made_of, self._breaths = made_of, breaths(*made_of)
        return self._breaths

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
        )

    def _judge(self, points: list[TurningPoint]) -> None:
        end_s, segment = points[-1].time_s, points[-1].segment
        begin_s = end_s - _WINDOW_S
        self._rate = counted_rate(points, begin_s, end_s, self.periodicity(begin_s, end_s))
        evidence = sign_from_sinus_arrhythmia(points, self._beats)
        if evidence.sign is not None and self._signs.setdefault(segment, evidence.sign) != evidence.sign:
            self._contradicted.add(segment)
        for known in [one for one in self._signs if one < points[0].segment]:
            del self._signs[known]
            self._contradicted.discard(known)

    def _sign(self, segment: int) -> int | None:
        return None if segment in self._contradicted else self._signs.get(segment)
