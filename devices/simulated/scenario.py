"""A scenario: the simulated person, strap and faults, read from a file that anyone can write."""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, Final, TypeVar

from devices.errors import BiofeedbackError
from devices.message import Message, message, sentences
from devices.regular_file import read_regular_file
from devices.simulated.person.ranges import TraitError
from devices.simulated.person.traits import CALM, CHEST, UPRIGHT, ChestTraits, PersonTraits, PostureTraits
from devices.simulated.strap.faults import NO_FAULTS, FaultTraits
from devices.simulated.strap.strap_traits import POLAR_H10, StrapTraits
from devices.system_reason import reason_of
from devices.typed_data import UnfitDataError, typed

_FOLDER: Final = Path(__file__).parent / "scenarios"
_SUFFIX: Final = ".toml"
_LARGEST_BYTES: Final = 100_000
_HOW: Final = message("scenario.how")

Traits = TypeVar("Traits")


class ScenarioError(BiofeedbackError):
    """A scenario that is missing or can't be used."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """Everything that a simulation needs, except a seed, a guide and a start time.

    Parameters
    ----------
    name : str
        The file's name without its ending.
    description : str
        One sentence for people.
    person, chest, posture, strap, faults
        Values from the file, and defaults for the rest.
    """

    name: str = ""
    description: str = ""
    person: PersonTraits = CALM
    chest: ChestTraits = CHEST
    posture: PostureTraits = UPRIGHT
    strap: StrapTraits = POLAR_H10
    faults: FaultTraits = NO_FAULTS


_PARTS: Final[dict[str, type]] = {
    "person": PersonTraits,
    "chest": ChestTraits,
    "posture": PostureTraits,
    "strap": StrapTraits,
    "faults": FaultTraits,
}

_TYPES: Final[dict[type, Message]] = {
    bool: message("scenario.true_or_false"),
    int: message("scenario.whole_number"),
    float: message("scenario.number"),
}


def scenario_names() -> tuple[str, ...]:
    """Return the names of the program's own scenarios, sorted."""
    return tuple(sorted(path.stem for path in _FOLDER.glob(f"*{_SUFFIX}")))


def load_scenario(name_or_path: str) -> Scenario:
    """Read a scenario.

    Parameters
    ----------
    name_or_path : str
        One of `scenario_names`, or a file that ends in .toml.

    Raises
    ------
    ScenarioError
        If there is no scenario with this name, or the file can't be read or has invalid content.
    """
    if name_or_path.lower().endswith(_SUFFIX):
        return _read(Path(name_or_path))
    if name_or_path not in scenario_names():
        raise ScenarioError(
            message("scenario.unknown", name=name_or_path),
            message("scenario.known_ones", names=", ".join(scenario_names()), ending=_SUFFIX),
        )
    return _read(_FOLDER / f"{name_or_path}{_SUFFIX}")


def _read(path: Path) -> Scenario:
    try:
        said = tomllib.loads(read_regular_file(path, _LARGEST_BYTES).decode())
    except OSError as error:
        unread = message("scenario.unreadable", path=f"{path}", why=reason_of(error))
        raise ScenarioError(unread, message("store.check_name_and_permissions")) from error
    except UnicodeDecodeError as error:
        line = 1 + error.object.count(b"\n", 0, error.start)
        told = message("own_file.not_utf8", file=f"{path}", line=f"{line}")
        raise ScenarioError(told, message("own_file.save_as_utf8")) from error
    except (ValueError, RecursionError) as error:
        raise ScenarioError(message("scenario.no_toml", path=f"{path}", why=f"{error}"), _HOW) from error
    description = said.pop("description", "")
    if not isinstance(description, str):
        raise ScenarioError(message("scenario.description_no_text", path=f"{path}"), _HOW)
    parts = {name: _part(path, name, values) for name, values in said.items()}
    return Scenario(name=path.stem, description=description, **parts)


def _part(path: Path, name: str, values: object) -> Any:
    if name not in _PARTS:
        raise ScenarioError(message("scenario.unknown_part", path=f"{path}", name=name), _known(_PARTS))
    if not isinstance(values, dict):
        raise ScenarioError(message("scenario.no_part", path=f"{path}", name=name), _HOW)
    kinds = {field.name: type(field.default) for field in fields(_PARTS[name])}
    for key, value in values.items():
        _require_type(path, name, key, value, kinds)
    try:
        return _PARTS[name](**values)
    except TraitError as error:
        unfit = message("scenario.unfit", path=f"{path}", part=name, why=error.reason)
        raise ScenarioError(unfit, _HOW) from error


def _require_type(path: Path, part: str, key: str, value: object, kinds: dict[str, type]) -> None:
    if key not in kinds:
        unknown = message("scenario.unknown_key", path=f"{path}", key=key, part=part)
        raise ScenarioError(unknown, _known(kinds))
    try:
        typed(value, kinds[key])
    except UnfitDataError as error:
        wanted = _TYPES[kinds[key]]
        wrong = message("scenario.wrong_type", path=f"{path}", key=key, part=part, kind=wanted)
        raise ScenarioError(wrong, _HOW) from error


def _known(names: Iterable[str]) -> Message:
    return sentences(message("scenario.known_keys", names=", ".join(names)), _HOW)
