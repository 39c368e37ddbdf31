"""The two ways out of the program: data on stdout, sentences on stderr; neither moves a terminal."""

import sys

from devices.printable import harmless


def put(data: object, *, flush: bool = False) -> None:
    """Print a line of data; another program gets it as it is, a terminal without control characters."""
    text = str(data)
    terminal = sys.stdout is not None and sys.stdout.isatty()
    print(harmless(text) if terminal else text, flush=flush)


def tell(sentence: str) -> None:
    """Tell the person something."""
    print(harmless(sentence), file=sys.stderr, flush=True)
