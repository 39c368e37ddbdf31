"""Sessions that version 0.1.0 recorded, and what today's program reads in them, key by key."""

import gzip
import hashlib
import json
from pathlib import Path
from typing import Any, Final

from tests.program import run_here

FOLDER: Final = Path(__file__).parent
EXPECTED: Final = FOLDER / "expected.json"
_DIGITS: Final = 4

SESSIONS: Final = {path.name.split(".")[0]: path for path in sorted((FOLDER / "sessions").glob("*.gz"))}


def digests(name: str, folder: Path) -> dict[str, str]:
    """Return a short digest of each key of `replay --json` and `analyze --json` for a golden session.

    Parameters
    ----------
    name : str
        Which session.
    folder : Path
        Where it is unpacked.
    """
    file = folder / f"{name}.session"
    file.write_bytes(gzip.decompress(SESSIONS[name].read_bytes()))
    replayed = run_here("replay", file, "--speed", "max", "--json")
    analysed = run_here("analyze", file, "--json", "--beats")
    assert replayed.returncode == 0, replayed.stderr
    assert analysed.returncode == 0, analysed.stderr
    (analysis,) = json.loads(analysed.stdout)
    del analysis["file"]
    states = [json.loads(line) for line in replayed.stdout.splitlines()]
    found = {f"analyze.{key}": _digest([value]) for key, value in _leaves(analysis)}
    keys = dict.fromkeys(key for state in states for key, _ in _leaves(state))
    columns: dict[str, list[Any]] = {key: [] for key in keys}
    for state in states:
        for key, value in _leaves(state):
            columns[key].append(value)
    return found | {f"replay.{key}": _digest(values) for key, values in columns.items()}


def expected(name: str) -> dict[str, str]:
    """Return the digests that were written down."""
    return dict(json.loads(EXPECTED.read_text())[name])


def _leaves(data: dict[str, Any]) -> list[tuple[str, Any]]:
    """Return the keys of an object and of the objects right in it, with their values."""
    found = []
    for key, value in data.items():
        if isinstance(value, dict):
            found += [(f"{key}.{inner}", held) for inner, held in value.items()]
        else:
            found.append((key, value))
    return found


def _digest(values: list[Any]) -> str:
    return hashlib.sha256(json.dumps(_rounded(values), sort_keys=True).encode()).hexdigest()[:12]


def _rounded(value: Any) -> Any:
    """Round every number: another version of numpy or of the system's mathematics moves the last digits."""
    if isinstance(value, float):
        return float(f"{value:.{_DIGITS}g}")
    if isinstance(value, list):
        return [_rounded(one) for one in value]
    if isinstance(value, dict):
        return {key: _rounded(one) for key, one in value.items()}
    return value
