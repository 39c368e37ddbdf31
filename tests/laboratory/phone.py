"""Somebody else's central on the same air, which takes a strap away."""

import asyncio
from typing import Final

from tests.laboratory.air import Air
from tests.laboratory.central import Central, Link

ADDRESS: Final = "F0:00:00:00:00:02"


class Phone:
    """A phone; it joins the air with the first strap that it takes."""

    def __init__(self, air: Air) -> None:
        self._central = Central(air, ADDRESS)
        self._air = air
        self._link: Link | None = None
        self._is_on = False

    async def take(self, address: str) -> None:
        """End the strap's other links and hold it; a strap of the laboratory has one link at a time."""
        if not self._is_on:
            self._is_on = True
            await self._central.start()
        taking = asyncio.create_task(self._central.connect(address))
        await asyncio.sleep(0)  # the phone must wait for the first advertisement before it comes
        self._air.cut(address)
        self._link = await taking

    async def let_go(self) -> None:
        """Give the strap back."""
        if self._link is not None:
            await self._link.disconnect()
            self._link = None

    async def stop(self) -> None:
        if self._is_on:
            await self._central.stop()
