"""`biofeedback simulate --serve` in a process of its own, in the laboratory's air."""

import signal
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from tests.laboratory import Laboratory
from tests.polling import wait_until
from tests.program import DEADLINE_S, running


@dataclass
class ServedStrap:
    """A strap in a process of its own, and what it has said."""

    process: "subprocess.Popen[str]"
    transport: str
    name: str
    lines: list[str] = field(default_factory=list)

    def says(self, words: str) -> bool:
        return any(words in line for line in self.lines)

    def listen(self) -> None:
        assert self.process.stderr is not None
        self.lines.extend(iter(self.process.stderr.readline, ""))

    def end(self, number: signal.Signals = signal.SIGTERM) -> int:
        self.process.send_signal(number)
        return self.process.wait(DEADLINE_S)


@contextmanager
def serving(laboratory: Laboratory, *arguments: object, seed: int = 0) -> Iterator[ServedStrap]:
    transport = laboratory.open_port()
    with running("simulate", "--serve", transport, "--seed", seed, *arguments) as process:
        served = ServedStrap(process, transport, f"Polar H10 {0x51A0C0DE + seed:08X}")
        listener = threading.Thread(target=served.listen)
        listener.start()
        try:
            wait_until(lambda: served.says("can be found") or process.poll() is not None)
            yield served
        finally:
            process.kill()
            listener.join()
            assert not served.says("Traceback"), served.lines
