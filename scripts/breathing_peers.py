"""The rate of breathing by neurokit2's `ecg_rsp` and `rsp_rate`, for scripts.validate_breathing_beats.

    python -m scripts.breathing_peers < beats.json > rates.json

Needs numpy and neurokit2 alone, and may run in another environment. Reads ``{"beats_s": [...], "windows_s":
[[begin, end], ...]}``, writes the rates of each method in each window.
"""

import json
import sys
import warnings
from typing import Any, Final

import numpy as np

METHODS: Final = ("vangent2019", "sarkar2015", "charlton2016", "soni2019")

_RATE_HZ: Final = 100


def peer_rates(beats_s: list[float], windows_s: list[list[float]]) -> dict[str, list[float | None]]:
    """Return the mean rate of each window by each method; None where it fails."""
    import neurokit2

    samples = np.rint(np.array(beats_s) * _RATE_HZ).astype(int)
    length = int(max(samples[-1], max(end_s for _, end_s in windows_s) * _RATE_HZ)) + 1
    heart_per_min = neurokit2.signal_rate(samples, sampling_rate=_RATE_HZ, desired_length=length)
    rates: dict[str, list[float | None]] = {}
    for method in METHODS:
        try:
            breathing = neurokit2.ecg_rsp(heart_per_min, sampling_rate=_RATE_HZ, method=method)
            # soni2019 leaves the mean in, with which rsp_rate finds no breath at all.
            per_min = neurokit2.rsp_rate(breathing - np.mean(breathing), sampling_rate=_RATE_HZ)
        except Exception as error:  # a peer's failure is a result, whatever it is
            print(f"{method}: {error}", file=sys.stderr)
            per_min = np.full(length, np.nan)
        rates[method] = [_mean(per_min[int(b * _RATE_HZ) : int(e * _RATE_HZ)]) for b, e in windows_s]
    return rates


def _mean(per_min: Any) -> float | None:
    mean = float(np.mean(per_min)) if len(per_min) else float("nan")
    return mean if np.isfinite(mean) else None


def main() -> None:
    warnings.simplefilter("ignore")
    json.dump(peer_rates(**json.load(sys.stdin)), sys.stdout)


if __name__ == "__main__":
    main()
