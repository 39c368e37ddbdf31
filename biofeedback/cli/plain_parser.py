"""The parser of the command line."""

import argparse
from typing import Any

from devices.printable import harmless


class PlainParser(argparse.ArgumentParser):
    """A parser whose messages repeat what was given without doing what is in it."""

    def _print_message(self, message: str, file: Any = None) -> None:
        super()._print_message(harmless(message), file)
