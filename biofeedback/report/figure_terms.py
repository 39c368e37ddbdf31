"""Names and units of figures, as messages: the figures themselves still carry them in English."""

from collections.abc import Mapping
from typing import Final

from devices.message import Message, message, verbatim

_TERMS: Final[Mapping[str, Message]] = {
    "Heart rate": message("report.figure.heart_rate"),
    "Heart response to breathing": message("report.figure.response"),
    "Response power": message("report.figure.response_power"),
    "Exhale less inhale": message("report.figure.exhale_less_inhale"),
    "RMSSD": message("report.figure.rmssd"),
    "Beats used": message("report.figure.beats_used"),
    "Breathing rate": message("report.figure.breathing_rate"),
    "Exhale to inhale": message("report.figure.ratio"),
    "Mean NN": message("report.figure.mean_nn"),
    "SDNN": message("report.figure.sdnn"),
    "ln RMSSD": message("report.figure.ln_rmssd"),
    "pNN50": message("report.figure.pnn50"),
    "SD1": message("report.figure.sd1"),
    "SD2": message("report.figure.sd2"),
    "RSA amplitude, median of breaths": message("report.figure.rsa"),
    "Response power, mean of breaths": message("report.figure.mean_response_power"),
    "VLF power": message("report.figure.vlf"),
    "LF power": message("report.figure.lf"),
    "HF power": message("report.figure.hf"),
    "Total power": message("report.figure.total_power"),
    "LF/HF": message("report.figure.lf_hf"),
    "DFA α1": message("report.figure.dfa"),
    "Sample entropy": message("report.figure.sample_entropy"),
    "Baevsky's stress index": message("report.figure.stress_index"),
    "per minute": message("report.unit.per_minute"),
    "ms": message("report.unit.ms"),
    "ms RR": message("report.unit.ms_rr"),
    "ms swing a breath": message("report.unit.swing"),
    "ln ms": message("report.unit.ln_ms"),
    "ln ms²": message("report.unit.ln_ms2"),
    "ms²": message("report.unit.ms2"),
    "%": message("report.unit.percent"),
    "% of time": message("report.unit.time_percent"),
    "%/s²": message("report.unit.percent_per_s2"),
    "times as long": message("report.unit.times"),
}


def term(text: Message | str) -> Message:
    """Return the name or the unit of a figure as a message."""
    return text if isinstance(text, Message) else _TERMS.get(text, verbatim(text))
