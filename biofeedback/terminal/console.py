"""Where text for people goes."""

from rich.console import Console


class TextConsole(Console):
    """A console that leaves a reader who has gone, as with ``| head``, to the command line.

    Parameters
    ----------
    stderr : bool, optional
        Whether it writes on stderr.
    """

    def __init__(self, *, stderr: bool = False) -> None:
        super().__init__(highlight=False, stderr=stderr)

    def on_broken_pipe(self) -> None:
        """Raise what `print` raises; rich would end the program with status 1."""
        raise BrokenPipeError
