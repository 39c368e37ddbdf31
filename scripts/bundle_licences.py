"""The licences of all that a bundle holds: packages of Python, Python itself, and libraries of the system."""

import re
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Iterable, Iterator
from importlib.metadata import Distribution, distribution, distributions
from pathlib import Path
from typing import Final

_ROOT: Final = Path(__file__).parents[1]
_TEXTS: Final = re.compile(r"(LICEN[CS]E|COPYING|NOTICE|AUTHORS)", re.IGNORECASE)
_TOOLS: Final = frozenset(
    {"pip", "setuptools", "wheel", "pyinstaller-hooks-contrib", "altgraph", "packaging"}
)
"""They build the folder and are not in it. PyInstaller's own start code is, so its licence is too."""

_QT: Final = ("LGPL-3.txt", "GPL-3.txt")
"""Its packages for Python hold no text of the licence."""


class MissingLicenceError(Exception):
    """Something would be given on without its licence."""


def write_licences(folder: Path, libraries: Iterable[Path]) -> None:
    """Write the licence of everything in a bundle.

    Parameters
    ----------
    folder : Path
        Where they go: a folder for each package.
    libraries : iterable of Path
        Libraries that were put into the bundle, where they came from.

    Raises
    ------
    MissingLicenceError
        If a package has no licence text and is not known to be Qt's.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for text in _QT:
        shutil.copy(_ROOT / "bundle" / "licences" / text, folder)
    for one in bundled_distributions():
        name = one.metadata["Name"]
        texts = licence_texts(one)
        if not texts and not _is_qt(name):
            raise MissingLicenceError(f"{name} {one.version} has no licence text.")
        _write(folder / f"{name}-{one.version}", texts)
        licence = _told(one, "License-Expression") or _told(one, "License") or "see the texts here"
        home = _told(one, "Home-page") or "https://pypi.org/project/" + name
        about = f"{name} {one.version}\nLicence: {licence.splitlines()[0]}\nFrom: {home}\n"
        (folder / f"{name}-{one.version}" / "ABOUT.txt").write_text(about, encoding="utf-8")
    shutil.copy(_python_licence(), folder / "Python.txt")
    for package, copyright_file in _system_licences(libraries):
        shutil.copy(copyright_file, folder / f"{package}.txt")


def _told(one: Distribution, key: str) -> str:
    """Return what a package tells of itself; empty where it tells nothing."""
    return "".join((one.metadata.get_all(key) or [])[:1])


def bundled_distributions() -> list[Distribution]:
    """Return the packages that the program needs, with all that they need, and PyInstaller."""
    installed = {_plain(one.metadata["Name"]): one for one in distributions()}
    wanted, found = ["biofeedback", "pyinstaller"], dict[str, Distribution]()
    while wanted:
        name = wanted.pop()
        if name in found or name in _TOOLS or name not in installed:
            continue
        found[name] = installed[name]
        wanted += [_plain(need) for need in distribution(name).requires or [] if "extra ==" not in need]
    found.pop("biofeedback", None)  # Its licence lies in the bundle's own folder.
    return [found[name] for name in sorted(found)]


def licence_texts(one: Distribution) -> dict[str, str]:
    """Return the licence texts that a package brings along, by the name of their file."""
    texts = {}
    for file in one.files or []:
        if _TEXTS.search(file.name) and file.suffix in ("", ".txt", ".md", ".rst", ".APACHE", ".BSD"):
            path = Path(str(one.locate_file(file)))
            if path.is_file():
                texts["_".join(file.parts[1:])] = path.read_text(encoding="utf-8", errors="replace")
    return texts


def _is_qt(name: str) -> bool:
    return _plain(name) in ("pyside6-essentials", "shiboken6")


def _plain(requirement: str) -> str:
    """Return the name in a requirement, as packages are compared by (PEP 503)."""
    named = re.match(r"[A-Za-z0-9._-]+", requirement)
    return re.sub(r"[-_.]+", "-", named.group()).lower() if named else ""


def _write(folder: Path, texts: dict[str, str]) -> None:
    folder.mkdir(exist_ok=True)
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")


def _python_licence() -> Path:
    places = (Path(sysconfig.get_path("stdlib")) / "LICENSE.txt", Path(sys.base_prefix) / "LICENSE.txt")
    found = next((place for place in places if place.is_file()), None)
    if found is None:
        raise MissingLicenceError(f"There is no licence of Python at {places[0]}.")
    return found


def _system_licences(libraries: Iterable[Path]) -> Iterator[tuple[str, Path]]:
    """Yield the Debian package and its licence of each library that comes from the system."""
    if shutil.which("dpkg-query") is None:
        return
    own = (Path(sys.prefix), Path(sys.base_prefix))
    paths = {one.resolve() for one in libraries if not any(one.is_relative_to(place) for place in own)}
    packages = {_debian_package(path) for path in paths}
    for package in sorted(packages - {""}):
        text = Path("/usr/share/doc") / package / "copyright"
        if not text.is_file():
            raise MissingLicenceError(f"The package {package} of the system has no {text}.")
        yield package, text


def _debian_package(path: Path) -> str:
    for named in (path, Path("/") / path.relative_to("/usr") if path.is_relative_to("/usr") else path):
        ended = subprocess.run(
            ["dpkg-query", "--search", str(named)], capture_output=True, text=True, check=False
        )
        if ended.returncode == 0:
            return ended.stdout.split(":")[0]
    return ""
