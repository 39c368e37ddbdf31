"""The laboratory as a test sees it: a child process with a synchronous interface that never hangs."""

import contextlib
import json
import os
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

from tests.laboratory.remote_strap import RemoteStrap
from tests.laboratory.scripted_control_point import ECG_AND_ACCELERATION

DEFAULT_NAME: Final = "Polar H10 12345678"
DEFAULT_ADDRESS: Final = "C0:00:00:00:00:10"

_ROOT: Final = Path(__file__).resolve().parents[2]
_POLL_S: Final = 0.01
_CLOSE_TIMEOUT_S: Final = 5.0


class LabError(Exception):
    """The laboratory refused a command, did not answer in time, or has ended."""


class Laboratory:
    """A virtual Bluetooth adapter with straps around it, behind a private system bus.

    Parameters
    ----------
    interval_ms : float
        Connection interval in milliseconds; 0 delivers at once, 30 is realistic.
    present, powered : bool
        State of the adapter at the start.
    timeout_s : float
        Longest wait for any answer.

    Examples
    --------
    >>> with Laboratory() as laboratory:                                    # doctest: +SKIP
    ...     strap = laboratory.add_strap()
    ...     subprocess.Popen(command, env=laboratory.environment())
    ...     strap.wait_subscribed()
    ...     strap.send(bytes.fromhex("103eb103"))
    """

    def __init__(
        self, *, interval_ms: float = 0, present: bool = True, powered: bool = True, timeout_s: float = 60.0
    ) -> None:
        self.bus_address = ""
        self._start_with = {"interval_ms": interval_ms, "present": present, "powered": powered}
        self._timeout_s = timeout_s
        self._lock = threading.Lock()
        self._answers: queue.Queue[dict[str, Any] | None] = queue.Queue()
        self._number = 0
        self._process: subprocess.Popen[bytes] | None = None
        self._reader: threading.Thread | None = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def start(self) -> None:
        path = os.pathsep.join(filter(None, [str(_ROOT), os.environ.get("PYTHONPATH")]))
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.laboratory.bench"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": path},
        )
        self._reader = threading.Thread(target=self._read, name="laboratory", daemon=True)
        self._reader.start()
        try:
            self.bus_address = str(self.ask("start", **self._start_with))
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """End the child process and its bus; harmless when done twice."""
        process, self._process = self._process, None
        if process is None:
            return
        assert process.stdin is not None
        assert process.stdout is not None
        with contextlib.suppress(BrokenPipeError):  # It may have died already.
            process.stdin.close()
        try:
            process.wait(_CLOSE_TIMEOUT_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        if self._reader is not None:
            self._reader.join(_CLOSE_TIMEOUT_S)
        process.stdout.close()

    def environment(self) -> dict[str, str]:
        """This process's environment with the laboratory's bus as the system bus."""
        return {**os.environ, "DBUS_SYSTEM_BUS_ADDRESS": self.bus_address}

    def add_strap(
        self,
        name: str = DEFAULT_NAME,
        address: str = DEFAULT_ADDRESS,
        *,
        battery_percent: int = 87,
        advertising: bool = True,
        tells_service: bool = True,
        has_measurement_data: bool = False,
        measurements: Iterable[int] = ECG_AND_ACCELERATION,
        **identity: str,
    ) -> RemoteStrap:
        """Put a strap into range.

        Parameters
        ----------
        name, address : str
            Advertised name and random static address, such as ``"C0:00:00:00:00:10"``.
        battery_percent : int
            Charge.
        advertising : bool
            Whether it can be found from the start.
        tells_service : bool
            Whether its advertisement names the heart-rate service.
        has_measurement_data : bool
            Whether it has Polar's service for ECG and acceleration.
        measurements : iterable of int
            Which of the two that service has: 0 ECG, 2 acceleration.
        **identity : str
            ``manufacturer``, ``model``, ``serial``, ``hardware``, ``firmware``, ``software``.
        """
        self.ask(
            "add_strap",
            identity={"name": name, "address": address.upper(), **identity},
            battery_percent=battery_percent,
            advertising=advertising,
            tells_service=tells_service,
            has_measurement_data=has_measurement_data,
            measurements=list(measurements),
        )
        return RemoteStrap(self, name, address.upper())

    def set_interval(self, interval_ms: float) -> None:
        """Connection interval in milliseconds, for all links from now on."""
        self.ask("set_interval", interval_ms=interval_ms)

    def power(self, *, on: bool) -> None:
        """Switch the adapter on or off."""
        self.ask("power", on=on)

    def adapter(self, *, present: bool) -> None:
        """Plug the adapter in or out."""
        self.ask("adapter", present=present)

    def service(self, *, running: bool) -> None:
        """Kill bluetoothd without a goodbye, or start it anew."""
        self.ask("service", running=running)

    def refuse_next(
        self, member: str, kind: str = "InProgress", text: str = "Operation already in progress"
    ) -> None:
        """Answer the next D-Bus call of ``member``, as ``"Connect"``, with ``org.bluez.Error.<kind>``."""
        self.ask("refuse_next", member=member, kind=kind, text=text)

    def abort_next_connect(self) -> None:
        """End the next connection as soon as it is up, as BlueZ may do (le-connection-abort-by-local)."""
        self.ask("abort_next_connect")

    def phone_lets_go(self) -> None:
        """Let the phone give back the strap that it has taken."""
        self.ask("phone_lets_go")

    def connections(self) -> list[str]:
        """Addresses of the connected straps."""
        return list(self.ask("connections"))

    def open_port(self, *, low_energy: bool = True, is_silent: bool = False) -> str:
        """Offer a Bluetooth adapter to a program with a host of its own.

        Parameters
        ----------
        low_energy : bool
            Whether the adapter knows Bluetooth Low Energy.
        is_silent : bool
            Whether it never answers.

        Returns
        -------
        str
            What bumble calls the transport, ``"tcp-client:127.0.0.1:PORT"``.
        """
        return str(self.ask("open_port", low_energy=low_energy, is_silent=is_silent))

    def unplug(self, transport_name: str) -> None:
        """Take the adapter of a port from the program that has it."""
        self.ask("unplug", transport_name=transport_name)

    def wait_for(
        self, condition: Callable[[], bool], what: str = "condition", *, timeout_s: float | None = None
    ) -> None:
        """Poll until ``condition`` holds.

        Raises
        ------
        LabError
            If it does not within ``timeout_s`` (the laboratory's own by default).
        """
        limit_s = self._timeout_s if timeout_s is None else timeout_s
        deadline_s = time.monotonic() + limit_s
        while not condition():
            if time.monotonic() > deadline_s:
                raise LabError(f"not within {limit_s} s: {what}")
            time.sleep(_POLL_S)

    def ask(self, command: str, **arguments: Any) -> Any:
        """Give a command of `tests.laboratory.bench` and return its result."""
        with self._lock:
            self._number += 1
            self._write({"id": self._number, "do": command, **arguments})
            answer = self._answer_to(self._number, command)
        if "error" in answer:
            raise LabError(answer["error"])
        return answer["result"]

    def _write(self, request: dict[str, Any]) -> None:
        if self._process is None or self._process.stdin is None:
            raise LabError("the laboratory is not running")
        try:
            self._process.stdin.write(json.dumps(request).encode() + b"\n")
            self._process.stdin.flush()
        except OSError as error:
            raise LabError(f"the laboratory has ended with {self._process.poll()}") from error

    def _answer_to(self, number: int, command: str) -> dict[str, Any]:
        deadline_s = time.monotonic() + self._timeout_s
        while True:
            try:
                answer = self._answers.get(timeout=max(0.0, deadline_s - time.monotonic()))
            except queue.Empty as error:
                raise LabError(f"no answer to {command!r} within {self._timeout_s} s") from error
            if answer is None:
                self._answers.put(None)
                raise LabError(f"the laboratory ended during {command!r}")
            if answer["id"] == number:  # Others belong to commands that were given up.
                return answer

    def _read(self) -> None:
        process = self._process
        if process is not None and process.stdout is not None:
            for line in process.stdout:
                self._answers.put(json.loads(line))
        self._answers.put(None)
