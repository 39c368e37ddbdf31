"""Print what simulated people are offered who can't breathe slowly, over-breathe, or feel restless or dizzy.

Each practises the levels of belly breathing with a strap and a clock of the script's own. After each practice
stands what the guide asked for, how they breathed, what they said, and which level is offered next and why.
"""

import math
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from biofeedback.engine.followed import Followed
from biofeedback.person.levels import BELLY, LevelOffer, level_offer
from biofeedback.practice.past_practices import practices_of
from biofeedback.practice.player import ProgrammePlayer
from biofeedback.practice.practice import Practice
from biofeedback.practice.reached_rate import how_followed, reached_rate
from biofeedback.practice.said_meanwhile import answer, change_programme, tell_feeling
from biofeedback.programmes.course import Course
from biofeedback.programmes.shelf import find_programme
from biofeedback.statements.care import CHANGES, remedies_for, remedy_words
from biofeedback.words.speech import say_in
from devices.events import GuideChanged
from devices.message import Message
from devices.simulated.link import SimulatedLink
from devices.simulated.scenario import Scenario, load_scenario
from devices.straps.source import Put
from devices.wellbeing import Ease, Feeling, Remedy
from sessions.folder import SessionFolder
from sessions.recorder import Recorder
from sessions.store import Origin, SessionHeader

S: Final = 1_000_000_000
FIRST: Final = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
_EVERY_NS: Final = S // 4


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who practises.

    Parameters
    ----------
    name : str
        What is special about them.
    scenario : Scenario
        Their body and strap.
    slowest_per_min : float
        The slowest rate at which they can breathe.
    feeling : Feeling or None
        What they say in the middle of a practice; None for nothing.
    remedy : Remedy or None
        What they choose then.
    told_in : str
        The name of the programme in which they say it.
    ease : Ease
        What they answer afterwards.
    """

    name: str
    scenario: Scenario
    slowest_per_min: float = 0.0
    feeling: Feeling | None = None
    remedy: Remedy | None = None
    told_in: str = ""
    ease: Ease = Ease.ALL_RIGHT


@dataclass(frozen=True, slots=True)
class Practised:
    """What came of one practice.

    Parameters
    ----------
    programme : str
        What was begun.
    rates_per_min : tuple of float
        What the guide asked for, in order.
    offered : tuple of Message
        What was offered when the person said what they felt.
    played : tuple of str
        The programmes of the session, in order.
    followed : Followed
        How the breaths went beside the guide.
    said : Message or None
        What the guide said of itself when it eased or waited; the last of it.
    next_level : LevelOffer
        What is offered then.
    """

    programme: str
    rates_per_min: tuple[float, ...]
    offered: tuple[Message, ...]
    played: tuple[str, ...]
    followed: Followed
    said: Message | None
    next_level: LevelOffer


class _Body:
    """A simulated person with a strap, who lives by the script's clock and not slower than they can."""

    def __init__(self, person: Person, seed: int) -> None:
        self._person, self._seed = person, seed
        self._put: Put = lambda _: None
        self._link: SimulatedLink | None = None
        self._practice: Practice | None = None
        self._phase, self._at_s = 0.0, 0.0

    def start(self, put: Put) -> None:
        self._put = put

    def stop(self) -> None:
        self._link = None

    def choose(self, address: str) -> None:
        pass

    def wear(self, practice: Practice) -> None:
        self._practice = practice
        self._link = SimulatedLink(self._person.scenario, seed=self._seed, lung_guide=self._lungs)

    def live_until(self, now_ns: int) -> None:
        if self._link is not None:
            for record in self._link.advance(now_ns):
                self._put(record)

    def _lungs(self, time_s: float) -> float | None:
        """Return where a guide would have the lungs that they can follow; None while there is none."""
        assert self._practice is not None
        guide = self._practice.state.guide
        rate_per_min = max(guide.pattern.rate_per_min, self._person.slowest_per_min)
        self._phase += max(0.0, time_s - self._at_s) * rate_per_min / 60.0
        self._at_s = time_s
        if not guide.running:
            return None
        if guide.pattern.rate_per_min >= self._person.slowest_per_min:
            return guide.at(time_s).lung_position
        return 0.5 - 0.5 * math.cos(2.0 * math.pi * self._phase)


def practised(
    person: Person,
    name: str,
    folder: SessionFolder,
    *,
    number: int,
    seed: int,
    reached_per_min: float | None = None,
) -> Practised:
    """Do one practice to its end, and return what came of it.

    Parameters
    ----------
    person : Person
        Who practises.
    name : str
        The programme.
    folder : SessionFolder
        Where the session is kept, with those before.
    number : int
        How many practices were before.
    seed : int
        Chance.
    reached_per_min : float or None, optional
        The rate that they reached last, where the sessions before do not tell it.
    """
    started_at = FIRST + timedelta(days=number)
    path = folder.new_file(started_at)
    now_ns = 0
    said: list[Message] = []
    rates: list[float] = []
    played = [name]
    body = _Body(person, seed)
    practice = Practice(
        body,
        start_ns=0,
        recorder=Recorder(path, SessionHeader(started_at, 0, Origin.NONE)),
        player=_player(name, reached_per_min or reached_rate(folder)),
        clock_ns=lambda: now_ns,
    )
    practice.listen(lambda event: rates.append(event.pattern.rate_per_min) if _guides(event) else None)
    practice.begin()
    body.wear(practice)
    practice.set_guide(practice.state.guide.pattern, running=False)
    offered: tuple[Message, ...] = ()
    begun = False
    while not practice.is_done:
        now_ns += _EVERY_NS
        body.live_until(now_ns)
        practice.advance()
        if now_ns == 60 * S:  # the strap has been worn for a minute
            practice.set_guide(practice.state.guide.pattern, running=True)
            begun = True
        if words := practice.plan_message or practice.plan_course:
            said.append(words)
        if begun and not offered and person.told_in == name and practice.practised_s() >= 150.0:
            offered = _tell(person, practice, played, folder)
            if person.remedy is Remedy.STOP:
                break
    answer(practice, ease=person.ease, restless=False, dizzy=False)
    practice.end()
    done = practices_of(folder, UTC)
    return Practised(
        name,
        tuple(rates),
        offered,
        tuple(played),
        how_followed(path),
        said[-1] if said else None,
        level_offer(done),
    )


def lived(person: Person, *, practices: int, seed: int, first: str = BELLY[0]) -> Iterator[Practised]:
    """Yield practice after practice of the level that was offered."""
    with tempfile.TemporaryDirectory() as place:
        folder, name = SessionFolder(Path(place)), first
        for number in range(practices):
            one = practised(person, name, folder, number=number, seed=seed + number)
            yield one
            name = BELLY[one.next_level.level]


def people() -> tuple[Person, ...]:
    """Return who practises."""
    calm = load_scenario("calm")
    early = replace(calm.person, overbreathing_below_per_min=7.3, own_rate_per_min=12.0)
    over = replace(early, overbreathing_rate_per_min=8.0, overbreathing_rsa=0.5)
    return (
        Person("follows every guide, and finds it easy", calm, ease=Ease.EASY),
        Person("never breathes slower than 8.5 per minute", calm, slowest_per_min=8.5),
        Person("breathes too much once the breaths grow long", replace(calm, person=over)),
        Person(
            "feels restless at first, and changes to muscle relaxation",
            calm,
            feeling=Feeling.RESTLESS,
            remedy=Remedy.MUSCLES,
            told_in=BELLY[0],
        ),
        Person(
            "feels dizzy at the second level, and goes on",
            calm,
            feeling=Feeling.DIZZY,
            remedy=Remedy.GO_ON,
            told_in=BELLY[2],
        ),
    )


def _tell(
    person: Person, practice: Practice, played: list[str], folder: SessionFolder
) -> tuple[Message, ...]:
    assert person.feeling is not None
    assert practice.player is not None
    offered = remedies_for(person.feeling, practice.player.programme.family)
    tell_feeling(practice, person.feeling)
    tell_feeling(practice, person.feeling, person.remedy)
    if person.remedy in CHANGES:
        played.append(CHANGES[person.remedy])
        change_programme(practice, _player(played[-1], reached_rate(folder)))
    elif person.remedy is Remedy.GO_ON:
        practice.set_guide(practice.state.guide.pattern, running=True)
    return tuple(remedy_words(one, person.feeling) for one in offered)


def _player(name: str, reached_per_min: float | None) -> ProgrammePlayer:
    course = Course(find_programme(name))
    return ProgrammePlayer(course, language=lambda: "en", reached_per_min=reached_per_min)


def _guides(event: object) -> bool:
    return isinstance(event, GuideChanged) and event.running


def _told(one: Practised) -> str:
    rates = "no guide"
    if one.rates_per_min:
        first, last = one.rates_per_min[0], one.rates_per_min[-1]
        rates = f"guide from {first:.1f}, slowest {min(one.rates_per_min):.1f}, at the end {last:.1f}"
    known = one.followed
    own = "–" if known.rate_per_min is None else f"{known.rate_per_min:.1f}"
    lines = [
        f"  {' then '.join(one.played)}: {rates} per minute, breathed {own};"
        f" rate followed {known.rate_followed}, ratio reached {known.ratio_reached}"
    ]
    if one.offered:
        lines.append(f"    was offered: {' | '.join(say_in(words) for words in one.offered)}")
    if one.said:
        lines.append(f"    the guide said: {say_in(one.said)}")
    lines.append(f"    next: {BELLY[one.next_level.level]} ({say_in(one.next_level.reason)})")
    return "\n".join(lines)


def main(write: Callable[[str], object] = sys.stdout.write) -> None:
    """Print it all."""
    for person in people():
        write(f"A person who {person.name}\n")
        for one in lived(person, practices=6, seed=11):
            write(f"{_told(one)}\n")


if __name__ == "__main__":
    main()
