"""The console for text that people read."""

from collections.abc import Iterable
from typing import Any

from rich.console import Console, ConsoleOptions, RenderableType
from rich.segment import Segment

from devices.printable import harmless


class TextConsole(Console):
    """A console for plain text: names of straps and files may contain anything, so markup is never parsed.

    If the reader has closed the pipe, as with ``| head``, the command line handles it.

    Parameters
    ----------
    stderr : bool
        Whether it writes to stderr.
    """

    def __init__(self, *, stderr: bool = False) -> None:
        super().__init__(highlight=False, markup=False, emoji=False, stderr=stderr)

    def render(self, renderable: RenderableType, options: ConsoleOptions | None = None) -> Iterable[Segment]:
        """Render anything; keep rich's own control codes, but replace those in texts."""
        for segment in super().render(renderable, options):
            yield segment if segment.control else _harmless(segment)

    def print(self, *objects: Any, **options: Any) -> None:
        """Print plain text, even if the caller passes markup=True."""
        super().print(*objects, **{**options, "markup": False})

    def on_broken_pipe(self) -> None:
        """Re-raise the error of `print`; rich would end the program with status 1."""
        raise BrokenPipeError


def _harmless(segment: Segment) -> Segment:
    return segment if segment.text.isprintable() else segment._replace(text=harmless(segment.text))
