"""The keys that work now, each with a few words; no Qt."""

from typing import Final, NamedTuple

from biofeedback.engine.state import State
from biofeedback.practice.playback import JUMP_S
from devices.events import Part
from devices.message import Message, message


class KeyHint(NamedTuple):
    """A few words about one key.

    Parameters
    ----------
    words : Message
        Words that begin with the key's name.
    key : str, optional
        ``Space``, ``Esc`` or a letter, which a click on the words presses; empty if the words name no key.
    """

    words: Message
    key: str = ""


_PAUSE: Final = KeyHint(message("window.key.pause"), "Space")
_GO_ON: Final = KeyHint(message("window.key.go_on"), "Space")
_BEGIN: Final = KeyHint(message("window.key.begin"), "Space")
_BEGIN_NOW: Final = KeyHint(message("window.key.begin_now"), "Space")
_END: Final = KeyHint(message("window.key.end"), "Esc")
_END_NOW: Final = KeyHint(message("window.key.end_now"), "Esc")
_BACK: Final = KeyHint(message("window.key.back"), "Esc")
_RATE: Final = KeyHint(message("window.key.rate"))
_SPEED: Final = KeyHint(message("window.key.speed"))
_PATTERN: Final = KeyHint(message("window.key.pattern"), "P")
_RESONANCE: Final = KeyHint(message("window.key.resonance"), "R")
_SEARCH: Final = KeyHint(message("window.key.search"), "R")
_GUIDE: Final = KeyHint(message("window.key.guide"), "G")
_ALONE: Final = KeyHint(message("window.key.alone"))
"""It has no key to click, because the guide alone shows no words on which a mouse could click to go back."""

_DEPTH: Final = KeyHint(message("window.key.depth"), "D")
_SOUND: Final = KeyHint(message("window.key.sound"), "S")
_MARK: Final = KeyHint(message("window.key.mark"), "M")
_THEME: Final = KeyHint(message("window.key.theme"), "T")
_WHY: Final = KeyHint(message("window.key.why"), "W")
_HISTORY: Final = KeyHint(message("window.key.history"), "H")
_OPTIONS: Final = KeyHint(message("window.key.options"), "O")
_COMPLETE: Final = KeyHint(message("window.key.complete"))
_STEP_BACK: Final = KeyHint(message("window.key.step_back"), "Backspace")
_SKIP: Final = KeyHint(message("window.key.skip"), "X")
_SIT_STILL: Final = KeyHint(message("window.key.sit_still"))


def replay_hints(*, running: bool) -> tuple[KeyHint, ...]:
    """Return the keys that work in a replay."""
    jump = KeyHint(message("window.key.jump", jump_s=JUMP_S))
    return _PAUSE if running else _GO_ON, jump, _SPEED, _THEME, _WHY, _BACK


def programme_hints(state: State, *, complete: bool) -> tuple[KeyHint, ...]:
    """Return the keys that work now while a programme is played."""
    step = state.step
    if complete:
        return _COMPLETE, _END
    if step is None or not step.running:
        return _GO_ON if state.practised_s > 0.0 else _BEGIN, _HISTORY, _OPTIONS, _WHY, _END
    skip = (_SKIP,) if step.region else ()
    return _PAUSE, _STEP_BACK, *skip, _ALONE, _SOUND, _MARK, _WHY, _END


def key_hints(state: State, *, complete: bool, searching: bool = False) -> tuple[KeyHint, ...]:
    """Return the keys that work now."""
    if state.part is Part.BEFORE:
        return _SIT_STILL, _BEGIN_NOW, _END
    if state.part is Part.AFTER:
        return _SIT_STILL, _END_NOW
    if complete:
        return _COMPLETE, _GO_ON, _END
    if not state.guide.running:
        space = _GO_ON if state.practised_s > 0.0 else _BEGIN
        return space, _PATTERN, _RESONANCE, _GUIDE, _DEPTH, _HISTORY, _OPTIONS, _WHY, _END
    plan = (_SEARCH,) if searching else (_RATE, _PATTERN)
    return _PAUSE, *plan, _GUIDE, _DEPTH, _ALONE, _SOUND, _MARK, _WHY, _END
