"""The format of tables of samples; numpy is imported only when such a table is read.

Polar Sensor Logger writes ``Phone timestamp;sensor timestamp [ns];timestamp [ms];ecg [uV]`` and
``Phone timestamp;sensor timestamp [ns];X [mg];Y [mg];Z [mg]``.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from devices.message import message
from sessions.formats.reader import FormatNotes, reader
from sessions.formats.source import SourceFile
from sessions.formats.tables.layout import Layout, layout_of
from sessions.formats.tables.names import column_name

if TYPE_CHECKING:
    from sessions.formats.signals import SignalRecording

_ECG_WORDS: Final = frozenset({"ecg", "ekg"})
_AXES: Final = ("x", "y", "z")


def ecg_place(names: Sequence[str]) -> int | None:
    """Return the place of the ECG column."""
    found = (place for place, name in enumerate(names) if _ECG_WORDS & set(column_name(name).words))
    return next(found, None)


def axis_places(names: Sequence[str]) -> list[int] | None:
    """Return the places of the columns of the axes x, y, z; None unless all three are there."""
    places = []
    for axis in _AXES:
        found = [n for n, name in enumerate(names) if axis in column_name(name).words[-2:]]
        if not found:
            return None
        places.append(found[0])
    return places


def _has_samples(layout: Layout | None) -> bool:
    if layout is None or layout.columns < 2 or any(column_name(one).is_interval for one in layout.names):
        return False
    return ecg_place(layout.names) is not None or axis_places(layout.names) is not None


def _is_signal_table(source: SourceFile) -> bool:
    lowered = source.beginning[:2000].lower()
    if not any(word in lowered for word in (*_ECG_WORDS, "x")):
        return False
    return _has_samples(layout_of(source.path, source.text))


@reader(
    "signal_table",
    title=message("file.format.samples"),
    recognise=_is_signal_table,
    notes=FormatNotes(
        "a column `ecg`, or columns `x`, `y`, `z`, beside a time",
        "R peaks of the ECG",
        "of the samples",
        "a date",
    ),
)
def signal_table(source: SourceFile) -> "SignalRecording":
    """Read the ECG or the acceleration of a table."""
    from sessions.formats.tables.signal_table import read_signal_table

    return read_signal_table(source)
