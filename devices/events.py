"""Decoded, immutable statements: the only language the engine understands.

Every event carries ``time_ns``: the session's monotonic clock in nanoseconds, the same clock as a
notification's receipt time. Texts from strangers are cleaned as an event is made, wherever they come from.
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
"""Characters in the name of a scale, as the settings allow them."""


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
    """Where the connection to the strap stands.

    ``DISCOVERING`` is connected and asking the strap what it is; ``GONE`` is a strap that was connected and
    is heard no more, while the search goes on; ``UNAVAILABLE`` is Bluetooth itself, missing, off or refused.
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
        """Whether the strap is held."""
        return self in (LinkState.DISCOVERING, LinkState.WAITING, LinkState.STREAMING)


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


class DeviceField(StrEnum):
    """What a strap tells of itself (Device Information Service 1.1)."""

    MANUFACTURER = "manufacturer"
    MODEL = "model"
    SERIAL = "serial number"
    FIRMWARE = "firmware"
    SOFTWARE = "software"


@dataclass(frozen=True, slots=True)
class DeviceInformation:
    """One thing that a strap tells of itself; what Polar calls the firmware is its software revision."""

    time_ns: int
    field: DeviceField
    text: str

    def __post_init__(self) -> None:
        _clean(self, "text")


@dataclass(frozen=True, slots=True)
class HeardStrap:
    """A strap in reach.

    Parameters
    ----------
    name : str
        As advertised; empty where it has none.
    address : str
        To connect to; on macOS a UUID valid on that computer only.
    signal_dbm : int or None
        Strength at which it was heard; None for one that this computer holds already.
    """

    name: str
    address: str
    signal_dbm: int | None

    def __post_init__(self) -> None:
        _clean(self, "name")
        _clean(self, "address")


@dataclass(frozen=True, slots=True)
class StrapsHeard:
    """The straps that one search heard, the strongest first; told only where there are several."""

    time_ns: int
    straps: tuple[HeardStrap, ...]


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
    message : Message or None
        One sentence with advice for the person, None where nothing needs saying.
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
    """How the guide begins to run.

    ``WHERE_IT_WAS`` goes on within the breath, as sessions of version 0.1.0 do; ``INHALE`` begins with the
    next inhale, so that no breath is cut after a pause; ``LET_OUT`` begins with the last seconds of an
    exhale.
    """

    WHERE_IT_WAS = "where it was"
    INHALE = "inhale"
    LET_OUT = "let out"


@dataclass(frozen=True, slots=True)
class GuideChanged:
    """The person (or the program's start) set the guide.

    Parameters
    ----------
    time_ns : int
        When.
    running : bool
        Whether the guide moves; false while paused.
    pattern : BreathPattern
        Rate, ratio and holds of the guided breath.
    begin : GuideBegin
        How it begins to run.
    """

    time_ns: int
    running: bool
    pattern: BreathPattern
    begin: GuideBegin = GuideBegin.WHERE_IT_WAS


class Part(StrEnum):
    """What a session has got to."""

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
    """A moment that the person marked, with what is to be said of it."""

    time_ns: int
    text: Message | None = None

    def __post_init__(self) -> None:
        _clean_message(self, "text")


class RatingMoment(StrEnum):
    """On which side of the practice a rating was given."""

    BEFORE = "before"
    AFTER = "after"


@dataclass(frozen=True, slots=True)
class Rating:
    """How the person felt, on one scale; a scale that was skipped leaves no rating.

    Parameters
    ----------
    time_ns : int
        When it was given.
    scale : str
        What was rated, as ``pain``.
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
        Its end.
    rr_ms : float
        Its length.
    adjacent : bool
        Whether it begins where the interval before it ended.
    """

    time_ns: int
    rr_ms: float
    adjacent: bool


@dataclass(frozen=True, slots=True)
class ImportedPhase:
    """A part of a breath from a file, as ``inhale`` or ``guide exhale``.

    Parameters
    ----------
    time_ns : int
        Its begin.
    duration_s : float
        Its length.
    name : str
        As the file has it.
    """

    time_ns: int
    duration_s: float
    name: str


@dataclass(frozen=True, slots=True)
class Tick:
    """The clock, once a second, so that silence is seen too."""

    time_ns: int


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A notification whose bytes made no sense; they are kept in the record."""

    time_ns: int
    reason: Message


class LeftOutWhy(StrEnum):
    """Why a notification does not count."""

    REPEATED = "repeated"
    FLOOD = "flood"


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A notification that does not count: delivered twice, or part of a flood."""

    time_ns: int
    why: LeftOutWhy


@dataclass(frozen=True, slots=True)
class FloodDropped:
    """So many notifications of a flood came since the last such event and were not recorded."""

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
