"""Changes a person's TOML file only where needed: comments, order and unknown entries stay."""

import os
import re
import stat
import tomllib
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from biofeedback.person.toml_file import parsed, read_toml_text
from devices.errors import BiofeedbackError
from devices.message import message
from sessions.private_file import replace_private_file

Table = Mapping[str, object]
Understood = Callable[[Table], Table]

_TEXT_OR_COMMENT: Final = re.compile(
    r'"""(?:\\.|[^\\])*?"{3,5}'
    r"|'''.*?'{3,5}"
    r'|"(?:\\.|[^"\\])*"'
    r"|'[^']*'"
    r"|(?P<comment>\#[^\r\n]*)",
    re.DOTALL,
)
"""Matches a comment, or a string; a number sign inside a string does not start a comment."""

_ENDS_A_LINE: Final = re.compile("[\x80-\x9f\u2028\u2029]")
"""Characters that TOML allows in a string, but that many editors and programs take for the end of a line or
for a control character. The writer escapes them."""


def save_toml(
    path: Path,
    wanted: Table,
    *,
    understood: Understood,
    heading: str,
    named: Collection[str] = (),
    largest_bytes: int,
    error: type[BiofeedbackError],
) -> None:
    """Write a file, whole or not at all, readable by its owner only.

    Parameters
    ----------
    path : Path
        The file; if it exists, only what differs is changed.
    wanted : mapping
        What the file should say.
    understood : callable
        Returns the settings that apply with the data of a file, including defaults.
    heading : str
        Comment at the top of a new file.
    named : collection of str
        Tables with keys that are names chosen by a person: an unwanted name is removed. In every other table
        an unknown key stays.
    largest_bytes : int
        Largest file to read, in bytes.
    error : type
        The type of error to raise.

    Raises
    ------
    BiofeedbackError
        Of the given type, if the file is damaged, too large or read-only.
    SessionFileError
        If it can't be written.
    """
    text = read_toml_text(path, largest_bytes=largest_bytes, error=error)
    if text is None:
        new = heading + _new_text(wanted)
    else:
        new = _edited_text(text, parsed(path, text, error), wanted, understood, named)
        if not path.stat().st_mode & stat.S_IWUSR:
            raise error(message("own_file.read_only", path=f"{path}"), message("own_file.allow_writing"))
        if new == text:
            return
    # A link is followed, so that a file stored elsewhere is changed there.
    replace_private_file(Path(os.path.realpath(path)), new.encode())


def _edited_text(
    text: str, said: Table, wanted: Table, understood: Understood, named: Collection[str]
) -> str:
    """Return the text of a file, changed to contain what is wanted; no comment is lost."""
    changed = _changed(text, understood(said), wanted, named)
    if changed is None or understood(tomllib.loads(changed)) != wanted:
        changed = _new_text(_joined(said, wanted))  # its layout can't be changed in place
    if changed == text:
        return text
    lost = _lost_comments(text, changed)
    return "\n".join([changed.removesuffix("\n"), *lost, ""])


def _changed(text: str, before: Table, wanted: Table, named: Collection[str]) -> str | None:
    """Return the text of a file with other values; None if that is not possible."""
    import tomlkit
    from tomlkit.exceptions import TOMLKitError

    try:
        document = tomlkit.parse(text)
        _change(document, before, wanted, named)
        new = tomlkit.dumps(document)
        if new != text:
            new = _escaped(new)
        tomllib.loads(new)
    except (TOMLKitError, ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return None
    return new


def _change(table: Any, before: Table, wanted: Table, named: Collection[str], name: str = "") -> None:
    """Change the values that differ in a tomlkit table."""
    from tomlkit.items import InlineTable

    for key, value in wanted.items():
        earlier = before.get(key)
        if earlier == value:
            continue
        if key in table and isinstance(earlier, Mapping) and isinstance(value, Mapping):
            _change(table[key], earlier, value, named, key)
        elif not (key in table and _is_changed_list(table[key], earlier, value)):
            item = _new_item(value, is_top=name == "" and isinstance(value, Mapping))
            if isinstance(table, InlineTable) and key not in table:
                table.append(key, item)  # this puts a space before it
            else:
                table[key] = item
    if name in named:
        for key in [one for one in table if one not in wanted]:
            del table[key]


def _is_changed_list(items: Any, earlier: object, wanted: object) -> bool:
    """Remove and append entries of a tomlkit list; return whether this makes it the wanted list."""
    from tomlkit.items import AoT

    if not (isinstance(earlier, list) and isinstance(wanted, list) and len(items) == len(earlier)):
        return False
    kept = [one for one in earlier if one in wanted]
    if kept != wanted[: len(kept)]:
        return False
    for index in reversed(range(len(earlier))):
        if earlier[index] not in wanted:
            del items[index]
    for one in wanted[len(kept) :]:
        items.append(_new_item(one, is_top=isinstance(items, AoT)))
    return True


def _new_text(tables: Table) -> str:
    """Return a new file: one section for each table, with one line for each value."""
    import tomlkit

    document = tomlkit.document()
    for key, value in tables.items():
        document[key] = _new_item(value, is_top=True)
    return _escaped(tomlkit.dumps(document))


def _escaped(text: str) -> str:
    """Escape the characters in strings that others take for the end of a line."""
    return _TEXT_OR_COMMENT.sub(_escaped_string, text)


def _escaped_string(found: re.Match[str]) -> str:
    if not found[0].startswith('"'):
        return found[0]  # a comment or a literal string, in which there are no escapes
    return _ENDS_A_LINE.sub(lambda one: f"\\u{ord(one[0]):04x}", found[0])


def _new_item(value: object, *, is_top: bool = False) -> Any:
    """Return a value as tomlkit writes it; anything nested deeper than a section is written in one line."""
    import tomlkit

    if isinstance(value, Mapping):
        table: Any = tomlkit.table() if is_top else tomlkit.inline_table()
        for key, one in value.items():
            table[key] = _new_item(one)
        return table
    if isinstance(value, list):
        tables = is_top and value and all(isinstance(one, Mapping) for one in value)
        items: Any = tomlkit.aot() if tables else tomlkit.array()
        for one in value:
            items.append(_new_item(one, is_top=bool(tables)))
        return items
    return tomlkit.item(value)


def _joined(data: Table, wanted: Table) -> Table:
    """Return what is wanted together with the other existing data."""
    joined = {**data, **wanted}
    for key, value in data.items():
        if isinstance(value, Mapping) and isinstance(inner := wanted.get(key), Mapping):
            joined[key] = {**value, **inner}
    return joined


def _comments(text: str) -> Iterator[str]:
    for found in _TEXT_OR_COMMENT.finditer(text):
        if found["comment"]:
            yield found["comment"].rstrip()


def _lost_comments(text: str, new: str) -> list[str]:
    """Return the comments that are missing in the new text, such as those of a removed line."""
    lost = Counter(_comments(text)) - Counter(_comments(new))
    return [one for one in dict.fromkeys(_comments(text)) for _ in range(lost[one])]
