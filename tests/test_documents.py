"""What README and docs name is there: files, modules, commands, options, links, pictures, settings."""

import re
import shlex
import string
from collections.abc import Iterator
from pathlib import Path

import pytest

from biofeedback.cli.arguments import build_parser
from biofeedback.person.diary_file import load_diary
from biofeedback.person.plan_file import load_plan
from biofeedback.person.profile import load_profile
from biofeedback.person.settings import load_settings
from biofeedback.person.weeks import Terms

ROOT = Path(__file__).parents[1]
SOURCES = [
    path for name in ("biofeedback", "devices", "sessions", "tests", "scripts", "benchmarks")
    for path in (ROOT / name).rglob("*.py")
]  # fmt: skip
DOCUMENTS = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").glob("*.md"))]
KEPT_PUNCTUATION = "-_"


@pytest.fixture(params=DOCUMENTS, ids=lambda path: path.name)
def document(request: pytest.FixtureRequest) -> Path:
    return Path(request.param)


def code(text: str) -> Iterator[str]:
    """Every span and every line of code; its comment is left off."""
    yield from re.findall(r"`([^`\n]+)`", text)
    for line in re.findall(r"^(?: {4}|\t)(\S.*)$", text, re.MULTILINE):
        yield re.sub(r"\s+#.*", "", line)


def anchors(path: Path) -> set[str]:
    headings = re.findall(r"^#+ (.*)$", path.read_text(), re.MULTILINE)
    gone = "".join(mark for mark in string.punctuation if mark not in KEPT_PUNCTUATION)
    return {one.lower().translate(str.maketrans("", "", gone)).replace(" ", "-") for one in headings}


def test_links_and_pictures_lead_somewhere(document: Path) -> None:
    for link in re.findall(r"\]\(([^)\s]+)\)", document.read_text()):
        if link.startswith(("http://", "https://")):
            continue
        file, _, anchor = link.partition("#")
        target = document.parent / file if file else document
        assert target.exists(), link
        assert not anchor or anchor in anchors(target), link


def test_python_files_that_are_named_exist(document: Path) -> None:
    for name in re.findall(r"[\w*][\w./*-]*\.py\b", document.read_text()):
        assert any(path.match(name) for path in SOURCES), name


def test_modules_and_targets_that_are_named_exist(document: Path) -> None:
    text, makefile = document.read_text(), (ROOT / "Makefile").read_text()
    for module in re.findall(r"python -m ([\w.]+)", text):
        path = ROOT / module.replace(".", "/")
        assert path.with_suffix(".py").exists() or (path / "__main__.py").exists(), module
    for target in (found[1] for found in (re.match(r"make ([\w-]+)$", one) for one in code(text)) if found):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), target


def test_commands_that_are_shown_are_understood(document: Path) -> None:
    for line in re.findall(r"^ {4}(biofeedback .*)$", document.read_text(), re.MULTILINE):
        words = shlex.split(line, comments=True)[1:]
        build_parser().parse_args(words or ["train"])


def test_options_that_are_named_exist(document: Path) -> None:
    written = "".join(path.read_text() for path in SOURCES)
    for span in code(document.read_text()):
        if span.startswith(("pip", "nice")):
            continue
        for option in re.findall(r"(?<![\w-])--[a-z][a-z-]+", span):
            offered = (option, option.replace("--no-", "--"))
            assert any(f'"{one}"' in written for one in offered), f"{option} in {span}"


def test_files_of_a_person_that_are_shown_can_be_read(tmp_path: Path) -> None:
    settings, profile, plan, diary = re.findall(
        r"^```toml\n(.*?)^```$", (ROOT / "docs" / "formats.md").read_text(), re.MULTILINE | re.DOTALL
    )
    (tmp_path / "settings.toml").write_text(settings)
    (tmp_path / "profile.toml").write_text(profile)
    assert load_settings(tmp_path / "settings.toml").breathing.minutes == 10.0
    assert len(load_profile(tmp_path / "profile.toml").searches) == 1
    (tmp_path / "plan.toml").write_text(plan)
    (tmp_path / "diary.toml").write_text(diary)
    assert load_plan(tmp_path / "plan.toml") == Terms()
    assert [one.sleep for one in load_diary(tmp_path / "diary.toml")] == [7, 6]
