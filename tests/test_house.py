"""The house stays one to find one's way in: few modules a room, short files, short functions."""

import ast
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGES = ("biofeedback", "devices", "sessions")
WRITTEN = (*PACKAGES, "tests", "scripts", "benchmarks")
MOST_MODULES = 15
MOST_LINES = 400
MOST_LINES_OF_A_FUNCTION = 50
AT_THE_ROOT = {"__init__.py", "__main__.py", "api.py"}


def sources(*folders: str) -> list[Path]:
    return [path for folder in folders for path in sorted((ROOT / folder).rglob("*.py"))]


def place(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def test_no_module_is_loose() -> None:
    assert {path.name for path in (ROOT / "biofeedback").glob("*.py")} == AT_THE_ROOT


def test_no_room_is_full() -> None:
    modules = [path for path in sources(*PACKAGES) if path.name != "__init__.py"]
    rooms = Counter(place(path.parent) for path in modules)
    assert {room: count for room, count in rooms.items() if count > MOST_MODULES} == {}


@pytest.mark.parametrize("folder", WRITTEN)
def test_no_file_is_long(folder: str) -> None:
    lengths = {place(path): len(path.read_text(encoding="utf-8").splitlines()) for path in sources(folder)}
    assert {name: length for name, length in lengths.items() if length > MOST_LINES} == {}


@pytest.mark.parametrize("package", PACKAGES)
def test_no_function_is_long(package: str) -> None:
    lengths = {
        f"{place(path)}: {node.name}": (node.end_lineno or node.lineno) - node.lineno + 1
        for path in sources(package)
        for node in functions(path)
    }
    assert {name: length for name, length in lengths.items() if length > MOST_LINES_OF_A_FUNCTION} == {}


@pytest.mark.parametrize("package", PACKAGES)
def test_each_room_says_what_it_is(package: str) -> None:
    rooms = [path for path in sources(package) if path.name == "__init__.py"]
    assert [place(path) for path in rooms if not ast.get_docstring(ast.parse(path.read_text()))] == []
