"""Texts about a state, shared by window and terminal."""

import math
from enum import Enum, auto
from typing import Final

from biofeedback.breathing.chest.cycles import BreathLabel
from biofeedback.engine.state import Breathing, MeasuredBreath, Signal, State
from biofeedback.response.figure_history import FIRST_S, Change, Direction
from biofeedback.response.rsa import BreathTimes
from devices.events import LinkState, Part
from devices.message import Message, as_message, dotted, message, sentences_of, verbatim

MOST_CHOICES: Final = 4
"""Most straps to choose from: more do not fit, and the strongest are the nearest."""

_SIGNAL_WORDS: Final = {
    Signal.WAITING: message("signal.waiting"),
    Signal.GOOD: message("signal.good"),
    Signal.DOUBTFUL: message("signal.doubtful"),
    Signal.STUCK: message("signal.stuck"),
    Signal.RATE_ONLY: message("signal.rate_only"),
    Signal.NO_CONTACT: message("signal.no_contact"),
    Signal.LOST: message("signal.lost"),
}

_LINK_WORDS: Final = {
    LinkState.SCANNING: message("signal.searching"),
    LinkState.CONNECTING: message("signal.connecting"),
    LinkState.DISCOVERING: message("signal.connected"),
    LinkState.RECONNECTING: message("signal.reconnecting"),
    LinkState.GONE: message("signal.searching"),
}

_SIGNAL_ADVICE: Final = {
    Signal.RATE_ONLY: message("signal.advice.rate_only"),
    Signal.NO_CONTACT: message("signal.advice.no_contact"),
    Signal.LOST: message("signal.advice.lost"),
}

_FIRST_MINUTES: Final = FIRST_S / 60.0
_CHANGE_WORDS: Final = {
    Direction.MORE: message("summary.change.more", minutes=_FIRST_MINUTES),
    Direction.LESS: message("summary.change.less", minutes=_FIRST_MINUTES),
    Direction.SAME: message("summary.change.same", minutes=_FIRST_MINUTES),
}

_BREATHS_LISTED: Final = 8

_LABEL_WORDS: Final = {
    BreathLabel.SIGH: message("breath.label.sigh"),
    BreathLabel.MOVEMENT: message("breath.label.movement"),
    BreathLabel.SHIFT: message("breath.label.shift"),
    BreathLabel.SPEECH: message("breath.label.speech"),
}
_TIMES_WORDS: Final = {
    BreathTimes.GUIDE: message("breath.by_guide"),
    BreathTimes.MEASURED: message("breath.by_own"),
}


def strap_words(state: State) -> Message:
    """Return the strap's name, or a message that there is none."""
    return verbatim(state.strap_name) if state.strap_name else message("signal.no_strap_yet")


def signal_words(state: State) -> Message | None:
    """Return signal quality, connection and battery charge in words; None if all are unknown."""
    words = [_SIGNAL_WORDS.get(state.signal)]
    if state.signal is not Signal.GOOD:
        words.append(_LINK_WORDS.get(state.link))
    if state.battery_percent is not None and state.link.is_connected:
        words.append(message("signal.battery", percent=state.battery_percent))
    said = [word for word in words if word is not None]
    return dotted(*said) if said else None


class StrapKeys(Enum):
    """Which keys choose among several straps in reach."""

    NUMBERS = auto()
    CTRL_NUMBERS = auto()


def notice(
    state: State, problem: Message | str | None, *, strap_keys: StrapKeys = StrapKeys.NUMBERS
) -> Message | None:
    """Return what the person should know now: a danger to the recording, and one thing about the strap.

    About the strap only the most urgent message is given, in this order: the connection, how to receive the
    heart again, why it can't be trusted, and what does not run. The last two are left out while a recording
    is in danger, because space is limited.

    Parameters
    ----------
    state : State
        The present state of the session.
    problem : Message or None
        Why the session can't be recorded; None while all is well.
    strap_keys : StrapKeys, optional
        The keys that choose a strap at this moment.

    Returns
    -------
    Message or None
        None if there is nothing to say.
    """
    danger = as_message(problem) if problem else None
    advice = state.link_message or _SIGNAL_ADVICE.get(state.signal)
    if danger is None and advice is None:
        chosen = choice_words(state, strap_keys)
        return state.warnings[0] if state.warnings else chosen or state.stream_message
    return sentences_of((danger, advice))


def choice_words(state: State, keys: StrapKeys = StrapKeys.NUMBERS) -> Message | None:
    """Return the names of several straps and the keys that choose them; None once the practice began."""
    if state.practised_s > 0.0 or len(state.heard_straps) < 2:
        return None
    straps = tuple(
        message("signal.strap_choice", number=number, name=strap.name or strap.address)
        for number, strap in enumerate(state.heard_straps[:MOST_CHOICES], start=1)
    )
    if keys is StrapKeys.CTRL_NUMBERS:
        return message("signal.several_straps_ctrl", parts=straps)
    return message("signal.several_straps", parts=straps)


def change_words(change: Change) -> Message | None:
    """Return a comparison of the response with the person's first minutes at this pace; None if unknown."""
    return _CHANGE_WORDS.get(change.direction)


def outcome_sentence(before_ms: float, after_ms: float, *, change: float, half_width: float) -> Message:
    """Return one sentence that compares ordinary breathing after the practice with that before.

    Parameters
    ----------
    before_ms, after_ms : float
        RMSSD before and after.
    change, half_width : float
        Change of ln RMSSD, and half its 95 % interval.
    """
    low, here, high = (100.0 * math.expm1(one) for one in (change - half_width, change, change + half_width))
    figures = message(
        "summary.ordinary.figures",
        before_ms=before_ms,
        after_ms=after_ms,
        percent=here,
        low_percent=low,
        high_percent=high,
    )
    if abs(change) <= half_width:
        return message("summary.ordinary.same", figures=figures)
    if change > 0.0:
        return message("summary.ordinary.more", figures=figures)
    return message("summary.ordinary.less", figures=figures)


def breaths_words(breathing: Breathing) -> Message:
    """List exhale:inhale of the last breaths; breaths not counted have a word, unknown ones a dash."""
    recent = breathing.recent_breaths[-_BREATHS_LISTED:]
    if not recent:
        return breathing.ratio.unknown or message("figure.no_value")
    return message("breath.list", parts=tuple(map(_breath_words, recent)))


def following_words(state: State) -> Message:
    """Return how the breaths follow the guide, or why this is unknown."""
    following = state.breathing.following
    if following is None:
        return message("breath.while_guided")
    words = []
    if following.share_percent is not None:
        ratio = state.guide.pattern.exhale_to_inhale
        words.append(message("breath.near_ratio", percent=following.share_percent, ratio=ratio))
    if following.phase_error_s is not None:
        words.append(_late_words(following.phase_error_s))
    elif following.rate_error_per_min is not None:
        words.append(message("breath.rate_off", difference_per_min=following.rate_error_per_min))
    return dotted(*words, following.unknown) if following.unknown else dotted(*words)


def advice_words(state: State) -> Message | None:
    """Return advice or praise for the person; None if there is nothing to say."""
    following = state.breathing.following
    return (following.advice or following.praise) if following else None


def times_words(times: BreathTimes) -> Message:
    """Return which breaths the response is based on: the guide's or the person's own."""
    return _TIMES_WORDS[times]


def _late_words(late_s: float) -> Message:
    if late_s >= 0.0:
        return message("breath.late", seconds=late_s)
    return message("breath.early", seconds=-late_s)


def _breath_words(breath: MeasuredBreath) -> Message:
    if breath.label is not BreathLabel.NORMAL:
        return _LABEL_WORDS[breath.label]
    if breath.exhale_to_inhale is None:
        return message("figure.no_value")
    return message("breath.ratio", ratio=breath.exhale_to_inhale)


def practised_words(state: State, minutes: float) -> Message:
    """Return how much of the practice is done, as ``6:20 of 10:00``; or that it is ordinary breathing."""
    if state.part is Part.BEFORE:
        return message("part.before_now", time=clock_text(state.part_s))
    if state.part is Part.AFTER:
        return message("part.after_now", time=clock_text(state.part_s))
    done, whole = clock_text(min(state.practised_s, 60.0 * minutes)), clock_text(60.0 * minutes)
    return message("part.practised", done=done, whole=whole)


def clock_text(seconds: float) -> str:
    """Return a duration as minutes and seconds, as ``6:20``."""
    minutes, rest = divmod(int(seconds), 60)
    return f"{minutes}:{rest:02d}"
