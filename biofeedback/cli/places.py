"""Where data lie, and whether there is somebody to ask."""

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
    """Return --data-dir, or the system's place for a program's data."""
    given: Path | None = options.data_dir
    return given or user_data_path("biofeedback", appauthor=False)


def session_folder(options: Namespace) -> SessionFolder:
    return SessionFolder(data_dir(options))


def settings_file(options: Namespace) -> Path:
    """Return the settings in --data-dir, or in the system's place for them."""
    return settings_path(options.data_dir)


def profile_file(options: Namespace) -> Path:
    """Return what was found out about the person, beside the sessions."""
    return data_dir(options) / PROFILE_NAME


def plan_file(options: Namespace) -> Path:
    """Return what was agreed for the plan, beside the sessions."""
    return data_dir(options) / PLAN_FILE_NAME


def diary_file(options: Namespace) -> Path:
    """Return the diary, beside the sessions."""
    return data_dir(options) / DIARY_FILE_NAME


def chosen_settings(options: Namespace) -> Settings:
    """Return what the person chose before.

    Raises
    ------
    SettingsError
        If the file can't be used.
    """
    return load_settings(settings_file(options))


def can_be_asked() -> bool:
    """Tell whether a person sits at a terminal."""
    return sys.stdin is not None and sys.stdin.isatty()
