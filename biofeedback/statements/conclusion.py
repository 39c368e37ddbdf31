"""A session's result in three plain sentences: what one did, how one felt, how the heart responded."""

from collections.abc import Iterable, Mapping
from typing import Final

from biofeedback.analysis.outcome import RatedScale, SessionOutcome
from biofeedback.engine.parts import BeforeAfter
from biofeedback.response.figure_history import CHANGE_S, Direction
from devices.message import Message, message, sentences_of

_CHANGES: Final = {
    Direction.MORE: message("summary.heart.more"),
    Direction.LESS: message("summary.heart.less"),
    Direction.SAME: message("summary.heart.same"),
}


def practised_sentence(outcome: SessionOutcome) -> Message:
    """Return how long the person practised, and at which rate."""
    minutes = round(outcome.practised_s / 60.0)
    if outcome.pattern is None:
        return message("summary.did", count=minutes) if minutes else message("summary.did.short")
    rate_per_min = outcome.pattern.rate_per_min
    if not minutes:
        return message("summary.breathed.short", rate_per_min=rate_per_min)
    return message("summary.breathed", count=minutes, rate_per_min=rate_per_min)


def felt_sentence(ratings: Iterable[RatedScale], names: Mapping[str, Message]) -> Message | None:
    """Return how the person felt before and after; None if nothing was rated.

    Parameters
    ----------
    ratings : iterable of RatedScale
        The scales, each rated at least once.
    names : mapping of str to Message
        The displayed names of the scales.
    """
    return sentences_of([_felt(names[one.name], one) for one in ratings])


def rated_words(scale: Message, rated: RatedScale) -> Message:
    """Return a scale before and after in as few words as possible; a side without a rating is left out."""
    before, after = rated.before, rated.after
    if before is not None and after is not None:
        return message("summary.rated", scale=scale, before=before, after=after)
    if after is not None:
        return message("summary.rated.after", scale=scale, after=after)
    assert before is not None
    return message("summary.rated.before", scale=scale, before=before)


def _felt(scale: Message, rated: RatedScale) -> Message:
    before, after = rated.before, rated.after
    if before is None or after is None:
        return message("summary.felt.one", told=rated_words(scale, rated))
    if before == after:
        return message("summary.felt.same", scale=scale, after=after)
    return message("summary.felt", scale=scale, before=before, after=after)


def response_sentence(outcome: SessionOutcome) -> Message:
    """Return how the heart responded to the breath; a change needs at least eight minutes at one pace."""
    if outcome.change.direction in _CHANGES:
        return _CHANGES[outcome.change.direction]
    if outcome.median_ms is None:
        return message("summary.heart.unknown")
    return message("summary.heart.early", median_ms=outcome.median_ms, minutes=CHANGE_S / 60.0)


def ordinary_sentence(known: BeforeAfter) -> Message | None:
    """Return what ordinary breathing after the practice shows; None if it was not measured on both sides."""
    if known.before is None or known.after is None or known.outcome is None:
        return None
    change, half_width = known.outcome.change, known.outcome.half_width
    if abs(change) <= half_width:
        return message("summary.quiet_minutes.same")
    return message("summary.quiet_minutes.more") if change > 0.0 else message("summary.quiet_minutes.less")


def conclusion(outcome: SessionOutcome, names: Mapping[str, Message]) -> tuple[Message, ...]:
    """Return the sentences on a session's result, the most important first.

    Parameters
    ----------
    outcome : SessionOutcome
        The session's outcome.
    names : mapping of str to Message
        The displayed names of the scales.
    """
    felt = felt_sentence(outcome.ratings, names)
    told = (practised_sentence(outcome), felt, response_sentence(outcome))
    return tuple(one for one in told if one is not None)
