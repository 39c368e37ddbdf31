"""The parser of the command line."""

import argparse
from typing import Any

from devices.printable import harmless


class PlainParser(argparse.ArgumentParser):
    """A parser that shows given texts in its messages with control characters made harmless."""

    def _print_message(self, message: str, file: Any = None) -> None:
        super()._print_message(harmless(message), file)
