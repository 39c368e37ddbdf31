"""A strap that sends ECG and acceleration at full rate, made here apart from the simulated one.

Each sample holds its own number, so that a lost or doubled one is seen.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from typing import Final

ECG, ACCELERATION = 0, 2

CLOCK_OF_2019_NS: Final = 599_616_000 * 10**9
"""Where a Polar strap's clock starts when nobody has set it, in nanoseconds since 2000."""

_LOW_BITS: Final = 15
_RESTING_MG: Final = -1020


@dataclass(frozen=True, slots=True)
class Stream:
    """One measurement of the strap.

    Parameters
    ----------
    number : int
        0 ECG, 2 acceleration.
    samples : int
        Samples a frame.
    rate_hz : float
        True rate on the host's clock.
    """

    number: int
    samples: int
    rate_hz: float

    def taken_s(self, sample: int) -> float:
        """When a sample was taken, after the start."""
        return (sample + 1) / self.rate_hz


@dataclass(frozen=True, slots=True)
class FullRateStrap:
    """A Polar H10 with both streams on.

    Parameters
    ----------
    drift_ppm : float
        How much faster its clock runs than the host's.
    rate_error : float
        How much faster it samples than the nominal 130 and 200 Hz of its own clock, as a fraction.
    """

    drift_ppm: float = 50.0
    rate_error: float = 0.01

    @property
    def streams(self) -> tuple[Stream, Stream]:
        faster = (1.0 + self.rate_error) * (1.0 + 1e-6 * self.drift_ppm)
        return Stream(ECG, 73, 130.0 * faster), Stream(ACCELERATION, 36, 200.0 * faster)

    def frames(self, seconds: float) -> list[tuple[float, bytes]]:
        """All frames of so many seconds in the order in which they are due.

        Returns
        -------
        list of (float, bytes)
            When its last sample is taken, in seconds after the start, and the frame.
        """
        return sorted(
            (due_s, frame) for stream in self.streams for due_s, frame in self._frames(stream, seconds)
        )

    def _frames(self, stream: Stream, seconds: float) -> Iterator[tuple[float, bytes]]:
        for first in count(0, stream.samples):
            last = first + stream.samples - 1
            due_s = stream.taken_s(last)
            if due_s > seconds:
                return
            clock_ns = CLOCK_OF_2019_NS + round(due_s * (1e9 + 1e3 * self.drift_ppm))
            yield due_s, _frame(stream.number, clock_ns, range(first, last + 1))


def sample_numbers(stream: int, samples: tuple[int, ...] | tuple[tuple[int, int, int], ...]) -> list[int]:
    """Read the numbers back from the decoded samples of a frame."""
    if stream == ECG:
        return [one for one in samples if isinstance(one, int)]
    return [x | y << _LOW_BITS for one in samples if isinstance(one, tuple) for x, y, _ in (one,)]


def _frame(stream: int, clock_ns: int, numbers: range) -> bytes:
    if stream == ECG:
        header = struct.pack("<BQB", ECG, clock_ns, 0)
        return header + b"".join(struct.pack("<i", number)[:3] for number in numbers)
    low = (1 << _LOW_BITS) - 1
    header = struct.pack("<BQB", ACCELERATION, clock_ns, 1)
    return header + b"".join(
        struct.pack("<hhh", number & low, number >> _LOW_BITS, _RESTING_MG) for number in numbers
    )
