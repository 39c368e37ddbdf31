"""A sentence as data: its key and values. Only the program's interfaces turn it into words."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Union

Argument = Union[str, int, float, date, "Message", tuple["Message", ...]]
"""A value in a sentence. A `str` is somebody's own words (a name, a path) and is shown unchanged."""


@dataclass(frozen=True, slots=True)
class Message:
    """A sentence that exists in every language of the catalogue.

    Parameters
    ----------
    key : str
        The sentence's name in the catalogue, such as ``strap.not_found``.
    arguments : mapping of str to Argument
        The values in it, by name. Names carry the unit (``rate_per_min``); ``count`` chooses the plural form.
    """

    key: str
    arguments: Mapping[str, Argument] = field(default_factory=dict)

    def __hash__(self) -> int:
        return hash(self.key)

    def __str__(self) -> str:
        """Return the sentence in English, or the key and its arguments if no translation is set."""
        return _Spoken.in_english(self)


def message(key: str, /, **arguments: Argument) -> Message:
    """Return a message; write its key out in every call, so that a test finds all keys."""
    return Message(key, arguments)


def verbatim(text: str) -> Message:
    """Return a person's own words, or those of an old session file, as a message."""
    return Message("verbatim", {"text": text})


def as_message(text: Message | str) -> Message:
    """Return a message unchanged, and a text as a message with somebody's own words."""
    return text if isinstance(text, Message) else verbatim(text)


def sentences(*parts: Message) -> Message:
    """Join sentences into one message."""
    return parts[0] if len(parts) == 1 else message("join.sentences", parts=parts)


def sentences_of(parts: Iterable[Message | None]) -> Message | None:
    """Join the sentences that are not None into one message; return None if there are none."""
    said = [part for part in parts if part is not None]
    return sentences(*said) if said else None


def dotted(*parts: Message) -> Message:
    """Join short statements into one message, with dots between them: ``good signal · battery 80 %``."""
    return parts[0] if len(parts) == 1 else message("join.dots", parts=parts)


class _Spoken:
    in_english: Callable[[Message], str] = repr


def spoken_by(in_english: Callable[[Message], str]) -> None:
    """Set the function that converts messages to English strings.

    This package has no catalogue. The program sets the function when it is imported.
    """
    _Spoken.in_english = in_english
