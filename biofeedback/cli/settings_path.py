"""Where the settings are; imports nothing slow, because they decide the language of --help."""

from pathlib import Path
from typing import Final

_FILE_NAME: Final = "settings.toml"


def settings_path(folder: Path | None) -> Path:
    """Return the settings file in a folder, or in the system's folder for settings if none is given."""
    if folder is None:
        from platformdirs import user_config_path

        folder = user_config_path("biofeedback", appauthor=False)
    return folder / _FILE_NAME
