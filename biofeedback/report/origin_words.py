"""The source of the beats, in words."""

from collections.abc import Mapping
from typing import Final

from devices.message import Message, message
from sessions.store import Origin

ORIGIN_WORDS: Final[Mapping[Origin, Message]] = {
    Origin.STRAP: message("report.origin.strap"),
    Origin.NONE: message("report.origin.none"),
    Origin.SIMULATED: message("report.origin.simulated"),
    Origin.REPLAY: message("report.origin.replay"),
    Origin.IMPORT: message("report.origin.import"),
}
"""Names of the sources in a word or two, for a table."""
