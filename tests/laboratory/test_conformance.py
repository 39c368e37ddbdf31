"""What the laboratory relies on in the installed bleak and bumble."""

import inspect
import sys
from typing import Any

import pytest
from bleak.backends.client import BaseBleakClient
from bleak.backends.scanner import BaseBleakScanner
from bumble import controller, gatt_client, gatt_server, hci, link

from tests.laboratory.bumble_backend import BumbleClient, BumbleScanner


class TestConformance:
    """What the laboratory relies on beyond the public interfaces; a failure names the broken pin."""

    @pytest.mark.skipif(sys.platform != "linux", reason="the BlueZ backend imports on Linux only")
    def test_bleak_keeps_one_manager_for_each_loop(self) -> None:
        manager = pytest.importorskip("bleak.backends.bluezdbus.manager")
        assert isinstance(manager._global_instances, dict)
        fresh = manager.BlueZManager()
        assert fresh._bus is None
        assert fresh._bus_watcher_task is None

    def test_bleak_asks_of_a_backend_what_route_a_implements(self) -> None:
        assert BaseBleakScanner.__abstractmethods__ == {"start", "stop"}
        assert not inspect.isabstract(BumbleScanner)
        assert not inspect.isabstract(BumbleClient)
        assert "pair" in inspect.signature(BaseBleakClient.connect).parameters

    async def test_bumble_does_not_end_a_cancelled_connect(self) -> None:
        plain = controller.Controller("plain")
        pending: Any = object()
        plain.pending_le_connection = pending
        plain.on_hci_le_create_connection_cancel_command(hci.HCI_LE_Create_Connection_Cancel_Command())
        assert plain.pending_le_connection is pending, "bumble ends it now: AirController need not"

    def test_bumble_takes_advertising_units_for_milliseconds(self) -> None:
        source = inspect.getsource(controller.LegacyAdvertiser._on_timer_fired)
        assert "self.advertising_interval_min / 1000.0" in source, "AirController need not convert now"

    def test_bumble_discovers_descriptors_again_at_each_subscription(self) -> None:
        source = inspect.getsource(gatt_client)
        assert source.count("descriptors_discovered") == 3, "Link.discover need not set it now"

    def test_bumble_addresses_data_by_the_random_address(self) -> None:
        source = inspect.getsource(link.LocalLink.send_acl_data)
        assert "source_address = sender_controller.random_address" in source, "Air need not override now"

    def test_bumble_offers_what_the_air_overrides_and_calls(self) -> None:
        acl = inspect.signature(link.LocalLink.send_acl_data)
        assert list(acl.parameters) == [
            "self",
            "sender_controller",
            "destination_address",
            "transport",
            "data",
        ]
        received = inspect.signature(controller.Controller.on_link_acl_data)
        assert list(received.parameters) == ["self", "sender_address", "transport", "data"]
        lost = inspect.signature(controller.Controller.on_le_disconnected)
        assert list(lost.parameters) == ["self", "connection", "reason"]
        assert "enabled" in controller.LegacyAdvertiser.__dataclass_fields__
        cccd = inspect.signature(gatt_server.Server.read_cccd)
        assert list(cccd.parameters) == ["self", "bearer", "characteristic"]
        fields = controller.Connection.__dataclass_fields__
        assert {"self_address", "peer_address", "transport"} <= set(fields)
