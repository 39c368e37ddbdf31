"""The straps in range, as a table."""

from collections.abc import Sequence
from typing import Final

from rich.table import Table
from rich.text import Text

from biofeedback.terminal.console import TextConsole
from biofeedback.words.spoken import say, spoken
from devices.events import HeardStrap
from devices.message import Message, message
from devices.straps.link import by_strength
from devices.straps.models import StrapModel, find_model

_SENDS: Final = message("terminal.sends_heading")
_HEADINGS: Final = (
    message("terminal.strap"),
    message("terminal.model"),
    _SENDS,
    message("terminal.signal"),
    message("terminal.address"),
)
_BARS: Final = "▂▄▆█"
_WEAKEST_DBM: Final = -95
_STRONGEST_DBM: Final = -55
"""Signal strengths of a worn strap: the weakest at the other end of a flat, the strongest at arm's length."""

_WIDTH_ELSEWHERE: Final = 140
"""Width of the table when the output is a file or another program."""


def straps_table(straps: Sequence[HeardStrap]) -> Table:
    """Return a table with a row for each strap, the strongest first."""
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="bold")
    for heading in _HEADINGS:
        table.add_column(say(heading), no_wrap=heading is not _SENDS)
    for strap in by_strength(straps):
        model = find_model(strap.name)
        table.add_row(
            Text(strap.name or say(message("terminal.no_name"))),
            model.name or say(message("terminal.unknown_model")),
            say(sends(model)),
            strength(strap),
            Text(strap.address),
        )
    return table


def print_straps(straps: Sequence[HeardStrap]) -> None:
    """Print the table, and the known peculiarities of these models."""
    console = TextConsole()
    if not console.is_terminal:
        console.width = _WIDTH_ELSEWHERE
    if straps:
        console.print(straps_table(straps))
    for model in dict.fromkeys(find_model(strap.name) for strap in straps):
        if model.quirk:
            console.print(f"{model.name}: {say(model.quirk)}", style="grey62")


def sends(model: StrapModel) -> Message:
    """Say what a model sends, according to the table of straps."""
    if not model.name:
        return message("terminal.sends_unknown")
    parts = [message("terminal.sends_beats") if model.sends_beats else message("terminal.sends_few_beats")]
    parts += [message("terminal.sends_acceleration")] if model.sends_acceleration else []
    parts += [message("terminal.sends_ecg")] if model.sends_ecg else []
    return message("terminal.sends", parts=tuple(parts))


def strength(strap: HeardStrap) -> str:
    """Draw the signal strength of a strap; a strap connected to this computer has none."""
    if strap.signal_dbm is None:
        return say(message("terminal.connected"))
    share = (strap.signal_dbm - _WEAKEST_DBM) / (_STRONGEST_DBM - _WEAKEST_DBM)
    bars = round(min(max(share, 0.0), 1.0) * len(_BARS))
    return f"{_BARS[:bars]:<{len(_BARS)}} {spoken().number(strap.signal_dbm, 'd')} dBm"
