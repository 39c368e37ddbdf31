"""The folder that runs without Python: licences of all that is in it, and the program in it."""

import json
import os
import pty
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from scripts.build_bundle import ROOT
from scripts.bundle_licences import bundled_distributions, licence_texts, write_licences
from tests.program import DEADLINE_S

QT = {"PySide6_Essentials", "shiboken6"}


def test_everything_that_the_program_needs_comes_with_its_licence(tmp_path: Path) -> None:
    write_licences(tmp_path, [Path(sys.executable)])
    names = {one.metadata["Name"] for one in bundled_distributions()}
    assert {"numpy", "scipy", "rich", "bleak", *QT} <= names
    assert not names & {"pytest", "mypy", "bumble"}
    for one in bundled_distributions():
        texts = licence_texts(one)
        name = one.metadata["Name"]
        assert name in QT or any(len(text) > 300 for text in texts.values()), name
        assert (tmp_path / f"{name}-{one.version}" / "ABOUT.txt").is_file()
    assert "PYTHON SOFTWARE FOUNDATION" in (tmp_path / "Python.txt").read_text(encoding="utf-8")


def test_the_notice_about_qt_names_texts_that_are_there(tmp_path: Path) -> None:
    write_licences(tmp_path, [])
    notice = (ROOT / "bundle" / "QT.txt").read_text(encoding="utf-8")
    for name, title in (
        ("LGPL-3.txt", "GNU LESSER GENERAL PUBLIC LICENSE"),
        ("GPL-3.txt", "GNU GENERAL PUBLIC LICENSE"),
    ):
        assert f"licences/{name}" in notice
        text = (tmp_path / name).read_text(encoding="utf-8")
        assert title in text
        assert "Version 3, 29 June 2007" in text


@pytest.mark.soak
@pytest.mark.skipif(find_spec("PyInstaller") is None, reason="needs PyInstaller: pip install '.[bundle]'")
def test_the_bundle_runs_without_python(tmp_path: Path) -> None:
    subprocess.run([sys.executable, "-m", "scripts.build_bundle", str(tmp_path)], cwd=ROOT, check=True)
    folder = tmp_path / "biofeedback"
    assert (folder / "licences" / "LGPL-3.txt").is_file()
    assert (folder / "local.biofeedback.biofeedback.desktop").is_file()
    environment = {"HOME": str(tmp_path), "PATH": "", "LANG": "C.UTF-8"}
    ended = subprocess.run(
        [folder / "biofeedback", "doctor", "--json", "--data-dir", tmp_path / "data"],
        env=environment,
        capture_output=True,
        timeout=DEADLINE_S,
        check=False,
    )
    found = {one["subject"]: one for one in json.loads(ended.stdout)}
    assert found["Versions"]["works"]
    ours, theirs = pty.openpty()
    arguments = ["train", "--simulated", "--terminal", "--start-now", "--minutes", "0.02"]
    ended = subprocess.run(
        [folder / "biofeedback", *arguments, "--data-dir", tmp_path / "data"],
        env=environment | {"TERM": "dumb"},
        stdin=theirs,
        capture_output=True,
        timeout=DEADLINE_S,
        check=False,
    )
    os.close(ours)
    os.close(theirs)
    assert ended.returncode == 0, ended.stderr
    assert b"let the air out 3" in ended.stdout
