"""A Polar strap's own clock on the host's monotonic clock, for all streams of the strap together.

The strap's clock counts from any moment and drifts. Frames arrive late, never early.
`biofeedback.clocks.offset_line` finds the offset of the two clocks from these times.
"""

from collections.abc import Sequence
from itertools import groupby
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from biofeedback.clocks.offset_line import ClockPoint, Line, line_below, possibly_prompt

_BLOCK_S: Final = 4.0
"""Only the lowest point of each block is kept; two clocks drift apart by about 1 ms in this time."""

_WINDOW_BLOCKS: Final = 150
"""Ten minutes: long compared with a connection interval, short compared with temperature changes."""

_LASTING_S: Final = 10.0
_JUMP_S: Final = 0.25
"""No delay of this size lasts this long: held-back packets arrive at once, the next ones in time."""

_LONGEST_DELAY_S: Final = 32.0
"""Longest supervision timeout of a link (Core Specification 5.4, Vol 4, Part E, 7.8.12)."""

_DISORDER_S: Final = 2.0
"""Frames of two streams overlap by less. If the strap's time goes back by more, its clock was set back."""

_NODE_S: Final = 60.0
"""Time between the points at which a recording's offset is calculated; linear in between."""


class _Envelope:
    """The lowest points of the past ten minutes, and the line below them."""

    def __init__(self, arrival_s: float, device_time_ns: int) -> None:
        self._arrival_s = arrival_s
        self._device_time_ns = device_time_ns
        self._blocks: dict[int, ClockPoint] = {}
        self._newest_block = 0
        self._line = Line(0.0, 0.0)
        self._spans_s = 0.0
        self.add(arrival_s, device_time_ns)

    @property
    def is_settled(self) -> bool:
        """Whether its points span more time than any delay lasts."""
        return self._spans_s >= _LASTING_S

    def host_s(self, device_time_ns: int) -> float:
        strap_s = self._strap_s(device_time_ns)
        return self._arrival_s + strap_s + self._line.at(strap_s)

    def add(self, arrival_s: float, device_time_ns: int) -> None:
        strap_s = self._strap_s(device_time_ns)
        point = ClockPoint(strap_s, arrival_s - self._arrival_s - strap_s)
        block = int(strap_s // _BLOCK_S)
        if block > self._newest_block:
            self._newest_block = block
            oldest = block - _WINDOW_BLOCKS
            self._blocks = {number: one for number, one in self._blocks.items() if number >= oldest}
        lowest = self._blocks.get(block)
        if lowest is None or point.offset_s < lowest.offset_s:
            self._blocks[block] = point
            self._fit()

    def _fit(self) -> None:
        points = possibly_prompt([self._blocks[number] for number in sorted(self._blocks)])
        self._line = line_below(points)
        self._spans_s = points[-1].sent_s - points[0].sent_s

    def _strap_s(self, device_time_ns: int) -> float:
        return (device_time_ns - self._device_time_ns) * 1e-9


class StrapClock:
    """Converts times of the strap's clock to times of the host's clock.

    It is causal, and uses at most ten minutes of frames. The line is late by the smallest delay in this time.
    If frames arrive at varying positions in the connection interval, as with ECG, this is a few milliseconds
    after about ten seconds. If all frames keep their position (acceleration alone, at exactly its nominal
    rate), the remaining delay within the interval is unknown.

    The strap's clock may jump when it restarts or is set. The jump is detected at once if its time goes back
    by 2 s, if a frame is 32 s late, or if a frame is 0.25 s early relative to a line of at least 10 s. If
    frames arrive 0.25 s late, it takes 10 s to distinguish a clock that was set back from a delayed burst.
    After a jump the line is fitted again.
    """

    def __init__(self) -> None:
        self._envelope: _Envelope | None = None
        self._suspect: _Envelope | None = None
        self._suspect_since_s = 0.0
        self._suspect_frames = 0
        self._newest_ns = 0
        self.jumps = 0
        """Number of jumps of the strap's clock; its times before and after a jump are not comparable."""

    def add(self, arrival_s: float, device_time_ns: int) -> int:
        """Process one frame of any stream.

        Parameters
        ----------
        arrival_s : float
            Receipt time on the host's monotonic clock.
        device_time_ns : int
            The strap's time in the frame, at its last sample, since any fixed moment.

        Returns
        -------
        int
            Number of latest frames, including this one, that came after a newly found jump; usually 0.
        """
        if self._envelope is None:
            self._anchor(_Envelope(arrival_s, device_time_ns), device_time_ns)
            return 0
        late_s = arrival_s - self._envelope.host_s(device_time_ns)
        if self._is_jump(late_s, device_time_ns):
            self.jumps += 1
            self._anchor(_Envelope(arrival_s, device_time_ns), device_time_ns)
            return 1
        self._newest_ns = max(self._newest_ns, device_time_ns)
        if late_s > _JUMP_S:
            return self._suspect_jump(arrival_s, device_time_ns)
        self._suspect = None
        self._envelope.add(arrival_s, device_time_ns)
        return 0

    def host_s(self, device_time_ns: int) -> float:
        """Convert a time of the strap's clock to the host's clock, with the frames so far.

        Returns
        -------
        float
            On the host's monotonic clock, in seconds. Between two calls of `add` it increases with the
            strap's time; each call may shift it by some milliseconds.

        Raises
        ------
        ValueError
            If no frame has come yet.
        """
        if self._envelope is None:
            raise ValueError("no frame has come yet")
        return self._envelope.host_s(device_time_ns)

    def _is_jump(self, late_s: float, device_time_ns: int) -> bool:
        assert self._envelope is not None
        went_back = self._newest_ns - device_time_ns > _DISORDER_S * 1e9
        most_early_s = _JUMP_S if self._envelope.is_settled else _LONGEST_DELAY_S
        return went_back or late_s > _LONGEST_DELAY_S or late_s < -most_early_s

    def _suspect_jump(self, arrival_s: float, device_time_ns: int) -> int:
        if self._suspect is None:
            self._suspect = _Envelope(arrival_s, device_time_ns)
            self._suspect_since_s, self._suspect_frames = arrival_s, 0
        self._suspect.add(arrival_s, device_time_ns)
        self._suspect_frames += 1
        if arrival_s - self._suspect_since_s < _LASTING_S:
            return 0
        self.jumps += 1
        self._anchor(self._suspect, device_time_ns)
        return self._suspect_frames

    def _anchor(self, envelope: _Envelope, device_time_ns: int) -> None:
        self._envelope = envelope
        self._suspect = None
        self._newest_ns = device_time_ns


class RecordedTime(NamedTuple):
    """Time of a frame's last sample.

    Parameters
    ----------
    host_s : float
        On the host's monotonic clock, never later than the arrival.
    jumps : int
        Number of earlier jumps of the strap's clock; frames with the same number are comparable.
    """

    host_s: float
    jumps: int


def recorded_clock(arrivals_s: Sequence[float], device_times_ns: Sequence[int]) -> list[RecordedTime]:
    """Map the strap's clock for a recording, from all of its frames.

    Parameters
    ----------
    arrivals_s : sequence of float
        Shape ``(n_frames,)``: receipt times of the frames of all streams on the host's clock, in order.
    device_times_ns : sequence of int
        Shape ``(n_frames,)``: the strap's time in each frame.

    Returns
    -------
    list of RecordedTime
        Shape ``(n_frames,)``.
    """
    jumps = _jumps_before(arrivals_s, device_times_ns)
    times: list[RecordedTime] = []
    for number, part in groupby(range(len(jumps)), key=jumps.__getitem__):
        frames = list(part)
        host_s = _host_without_jump_s([arrivals_s[i] for i in frames], [device_times_ns[i] for i in frames])
        times += [RecordedTime(one_s, number) for one_s in host_s]
    return times


def _jumps_before(arrivals_s: Sequence[float], device_times_ns: Sequence[int]) -> list[int]:
    clock = StrapClock()
    numbers: list[int] = []
    for arrival_s, device_time_ns in zip(arrivals_s, device_times_ns, strict=True):
        after_jump = clock.add(arrival_s, device_time_ns)
        numbers.append(clock.jumps)
        numbers[len(numbers) - after_jump :] = [clock.jumps] * after_jump
    return numbers


def _host_without_jump_s(arrivals_s: Sequence[float], device_times_ns: Sequence[int]) -> list[float]:
    strap_s = np.array([(device_time_ns - device_times_ns[0]) * 1e-9 for device_time_ns in device_times_ns])
    late_s = np.asarray(arrivals_s) - arrivals_s[0] - strap_s
    in_time = np.lexsort((late_s, strap_s // _BLOCK_S))
    _, firsts = np.unique(strap_s[in_time] // _BLOCK_S, return_index=True)
    lowest = in_time[firsts]
    points = possibly_prompt([ClockPoint(float(strap_s[i]), float(late_s[i])) for i in lowest])
    host_s = arrivals_s[0] + strap_s + _offsets_s(points, strap_s)
    return [min(pair) for pair in zip(host_s.tolist(), arrivals_s, strict=True)]


def _offsets_s(points: list[ClockPoint], strap_s: NDArray[np.float64]) -> NDArray[np.float64]:
    first_s, last_s = float(strap_s.min()), float(strap_s.max())
    nodes_s = np.linspace(first_s, last_s, 2 + int((last_s - first_s) // _NODE_S))
    points_s = np.array([point.sent_s for point in points])
    reach_s = 0.5 * _WINDOW_BLOCKS * _BLOCK_S
    begins = np.searchsorted(points_s, nodes_s - reach_s)
    ends = np.searchsorted(points_s, nodes_s + reach_s)
    offsets_s = []
    for node_s, begin, end in zip(nodes_s.tolist(), begins.tolist(), ends.tolist(), strict=True):
        # In the middle of a long silence, use the frames before it instead of those around.
        around = points[begin:end] or points[max(begin - 1, 0) : begin + 1]
        offsets_s.append(line_below(around).at(node_s))
    return np.interp(strap_s, nodes_s, offsets_s)
