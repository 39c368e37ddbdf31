"""A recorded session seen again in the terminal."""

from collections.abc import Callable, Iterable
from contextlib import nullcontext
from typing import Final

from rich.live import Live

from biofeedback.engine.state import State
from biofeedback.terminal.console import TextConsole
from biofeedback.terminal.screen import WIDTH, screen, status_line
from biofeedback.words.spoken import say
from devices.events import LinkState
from devices.message import message

_KEYS: Final = message("terminal.replay_keys")


def show_replay(states: Iterable[State], name: str, should_stop: Callable[[], bool]) -> None:
    """Show states as they come, and the last one as a line; where no screen can be drawn, only that line."""
    console = TextConsole()
    console.width = min(console.width, WIDTH) if console.is_terminal else console.width
    last = None
    live = Live(console=console, screen=True, refresh_per_second=15) if console.is_terminal else None
    with live or nullcontext():
        for state in states:
            if live is not None:
                live.update(screen(state, state.time_s, minutes=state.time_s / 60.0, keys=_KEYS))
            if state.link is not LinkState.IDLE:
                last = state
            if should_stop():
                break
    if last is None:
        console.print(say(message("terminal.no_strap_in_session", name=name)), soft_wrap=True)
    else:
        console.print(f"{name}: {status_line(last, last.time_s / 60.0)}", soft_wrap=True)
