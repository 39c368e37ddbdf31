"""Names and units of the live figures, as messages: the figures themselves still carry them in English."""

from typing import Final

from biofeedback.engine.figures import Figure
from devices.message import Message, message, verbatim

_TERMS: Final = {
    "Heart rate": message("window.figure.heart_rate"),
    "Heart response to breathing": message("window.figure.response"),
    "Exhale to inhale": message("window.figure.ratio"),
    "Breathing rate": message("window.figure.breathing_rate"),
    "RMSSD": message("window.figure.rmssd"),
    "Beats used": message("window.figure.beats_used"),
    "ms": message("window.unit.ms"),
    "per minute": message("window.unit.per_minute"),
    "ms swing a breath": message("window.unit.swing"),
    "times as long": message("window.unit.times"),
    "% of time": message("window.unit.time_percent"),
}
_SHORT: Final = {
    "per minute": message("window.unit.per_minute.short"),
    "ms swing a breath": message("window.unit.ms"),
    "times as long": verbatim(""),
    "% of time": message("window.unit.percent"),
}


def term(text: Message | str) -> Message:
    """Return a figure's name or unit as a message."""
    return text if isinstance(text, Message) else _TERMS.get(text, verbatim(text))


def short_unit(figure: Figure) -> Message:
    """Return the unit of a figure where there is no room for its words."""
    return _SHORT.get(figure.unit, term(figure.unit))


def value_words(figure: Figure) -> Message:
    """Return a figure's value with its unit; a dash where there is none."""
    if figure.value is None:
        return message("window.figure.value", value=figure.value_text())
    return message("window.figure.value.unit", value=figure.value_text(), unit=term(figure.unit))
