"""What the window says, worked out from a state; no Qt."""

import math
from dataclasses import dataclass
from typing import Final

from biofeedback.figures import Figure
from biofeedback.pacing.guide import GuidePosition, Stage
from biofeedback.signals.rsa import GuidedBreath
from biofeedback.state import State
from biofeedback.wording import clock_text

STAGE_WORDS: Final = {Stage.INHALE: "Breathe in", Stage.EXHALE: "Breathe out", Stage.HOLD: "Hold"}

VAGAL_EXPLANATION: Final = (
    "The vagal (parasympathetic) heart response to breathing: how far the time between two beats swings with "
    "the breath, by a curve laid through the beats of each breath. Slower and deeper breathing makes it "
    "larger in everyone; so it is compared with your own first minutes at the same pace only."
)


@dataclass(frozen=True, slots=True)
class GuideWords:
    """The two lines inside the circle."""

    first: str
    second: str


def guide_words(state: State, position: GuidePosition, *, complete: bool) -> GuideWords:
    """Return what to do now, and for how many whole seconds."""
    if state.guide.running:
        return GuideWords(STAGE_WORDS[position.stage], str(math.ceil(position.remaining_s)))
    if complete:
        return GuideWords("Complete", f"{clock_text(state.practised_s)} practised")
    if state.practised_s > 0.0:
        return GuideWords("Paused", "Space to go on")
    return GuideWords("Press Space", "to begin")


def key_hints(state: State, *, complete: bool) -> str:
    """Return the keys that do something now."""
    if complete:
        return "Session complete · Space go on · Esc end"
    space = "pause" if state.guide.running else "go on" if state.practised_s > 0.0 else "begin"
    return f"Space {space} · ↑ ↓ rate · M mark · Esc end"


def now_words(state: State) -> str:
    """Name the right edge of the tachogram, and say why the newest beat does not reach it."""
    if not state.strap_name:
        return "now"
    return f"this strap's beats arrive {state.latency_s:.1f} s late · now"


def breaths_judged(breaths: tuple[GuidedBreath, ...]) -> Figure:
    """Return how many of the shown breaths had every beat they need."""
    if not breaths:
        return Figure("Breaths judged", "", "", unknown="after the first whole breath")
    judged = sum(breath.rsa_ms is not None for breath in breaths)
    window = "every beat was heard" if judged == len(breaths) else "the others lack beats"
    return Figure("Breaths judged", f"of {len(breaths)}", window, float(judged))
