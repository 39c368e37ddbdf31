"""A Bluetooth laboratory: virtual straps that are reached over a real Bluetooth LE stack.

Route B, the primary one, leaves the program as it is: `Laboratory` starts a private system bus with an
``org.bluez`` of its own, and the program finds it by ``DBUS_SYSTEM_BUS_ADDRESS`` (Linux).

Route A replaces bleak's backend (``tests.laboratory.bumble_backend.AirSpace``): no bus and no other process.
"""

from tests.laboratory.laboratory import LabError, Laboratory
from tests.laboratory.recording import Packet, packets_from_rr_csv
from tests.laboratory.remote_strap import RemoteStrap, StrapStatus

__all__ = ["LabError", "Laboratory", "Packet", "RemoteStrap", "StrapStatus", "packets_from_rr_csv"]
