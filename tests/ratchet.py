"""Accuracy figures that may only get better; `ratchet.json` holds the best so far."""

import json
from pathlib import Path

_TOLERANCE = 1.01
"""Rounding of the figures as they are written down."""


def assert_no_worse(figure: str, error: float) -> None:
    """Fail where an error is larger than it was; a smaller one is written into the file by hand."""
    best: float = json.loads(Path(__file__).with_name("ratchet.json").read_text())[figure]
    assert error <= _TOLERANCE * best, f"{figure} is {error:.2f}, it was {best:.2f}"
