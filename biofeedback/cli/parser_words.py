"""The texts of argparse itself, in the program's language."""

import argparse
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

from biofeedback.words.spoken import say
from devices.message import Message, message

_SENTENCES: Final = {
    "usage: ": message("cli.usage"),
    "options": message("cli.options"),
    "positional arguments": message("cli.arguments"),
    "show this help message and exit": message("help.help"),
    "%(prog)s: error: %(message)s\n": message("cli.error", program="%(prog)s", what="%(message)s"),
    "argument %(argument_name)s: %(message)s": message(
        "cli.argument", name="%(argument_name)s", what="%(message)s"
    ),
    "the following arguments are required: %s": message("cli.missing", names="%s"),
    "one of the arguments %s is required": message("cli.one_missing", names="%s"),
    "unrecognized arguments: %s": message("cli.unknown_arguments", names="%s"),
    "not allowed with argument %s": message("cli.not_allowed_with", name="%s"),
    "ignored explicit argument %r": message("cli.takes_no_value", value="%r"),
    "invalid choice: %(value)r (choose from %(choices)s)": message(
        "cli.invalid_choice", value="%(value)r", choices="%(choices)s"
    ),
    "unknown parser %(parser_name)r (choices: %(choices)s)": message(
        "cli.invalid_choice", value="%(parser_name)r", choices="%(choices)s"
    ),
    "ambiguous option: %(option)s could match %(matches)s": message(
        "cli.ambiguous", name="%(option)s", names="%(matches)s"
    ),
    "unexpected option string: %s": message("cli.unknown_arguments", names="%s"),
    "invalid %(type)s value: %(value)r": message("cli.invalid_value", value="%(value)r"),
    "expected one argument": message("cli.expects_one"),
    "expected at most one argument": message("cli.expects_at_most_one"),
    "expected at least one argument": message("cli.expects_at_least_one"),
}
"""Keyed by the English texts for which argparse requests a translation; it fills in the gaps itself."""


@contextmanager
def spoken_parser_words() -> Iterator[None]:
    """Make argparse use the program's language while the context lasts.

    By itself, argparse uses the catalogue of the system locale. This program decides its language in
    another way, so the two translation functions of argparse are replaced.
    """
    names = ("_", "ngettext")
    before: dict[str, Callable[..., str]] = {name: vars(argparse)[name] for name in names}
    vars(argparse).update(_=_said, ngettext=_counted)
    try:
        yield
    finally:
        vars(argparse).update(before)


def help_text(told: Message) -> str:
    """Return a message as a help text for argparse, with each percent sign doubled."""
    return say(told).replace("%", "%%")


def _said(english: str) -> str:
    known = _SENTENCES.get(english)
    return english if known is None else say(known)


def _counted(singular: str, plural: str, count: int) -> str:
    if singular == "expected %s argument":
        return say(message("cli.expects", number="%s"))
    return singular if count == 1 else plural
