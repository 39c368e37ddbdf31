"""A Polar control point that fails as a test wants it to; else it is the simulated strap's own."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from devices.simulated.peripheral.measurement_server import (
    POLAR_H10_OFFERS,
    MeasurementServer,
    RefusedWriteError,
    Requester,
    in_parts,
)
from devices.streams import Measurement

ECG_AND_ACCELERATION: Final = (Measurement.ECG.value, Measurement.ACCELERATION.value)

INSUFFICIENT_AUTHENTICATION: Final = 0x05
_RESPONSE: Final = 0xF0
_HEAD_BYTES: Final = 4


@dataclass(slots=True)
class AttRefusal:
    """An ATT error for the writes of one operation; ``times`` is how many are left, None for all."""

    code: int
    times: int | None = None


class ScriptedControlPoint(MeasurementServer):
    """The control point of a virtual strap.

    Parameters
    ----------
    measurements : iterable of int
        What the strap has: 0 ECG, 2 acceleration.
    """

    def __init__(self, measurements: Iterable[int] = ECG_AND_ACCELERATION) -> None:
        wanted = set(measurements)
        super().__init__({one: offer for one, offer in POLAR_H10_OFFERS.items() if one.value in wanted})
        self.requests: list[bytes] = []
        self.refusals: dict[int, int] = {}
        """Status with which an operation is answered, by operation."""
        self.att_refusals: dict[int, AttRefusal] = {}
        self.needs_pairing = False
        """Whether writes are refused until the link is encrypted."""
        self.is_silent = False
        """Whether writes are accepted and never answered."""
        self.part_bytes: int | None = None
        """The most bytes of parameters in one indication; None leaves answers whole."""

    def answers(self, request: bytes, requester: Requester) -> Sequence[bytes]:
        if self.needs_pairing and not requester.encrypted:
            raise RefusedWriteError(INSUFFICIENT_AUTHENTICATION)
        self.requests.append(request)
        self._refuse_by_att(request[0])
        if self.is_silent:
            return []
        if request[0] in self.refusals:
            return [bytes([_RESPONSE, *request[:2], self.refusals[request[0]]])]
        answers = super().answers(request, requester)
        if self.part_bytes is None or len(answers[0]) == _HEAD_BYTES:
            return answers
        parameters = b"".join(answer[_HEAD_BYTES + 1 :] for answer in answers)
        return in_parts(answers[0][:_HEAD_BYTES], parameters, self.part_bytes)

    def _refuse_by_att(self, operation: int) -> None:
        refusal = self.att_refusals.get(operation)
        if refusal is None:
            return
        if refusal.times is not None:
            refusal.times -= 1
            if refusal.times == 0:
                del self.att_refusals[operation]
        raise RefusedWriteError(refusal.code)

    def refuse(
        self,
        operation: int,
        *,
        status: int | None = None,
        att_error: int | None = None,
        times: int | None = None,
    ) -> None:
        """Refuse an operation by a status for good, or by an ATT error, all or the next ``times``."""
        if status is not None:
            self.refusals[operation] = status
        if att_error is not None:
            self.att_refusals[operation] = AttRefusal(att_error, times)
