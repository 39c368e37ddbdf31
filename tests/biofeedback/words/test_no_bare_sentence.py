"""No error in devices or sessions is raised with a bare string: each says what it says in every language."""

import ast
import inspect
from collections.abc import Iterator
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[3]
NOT_YET: Final = ("sessions/formats/",)
"""The rooms whose errors are still texts."""


def modules() -> list[tuple[str, ast.Module]]:
    """Return the modules of both packages, by their paths."""
    paths = (path for package in ("devices", "sessions") for path in sorted((ROOT / package).rglob("*.py")))
    return [(path.relative_to(ROOT).as_posix(), ast.parse(path.read_text())) for path in paths]


def errors(trees: list[tuple[str, ast.Module]]) -> set[str]:
    """Return the names of all errors that a person is told."""
    classes = [node for _, tree in trees for node in ast.walk(tree) if isinstance(node, ast.ClassDef)]
    found, before = {"BiofeedbackError"}, 0
    while len(found) > before:
        before = len(found)
        found |= {one.name for one in classes if {getattr(base, "id", "") for base in one.bases} & found}
    return found


def bare_in(name: str, tree: ast.Module, makers: set[str]) -> Iterator[str]:
    """Yield each place where an error is made with a string, or with a constant that is one."""
    constants = {
        target.id
        for node in tree.body
        if isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None and is_text(node.value, ())
        for target in (node.targets if isinstance(node, ast.Assign) else [node.target])
        if isinstance(target, ast.Name)
    }
    makers = {*makers, "super"}  # within an error; elsewhere nothing above takes a sentence
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and called(node) in makers:
            given = [*node.args, *(one.value for one in node.keywords)]
            if any(is_text(one, constants) for one in given):
                yield f"{name}:{node.lineno}"


def called(node: ast.Call) -> str:
    match node.func:
        case ast.Name(id=name):
            return name
        case ast.Attribute(value=ast.Call(func=ast.Name(id="super")), attr="__init__"):
            return "super"
    return ""


def is_text(node: ast.expr, constants: set[str] | tuple[()]) -> bool:
    """Whether an expression is a sentence: a string, one with gaps, several together, or a name for one."""
    match node:
        case ast.Constant(value=str(text)):
            return bool(text)
        case ast.JoinedStr():
            return True
        case ast.BinOp():
            return is_text(node.left, constants) or is_text(node.right, constants)
        case ast.IfExp():
            return is_text(node.body, constants) or is_text(node.orelse, constants)
        case ast.Call(func=ast.Name(id="str")) | ast.Call(func=ast.Attribute(attr="format" | "join")):
            return True
        case ast.Name(id=name):
            return name in constants
    return False


def test_no_error_is_raised_with_a_bare_string() -> None:
    trees = modules()
    makers = errors(trees)
    assert {"ScenarioError", "PolarDecodeError", "SessionFileError", "AdapterNameError"} <= makers
    looked_at = [(name, tree) for name, tree in trees if not name.startswith(NOT_YET)]
    assert [place for name, tree in looked_at for place in bare_in(name, tree, makers)] == []


def test_a_bare_string_is_found() -> None:
    """The look itself: each way to raise a sentence is seen."""
    source = inspect.cleandoc(
        """
        HOW = "Do it."
        raise StrapError(message("a"))
        raise StrapError("No.")
        raise StrapError(message("a"), HOW)
        raise StrapError(f"No {1}.")
        raise StrapError("No. " + why)
        raise StrapError("No {}.".format(1))
        raise StrapError(message("a"), advice="Do it.")
        """
    )
    found = list(bare_in("a.py", ast.parse(source), {"StrapError"}))
    assert found == [f"a.py:{line}" for line in range(3, 9)]
