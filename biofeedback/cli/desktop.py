"""The program in the desktop's menu."""

import sys
from argparse import Namespace

from biofeedback.desktop.entry import install_entry, remove_entry


def install_desktop_entry(options: Namespace) -> int:
    """Install the desktop entry, or remove it, and print the files."""
    paths = remove_entry() if options.remove else install_entry()
    for path in paths:
        print(path)
    if options.remove and not paths:
        print("There was no desktop entry.", file=sys.stderr)
    return 0
