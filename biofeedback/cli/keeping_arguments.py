"""Arguments of the commands for everything stored about a person."""

from collections.abc import Callable
from pathlib import Path

from biofeedback.cli.argument_values import day, ticks, whole_between
from biofeedback.cli.parser_words import help_text
from biofeedback.cli.plain_parser import PlainParser
from biofeedback.person.diary import DIARY_RANGE
from biofeedback.words.spoken import say
from devices.message import Message, message

AddCommand = Callable[[str, Message, str], PlainParser]
"""Adds a command with its name, its purpose, and the function that runs it."""


def add_keeping(add: AddCommand) -> None:
    """Add the commands to the parser.

    Parameters
    ----------
    add : callable
        Adds one command.
    """
    file = say(message("help.name.file"))
    backup = add("backup", message("help.backup"), "keeping:backup")
    backup.add_argument(
        "--output", type=Path, required=True, metavar=file, help=help_text(message("help.backup_output"))
    )
    restore = add("restore", message("help.restore"), "keeping:restore")
    restore.add_argument("file", type=Path, metavar=file, help=help_text(message("help.restore_file")))
    add("forget", message("help.forget"), "keeping:forget_all")


def add_diary_day(add: PlainParser) -> None:
    """Add the arguments for a day's diary entry.

    Parameters
    ----------
    add : PlainParser
        The parser of the diary command.
    """
    ten, number = whole_between(DIARY_RANGE), say(message("help.name.number"))
    add.add_argument("--pain", type=ten, metavar=number, help=help_text(message("help.diary_pain")))
    add.add_argument("--stress", type=ten, metavar=number, help=help_text(message("help.diary_stress")))
    add.add_argument("--sleep", type=ten, metavar=number, help=help_text(message("help.diary_sleep")))
    named = say(message("help.name.ticks"))
    add.add_argument(
        "--did", type=ticks, default=(), metavar=named, help=help_text(message("help.diary_did"))
    )
    add.add_argument(
        "--date", type=day, metavar=say(message("help.name.day")), help=help_text(message("help.diary_date"))
    )
