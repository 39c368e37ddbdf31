"""The figures of a whole session, each with its unit, what it is taken over, and how sure it is."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final, NamedTuple

from biofeedback.engine.figures import Figure
from biofeedback.response.confidence import scatter_of, student_t_95
from devices.message import message

if TYPE_CHECKING:
    from biofeedback.analysis.results import Analysis, SpanFigures

MINUTE_S: Final = 60.0
FEWEST_MINUTES: Final = 8
"""For the interval of a session's mean."""

_LEAST_FREEDOM: Final = 3.0
_SESSION: Final = message("figure.window.session")
_UNKNOWN: Final = message("figure.unknown.session")
_NOT_GUIDED: Final = message("figure.unknown.not_guided")
_BY_BREATHS: Final = ("rsa_ms", "response_ln_ms2")


class FigureRow(NamedTuple):
    """How a figure of `analyze` is told to people."""

    name: str
    key: str
    unit: str
    decimals: int
    by_minute: bool = False
    """Whether the session's figure is about the mean of its minutes', so that they tell how sure it is."""

    def value_in(self, figures: "SpanFigures") -> float | None:
        """Return the figure of a span."""
        value: float | None = getattr(figures, self.key)
        return value


FIGURE_ROWS: Final = (
    FigureRow("Heart rate", "heart_rate_per_min", "per minute", 1, by_minute=True),
    FigureRow("Mean NN", "mean_nn_ms", "ms", 1, by_minute=True),
    FigureRow("SDNN", "sdnn_ms", "ms", 1),
    FigureRow("RMSSD", "rmssd_ms", "ms", 1, by_minute=True),
    FigureRow("ln RMSSD", "ln_rmssd", "ln ms", 2, by_minute=True),
    FigureRow("pNN50", "pnn50_percent", "%", 1, by_minute=True),
    FigureRow("SD1", "sd1_ms", "ms", 1, by_minute=True),
    FigureRow("SD2", "sd2_ms", "ms", 1),
    FigureRow("RSA amplitude, median of breaths", "rsa_ms", "ms", 0, by_minute=True),
    FigureRow("Response power, mean of breaths", "response_ln_ms2", "ln ms²", 1, by_minute=True),
    FigureRow("VLF power", "vlf_ms2", "ms²", 0),
    FigureRow("LF power", "lf_ms2", "ms²", 0),
    FigureRow("HF power", "hf_ms2", "ms²", 0),
    FigureRow("Total power", "total_power_ms2", "ms²", 0),
    FigureRow("LF/HF", "lf_hf", "", 2),
    FigureRow("DFA α1", "dfa_alpha1", "", 2),
    FigureRow("Sample entropy", "sample_entropy", "", 2),
    FigureRow("Baevsky's stress index", "baevsky_stress_index", "%/s²", 0),
)


def session_figures(analysis: "Analysis") -> list[Figure]:
    """Return the figures of a session.

    Parameters
    ----------
    analysis : Analysis
        Of `biofeedback.analysis.analysis.analyse`, its windows a minute long, one after the other.
    """
    return [_figure(row, analysis) for row in FIGURE_ROWS]


def _figure(row: FigureRow, analysis: "Analysis") -> Figure:
    value = row.value_in(analysis.summary)
    minutes = [row.value_in(window) for window in analysis.windows]
    return Figure(
        row.name,
        row.unit,
        _SESSION,
        value,
        half_width=mean_half_width(minutes) if row.by_minute and value is not None else None,
        unknown=_NOT_GUIDED if row.key in _BY_BREATHS else _UNKNOWN,
        decimals=row.decimals,
    )


def mean_half_width(minutes: Sequence[float | None]) -> float | None:
    """Return half the 95 % interval of the mean of a session's minutes, allowing for how they are related.

    None with fewer than eight minutes, or where one is missing in between. In made-up sessions of 8 to 30
    minutes it holds the truth 97 to 98 % of the time where minutes are independent, 93 to 95 % where one
    follows the other by 0.3, and 86 to 92 % by 0.6.
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
