"""The outcome of a session's guided breaths, in sentences for terminal and page."""

from biofeedback.analysis.outcome import SessionOutcome, change_sentence
from biofeedback.statements.carry_over import carry_over_lines
from biofeedback.statements.live import clock_text
from devices.message import Message, message


def outcome_lines(outcome: SessionOutcome) -> list[Message]:
    """Return sentences on the outcome of a practice; empty if the guide never ran."""
    if not outcome.practised_s:
        return []
    time = clock_text(outcome.practised_s)
    lines = [message("summary.practised", time=time, count=outcome.breaths)]
    if outcome.median_ms is not None:
        lines.append(message("summary.swing", median_ms=outcome.median_ms))
    if outcome.median_ratio is not None:
        lines.append(_ratio_line(outcome.median_ratio, outcome.share_percent))
    return [*lines, change_sentence(outcome.change), *carry_over_lines(outcome.carry_over)]


def _ratio_line(ratio: float, as_guided_percent: float | None) -> Message:
    if as_guided_percent is None:
        return message("summary.ratio", ratio=ratio)
    return message("summary.ratio_as_guided", ratio=ratio, percent=as_guided_percent)
