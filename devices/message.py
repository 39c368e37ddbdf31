"""A sentence as data: which one, and the values in it. Only the edges of the program turn it into words."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Union

Argument = Union[str, int, float, date, "Message", tuple["Message", ...]]
"""What stands in a sentence. A `str` is somebody's own words (a name, a path): it is shown as it is."""


@dataclass(frozen=True, slots=True)
class Message:
    """A sentence that every language of the catalogue can say.

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
        """Return the sentence in English, or the key and its arguments where nobody has set any words."""
        return _Spoken.in_english(self)


def message(key: str, /, **arguments: Argument) -> Message:
    """Return a message; its key is always written out where it is made, so that a test finds each."""
    return Message(key, arguments)


def verbatim(text: str) -> Message:
    """Return a person's own words, or those of an old session file, as a message that says just them."""
    return Message("verbatim", {"text": text})


def as_message(text: Message | str) -> Message:
    """Return a message as it is, and a text that is none yet as somebody's own words."""
    return text if isinstance(text, Message) else verbatim(text)


def sentences(*parts: Message) -> Message:
    """Return several sentences as one message, one after the other."""
    return parts[0] if len(parts) == 1 else message("join.sentences", parts=parts)


def dotted(*parts: Message) -> Message:
    """Return short statements as one message, with dots between them: ``good signal · battery 80 %``."""
    return parts[0] if len(parts) == 1 else message("join.dots", parts=parts)


class _Spoken:
    in_english: Callable[[Message], str] = repr


def spoken_by(in_english: Callable[[Message], str]) -> None:
    """Set the function that says a message in English wherever it is made into a string.

    This package has no catalogue of its own. The program sets the function when it is imported.
    """
    _Spoken.in_english = in_english
