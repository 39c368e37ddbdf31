"""The engine: events in, states out. Pure and deterministic; its only clock is the events' own."""

import math
from itertools import islice, takewhile
from typing import Final

import numpy as np

from biofeedback.beats.arrivals import Pause
from biofeedback.beats.beats import Beat, BeatClock, as_sent
from biofeedback.breathing.chest.witnesses.heart_phase import ANYBODY, HeartPhase, MeasuredPhase
from biofeedback.breathing.live import BreathingLook, LiveBreathing
from biofeedback.clocks.stream_times import StreamTimes
from biofeedback.coaching.coach import Coach
from biofeedback.ecg.r_peaks import LOWEST_RATE_HZ
from biofeedback.ecg.witness import EcgWitness
from biofeedback.engine.breath_responses import BreathResponses
from biofeedback.engine.live_breathing import live_breathing, trusted
from biofeedback.engine.live_figures import (
    HEART_RATE_AT_REST_S,
    HEART_RATE_LEAST_S,
    figure_values,
    live_figures,
)
from biofeedback.engine.parts import SessionParts
from biofeedback.engine.programme_step import StepCourse
from biofeedback.engine.shown import with_shown_figures
from biofeedback.engine.state import Figures, Signal, State
from biofeedback.engine.strap_status import StrapStatus
from biofeedback.pacing.guide import Guide
from biofeedback.quality.live_quality import LiveQuality
from biofeedback.response.figure_history import FigureValues
from biofeedback.response.paces import Paces
from biofeedback.response.rsa import BreathTimes, response_times
from devices.events import (
    BatteryLevel,
    DeviceField,
    DeviceInformation,
    Event,
    FloodDropped,
    GuideChanged,
    HeartRateMeasurement,
    ImportedInterval,
    LeftOut,
    LeftOutWhy,
    LinkChanged,
    Part,
    PartChanged,
    StrapsHeard,
    Unreadable,
)
from devices.guided_spans import SUSPEND_S, GuidedSpans
from devices.message import Message, message, sentences_of
from devices.steps import InhaleAsked, Measured, StepChanged
from devices.straps.heart_rate_service import rr_ms_from_ticks
from devices.straps.models import find_model
from devices.streams import AccelerationFrame, EcgFrame, Measurement, MeasurementChanged

KEEP_BEATS_S: Final = 75.0
"""Enough for the minute on the screen, the strap's latency, and the breath being judged."""

KEEP_BREATHS: Final = 24

COARSE_ECG: Final = message("quality.coarse_ecg_now", lowest_hz=LOWEST_RATE_HZ)


class Engine:
    """Turns the events of one session into states.

    Parameters
    ----------
    start_ns : int
        The session's start on the clock of the events.
    keep_beats_s : float, optional
        How far back the states' beats reach, in seconds.
    keep_breaths : int or None, optional
        How many breaths the states keep; None keeps all.
    heart_phase : HeartPhase, optional
        How far the person's heart lags behind the lungs, if earlier sessions have shown it.
    live : bool, optional
        Whether the states are for a person who practises now. If not, beats, breaths and warnings are the
        same, but there is no breathing rate, no advice and no change of the response.
    """

    def __init__(
        self,
        start_ns: int,
        *,
        keep_beats_s: float = KEEP_BEATS_S,
        keep_breaths: int | None = KEEP_BREATHS,
        heart_phase: HeartPhase = ANYBODY,
        live: bool = True,
    ) -> None:
        self._live = live
        self._start_ns = start_ns
        self._time_s = 0.0
        self._guided = GuidedSpans(start_ns)
        self._strap = StrapStatus(start_ns, self._session_s)
        self._guide = Guide()
        self._parts = SessionParts()
        self._step = StepCourse()
        self._clock = BeatClock(keep_beats_s)
        self._ecg = EcgWitness()
        self._stream_times = StreamTimes()
        self._quality = LiveQuality()
        self._doubted_until_s = -math.inf
        self._paces = Paces()
        self._known: tuple[object, Figures] | None = None
        self._responses = BreathResponses(keep_breaths)
        self._heart_phase = heart_phase
        self._breathing = LiveBreathing(heart_phase)
        self._look: BreathingLook | None = None
        self._own_responses = False
        self._coach = Coach()
        self._beat_count = 0
        self._unreadable_count = 0

    def process(self, event: Event) -> State:
        """Take one event and return the state after it."""
        self.take(event)
        return self.state()

    def take(self, event: Event) -> None:
        """Take one event."""
        self._advance(max(self._time_s, self._session_s(event.time_ns)))
        self._clock.settle(self._time_s)
        self._guided.take(event)
        if self._quality.advance(event.time_ns):
            self._doubt_beats()
        match event:
            case HeartRateMeasurement():
                self._hear(event)
            case EcgFrame():
                self._see(event)
            case ImportedInterval():
                self._hear_imported(event)
            case GuideChanged():
                self._change_guide(event)
            case PartChanged():
                self._change_part(event)
            case StepChanged():
                late_s = self._time_s - self._session_s(event.time_ns)
                self._step.take(event, late_s=late_s, practised_s=self._guided.practised_s)
            case InhaleAsked():
                begin_s = self._session_s(event.time_ns)
                self._breathing.calibrate(begin_s, begin_s + event.seconds)
            case LinkChanged():
                self._change_link(event)
            case StrapsHeard() | MeasurementChanged() | BatteryLevel():
                self._strap.take(event)
            case DeviceInformation(field=DeviceField.MODEL):
                self._know_model(event.text)
            case AccelerationFrame():
                self._feel(event)
            case Unreadable():
                self._unreadable_count += 1
            case LeftOut(why=LeftOutWhy.FLOOD):
                self._quality.leave_out(1)
            case FloodDropped():
                self._quality.leave_out(event.count)
        self._watch_breathing()
        if self._live and self._paces.is_due(self._time_s):
            self._write_figures()

    def state(self) -> State:
        """Return the state after the events so far."""
        signal = self._signal()
        breaths = tuple(self._responses.breaths)
        practised_s = self._guided.practised_s
        state = State(
            time_s=self._time_s,
            practised_s=practised_s,
            guided=self._guided.time,
            part=self._parts.part,
            part_s=self._time_s - self._parts.since_s,
            step=self._step.at(practised_s),
            before_after=self._parts.before_after(),
            link=self._strap.link.state,
            link_message=self._strap.link.message,
            strap_name=self._strap.name,
            strap_address=self._strap.address,
            latency_s=self._clock.latency_s,
            heard_straps=self._strap.in_reach,
            stream_message=self._stream_message(),
            streams=self._strap.streams,
            battery_percent=self._strap.battery_percent,
            signal=signal,
            guide=self._guide,
            warnings=self._quality.warnings,
            figures=self._figures(signal),
            change=self._paces.change,
            beats=tuple(self._clock.beats),
            breaths=breaths,
            breathing=live_breathing(
                signal,
                self._look,
                self._breathing.breaths,
                self._coach.following,
                time_s=self._time_s,
                streaming=self._strap.streams_movement,
            ),
            response_by=response_times(self._responses.breaths),
            beat_count=self._beat_count,
            unreadable_count=self._unreadable_count,
        )
        return with_shown_figures(state)

    def finish(self) -> None:
        """Process what is still waiting for more data, because there are no more events."""
        self._clock.finish()

    @property
    def heart_phases(self) -> tuple[MeasuredPhase, ...]:
        """How far the heart lagged behind the lungs, in each posture with inhales that were asked for."""
        return self._breathing.heart_phases

    @property
    def pauses(self) -> tuple[Pause, ...]:
        """Times without beats that no interval accounts for, as far back as the kept beats reach."""
        return tuple(self._clock.pauses)

    def _advance(self, time_s: float) -> None:
        if time_s - self._time_s > SUSPEND_S:
            self._responses.pause()
        elif self._guide.running:
            for turn in self._guide.turns(self._time_s, time_s):
                self._responses.turn(turn)
        self._time_s = time_s

    def _watch_breathing(self) -> None:
        """Read the breathing, judge the finished breaths, and compare them with the guide."""
        confirmed = self._clock.take_confirmed()
        if not self._quality.doubt:
            self._breathing.add_beats(confirmed)
            self._parts.add_beats([] if self._quality.is_irregular else confirmed)
        look = self._breathing.look(self._time_s, rated=self._live)
        self._look = trusted(look, irregular=self._quality.is_irregular)
        known = self._look is not None and self._look.knows_inhale
        self._responses.know_breathing(self._time_s, known=known)
        if settled := self._breathing.take_settled():
            self._responses.add_measured(settled, self._guide, self._guided.time)
        self._responses.judge(self._time_s, self._clock, doubtful=self._quality.doubt is not None)
        if self._live:
            self._coach_breathing()

    def _coach_breathing(self) -> None:
        measured = self._is_felt or self._strap.streams_movement
        rate = self._look.now.rate if self._look is not None else None
        self._coach.watch(
            self._time_s,
            self._guide,
            self._breathing.breaths if measured else None,
            rate_per_min=None if rate is None else rate.rate_per_min,
        )

    def _hear(self, event: HeartRateMeasurement) -> None:
        self._quality.hear(event)
        self._strap.hear(event, self._time_s)
        self._beat_count += len(event.rr_ticks)
        self._clock.add(self._time_s, tuple(rr_ms_from_ticks(ticks) for ticks in event.rr_ticks))

    def _see(self, event: EcgFrame) -> None:
        time_s = self._stream_times.add(
            Measurement.ECG, self._time_s, event.device_time_ns, len(event.ecg_uv)
        )
        if time_s.size:
            if self._clock.witness is None:
                self._clock.witness = self._ecg
                self._quality.witnessed = self._witnessed
            ecg_uv = np.array(event.ecg_uv, dtype=np.float64)
            self._ecg.add(time_s, ecg_uv)
            self._breathing.add_ecg(time_s, ecg_uv)

    def _feel(self, event: AccelerationFrame) -> None:
        count = len(event.acceleration_mg)
        time_s = self._stream_times.add(Measurement.ACCELERATION, self._time_s, event.device_time_ns, count)
        if time_s.size:
            self._breathing.add(time_s, np.array(event.acceleration_mg, dtype=np.float64))

    def _witnessed(self) -> list[Beat]:
        """Return the last intervals as sent, with what the ECG showed about them."""
        return as_sent(beat for beat in self._clock.beats if not beat.provisional)

    def _hear_imported(self, event: ImportedInterval) -> None:
        self._strap.hear_interval(self._time_s)
        self._beat_count += 1
        self._clock.add(self._time_s, (event.rr_ms,))

    def _change_guide(self, event: GuideChanged) -> None:
        if not event.running:
            self._responses.pause()
        self._guide = self._guide.changed(
            self._time_s, event.pattern, running=event.running, begin=event.begin
        )
        self._paces.change_to(event.pattern if event.running else None, self._time_s)

    def _change_part(self, event: PartChanged) -> None:
        self._parts.change_to(event.part, self._time_s)
        if event.part in (Part.AFTER, Part.DONE):
            self._step.end()

    def _change_link(self, event: LinkChanged) -> None:
        if self._strap.change(event):
            self._know_model("")
            self._quality = LiveQuality()
            self._breathing = LiveBreathing()
            self._stream_times = StreamTimes()
            self._ecg, self._clock.witness = EcgWitness(), None
            self._paces.forget_all()

    def _know_model(self, model_number: str) -> None:
        self._clock.latency_s = find_model(self._strap.name, model_number).latency_s

    def _doubt_beats(self) -> None:
        """Withdraw what was concluded from beats that turned out to be false."""
        doubted = self._quality.doubted
        if doubted is None:
            return
        first_s = self._session_s(doubted.first_ns) - self._clock.latency_s
        if self._doubted_until_s < first_s:
            self._breathing.begin_anew()
        self._doubted_until_s = self._session_s(doubted.last_ns) - self._clock.latency_s
        self._paces.forget(first_s, self._time_s)
        self._responses.doubt(first_s, self._doubted_until_s)
        self._parts.forget_beats(first_s, self._doubted_until_s)

    def _figures(self, signal: Signal) -> Figures:
        """Return the figures; compute them again only if their input has changed."""
        breaths = tuple(islice(reversed(self._responses.breaths), KEEP_BREATHS))[::-1]
        irregular, half_widths = self._quality.is_irregular, self._paces.half_widths
        ectopic = self._quality.has_many_ectopic
        doubted_until_s, guide = self._doubted_until_s, self._guide
        heart_rate_s = HEART_RATE_AT_REST_S if self._is_at_rest else HEART_RATE_LEAST_S
        made_of = (
            *(signal, self._beat_count, breaths, half_widths),
            *(doubted_until_s, irregular, ectopic, guide, heart_rate_s),
        )
        if self._known is None or self._known[0] != made_of:
            oldest_s = self._time_s - KEEP_BEATS_S
            newest_first = takewhile(lambda beat: beat.time_s > oldest_s, reversed(self._clock.beats))
            figures = live_figures(
                signal,
                tuple(newest_first)[::-1],
                breaths,
                half_widths,
                doubted_until_s=doubted_until_s,
                irregular=irregular,
                ectopic=ectopic,
                breath_s=guide.pattern.period_s if guide.running else None,
                heart_rate_s=heart_rate_s,
            )
            self._known = made_of, figures
        return self._known[1]

    @property
    def _is_at_rest(self) -> bool:
        """Whether the present step of a programme is free breathing while sitting still."""
        step = self._step.at(0.0)
        ordinary = step is not None and step.measured is Measured.ORDINARY
        return ordinary and not self._guide.running and self._parts.part is Part.PRACTICE

    def _write_figures(self) -> None:
        signal = self._signal()
        values = figure_values(self._figures(signal)) if signal is Signal.GOOD else FigureValues()
        by_guide = response_times(self._responses.breaths) is BreathTimes.GUIDE
        if by_guide and self._own_responses and self._is_felt:
            values = FigureValues(heart_rate=values.heart_rate, rmssd=values.rmssd)
        elif not (by_guide or self._own_responses):
            self._own_responses = True
            self._paces.forget(0.0, self._time_s)
        self._paces.write(self._time_s, values)

    def _stream_message(self) -> Message | None:
        said = self._strap.message(self._time_s)
        return sentences_of((said, COARSE_ECG)) if self._ecg.is_coarse else said

    def _signal(self) -> Signal:
        return self._strap.signal(self._time_s, self._quality.doubt, good_beats=self._clock.is_in_line)

    @property
    def _is_felt(self) -> bool:
        return self._look is not None and self._look.moved

    def _session_s(self, time_ns: int) -> float:
        return (time_ns - self._start_ns) / 1e9
