"""Messages as sentences of a language: the one place where they become text."""

import gettext
import string
from collections.abc import Mapping
from contextlib import suppress
from datetime import date, datetime
from functools import cache
from typing import Any, Final

from biofeedback.words.catalogue import SOURCE_LANGUAGE, catalogue
from devices.message import Argument, Message, spoken_by

UNKNOWN: Final = "store.unknown_message"
"""The key of what is said in place of a message that can't be said."""

_UNFIT: Final = (LookupError, TypeError, ValueError, OverflowError)
"""What happens to arguments that a sentence does not have or can't write."""

_DATE_FORMS: Final = ("date", "datetime", "time", "weekday")


class Speech:
    """Says messages in one language.

    Parameters
    ----------
    language : str
        A code such as ``de``.
    sentences : gettext.NullTranslations, optional
        Its catalogue, where it is not the one of that language.
    """

    def __init__(self, language: str, sentences: gettext.NullTranslations | None = None) -> None:
        self.language = language
        self._sentences = sentences or catalogue(language)
        self._formatter = _Formatter(self)
        self._decimal_point = self._sentences.gettext("format.decimal_point")

    def say(self, message: Message) -> str:
        """Return a message as a sentence.

        A session file may hold a message of a newer version, or one that somebody made up. What can't be said
        is never an error: a sentence stands in its place that says so.
        """
        sentence = self._sentence(message)
        if sentence is not None:
            with suppress(*_UNFIT):
                return self._formatter.vformat(sentence, (), message.arguments)
        return self._sentences.gettext(UNKNOWN)

    def number(self, value: float, form: str = "g") -> str:
        """Return a number with this language's decimal sign and a true minus.

        Parameters
        ----------
        value : float
            The number.
        form : str, optional
            Python's format for it, such as ``.1f``.
        """
        text = format(value, form)
        if float(value) < 0.0 and not any("1" <= digit <= "9" for digit in text):
            text = text.replace("-", "")  # "-0" is no number that anybody would say
        return text.replace(".", self._decimal_point).replace("-", "−")

    def moment(self, value: date, form: str) -> str:
        """Return a date or time of day as this language writes it.

        Parameters
        ----------
        value : date or datetime
            In the time zone in which it is to be read.
        form : str
            ``date``, ``datetime``, ``time`` or ``weekday``.
        """
        arguments: dict[str, Argument] = {
            "day": value.day,
            "month": self._sentences.gettext(f"month.{value.month}"),
            "month_number": value.month,
            "year": str(value.year),
            "weekday": self._sentences.gettext(f"weekday.{value.isoweekday()}"),
        }
        if isinstance(value, datetime):
            arguments |= {"hour": value.hour, "minute": value.minute}
        return self.say(Message(f"format.{form}", arguments))

    def _sentence(self, message: Message) -> str | None:
        count = message.arguments.get("count")
        if isinstance(count, int):
            counted = self._sentences.ngettext(message.key, message.key, count)
            if counted != message.key:
                return counted
        found = self._sentences.gettext(message.key)
        return None if found == message.key or not message.key else found


class _Formatter(string.Formatter):
    """Puts values into a sentence; a field is a plain name, so that no argument can reach into another."""

    def __init__(self, speech: Speech) -> None:
        self._speech = speech

    def get_field(self, field_name: str, args: Any, kwargs: Mapping[str, Any]) -> tuple[Any, str]:  # noqa: ARG002
        return kwargs[field_name], field_name

    def format_field(self, value: Argument, format_spec: str) -> str:
        if isinstance(value, Message):
            return self._speech.say(value)
        if isinstance(value, tuple):
            return (format_spec or ", ").join(map(self._speech.say, value))
        if isinstance(value, date):
            return self._speech.moment(value, format_spec if format_spec in _DATE_FORMS else "date")
        if isinstance(value, str):
            return value
        return self._speech.number(value, format_spec or "g")


@cache
def speech(language: str) -> Speech:
    """Return the one `Speech` of a language."""
    return Speech(language)


def say(message: Message, language: str = SOURCE_LANGUAGE) -> str:
    """Return a message as a sentence of a language; English where the language lacks it."""
    return speech(language).say(message)


spoken_by(say)
