"""Where data lie, and whether there is somebody to ask."""

import sys
from argparse import Namespace
from pathlib import Path

from platformdirs import user_data_path

from sessions.folder import SessionFolder


def data_dir(options: Namespace) -> Path:
    """Return --data-dir, or the system's place for a program's data."""
    given: Path | None = options.data_dir
    return given or user_data_path("biofeedback", appauthor=False)


def session_folder(options: Namespace) -> SessionFolder:
    return SessionFolder(data_dir(options))


def can_be_asked() -> bool:
    """Tell whether a person sits at a terminal."""
    return sys.stdin is not None and sys.stdin.isatty()
