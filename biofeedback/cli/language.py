"""The program's language, decided before any output and before the command line is parsed."""

import locale
import os
import re
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from biofeedback.cli.leading_options import DATA_DIR, LANGUAGE, values_of
from biofeedback.cli.settings_path import settings_path
from biofeedback.words.catalogue import SOURCE_LANGUAGE, languages
from devices.regular_file import open_regular_file

_LARGEST_BYTES: Final = 100_000
_LOCALE_VARIABLES: Final = ("LC_ALL", "LC_MESSAGES", "LANG")
_IN_DAMAGED_FILE: Final = re.compile(r"""^\s*language\s*=\s*["']([a-z]+)["']""", re.MULTILINE)


def decided_language(given: Sequence[str]) -> str:
    """Return the language of the program.

    Parameters
    ----------
    given : sequence of str
        The arguments of the command line: its ``--language`` takes precedence, then the settings in its
        ``--data-dir``, then the locale of the computer.
    """
    wanted = next((one for one in values_of(LANGUAGE, given) if one in languages()), "")
    return wanted or _setting(given) or system_language()


def system_language() -> str:
    """Return the language of the computer's locale; English where there is no catalogue for it."""
    names = [os.environ.get(name, "") for name in _LOCALE_VARIABLES]
    name = next(filter(None, names), "") or _windows_locale()
    code = re.split(r"[_.@-]", name.lower(), maxsplit=1)[0]
    return code if code in languages() else SOURCE_LANGUAGE


def _setting(given: Sequence[str]) -> str:
    """Return the language in the settings; empty if they leave it to the computer."""
    folder = next((Path(one) for one in values_of(DATA_DIR, given)), None)
    return next((one for one in _settings_languages(folder) if one in languages()), "")


def _settings_languages(folder: Path | None) -> Iterator[str]:
    """Read as little as possible: the settings may be damaged, and whoever needs them checks them later."""
    try:
        with open_regular_file(settings_path(folder)) as file:
            content = file.read(_LARGEST_BYTES).decode(errors="replace")
    except (OSError, ValueError, RuntimeError):  # RuntimeError: the home folder is unknown
        return
    import tomllib

    try:
        window = tomllib.loads(content).get("window")
    except (ValueError, RecursionError):
        yield from _IN_DAMAGED_FILE.findall(content)
        return
    language = window.get("language") if isinstance(window, dict) else None
    if isinstance(language, str):
        yield language


def _windows_locale() -> str:
    if sys.platform != "win32":
        return ""
    import ctypes

    return locale.windows_locale.get(ctypes.windll.kernel32.GetUserDefaultUILanguage(), "")
