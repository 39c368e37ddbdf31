"""The short phrases that a voice says while the guide runs, and when it says them; pure."""

from enum import StrEnum
from typing import Final

from devices.message import Message, message


class Phrase(StrEnum):
    """One short phrase; its value is the name of a recording of it, without the ending."""

    LET_OUT = "let-out"
    IN = "in"
    OUT = "out"
    SHOULDERS = "shoulders"
    HALF_WAY = "half-way"
    LAST_MINUTE = "last-minute"
    STRAP_LOST = "strap-lost"
    STRAP_BACK = "strap-back"
    FINISHED = "finished"


PHRASE_WORDS: Final[dict[Phrase, Message]] = {
    Phrase.LET_OUT: message("sound.voice.let_out"),
    Phrase.IN: message("sound.voice.in"),
    Phrase.OUT: message("sound.voice.out"),
    Phrase.SHOULDERS: message("sound.voice.shoulders"),
    Phrase.HALF_WAY: message("sound.voice.half_way"),
    Phrase.LAST_MINUTE: message("sound.voice.last_minute"),
    Phrase.STRAP_LOST: message("sound.voice.strap_lost"),
    Phrase.STRAP_BACK: message("sound.voice.strap_back"),
    Phrase.FINISHED: message("sound.voice.finished"),
}
"""Message of each phrase."""


class Speaking(StrEnum):
    """How much a voice speaks."""

    OFF = "off"
    START = "start"
    ALWAYS = "always"
