"""The words that window and terminal share, worked out from a state."""

import math
from enum import Enum
from typing import Final

from biofeedback.breathing.chest.cycles import BreathLabel
from biofeedback.engine.state import Breathing, MeasuredBreath, Signal, State
from biofeedback.response.figure_history import FIRST_S, Change, Direction
from biofeedback.words.spoken import say
from devices.events import LinkState, Part

MOST_CHOICES: Final = 4
"""Straps that are named to choose from: more do not fit, and the strongest are the nearest."""

_SIGNAL_WORDS: Final = {
    Signal.WAITING: "waiting for beats",
    Signal.GOOD: "good signal",
    Signal.DOUBTFUL: "doubtful beats",
    Signal.STUCK: "strap stuck",
    Signal.RATE_ONLY: "sends a heart rate but no beats",
    Signal.NO_CONTACT: "no skin contact",
    Signal.LOST: "signal lost",
}

_LINK_WORDS: Final = {
    LinkState.SCANNING: "searching…",
    LinkState.CONNECTING: "connecting…",
    LinkState.DISCOVERING: "connected…",
    LinkState.RECONNECTING: "reconnecting…",
    LinkState.GONE: "searching…",
}

_SIGNAL_ADVICE: Final = {
    Signal.RATE_ONLY: "Without beats there are no figures; the guide works all the same.",
    Signal.NO_CONTACT: "Moisten the electrodes and tighten the strap.",
    Signal.LOST: "Come closer; the guide goes on and the strap joins again by itself.",
}


_CHANGE_WORDS: Final = {
    Direction.MORE: "↑ more than in",
    Direction.LESS: "↓ less than in",
    Direction.SAME: "about as in",
}


_BREATHS_LISTED: Final = 8

_LABEL_WORDS: Final = {
    BreathLabel.SIGH: "sigh",
    BreathLabel.MOVEMENT: "moved",
    BreathLabel.SHIFT: "shifted",
    BreathLabel.SPEECH: "talked",
}


def strap_words(state: State) -> str:
    """Return the strap's name, or that there is none."""
    return state.strap_name or "No strap yet"


def signal_words(state: State) -> str:
    """Return how well the strap is heard, what the connection does, and the charge left."""
    words = [_SIGNAL_WORDS.get(state.signal, "")]
    if state.signal is not Signal.GOOD:
        words.append(_LINK_WORDS.get(state.link, ""))
    if state.battery_percent is not None and state.link.is_connected:
        words.append(f"battery {state.battery_percent} %")
    return " · ".join(word for word in words if word)


class StrapKeys(Enum):
    """Which keys choose among several straps in reach."""

    NUMBERS = "a number"
    CTRL_NUMBERS = "Ctrl and a number"


def notice(state: State, problem: str, *, strap_keys: StrapKeys = StrapKeys.NUMBERS) -> str:
    """Return what the person should know now: a recording in danger, and one thing about the strap.

    Of the strap the most urgent: what the connection says, how to hear the heart again, why it can't be
    trusted, what does not run. The last two wait while a recording is in danger: the place is small.

    Parameters
    ----------
    state : State
        The session at this moment.
    problem : str
        What keeps it from being recorded, empty while all is well.
    strap_keys : StrapKeys, optional
        How a strap is chosen at this moment.
    """
    advice = state.link_message or _SIGNAL_ADVICE.get(state.signal, "")
    if not problem and not advice:
        chosen = choice_words(state, strap_keys)
        return say(state.warnings[0]) if state.warnings else chosen or state.stream_message
    return " ".join(text for text in (problem, advice) if text)


def choice_words(state: State, keys: StrapKeys = StrapKeys.NUMBERS) -> str:
    """Name several straps in reach, and the keys that take them, until the practice begins."""
    if state.practised_s > 0.0 or len(state.heard_straps) < 2:
        return ""
    straps = enumerate(state.heard_straps[:MOST_CHOICES], start=1)
    names = " · ".join(f"{number} {strap.name or strap.address}" for number, strap in straps)
    return f"Several straps are in reach: {names}. Press {keys.value} to take another."


def change_words(change: Change) -> str:
    """Compare the response with the person's own first minutes at this pace; empty while it can't be."""
    if change.direction is Direction.UNKNOWN:
        return ""
    return f"{_CHANGE_WORDS[change.direction]} your first {FIRST_S / 60.0:.0f} minutes at this pace"


def outcome_sentence(before_ms: float, after_ms: float, *, change: float, half_width: float) -> str:
    """Say in one sentence what ordinary breathing after the practice shows beside that before.

    Parameters
    ----------
    before_ms, after_ms : float
        RMSSD of each.
    change, half_width : float
        Of ln RMSSD, and half its 95 % interval.
    """
    low, here, high = (100.0 * math.expm1(one) for one in (change - half_width, change, change + half_width))
    figures = f"RMSSD in ordinary breathing: {before_ms:.0f} ms before, {after_ms:.0f} ms after"
    interval = f"{here:+z.0f} %, 95 % interval {low:+z.0f} to {high:+z.0f} %"
    if abs(change) <= half_width:
        return f"{figures} ({interval}): no more than it varies by itself."
    more = "more" if change > 0.0 else "less"
    return f"{figures} ({interval}): {more} than it varies by itself."


def breaths_words(breathing: Breathing) -> str:
    """List exhale:inhale of the last breaths; those that are not counted are named, unknown ones a dash."""
    recent = breathing.recent_breaths[-_BREATHS_LISTED:]
    return "  ".join(map(_breath_words, recent)) if recent else breathing.ratio.unknown


def following_words(state: State) -> str:
    """Say how the breaths go beside the guide, or why it is not known."""
    following = state.breathing.following
    if following is None:
        return "while the guide runs"
    words = []
    if following.share_percent is not None:
        ratio = state.guide.pattern.exhale_to_inhale
        words.append(f"{following.share_percent:.0f} % of breaths near 1:{ratio:g}")
    if following.phase_error_s is not None:
        late_s = following.phase_error_s
        words.append(f"{abs(late_s):.1f} s {'late' if late_s >= 0.0 else 'early'}")
    elif following.rate_error_per_min is not None:
        words.append(f"{following.rate_error_per_min:+z.1f} breaths per minute")
    return " · ".join([*words, following.unknown] if following.unknown else words)


def advice_words(state: State) -> str:
    """Return what the person could do otherwise; empty where nothing is to be said."""
    return state.breathing.following.advice if state.breathing.following else ""


def _breath_words(breath: MeasuredBreath) -> str:
    if breath.label is not BreathLabel.NORMAL:
        return _LABEL_WORDS[breath.label]
    return "–" if breath.exhale_to_inhale is None else f"{breath.exhale_to_inhale:.1f}"


def practised_words(state: State, minutes: float) -> str:
    """Say how much of the practice is done: ``6:20 of 10:00``; or that one breathes as usual."""
    if state.part in (Part.BEFORE, Part.AFTER):
        return f"Breathe as usual ({state.part}): {clock_text(state.part_s)}"
    return f"{clock_text(min(state.practised_s, 60.0 * minutes))} of {clock_text(60.0 * minutes)}"


def clock_text(seconds: float) -> str:
    """Write a duration as minutes and seconds: ``6:20``."""
    minutes, rest = divmod(int(seconds), 60)
    return f"{minutes}:{rest:02d}"
