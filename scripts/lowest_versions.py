"""Print the lowest version that pyproject.toml declares of each package, as constraints for pip.

    python scripts/lowest_versions.py > constraints.txt

A package of which every version is welcome has no line; so has one that this machine does not need.
"""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Final

_EXTRAS: Final = ("serve", "dev")
_LOWEST: Final = re.compile(r"^(?P<name>[\w.-]+)[^;]*?(?:>=|==)\s*(?P<version>[\w.]+)")


def lowest_versions(project: dict[str, object]) -> Iterator[str]:
    """Yield ``name==version`` for each dependency with a lowest version, also for those of the tests."""
    dependencies, extras = project["dependencies"], project["optional-dependencies"]
    assert isinstance(dependencies, list)
    assert isinstance(extras, dict)
    for declared in [*dependencies, *(one for extra in _EXTRAS for one in extras[extra])]:
        if found := _LOWEST.match(declared):
            yield f"{found['name']}=={found['version']}"


def main() -> None:
    text = Path("pyproject.toml").read_text(encoding="utf-8")
    print("\n".join(lowest_versions(tomllib.loads(text)["project"])))


if __name__ == "__main__":
    main()
