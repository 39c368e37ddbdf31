"""The air between virtual controllers, with what bumble's own link leaves out.

bumble 0.0.236 has no connection interval, no way to lose a link, addresses data by the sender's current
random address, never ends a cancelled connect, and takes advertising units of 0.625 ms for milliseconds.
"""

import asyncio
from collections import deque
from dataclasses import dataclass, field
from typing import Final

from bumble import controller, core, hci, link

ADVERTISING_UNIT_MS: Final = 0.625
"""Unit of the HCI advertising interval (Core 5.4, Vol 4, Part E, 7.8.5)."""


@dataclass(slots=True)
class _Direction:
    """Data of one connection in one direction that waits for the next connection event."""

    sender: controller.Controller
    connection: controller.Connection
    waiting: deque[bytes] = field(default_factory=deque)


class Air(link.LocalLink):
    """Carries data between controllers.

    Parameters
    ----------
    interval_s : float
        Connection interval in seconds: data is delivered at its multiples only. 0 delivers at once.
    """

    def __init__(self, interval_s: float = 0.0) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.interval_s = interval_s
        self._directions: dict[int, _Direction] = {}
        self._muted: set[str] = set()

    def send_acl_data(
        self,
        sender_controller: controller.Controller,
        destination_address: hci.Address,
        transport: core.PhysicalTransport,
        data: bytes,
    ) -> None:
        connection = sender_controller.le_connections.get(destination_address)
        if transport != core.PhysicalTransport.LE or connection is None:
            return
        direction = self._directions.get(id(connection))
        if direction is None:
            direction = self._directions[id(connection)] = _Direction(sender_controller, connection)
            loop = asyncio.get_running_loop()
            loop.call_at(self._next_event(loop.time()), self._deliver, direction)
        direction.waiting.append(data)

    def cut(self, address: str) -> int:
        """Lose every link of ``address`` as by supervision timeout; the number of links lost."""
        lost = 0
        for end in list(self.controllers):
            for connection in list(end.le_connections.values()):
                if address in (plain(connection.self_address), plain(connection.peer_address)):
                    end.on_le_disconnected(connection, hci.HCI_CONNECTION_TIMEOUT_ERROR)
                    lost += 1
        return lost // 2

    def mute(self, address: str, *, muted: bool) -> None:
        """Swallow all data to and from ``address`` while its links stay up."""
        if muted:
            self._muted.add(address)
        else:
            self._muted.discard(address)

    def _next_event(self, now_s: float) -> float:
        if self.interval_s <= 0:
            return now_s
        return (now_s // self.interval_s + 1) * self.interval_s

    def _deliver(self, direction: _Direction) -> None:
        connection = direction.connection
        del self._directions[id(connection)]
        receiver = self._other_end(connection)
        still_up = direction.sender.le_connections.get(connection.peer_address) is connection
        if receiver is None or not still_up or self._is_muted(connection):
            return
        for data in direction.waiting:
            receiver.on_link_acl_data(connection.self_address, connection.transport, data)

    def _other_end(self, connection: controller.Connection) -> controller.Controller | None:
        for end in self.controllers:
            mirror = end.le_connections.get(connection.self_address)
            if mirror is not None and mirror.self_address == connection.peer_address:
                return end
        return None

    def _is_muted(self, connection: controller.Connection) -> bool:
        return not self._muted.isdisjoint({plain(connection.self_address), plain(connection.peer_address)})


class AirController(controller.Controller):
    """A controller whose connect can be cancelled and whose advertising interval is the one asked for."""

    # Legacy advertising only: one report an event, and the own address is known when a link comes up.
    le_features = controller.Controller.le_features & ~(
        hci.LeFeatureMask.LE_EXTENDED_ADVERTISING | hci.LeFeatureMask.LE_PERIODIC_ADVERTISING
    )

    def on_hci_le_create_connection_cancel_command(
        self, _command: hci.HCI_LE_Create_Connection_Cancel_Command
    ) -> hci.HCI_StatusReturnParameters:
        pending, self.pending_le_connection = self.pending_le_connection, None
        if pending is None:
            return hci.HCI_StatusReturnParameters(hci.HCI_ErrorCode.COMMAND_DISALLOWED_ERROR)
        # Called soon, since the command is completed before its connection ends (Core, 7.8.13).
        asyncio.get_running_loop().call_soon(self.send_hci_packet, _cancelled(pending.peer_address))
        return hci.HCI_StatusReturnParameters(hci.HCI_ErrorCode.SUCCESS)

    def on_hci_le_set_advertising_parameters_command(
        self, command: hci.HCI_LE_Set_Advertising_Parameters_Command
    ) -> hci.HCI_StatusReturnParameters:
        result = super().on_hci_le_set_advertising_parameters_command(command)
        interval_ms = command.advertising_interval_min * ADVERTISING_UNIT_MS
        self.le_legacy_advertiser.advertising_interval_min = round(interval_ms)
        return result


def plain(address: hci.Address) -> str:
    """An address as ``"C0:11:22:33:44:55"``, without its type."""
    text: str = address.to_string(False)
    return text.upper()


def _cancelled(peer_address: hci.Address) -> hci.HCI_LE_Connection_Complete_Event:
    return hci.HCI_LE_Connection_Complete_Event(
        status=hci.HCI_ErrorCode.UNKNOWN_CONNECTION_IDENTIFIER_ERROR,
        connection_handle=0,
        role=hci.Role.CENTRAL,
        peer_address_type=peer_address.address_type,
        peer_address=peer_address,
        connection_interval=0,
        peripheral_latency=0,
        supervision_timeout=0,
        central_clock_accuracy=0,
    )
