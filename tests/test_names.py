"""Each public name of the three packages is defined in one module only, so that a name tells where one is."""

import ast
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[1]
PACKAGES: Final = ("biofeedback", "devices", "sessions")


def names(body: list[ast.stmt]) -> Iterator[str]:
    """Yield what a module defines at its top: classes, functions, constants."""
    for node in body:
        match node:
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
                yield name
            case ast.Assign(targets=targets):
                for target in targets:
                    yield from (one.id for one in ast.walk(target) if isinstance(one, ast.Name))
            case ast.AnnAssign(target=ast.Name(id=name)):
                yield name
            case ast.If(body=inner, orelse=other):
                yield from names([*inner, *other])
            case ast.Try(body=inner, orelse=other):
                yield from names([*inner, *other])


def defined_twice(root: Path) -> dict[str, list[str]]:
    """Return the public names that more than one module defines, and where."""
    places: dict[str, list[str]] = defaultdict(list)
    for package in PACKAGES:
        for path in sorted((root / package).rglob("*.py")):
            tree = ast.parse(path.read_text(encoding="utf-8"))
            for name in dict.fromkeys(names(tree.body)):
                if not name.startswith("_"):
                    places[name].append(path.relative_to(root).as_posix())
    return {name: found for name, found in places.items() if len(found) > 1}


def test_each_public_name_stands_once() -> None:
    assert defined_twice(ROOT) == {}


def test_a_second_one_would_be_found(tmp_path: Path) -> None:
    for package, text in (("biofeedback", "class Beat: ..."), ("devices", "Beat: int = 3"), ("sessions", "")):
        (tmp_path / package).mkdir()
        (tmp_path / package / "one.py").write_text(text + "\n_PRIVATE = 1\n", encoding="utf-8")
    assert defined_twice(tmp_path) == {"Beat": ["biofeedback/one.py", "devices/one.py"]}
