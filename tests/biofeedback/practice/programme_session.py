"""A programme done to its end with a clock of the test's own, and what was recorded of it."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from biofeedback.engine.engine import Engine
from biofeedback.engine.state import State
from biofeedback.practice.player import ProgrammePlayer
from biofeedback.practice.practice import Practice
from biofeedback.practice.shape import SessionShape
from biofeedback.programmes.course import Course
from devices.events import Event
from devices.simulated.link import SimulatedLink
from devices.simulated.scenario import load_scenario
from devices.steps import StepChanged
from devices.straps.source import Put
from sessions.events import decoded
from sessions.recorder import Recorder
from sessions.store import Origin, SessionHeader, read_records

S: Final = 1_000_000_000
START_NS: Final = 500 * S


class Wearer:
    """A source without threads: a simulated strap that lives by the test's clock, or no strap at all."""

    def __init__(self, *, strap: bool) -> None:
        self._strap = strap
        self._link: SimulatedLink | None = None
        self._put: Put = lambda _: None

    def start(self, put: Put) -> None:
        self._put = put

    def stop(self) -> None:
        self._link = None

    def choose(self, address: str) -> None:
        pass

    def wear(self, practice: Practice) -> None:
        """Begin to breathe with the guide of a practice."""
        if self._strap:
            scenario = load_scenario("calm")
            self._link = SimulatedLink(
                scenario,
                seed=1,
                start_ns=START_NS,
                lung_guide=lambda time_s: practice.lung_position(time_s),
            )

    def live_until(self, now_ns: int) -> None:
        if self._link is not None:
            for record in self._link.advance(now_ns):
                self._put(record)


@dataclass
class ProgrammeSession:
    """A practice that plays a programme, second by second or in any other steps.

    Parameters
    ----------
    path : Path
        Where it is recorded.
    course : Course
        What is played.
    language : str
        In which its texts are shown.
    strap : bool
        Whether a simulated strap is worn.
    before_s : float
        Of ordinary breathing before the programme.
    """

    path: Path
    course: Course
    language: str = "en"
    strap: bool = False
    before_s: float = 0.0
    now_ns: int = START_NS
    live: list[State] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.wearer = Wearer(strap=self.strap)
        self.player = ProgrammePlayer(self.course, language=lambda: self.language)
        self.practice = Practice(
            self.wearer,
            start_ns=START_NS,
            recorder=Recorder(self.path, SessionHeader(datetime.now(UTC), START_NS, Origin.NONE)),
            shape=SessionShape(before_s=self.before_s),
            player=self.player,
            on_state=self.live.append,
            clock_ns=lambda: self.now_ns,
        )
        self.practice.begin()
        self.wearer.wear(self.practice)

    @property
    def state(self) -> State:
        return self.practice.state

    def press_space(self) -> None:
        self.practice.set_guide(self.state.guide.pattern, running=not self.practice.is_running)

    def let_pass(self, seconds: float, *, every_s: float = 0.25) -> None:
        """Let time go on as a view does, which asks now and then."""
        until_ns = self.now_ns + round(seconds * S)
        while self.now_ns < until_ns and not self.practice.is_done:
            self.now_ns = min(until_ns, self.now_ns + round(every_s * S))
            self.wearer.live_until(self.now_ns)
            self.practice.advance()

    def finish(self, *, every_s: float = 0.25) -> State:
        """Do the programme to its end."""
        self.let_pass(4.0 * self.course.programme.seconds + 10.0, every_s=every_s)
        return self.practice.end()

    def events(self) -> list[Event]:
        """Return what was recorded."""
        return list(decoded(read_records(self.path)))

    def steps(self) -> list[StepChanged]:
        return [event for event in self.events() if isinstance(event, StepChanged)]

    def replayed(self) -> list[State]:
        """Return the states of the recorded session."""
        engine = Engine(START_NS)
        return [engine.process(event) for event in self.events()]
