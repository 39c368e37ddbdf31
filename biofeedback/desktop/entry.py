"""The program in the desktop's menu: entry, icon and description, installed where the desktop expects them.

Sources: Desktop Entry Specification 1.5, Icon Theme Specification 0.13, XDG Base Directory Specification 0.8
(specifications.freedesktop.org), AppStream 1.0 (freedesktop.org/software/appstream/docs).
"""

import os
import re
import shutil
import sys
from importlib.resources import files
from pathlib import Path
from typing import Final

from devices.errors import BiofeedbackError
from devices.message import message

DESKTOP_ENTRY_ID: Final = "local.biofeedback.biofeedback"
"""Name of the entry, of the icon, and of the window on Wayland (``QGuiApplication.setDesktopFileName``)."""

_PLACES: Final = {
    f"{DESKTOP_ENTRY_ID}.desktop": "applications",
    f"{DESKTOP_ENTRY_ID}.svg": "icons/hicolor/scalable/apps",
    f"{DESKTOP_ENTRY_ID}.metainfo.xml": "metainfo",
}
_PLAIN: Final = re.compile(r"[A-Za-z0-9@+=:,./_-]+")
_TO_QUOTE: Final = re.compile(r"([\"`$\\])")


class DesktopEntryError(BiofeedbackError):
    """A desktop entry that this system does not support, or that can't be written or removed."""


def icon_svg() -> bytes:
    """Return the icon, for a window to use."""
    return _content(f"{DESKTOP_ENTRY_ID}.svg")


def install_entry() -> tuple[Path, ...]:
    """Write the files of the entry and return their paths; existing files are replaced.

    Raises
    ------
    DesktopEntryError
        If this system has no such entries, or a file can't be written.
    """
    paths = entry_paths()
    for path in paths:
        content = _content(path.name)
        if path.suffix == ".desktop":
            content = _with_command(content.decode(), program_command()).encode()
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        except OSError as error:
            raise DesktopEntryError(
                message("desktop.unwritable", path=str(path), why=str(error.strerror)),
                message("desktop.unwritable.advice"),
            ) from error
    return paths


def remove_entry() -> tuple[Path, ...]:
    """Remove what `install_entry` wrote and return the paths that existed; folders stay.

    Raises
    ------
    DesktopEntryError
        If this system has no such entries, or a file can't be removed.
    """
    present = tuple(path for path in entry_paths() if path.exists())
    for path in present:
        try:
            path.unlink()
        except OSError as error:
            raise DesktopEntryError(
                message("desktop.not_removed", path=str(path), why=str(error.strerror)),
                message("desktop.not_removed.advice"),
            ) from error
    return present


def entry_paths() -> tuple[Path, ...]:
    """Return the paths of the entry's files, under XDG_DATA_HOME.

    Raises
    ------
    DesktopEntryError
        If this system has no such entries.
    """
    if sys.platform in ("win32", "darwin"):
        raise DesktopEntryError(message("desktop.linux_only"), message("desktop.linux_only.advice"))
    given = os.environ.get("XDG_DATA_HOME", "")
    # The specification says that a relative path must be ignored.
    home = Path(given) if Path(given).is_absolute() else Path.home() / ".local" / "share"
    return tuple(home / place / name for name, place in _PLACES.items())


def program_command() -> tuple[str, ...]:
    """Return the command that starts this installation: its own script, else this Python."""
    script = Path(sys.executable).with_name("biofeedback")
    found = str(script) if script.is_file() else shutil.which("biofeedback")
    return (found,) if found else (sys.executable, "-m", "biofeedback")


def exec_value(command: tuple[str, ...]) -> str:
    """Write a command as the value of the key Exec: quoted, then escaped as a string."""
    return " ".join(_quoted(argument) for argument in command)


def _quoted(argument: str) -> str:
    if _PLAIN.fullmatch(argument):
        return argument
    quoted = _TO_QUOTE.sub(r"\\\1", argument).replace("%", "%%")
    return '"' + quoted.replace("\\", "\\\\") + '"'


def _with_command(entry: str, command: tuple[str, ...]) -> str:
    lines = {"Exec=": f"Exec={exec_value(command)}", "TryExec=": f"TryExec={_escaped(command[0])}"}
    return "".join(
        next((new for key, new in lines.items() if line.startswith(key)), line) + "\n"
        for line in entry.splitlines()
    )


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\")


def _content(name: str) -> bytes:
    return (files("biofeedback.desktop") / "files" / name).read_bytes()
