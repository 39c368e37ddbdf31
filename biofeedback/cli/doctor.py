"""What works on this computer: versions, Bluetooth, display, and where data lie."""

import asyncio
import json
import os
import platform
import sys
from argparse import Namespace
from dataclasses import asdict, dataclass
from importlib.metadata import version
from typing import Final

from biofeedback.cli.places import session_folder
from devices.errors import BiofeedbackError

_PACKAGES: Final = (
    "biofeedback",
    "bleak",
    "numpy",
    "scipy",
    "pyqtgraph",
    "PySide6-Essentials",
    "platformdirs",
    "rich",
)
_LISTEN_S: Final = 4.0
_QT_ADVICE: Final = "Install what `make setup` names, or practise with `biofeedback train --terminal`."


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at.

    Parameters
    ----------
    subject : str
        What.
    works : bool
        Whether it does what the program needs.
    detail : str
        What was found.
    advice : str
        What to do about it; empty while it works.
    """

    subject: str
    works: bool
    detail: str
    advice: str = ""


def doctor(options: Namespace) -> int:
    """Look at each part and say what to do about it; 1 where a practice could not be had or kept."""
    findings = [_versions(), _display(), _data(options), _bluetooth()]
    if options.json:
        print(json.dumps([asdict(finding) for finding in findings], indent=1))
    else:
        for finding in findings:
            sign = "works" if finding.works else "fails"
            print(f"{sign}  {finding.subject}: {finding.detail} {finding.advice}".rstrip())
    return 0 if all(finding.works for finding in findings) else 1


def _works(subject: str, detail: str, advice: str = "") -> Finding:
    return Finding(subject, works=True, detail=detail, advice=advice)


def _fails(subject: str, detail: str, advice: str) -> Finding:
    return Finding(subject, works=False, detail=detail, advice=advice)


def _versions() -> Finding:
    packages = ", ".join(f"{name} {version(name)}" for name in _PACKAGES)
    system = f"Python {platform.python_version()} on {platform.system()} {platform.release()}"
    return _works("Versions", f"{packages}; {system}.")


def _display() -> Finding:
    try:
        from biofeedback.display.screen_libraries import qt_version, require_screen_libraries

        qt = f"Qt {qt_version()}"
    except ImportError as error:
        return _fails("Display", f"Qt can't be loaded ({error}).", _QT_ADVICE)
    if sys.platform.startswith("linux") and not (
        os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    ):
        return _works("Display", f"{qt}; no screen here, so `train` uses the terminal.")
    try:
        require_screen_libraries()
    except BiofeedbackError as error:
        return _fails("Display", error.message, error.advice)
    return _works("Display", f"{qt}, with a screen.")


def _data(options: Namespace) -> Finding:
    folder = session_folder(options)
    count = len(list(folder.path.glob("*.session"))) if folder.path.is_dir() else 0
    detail = f"{folder.path}, {count} sessions."
    if folder.is_writable():
        return _works("Data", detail)
    return _fails("Data", detail, "This folder can't be written to; name another with --data-dir.")


def _bluetooth() -> Finding:
    from devices.scan import find_straps

    try:
        straps = asyncio.run(find_straps(_LISTEN_S))
    except BiofeedbackError as error:
        return _fails("Bluetooth", error.message, error.advice)
    if not straps:
        return _works("Bluetooth", "It works; no strap was heard.", "Wear it to be found.")
    names = ", ".join(strap.name or strap.address for strap in straps)
    return _works("Bluetooth", f"It works; heard: {names}.")
