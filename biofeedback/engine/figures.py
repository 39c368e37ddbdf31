"""A figure as a person reads it: its name, value, unit, window and uncertainty, or why it is not known."""

from dataclasses import dataclass

from devices.message import Message, message


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure.

    Parameters
    ----------
    name : Message
        The field's term.
    unit : Message
        Unit of value and half_width.
    window : Message
        The time span that the value covers.
    value : float or None
        The value; None if the program does not know it.
    half_width : float or None
        Half the 95 % interval, if it can be estimated; for the breathing rate, half the 90 % interval.
    unknown : Message or None
        Why there is no value; None if there is one.
    decimals : int
        Number of decimals that the precision of the figure justifies.
    """

    name: Message
    unit: Message
    window: Message
    value: float | None = None
    half_width: float | None = None
    unknown: Message | None = None
    decimals: int = 0

    def value_text(self) -> Message:
        """Return the value, or a dash."""
        if self.value is None:
            return message("figure.no_value")
        return message("figure.value", value=self.value, decimals=self.decimals)

    def window_text(self) -> Message:
        """Return window and uncertainty, or why there is no value."""
        if self.value is None:
            return self.unknown or message("figure.no_value")
        if self.half_width is None:
            return self.window
        margin, decimals = self.half_width, self.decimals
        return message("figure.with_margin", window=self.window, half_width=margin, decimals=decimals)
