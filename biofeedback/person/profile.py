"""What was found out about a person, kept beside the sessions: the results of searches for the resonance."""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Final

from msgspec import Meta

from biofeedback.person.toml_document import save_toml
from biofeedback.person.toml_file import advice_at, read_toml, shown_key
from biofeedback.resonance.estimate import LEAST_EVIDENCE, Resonance, combined
from biofeedback.resonance.protocol import Protocol
from devices.breath_pattern import RATE_RANGE_PER_MIN, RATIO_RANGE
from devices.errors import BiofeedbackError
from devices.message import message, sentences
from devices.printable import harmless
from devices.typed_data import UnfitDataError, at_most, plain, typed, within

FILE_NAME: Final = "profile.toml"
MOST_KEPT: Final = 1000
"""Of more searches the oldest are forgotten."""

_LARGEST_BYTES: Final = 1_000_000
_LONGEST_NAME: Final = 255
_KEY: Final = "resonance"
_HEADING: Final = "# What biofeedback found out about you: one line for each search for the resonance.\n\n"


class ProfileError(BiofeedbackError):
    """A profile that can't be used; it names the file."""


@dataclass(frozen=True, slots=True)
class FoundResonance:
    """What one search found.

    Parameters
    ----------
    found_at : datetime
        When it was over, in UTC.
    session : str
        The session's name.
    protocol : Protocol
        How it went through the rates.
    exhale_to_inhale : float
        Duration of the exhale divided by that of the inhale.
    rate_per_min, half_width_per_min, evidence, regularity, answers : float, float, float, float, int
        Those of `Resonance`.
    """

    found_at: Annotated[datetime, Meta(tz=True)]
    session: Annotated[str, at_most(_LONGEST_NAME)]
    protocol: Protocol
    exhale_to_inhale: Annotated[float, within(RATIO_RANGE)]
    rate_per_min: Annotated[float, within(RATE_RANGE_PER_MIN)]
    half_width_per_min: Annotated[float, within((1e-3, 10.0))]
    evidence: Annotated[float, within((-1e6, 1e6))]
    regularity: Annotated[float, within((0.0, 1.0))]
    answers: Annotated[int, within((0, 10_000))]

    @property
    def resonance(self) -> Resonance:
        """The result; that there is a resonance is told by the search that a finer one refines."""
        evidence = self.evidence
        if self.protocol is Protocol.REFINING:
            evidence = max(evidence, LEAST_EVIDENCE)
        return Resonance(self.rate_per_min, self.half_width_per_min, evidence, self.regularity, self.answers)

    @property
    def is_clear(self) -> bool:
        return self.resonance.is_clear


@dataclass(frozen=True, slots=True)
class Profile:
    """What is known of a person; the oldest first."""

    searches: tuple[FoundResonance, ...] = ()

    @property
    def resonance(self) -> Resonance | None:
        """All clear results together; None without any."""
        return combined([one.resonance for one in self.searches])

    @property
    def clear_count(self) -> int:
        """Results that are clear."""
        return sum(one.is_clear for one in self.searches)

    def with_search(self, found: FoundResonance) -> "Profile":
        """Return the profile with another result."""
        return Profile((*self.searches, found)[-MOST_KEPT:])

    def report(self) -> dict[str, object]:
        """Return it as JSON-ready data."""
        known = self.resonance
        searches = [
            {**asdict(one), "found_at": one.found_at.isoformat(), "clear": one.is_clear}
            for one in self.searches
        ]
        return {
            "rate_per_min": known.rate_per_min if known else None,
            "half_width_per_min": known.half_width_per_min if known else None,
            "clear": known is not None and known.is_clear,
            "searches": searches,
        }


@dataclass(frozen=True, slots=True)
class _ProfileFile:
    """What the file holds."""

    resonance: Annotated[tuple[FoundResonance, ...], at_most(MOST_KEPT)] = ()


def load_profile(path: Path) -> Profile:
    """Read the profile; without a file nothing is known yet.

    Raises
    ------
    ProfileError
        If the file can't be read, or holds what is not known here.
    """
    data = read_toml(path, largest_bytes=_LARGEST_BYTES, error=ProfileError)
    return Profile() if data is None else _profile(path, data)


def save_profile(path: Path, profile: Profile) -> None:
    """Write the profile, whole or not at all, readable by its owner only.

    In a file that is there only the searches that differ are removed or added.

    Raises
    ------
    ProfileError
        If it could not be read again, or the file is damaged or read-only.
    SessionFileError
        If the file can't be written.
    """
    wanted = plain(_ProfileFile(profile.searches))
    _profile(path, wanted)
    save_toml(
        path,
        wanted,
        understood=lambda data: plain(_ProfileFile(_profile(path, data).searches)),
        heading=_HEADING,
        largest_bytes=_LARGEST_BYTES,
        error=ProfileError,
    )


def _profile(path: Path, data: Mapping[str, object]) -> Profile:
    for key in data:
        if key != _KEY:
            raise ProfileError(
                message("own_file.no_entry", path=f"{path}", key=shown_key(key)),
                message("own_file.known_here", keys=_KEY),
            )
    try:
        return Profile(typed(data, _ProfileFile).resonance)
    except UnfitDataError as error:
        raise ProfileError(
            message("own_file.unfit_entry", path=f"{path}", key=_KEY),
            sentences(advice_at(error), message("own_file.or_move")),
        ) from error


class ProfileShelf:
    """Where results of a session are kept.

    Parameters
    ----------
    path : Path or None
        The profile's file; None keeps nothing beyond the session, as of a simulated person.
    session : str
        The session's name.
    now : callable, optional
        The present moment, in UTC.

    Attributes
    ----------
    latest : Resonance or None
        What the last search of this session found.
    problem : BiofeedbackError or None
        Why that could not be kept.
    """

    def __init__(
        self,
        path: Path | None = None,
        session: str = "",
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._path, self._now = path, now
        self._session = harmless(session)  # it is named as its file is, which may be anything
        self._unkept = Profile()
        self.latest: Resonance | None = None
        self.problem: BiofeedbackError | None = None

    @property
    def keeps(self) -> bool:
        """Whether what is found outlasts the session."""
        return self._path is not None

    def read(self) -> Profile:
        """Return what is known by now.

        Raises
        ------
        ProfileError
            If the file can't be used.
        """
        return self._unkept if self._path is None else load_profile(self._path)

    def take(self, protocol: Protocol, exhale_to_inhale: float, found: Resonance | None) -> None:
        """Take what a search found, and keep a result; a file that can't be used is left as it is."""
        self.latest, self.problem = found, None
        if found is None:
            return
        moment = self._now().replace(microsecond=0)
        one = FoundResonance(moment, self._session, protocol, exhale_to_inhale, **asdict(found))
        self.latest = one.resonance
        try:
            profile = self.read().with_search(one)
            if self._path is None:
                self._unkept = profile
            else:
                save_profile(self._path, profile)
        except BiofeedbackError as problem:
            self.problem = problem
