"""What a person says of programmes once and for good, kept in the settings at once."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from biofeedback.person.settings import ProgrammeSettings, load_settings, save_settings
from devices.errors import BiofeedbackError


class KeptProgrammes:
    """Knows what was said, and keeps what is said.

    Parameters
    ----------
    path : Path
        The settings file.
    known : ProgrammeSettings
        What it says.
    on_problem : callable
        Told why something could not be kept; it holds until the program ends all the same.
    """

    def __init__(
        self, path: Path, known: ProgrammeSettings, on_problem: Callable[[BiofeedbackError], None]
    ) -> None:
        self._path, self.known, self._on_problem = path, known, on_problem

    def leave_out(self, region: str) -> None:
        """Keep that a part of the body, by its English name, is left out of all programmes."""
        self._keep(lambda known: known.without(region))

    def keep_cautions(self, *families: str) -> None:
        """Keep that none of the cautions of some kinds of programmes holds for the person."""
        self._keep(lambda known: known.with_cautions(*families))

    def keep_back_fine(self) -> None:
        """Keep that neither back nor neck hurts, so that it is not asked again."""
        self._keep(lambda known: replace(known, back_is_fine=True))

    def _keep(self, changed: Callable[[ProgrammeSettings], ProgrammeSettings]) -> None:
        self.known = changed(self.known)
        try:
            settings = load_settings(self._path)
            save_settings(self._path, replace(settings, programmes=changed(settings.programmes)))
        except BiofeedbackError as problem:
            self._on_problem(problem)
