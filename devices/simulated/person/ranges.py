"""The ranges that a simulated person's and strap's traits must keep."""

from collections.abc import Mapping

Ranges = Mapping[str, tuple[float, float]]
"""Smallest and largest value of each trait, both allowed."""


def require_ranges(traits: object, ranges: Ranges) -> None:
    """Require that each named trait is within its range.

    Raises
    ------
    ValueError
        If one is not, or is no number.
    """
    for name, (low, high) in ranges.items():
        value = getattr(traits, name)
        if not low <= value <= high:
            raise ValueError(f"{name} {value} out of range: [{low:g}, {high:g}]")
