"""What the guided breaths of a session came to, in sentences for terminal and page."""

from biofeedback.analysis.outcome import SessionOutcome, change_sentence
from biofeedback.statements.live import clock_text


def outcome_lines(outcome: SessionOutcome) -> list[str]:
    """Say what a practice came to; nothing where the guide never ran."""
    if not outcome.practised_s:
        return []
    lines = [f"Practised {clock_text(outcome.practised_s)} minutes: {outcome.breaths} guided breaths."]
    if outcome.median_ms is not None:
        lines.append(f"The heart swung {outcome.median_ms:.0f} ms with each guided breath (median).")
    if outcome.median_ratio is not None:
        line = f"Exhale {outcome.median_ratio:.1f} times the inhale (median)"
        if outcome.share_percent is not None:
            line += f"; {outcome.share_percent:.0f} % of breaths as guided"
        lines.append(f"{line}.")
    return [*lines, change_sentence(outcome.change)]
