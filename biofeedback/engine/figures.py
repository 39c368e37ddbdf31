"""A figure as a person reads it: its name, value, unit, window, uncertainty, or why it is not known."""

from dataclasses import dataclass

from devices.message import Message


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure.

    Parameters
    ----------
    name : Message or str
        The field's term.
    unit : Message or str
        Unit of value and half_width.
    window : Message or str
        What span the value is taken over.
    value : float or None
        None where the program does not know.
    half_width : float or None
        Half the 95 % interval, where it can be estimated; of the breathing rate half the 90 % one.
    unknown : Message or str
        Why there is no value; empty where there is one.
    decimals : int
        Digits that the figure deserves after the point.
    """

    name: Message | str
    unit: Message | str
    window: Message | str
    value: float | None = None
    half_width: float | None = None
    unknown: Message | str = ""
    decimals: int = 0

    def value_text(self) -> str:
        """Return the value, or a dash."""
        return "–" if self.value is None else f"{self.value:z.{self.decimals}f}"

    def window_text(self) -> Message | str:
        """Return window and uncertainty, or why there is no value."""
        if self.value is None:
            return self.unknown
        if self.half_width is None:
            return self.window
        return f"{self.window}, ± {self.half_width:z.{self.decimals}f}"
