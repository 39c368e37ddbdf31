"""Beats on the session's clock, rebuilt from RR intervals and the arrival times of their notifications."""

import math
from collections import deque
from collections.abc import Iterable, Reversible, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from statistics import median
from typing import Final, Protocol

from biofeedback.beats.arrivals import GAP_S as GAP_S
from biofeedback.beats.arrivals import Arrivals, Packet, Pause, is_interval
from biofeedback.beats.artefact_labels import BeatLabel as BeatLabel
from biofeedback.beats.artefact_labels import label_of as label_of
from biofeedback.beats.artefacts import PROVISIONAL_BEATS, ArtefactFilter

_SETTLING_PACKETS: Final = 12
"""Number of notifications that decide where a chain lies on the clock; after that it stays there."""

_FILL_BEATS: Final = 12
"""A witness needs this many beats of a chain to locate the chain; then it fills the gap before the chain."""

_RECENT_BEATS: Final = 10
_FEWEST_RECENT: Final = 5
_IN_LINE: Final = 0.8
"""Share of the last ten intervals that have to be normal."""

_SLIP_PACKETS: Final = 5
_AT_ONCE_S: Final = 0.25
"""If packets arrive this close together, only the last one is on time and shows where the chain lies."""

_SLIP_S: Final = 2.0
"""A chain that lies this far from several arrivals in a row (`_SLIP_PACKETS`) has lost beats.

A smaller distance can't be distinguished from the strap's own drift. In ten minutes of a real Polar H10 that
lost no beats, arrivals lay between 1.1 s before and 0.6 s after their place.
"""


@dataclass(frozen=True, slots=True)
class Beat:
    """One RR interval.

    Parameters
    ----------
    time_s : float
        When the beat that ends the interval happened in the chest: arrival minus the strap's latency.
    rr_ms : float
        Length of the interval.
    label : BeatLabel
        How the interval is classified.
    adjacent : bool
        Whether the interval begins where the one before it ended; false after a gap.
    provisional : bool
        Whether the label may still change; it is final when two more intervals have come.
    filled : bool
        Whether the interval was measured in the ECG because the strap did not send it.
    instead_of : Beat or None
        The interval with a missed beat that ended here, if filled intervals replaced it.
    """

    time_s: float
    rr_ms: float
    label: BeatLabel
    adjacent: bool
    provisional: bool = False
    filled: bool = False
    instead_of: "Beat | None" = None

    def moved(self, shift_s: float) -> "Beat":
        """Return the beat at another time, together with the interval that it replaced."""
        replaced = self.instead_of.moved(shift_s) if self.instead_of else None
        return replace(self, time_s=self.time_s + shift_s, instead_of=replaced)


class Witness(Protocol):
    """A second source of heart beats that checks the strap's intervals, such as an ECG."""

    def told(self, beat: Beat, earlier: Reversible[Beat]) -> tuple[Beat, ...]:
        """Return what an interval really is; its label is final as far as the intervals alone can show.

        Returns
        -------
        tuple of Beat
            The beat, perhaps with another label; or the beats that should replace it, in order.
        """
        ...

    def between(self, before: Sequence[Beat], after: Sequence[Beat]) -> tuple[Beat, ...]:
        """Return what the strap left out between two runs of its intervals; empty if that is not known."""
        ...


def as_sent(beats: Iterable[Beat]) -> list[Beat]:
    """Return the intervals that the strap sent, in order."""
    return [beat.instead_of or beat for beat in beats if beat.instead_of or not beat.filled]


class BeatClock:
    """Gives each RR interval its time and its label.

    Times within a chain are cumulated RR intervals, which are exact to 1/1024 s. Arrivals come in bursts and
    up to a second late, so they only place the chain as a whole: by the median of (arrival − cumulated time)
    over its first 12 notifications, minus the strap's latency. A chain ends with a gap of more than 3 s that
    no interval accounts for (`arrivals`). It also ends when five arrivals in a row lie 2 s or more from it,
    because the strap lost beats. A number that can't be an interval keeps its position, takes no time and
    affects no other interval.

    Parameters
    ----------
    keep_s : float
        How much of the past `beats` keeps, in seconds.

    Attributes
    ----------
    pauses : deque of Pause
        Times without beats, within the past that is kept.
    witness : Witness or None
        Checks each interval once its label is final.
    """

    def __init__(self, keep_s: float) -> None:
        self.beats: deque[Beat] = deque()
        self.pauses: deque[Pause] = deque()
        self.latency_s = 0.0
        self.witness: Witness | None = None
        self._keep_s = keep_s
        self._filter = ArtefactFilter()
        self._chain_s = 0.0
        self._placement_s: float | None = None
        self._settling: list[float] = []
        self._settles = False
        self._recent: deque[float] = deque(maxlen=_SLIP_PACKETS)
        self._chain_beats = 0
        self._chain_filled = False
        self._untaken = 0
        self._arrivals = Arrivals()
        self._placed_s: float | None = None

    @property
    def confirmed_until_s(self) -> float:
        """When the newest beat with a final label happened; minus infinity if there is none."""
        confirmed = (beat.time_s for beat in reversed(self.beats) if not beat.provisional)
        return next(confirmed, -math.inf)

    @property
    def is_in_line(self) -> bool:
        """Whether nearly all of the last intervals are normal, so that they must come from a heart."""
        recent = list(islice(reversed(self.beats), _RECENT_BEATS))
        normal = sum(beat.label is BeatLabel.NORMAL for beat in recent)
        return len(recent) >= _FEWEST_RECENT and normal >= _IN_LINE * len(recent)

    def take_confirmed(self) -> list[Beat]:
        """Return the beats with a final label and time, each once and in order."""
        placed = len(self._settling) >= _SETTLING_PACKETS
        if not placed or (self.witness and not self._chain_filled):
            return []
        newest_first = islice(reversed(self.beats), PROVISIONAL_BEATS, PROVISIONAL_BEATS + self._untaken)
        self._untaken = 0
        return list(newest_first)[::-1]

    def add(self, arrival_s: float, rr_ms: tuple[float, ...]) -> None:
        """Take one heart-rate notification, with or without intervals.

        Parameters
        ----------
        arrival_s : float
            When it was received, on the session's clock.
        rr_ms : tuple of float
            The RR intervals in it, oldest first.
        """
        self._take(self._arrivals.add(arrival_s, rr_ms) if rr_ms else self._arrivals.settle(arrival_s))
        self._forget(arrival_s)

    def settle(self, now_s: float) -> None:
        """Let time go on: intervals wait for a second if more of them may be on their way."""
        self._take(self._arrivals.settle(now_s))

    def finish(self) -> None:
        """Take in the waiting intervals, because nothing more will come."""
        self._take(self._arrivals.finish())

    def _take(self, packets: Iterable[Packet]) -> None:
        for packet in packets:
            if packet.pause is not None:
                self._start_chain()
                start_s, end_s = packet.pause.start_s - self.latency_s, packet.pause.end_s - self.latency_s
                self.pauses.append(Pause(start_s, end_s))
            since_s = 0.0 if self._placed_s is None else packet.arrival_s - self._placed_s
            self._place(packet.arrival_s, packet.packet_s)
            for interval_ms in packet.rr_ms:
                self._append(interval_ms, possible=is_interval(interval_ms, since_s=since_s))

    def _start_chain(self) -> None:
        self._placement_s = None
        self._settling.clear()
        self._settles = False
        self._recent.clear()
        self._chain_beats = 0
        self._chain_filled = False
        self._chain_s = 0.0

    def _place(self, arrival_s: float, packet_s: float) -> None:
        offset_s = arrival_s - (self._chain_s + packet_s)
        at_once = self._placed_s is not None and arrival_s - self._placed_s < _AT_ONCE_S
        self._placed_s = arrival_s
        if at_once and self._recent:
            self._recent.pop()
        self._recent.append(offset_s)
        if self._placement_s is not None and self._has_slipped():
            self._settling = list(self._recent)
            self._chain_beats = 0
            self._chain_filled = False
        elif at_once and self._settles:
            self._settling[-1] = offset_s
        elif len(self._settling) < _SETTLING_PACKETS:
            self._settling.append(offset_s)
            self._settles = True
        else:
            self._settles = False
            return
        self._move_to(median(self._settling))

    def _has_slipped(self) -> bool:
        assert self._placement_s is not None
        off = [offset_s - self._placement_s for offset_s in self._recent]
        return len(off) == _SLIP_PACKETS and (min(off) > _SLIP_S or max(off) < -_SLIP_S)

    def _move_to(self, placement_s: float) -> None:
        if self._placement_s is not None and self._chain_beats:
            shift_s = placement_s - self._placement_s
            for i in range(len(self.beats) - min(self._chain_beats, len(self.beats)), len(self.beats)):
                self.beats[i] = self.beats[i].moved(shift_s)
        self._placement_s = placement_s

    def _append(self, rr_ms: float, *, possible: bool) -> None:
        assert self._placement_s is not None
        self._chain_s += rr_ms / 1000.0 if possible else 0.0
        adjacent = possible and self._chain_beats > 0
        time_s = self._chain_s + self._placement_s - self.latency_s
        self.beats.append(Beat(time_s, rr_ms, BeatLabel.NORMAL, adjacent, provisional=True))
        self._chain_beats = self._chain_beats + 1 if possible else 0
        self._label(self._filter.add(rr_ms, adjacent=adjacent))

    def _label(self, labels: tuple[BeatLabel, ...]) -> None:
        """Label the last three beats; only the label of the oldest is final."""
        newest = min(len(labels), len(self.beats))
        for back in range(1, newest + 1):
            beat, label, provisional = self.beats[-back], labels[-back], back <= PROVISIONAL_BEATS
            if (beat.label, beat.provisional) != (label, provisional):
                self.beats[-back] = replace(beat, label=label, provisional=provisional)
        if newest == len(labels):
            self._untaken += 1
            if self.witness:
                self._hear(self.witness)

    def _hear(self, witness: Witness) -> None:
        """Replace the beat with the newly final label by what the witness reports."""
        newer = [self.beats.pop() for _ in range(PROVISIONAL_BEATS)]
        beat = self.beats.pop()
        told = witness.told(beat, self.beats)
        self.beats.extend((*told, *reversed(newer)))
        self._untaken += len(told) - 1
        self._chain_beats += len(told) - 1
        if self._chain_beats >= _FILL_BEATS + PROVISIONAL_BEATS and not self._chain_filled:
            self._chain_filled = True
            self._fill(witness)

    def _fill(self, witness: Witness) -> None:
        """Fill the gap before the chain with what the witness reports."""
        beats, chain = list(self.beats), len(self.beats) - self._chain_beats
        if chain <= 0 or beats[chain].adjacent:
            return
        if filling := witness.between(beats[:chain], beats[chain:-PROVISIONAL_BEATS]):
            beats[chain] = replace(beats[chain], adjacent=True)
            self.beats = deque([*beats[:chain], *filling, *beats[chain:]])
            self._untaken += len(filling)
            self._chain_beats += len(filling)
            if self.pauses:
                self.pauses.pop()

    def _forget(self, now_s: float) -> None:
        while self.beats and self.beats[0].time_s < now_s - self._keep_s:
            self.beats.popleft()
        while self.pauses and self.pauses[0].end_s < now_s - self._keep_s:
            self.pauses.popleft()
