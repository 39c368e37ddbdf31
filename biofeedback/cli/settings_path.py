"""Where the settings lie; imports nothing heavy, because the language of --help is read from them."""

from pathlib import Path
from typing import Final

_FILE_NAME: Final = "settings.toml"


def settings_path(folder: Path | None) -> Path:
    """Return the settings in a folder, or in the system's place for them where no folder is given."""
    if folder is None:
        from platformdirs import user_config_path

        folder = user_config_path("biofeedback", appauthor=False)
    return folder / _FILE_NAME
