"""An analysis as JSON: the keys are a fixed contract, and docs/json.md documents each of them."""

from collections.abc import Iterable
from dataclasses import asdict
from typing import Final

from biofeedback.analysis.results import Analysis, SpanFigures, Summary, Window
from biofeedback.breathing.analysis import BreathRow, WindowBreathing
from biofeedback.engine.parts import BeforeAfter
from biofeedback.hrv.ordinary import OrdinaryBreathing
from biofeedback.quality.quality import Quality
from biofeedback.resonance.session import Search
from biofeedback.resonance.verdict import resonance_words
from biofeedback.words.speech import say_in
from devices.errors import BiofeedbackError

ANALYSIS_SCHEMA: Final = "biofeedback/analysis/1"


def analysis_json(analysis: Analysis, file: str | None = None) -> dict[str, object]:
    """Return an analysis as one JSON-ready object.

    Parameters
    ----------
    analysis : Analysis
        The analysis.
    file : str or None, optional
        The file name as it was given.
    """
    found: dict[str, object] = {"schema": ANALYSIS_SCHEMA}
    if file is not None:
        found["file"] = file
    found |= {
        "format": analysis.format,
        "duration_s": analysis.duration_s,
        "beats": asdict(analysis.beats),
        "summary": summary_json(analysis.summary),
        "windows": [_window(one) for one in analysis.windows],
        "breaths": breaths_json(analysis.breaths),
        "pauses": [asdict(one) for one in analysis.pauses],
        "quality": quality_json(analysis.quality),
    }
    if analysis.before_after is not None:
        found["before_after"] = _before_after(analysis.before_after)
    if analysis.resonance is not None:
        found["resonance"] = _search(analysis.resonance)
    if analysis.beat_list is not None:
        found["beat_list"] = [
            {"time_s": one.time_s, "rr_ms": one.rr_ms, "label": one.label.value} for one in analysis.beat_list
        ]
    return found


def failed_json(file: str, error: BiofeedbackError) -> dict[str, object]:
    """Return the object that stands for a file that could not be analysed."""
    return {"schema": ANALYSIS_SCHEMA, "file": file, "error": str(error)}


def summary_json(summary: Summary) -> dict[str, object]:
    """Return the figures of a whole recording, with its breathing rate."""
    breathing = None if summary.breathing is None else asdict(summary.breathing)
    return {**figures_json(summary), "breathing": breathing}


def figures_json(figures: SpanFigures) -> dict[str, object]:
    """Return the figures of a span, without its position."""
    return {**figures.figures}


def breaths_json(breaths: Iterable[BreathRow]) -> list[dict[str, object]]:
    """Return each breath as one object."""
    return [asdict(one) for one in breaths]


def quality_json(quality: Quality) -> dict[str, object]:
    """Return the quality of a recording."""
    return {
        "coverage_percent": quality.coverage_percent,
        "rr_to_elapsed": quality.rr_to_elapsed,
        "warnings": [say_in(one) for one in quality.warnings],
    }


def _window(window: Window) -> dict[str, object]:
    breathing = None if window.breathing is None else _rate(window.breathing)
    span = {"start_s": window.start_s, "end_s": window.end_s}
    return {**span, **figures_json(window), "breathing": breathing}


def _rate(rate: WindowBreathing) -> dict[str, object]:
    return {**asdict(rate), "source": rate.source.value}


def _before_after(known: BeforeAfter) -> dict[str, object]:
    """Return ordinary breathing before and after, with 95 % intervals."""
    return {
        "before": _ordinary(known.before),
        "after": _ordinary(known.after),
        "ln_rmssd_change": known.outcome and known.outcome.change,
        "ln_rmssd_change_half_width": known.outcome and known.outcome.half_width,
    }


def _ordinary(known: OrdinaryBreathing | None) -> dict[str, object] | None:
    if known is None:
        return None
    return {
        "duration_s": known.duration_s,
        "heart_rate_per_min": known.heart_rate_per_min,
        "rmssd_ms": known.rmssd_ms,
        "ln_rmssd": known.ln_rmssd,
        "ln_rmssd_half_width": known.half_width,
    }


def _search(search: Search) -> dict[str, object]:
    figures = asdict(search.found) if search.found else {}
    words = say_in(resonance_words(search.found))
    return {"protocol": search.protocol.value, "clear": search.is_clear, **figures, "words": words}
