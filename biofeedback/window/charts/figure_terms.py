"""Units and values of the live figures, in the short form that the room allows."""

from typing import Final

from biofeedback.engine.figures import Figure
from devices.message import Message, message, verbatim

_SHORT: Final = {
    "figure.unit.ms_swing": message("figure.unit.ms"),
    "figure.unit.times_as_long": verbatim(""),
    "figure.unit.percent_of_time": message("figure.unit.percent"),
    "figure.unit.per_minute": message("figure.unit.per_minute.short"),
}


def short_unit(figure: Figure) -> Message:
    """Return the short unit of a figure, for places without room for the full one."""
    return _SHORT.get(figure.unit.key, figure.unit)


def value_words(figure: Figure) -> Message:
    """Return a figure's value with its unit, or a dash if it has no value."""
    if figure.value is None:
        return message("window.figure.value", value=figure.value_text())
    return message("window.figure.value.unit", value=figure.value_text(), unit=figure.unit)
