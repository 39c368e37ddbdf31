"""The offset of two clocks from messages with delays: the line below all points.

A message contains its sender's time, and arrives after a delay that varies and is never negative. So the
points (sender's time, arrival − sender's time) lie on or above a straight line, the offset of the clocks. The
slope of the line is the difference in rate. The line is the edge of the lower convex hull in the middle of
the points.

Source: Moon, Skelly and Towsley, "Estimation and removal of clock skew from network delay measurements",
INFOCOM 1999, doi:10.1109/INFCOM.1999.749287.
"""

from itertools import pairwise
from typing import Final, NamedTuple

import numpy as np

_MOST_DRIFT: Final = 300e-6
"""Two clocks in one room differ less in rate: 200 ppm for a strap; a time service corrects the host's."""

_UNSURE_S: Final = 30.0
"""A shorter span gives little information on the slope: a few ms of delay make hundreds of ppm."""


class ClockPoint(NamedTuple):
    """One message.

    Parameters
    ----------
    sent_s : float
        The sender's time, since any fixed moment.
    offset_s : float
        Arrival on the receiver's clock minus the sender's time.
    """

    sent_s: float
    offset_s: float


class Line(NamedTuple):
    """The offset of the clocks as a function of the sender's time.

    Parameters
    ----------
    offset_s : float
        Offset at the sender's time 0.
    slope : float
        Slope in seconds per second.
    """

    offset_s: float
    slope: float

    def at(self, sent_s: float) -> float:
        """Return the offset in seconds for a time on the sender's clock."""
        return self.offset_s + self.slope * sent_s


def possibly_prompt(points: list[ClockPoint]) -> list[ClockPoint]:
    """Leave out delayed points: those too far above another for a difference in rate.

    Parameters
    ----------
    points : list of ClockPoint
        At least one, in order of the sender's time, all times different.

    Returns
    -------
    list of Point
        At least one; between any two the offset changes by no more than 300 ppm.
    """
    sent_s, offset_s = np.array(points).T
    drift_s = _MOST_DRIFT * (sent_s - sent_s[0])
    # A point is below all bounds from one side if it is the lowest so far on this slope.
    by_past_s, by_future_s = offset_s - drift_s, (offset_s + drift_s)[::-1]
    prompt = (by_past_s <= np.minimum.accumulate(by_past_s)) & (
        by_future_s <= np.minimum.accumulate(by_future_s)
    )[::-1]
    return [points[number] for number in np.flatnonzero(prompt).tolist()]


def line_below(points: list[ClockPoint]) -> Line:
    """Find the line below all points that is closest to them in the middle of their time.

    Parameters
    ----------
    points : list of ClockPoint
        As `possibly_prompt` returns them.

    Returns
    -------
    Line
        No point lies below it. Its slope is reduced if the points span less than about a minute.
    """
    hull = _lower_hull(points)
    middle_s = 0.5 * (hull[0].sent_s + hull[-1].sent_s)
    for left, right in pairwise(hull):
        if right.sent_s >= middle_s:
            slope = (right.offset_s - left.offset_s) / (right.sent_s - left.sent_s)
            slope *= _trust(hull[-1].sent_s - hull[0].sent_s)
            return Line(min(y - slope * x for x, y in hull), slope)
    return Line(hull[0].offset_s, 0.0)


def _trust(span_s: float) -> float:
    """Return the weight, 0 to 1, of a slope from points that span `span_s` seconds."""
    return span_s**2 / (span_s**2 + _UNSURE_S**2)


def _lower_hull(points: list[ClockPoint]) -> list[ClockPoint]:
    """Find the lower convex hull of points in order of time (Andrew's monotone chain)."""
    hull: list[ClockPoint] = []
    for point in points:
        sent_s, offset_s = point
        while len(hull) > 1:
            (first_s, first_offset_s), (second_s, second_offset_s) = hull[-2:]
            if (second_s - first_s) * (offset_s - first_offset_s) > (second_offset_s - first_offset_s) * (
                sent_s - first_s
            ):
                break
            hull.pop()
        hull.append(point)
    return hull
