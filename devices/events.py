"""Decoded, immutable events: the only input of the engine.

Every event carries ``time_ns``: the session's monotonic clock in nanoseconds, the same clock as a
notification's receipt time. Each event cleans texts from outside the program when it is made.
"""

from dataclasses import dataclass
from enum import Enum, StrEnum
from typing import Final

from devices.breath_pattern import BreathPattern
from devices.message import Message
from devices.printable import LONGEST_NAME, printable, printable_message
from devices.steps import InhaleAsked, StepChanged
from devices.streams import AccelerationFrame, EcgFrame, MeasurementChanged, ProtocolPacket
from devices.wellbeing import FeelingTold, PracticeAnswered, SessionNote

LONGEST_SCALE: Final = 60
"""Most characters in the name of a scale, as in the settings."""


def _clean(event: object, name: str, most: int = LONGEST_NAME) -> None:
    object.__setattr__(event, name, printable(getattr(event, name), most))


def _clean_message(event: object, name: str) -> None:
    message = getattr(event, name)
    if message is not None:
        object.__setattr__(event, name, printable_message(message))


class Contact(Enum):
    """Skin contact as the strap reports it; most straps do not (Heart Rate Service 1.0, 3.1.1.1)."""

    NOT_SUPPORTED = "not supported"
    NO = "no"
    YES = "yes"


class LinkState(StrEnum):
    """State of the connection to the strap.

    ``DISCOVERING``: connected, and reading what the strap is. ``GONE``: the strap was connected, sends
    nothing now, and the search continues. ``UNAVAILABLE``: Bluetooth itself is missing, off or not permitted.
    """

    IDLE = "idle"
    SCANNING = "scanning"
    CONNECTING = "connecting"
    DISCOVERING = "discovering"
    WAITING = "waiting for beats"
    STREAMING = "streaming"
    LOST = "signal lost"
    RECONNECTING = "reconnecting"
    GONE = "gone"
    UNAVAILABLE = "unavailable"

    @property
    def is_connected(self) -> bool:
        """Whether the strap is connected."""
        return self in (LinkState.DISCOVERING, LinkState.WAITING, LinkState.STREAMING)


@dataclass(frozen=True, slots=True)
class HeartRateMeasurement:
    """One heart-rate notification.

    Parameters
    ----------
    time_ns : int
        Receipt time.
    heart_rate_per_min : int
        The strap's own averaged rate; never used to calculate RR intervals.
    contact : Contact
        Skin contact.
    energy_kj : int or None
        Energy expended since reset, if the strap sends it.
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


class DeviceField(StrEnum):
    """A field of a strap's device information (Device Information Service 1.1)."""

    MANUFACTURER = "manufacturer"
    MODEL = "model"
    SERIAL = "serial number"
    FIRMWARE = "firmware"
    SOFTWARE = "software"


@dataclass(frozen=True, slots=True)
class DeviceInformation:
    """The value of one field of device information; Polar gives its firmware as software revision."""

    time_ns: int
    field: DeviceField
    text: str

    def __post_init__(self) -> None:
        _clean(self, "text")


@dataclass(frozen=True, slots=True)
class HeardStrap:
    """A strap in range.

    Parameters
    ----------
    name : str
        As advertised; empty if it has none.
    address : str
        Address for connecting; on macOS a UUID that is valid only on that computer.
    signal_dbm : int or None
        Signal strength in dBm; None for a strap that is already connected to this computer.
    """

    name: str
    address: str
    signal_dbm: int | None

    def __post_init__(self) -> None:
        _clean(self, "name")
        _clean(self, "address")


@dataclass(frozen=True, slots=True)
class StrapsHeard:
    """The straps that one search found, the strongest first; sent only if there are several."""

    time_ns: int
    straps: tuple[HeardStrap, ...]


@dataclass(frozen=True, slots=True)
class LinkChanged:
    """The connection to the strap changed.

    Parameters
    ----------
    time_ns : int
        Time of the change.
    state : LinkState
        The new state.
    strap_name : str
        The advertised name, empty while unknown.
    strap_address : str
        The address (a UUID on macOS), empty while unknown.
    message : Message or None
        One sentence with advice for the person, or None.
    """

    time_ns: int
    state: LinkState
    strap_name: str = ""
    strap_address: str = ""
    message: Message | None = None

    def __post_init__(self) -> None:
        _clean(self, "strap_name")
        _clean(self, "strap_address")
        _clean_message(self, "message")


class GuideBegin(StrEnum):
    """How the guide starts.

    ``WHERE_IT_WAS`` continues within the breath, as sessions of version 0.1.0 do. ``INHALE`` starts with the
    next inhale, so that the first breath after a pause is complete. ``LET_OUT`` starts with the last seconds
    of an exhale.
    """

    WHERE_IT_WAS = "where it was"
    INHALE = "inhale"
    LET_OUT = "let out"


@dataclass(frozen=True, slots=True)
class GuideChanged:
    """The person (or the start of the program) set the guide.

    Parameters
    ----------
    time_ns : int
        Time of the change.
    running : bool
        Whether the guide moves; false while paused.
    pattern : BreathPattern
        Rate, ratio and holds of the guided breath.
    begin : GuideBegin
        How it starts.
    """

    time_ns: int
    running: bool
    pattern: BreathPattern
    begin: GuideBegin = GuideBegin.WHERE_IT_WAS


class Part(StrEnum):
    """A part of a session."""

    READY = "ready"
    BEFORE = "before"
    PRACTICE = "practice"
    AFTER = "after"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class PartChanged:
    """A part of the session began: the practice, or ordinary breathing before or after it."""

    time_ns: int
    part: Part


@dataclass(frozen=True, slots=True)
class Marker:
    """A moment that the person marked, with a note."""

    time_ns: int
    text: Message | None = None

    def __post_init__(self) -> None:
        _clean_message(self, "text")


class RatingMoment(StrEnum):
    """Whether a rating was given before or after the practice."""

    BEFORE = "before"
    AFTER = "after"


@dataclass(frozen=True, slots=True)
class Rating:
    """How the person felt, on one scale; there is no rating for a skipped scale.

    Parameters
    ----------
    time_ns : int
        Time of the rating.
    scale : str
        Name of the scale, such as ``pain``.
    value : float
        0 to 10.
    when : RatingMoment
        Before or after the practice.
    """

    time_ns: int
    scale: str
    value: float
    when: RatingMoment

    def __post_init__(self) -> None:
        _clean(self, "scale", LONGEST_SCALE)


@dataclass(frozen=True, slots=True)
class ImportedInterval:
    """One RR interval from a file of another program.

    Parameters
    ----------
    time_ns : int
        End of the interval.
    rr_ms : float
        Length of the interval.
    adjacent : bool
        Whether it begins at the end of the previous interval.
    """

    time_ns: int
    rr_ms: float
    adjacent: bool


@dataclass(frozen=True, slots=True)
class ImportedPhase:
    """A part of a breath from a file, such as ``inhale`` or ``guide exhale``.

    Parameters
    ----------
    time_ns : int
        Start of the phase.
    duration_s : float
        Length of the phase.
    name : str
        Name in the file.
    """

    time_ns: int
    duration_s: float
    name: str


@dataclass(frozen=True, slots=True)
class Tick:
    """A clock event once a second, so that the engine notices silence."""

    time_ns: int


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A notification with invalid bytes; the session file keeps them."""

    time_ns: int
    reason: Message


class LeftOutWhy(StrEnum):
    """Why a notification was skipped."""

    REPEATED = "repeated"
    FLOOD = "flood"


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A skipped notification: delivered twice, or part of a flood."""

    time_ns: int
    why: LeftOutWhy


@dataclass(frozen=True, slots=True)
class FloodDropped:
    """Number of notifications in a flood that were not recorded since the last event of this kind."""

    time_ns: int
    count: int


Event = (
    HeartRateMeasurement
    | BatteryLevel
    | DeviceInformation
    | EcgFrame
    | AccelerationFrame
    | MeasurementChanged
    | ProtocolPacket
    | StrapsHeard
    | LinkChanged
    | GuideChanged
    | StepChanged
    | PartChanged
    | Marker
    | Rating
    | PracticeAnswered
    | FeelingTold
    | SessionNote
    | InhaleAsked
    | ImportedInterval
    | ImportedPhase
    | Tick
    | Unreadable
    | LeftOut
    | FloodDropped
)
