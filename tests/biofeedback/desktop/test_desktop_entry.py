"""The desktop entry: what the specifications ask, where it is put, what it starts, and how it goes again."""

import shutil
import subprocess
import sys
import xml.etree.ElementTree as ET
from configparser import ConfigParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from biofeedback.desktop.entry import (
    DESKTOP_ENTRY_ID,
    DesktopEntryError,
    entry_paths,
    exec_value,
    icon_svg,
    install_entry,
    remove_entry,
)
from tests.program import run

pytestmark = pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="desktop entries are a thing of Linux desktops"
)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data home with a space and a dollar in its name."""
    folder = tmp_path / "data $HOME"
    monkeypatch.setenv("XDG_DATA_HOME", str(folder))
    return folder


def _entry(path: Path) -> dict[str, str]:
    parser = ConfigParser(interpolation=None, delimiters=("=",))
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    parser.read_string(path.read_text(encoding="utf-8"))
    assert parser.sections() == ["Desktop Entry"]
    return dict(parser["Desktop Entry"])


def _unquoted(value: str) -> list[str]:
    """Read the key Exec as a desktop does: the string's escapes first, then quotes, then percent signs."""
    text, arguments, i = value.replace("\\\\", "\\"), [""], 0
    quoted = False
    while i < len(text):
        if text[i] == '"':
            quoted = not quoted
        elif quoted and text[i] == "\\":
            i += 1
            arguments[-1] += text[i]
        elif text[i] == " " and not quoted:
            arguments.append("")
        else:
            arguments[-1] += text[i]
        i += 1
    return [argument.replace("%%", "%") for argument in arguments]


def test_command_installs_and_removes(home: Path) -> None:
    installed = run("install-desktop-entry")
    assert installed.returncode == 0, installed.stderr
    paths = [Path(line) for line in installed.stdout.splitlines()]
    assert [path.relative_to(home).as_posix() for path in paths] == [
        f"applications/{DESKTOP_ENTRY_ID}.desktop",
        f"icons/hicolor/scalable/apps/{DESKTOP_ENTRY_ID}.svg",
        f"metainfo/{DESKTOP_ENTRY_ID}.metainfo.xml",
    ]
    assert all(path.is_file() for path in paths)
    assert run("install-desktop-entry").stdout == installed.stdout
    removed = run("install-desktop-entry", "--remove")
    assert removed.stdout == installed.stdout
    assert [path for path in home.rglob("*") if path.is_file()] == []
    again = run("install-desktop-entry", "--remove")
    assert (again.returncode, again.stdout, again.stderr) == (0, "", "There was no desktop entry.\n")


@pytest.mark.usefixtures("home")
def test_entry_starts_this_program() -> None:
    entry = _entry(install_entry()[0])
    command = _unquoted(entry["Exec"])
    assert Path(command[0]).is_absolute()
    version = subprocess.run([*command, "--version"], capture_output=True, text=True, check=True)
    assert version.stdout.startswith("biofeedback ")
    assert Path(entry["TryExec"]).is_file()
    assert entry["Icon"] == DESKTOP_ENTRY_ID
    assert entry["Terminal"] == "false"


@given(
    arguments=st.lists(st.text(st.characters(min_codepoint=32, max_codepoint=0x2FF), min_size=1), min_size=1)
)
def test_any_command_survives_the_quoting(arguments: list[str]) -> None:
    assert _unquoted(exec_value(tuple(arguments))) == arguments


@pytest.mark.usefixtures("home")
def test_files_are_valid_to_the_desktops_own_tools() -> None:
    entry, _, metainfo = install_entry()
    tools = {
        "desktop-file-validate": ["desktop-file-validate", str(entry)],
        "appstreamcli": ["appstreamcli", "validate", "--no-net", str(metainfo)],
    }
    present = [command for name, command in tools.items() if shutil.which(name)]
    if not present:
        pytest.skip("neither desktop-file-validate nor appstreamcli is installed")
    for command in present:
        ended = subprocess.run(command, capture_output=True, text=True, check=False)
        assert ended.returncode == 0, ended.stdout + ended.stderr
        assert "error" not in ended.stdout.lower()


@pytest.mark.usefixtures("home")
def test_description_says_what_the_entry_says() -> None:
    entry_path, _, metainfo = install_entry()
    entry, component = _entry(entry_path), ET.parse(metainfo).getroot()
    assert component.attrib["type"] == "desktop-application"
    assert component.findtext("id") == DESKTOP_ENTRY_ID
    assert component.findtext("launchable") == entry_path.name
    assert component.findtext("name") == entry["Name"]
    assert component.findtext("summary") == entry["Comment"]
    assert [one.text for one in component.iter("category")] == entry["Categories"].strip(";").split(";")
    german = [one.text for one in component if one.attrib.get("{http://www.w3.org/XML/1998/namespace}lang")]
    assert german == [entry["Comment[de]"]]


@pytest.mark.usefixtures("home")
def test_icon_is_drawn_alike_at_every_size() -> None:
    """The circle is there from 16 pixels on; the corners are clear."""
    drawing = """
import sys
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer
renderer = QSvgRenderer(sys.argv[1])
assert renderer.isValid()
for size in (16, 32, 64, 256):
    image = QImage(size, size, QImage.Format.Format_ARGB32)
    image.fill(0)
    painter = QPainter(image)
    renderer.render(painter, QRectF(0, 0, size, size))
    painter.end()
    blue = image.pixelColor(round(0.5 * size), round(0.72 * size))
    print(size, image.pixelColor(0, 0).alpha(), blue.blue() > 150 and blue.blue() > blue.red() + 60)
"""
    ended = subprocess.run(
        [sys.executable, "-W", "error", "-c", drawing, str(install_entry()[1])],
        capture_output=True,
        text=True,
        check=True,
    )
    assert ended.stdout.split("\n")[:-1] == [f"{size} 0 True" for size in (16, 32, 64, 256)]
    assert icon_svg() == install_entry()[1].read_bytes()


def test_relative_data_home_is_ignored(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", "data")
    monkeypatch.setenv("HOME", str(tmp_path))
    assert entry_paths()[0].parent == tmp_path / ".local" / "share" / "applications"


def test_folder_that_cannot_be_written_is_one_sentence(home: Path) -> None:
    home.write_text("a file in the way")
    ended = run("install-desktop-entry")
    assert ended.returncode == 1
    assert "can't be written" in ended.stderr
    assert "XDG_DATA_HOME" in ended.stderr
    assert ended.stderr.count("\n") == 1


@pytest.mark.parametrize("system", ["win32", "darwin"])
def test_other_systems_get_one_sentence(system: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", system)
    for command in (install_entry, remove_entry):
        with pytest.raises(DesktopEntryError, match="Only Linux desktops"):
            command()
