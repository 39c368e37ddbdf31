"""Where text for people goes."""

from collections.abc import Iterable
from typing import Any

from rich.console import Console, ConsoleOptions, RenderableType
from rich.segment import Segment

from devices.printable import harmless


class TextConsole(Console):
    """A console for plain text: names of straps and files may hold anything, and are never read as markup.

    It leaves a reader who has gone, as with ``| head``, to the command line.

    Parameters
    ----------
    stderr : bool
        Whether it writes there.
    """

    def __init__(self, *, stderr: bool = False) -> None:
        super().__init__(highlight=False, markup=False, emoji=False, stderr=stderr)

    def render(self, renderable: RenderableType, options: ConsoleOptions | None = None) -> Iterable[Segment]:
        """Render anything; rich's own control codes stay, those in texts do not."""
        for segment in super().render(renderable, options):
            yield segment if segment.control else _harmless(segment)

    def print(self, *objects: Any, **options: Any) -> None:
        """Print plain text, also where it is told with markup."""
        super().print(*objects, **{**options, "markup": False})

    def on_broken_pipe(self) -> None:
        """Raise what `print` raises; rich would end the program with status 1."""
        raise BrokenPipeError


def _harmless(segment: Segment) -> Segment:
    return segment if segment.text.isprintable() else segment._replace(text=harmless(segment.text))
