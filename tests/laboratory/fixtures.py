"""Fixtures of the laboratory; ``tests/conftest.py`` hands them to every test."""

from collections.abc import AsyncIterator, Iterator

import pytest

from tests.laboratory.bleak_session import bleak_on
from tests.laboratory.laboratory import Laboratory
from tests.laboratory.remote_strap import RemoteStrap


@pytest.fixture(scope="module")
def laboratory() -> Iterator[Laboratory]:
    """One laboratory for each module: its start takes most of a test's time."""
    with Laboratory() as shared:
        yield shared


@pytest.fixture
def strap(laboratory: Laboratory) -> Iterator[RemoteStrap]:
    """A strap of its own for each test, and the adapter as new afterwards."""
    one = laboratory.add_strap("Polar H10 0A0B0C0D", "C0:00:00:00:00:01")
    yield one
    one.remove()
    laboratory.set_interval(0)
    laboratory.adapter(present=True)
    laboratory.power(on=True)


@pytest.fixture
def polar_strap(laboratory: Laboratory) -> Iterator[RemoteStrap]:
    """A strap with Polar's Measurement Data service."""
    one = laboratory.add_strap("Polar H10 0E0F0A0B", "C0:00:00:00:00:03", has_measurement_data=True)
    yield one
    one.remove()


@pytest.fixture
async def on_bus(laboratory: Laboratory) -> AsyncIterator[None]:
    """bleak's BlueZ backend in this process uses the laboratory's bus."""
    async with bleak_on(laboratory.bus_address):
        yield
