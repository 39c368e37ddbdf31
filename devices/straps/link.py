"""The policy of a link: the next state after each event, and how long to wait; pure.

The link itself, with all I/O, is in `devices.straps.connection`.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum, auto
from typing import Final

from devices.errors import BluetoothUnavailableError, StrapBusyError, StrapError, StrapSilentError
from devices.events import HeardStrap, LinkState
from devices.message import Message, message
from devices.printable import printable

NO_STRAP_FOUND: Final = StrapError(message("strap.not_found"), message("strap.put_on_and_free"))
STRAP_GONE: Final = StrapError(message("strap.not_heard"), message("strap.come_closer_or_free"))


@dataclass(frozen=True, slots=True)
class LinkTimes:
    """Waiting times of the link, in seconds.

    Parameters
    ----------
    search_s : float
        Time until the person reads that no strap was found; the search continues.
    choose_s : float
        Time to find other straps after the first one.
    prefer_s : float
        Time to wait for the last used strap while others are in range.
    connect_s : float
        Limit for connecting and discovering services.
    answer_s : float
        Limit for an answer from the control point of a Polar strap.
    pair_s : float
        Limit for pairing, if a strap requires it.
    first_s : float
        Limit for the first notification of a connection.
    silence_s : float
        Time without a notification before the link reconnects: BlueZ and Windows do not report a strap that
        has fallen silent.
    retry_s : float
        Wait after the first failed attempt; it doubles with each further one.
    longest_retry_s : float
        The longest wait between attempts, for somebody who comes back with the strap.
    """

    search_s: float = 15.0
    choose_s: float = 1.0
    prefer_s: float = 4.0
    connect_s: float = 20.0
    answer_s: float = 5.0
    pair_s: float = 20.0
    first_s: float = 15.0
    silence_s: float = 5.0
    retry_s: float = 1.0
    longest_retry_s: float = 10.0

    def before_retry_s(self, failures: int) -> float:
        """Return how long to wait after `failures` failed attempts in a row (at least 1)."""
        return min(self.retry_s * 2.0 ** min(failures - 1, 10), self.longest_retry_s)


class Happening(Enum):
    """What can happen to a link, apart from failures."""

    SEARCH_BEGAN = auto()
    NOTHING_HEARD = auto()
    STRAP_CHOSEN = auto()
    CONNECTED = auto()
    SUBSCRIBED = auto()
    BEATS_CAME = auto()
    FELL_SILENT = auto()
    LINK_LOST = auto()


@dataclass(frozen=True, slots=True)
class Link:
    """The state of a link, and what it means for the next step.

    Parameters
    ----------
    state : LinkState
        The state that the person sees.
    message : Message or None
        One sentence with advice, or None.
    is_known : bool
        Whether the strap was used before: it may then be connected to the person's phone.
    was_connected : bool
        Whether this link was connected to a strap before.
    failures : int
        Failed attempts in a row.
    wait_s : float
        How long to wait before the next step.
    """

    state: LinkState = LinkState.IDLE
    message: Message | None = None
    is_known: bool = False
    was_connected: bool = False
    failures: int = 0
    wait_s: float = 0.0

    def after(self, happening: Happening) -> "Link":
        """Return the link after something happened."""
        calm = replace(self, message=None, wait_s=0.0)
        match happening:
            case Happening.SEARCH_BEGAN:
                # Keep the message about a failed attempt or a lost strap: searching again does not solve it.
                state = self.state if self.state is LinkState.GONE else self._resting
                told = None if self.state is LinkState.UNAVAILABLE else self.message
                return replace(calm, state=state, message=told)
            case Happening.NOTHING_HEARD:
                state = LinkState.GONE if self.was_connected else LinkState.SCANNING
                unheard = STRAP_GONE if self.is_known else NO_STRAP_FOUND
                return replace(calm, state=state, message=unheard.whole)
            case Happening.STRAP_CHOSEN:
                return replace(self, state=LinkState.CONNECTING, wait_s=0.0)
            case Happening.CONNECTED:
                return Link(LinkState.DISCOVERING, is_known=True, was_connected=True)
            case Happening.SUBSCRIBED:
                return replace(calm, state=LinkState.WAITING)
            case Happening.BEATS_CAME:
                return replace(calm, state=LinkState.STREAMING)
            case Happening.FELL_SILENT | Happening.LINK_LOST:
                return replace(calm, state=LinkState.LOST)

    def after_failure(self, error: StrapError, times: LinkTimes) -> "Link":
        """Return the link after a failed attempt: what to report, and how long to wait.

        A busy stack is reported only after three refusals, because the next attempt usually works.
        """
        failures = self.failures + 1
        failed = replace(self, failures=failures, wait_s=times.before_retry_s(failures), message=error.whole)
        if isinstance(error, BluetoothUnavailableError):
            return replace(failed, state=LinkState.UNAVAILABLE)
        resting = replace(failed, state=self._resting)
        if isinstance(error, StrapSilentError):
            told = message("link.retrying", said=error.whole, tries=failures)
            return replace(resting, message=told)
        if isinstance(error, StrapBusyError) and failures < 3:
            return replace(resting, wait_s=times.retry_s, message=self.message)
        return resting

    @property
    def _resting(self) -> LinkState:
        return LinkState.RECONNECTING if self.was_connected else LinkState.SCANNING


def choose(
    heard: Sequence[HeardStrap],
    *,
    wanted: str,
    known: str,
    searched_s: float,
    heard_s: float,
    times: LinkTimes,
) -> HeardStrap | None:
    """Choose among the straps in range.

    Parameters
    ----------
    heard : sequence of HeardStrap
        The straps received so far.
    wanted : str
        Address, or part of the name, of the only strap to use; empty if any strap will do.
    known : str
        Address of the strap used last; empty if there is none.
    searched_s : float
        Time since the search began.
    heard_s : float
        Time since the first strap was found.
    times : LinkTimes
        How long to wait for other straps.

    Returns
    -------
    HeardStrap or None
        The wanted strap, the one used last, the one already connected to this computer, or the strongest,
        in this order. None if it is better to keep listening.
    """
    if wanted:
        return next((strap for strap in heard if is_wanted(strap, wanted)), None)
    by_merit = by_strength(heard)
    for strap in by_merit:
        if strap.address.lower() == known.lower() and known:
            return strap
    patience_over = heard_s >= times.choose_s and (not known or searched_s >= times.prefer_s)
    held = (strap for strap in by_merit if strap.signal_dbm is None and not known)
    return next(held, by_merit[0] if by_merit and patience_over else None)


def is_wanted(strap: HeardStrap, wanted: str) -> bool:
    """Whether `wanted` is the strap's address or part of its name."""
    name = printable(wanted, most=len(wanted)).lower()  # names are cleaned on receipt
    return strap.address.lower() == wanted.lower() or (bool(name) and name in strap.name.lower())


def by_strength(straps: Sequence[HeardStrap]) -> list[HeardStrap]:
    """Sort straps: those connected to this computer first, then by signal strength."""
    return sorted(straps, key=lambda s: (s.signal_dbm is not None, -(s.signal_dbm or 0)))
