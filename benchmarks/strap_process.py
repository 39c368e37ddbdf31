"""A simulated strap in a process of its own, so that its memory and time are not counted as the program's."""

from collections.abc import Callable
from multiprocessing import get_context
from multiprocessing.connection import Connection

from biofeedback.pacing.guide import Guide
from devices.breath_pattern import BreathPattern
from devices.simulated.link import SimulatedLink
from devices.simulated.scenario import Scenario
from devices.straps.source import Put


class StrapProcess:
    """A source that sends when its clock is moved; its person breathes with a guide that never changes.

    Parameters
    ----------
    start_ns : int
        When person, strap and guide begin.
    ecg : bool
        Whether the ECG is streamed too.
    """

    def __init__(self, start_ns: int, *, ecg: bool) -> None:
        self._put: Put = lambda _: None
        context = get_context("spawn")
        self._here, there = context.Pipe()
        self._process = context.Process(
            target=_live, args=(there, start_ns), kwargs={"ecg": ecg}, daemon=True
        )
        self._process.start()

    def start(self, put: Put) -> None:
        self._put = put

    def stop(self) -> None:
        self._put = lambda _: None

    def choose(self, address: str) -> None:
        raise NotImplementedError(address)

    def advance(self, time_ns: int) -> None:
        """Let time go on, and put what was sent in it."""
        self._here.send(time_ns)
        for arrival in self._here.recv():
            self._put(arrival)

    def close(self) -> None:
        self._here.send(None)
        self._process.join()


def _live(pipe: "Connection[object, int | None]", start_ns: int, *, ecg: bool) -> None:
    link = SimulatedLink(Scenario(), seed=1, lung_guide=_guided(start_ns), start_ns=start_ns, ecg=ecg)
    while (time_ns := pipe.recv()) is not None:
        pipe.send(link.advance(time_ns))


def _guided(start_ns: int) -> Callable[[float], float]:
    guide = Guide().changed(0.0, BreathPattern(), running=True)
    return lambda monotonic_s: guide.at(monotonic_s - start_ns / 1e9).lung_position
