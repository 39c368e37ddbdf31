"""The engine: events in, states out. Pure and deterministic; its only clock is the events' own."""

import math
from collections import deque
from dataclasses import replace
from typing import Final

from biofeedback.live_figures import live_figures
from biofeedback.pacing.guide import Guide, Stage, Turn
from biofeedback.pacing.pattern import BreathPattern
from biofeedback.signals.beats import BeatClock
from biofeedback.signals.live_quality import LiveQuality
from biofeedback.signals.quality import Check
from biofeedback.signals.rsa import LAG_S, GuidedBreath, rsa_amplitude_ms
from biofeedback.state import Signal, State
from devices.events import (
    BatteryLevel,
    Contact,
    DeviceField,
    DeviceInformation,
    Event,
    GuideChanged,
    HeardStrap,
    HeartRateMeasurement,
    LinkChanged,
    LinkState,
    StrapsHeard,
    Unreadable,
)
from devices.heart_rate_service import rr_ms_from_ticks
from devices.models import find_model
from devices.polar_events import Measurement, MeasurementChanged

KEEP_BEATS_S: Final = 75.0
"""The minute on the screen, the strap's latency, and the breath being judged."""

KEEP_BREATHS: Final = 24
SILENCE_S: Final = 5.0
"""Without a notification (or without an RR interval) for this long, the person is told."""

SUSPEND_S: Final = 60.0
"""Without any event, not even the tick of each second, for this long: nobody was practising."""

_STREAM_MESSAGE_S: Final = 30.0
"""Long enough to be read; after that the message would hide others for nothing."""

_JUDGE_PATIENCE_S: Final = 4.0
"""How long after its end, and the strap's latency, a breath waits for its last beats."""

_DOUBTFUL_SIGNAL: Final = {Check.MADE_UP: Signal.DOUBTFUL, Check.FROZEN: Signal.STUCK}


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
    """

    def __init__(
        self, start_ns: int, *, keep_beats_s: float = KEEP_BEATS_S, keep_breaths: int | None = KEEP_BREATHS
    ) -> None:
        self._start_ns = start_ns
        self._time_s = 0.0
        self._practised_s = 0.0
        self._link = LinkChanged(start_ns, LinkState.IDLE)
        self._strap_name = ""
        self._strap_address = ""
        self._heard_straps: tuple[HeardStrap, ...] = ()
        self._streams: dict[Measurement, MeasurementChanged] = {}
        self._battery_percent: int | None = None
        self._guide = Guide()
        self._clock = BeatClock(keep_beats_s)
        self._quality = LiveQuality()
        self._doubted_until_s = -math.inf
        self._breath_turns: list[Turn] = []
        self._waiting: deque[GuidedBreath] = deque()
        self._breaths: deque[GuidedBreath] = deque(maxlen=keep_breaths)
        self._beat_count = 0
        self._unreadable_count = 0
        self._contact = Contact.NOT_SUPPORTED
        self._rate_per_min = 0
        self._heard_s: float | None = None
        self._beat_heard_s: float | None = None

    def process(self, event: Event) -> State:
        """Take one event and return the state after it."""
        self.take(event)
        return self.state()

    def take(self, event: Event) -> None:
        """Take one event."""
        self._advance(max(self._time_s, self._session_s(event.time_ns)))
        if self._quality.advance(event.time_ns):
            self._doubt_breaths()
        match event:
            case HeartRateMeasurement():
                self._hear(event)
            case GuideChanged():
                self._change_guide(event)
            case LinkChanged():
                self._change_link(event)
            case StrapsHeard():
                self._heard_straps = event.straps
            case MeasurementChanged():
                self._streams[event.measurement] = event
            case DeviceInformation(field=DeviceField.MODEL):
                self._know_model(event.text)
            case BatteryLevel():
                self._battery_percent = event.percent
            case Unreadable():
                self._unreadable_count += 1
        self._judge_breaths()

    def state(self) -> State:
        """Return the state after the events so far."""
        signal = self._signal()
        return State(
            time_s=self._time_s,
            practised_s=self._practised_s,
            link=self._link.state,
            link_message=self._link.message,
            strap_name=self._strap_name,
            strap_address=self._strap_address,
            latency_s=self._clock.latency_s,
            heard_straps=self._heard_straps,
            stream_message=self._stream_message(),
            streams=tuple(kind for kind, change in self._streams.items() if change.running),
            battery_percent=self._battery_percent,
            signal=signal,
            guide=self._guide,
            warnings=self._quality.warnings,
            figures=live_figures(
                signal, tuple(self._clock.beats), tuple(self._breaths), doubted_until_s=self._doubted_until_s
            ),
            beats=tuple(self._clock.beats),
            breaths=tuple(self._breaths),
            beat_count=self._beat_count,
            unreadable_count=self._unreadable_count,
        )

    def _advance(self, time_s: float) -> None:
        if time_s - self._time_s > SUSPEND_S:
            self._breath_turns = []
        elif self._guide.running:
            self._practised_s += time_s - self._time_s
            for turn in self._guide.turns(self._time_s, time_s):
                self._turn(turn)
        self._time_s = time_s

    def _turn(self, turn: Turn) -> None:
        if turn.stage is Stage.EXHALE:
            if self._breath_turns:
                self._breath_turns.append(turn)
            return
        if len(self._breath_turns) == 2:
            inhale, exhale = self._breath_turns
            self._waiting.append(GuidedBreath(inhale.breath, inhale.time_s, exhale.time_s, turn.time_s))
        self._breath_turns = [turn]

    def _hear(self, event: HeartRateMeasurement) -> None:
        self._quality.hear(event)
        self._contact = event.contact
        self._rate_per_min = event.heart_rate_per_min
        self._heard_s = self._time_s
        if event.rr_ticks:
            self._beat_heard_s = self._time_s
            self._beat_count += len(event.rr_ticks)
        self._clock.add(self._time_s, tuple(rr_ms_from_ticks(ticks) for ticks in event.rr_ticks))

    def _change_guide(self, event: GuideChanged) -> None:
        pattern = BreathPattern(event.rate_per_min, event.exhale_to_inhale)
        if not event.running:
            self._breath_turns = []
        self._guide = self._guide.changed(self._time_s, pattern, running=event.running)

    def _change_link(self, event: LinkChanged) -> None:
        self._link = event
        if event.strap_name and (event.strap_name, event.strap_address) != (
            self._strap_name,
            self._strap_address,
        ):
            self._strap_name, self._strap_address = event.strap_name, event.strap_address
            self._know_model("")
            self._quality = LiveQuality()

    def _know_model(self, model_number: str) -> None:
        self._clock.latency_s = find_model(self._strap_name, model_number).latency_s

    def _stream_message(self) -> str:
        oldest_ns = self._start_ns + round((self._time_s - _STREAM_MESSAGE_S) * 1e9)
        fresh = (change for change in self._streams.values() if change.time_ns >= oldest_ns)
        return " ".join(change.message for change in fresh if change.message)

    def _judge_breaths(self) -> None:
        beats = self._clock.beats
        while self._waiting:
            breath = self._waiting[0]
            end_s = breath.next_inhale_s + LAG_S
            heard = bool(beats) and beats[-1].time_s > end_s
            if not heard and self._time_s < end_s + self._clock.latency_s + _JUDGE_PATIENCE_S:
                return
            self._waiting.popleft()
            if heard and self._quality.doubt is None and breath.inhale_s > self._doubted_until_s:
                rsa_ms = rsa_amplitude_ms(beats, breath.inhale_s, breath.exhale_s, breath.next_inhale_s)
                breath = replace(breath, rsa_ms=rsa_ms)
            self._breaths.append(breath)

    def _doubt_breaths(self) -> None:
        """Take back the responses to breaths whose beats turned out to be none."""
        doubted = self._quality.doubted
        if doubted is None:
            return
        first_s = self._session_s(doubted.first_ns) - self._clock.latency_s
        self._doubted_until_s = self._session_s(doubted.last_ns) - self._clock.latency_s
        for i, breath in enumerate(self._breaths):
            if breath.inhale_s <= self._doubted_until_s and breath.next_inhale_s >= first_s:
                self._breaths[i] = replace(breath, rsa_ms=None)

    def _signal(self) -> Signal:
        if self._heard_s is None:
            return Signal.WAITING if self._link.state.is_connected else Signal.NO_STRAP
        if not self._link.state.is_connected or self._time_s - self._heard_s > SILENCE_S:
            return Signal.LOST
        if self._contact is Contact.NO:
            return Signal.NO_CONTACT
        if self._beat_heard_s is None or self._time_s - self._beat_heard_s > SILENCE_S:
            if self._time_s - self._connected_s <= SILENCE_S:
                return Signal.WAITING
            return Signal.RATE_ONLY if self._rate_per_min else Signal.NO_CONTACT
        return _DOUBTFUL_SIGNAL[self._quality.doubt] if self._quality.doubt else Signal.GOOD

    @property
    def _connected_s(self) -> float:
        return self._session_s(self._link.time_ns)

    def _session_s(self, time_ns: int) -> float:
        return (time_ns - self._start_ns) / 1e9
