"""What a person says once and for good about programmes; it is saved in the settings at once."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from biofeedback.person.settings import ProgrammeSettings, load_settings, save_settings
from devices.errors import BiofeedbackError


class KeptProgrammes:
    """Knows these answers, and saves new ones.

    Parameters
    ----------
    path : Path
        The settings file.
    known : ProgrammeSettings
        What the settings file says.
    on_problem : callable
        Called with the reason if an answer can't be saved; the answer still applies until the program ends.
    """

    def __init__(
        self, path: Path, known: ProgrammeSettings, on_problem: Callable[[BiofeedbackError], None]
    ) -> None:
        self._path, self.known, self._on_problem = path, known, on_problem

    def leave_out(self, region: str) -> None:
        """Save that a part of the body, given by its English name, is left out of all programmes."""
        self._keep(lambda known: known.without(region))

    def keep_cautions(self, *families: str) -> None:
        """Save that none of the cautions of these kinds of programmes apply to the person."""
        self._keep(lambda known: known.with_cautions(*families))

    def keep_back_fine(self) -> None:
        """Save that neither back nor neck hurts, so that the question is not asked again."""
        self._keep(lambda known: replace(known, back_is_fine=True))

    def _keep(self, changed: Callable[[ProgrammeSettings], ProgrammeSettings]) -> None:
        self.known = changed(self.known)
        try:
            settings = load_settings(self._path)
            save_settings(self._path, replace(settings, programmes=changed(settings.programmes)))
        except BiofeedbackError as problem:
            self._on_problem(problem)
