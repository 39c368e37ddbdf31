"""Which level of belly breathing is offered: by what was measured and how easy it felt, never forced."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from devices.breath_pattern import BreathPattern
from devices.message import Message, message
from devices.wellbeing import Ease

BELLY: Final = ("belly-a0", "belly-a1", "belly-a2", "belly-a3", "belly-a4")
"""Names of the programmes of belly breathing, by level."""

OWN_PACE: Final = "own-pace"
"""In place of a programme's name: breathing with a guide that is none of the levels."""

_PACES: Final = (
    (4, 5.5, 1.8),
    (3, 6.25, 1.8),
    (2, 7.0, 1.35),
    (1, 9.0, 1.1),
)
"""Level, the quickest rate per minute, and the least exhale:inhale, which both have to be there.

The rates lie between those that the levels lead to: 5, 6, 6.5 and 7.5 per minute.
"""

_LOOKED_AT: Final = 3
_NEEDED: Final = 2


@dataclass(frozen=True, slots=True)
class Done:
    """A practice that was done.

    Parameters
    ----------
    day : date
        When, on the person's own calendar.
    programme : str
        Its name.
    minutes : float
        How long it was practised.
    ease : Ease or None
        How it felt; None where nothing was said.
    dizzy, restless : bool
        What was said during or after it.
    rate_followed, ratio_reached : bool or None
        Whether the measured rate lay within 1 per minute of the guide, and whether exhale:inhale reached
        80 % of what the guide asked for; None where it was not measured.
    """

    day: date
    programme: str
    minutes: float
    ease: Ease | None = None
    dizzy: bool = False
    restless: bool = False
    rate_followed: bool | None = None
    ratio_reached: bool | None = None

    @property
    def went_well(self) -> bool:
        """Whether it counts towards the next level."""
        return (
            self.ease in (Ease.EASY, Ease.ALL_RIGHT)
            and not self.dizzy
            and self.rate_followed is not False
            and self.ratio_reached is not False
        )


@dataclass(frozen=True, slots=True)
class LevelOffer:
    """The level that is offered, with its reason."""

    level: int
    reason: Message


def programme_like(pattern: BreathPattern) -> str:
    """Return which programme a practice counts as that was none, but breathing with a guide.

    Parameters
    ----------
    pattern : BreathPattern
        The pace that was practised longest.

    Returns
    -------
    str
        The highest level of belly breathing whose pace it reaches, or `OWN_PACE`.
    """
    for level, quickest_per_min, least_ratio in _PACES:
        if pattern.rate_per_min <= quickest_per_min and pattern.exhale_to_inhale >= least_ratio:
            return BELLY[level]
    return OWN_PACE


def last_level(done: Sequence[Done]) -> int | None:
    """Return the level of belly breathing that was practised last; None where there was none."""
    return next((BELLY.index(one.programme) for one in reversed(done) if one.programme in BELLY), None)


def same_level(done: Sequence[Done]) -> list[Done]:
    """Return the practices that decide on the next level: the last three of the level practised last.

    Those before dizziness at a higher level count no more.

    Parameters
    ----------
    done : sequence of Done
        All practices, oldest first.
    """
    level = last_level(done)
    if level is None:
        return []
    higher = BELLY[level + 1 :]
    ended = max((k for k, one in enumerate(done) if one.dizzy and one.programme in higher), default=-1)
    return [one for one in done[ended + 1 :] if one.programme == BELLY[level]][-_LOOKED_AT:]


def level_offer(done: Sequence[Done]) -> LevelOffer:
    """Return the level of belly breathing to offer next.

    The next level is offered after two of the last three practices of a level went well. After a practice
    with dizziness the level before is offered. A person who never goes further is never asked to.

    Parameters
    ----------
    done : sequence of Done
        All practices, oldest first.
    """
    belly = [one for one in done if one.programme in BELLY]
    if not belly:
        return LevelOffer(0, message("weeks.first_level"))
    level = BELLY.index(belly[-1].programme)
    if belly[-1].dizzy:
        return LevelOffer(max(0, level - 1), message("weeks.after_dizziness"))
    same = same_level(belly)
    well = sum(one.went_well for one in same)
    if well >= _NEEDED and level + 1 < len(BELLY):
        return LevelOffer(level + 1, message("weeks.next_level", well=well, looked_at=len(same)))
    if well >= _NEEDED:
        return LevelOffer(level, message("weeks.last_level"))
    if same[-1].ease is Ease.HARD:
        return LevelOffer(level, message("weeks.stay_hard"))
    if same[-1].rate_followed is False or same[-1].ratio_reached is False:
        return LevelOffer(level, message("weeks.stay_pace"))
    return LevelOffer(level, message("weeks.stay"))
