"""Faults between a beat and the host: on the strap, and on the link."""

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random
from typing import Final

from devices.events import Contact
from devices.simulated.person.ranges import Ranges, require_ranges
from devices.straps.heart_rate_service import TICKS_PER_SECOND

_SECOND_NS: Final = 1_000_000_000
_MINUTE_NS: Final = 60 * _SECOND_NS
_HOUR_NS: Final = 60 * _MINUTE_NS

_DOUBLE_S: Final = (0.2, 0.28)
"""Time in seconds after a beat at which the strap detects a T wave as another beat."""

_SPREAD: Final = (0.6, 1.4)
"""Limits for the time to a loss and for its length, as shares of their means."""

_SUPERVISION_NS: Final = 6 * _SECOND_NS
"""The host's controller closes the link after this time without a packet."""

_UNSAID_SHARE: Final = 0.5
"""Share of losses that the host notices only by this timeout."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FaultTraits:
    """All faults of a strap and its link; by default there are none.

    Parameters
    ----------
    merged_share : float
        Share of the beats that the strap misses, so that two intervals come as one.
    doubled_share : float
        Share of the beats that it detects twice, so that one interval comes as two.
    lost_share : float
        Share of the intervals that are never sent.
    tells_contact : bool
        Whether the strap reports skin contact.
    contact_lost_share : float
        Share of the notifications after such a beat that report no contact, if the strap reports it.
    milliseconds : bool
        Whether it sends milliseconds instead of 1/1024 s.
    made_up : bool
        Whether it calculates the intervals from the heart rate.
    rate_only : bool
        Whether it sends a heart rate without intervals.
    frozen_after_minutes : float
        When it begins to repeat one interval; 0 means never.
    frozen_beats : int
        How many times it repeats the interval.
    off_body_after_minutes, off_body_minutes : float
        When the strap is taken off, and for how long; 0 means never.
    link_losses_per_hour : float
        How often the link is lost.
    link_loss_s : float
        Mean time until the link is back.

    Raises
    ------
    ValueError
        If a value is out of its range.
    """

    merged_share: float = 0.0
    doubled_share: float = 0.0
    lost_share: float = 0.0
    tells_contact: bool = False
    contact_lost_share: float = 0.0
    milliseconds: bool = False
    made_up: bool = False
    rate_only: bool = False
    frozen_after_minutes: float = 0.0
    frozen_beats: int = 40
    off_body_after_minutes: float = 0.0
    off_body_minutes: float = 0.0
    link_losses_per_hour: float = 0.0
    link_loss_s: float = 30.0

    def __post_init__(self) -> None:
        require_ranges(self, FAULT_RANGES)


FAULT_RANGES: Final[Ranges] = {
    "merged_share": (0, 0.5),
    "doubled_share": (0, 0.5),
    "lost_share": (0, 0.9),
    "contact_lost_share": (0, 1),
    "frozen_after_minutes": (0, 600),
    "frozen_beats": (1, 10_000),
    "off_body_after_minutes": (0, 600),
    "off_body_minutes": (0, 600),
    "link_losses_per_hour": (0, 120),
    "link_loss_s": (1, 600),
}

NO_FAULTS: Final = FaultTraits()


class StrapFaults:
    """Applies a strap's faults to its beats.

    Without faults it changes nothing and draws no random numbers.

    Parameters
    ----------
    traits : FaultTraits
        The faults.
    seed : int
        Random seed for the faults.
    start_ns : int
        Time of connection.
    """

    def __init__(self, traits: FaultTraits, *, seed: int, start_ns: int) -> None:
        self._traits = traits
        self._random = Random(f"{seed}/faults")
        self._frozen_ns = start_ns + round(traits.frozen_after_minutes * _MINUTE_NS)
        self._frozen_left = traits.frozen_beats if traits.frozen_after_minutes else 0
        self._off_ns = start_ns + round(traits.off_body_after_minutes * _MINUTE_NS)
        self._on_ns = self._off_ns + round(traits.off_body_minutes * _MINUTE_NS)
        self._frozen_ticks = 0
        self._unseen_ticks = 0
        self._unsure = False

    def seen(self, ticks: int) -> tuple[int, ...]:
        """Return the intervals that the strap detects for one true interval, in 1/1024 s."""
        ticks += self._unseen_ticks
        self._unseen_ticks = 0
        if self._happens(self._traits.merged_share):
            self._unseen_ticks, self._unsure = ticks, True
            return ()
        if self._happens(self._traits.doubled_share):
            self._unsure = True
            early = min(ticks // 2, round(self._random.uniform(*_DOUBLE_S) * TICKS_PER_SECOND))
            return early, ticks - early
        return () if self._happens(self._traits.lost_share) else (ticks,)

    def told(
        self, time_ns: int, rate_per_min: int, rr_ticks: tuple[int, ...]
    ) -> tuple[int, Contact, tuple[int, ...]]:
        """Return what the strap reports at a time: heart rate, contact and intervals."""
        if self._off_ns <= time_ns < self._on_ns:
            return 0, Contact.NO if self._traits.tells_contact else Contact.NOT_SUPPORTED, ()
        return rate_per_min, self._contact(), self._told_ticks(time_ns, rate_per_min, rr_ticks)

    def _contact(self) -> Contact:
        if not self._traits.tells_contact:
            return Contact.NOT_SUPPORTED
        unsure, self._unsure = self._unsure, False
        lost = unsure and self._happens(self._traits.contact_lost_share)
        return Contact.NO if lost else Contact.YES

    def _told_ticks(self, time_ns: int, rate_per_min: int, rr_ticks: tuple[int, ...]) -> tuple[int, ...]:
        traits = self._traits
        if traits.rate_only:
            return ()
        from_rate = round(60 * TICKS_PER_SECOND / rate_per_min)
        if traits.made_up:
            return (from_rate,) * len(rr_ticks)
        if self._frozen_left > 0 and time_ns >= self._frozen_ns:
            if self._frozen_left == traits.frozen_beats:
                self._frozen_ticks = from_rate
            self._frozen_left -= len(rr_ticks)
            return (self._frozen_ticks,) * len(rr_ticks)
        if traits.milliseconds:
            return tuple(round(ticks * 1000 / TICKS_PER_SECOND) for ticks in rr_ticks)
        return rr_ticks

    def _happens(self, share: float) -> bool:
        return share > 0.0 and self._random.random() < share


@dataclass(frozen=True, slots=True)
class LinkLoss:
    """A period without a link.

    Parameters
    ----------
    lost_ns : int
        Time of the loss; nothing arrives after it.
    noticed_ns : int
        When the host notices: at once if the strap could report it, otherwise after the timeout.
    back_ns : int
        When the link is back.
    """

    lost_ns: int
    noticed_ns: int
    back_ns: int


def link_losses(traits: FaultTraits, *, seed: int, start_ns: int) -> Iterator[LinkLoss]:
    """Yield the losses of a link without end; yield none if the traits have no losses."""
    random = Random(f"{seed}/faults of the link")
    back_ns = start_ns
    while traits.link_losses_per_hour > 0.0:
        lost_ns = back_ns + round(_HOUR_NS / traits.link_losses_per_hour * random.uniform(*_SPREAD))
        loss_ns = round(traits.link_loss_s * _SECOND_NS * random.uniform(*_SPREAD))
        noticed_ns = lost_ns + (_SUPERVISION_NS if random.random() < _UNSAID_SHARE else 0)
        back_ns = max(lost_ns + loss_ns, noticed_ns + _SECOND_NS)
        yield LinkLoss(lost_ns, noticed_ns, back_ns)
