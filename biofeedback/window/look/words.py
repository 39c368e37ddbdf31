"""What the window says, derived from a state; no Qt."""

import math
from dataclasses import dataclass
from typing import Final, Protocol

from biofeedback.analysis.usual import EarlierUsual
from biofeedback.engine.programme_step import is_withheld
from biofeedback.engine.state import Breathing, Signal, State
from biofeedback.pacing.guide import GuidePosition, Stage
from biofeedback.response.figure_history import FIRST_S, Change, Direction
from biofeedback.statements.live import advice_words, clock_text
from devices.events import Part
from devices.message import Message, dotted, message

STAGE_WORDS: Final = {
    Stage.INHALE: message("guide.breathe_in"),
    Stage.EXHALE: message("guide.breathe_out"),
    Stage.HOLD: message("guide.hold"),
}

VAGAL_EXPLANATION: Final = message("window.response.explanation")
LEGEND_BAR: Final = message("window.response.bar")
LEGEND_UNKNOWN: Final = message("window.response.unknown")
LEGEND_USUAL: Final = message("window.response.usual", count=round(FIRST_S / 60.0))
DOTTED_BREATH: Final = message("window.breath.dotted")

SEARCH_LEADS: Final = message("window.search_leads")
SOUND_ON: Final = message("window.sound.on")
SOUND_OFF: Final = message("window.sound.off")

ASIDE_HEART_RATE: Final = message("window.heart_rate.aside")
ASIDE_RESPONSE: Final = message("window.response.aside")
ASIDE_RATIO: Final = message("window.ratio.aside")


@dataclass(frozen=True, slots=True)
class GuideWords:
    """The two lines inside the circle; the second may be whole seconds."""

    first: Message
    second: Message | int | None = None


class SayGuide(Protocol):
    """Returns the words inside the guide."""

    def __call__(self, state: State, position: GuidePosition, *, complete: bool) -> GuideWords:
        """Return the words for a state with the guide at this position."""


def guide_words(state: State, position: GuidePosition, *, complete: bool) -> GuideWords:
    """Return what to do now, and for how many whole seconds."""
    if state.guide.running:
        seconds = math.ceil(position.remaining_s)
        if position.breath < 0:
            return GuideWords(message("guide.let_out"), seconds)
        return GuideWords(STAGE_WORDS[position.stage], seconds)
    if state.part in (Part.BEFORE, Part.AFTER):
        return GuideWords(message("guide.as_usual"), message("guide.time", clock=clock_text(state.part_s)))
    if complete:
        return GuideWords(message("guide.complete"), _practised(state))
    if state.practised_s > 0.0:
        return GuideWords(message("guide.paused"), message("guide.go_on"))
    return GuideWords(message("guide.press_space"), message("guide.or_click"))


def replayed_words(state: State, position: GuidePosition, *, complete: bool = False) -> GuideWords:
    """Return what the guide said then; in place of a request for a key, return the state of the practice."""
    if state.guide.running or state.part in (Part.BEFORE, Part.AFTER):
        return guide_words(state, position, complete=complete)
    if state.practised_s > 0.0:
        return GuideWords(message("guide.paused"), _practised(state))
    return GuideWords(message("guide.not_begun"))


def marked_words(state: State) -> Message:
    """Confirm that this moment was marked."""
    return message("window.marked", clock=clock_text(state.practised_s))


_HEART_CHANGES: Final = {
    Direction.MORE: message("heart.more"),
    Direction.SAME: message("heart.same"),
    Direction.LESS: message("heart.less"),
}


def heart_sentence(state: State) -> Message:
    """Say in one sentence, without decimals, how the heart responds, or why that is not known."""
    if not state.strap_name:
        return message("heart.no_strap")
    if state.signal is Signal.WAITING:
        return message("heart.waiting")
    if state.signal is not Signal.GOOD:
        return message("heart.unclear")
    if is_withheld(state.figures.rsa):
        return message("heart.measured")
    response_ms = state.figures.rsa.value
    if response_ms is None:
        return message("heart.soon") if state.guide.running else message("heart.heard")
    return _HEART_CHANGES.get(state.change.direction) or message("heart.swing", response_ms=response_ms)


def change_remark(change: Change) -> Message | None:
    """Say by how much the response differs from the person's first minutes; None while this is unknown."""
    if change.difference_ms is None or change.half_width_ms is None:
        return None
    margin_ms, first_min = change.half_width_ms, FIRST_S / 60.0
    size_ms = abs(change.difference_ms)
    match change.direction:
        case Direction.MORE:
            return message(
                "window.response.above", difference_ms=size_ms, margin_ms=margin_ms, first_min=first_min
            )
        case Direction.LESS:
            return message(
                "window.response.below", difference_ms=size_ms, margin_ms=margin_ms, first_min=first_min
            )
        case _:
            return message("window.response.same", margin_ms=margin_ms, first_min=first_min)


def earlier_words(earlier: EarlierUsual) -> tuple[Message, Message]:
    """Say what was usual in earlier sessions and what shows it: with and without the number of sessions."""
    words = message(
        "window.response.earlier", mean_ms=earlier.mean_ms, low_ms=earlier.low_ms, high_ms=earlier.high_ms
    )
    return message("window.response.earlier_sessions", usual=words, count=earlier.sessions), words


def following_remark(breathing: Breathing) -> Message | None:
    """Say how many of the last breaths had the guide's ratio; None if this is unknown."""
    following = breathing.following
    if following is None or following.share_percent is None or breathing.ratio.value is None:
        return None
    return message("window.ratio.following", share_percent=following.share_percent)


def breath_words(state: State, *, is_drawn: bool) -> Message | str:
    """Return advice or praise on the breath, or else what is drawn of it over the guide or why nothing is.

    Parameters
    ----------
    state : State
        The session at this moment.
    is_drawn : bool
        Whether the measured breath is drawn over the guide.
    """
    breathing = state.breathing
    following = breathing.following
    advice = advice_words(state)
    if advice is not None:
        return advice
    if breathing.course is not None:
        return DOTTED_BREATH if is_drawn else ""
    if not state.strap_name:
        return ""
    if following is not None and following.breaths:
        return following.unknown or ""
    if is_withheld(breathing.rate):
        return ""
    unknown = breathing.rate.unknown
    return message("window.breath.unknown", why=unknown) if unknown else ""


def now_words(state: State) -> Message:
    """Name the right edge of the tachogram, and say why the newest beat does not reach it."""
    now = message("window.heart_rate.now")
    if not state.strap_name:
        return now
    return dotted(message("window.heart_rate.late", latency_s=state.latency_s), now)


def _practised(state: State) -> Message:
    return message("guide.practised", clock=clock_text(state.practised_s))
