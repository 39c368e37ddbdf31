"""Converts messages to sentences of a language; only this module does so."""

import gettext
import math
import string
from collections.abc import Mapping
from contextlib import suppress
from datetime import date, datetime
from functools import cache
from typing import Any, Final

from biofeedback.words.catalogue import SOURCE_LANGUAGE, catalogue
from devices.message import Argument, Message, spoken_by

UNKNOWN_MESSAGE: Final = "store.unknown_message"
"""Key of the sentence that replaces a message without words."""

_UNFIT: Final = (LookupError, TypeError, ValueError, OverflowError)
"""Errors from missing or unsuitable arguments of a sentence."""

_DATE_FORMS: Final = ("date", "datetime", "day", "time", "weekday", "weekday_short")


class Speech:
    """Converts messages to sentences of one language.

    Parameters
    ----------
    language : str
        A code such as ``de``.
    sentences : gettext.NullTranslations, optional
        A catalogue to use instead of that language's.
    """

    def __init__(self, language: str, sentences: gettext.NullTranslations | None = None) -> None:
        self.language = language
        self._sentences = sentences or catalogue(language)
        self._formatter = _Formatter(self)
        self._decimal_point = self._sentences.gettext("format.decimal_point")

    def say(self, message: Message) -> str:
        """Return a message as a sentence.

        A session file may contain a message from a newer version, or an invented one. This is not an error: a
        sentence about the unknown message replaces it.
        """
        sentence = self._sentence(message)
        if sentence is not None:
            with suppress(*_UNFIT):
                return self._formatter.vformat(sentence, (), message.arguments)
        return self._sentences.gettext(UNKNOWN_MESSAGE)

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
        if -math.inf < float(value) < 0.0 and not any("1" <= digit <= "9" for digit in text):
            text = text.replace("-", "")  # nobody would say "-0"
        return text.replace(".", self._decimal_point).replace("-", "−")

    def moment(self, value: date, form: str) -> str:
        """Return a date or time of day in the format of this language.

        Parameters
        ----------
        value : date or datetime
            Date or time in the time zone to show.
        form : str
            ``date``, ``datetime``, ``day`` (a date without its year), ``time``, ``weekday`` or
            ``weekday_short``.
        """
        arguments: dict[str, Argument] = {
            "day": value.day,
            "month": self._sentences.gettext(f"month.{value.month}"),
            "month_short": self._sentences.gettext(f"month.short.{value.month}"),
            "month_number": value.month,
            "year": str(value.year),
            "weekday": self._sentences.gettext(f"weekday.{value.isoweekday()}"),
            "weekday_short": self._sentences.gettext(f"weekday.short.{value.isoweekday()}"),
        }
        if isinstance(value, datetime):
            arguments |= {"hour": value.hour, "minute": value.minute}
        return self.say(Message(f"format.{form}", arguments))

    def _sentence(self, message: Message) -> str | None:
        count = message.arguments.get("count")
        if count is not None:
            number = count if isinstance(count, int) else 1
            counted = self._sentences.ngettext(message.key, message.key, number)
            if counted != message.key:
                return counted
        found = self._sentences.gettext(message.key)
        return None if found == message.key or not message.key else found


class _Formatter(string.Formatter):
    """Puts values into a sentence; a field is a plain name, so it can't access attributes of arguments."""

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
        return self._speech.number(value, format_spec or ("d" if isinstance(value, int) else "g"))


@cache
def speech(language: str) -> Speech:
    """Return the shared `Speech` of a language."""
    return Speech(language)


def say_in(message: Message, language: str = SOURCE_LANGUAGE) -> str:
    """Return a message as a sentence of a language; in English if the language lacks it."""
    return speech(language).say(message)


spoken_by(say_in)
