"""Interprets column names: which columns contain intervals, which contain something else, and their unit."""

import re
from typing import Final, NamedTuple

_WORD: Final = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-zäöüß]+|\d+|µ|μ")
_IN_BRACKETS: Final = re.compile(r"[\[({<]\s*([^\])}>]*)[\])}>]")

_UNITS_MS: Final = {
    "ms": 1.0, "msec": 1.0, "msecs": 1.0, "milli": 1.0, "millis": 1.0, "millisecond": 1.0,
    "milliseconds": 1.0,
    "millisekunden": 1.0, "mseconds": 1.0,
    "s": 1e3, "sec": 1e3, "secs": 1e3, "second": 1e3, "seconds": 1e3, "sek": 1e3, "sekunde": 1e3,
    "sekunden": 1e3,
    "us": 1e-3, "usec": 1e-3, "µs": 1e-3, "μs": 1e-3, "micros": 1e-3, "microseconds": 1e-3,
    "mikrosekunden": 1e-3,
    "ns": 1e-6, "nsec": 1e-6, "nanos": 1e-6, "nanoseconds": 1e-6, "nanosekunden": 1e-6,
}  # fmt: skip
"""Milliseconds in each unit, by its name in lower case."""

_INTERVALS: Final = frozenset(
    {
        "rr", "rri", "rrs", "rris", "rrint", "rrinterval", "rrintervals", "rrintervall", "rrintervalle",
        "rrn",
        "ibi", "ibis", "nn", "nni", "nns", "nnis", "nninterval", "nnintervals", "ppi", "ppis", "ppinterval",
        "rtor", "interval", "intervals", "intervall", "intervalle", "interbeat", "interbeatinterval",
        "interbeatintervals", "heartperiod", "herzperiode", "beattobeat", "rrdata", "rrvalue", "rrvalues",
        "rrabstand", "rrabstände", "rrtime", "jj", "hbi", "bbi", "btb", "rrlength", "pulseinterval",
    }
)  # fmt: skip
_PHRASES: Final = (
    ("r", "r"), ("r", "to", "r"), ("n", "n"), ("p", "p"), ("rto", "r"), ("r", "tor"), ("heart", "period"),
    ("inter", "beat"), ("beat", "to", "beat"), ("beat", "interval"), ("beat", "duration"), ("beat",
    "intervals"),
    ("rr", "interval"), ("cardiac", "period"), ("b", "b"), ("pulse", "period"),
)  # fmt: skip
_OTHER: Final = frozenset(
    {
        "mean", "avg", "average", "min", "max", "std", "sd", "sdnn", "rmssd", "median", "mittel",
        "mittelwert",
        "count", "number", "index", "idx", "rate", "rates", "frequency", "hz", "bpm", "timestamp",
        "date", "since",
        "sincestart", "start", "flag", "flags", "label", "labels", "quality", "artifact", "artefact",
        "artifacts",
        "artefacts", "error", "estimate", "resp", "respiration", "respiratory", "breathing", "breath",
        "breaths",
        "breathrate", "type", "status", "valid", "variance", "hrv", "ln", "pnn", "confidence", "ectopic",
        "distance",
    }
)  # fmt: skip
_HEART_RATES: Final = frozenset(
    {"hr", "bpm", "heartrate", "pulse", "puls", "herzfrequenz", "hf", "heart", "rate"}
)
_DAILY: Final = frozenset({"rmssd", "sdnn", "avnn", "pnn", "lnrmssd", "meanrr", "meannn", "hrv", "readiness"})


class ColumnName(NamedTuple):
    """The meaning of a column's name.

    Parameters
    ----------
    words : tuple of str
        Its words in lower case, without brackets and punctuation.
    unit_ms : float or None
        Milliseconds in its unit; None if it names no unit.
    """

    words: tuple[str, ...]
    unit_ms: float | None

    @property
    def is_interval(self) -> bool:
        """Whether the column contains intervals between beats, judged by its name."""
        if any(word in _OTHER for word in self.words):
            return False
        if any(word in _INTERVALS for word in self.words):
            return True
        return any(_contains(self.words, phrase) for phrase in _PHRASES)

    @property
    def is_heart_rate(self) -> bool:
        """Whether the column contains heart rates."""
        return bool(self.words) and all(word in _HEART_RATES for word in self.words)

    @property
    def is_daily(self) -> bool:
        """Whether the column contains one value for a whole recording."""
        return any(word in _DAILY for word in self.words)


def column_name(text: str) -> ColumnName:
    """Read the name of a column."""
    unit_ms = None
    for inside in _IN_BRACKETS.findall(text):
        unit_ms = _UNITS_MS.get(inside.strip().lower(), unit_ms)
        if inside.strip() in ("1/1024", "1/1024 s", "1/1024s"):
            unit_ms = 1000.0 / 1024.0
    words = [word.lower() for word in _WORD.findall(_IN_BRACKETS.sub(" ", text)[:200])]
    if unit_ms is None and len(words) > 1 and words[-1] in _UNITS_MS:
        unit_ms = _UNITS_MS[words.pop()]
    if unit_ms is None and words:
        words[-1], unit_ms = _without_unit(words[-1])
    return ColumnName(tuple(words), unit_ms)


def _without_unit(word: str) -> tuple[str, float | None]:
    """Split the unit from a word such as ``rrms``, if the rest is a name of intervals."""
    for ending in ("msec", "ms", "sec"):
        if word.endswith(ending) and word.removesuffix(ending) in _INTERVALS:
            return word.removesuffix(ending), _UNITS_MS[ending]
    return word, None


def _contains(words: tuple[str, ...], phrase: tuple[str, ...]) -> bool:
    return any(words[place : place + len(phrase)] == phrase for place in range(len(words) - len(phrase) + 1))
