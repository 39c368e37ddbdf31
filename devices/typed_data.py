"""Converts data of a file that people write to typed values, or reports an error with place and advice.

The types are dataclasses with annotated bounds; msgspec checks them. In addition, a table must not have
unknown keys, and a text is one printable line. The type also gives the advice, so each bound is written once.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import Any, Final, TypeVar

from msgspec import Meta, ValidationError, convert, to_builtins
from msgspec import inspect as types

from devices.message import Message, message

LONGEST_TEXT: Final = 60
"""Most characters in a name or another line of text."""

_LARGEST_WHOLE: Final = 2**63
_PLACE: Final = re.compile(r" - at `\$(?P<place>[^`]*)`$")
_STEP: Final = re.compile(r"\.?(?P<name>[^.\[\]]+)|\[(?P<index>\d+)\]|\[\.\.\.\]")
_ONE_OF: Final = "one_of"
_LINE: Final = "line"

Value = TypeVar("Value")

Place = tuple[str | int, ...]
"""The path from the data to one value in them: keys, and positions in lists."""


class UnfitDataError(ValueError):
    """Data of the wrong type.

    Parameters
    ----------
    place : tuple of str and int
        Path from the outermost level; empty for the data as a whole.
    advice : Message
        What to write there instead.
    """

    def __init__(self, place: Place, advice: Message) -> None:
        super().__init__(place, advice)
        self.place = place
        self.advice = advice

    def __str__(self) -> str:
        return f"{shown_place(self.place)}: {self.advice}" if self.place else str(self.advice)


def within(bounds: tuple[float, float]) -> Meta:
    """Return the bounds of a number; both are allowed values."""
    low, high = bounds
    return Meta(ge=low, le=high)


def at_most(most: int) -> Meta:
    """Return the bounds of a list or table with at most `most` entries."""
    return Meta(max_length=most)


def text_line(least: int = 0, most: int = LONGEST_TEXT) -> Meta:
    """Return the bounds of a line of text; with `least` at 1, it must not be blank."""
    return Meta(max_length=most, pattern=r"\S" if least else None, extra={_LINE: True})


def one_of(words: Callable[[], Sequence[str]]) -> Meta:
    """Return the bounds of a word in a registry; `words` is called each time, because registries grow."""
    return Meta(extra={_ONE_OF: words})


def shown_place(place: Place) -> str:
    """Return a place in readable form, such as ``own_scales[1].name``; positions start at 1."""
    steps = (f"[{one + 1}]" if isinstance(one, int) else f".{one}" for one in place)
    return "".join(steps).removeprefix(".")


def typed(data: object, wanted: type[Value]) -> Value:
    """Return data as a value of a type.

    Raises
    ------
    UnfitDataError
        If they do not fit the type.
    """
    value: Value = fitted(data, wanted)
    return value


def fitted(data: object, wanted: object) -> Any:
    """Return data as a value of a type with optional annotated bounds, as in the hints of a dataclass.

    Raises
    ------
    UnfitDataError
        If they do not fit the type.
    """
    described = _described(wanted)
    _require_plain(data, described, ())
    try:
        return convert(data, wanted)
    except ValidationError as error:
        place, value, inner = _found(str(error), data, described)
        raise UnfitDataError(place, _advice(inner, value)) from error


@cache
def _described(wanted: object) -> types.Type:
    return types.type_info(wanted)


def plain(value: object) -> dict[str, object]:
    """Return a dataclass as tables, lists, texts, numbers and dates, as in a TOML file."""
    tables: dict[str, object] = _with_lists(to_builtins(value, builtin_types=(datetime,)))
    return tables


def _with_lists(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _with_lists(one) for key, one in value.items()}
    return [_with_lists(one) for one in value] if isinstance(value, tuple | list) else value


def _found(error: str, data: object, described: types.Type) -> tuple[Place, object, types.Type]:
    """Return the place of msgspec's error, as far as it is known, with the value and type there."""
    place: list[str | int] = []
    found = _PLACE.search(error)
    for step in _STEP.finditer(found["place"] if found else ""):
        described = _bare(described)
        if step["index"] is not None and isinstance(data, Sequence):
            key: str | int = int(step["index"])
            data = data[int(step["index"])]
        elif step["name"] is not None and isinstance(data, Mapping):
            key = step["name"]
            data = data.get(key)
        else:  # in a table with freely chosen keys; msgspec does not report the key
            return tuple(place), None, _inner(described, "")
        place.append(key)
        described = _inner(described, key)
    return tuple(place), data, described


def _require_plain(data: object, described: types.Type, place: Place) -> None:
    """Check what msgspec does not: known keys, words of a registry, printable lines, usual sizes."""
    bare = _bare(described)
    if isinstance(data, str):
        words = _words(described)
        if (words and data not in words) or (_extra(described, _LINE) and not _is_line(data)):
            raise UnfitDataError(place, _advice(described, data))
    elif isinstance(data, int) and abs(data) >= _LARGEST_WHOLE:
        raise UnfitDataError(place, _advice(described, data))
    elif isinstance(data, Mapping):
        for key, value in data.items():
            if not _is_known(bare, key):
                is_named = isinstance(bare, types.DictType)
                wanted = _text_advice(key, needs_name=True) if is_named else _advice(bare, data)
                raise UnfitDataError(place, wanted)
            _require_plain(value, _inner(bare, key), (*place, key))
    elif isinstance(data, list | tuple):
        for index, value in enumerate(data):
            _require_plain(value, _inner(bare, index), (*place, index))


def _is_known(described: types.Type, key: str) -> bool:
    match described:
        case types.DataclassType(fields=fields):
            return key in {one.encode_name for one in fields}
        case types.DictType():
            return bool(key.strip()) and len(key) <= LONGEST_TEXT and _is_line(key)
    return True  # not a table at all: msgspec reports it


def _is_line(text: str) -> bool:
    return text == "" or text.isprintable()


def _inner(described: types.Type, key: str | int) -> types.Type:
    """Return the type of the value under a key or at a position."""
    match described, key:
        case types.DataclassType(fields=fields), str():
            return next((one.type for one in fields if one.encode_name == key), types.AnyType())
        case types.DictType(value_type=inner), str():
            return inner
        case ((types.VarTupleType(item_type=inner) | types.ListType(item_type=inner)), int()):
            return inner
    return types.AnyType()


def _bare(described: types.Type) -> types.Type:
    return described.type if isinstance(described, types.Metadata) else described


def _words(described: types.Type) -> tuple[str, ...]:
    """Return the allowed words for a text, if there is such a list."""
    known: Callable[[], Sequence[str]] = _extra(described, _ONE_OF) or tuple
    return tuple(known())


def _extra(described: types.Type, name: str) -> Any:
    return (described.extra or {}).get(name) if isinstance(described, types.Metadata) else None


def _advice(described: types.Type, value: object) -> Message:
    """Return what to write instead of this value, given the expected type."""
    if words := _words(described):
        return _one_of(words)
    match _bare(described):
        case types.UnionType(types=(one, types.NoneType()) | (types.NoneType(), one)):
            return _advice(one, value)  # an optional value that is present
        case types.BoolType():
            return message("wanted.yes_or_no")
        case types.IntType(ge=low, le=high) if low is not None and high is not None:
            return message("wanted.whole_number", low=f"{low}", high=f"{high}")
        case types.FloatType(ge=low, le=high) if low is not None and high is not None:
            return message("wanted.number", low=f"{low:g}", high=f"{high:g}")
        case types.LiteralType(values=values) | types.EnumType(cls=values):
            return _one_of(tuple(str(one) for one in values))
        case types.StrType(pattern=pattern, max_length=most):
            return _text_advice(value, needs_name=pattern is not None, most=most or LONGEST_TEXT)
        case types.DateTimeType():
            return message("wanted.moment")
        case types.DataclassType(fields=fields):
            return message("wanted.table_with", keys=", ".join(one.encode_name for one in fields))
        case types.DictType(max_length=most):
            return _many_advice(value, most) or message("wanted.named_table")
        case types.VarTupleType(max_length=most):
            return _many_advice(value, most) or message("wanted.list")
    return message("wanted.other")


def _many_advice(value: object, most: int | None) -> Message | None:
    too_many = most is not None and isinstance(value, list | Mapping) and len(value) > most
    return message("wanted.at_most", most=most or 0) if too_many else None


def _text_advice(value: object, *, needs_name: bool, most: int = LONGEST_TEXT) -> Message:
    if not isinstance(value, str):
        return message("wanted.text")
    if needs_name and not value.strip():
        return message("wanted.name")
    return message("wanted.line", most=most)


def _one_of(words: tuple[str, ...]) -> Message:
    return message("wanted.one_of", words=", ".join(f'"{one}"' for one in words))
