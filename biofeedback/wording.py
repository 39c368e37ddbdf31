"""The words that window and terminal share."""

from typing import Final

from biofeedback.state import Signal, State
from devices.events import LinkState

_SIGNAL_WORDS: Final = {
    Signal.NO_STRAP: "no strap yet",
    Signal.WAITING: "waiting for beats",
    Signal.GOOD: "good signal",
    Signal.RATE_ONLY: "heart rate only, no beats",
    Signal.NO_CONTACT: "no skin contact",
    Signal.LOST: "signal lost",
}

_LINK_WORDS: Final = {
    LinkState.SCANNING: "searching for a strap",
    LinkState.CONNECTING: "connecting",
    LinkState.RECONNECTING: "signal lost, reconnecting",
    LinkState.UNAVAILABLE: "Bluetooth is not available",
}

_SIGNAL_ADVICE: Final = {
    Signal.RATE_ONLY: "The strap sends a heart rate but no beats; the guide works all the same.",
    Signal.NO_CONTACT: "Moisten the electrodes and tighten the strap.",
    Signal.LOST: "Come closer; the guide goes on and the strap joins again by itself.",
}


def signal_words(state: State) -> str:
    """Say in a few words how well the heart is heard."""
    if state.signal in (Signal.NO_STRAP, Signal.LOST) and state.link in _LINK_WORDS:
        return _LINK_WORDS[state.link]
    return _SIGNAL_WORDS[state.signal]


def advice(state: State) -> str:
    """One sentence on what the person could do; empty while all is well."""
    return state.link_message or _SIGNAL_ADVICE.get(state.signal, "")


def practised_words(state: State, minutes: float) -> str:
    """Say how much of the session is done: ``6:20 of 10:00``."""
    return f"{clock_text(min(state.practised_s, 60.0 * minutes))} of {clock_text(60.0 * minutes)}"


def clock_text(time_s: float) -> str:
    """Write a time as minutes and seconds."""
    minutes, seconds = divmod(int(time_s), 60)
    return f"{minutes}:{seconds:02d}"
