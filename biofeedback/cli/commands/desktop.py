"""The program in the desktop's menu."""

from argparse import Namespace

from biofeedback.desktop.entry import install_entry, remove_entry
from biofeedback.terminal.output import put, tell
from devices.message import message


def install_desktop_entry(options: Namespace) -> int:
    """Install the desktop entry, or remove it, and print the files."""
    paths = remove_entry() if options.remove else install_entry()
    for path in paths:
        put(path)
    if options.remove and not paths:
        tell(message("desktop.no_entry"))
    return 0
