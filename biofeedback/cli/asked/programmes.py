"""The programme that the user asked a command for, and its player."""

from argparse import Namespace
from pathlib import Path

from biofeedback.cli.places import data_dir, profile_file, session_folder
from biofeedback.person.profile import load_profile
from biofeedback.person.settings import Settings
from biofeedback.practice.player import ProgrammePlayer
from biofeedback.practice.reached_rate import reached_rate
from biofeedback.programmes.course import Course, known_regions
from biofeedback.programmes.programme import Begin, Programme
from biofeedback.programmes.reader import ProgrammeError
from biofeedback.programmes.shelf import OWN_FOLDER_NAME, find_programme
from biofeedback.words.spoken import spoken
from devices.message import message


def own_folder(options: Namespace) -> Path:
    """Return the folder of the person's own programmes."""
    return data_dir(options) / OWN_FOLDER_NAME


def asked_programme(name: str, options: Namespace) -> Programme:
    """Return a programme, given its name or the path of its file.

    Raises
    ------
    ProgrammeError
        If there is no programme of that name, or its file can't be used.
    """
    return find_programme(name, own_folder(options))


def asked_course(options: Namespace, chosen: Settings) -> Course:
    """Return the programme of `--programme`, without the parts of the body that the person always leaves out.

    Raises
    ------
    ProgrammeError
        If there is no programme of that name, its file can't be used, or nothing of it is left.
    """
    return own_course(asked_programme(options.programme, options), options, chosen)


def own_course(programme: Programme, options: Namespace, chosen: Settings) -> Course:
    """Return a programme without the parts of the body that the person always leaves out.

    Raises
    ------
    ProgrammeError
        If nothing of it is left.
    """
    at_bedtime = getattr(options, "bedtime", False)
    skipped = known_regions(programme, chosen.programmes.skipped_regions)
    course = Course(programme, skipped, at_bedtime=at_bedtime)
    if not course.numbers:
        raise ProgrammeError(
            message("cli.programme.nothing_left", name=programme.name),
            message("cli.programme.nothing_left.advice"),
        )
    return course


def asked_player(
    options: Namespace, chosen: Settings, *, own: bool, name: str | None = None
) -> ProgrammePlayer:
    """Return the player of the programme of `--programme`, or of another one; see `player_of`."""
    return player_of(asked_programme(name or options.programme, options), options, chosen, own=own)


def player_of(programme: Programme, options: Namespace, chosen: Settings, *, own: bool) -> ProgrammePlayer:
    """Return the player of a programme.

    Parameters
    ----------
    programme : Programme
        The programme.
    options : Namespace
        The command's options.
    chosen : Settings
        The person's settings.
    own : bool
        Whether the person practises, not a simulated or recorded one.

    Raises
    ------
    ProgrammeError
        If nothing of it is left.
    """
    known = load_profile(profile_file(options)).resonance if own else None
    course = own_course(programme, options, chosen)
    guides = [step.guide for step in course.programme.steps if step.guide is not None]
    goes_on = own and any(guide.begin is not Begin.OWN for guide in guides)
    return ProgrammePlayer(
        course,
        language=lambda: spoken().language,
        resonance_per_min=known.rate_per_min if known else None,
        reached_per_min=reached_rate(session_folder(options)) if goes_on else None,
    )
