"""An analysis as rows of a table, and as a pandas data frame where pandas is installed."""

from collections.abc import Callable, Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING, Final

from biofeedback.analysis.results import Analysis, Window
from biofeedback.analysis.to_json import breaths_json, figures_json
from devices.errors import BiofeedbackError
from devices.message import message

if TYPE_CHECKING:
    from pandas import DataFrame

_BREATHING: Final = ("rate_per_min", "low_per_min", "high_per_min", "source", "confidence")


def table_rows(analysis: Analysis, rows: str) -> list[dict[str, object]]:
    """Return one part of an analysis as flat rows with the same columns.

    Parameters
    ----------
    analysis : Analysis
        The analysis.
    rows : str
        "windows", "breaths", "beats" or "summary".

    Raises
    ------
    BiofeedbackError
        If there are no such rows, or the beats were not listed.
    """
    if rows not in _ROWS:
        raise BiofeedbackError(
            message("analysis.no_rows", rows=repr(rows)),
            message("analysis.choose_rows", names=", ".join(_ROWS)),
        )
    return _ROWS[rows](analysis)


def data_frame(analysis: Analysis, rows: str) -> "DataFrame":
    """Return one part of an analysis as a pandas data frame.

    Raises
    ------
    BiofeedbackError
        If pandas is not installed, there are no such rows, or the beats were not listed.
    """
    found = table_rows(analysis, rows)
    try:
        from pandas import DataFrame
    except ImportError as error:
        raise BiofeedbackError(
            message("analysis.needs_pandas"), message("analysis.install_pandas")
        ) from error
    return DataFrame(found)


def _windows(analysis: Analysis) -> list[dict[str, object]]:
    return [_window(one) for one in analysis.windows]


def _window(window: Window) -> dict[str, object]:
    span = {"start_s": window.start_s, "end_s": window.end_s}
    rate: Mapping[str, object] = {} if window.breathing is None else asdict(window.breathing)
    breathing = {f"breathing_{name}": rate.get(name) for name in _BREATHING}
    return {**span, **figures_json(window), **breathing}


def _breaths(analysis: Analysis) -> list[dict[str, object]]:
    return breaths_json(analysis.breaths)


def _beats(analysis: Analysis) -> list[dict[str, object]]:
    if analysis.beat_list is None:
        raise BiofeedbackError(message("analysis.beats_not_listed"), message("analysis.list_beats"))
    return [asdict(one) for one in analysis.beat_list]


def _summary(analysis: Analysis) -> list[dict[str, object]]:
    return [figures_json(analysis.summary)]


_ROWS: Final[Mapping[str, Callable[[Analysis], list[dict[str, object]]]]] = {
    "windows": _windows,
    "breaths": _breaths,
    "beats": _beats,
    "summary": _summary,
}
