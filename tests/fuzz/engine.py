"""Mutated packets through one decoder and one engine, as a faulty strap would send them for days."""

import gc
from collections import Counter
from itertools import chain
from random import Random
from typing import Final

from biofeedback.engine.engine import Engine
from devices.breath_pattern import BreathPattern
from devices.events import GuideChanged, LinkChanged, LinkState, Tick
from devices.notifications import HEART_RATE_MEASUREMENT, Notification
from devices.straps.decoder import Decoder
from devices.straps.heart_rate_service import encode_heart_rate_measurement
from tests.fuzz.corpus import parted
from tests.fuzz.mutation import mutated_inputs

_SECOND_NS: Final = 1_000_000_000
_STEPS_NS: Final = (*5 * (0,), *3 * (1_000_000,), *4 * (4_000_000,), 30_000_000, 60_000_000)
"""From one packet to the next: a hundred a second in the mean, more than are taken."""

_GOOD: Final = 0.3
"""Share of packets as a good strap sends them, so that chains, breaths and figures come about."""


class EngineFuzz:
    """Feeds one engine for as long as it is asked to.

    Parameters
    ----------
    seed : int
        Of the packets.
    """

    def __init__(self, seed: int) -> None:
        self.seen: Counter[str] = Counter()
        self._chance = Random(seed)
        self._packets = chain.from_iterable(map(parted, mutated_inputs(seed)))
        self._decoder, self._engine = Decoder(), Engine(0)
        self._now_ns = 0
        self._engine.take(LinkChanged(0, LinkState.STREAMING, "Polar H10 12345678", "C0:00:00:00:00:10"))
        self._engine.take(GuideChanged(0, running=True, pattern=BreathPattern(5.0, 2.0)))

    def feed(self, packets: int) -> None:
        """Take so many packets, each followed by the state where a second is over.

        Raises
        ------
        Exception
            Whatever should not have been raised.
        """
        for _ in range(packets):
            before_s = self._now_ns // _SECOND_NS
            self._now_ns += self._chance.choice(_STEPS_NS)
            event = self._decoder.decode(self._packet())
            self.seen[type(event).__name__] += 1
            self._engine.take(event)
            if self._now_ns // _SECOND_NS > before_s:
                self._engine.process(Tick(self._now_ns))
        gc.collect()

    def _packet(self) -> Notification:
        if self._chance.random() < _GOOD:
            ticks = round(900 + 60 * self._chance.random())
            data = encode_heart_rate_measurement(heart_rate_per_min=66, rr_ticks=(ticks,))
            return Notification(self._now_ns, HEART_RATE_MEASUREMENT, data)
        characteristic, data = next(self._packets)
        return Notification(self._now_ns, characteristic, data)
