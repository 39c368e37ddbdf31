"""The public Python API: analyse RR intervals and recordings, and run the engine over events.

The import is fast: numpy and the rest are loaded when a function is called.
"""

import math
from typing import TYPE_CHECKING, Final, Literal

from devices.errors import BiofeedbackError
from devices.message import message

if TYPE_CHECKING:
    from os import PathLike

    from numpy.typing import ArrayLike

    from biofeedback.analysis.recording import Recording
    from biofeedback.analysis.results import Analysis
    from biofeedback.engine.run import run

__all__ = ["analyze", "read", "run"]

_ARTEFACTS: Final = ("correct", "keep")


def __getattr__(name: str) -> object:
    """Load the engine's loop on first use (PEP 562)."""
    if name == "run":
        from biofeedback.engine.run import run

        return run
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def analyze(
    rr_ms: "ArrayLike | Recording",
    *,
    window: float = 30.0,
    step: float = 5.0,
    artefacts: Literal["correct", "keep"] = "correct",
    beats: bool = False,
) -> "Analysis":
    """Return the heart-rate variability and the breathing from RR intervals or a recording.

    Parameters
    ----------
    rr_ms : (n,) array-like of float, or Recording
        Intervals between beats in milliseconds, oldest first; or the result of `read`.
    window, step : float, optional
        Length of a window in seconds, and the seconds from the start of one window to the next.
    artefacts : {"correct", "keep"}, optional
        "correct" leaves intervals that are not normal beats out of the figures; "keep" uses all.
    beats : bool, optional
        Whether `beat_list` contains each interval and its label.

    Returns
    -------
    Analysis
        A figure is None, never 0 or NaN, if the intervals are too few or too poor for it.

    Raises
    ------
    BiofeedbackError
        If the intervals are not one row of finite numbers in milliseconds, or an option is out of range.

    Examples
    --------
    >>> import biofeedback
    >>> result = biofeedback.analyze([800, 840, 810, 860] * 20)
    >>> round(result.summary.rmssd_ms, 1)
    46.2
    >>> round(result.summary.heart_rate_per_min, 1)
    72.5
    >>> len(result.windows)
    8
    >>> result.beats.artefacts
    0
    >>> try:
    ...     biofeedback.analyze([])
    ... except biofeedback.BiofeedbackError as error:
    ...     print(error.message)
    There are no intervals.
    """
    return _analysed(rr_ms, window, step, artefacts, beats=beats)


def read(path: "str | PathLike[str]") -> "Recording":
    r"""Return the recording in a file of any format that `biofeedback analyze` reads.

    Parameters
    ----------
    path : str or path-like
        A session, EDF+, RR text, or a file from another program.

    Raises
    ------
    BiofeedbackError
        If the file is missing, can't be read, or has no known format.

    Examples
    --------
    >>> import tempfile, pathlib, biofeedback
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = pathlib.Path(folder, "morning.txt")
    ...     _ = path.write_text("800\n840\n810\n860\n" * 20)
    ...     recording = biofeedback.read(path)
    >>> recording.format, round(recording.duration_s, 1)
    ('rr_text', 66.2)
    >>> round(biofeedback.analyze(recording).summary.mean_nn_ms, 1)
    827.5
    """
    from pathlib import Path

    from biofeedback.analysis.recording import load_recording

    return load_recording(Path(path))


def _analysed(
    rr_ms: "ArrayLike | Recording",
    window: float,
    step: float,
    artefacts: Literal["correct", "keep"],
    *,
    beats: bool,
) -> "Analysis":
    from biofeedback.analysis.analysis import AnalysisOptions, analyse
    from biofeedback.analysis.interval_array import recording_of_array
    from biofeedback.analysis.recording import Recording

    window_s, step_s = _above_zero("window", window), _above_zero("step", step)
    _check_artefacts(artefacts)
    recording = rr_ms if isinstance(rr_ms, Recording) else recording_of_array(rr_ms)
    return analyse(recording, AnalysisOptions(window_s, step_s, artefacts, list_beats=beats))


def _check_artefacts(artefacts: str) -> None:
    if artefacts not in _ARTEFACTS:
        raise BiofeedbackError(
            message("analysis.artefacts", value=repr(artefacts)), message("analysis.artefacts.advice")
        )


def _above_zero(name: str, value: float) -> float:
    try:
        seconds = float(value)
    except (TypeError, ValueError):
        seconds = math.nan
    if not (math.isfinite(seconds) and seconds > 0.0):
        raise BiofeedbackError(
            message("analysis.not_above_zero", name=name, value=repr(value)),
            message("analysis.not_above_zero.advice"),
        )
    return seconds
