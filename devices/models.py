"""What is known of straps by model; never needed to connect."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class StrapModel:
    """A model of strap.

    Parameters
    ----------
    name_prefix : str
        What its advertised name begins with.
    latency_s : float
        Median time from a heart beat to the notification that carries its RR interval.
    """

    name_prefix: str
    latency_s: float


MODELS: Final = (
    StrapModel("Polar H10", 2.6),
    StrapModel("HRM-Dual", 0.7),
    StrapModel("Movesense", 0.4),
    StrapModel("TRACKR", 2.1),
    StrapModel("Wahoo", 2.1),
    StrapModel("TICKR", 2.1),
)
"""Latencies measured beside an ECG: Physiological Measurement 46(8) 085001 (2025)."""

UNKNOWN_LATENCY_S: Final = 1.5
"""For straps nobody measured: the middle of the measured 0.4 to 2.6 s."""


def latency_s(strap_name: str) -> float:
    """Latency of the strap with this advertised name, in seconds."""
    for model in MODELS:
        if strap_name.startswith(model.name_prefix):
            return model.latency_s
    return UNKNOWN_LATENCY_S
