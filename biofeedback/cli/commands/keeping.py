"""Commands for everything stored about a person: back up, restore, and delete it all."""

import sys
from argparse import Namespace
from collections import Counter
from collections.abc import Iterator

from biofeedback.cli.places import data_dir, settings_file
from biofeedback.keeping.forgetting import FORGET_WORDS, Belongings, belongings, forget
from biofeedback.keeping.own_files import OwnFile, OwnKind, OwnPlaces
from biofeedback.terminal.output import put, tell, tell_problem
from biofeedback.terminal.progress import with_progress
from biofeedback.words.spoken import say
from devices.errors import BiofeedbackError
from devices.message import Message, message
from sessions.errors import FileExistsAlreadyError, SessionFileError


def own_places(options: Namespace) -> OwnPlaces:
    """Return where a person's files are."""
    return OwnPlaces(data_dir(options), settings_file(options))


class ForgetWish:
    """Deletes everything once the window has closed and recording has ended, if the person wanted that.

    Parameters
    ----------
    options : Namespace
        The options of the command line.
    """

    def __init__(self, options: Namespace) -> None:
        self._places = own_places(options)
        self._is_wanted = False

    def want(self) -> None:
        """Note that the person has typed the word."""
        self._is_wanted = True

    def lines(self) -> tuple[Message, ...]:
        """Return a description of what is stored; empty if the folder can't be read."""
        try:
            return belongings(self._places).lines
        except SessionFileError as problem:
            tell_problem(problem)
            return ()

    def carry_out(self, status: int) -> int:
        """Delete everything if the person wanted that, and return the exit status."""
        if not self._is_wanted:
            return status
        return delete_all(belongings(self._places), self._places)


def backup(options: Namespace) -> int:
    """Write everything into one archive."""
    from biofeedback.keeping.backup import write_backup

    files = list(own_places(options).files())
    if not files:
        raise SessionFileError(
            message("backup.nothing", path=f"{data_dir(options)}"), message("cli.check_data_dir")
        )
    if options.output.exists():  # before everything is packed
        raise FileExistsAlreadyError(options.output)
    written = write_backup(_shown(files), options.output)
    for problem in written.unread:
        tell_problem(problem)
    put(options.output)
    tell(message("backup.written", count=written.counts[OwnKind.SESSION], others=_others(written.counts)))
    tell(message("backup.not_encrypted"))
    return 1 if written.unread else 0


def restore(options: Namespace) -> int:
    """Restore the files of an archive; existing files are not overwritten."""
    from biofeedback.keeping.restore import RestoreOutcome, restore_backup

    counted: Counter[RestoreOutcome] = Counter()
    for one in restore_backup(options.file, own_places(options)):
        counted[one.outcome] += 1
        if one.outcome is RestoreOutcome.KEPT:
            tell(message("backup.kept", name=one.name))
        elif one.outcome is RestoreOutcome.REFUSED:
            tell(message("backup.refused", name=one.name, why=one.why or message("backup.unknown_name")))
    put(message("backup.restored", count=counted[RestoreOutcome.RESTORED]))
    if counted[RestoreOutcome.SAME]:
        put(message("backup.same", count=counted[RestoreOutcome.SAME]))
    return 1 if counted[RestoreOutcome.REFUSED] else 0


def forget_all(options: Namespace) -> int:
    """Delete everything, after the person has typed the word."""
    places = own_places(options)
    found = belongings(places)
    if not found.files:
        tell(message("forget.nothing", path=f"{places.data_dir}"))
        return 0
    put(message("forget.these", path=f"{places.data_dir}"))
    for line in found.lines:
        put(f"- {say(line)}")
    put(message("forget.backup_first"))
    sys.stdout.flush()
    tell(message("forget.type_word", word=say(message("forget.word"))))
    if sys.stdin is None or sys.stdin.readline().strip().lower() not in FORGET_WORDS:
        tell(message("cli.nothing_deleted"))
        return 1
    return delete_all(found, places)


def delete_all(found: Belongings, places: OwnPlaces) -> int:
    """Delete what was found, and report what stays.

    Parameters
    ----------
    found : Belongings
        The files found.
    places : OwnPlaces
        Where the files are.

    Returns
    -------
    int
        The exit status.
    """
    try:
        problems = forget(found, places)
    except BiofeedbackError as problem:
        tell_problem(problem)
        return 1
    for one in problems:
        tell_problem(one)
    put(message("forget.done", count=len(found.files) - len(problems)))
    for path in found.staying:
        tell(message("forget.stays", path=f"{path}"))
    return 1 if problems else 0


def _shown(files: list[OwnFile]) -> Iterator[OwnFile]:
    by_name = {one.name: one for one in files}
    for name in with_progress(by_name, count=len(by_name)):
        yield by_name[name]


def _others(counts: dict[OwnKind, int]) -> int:
    return sum(counts.values()) - counts[OwnKind.SESSION]
