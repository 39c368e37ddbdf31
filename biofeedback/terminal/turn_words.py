"""One short line at each turn of the guide, for terminals that draw nothing: Braille, speech, a pipe."""

from typing import Final

from biofeedback.engine.state import State
from biofeedback.pacing.guide import Stage
from devices.events import Part
from devices.message import Message, message

BEGIN_WITH_SPACE: Final = message("terminal.begin_with_space")
BEGINS_NOW: Final = message("terminal.begins_now")

_AS_USUAL: Final = message("guide.as_usual")
_GO_ON: Final = message("terminal.go_on_with_space")


class TurnWords:
    """Finds the words to print, once for each turn and each stop of the guide."""

    def __init__(self) -> None:
        self._last: object = None

    def next(self, state: State, now_s: float) -> Message | None:
        """Return the words for a stage that has just begun, with its seconds; None between two turns.

        Parameters
        ----------
        state : State
            The state, which contains the guide.
        now_s : float
            Time since the session's start, in seconds.
        """
        if state.guide.running:
            position = state.guide.at(now_s)
            place = position.breath, position.stage
            return self._once(place, _turn(position.breath, position.stage, position.remaining_s))
        if state.part in (Part.BEFORE, Part.AFTER):
            return self._once(state.part, _AS_USUAL)
        is_paused = state.part is Part.PRACTICE and not (state.step and state.step.running)
        return self._once("paused", _GO_ON) if is_paused and self._last is not None else None

    def _once(self, place: object, word: Message) -> Message | None:
        if place == self._last:
            return None
        self._last = place
        return word


def _turn(breath: int, stage: Stage, seconds: float) -> Message:
    if breath < 0:
        return message("terminal.turn.let_out", seconds=seconds)
    match stage:
        case Stage.INHALE:
            return message("terminal.turn.in", seconds=seconds)
        case Stage.EXHALE:
            return message("terminal.turn.out", seconds=seconds)
    return message("terminal.turn.hold", seconds=seconds)
