"""Arguments of the commands about everything that is kept of a person."""

from collections.abc import Callable
from pathlib import Path

from biofeedback.cli.parser_words import help_text
from biofeedback.cli.plain_parser import PlainParser
from biofeedback.words.spoken import say
from devices.message import Message, message

AddCommand = Callable[[str, Message, str], PlainParser]
"""Adds a command with its name, what it is for, and the function that runs it."""


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
