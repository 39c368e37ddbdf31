"""The figures of a whole session, each with its unit, its period, and its uncertainty."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from biofeedback.engine.figures import Figure
from biofeedback.figures.registry import RECORDED
from biofeedback.figures.spec import FigureSpec
from biofeedback.response.confidence import scatter_of, student_t_95
from devices.message import message

if TYPE_CHECKING:
    from biofeedback.analysis.results import Analysis

MINUTE_S: Final = 60.0
FEWEST_MINUTES: Final = 8
"""Fewest minutes for the interval of a session's mean."""

_LEAST_FREEDOM: Final = 3.0
_SESSION: Final = message("figure.window.session")
_UNKNOWN: Final = message("figure.unknown.session")
_NOT_GUIDED: Final = message("figure.unknown.not_guided")


def session_figures(analysis: "Analysis") -> list[Figure]:
    """Return the figures of a session.

    Parameters
    ----------
    analysis : Analysis
        The result of `biofeedback.analysis.analysis.analyse`, with successive windows of one minute.
    """
    return [_figure(spec, analysis) for spec in RECORDED]


def _figure(spec: FigureSpec, analysis: "Analysis") -> Figure:
    value = spec.value_in(analysis.summary)
    minutes = [spec.value_in(window) for window in analysis.windows]
    return Figure(
        spec.name,
        spec.unit,
        _SESSION,
        value,
        half_width=mean_half_width(minutes) if spec.by_minute and value is not None else None,
        unknown=spec.unknown,
        decimals=spec.decimals,
    )


def mean_half_width(minutes: Sequence[float | None]) -> float | None:
    """Return half the 95 % interval of the mean of a session's minutes, allowing for their correlation.

    None with fewer than eight minutes, or if one in between is missing. In simulated sessions of 8 to 30
    minutes the interval contains the true mean 97 to 98 % of the time if the minutes are independent. It does
    so 93 to 95 % of the time if neighbouring minutes correlate by 0.3, and 86 to 92 % if by 0.6.
    """
    known = [i for i, value in enumerate(minutes) if value is not None]
    if len(known) < FEWEST_MINUTES or known[-1] - known[0] + 1 != len(known):
        return None
    scatter = scatter_of([value for value in minutes if value is not None])
    if scatter.mean_variance == 0.0:
        return 0.0
    effective = scatter.variance / scatter.mean_variance
    freedom = max(_LEAST_FREEDOM, min(scatter.degrees_of_freedom, effective - 1.0))
    return float(student_t_95(freedom) * scatter.mean_variance**0.5)
