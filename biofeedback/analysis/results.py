"""The analysis of a recording as typed, immutable objects. JSON and tables are made from them."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from biofeedback.beats.arrivals import Pause
from biofeedback.beats.beats import BeatLabel
from biofeedback.breathing.analysis import BreathRow, WindowBreathing
from biofeedback.engine.parts import BeforeAfter
from biofeedback.figures.registry import RECORDED
from biofeedback.quality.quality import Quality
from biofeedback.resonance.session import Search

if TYPE_CHECKING:
    from pandas import DataFrame


_PLACES: Final = {one.key: place for place, one in enumerate(RECORDED)}


class _FigureValue:
    """Reads one figure of a span by its key, so that a wrong name is found before the program runs."""

    def __set_name__(self, owner: type, name: str) -> None:
        self._place = _PLACES[name]

    def __get__(self, instance: "SpanFigures", owner: type) -> float | None:
        return instance.values[self._place]


@dataclass(frozen=True, slots=True, kw_only=True)
class SpanFigures:
    """The figures of one span of time; a figure is None if the span is too short or its quality too poor.

    Each figure is also an attribute, for example ``summary.rmssd_ms``.

    Parameters
    ----------
    values : tuple of float or None
        The figures of `biofeedback.figures.registry.RECORDED`, in that order.
    """

    values: tuple[float | None, ...]

    heart_rate_per_min = _FigureValue()
    mean_nn_ms = _FigureValue()
    sdnn_ms = _FigureValue()
    rmssd_ms = _FigureValue()
    ln_rmssd = _FigureValue()
    pnn50_percent = _FigureValue()
    sd1_ms = _FigureValue()
    sd2_ms = _FigureValue()
    vlf_ms2 = _FigureValue()
    lf_ms2 = _FigureValue()
    hf_ms2 = _FigureValue()
    total_power_ms2 = _FigureValue()
    lf_hf = _FigureValue()
    dfa_alpha1 = _FigureValue()
    sample_entropy = _FigureValue()
    baevsky_stress_index = _FigureValue()
    rsa_ms = _FigureValue()
    response_ln_ms2 = _FigureValue()

    @property
    def figures(self) -> dict[str, float | None]:
        """The figures by their key, as in JSON."""
        return dict(zip(_PLACES, self.values, strict=True))

    if not TYPE_CHECKING:

        def __getattr__(self, key):
            """Return a figure that was added to the registry."""
            if key in _PLACES:
                return self.values[_PLACES[key]]
            raise AttributeError(f"{type(self).__name__!r} has no attribute {key!r}")


@dataclass(frozen=True, slots=True)
class SummaryBreathing:
    """The breathing rate of a whole recording.

    Parameters
    ----------
    rate_per_min : float
        Median over the windows that have a breathing rate.
    share_of_windows : float
        Share of the windows that have a breathing rate, 1/3 to 1.
    """

    rate_per_min: float
    share_of_windows: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary(SpanFigures):
    """The figures of the whole recording.

    Parameters
    ----------
    breathing : SummaryBreathing or None
        The breathing rate; None if too few windows have one.
    """

    breathing: SummaryBreathing | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Window(SpanFigures):
    """The figures of one window.

    Parameters
    ----------
    start_s, end_s : float
        Start and end of the window, in seconds from the start of the recording.
    breathing : WindowBreathing or None
        The breathing rate in the window; None where it could not be measured.
    """

    start_s: float
    end_s: float
    breathing: WindowBreathing | None


@dataclass(frozen=True, slots=True)
class BeatCounts:
    """Number of intervals, and how many of them are not normal beats.

    Parameters
    ----------
    count, artefacts : int
        Number of intervals received, and how many of them are not labelled normal.
    artefact_percent : float or None
        Percentage of artefacts; None if there are no intervals.
    """

    count: int
    artefacts: int
    artefact_percent: float | None


@dataclass(frozen=True, slots=True)
class BeatRow:
    """One interval as received, without correction.

    Parameters
    ----------
    time_s : float
        When the interval ended, in seconds from the start of the recording.
    rr_ms : float
        Length of the interval.
    label : BeatLabel
        How the interval is classified.
    """

    time_s: float
    rr_ms: float
    label: BeatLabel


@dataclass(frozen=True, slots=True, kw_only=True)
class Analysis:
    """Everything that `biofeedback.analyze` and `biofeedback analyze` find in one recording.

    Parameters
    ----------
    format : str
        What the recording was read from: "session", "edf", "rr_text", "array" …
    duration_s : float
        Length of the recording.
    beats : BeatCounts
        Number of intervals, and of artefacts among them.
    summary : Summary
        The figures of the whole recording.
    windows : tuple of Window
        The figures of each whole window, in order.
    breaths : tuple of BreathRow
        The breaths found in the acceleration of the chest.
    pauses : tuple of Pause
        Times of three seconds or more that no interval accounts for.
    quality : Quality
        How far the recording can be trusted, with warnings.
    before_after : BeforeAfter or None
        Ordinary breathing before and after a practice; None where there was none.
    resonance : Search or None
        The result, if the session was a search for the resonance.
    beat_list : tuple of BeatRow or None
        Each interval as received; None if the list was not requested.
    """

    format: str
    duration_s: float
    beats: BeatCounts
    summary: Summary
    windows: tuple[Window, ...]
    breaths: tuple[BreathRow, ...]
    pauses: tuple[Pause, ...]
    quality: Quality
    before_after: BeforeAfter | None = None
    resonance: Search | None = None
    beat_list: tuple[BeatRow, ...] | None = None

    def to_dict(self) -> dict[str, object]:
        """Return the analysis as `biofeedback analyze --json` prints it, without the file name."""
        from biofeedback.analysis.to_json import analysis_json

        return analysis_json(self)

    def to_frame(self, rows: str = "windows") -> "DataFrame":
        """Return one part of the analysis as a pandas data frame.

        Parameters
        ----------
        rows : str, optional
            "windows", "breaths", "beats" or "summary" (one row).

        Raises
        ------
        BiofeedbackError
            If pandas is not installed, there are no such rows, or the beats were not listed.
        """
        from biofeedback.analysis.to_table import data_frame

        return data_frame(self, rows)
