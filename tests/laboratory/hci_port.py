"""A virtual Bluetooth adapter behind a TCP port, for programs that bring a Bluetooth host of their own."""

import asyncio
import socket
from typing import Any

from bumble import hci
from bumble.transport.common import StreamPacketSink, StreamPacketSource

from tests.laboratory.air import Air, AirController, plain


class ClassicController(AirController):
    """A controller of the time before Bluetooth Low Energy."""

    supported_commands = {  # noqa: RUF012  an instance variable in bumble
        hci.HCI_RESET_COMMAND,
        hci.HCI_SET_EVENT_MASK_COMMAND,
        hci.HCI_READ_BD_ADDR_COMMAND,
    }

    def on_hci_le_set_event_mask_command(self, _command: hci.HCI_Command) -> Any:
        return hci.HCI_StatusReturnParameters(hci.HCI_ErrorCode.UNKNOWN_HCI_COMMAND_ERROR)


class HciPort:
    """The port; each client has a fresh adapter on ``air`` for as long as it is connected."""

    def __init__(self, air: Air, *, low_energy: bool = True, is_silent: bool = False) -> None:
        self._air = air
        self._controller = AirController if low_energy else ClassicController
        self._is_silent = is_silent
        self._server: asyncio.Server | None = None
        self._adapters: set[_Adapter] = set()

    async def start(self) -> str:
        """Listen on a free port; what a client names the transport by."""
        listening = socket.create_server(("127.0.0.1", 0))
        port = listening.getsockname()[1]
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(self._adapter, sock=listening)
        return f"tcp-client:127.0.0.1:{port}"

    async def stop(self) -> None:
        if self._server is not None:
            self._server.close()
        self.unplug()

    def unplug(self) -> None:
        """Take the adapters from their clients."""
        for adapter in list(self._adapters):
            adapter.unplug()

    def _adapter(self) -> "_Adapter":
        adapter = _Adapter(self._air, self._controller, self._adapters, is_silent=self._is_silent)
        self._adapters.add(adapter)
        return adapter


class _Adapter(StreamPacketSource):
    def __init__(
        self, air: Air, kind: type[AirController], others: "set[_Adapter]", *, is_silent: bool
    ) -> None:
        super().__init__()
        self._air = air
        self._kind = kind
        self._others = others
        self._is_silent = is_silent
        self._transport: asyncio.Transport | None = None
        self._controller: AirController | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        if not self._is_silent:
            self._controller = self._kind(
                "adapter", host_source=self, host_sink=StreamPacketSink(transport), link=self._air
            )

    def connection_lost(self, _error: Exception | None) -> None:
        self._others.discard(self)
        if self._controller is not None:
            self._controller.le_legacy_advertiser.stop()
            self._air.cut(plain(self._controller.random_address))
            self._air.remove_controller(self._controller)

    def unplug(self) -> None:
        if self._transport is not None:
            self._transport.close()
