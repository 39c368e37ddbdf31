"""Decoded, immutable statements: the only language the engine understands.

Every event carries ``time_ns``: the session's monotonic clock in nanoseconds, the same clock as a
notification's receipt time.
"""

from dataclasses import dataclass
from enum import Enum, StrEnum


class Contact(Enum):
    """Skin contact as the strap reports it; most straps do not (Heart Rate Service 1.0, 3.1.1.1)."""

    NOT_SUPPORTED = "not supported"
    NO = "no"
    YES = "yes"


class LinkState(StrEnum):
    """Where the connection to the strap stands."""

    IDLE = "idle"
    SCANNING = "scanning"
    CONNECTING = "connecting"
    CONNECTED = "connected"
    RECONNECTING = "reconnecting"
    UNAVAILABLE = "unavailable"


@dataclass(frozen=True, slots=True)
class HeartRateMeasurement:
    """One heart-rate notification.

    Parameters
    ----------
    time_ns : int
        Receipt.
    heart_rate_per_min : int
        The strap's own averaged rate; never used to make up RR intervals.
    contact : Contact
        Skin contact.
    energy_kj : int or None
        Energy expended since reset, where the strap sends it.
    rr_ticks : tuple of int
        RR intervals that ended since the last notification, in 1/1024 s, oldest first.
    """

    time_ns: int
    heart_rate_per_min: int
    contact: Contact
    energy_kj: int | None
    rr_ticks: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class BatteryLevel:
    """Charge of the strap's battery in percent."""

    time_ns: int
    percent: int


@dataclass(frozen=True, slots=True)
class LinkChanged:
    """The connection to the strap changed.

    Parameters
    ----------
    time_ns : int
        When.
    state : LinkState
        The new state.
    strap_name : str
        The advertised name, empty while unknown.
    strap_address : str
        The address (a UUID on macOS), empty while unknown.
    message : str
        One sentence with advice for the person, empty where nothing needs saying.
    """

    time_ns: int
    state: LinkState
    strap_name: str = ""
    strap_address: str = ""
    message: str = ""


@dataclass(frozen=True, slots=True)
class GuideChanged:
    """The person (or the program's start) set the guide.

    Parameters
    ----------
    time_ns : int
        When.
    running : bool
        Whether the guide moves; false while paused.
    rate_per_min : float
        Breaths per minute.
    exhale_to_inhale : float
        Duration of the exhale divided by that of the inhale.
    """

    time_ns: int
    running: bool
    rate_per_min: float
    exhale_to_inhale: float


@dataclass(frozen=True, slots=True)
class Marker:
    """A moment that the person marked."""

    time_ns: int
    text: str = ""


@dataclass(frozen=True, slots=True)
class Tick:
    """The clock, once a second, so that silence is seen too."""

    time_ns: int


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A notification whose bytes made no sense; they are kept in the record."""

    time_ns: int
    reason: str


Event = HeartRateMeasurement | BatteryLevel | LinkChanged | GuideChanged | Marker | Tick | Unreadable
