"""Explains Bluetooth failures to the person."""

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
from devices.message import message

BLUETOOTH_FAILURES: Final = (BleakError, TimeoutError, OSError, EOFError)
"""Errors of bleak: TimeoutError when connecting, OSError without D-Bus, EOFError when the bus dies."""

_NO_ADAPTER: Final = message("link.no_adapter"), message("link.plug_in_adapter")
_DENIED: Final = message("link.bluetooth_denied"), message("link.allow_bluetooth")
_REFUSED: Final = message("link.bluetooth_refused"), message("link.give_access")
_UNAVAILABLE: Final = {
    BleakBluetoothNotAvailableReason.NO_BLUETOOTH: _NO_ADAPTER,
    BleakBluetoothNotAvailableReason.NO_BLE_CENTRAL_ROLE: (
        message("link.no_low_energy"),
        message("link.newer_adapter"),
    ),
    BleakBluetoothNotAvailableReason.POWERED_OFF: (
        message("link.bluetooth_off"),
        message("link.turn_on"),
    ),
    BleakBluetoothNotAvailableReason.DENIED_BY_USER: _DENIED,
    BleakBluetoothNotAvailableReason.DENIED_BY_SYSTEM: _REFUSED,
    BleakBluetoothNotAvailableReason.DENIED_BY_UNKNOWN: _DENIED,
}

PAIRING_REQUIRED: Final = PairingRequiredError(message("strap.needs_pairing"), message("strap.pair"))
_UNREACHABLE: Final = StrapError(message("link.not_reached"), message("link.remove_strap"))

_NO_HEART_RATE: Final = StrapError(message("strap.no_heart_rate"), message("strap.choose_another"))
_FORGOTTEN: Final = StrapBusyError(message("link.forgotten"), message("link.searched_again"))
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
    """Turn an error of bleak or the system into a sentence with advice."""
    match failure:
        case StrapError():
            return failure
        case BleakBluetoothNotAvailableError():
            return BluetoothUnavailableError(*_UNAVAILABLE.get(failure.reason, _NO_ADAPTER))
        case TimeoutError():
            return StrapSilentError(message("strap.silent"), message("strap.come_closer"))
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
            return StrapBusyError(message("link.busy"), message("link.tried_again"))
        case BleakDBusError() if failure.dbus_error in _NO_SERVICE:
            return BluetoothUnavailableError(message("link.no_service"), message("link.start_service"))
        case OSError() | EOFError():
            # No D-Bus socket, or the bus died: on Linux this is the sign of a missing bluetooth service.
            return BluetoothUnavailableError(*_NO_ADAPTER)
        case BleakError() if "Unreachable" in str(failure):
            return _UNREACHABLE
    return StrapError(message("link.failed", why=_first_line(failure)), message("link.tried_again"))


def _first_line(failure: BaseException) -> str:
    text = str(failure).strip()
    return text.splitlines()[0][:120] if text else type(failure).__name__
