"""Whether the person has set the computer to reduce motion, read in each system's own way."""

import os
import sys
from functools import cache
from pathlib import Path
from typing import Final

_SPI_GETCLIENTAREAANIMATION: Final = 0x1042
"""The action of Windows' SystemParametersInfoW."""

_PATIENCE_S: Final = 1.0
"""Longest wait for the answer of a system's command, in seconds."""

_GTK_DESKTOPS: Final = frozenset({"gnome", "unity", "x-cinnamon", "cinnamon", "budgie", "pantheon"})
_GSETTINGS: Final = ("gsettings", "get", "org.gnome.desktop.interface", "enable-animations")
_DEFAULTS: Final = ("defaults", "read", "com.apple.universalaccess", "reduceMotion")


def reduces_motion(setting: str) -> bool:
    """Return whether motion should be reduced.

    Parameters
    ----------
    setting : str
        ``on``, ``off``, or ``system`` for the computer's setting.
    """
    return system_reduces_motion() if setting == "system" else setting == "on"


@cache
def system_reduces_motion() -> bool:
    """Return whether the computer's own animations are switched off; False if that is unknown."""
    if sys.platform == "win32":
        return not _windows_animates()
    if sys.platform == "darwin":
        return _answer(_DEFAULTS) == "1"
    desktops = {one.lower() for one in os.environ.get("XDG_CURRENT_DESKTOP", "").split(":")}
    if "kde" in desktops:
        return _kde_reduces_motion(_config_home() / "kdeglobals")
    return bool(desktops & _GTK_DESKTOPS) and _answer(_GSETTINGS) == "false"


def _windows_animates() -> bool:
    import ctypes

    answer = ctypes.c_int(1)
    windows = getattr(ctypes, "windll")  # noqa: B009 only Windows has it
    windows.user32.SystemParametersInfoW(_SPI_GETCLIENTAREAANIMATION, 0, ctypes.byref(answer), 0)
    return bool(answer.value)


def _kde_reduces_motion(path: Path) -> bool:
    """Return whether Plasma's animations have zero duration."""
    from configparser import ConfigParser, Error

    file = ConfigParser(strict=False, interpolation=None)
    try:
        file.read(path, encoding="utf-8")
        return file.getfloat("KDE", "AnimationDurationFactor", fallback=1.0) == 0.0
    except (Error, ValueError, OSError):
        return False


def _answer(command: tuple[str, ...]) -> str:
    """Return the output of a command; empty if the command is missing, fails or takes too long."""
    import shutil
    import subprocess

    if shutil.which(command[0]) is None:
        return ""
    try:
        ended = subprocess.run(command, capture_output=True, text=True, timeout=_PATIENCE_S, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return ended.stdout.strip()


def _config_home() -> Path:
    given = os.environ.get("XDG_CONFIG_HOME", "")
    return Path(given) if Path(given).is_absolute() else Path.home() / ".config"
