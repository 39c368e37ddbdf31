"""The parameters of simulated straps.

Defaults and their sources: docs/simulation.md.
"""

from dataclasses import dataclass
from typing import Final

from devices.message import message
from devices.simulated.person.ranges import Ranges, TraitError, require_ranges
from devices.simulated.strap.clock import UNSET_CLOCK_NS

SHORTEST_PROCESSING_S: Final = 0.1
"""A strap needs more than one step of the model (50 ms) to detect a beat."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StrapTraits:
    """The parameters in which straps differ; the defaults are those of a Polar H10.

    Parameters
    ----------
    rr_latency_s : float
        Median time from a beat to the arrival of its RR interval. Polar H10: 2.6 s, interquartile range
        2.2 to 2.8 s (Physiol. Meas. 46(8) 085001, 2025). It includes a wait of up to 1 s for the next
        notification.
    rr_latency_sd_s : float
        Standard deviation of the strap's own part of the latency, from beat to beat.
    notification_period_s : float
        Time between two notifications.
    connection_interval_s : float
        Time between radio events; a notification waits for the next one. 45 ms fits recorded H10 arrivals.
    host_jitter_s : float
        Typical delay inside the host after a radio event (half-normal).
    battery_percent : int
        Charge at the start; the strap sends it then, and again after each drop by 1 %.
    battery_percent_per_hour : float
        Discharge; 0.25 empties a full battery in 400 h.
    clock_drift_ppm : float
        How much faster the strap's clock runs than the host's, in parts per million.
    clock_start_ns : int
        The strap's clock at connection, since 2000-01-01; by default, a clock that was not set.
    sample_rate_error_percent : float
        How much faster than nominal the strap samples acceleration and ECG, by its own clock.
    acceleration_latency_s, ecg_latency_s : float
        Time from a frame's last sample until the frame is ready to send.

    Raises
    ------
    ValueError
        If a value is out of its range, or the latency is shorter than the waits in it.
    """

    rr_latency_s: float = 2.6
    rr_latency_sd_s: float = 0.05
    notification_period_s: float = 1.0
    connection_interval_s: float = 0.045
    host_jitter_s: float = 0.001
    battery_percent: int = 87
    battery_percent_per_hour: float = 0.25
    clock_drift_ppm: float = 12.0
    clock_start_ns: int = UNSET_CLOCK_NS
    sample_rate_error_percent: float = 0.0
    acceleration_latency_s: float = 0.1
    ecg_latency_s: float = 0.3

    def __post_init__(self) -> None:
        require_ranges(self, STRAP_RANGES)
        if self.processing_s < SHORTEST_PROCESSING_S:
            shortest_s = self.rr_latency_s - self.processing_s + SHORTEST_PROCESSING_S
            raise TraitError(
                message("scenario.too_short", trait="rr_latency_s", value=self.rr_latency_s, low=shortest_s)
            )

    @property
    def processing_s(self) -> float:
        """The strap's own part of the latency, without the mean waits for sending."""
        return self.rr_latency_s - (self.notification_period_s + self.connection_interval_s) / 2.0


STRAP_RANGES: Final[Ranges] = {
    "rr_latency_s": (0.1, 10),
    "rr_latency_sd_s": (0, 1),
    "notification_period_s": (0.25, 5),
    "connection_interval_s": (0.0075, 4),
    "host_jitter_s": (0, 1),
    "battery_percent": (0, 100),
    "battery_percent_per_hour": (0.01, 100),
    "clock_drift_ppm": (-200, 200),
    "clock_start_ns": (0, 2**63 - 1),
    "sample_rate_error_percent": (-3, 3),
    "acceleration_latency_s": (0.1, 2),
    "ecg_latency_s": (0.3, 2),
}
"""The chest model sets the shortest latencies: a recoil follows a beat, and a P wave comes before it."""

POLAR_H10: Final = StrapTraits()
