"""Where the person's response usually lies at a pace."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean

from biofeedback.response.figure_history import FIRST_S, SETTLE_S, Change
from biofeedback.response.rsa import GuidedBreath


@dataclass(frozen=True, slots=True)
class Usual:
    """The mean response of the person's first minutes at this pace, and the difference expected by chance.

    Parameters
    ----------
    mean_ms : float
        Mean RSA amplitude.
    half_width_ms : float
        Half the 95 % interval of the difference of a later mean if nothing has changed.
    """

    mean_ms: float
    half_width_ms: float

    @property
    def low_ms(self) -> float:
        """Lower end of the range in milliseconds."""
        return self.mean_ms - self.half_width_ms

    @property
    def high_ms(self) -> float:
        """Upper end of the range in milliseconds."""
        return self.mean_ms + self.half_width_ms


def usual_response(breaths: Sequence[GuidedBreath], since_s: float, change: Change) -> Usual | None:
    """Return the usual response at the present pace, or None until the engine can compare with it.

    Parameters
    ----------
    breaths : sequence of GuidedBreath
        Breaths of the session, oldest first.
    since_s : float
        When the present pace began.
    change : Change
        Change of the response as the engine judges it.
    """
    from_s = since_s + SETTLE_S
    first_ms = [b.rsa_ms for b in breaths if from_s <= b.inhale_s < from_s + FIRST_S and b.rsa_ms is not None]
    if change.half_width_ms is None or not first_ms:
        return None
    return Usual(fmean(first_ms), change.half_width_ms)
