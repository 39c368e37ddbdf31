"""Allowed ranges for the traits of simulated people and straps."""

from collections.abc import Mapping

from devices.message import Message, message

Ranges = Mapping[str, tuple[float, float]]
"""Smallest and largest value of each trait, both allowed."""


class TraitError(ValueError):
    """A trait outside its range, with the reason as a message."""

    def __init__(self, reason: Message) -> None:
        super().__init__(str(reason))
        self.reason = reason


def require_ranges(traits: object, ranges: Ranges) -> None:
    """Require that each named trait is within its range.

    Raises
    ------
    TraitError
        If one is outside its range or is not a number.
    """
    for name, (low, high) in ranges.items():
        value = getattr(traits, name)
        if not low <= value <= high:
            raise TraitError(
                message("scenario.out_of_range", trait=name, value=f"{value}", low=low, high=high)
            )
