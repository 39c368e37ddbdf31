"""Detects whether another copy of this program, or another program, already uses a strap on this computer.

On Linux all programs share a link: if one program ends it, it ends for all. This program therefore does not
touch a strap that another program uses.
"""

import hashlib
import logging
import os
import tempfile
from pathlib import Path
from typing import IO, Final

from bleak.backends.device import BLEDevice

from devices.errors import StrapInUseError
from devices.events import HeardStrap
from devices.message import message
from devices.notifications import HEART_RATE_MEASUREMENT

_LOG: Final = logging.getLogger(__name__)
_CHARACTERISTIC: Final = "org.bluez.GattCharacteristic1"


class StrapClaim:
    """Claims straps for this process; the system releases a claim when the process ends or crashes.

    Parameters
    ----------
    adapter : str
        Adapter that connects to the strap.
    """

    def __init__(self, adapter: str = "") -> None:
        self._adapter = adapter
        self._address = ""
        self._file: IO[bytes] | None = None

    def take(self, address: str) -> bool:
        """Claim a strap and release the previous one; return False if another process has claimed it."""
        if self._file is not None and address == self._address:
            return True
        self.release()
        try:
            self._file = _locked(self._path(address))
        except BlockingIOError:
            return False
        except OSError as error:  # no place to store claims: continue without
            _LOG.info("no claim on the strap: %s", error)
        self._address = address
        return True

    def release(self) -> None:
        """Release the claim."""
        if self._file is not None:
            self._file.close()
        self._file, self._address = None, ""

    def _path(self, address: str) -> Path:
        # A separate bus, as in a container or a test, has its own straps.
        reached_by = os.environ.get("DBUS_SYSTEM_BUS_ADDRESS", ""), self._adapter, address.lower()
        return _folder() / f"{hashlib.sha256('|'.join(reached_by).encode()).hexdigest()[:24]}.lock"


def _folder() -> Path:
    runtime = os.environ.get("XDG_RUNTIME_DIR")
    user = os.getuid() if hasattr(os, "getuid") else ""
    folder = Path(runtime or tempfile.gettempdir()) / f"biofeedback-straps-{user}"
    folder.mkdir(mode=0o700, exist_ok=True)
    if hasattr(os, "getuid") and folder.lstat().st_uid != user:
        raise PermissionError(f"{folder} belongs to somebody else")
    return folder


def _locked(path: Path) -> IO[bytes] | None:
    try:
        import fcntl
    except ImportError:  # on Windows a link belongs to the program, not to the computer
        return None
    descriptor = os.open(path, os.O_CREAT | os.O_RDWR | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
    file = os.fdopen(descriptor, "wb")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BaseException:
        file.close()
        raise
    return file


async def is_listened_to(device: BLEDevice) -> bool:
    """Whether another program has subscribed to the strap's heart rate; False if this is unknown."""
    details = device.details
    if not isinstance(details, dict) or "path" not in details:
        return False
    from bleak.backends.bluezdbus.manager import get_global_bluez_manager

    try:
        objects = (await get_global_bluez_manager())._properties
    except AttributeError:  # another version of bleak stores it elsewhere
        return False
    within = f"{details['path']}/"
    return any(
        _is_listened_to(interfaces.get(_CHARACTERISTIC, {}))
        for path, interfaces in objects.items()
        if path.startswith(within)
    )


def _is_listened_to(characteristic: dict[str, object]) -> bool:
    if characteristic.get("UUID") != HEART_RATE_MEASUREMENT:
        return False
    return bool(characteristic.get("Notifying") or characteristic.get("NotifyAcquired"))


def in_use(strap: HeardStrap) -> StrapInUseError:
    """Return the error for a strap that another program uses."""
    return StrapInUseError(
        message("strap.in_use", strap=strap.name or strap.address), message("strap.close_other_program")
    )
