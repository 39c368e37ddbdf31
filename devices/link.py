"""The policy of a link: how long it waits for what. Pure; the link itself is in `devices.strap`."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class LinkTimes:
    """How long the link waits for what, in seconds.

    Parameters
    ----------
    search_s : float
        Until the person is told that no strap was found; the search goes on.
    connect_s : float
        For connecting and discovering services.
    answer_s : float
        For an answer from the control point of a Polar strap.
    silence_s : float
        Without a notification before the link is given up and made anew: neither BlueZ nor Windows tells of a
        strap that has fallen silent.
    retry_s : float
        After the first failed try; doubled with each further one.
    longest_retry_s : float
        The most it grows to: somebody who comes back with the strap must not wait longer.
    """

    search_s: float = 15.0
    connect_s: float = 20.0
    answer_s: float = 5.0
    silence_s: float = 6.0
    retry_s: float = 1.0
    longest_retry_s: float = 10.0

    def before_retry_s(self, failures: int) -> float:
        """Return how long to wait after so many failed tries in a row, at least one."""
        return min(self.retry_s * 2.0 ** min(failures - 1, 10), self.longest_retry_s)
