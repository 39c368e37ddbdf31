"""A window of somebody with a plan, a diary and recorded sessions of their own."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Final

from biofeedback.person.settings import ProgrammeSettings, Settings
from biofeedback.practice.player import ProgrammePlayer
from biofeedback.programmes.course import Course, known_regions
from biofeedback.programmes.programme import Programme
from biofeedback.window.choices import Opening
from biofeedback.window.pages.plan.plan_desk import PersonFiles, PlanDesk, SkippedOffers
from biofeedback.words.spoken import spoken
from devices.events import Tick
from devices.steps import Measured, StepChanged
from sessions.folder import SessionFolder
from sessions.recorder import Recorder
from sessions.records import Record, encode_record
from sessions.store import Origin, SessionHeader, write_session
from tests.biofeedback.window.simulated_window import NS, START_NS, SimulatedSession, chosen
from tests.polling import wait_until

FIRST: Final = date(2026, 3, 2)
"""A Monday."""


def player_of(programme: Programme, settings: Settings) -> ProgrammePlayer:
    left_out = known_regions(programme, settings.programmes.skipped_regions)
    return ProgrammePlayer(Course(programme, left_out), language=lambda: spoken().language)


class Person:
    """Somebody who practises with a window that is opened again and again.

    Parameters
    ----------
    folder : Path
        Where all that is theirs lies.
    """

    def __init__(self, folder: Path) -> None:
        self.files = PersonFiles(
            SessionFolder(folder), folder / "plan.toml", folder / "diary.toml", folder / "programmes"
        )
        self.skipped = SkippedOffers()
        self.wanted_home = 0
        self.settings: list[Settings] = []

    def desk(self, today: date, present: Path | None = None) -> PlanDesk:
        files = replace(self.files, present=present)
        return PlanDesk(files, player_of, skipped=self.skipped, today=lambda: today)

    def did(
        self, day: date, programme: str, minutes: float, at: time = time(8), *, ticks: bool = True
    ) -> None:
        """Record a practice without a strap, as a window does; with a tick each second or now and then."""
        started_at = datetime.combine(day, at).astimezone(UTC)
        seconds = round(60.0 * minutes)

        def step(time_s: int, *, running: bool) -> StepChanged:
            gone_s = float(time_s)
            return StepChanged(
                time_s * NS, running, programme, 1, 1, gone_s, float(seconds), "…", Measured.NOTHING
            )

        events: list[Record] = [
            step(0, running=True),
            *(Tick(second * NS) for second in range(1, seconds, 1 if ticks else 20)),
            step(seconds, running=False),
        ]
        path = self.files.sessions.new_file(started_at)
        write_session(path, SessionHeader(started_at, 0, Origin.NONE), map(encode_record, events))

    def at_home(
        self,
        day: date = FIRST,
        at: time | Callable[[], time] = time(8, 5),
        *,
        settings: Settings | None = None,
        size: tuple[int, int] = (1280, 720),
        records: bool = False,
        scenario: str | None = None,
        waits: bool = True,
    ) -> SimulatedSession:
        """Open a window with Home, and wait until it is known what the plan offers."""

        def clock() -> time:
            return at if isinstance(at, time) else at()

        recorder = None
        if records:
            started_at = datetime.combine(day, clock()).astimezone(UTC)
            header = SessionHeader(started_at, START_NS, Origin.NONE)
            recorder = Recorder(self.files.sessions.new_file(started_at), header)
        desk = self.desk(day, recorder.path if recorder is not None else None)
        session = SimulatedSession(
            scenario,
            settings=settings or chosen(rated=False),
            on_settings=self.settings.append,
            opens=Opening.HOME,
            today=lambda: day,
            now=lambda: datetime.combine(day, clock()),
            on_demo=lambda: None,
            desk=desk,
            on_home_again=self._want_home,
            recorder=recorder,
            size=size,
        )
        wait_until(lambda: session.frame(0.02) or desk.is_read or not waits)
        session.frame()
        return session

    def _want_home(self) -> None:
        self.wanted_home += 1


def asked_before(*families: str, language: str = "en") -> Settings:
    """Somebody who was asked about the cautions of these kinds."""
    settings = chosen(rated=False, language=language)
    return replace(settings, programmes=ProgrammeSettings(cautions_read=families))


def playing(session: SimulatedSession) -> str:
    step = session.practice.state.step
    return step.programme if step is not None and step.running else ""
