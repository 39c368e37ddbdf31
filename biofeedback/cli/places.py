"""Where the data are, and whether there is somebody to ask."""

import sys
from argparse import Namespace
from pathlib import Path

from platformdirs import user_data_path

from biofeedback.cli.settings_path import settings_path
from biofeedback.person.diary_file import DIARY_FILE_NAME
from biofeedback.person.plan_file import PLAN_FILE_NAME
from biofeedback.person.profile import PROFILE_FILE_NAME as PROFILE_NAME
from biofeedback.person.settings import Settings, load_settings
from sessions.folder import SessionFolder


def data_dir(options: Namespace) -> Path:
    """Return --data-dir, or the system's folder for a program's data."""
    given: Path | None = options.data_dir
    return given or user_data_path("biofeedback", appauthor=False)


def session_folder(options: Namespace) -> SessionFolder:
    """Return the folder of the person's sessions."""
    return SessionFolder(data_dir(options))


def settings_file(options: Namespace) -> Path:
    """Return the settings file in --data-dir, or in the system's folder for settings."""
    return settings_path(options.data_dir)


def profile_file(options: Namespace) -> Path:
    """Return the file of what was measured about the person, beside the sessions."""
    return data_dir(options) / PROFILE_NAME


def plan_file(options: Namespace) -> Path:
    """Return the file of the agreed plan, beside the sessions."""
    return data_dir(options) / PLAN_FILE_NAME


def diary_file(options: Namespace) -> Path:
    """Return the diary file, beside the sessions."""
    return data_dir(options) / DIARY_FILE_NAME


def chosen_settings(options: Namespace) -> Settings:
    """Return the person's settings.

    Raises
    ------
    SettingsError
        If the file can't be used.
    """
    return load_settings(settings_file(options))


def can_be_asked() -> bool:
    """Return whether a person sits at a terminal."""
    return sys.stdin is not None and sys.stdin.isatty()
