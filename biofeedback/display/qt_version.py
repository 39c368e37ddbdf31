"""Whether Qt can be loaded, and which."""

from PySide6.QtCore import qVersion


def qt_version() -> str:
    """Return the version of the Qt library."""
    return qVersion()
