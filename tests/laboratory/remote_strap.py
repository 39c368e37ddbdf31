"""A strap in the laboratory, as a test sees it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tests.laboratory.recording import Packet

if TYPE_CHECKING:
    from tests.laboratory.laboratory import Laboratory


@dataclass(frozen=True, slots=True)
class StrapStatus:
    """How a strap is doing; ``sent_count`` counts notifications handed to the air."""

    connected: bool
    subscribed: bool
    advertising: bool
    playing: bool
    sent_count: int


@dataclass(frozen=True, slots=True)
class SentNotification:
    """A notification handed to the air at ``time_s`` of `time.monotonic` (one clock for all processes)."""

    time_s: float
    characteristic: str
    data: bytes


@dataclass(frozen=True, slots=True)
class RemoteStrap:
    """A strap in the laboratory."""

    laboratory: "Laboratory"
    name: str
    address: str

    def status(self) -> StrapStatus:
        return StrapStatus(**self._ask("status"))

    def advertise(self, *, on: bool) -> None:
        """Be found or not; a connected strap advertises again when its link has ended."""
        self._ask("advertise", on=on)

    def send(self, data: bytes) -> bool:
        """Notify 0x2A37; false where nobody is subscribed, the value is lost then."""
        return bool(self._ask("send", data=data.hex()))

    def send_measurement(self, frame: bytes) -> bool:
        """Notify a frame of Polar's measurement data; false where its stream runs not or nobody hears."""
        return bool(self._ask("send_measurement", data=frame.hex()))

    def streaming(self) -> set[int]:
        """Measurements that were started and not stopped: 0 ECG, 2 acceleration."""
        return set(self._ask("streaming"))

    def refuse_measurement(
        self,
        *,
        operation: int,
        status: int | None = None,
        att_error: int | None = None,
        times: int | None = None,
    ) -> None:
        """Refuse an operation of the control point: 1 GET, 2 START, 3 STOP.

        Parameters
        ----------
        operation : int
            Which.
        status : int, optional
            Answer with this status from now on.
        att_error : int, optional
            Refuse the write itself, with this ATT error.
        times : int, optional
            How many writes get ``att_error``; all by default.
        """
        self._ask("refuse_measurement", operation=operation, status=status, att_error=att_error, times=times)

    def need_pairing(self, *, on: bool) -> None:
        """Refuse writes to the control point until the link is paired (ATT error 0x05)."""
        self._script("needs_pairing", on)

    def silence_control_point(self, *, on: bool) -> None:
        """Accept requests without ever answering them."""
        self._script("is_silent", on)

    def answer_in_parts(self, part_bytes: int | None) -> None:
        """Send answers of the control point in parts of so many bytes of parameters; None: whole."""
        self._script("part_bytes", part_bytes)

    def play(
        self, packets: Iterable[Packet], *, speed: float = 1.0, wait_for_subscriber: bool = True
    ) -> None:
        """Send packets at their times, ``speed`` times as fast; what nobody hears is lost."""
        rows = [(packet.time_s, packet.data.hex()) for packet in packets]
        self._ask("play", packets=rows, speed=speed, wait_for_subscriber=wait_for_subscriber)

    def play_measurements(self, frames: Iterable[tuple[float, bytes]]) -> float:
        """Send frames (due_s, bytes) of Polar's measurement data at their times, beside what `play` sends.

        Returns
        -------
        float
            When their time 0 is, on the clock of `time.monotonic`.
        """
        rows = [(due_s, frame.hex()) for due_s, frame in frames]
        return float(self._ask("play_measurements", frames=rows))

    def stop_playing(self) -> None:
        self._ask("stop_playing")

    def battery(self, percent: int) -> bool:
        """Set the charge; true where somebody was notified of it."""
        return bool(self._ask("battery", percent=percent))

    def cut_link(self) -> int:
        """Lose the link as by supervision timeout (reason 0x08); the number of links lost."""
        return int(self._ask("cut_link"))

    def taken_by_phone(self) -> None:
        """Lose the link, and be held by a phone until `Laboratory.phone_lets_go`."""
        self._ask("phone_takes")

    def hang_up(self) -> None:
        """Close the link from the strap's side (reason 0x13)."""
        self._ask("hang_up")

    def mute(self, *, on: bool) -> None:
        """Swallow all data both ways while the link stays up."""
        self._ask("mute", on=on)

    def forget(self) -> bool:
        """Make BlueZ forget the device; false while it is connected or unknown."""
        return bool(self._ask("forget"))

    def remove(self) -> None:
        """Take the strap out of range; a link is lost."""
        self._ask("remove_strap")

    def sent_log(self, characteristic: str = "2a37") -> list[SentNotification]:
        """Every notification of ``characteristic`` that was handed to the air, in order."""
        rows = (SentNotification(t, uuid, bytes.fromhex(data)) for t, uuid, data in self._ask("sent_log"))
        return [row for row in rows if row.characteristic == characteristic]

    def wait_connected(self, *, timeout_s: float | None = None) -> None:
        self._wait(lambda: self.status().connected, "connected", timeout_s)

    def wait_disconnected(self, *, timeout_s: float | None = None) -> None:
        self._wait(lambda: not self.status().connected, "disconnected", timeout_s)

    def wait_subscribed(self, *, timeout_s: float | None = None) -> None:
        self._wait(lambda: self.status().subscribed, "subscribed to 0x2A37", timeout_s)

    def wait_played(self, *, timeout_s: float | None = None) -> None:
        self._wait(lambda: not self.status().playing, "played to the end", timeout_s)

    def _wait(self, condition: Callable[[], bool], what: str, timeout_s: float | None) -> None:
        self.laboratory.wait_for(condition, f"{self.name} {what}", timeout_s=timeout_s)

    def _script(self, attribute: str, value: object) -> None:
        self._ask("script_control_point", attribute=attribute, value=value)

    def _ask(self, command: str, **arguments: Any) -> Any:
        return self.laboratory.ask(command, strap=self.address, **arguments)
