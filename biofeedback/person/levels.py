"""Which level of belly breathing is offered: it depends on measurements and on ease, and is never forced."""

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
"""Stands for a programme's name: guided breathing that matches none of the levels."""

_PACES: Final = (
    (4, 5.5, 1.8),
    (3, 6.25, 1.8),
    (2, 7.0, 1.35),
    (1, 9.0, 1.1),
)
"""Level, its fastest rate per minute, and its smallest exhale:inhale ratio; a pattern must meet both.

The rates lie between the target rates of the levels: 5, 6, 6.5 and 7.5 per minute.
"""

_LOOKED_AT: Final = 3
_NEEDED: Final = 2


@dataclass(frozen=True, slots=True)
class Done:
    """A completed practice.

    Parameters
    ----------
    day : date
        The date in the person's own calendar.
    programme : str
        The programme's name.
    minutes : float
        How long the person practised.
    ease : Ease or None
        How it felt; None if the person did not say.
    dizzy, restless : bool
        What the person reported during or after it.
    rate_followed, ratio_reached : bool or None
        Whether the measured rate was within 1 per minute of the guide's, and whether exhale:inhale reached
        80 % of the guide's; None if it was not measured.
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
    """The offered level, with the reason."""

    level: int
    reason: Message


def programme_like(pattern: BreathPattern) -> str:
    """Return the programme that guided breathing without a programme counts as.

    Parameters
    ----------
    pattern : BreathPattern
        The pace that was practised longest.

    Returns
    -------
    str
        The highest level of belly breathing with a pace that it reaches, or `OWN_PACE`.
    """
    for level, quickest_per_min, least_ratio in _PACES:
        if pattern.rate_per_min <= quickest_per_min and pattern.exhale_to_inhale >= least_ratio:
            return BELLY[level]
    return OWN_PACE


def last_level(done: Sequence[Done]) -> int | None:
    """Return the level of belly breathing that was practised last; None if there was none."""
    return next((BELLY.index(one.programme) for one in reversed(done) if one.programme in BELLY), None)


def same_level(done: Sequence[Done]) -> list[Done]:
    """Return the practices that decide on the next level: the last three of the level practised last.

    Practices before dizziness at a higher level no longer count.

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
    with dizziness the previous level is offered. Nobody is urged to go further.

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
        all_well = message("weeks.all_well", well=well)
        some_well = message("weeks.next_level", well=well, looked_at=len(same))
        return LevelOffer(level + 1, all_well if well == len(same) else some_well)
    if well >= _NEEDED:
        return LevelOffer(level, message("weeks.last_level"))
    if same[-1].ease is Ease.HARD:
        return LevelOffer(level, message("weeks.stay_hard"))
    if same[-1].rate_followed is False or same[-1].ratio_reached is False:
        return LevelOffer(level, message("weeks.stay_pace"))
    if same[-1].went_well and not same[-1].restless and level + 1 < len(BELLY):
        return LevelOffer(level, message("weeks.once_more"))
    return LevelOffer(level, message("weeks.stay"))
