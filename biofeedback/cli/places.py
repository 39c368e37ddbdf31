"""Where data lie."""

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
