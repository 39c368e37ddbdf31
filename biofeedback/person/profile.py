"""What was measured about a person, stored beside the sessions: the results of searches for the resonance."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Final

from msgspec import Meta

from biofeedback.breathing.chest.witnesses.heart_phase import HeartPhase, MeasuredPhase, learnt_phase
from biofeedback.person.toml_document import save_toml
from biofeedback.person.toml_file import advice_at, read_toml, shown_key
from biofeedback.resonance.estimate import LEAST_EVIDENCE, Resonance, combined
from biofeedback.resonance.protocol import Protocol
from devices.breath_pattern import RATE_RANGE_PER_MIN, RATIO_RANGE
from devices.errors import BiofeedbackError
from devices.message import message, sentences
from devices.printable import harmless
from devices.typed_data import UnfitDataError, at_most, plain, typed, within

PROFILE_FILE_NAME: Final = "profile.toml"
MOST_KEPT: Final = 1000
"""Most results to store; the oldest are dropped."""

_LARGEST_BYTES: Final = 1_000_000
_LONGEST_NAME: Final = 255
_KEYS: Final = ("resonance", "heart")
_LAST_HEARTS: Final = 20
_HEADING: Final = "# What biofeedback found out about you: one line for each search for the resonance.\n\n"


class ProfileError(BiofeedbackError):
    """A profile that can't be used; the error names the file."""


@dataclass(frozen=True, slots=True)
class FoundResonance:
    """The result of one search.

    Parameters
    ----------
    found_at : datetime
        When the search ended, in UTC.
    session : str
        The session's name.
    protocol : Protocol
        How the search went through the rates.
    exhale_to_inhale : float
        Duration of the exhale divided by that of the inhale.
    rate_per_min, half_width_per_min, evidence, regularity, answers : float, float, float, float, int
        The fields of `Resonance`.
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
        """The result. For a refining search, the search before it has shown that there is a resonance."""
        evidence = self.evidence
        if self.protocol is Protocol.REFINING:
            evidence = max(evidence, LEAST_EVIDENCE)
        return Resonance(self.rate_per_min, self.half_width_per_min, evidence, self.regularity, self.answers)

    @property
    def is_clear(self) -> bool:
        """Whether the search found a clear resonance."""
        return self.resonance.is_clear


@dataclass(frozen=True, slots=True)
class FoundHeartPhase:
    """How far the heart lagged behind the lungs in one session.

    Parameters
    ----------
    measured_at : datetime
        When it was measured, in UTC.
    session : str
        The session's name.
    degrees, breaths : float, int
        The fields of `MeasuredPhase`.
    """

    measured_at: Annotated[datetime, Meta(tz=True)]
    session: Annotated[str, at_most(_LONGEST_NAME)]
    degrees: Annotated[float, within((-180.0, 180.0))]
    breaths: Annotated[int, within((1, 10_000))]


@dataclass(frozen=True, slots=True)
class Profile:
    """What is known about a person, oldest first."""

    searches: tuple[FoundResonance, ...] = ()
    hearts: tuple[FoundHeartPhase, ...] = ()

    @property
    def resonance(self) -> Resonance | None:
        """The combination of all clear results; None without any."""
        return combined([one.resonance for one in self.searches])

    @property
    def clear_count(self) -> int:
        """Number of clear results."""
        return sum(one.is_clear for one in self.searches)

    def with_search(self, found: FoundResonance) -> "Profile":
        """Return the profile with another result."""
        return replace(self, searches=(*self.searches, found)[-MOST_KEPT:])

    @property
    def heart_phase(self) -> HeartPhase:
        """The expected lag of the heart behind the lungs, from the last sessions that measured it."""
        last = self.hearts[-_LAST_HEARTS:]
        return learnt_phase([MeasuredPhase(one.degrees, one.breaths) for one in last])

    def with_hearts(self, found: Sequence[FoundHeartPhase]) -> "Profile":
        """Return the profile with the heart's lag from another session."""
        return replace(self, hearts=(*self.hearts, *found)[-MOST_KEPT:])

    def report(self) -> dict[str, object]:
        """Return the profile as JSON-ready data."""
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
            "heart": self._heart_report(),
        }

    def _heart_report(self) -> dict[str, object] | None:
        if not self.hearts:
            return None
        expected = self.heart_phase
        return {
            "behind_degrees": expected.mean_degrees,
            "spread_degrees": expected.sd_degrees,
            "measured": len(self.hearts),
            "last_measured_at": self.hearts[-1].measured_at.isoformat(),
        }


@dataclass(frozen=True, slots=True)
class _ProfileFile:
    """What the file contains."""

    resonance: Annotated[tuple[FoundResonance, ...], at_most(MOST_KEPT)] = ()
    heart: Annotated[tuple[FoundHeartPhase, ...], at_most(MOST_KEPT)] = ()

    @classmethod
    def of(cls, profile: Profile) -> "_ProfileFile":
        return cls(profile.searches, profile.hearts)


def load_profile(path: Path) -> Profile:
    """Read the profile; it is empty if there is no file.

    Raises
    ------
    ProfileError
        If the file can't be read, or contains unknown data.
    """
    data = read_toml(path, largest_bytes=_LARGEST_BYTES, error=ProfileError)
    return Profile() if data is None else _profile(path, data)


def save_profile(path: Path, profile: Profile) -> None:
    """Write the profile, whole or not at all, readable by its owner only.

    In an existing file only the searches that differ are removed or added.

    Raises
    ------
    ProfileError
        If the profile could not be read back, or the file is damaged or read-only.
    SessionFileError
        If the file can't be written.
    """
    wanted = plain(_ProfileFile.of(profile))
    _profile(path, wanted)
    save_toml(
        path,
        wanted,
        understood=lambda data: plain(_ProfileFile.of(_profile(path, data))),
        heading=_HEADING,
        largest_bytes=_LARGEST_BYTES,
        error=ProfileError,
    )


def _profile(path: Path, data: Mapping[str, object]) -> Profile:
    for key in data:
        if key not in _KEYS:
            raise ProfileError(
                message("own_file.no_entry", path=f"{path}", key=shown_key(key)),
                message("own_file.known_here", keys=", ".join(_KEYS)),
            )
    try:
        held = typed(data, _ProfileFile)
        return Profile(held.resonance, held.heart)
    except UnfitDataError as error:
        key = shown_key(str(error.place[0])) if error.place else _KEYS[0]
        raise ProfileError(
            message("own_file.unfit_entry", path=f"{path}", key=key),
            sentences(advice_at(error), message("own_file.or_move")),
        ) from error


class ProfileShelf:
    """Stores the results of a session.

    Parameters
    ----------
    path : Path or None
        The profile's file; None stores nothing beyond the session, for example for a simulated person.
    session : str
        The session's name.
    now : callable, optional
        Returns the present moment, in UTC.

    Attributes
    ----------
    latest : Resonance or None
        What the last search of this session found.
    problem : BiofeedbackError or None
        Why the result could not be stored; None if it was.
    """

    def __init__(
        self,
        path: Path | None = None,
        session: str = "",
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._path, self._now = path, now
        self._session = harmless(session)  # it has the name of its file, which may be anything
        self._unkept = Profile()
        self.latest: Resonance | None = None
        self.problem: BiofeedbackError | None = None

    @property
    def keeps(self) -> bool:
        """Whether results are stored beyond the session."""
        return self._path is not None

    def read(self) -> Profile:
        """Return what is known so far.

        Raises
        ------
        ProfileError
            If the file can't be used.
        """
        return self._unkept if self._path is None else load_profile(self._path)

    def take(self, protocol: Protocol, exhale_to_inhale: float, found: Resonance | None) -> None:
        """Take the result of a search and store it; a file that can't be used is left as it is."""
        self.latest, self.problem = found, None
        if found is None:
            return
        moment = self._now().replace(microsecond=0)
        one = FoundResonance(moment, self._session, protocol, exhale_to_inhale, **asdict(found))
        self.latest = one.resonance
        self._keep(lambda profile: profile.with_search(one))

    def take_hearts(self, measured: Sequence[MeasuredPhase]) -> None:
        """Take the heart's lag behind the lungs and store it; a file that can't be used is left as it is."""
        self.problem = None
        if not measured:
            return
        moment = self._now().replace(microsecond=0)
        found = [FoundHeartPhase(moment, self._session, one.degrees, one.breaths) for one in measured]
        self._keep(lambda profile: profile.with_hearts(found))

    def _keep(self, change: Callable[[Profile], Profile]) -> None:
        try:
            profile = change(self.read())
            if self._path is None:
                self._unkept = profile
            else:
                save_profile(self._path, profile)
        except BiofeedbackError as problem:
            self.problem = problem
