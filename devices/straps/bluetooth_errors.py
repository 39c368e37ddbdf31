"""What Bluetooth's failures mean to a person."""

from typing import Final

from bleak.exc import (
    BleakBluetoothNotAvailableError,
    BleakBluetoothNotAvailableReason,
    BleakCharacteristicNotFoundError,
    BleakDBusError,
    BleakDeviceNotFoundError,
    BleakError,
    BleakGATTProtocolError,
    BleakGATTProtocolErrorCode,
)

from devices.errors import (
    BluetoothUnavailableError,
    PairingRequiredError,
    StrapBusyError,
    StrapError,
    StrapSilentError,
)

BLUETOOTH_FAILURES: Final = (BleakError, TimeoutError, OSError, EOFError)
"""What bleak raises: TimeoutError when connecting, OSError without D-Bus, EOFError when the bus dies."""

_NO_ADAPTER: Final = (
    "No Bluetooth adapter was found.",
    "Plug one in, and check that the system's bluetooth service runs.",
)
_DENIED: Final = (
    "This program may not use Bluetooth.",
    "Allow it in the system's settings: on macOS under Privacy & Security > Bluetooth.",
)
_REFUSED: Final = (
    "The system refused access to Bluetooth.",
    "A container or sandbox must be given access; on Linux, to the system's D-Bus.",
)
_UNAVAILABLE: Final = {
    BleakBluetoothNotAvailableReason.NO_BLUETOOTH: _NO_ADAPTER,
    BleakBluetoothNotAvailableReason.NO_BLE_CENTRAL_ROLE: (
        "This Bluetooth adapter does not support Bluetooth Low Energy.",
        "Use one of version 4.0 or newer.",
    ),
    BleakBluetoothNotAvailableReason.POWERED_OFF: (
        "Bluetooth is off.",
        "Turn it on; the search goes on by itself.",
    ),
    BleakBluetoothNotAvailableReason.DENIED_BY_USER: _DENIED,
    BleakBluetoothNotAvailableReason.DENIED_BY_SYSTEM: _REFUSED,
    BleakBluetoothNotAvailableReason.DENIED_BY_UNKNOWN: _DENIED,
}

PAIRING_REQUIRED: Final = PairingRequiredError(
    "The strap gives this only to a computer that it is paired with.",
    "Pair it in the system's Bluetooth settings; heart rate and beats go on.",
)
_UNREACHABLE: Final = StrapError(
    "The system's Bluetooth does not reach the strap.",
    "If it goes on, remove the strap in the system's Bluetooth settings, wait a minute and try again.",
)

_NO_HEART_RATE: Final = StrapError("This device offers no heart rate.", "Choose another strap.")
_FORGOTTEN: Final = StrapBusyError(
    "The system's Bluetooth has forgotten the strap.", "It is searched for again."
)
_PAIRING_CODES: Final = (
    BleakGATTProtocolErrorCode.INSUFFICIENT_AUTHENTICATION,
    BleakGATTProtocolErrorCode.INSUFFICIENT_ENCRYPTION,
)
_WITHOUT_PAIRING: Final = ("org.bluez.Error.NotPermitted", "org.bluez.Error.NotAuthorized")
_BUSY: Final = "org.bluez.Error.InProgress"
_UNKNOWN: Final = ("org.freedesktop.DBus.Error.UnknownObject", "org.bluez.Error.DoesNotExist")
_NO_SERVICE: Final = (
    "org.freedesktop.DBus.Error.ServiceUnknown",
    "org.freedesktop.DBus.Error.NameHasNoOwner",
    "org.freedesktop.DBus.Error.NoReply",
)


def explain(failure: BaseException) -> StrapError:
    """Turn a failure of bleak or the system into a sentence with advice."""
    match failure:
        case StrapError():
            return failure
        case BleakBluetoothNotAvailableError():
            message, advice = _UNAVAILABLE.get(failure.reason, _NO_ADAPTER)
            return BluetoothUnavailableError(message, advice)
        case TimeoutError():
            return StrapSilentError("The strap was seen but does not answer.", "Come closer.")
        case BleakCharacteristicNotFoundError():
            return _NO_HEART_RATE
        case BleakDeviceNotFoundError():
            return _FORGOTTEN
        case BleakDBusError() if failure.dbus_error in _UNKNOWN:
            return _FORGOTTEN
        case BleakGATTProtocolError() if failure.args[0] in _PAIRING_CODES:
            return PAIRING_REQUIRED
        case BleakDBusError() if failure.dbus_error in _WITHOUT_PAIRING:
            return PAIRING_REQUIRED
        case BleakDBusError() if failure.dbus_error == _BUSY:
            return StrapBusyError("The system's Bluetooth is busy.", "It is tried again.")
        case BleakDBusError() if failure.dbus_error in _NO_SERVICE:
            return BluetoothUnavailableError(
                "The system's Bluetooth service does not run.",
                "Start it (on Linux: systemctl start bluetooth); the search goes on by itself.",
            )
        case OSError() | EOFError():
            # No D-Bus socket, or the bus died: on Linux that is how a missing bluetooth service shows.
            return BluetoothUnavailableError(*_NO_ADAPTER)
        case BleakError() if "Unreachable" in str(failure):
            return _UNREACHABLE
    return StrapError(f"Bluetooth failed ({_first_line(failure)}).", "It is tried again.")


def _first_line(failure: BaseException) -> str:
    text = str(failure).strip()
    return text.splitlines()[0][:120] if text else type(failure).__name__
