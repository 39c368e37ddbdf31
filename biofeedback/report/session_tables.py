"""One session as plain data: its figures, and the outcome of its guided breaths."""

from collections.abc import Iterable
from dataclasses import asdict

from biofeedback.analysis.outcome import RatedScale, SessionOutcome
from biofeedback.analysis.recording import Recording
from biofeedback.analysis.results import Analysis
from biofeedback.analysis.to_json import breaths_json, quality_json, summary_json
from biofeedback.coaching.carry_over import CarryOver
from biofeedback.response.figure_history import Change, Direction


def session_json(
    recording: Recording, analysis: Analysis, outcome: SessionOutcome | None
) -> dict[str, object]:
    """Return the results of a session as JSON-ready data.

    Parameters
    ----------
    recording : Recording
        The beats, and when the guide ran.
    analysis : Analysis
        The result of `biofeedback.analysis.analysis.analyse`.
    outcome : SessionOutcome or None
        The outcome of the guided breaths; None for an imported session, which has no guide.
    """
    return {
        "format": analysis.format,
        "artefacts": analysis.beats.artefacts,
        "artefact_percent": analysis.beats.artefact_percent,
        "summary": summary_json(analysis.summary),
        "breaths": outcome.breaths if outcome is not None else 0,
        "breath_list": [
            {**breath, "guided": recording.guided.holds(row.inhale_s)}
            for breath, row in zip(breaths_json(analysis.breaths), analysis.breaths, strict=True)
        ],
        "quality": quality_json(analysis.quality),
        "outcome": _outcome_json(outcome),
    }


def _outcome_json(outcome: SessionOutcome | None) -> dict[str, object]:
    return {
        "practised_s": outcome and outcome.practised_s,
        "response_ms": outcome and outcome.median_ms,
        "exhale_to_inhale": outcome and outcome.median_ratio,
        "as_guided_percent": outcome and outcome.share_percent,
        "breaths": outcome.breaths if outcome is not None else 0,
        "change": outcome and _change_json(outcome.change),
        "ratings": _ratings_json(outcome.ratings if outcome is not None else ()),
        "carry_over": outcome and _carry_over_json(outcome.carry_over),
    }


def _change_json(change: Change) -> dict[str, object] | None:
    if change.direction is Direction.UNKNOWN:
        return None
    return {
        "direction": change.direction,
        "difference_ms": change.difference_ms,
        "half_width_ms": change.half_width_ms,
    }


def _carry_over_json(found: CarryOver) -> dict[str, object] | None:
    """Return breathing with the guide, without it and freely; None if all breaths were guided."""
    if not (found.without_guide.breaths or found.free.breaths):
        return None
    return {
        "with_guide": asdict(found.with_guide),
        "without_guide": asdict(found.without_guide),
        "free": asdict(found.free),
        "rate": asdict(found.rate),
        "exhale_to_inhale": asdict(found.exhale_to_inhale),
    }


def _ratings_json(ratings: Iterable[RatedScale]) -> list[dict[str, object]]:
    return [{"scale": one.name, "before": one.before, "after": one.after} for one in ratings]
