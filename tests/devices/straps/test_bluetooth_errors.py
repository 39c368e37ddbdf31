"""What Bluetooth's failures mean to a person: a sentence and advice for each."""

import pytest
from bleak.exc import (
    BleakBluetoothNotAvailableError,
    BleakBluetoothNotAvailableReason,
    BleakDBusError,
    BleakDeviceNotFoundError,
    BleakError,
    BleakGATTProtocolError,
)

from devices.errors import BluetoothUnavailableError, PairingRequiredError, StrapBusyError, StrapSilentError
from devices.message import message
from devices.straps.bluetooth_errors import BLUETOOTH_FAILURES, explain


def dbus(name: str, text: str = "") -> BleakDBusError:
    return BleakDBusError(name, [text])


@pytest.mark.parametrize(
    ("failure", "kind", "sentence"),
    [
        (dbus("org.bluez.Error.NotPermitted", "Not paired"), PairingRequiredError, "paired with"),
        (BleakGATTProtocolError(0x05), PairingRequiredError, "Pair it in the system's Bluetooth settings"),
        (BleakGATTProtocolError(0x0F), PairingRequiredError, "heart rate and beats go on"),
        (dbus("org.bluez.Error.InProgress"), StrapBusyError, "busy"),
        (dbus("org.freedesktop.DBus.Error.UnknownObject"), StrapBusyError, "forgotten"),
        (BleakDeviceNotFoundError("AA"), StrapBusyError, "searching for it again"),
        (dbus("org.freedesktop.DBus.Error.ServiceUnknown"), BluetoothUnavailableError, "does not run"),
        (TimeoutError(), StrapSilentError, "The strap was seen but does not answer. Come closer."),
        (FileNotFoundError("no socket"), BluetoothUnavailableError, "No Bluetooth adapter was found."),
        (EOFError(), BluetoothUnavailableError, "check that the system's Bluetooth service is running"),
        (
            BleakError("Could not get GATT services: Unreachable"),
            BleakError,
            "remove the strap in the system's",
        ),
        (BleakGATTProtocolError(0x80), BleakError, "Bluetooth failed"),
        (BleakError("first line\nsecond line"), BleakError, "(first line)"),
        (BleakError(), BleakError, "(BleakError)"),
    ],
)
def test_each_failure_has_its_sentence(failure: Exception, kind: type, sentence: str) -> None:
    error = explain(failure)
    assert isinstance(error, kind) or kind is BleakError
    assert sentence in str(error)
    assert "\n" not in str(error)


@pytest.mark.parametrize(
    ("reason", "sentence"),
    [
        ("NO_BLUETOOTH", "No Bluetooth adapter was found. Plug one in"),
        ("NO_BLE_CENTRAL_ROLE", "does not support Bluetooth Low Energy"),
        ("POWERED_OFF", "Bluetooth is off. Turn it on; the search goes on by itself."),
        ("DENIED_BY_USER", "Privacy & Security > Bluetooth"),
        ("DENIED_BY_SYSTEM", "The system refused access to Bluetooth. Give the container or sandbox access"),
        ("DENIED_BY_UNKNOWN", "Allow it in the system's settings"),
        ("UNKNOWN", "No Bluetooth adapter was found."),
    ],
)
def test_each_reason_why_bluetooth_is_unavailable_has_its_sentence(reason: str, sentence: str) -> None:
    failure = BleakBluetoothNotAvailableError("", BleakBluetoothNotAvailableReason[reason])
    error = explain(failure)
    assert isinstance(error, BluetoothUnavailableError)
    assert sentence in str(error)


def test_what_is_explained_is_caught() -> None:
    failures = (BleakError(), TimeoutError(), FileNotFoundError(), EOFError())
    assert all(isinstance(failure, BLUETOOTH_FAILURES) for failure in failures)
    error = StrapSilentError(message("strap.silent"))
    assert explain(error) is error
