"""Build the folder that runs without Python: ``python -m scripts.build_bundle [FOLDER]``, or ``make bundle``.

PyInstaller collects the program (`bundle/biofeedback.spec`); this adds the licences of all that is in the
folder, the notice about Qt, and the desktop entry. It runs in an environment that holds the program's own
dependencies and PyInstaller and nothing else, or the folder would hold what the program does not need.
"""

import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
from importlib.metadata import version
from pathlib import Path
from typing import Final

from scripts.bundle_licences import write_licences

ROOT: Final = Path(__file__).parents[1]
_ENTRY: Final = "local.biofeedback.biofeedback"


def build(into: Path) -> Path:
    """Build the bundle and return its folder.

    Parameters
    ----------
    into : Path
        Where the folder `biofeedback` is made; one that is there is replaced.
    """
    folder = into / "biofeedback"
    with tempfile.TemporaryDirectory() as work:
        libraries = Path(work) / "libraries.json"
        subprocess.run(
            [
                *(sys.executable, "-m", "PyInstaller", "--noconfirm", "--log-level", "WARN"),
                *("--distpath", str(into), "--workpath", str(Path(work) / "build")),
                str(ROOT / "bundle" / "biofeedback.spec"),
            ],
            check=True,
            env=os.environ | {"BUNDLE_LIBRARIES": str(libraries)},
        )
        from_system = [Path(one) for one in json.loads(libraries.read_text(encoding="utf-8"))]
    _add_texts(folder)
    write_licences(folder / "licences", from_system)
    return folder


def size_mb(folder: Path) -> float:
    """Return how much a folder takes on disk, in MB; links take nothing."""
    return (
        sum(one.stat().st_size for one in folder.rglob("*") if one.is_file() and not one.is_symlink()) / 1e6
    )


def _add_texts(folder: Path) -> None:
    shutil.copy(ROOT / "LICENSE", folder)
    shutil.copy(ROOT / "bundle" / "QT.txt", folder)
    readme = (ROOT / "bundle" / "README.txt").read_text(encoding="utf-8")
    said = readme.format(version=version("biofeedback"), glibc=platform.libc_ver()[1] or "–")
    (folder / "README.txt").write_text(said, encoding="utf-8")
    if sys.platform.startswith("linux"):
        for ending in (".desktop", ".svg", ".metainfo.xml"):
            shutil.copy(ROOT / "biofeedback" / "desktop" / "files" / f"{_ENTRY}{ending}", folder)


def main() -> None:
    into = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "dist"
    folder = build(into)
    print(f"{folder}: {size_mb(folder):.0f} MB")


if __name__ == "__main__":
    main()
