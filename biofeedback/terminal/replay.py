"""The replay of a recorded session in the terminal."""

from collections.abc import Callable, Iterable
from contextlib import nullcontext
from typing import Final

from rich.console import RenderableType
from rich.live import Live

from biofeedback.engine.state import State
from biofeedback.terminal.console import TextConsole
from biofeedback.terminal.drawing import NOT_BEGUN
from biofeedback.terminal.screen import screen, status_line
from biofeedback.words.spoken import say
from devices.events import LinkState
from devices.message import message

_KEYS: Final = message("terminal.replay_keys")


def show_replay(states: Iterable[State], name: str, should_stop: Callable[[], bool]) -> None:
    """Show states as they arrive, and the last one as a line; without a screen, show only that line."""
    console = TextConsole()
    last = None
    draws = console.is_terminal and not console.is_dumb_terminal
    live = Live(console=console, screen=True, refresh_per_second=15) if draws else None
    with live or nullcontext():
        for state in states:
            if live is not None:
                live.update(_screen(state, console.size))
            if state.link is not LinkState.IDLE:
                last = state
            if should_stop():
                break
    if last is None:
        console.print(say(message("terminal.no_strap_in_session", name=name)), soft_wrap=True)
    else:
        console.print(f"{name}: {status_line(last, last.time_s / 60.0)}", soft_wrap=True)


def _screen(state: State, size: tuple[int, int]) -> RenderableType:
    minutes = state.time_s / 60.0
    return screen(state, state.time_s, minutes=minutes, keys=_KEYS, size=size, ready=NOT_BEGUN)
