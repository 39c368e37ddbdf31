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


class Measurement(Enum):
    """What a Polar device can stream, by its number in the Polar Measurement Data service."""

    ECG = 0
    PPG = 1
    ACCELERATION = 2
    PULSE_INTERVALS = 3


class Operation(Enum):
    """What can be asked of the Polar control point, by its number."""

    GET_SETTINGS = 1
    START = 2
    STOP = 3
    GET_STATUS = 5


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
class EcgFrame:
    """One frame of a Polar strap's ECG; a Polar H10 sends 73 samples at 130 Hz.

    Parameters
    ----------
    time_ns : int
        Receipt.
    device_time_ns : int
        The strap's own clock at the **last** sample, since 2000-01-01 or since anything: for spacing only.
    ecg_uv : tuple of int
        Shape ``(n_samples,)``, in microvolts, oldest first, never empty.
    """

    time_ns: int
    device_time_ns: int
    ecg_uv: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class AccelerationFrame:
    """One frame of a Polar strap's accelerometer; a Polar H10 sends 36 samples.

    Parameters
    ----------
    time_ns : int
        Receipt.
    device_time_ns : int
        The strap's own clock at the **last** sample, the same clock as for `EcgFrame`: for spacing only.
    acceleration_mg : tuple of (int, int, int)
        Shape ``(n_samples, 3)``: x, y, z in thousandths of g, oldest first, never empty.
    """

    time_ns: int
    device_time_ns: int
    acceleration_mg: tuple[tuple[int, int, int], ...]


@dataclass(frozen=True, slots=True)
class MeasurementResponse:
    """A Polar strap's answer to one request, or a part of it.

    Parameters
    ----------
    time_ns : int
        Receipt.
    operation : Operation
        What was asked.
    measurement : Measurement
        Of which measurement.
    status_code : int
        0 if granted; `devices.polar_control_point.ControlPointStatus` says what the others mean.
    more : bool
        Whether further parts follow.
    parameters : bytes
        What the answer holds, as it came.
    """

    time_ns: int
    operation: Operation
    measurement: Measurement
    status_code: int
    more: bool
    parameters: bytes


@dataclass(frozen=True, slots=True)
class MeasurementStopped:
    """A Polar strap stopped measurements by itself; those that this program never starts are left out."""

    time_ns: int
    measurements: tuple[Measurement, ...]


@dataclass(frozen=True, slots=True)
class ControlPointPacket:
    """A packet of Polar's control point that answers nothing, such as the features that were read (BlueZ)."""

    time_ns: int
    data: bytes


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


Event = (
    HeartRateMeasurement
    | BatteryLevel
    | EcgFrame
    | AccelerationFrame
    | MeasurementResponse
    | MeasurementStopped
    | ControlPointPacket
    | LinkChanged
    | GuideChanged
    | Marker
    | Tick
    | Unreadable
)
