"""What the window says, worked out from a state; no Qt."""

import math
from dataclasses import dataclass
from typing import Final, Protocol

from biofeedback.analysis.usual import EarlierUsual
from biofeedback.engine.state import Breathing, State
from biofeedback.pacing.guide import GuidePosition, Stage
from biofeedback.practice.playback import JUMP_S
from biofeedback.response.figure_history import FIRST_S, Change, Direction
from biofeedback.statements.live import clock_text
from devices.events import Part
from devices.message import Message, message, verbatim

STAGE_WORDS: Final = {Stage.INHALE: "Breathe in", Stage.EXHALE: "Breathe out", Stage.HOLD: "Hold"}

VAGAL_EXPLANATION: Final = (
    "The vagal (parasympathetic) heart response to breathing: how far the time between two beats swings with "
    "the breath, by a curve laid through the beats of each breath. Slower and deeper breathing makes it "
    "larger in everyone; so it is compared with your own first minutes at the same pace only."
)

LEGEND_BAR: Final = "one bar a breath"
LEGEND_UNKNOWN: Final = "dotted: not known"
LEGEND_USUAL: Final = f"band: your first {FIRST_S / 60.0:g} minutes at this pace"
DOTTED_BREATH: Final = "dotted: your breath, measured by the strap"
SHORT_UNITS: Final[dict[Message | str, Message]] = {
    message("figure.unit.ms_swing"): message("figure.unit.ms"),
    message("figure.unit.times_as_long"): verbatim(""),
    message("figure.unit.percent_of_time"): message("figure.unit.percent"),
    message("figure.unit.per_minute"): message("figure.unit.per_minute.short"),
}
"""Units where there is no room for their words."""

SEARCH_LEADS: Final = "The search sets the rate; R stops it"
SOUND_ON: Final = "Sound on"
SOUND_OFF: Final = "Sound off"

ASIDE_HEART_RATE: Final = "shaded: the guide's breath"
ASIDE_RESPONSE: Final = "vagal (parasympathetic)"
ASIDE_RATIO: Final = "one dot a breath, dashed: the guide"


@dataclass(frozen=True, slots=True)
class GuideWords:
    """The two lines inside the circle."""

    first: str
    second: str

    @property
    def counts(self) -> bool:
        """Whether the second line is seconds."""
        return self.second.isdigit()


class SayGuide(Protocol):
    """Says what stands inside the guide."""

    def __call__(self, state: State, position: GuidePosition, *, complete: bool) -> GuideWords:
        """Return the words of a state, with the guide at this position."""


def guide_words(state: State, position: GuidePosition, *, complete: bool) -> GuideWords:
    """Return what to do now, and for how many whole seconds."""
    if state.guide.running:
        return GuideWords(STAGE_WORDS[position.stage], str(math.ceil(position.remaining_s)))
    if state.part in (Part.BEFORE, Part.AFTER):
        return GuideWords("Breathe as usual", clock_text(state.part_s))
    if complete:
        return GuideWords("Complete", f"{clock_text(state.practised_s)} practised")
    if state.practised_s > 0.0:
        return GuideWords("Paused", "Space or click to go on")
    return GuideWords("Press Space", "or click to begin")


def replayed_words(state: State, position: GuidePosition, *, complete: bool = False) -> GuideWords:
    """Return what the guide said then; where it asked for a key, what was."""
    if state.guide.running or state.part in (Part.BEFORE, Part.AFTER):
        return guide_words(state, position, complete=complete)
    if state.practised_s > 0.0:
        return GuideWords("Paused", f"{clock_text(state.practised_s)} practised")
    return GuideWords("Not yet begun", "")


def replay_hints(*, running: bool) -> str:
    """Return the keys that do something in a replay."""
    space = "pause" if running else "go on"
    return f"Space {space} · ← → {JUMP_S:g} s · ↑ ↓ speed · T theme · W why · Esc back"


def key_hints(state: State, *, complete: bool, searching: bool = False) -> str:
    """Return the keys that do something now."""
    if state.part is Part.BEFORE:
        return "Sit still and breathe as usual · Space begin the practice now · Esc end"
    if state.part is Part.AFTER:
        return "Sit still and breathe as usual · Esc end now"
    if complete:
        return "Session complete · Space go on · Esc end"
    space = "pause" if state.guide.running else "go on" if state.practised_s > 0.0 else "begin"
    if searching and state.guide.running:
        return f"Space {space} · R the search · G guide · F alone · S sound · M mark · W why · Esc end"
    if not state.guide.running:
        keys = "P pattern · R resonance · G guide · H history · O options · W why · Esc end"
        return f"Space {space} · {keys}"
    return f"Space {space} · ↑ ↓ rate · P pattern · G guide · F alone · S sound · M mark · W why · Esc end"


def marked_words(state: State) -> str:
    """Confirm that this moment was marked."""
    return f"Marked at {clock_text(state.practised_s)}"


def change_remark(change: Change) -> str:
    """Say by how much the response differs from the person's own first minutes; empty while it can't be."""
    if change.difference_ms is None or change.half_width_ms is None:
        return ""
    margin, first = f"± {change.half_width_ms:.0f}", f"your first {FIRST_S / 60.0:g} min"
    match change.direction:
        case Direction.MORE:
            return f"↑ {change.difference_ms:.0f} ms ({margin}) above {first}"
        case Direction.LESS:
            return f"↓ {-change.difference_ms:.0f} ms ({margin}) below {first}"
        case _:
            return f"as in {first} ({margin} ms)"


def earlier_words(earlier: EarlierUsual) -> tuple[str, str]:
    """Say what is usual by earlier sessions, and what shows it; whole, and without their number."""
    span = f"{earlier.low_ms:.0f} to {earlier.high_ms:.0f}"
    words = f"bracket: your usual at this pace: {earlier.mean_ms:.0f} ms ({span})"
    return f"{words}, {earlier.sessions} sessions", words


def following_remark(breathing: Breathing) -> str:
    """Say how many of the last breaths had the guide's ratio; empty where that is not known."""
    following = breathing.following
    if following is None or following.share_percent is None or breathing.ratio.value is None:
        return ""
    return f"{following.share_percent:.0f} % of your last breaths as guided"


def breath_words(state: State, *, is_drawn: bool) -> str:
    """Return advice on the breath; without any, what of it is seen over the guide, or why nothing.

    Parameters
    ----------
    state : State
        The session at this moment.
    is_drawn : bool
        Whether the measured breath is drawn over the guide.
    """
    breathing = state.breathing
    following = breathing.following
    if following is not None and following.advice:
        return following.advice
    if breathing.course is not None:
        return DOTTED_BREATH if is_drawn else ""
    if not state.strap_name:
        return ""
    if following is not None and following.breaths:
        return following.unknown
    return f"your breath: {breathing.rate.unknown}" if breathing.rate.unknown else ""


def now_words(state: State) -> str:
    """Name the right edge of the tachogram, and say why the newest beat does not reach it."""
    if not state.strap_name:
        return "now"
    return f"this strap's beats arrive {state.latency_s:.1f} s late · now"
