"""What the program can show, made from real states, results, errors and commands."""

import contextlib
import errno
import io
import os
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import partial
from html import unescape
from pathlib import Path
from typing import Final
from unittest.mock import patch

from rich.console import Console

from biofeedback.analysis.outcome import change_sentence
from biofeedback.analysis.recording import load_recording
from biofeedback.breathing.chest.cycles import BreathLabel
from biofeedback.cli import run_in_language
from biofeedback.coaching.advice import Fault, hint
from biofeedback.desktop.awake import ExecutionState, NoInhibitor
from biofeedback.engine.engine import Engine
from biofeedback.engine.live_breathing import NOT_CLEAR
from biofeedback.engine.live_figures import WHY_UNKNOWN
from biofeedback.engine.state import Signal, State
from biofeedback.pacing.presets import pattern_of
from biofeedback.person.profile import load_profile
from biofeedback.person.settings import load_settings
from biofeedback.practice.simulated import simulated_records
from biofeedback.resonance.estimate import Resonance
from biofeedback.resonance.verdict import resonance_words
from biofeedback.response.figure_history import Change, Direction
from biofeedback.sound.player import NO_DEVICE, STOPPED
from biofeedback.statements.live import notice, practised_words, signal_words
from biofeedback.statements.trends import trend_words
from biofeedback.terminal.practice_keys import KEYS
from biofeedback.terminal.screen import screen, status_line
from biofeedback.words.spoken import say
from devices.breath_pattern import BreathPattern
from devices.errors import BiofeedbackError
from devices.events import HeardStrap, LinkState, Part, Rating, RatingMoment
from devices.message import Message
from devices.notifications import Notification
from devices.simulated.scenario import load_scenario
from devices.straps.decoder import decode
from devices.straps.link import NO_STRAP_FOUND, STRAP_GONE
from devices.straps.polar.control_point import ControlPointStatus
from sessions.errors import FileExistsAlreadyError, unreadable, unreadable_folder, unwritable
from sessions.folder import SessionFolder
from sessions.history.imports import import_file
from sessions.history.trend_rule import Trend, TrendCourse
from sessions.records import encode_record
from sessions.store import Origin, SessionHeader, write_session

OWN_WORDS: Final = ("Fear of pain", "{0} of von %s", "<b>Box & of</b>")
"""Scales that a person made up; every language shows them as they are."""

_FAULTS: Final = {
    "frozen": ("frozen_after_minutes = 0.5\nfrozen_beats = 40", 1.5),
    "off the body": ("tells_contact = true\noff_body_after_minutes = 0.5\noff_body_minutes = 1.0", 1.5),
    "missed beats": ("lost_share = 0.08", 3.5),
    "milliseconds": ("milliseconds = true", 3.5),
    "made up": ("made_up = true", 1.5),
}
"""Straps that are not as they should be, as scenarios say it, and how many minutes of each."""

_DAY: Final = date(2026, 3, 4)
_WIDTH: Final = 400


@dataclass(frozen=True, slots=True)
class Shown:
    """Something that the program shows.

    Parameters
    ----------
    name : str
        What it is, for the table.
    say : callable
        Returns it in the language that is spoken at that moment.
    """

    name: str
    say: Callable[[], str]


def shown_states(folder: Path) -> list[Shown]:
    """Return everything that is shown.

    Parameters
    ----------
    folder : Path
        An empty folder for sessions and broken files.
    """
    session = folder / "sessions" / "Box of things.session"
    session.parent.mkdir()
    state = _recorded(session, "calm", 3.0)
    return [
        *_live(state),
        *_frames(state),
        *_warnings(folder),
        *(_error(f"strap refuses: {status.name}", _refusal(status)) for status in ControlPointStatus),
        *_errors(folder),
        *_results(),
        *_commands(folder, session),
        *_report(folder, session),
    ]


def _recorded(path: Path, scenario: str, minutes: float) -> State:
    """Write a session with ratings, and return its last state."""
    records = list(simulated_records(load_scenario(scenario), seed=8, minutes=minutes))
    header = SessionHeader(datetime(2026, 3, 4, 7, 5, tzinfo=UTC), 0, Origin.STRAP)
    last_ns = records[-1].time_ns
    ratings = [
        Rating(at_ns, scale, value, when)
        for scale in ("pain", *OWN_WORDS)
        for at_ns, value, when in ((1, 6.5, RatingMoment.BEFORE), (last_ns, 4.0, RatingMoment.AFTER))
    ]
    write_session(
        path, header, map(encode_record, [*ratings[::2], *records[:-1], *ratings[1::2], records[-1]])
    )
    engine = Engine(0)
    for record in records[:-1]:
        engine.take(decode(record) if isinstance(record, Notification) else record)
    return engine.state()


def _told(name: str, told: Message | str | None) -> Iterator[Shown]:
    if told:
        yield Shown(name, lambda: say(told))


def _live(state: State) -> Iterator[Shown]:
    for signal in Signal:
        there = replace(state, signal=signal, battery_percent=80)
        yield from _told(f"signal {signal.name}", signal_words(there))
        yield from _told(f"advice {signal.name}", notice(there, None))
    for link in LinkState:
        waiting = replace(state, signal=Signal.WAITING, link=link)
        yield from _told(f"link {link.name}", signal_words(waiting))
    straps = (HeardStrap("Polar H10 1", "C0:00:00:00:00:01", -60), HeardStrap("", "C0:00:00:00:00:02", -97))
    several = replace(state, heard_straps=straps, practised_s=0.0, warnings=())
    yield from _told("several straps", notice(several, None))
    for part in (Part.BEFORE, Part.PRACTICE, Part.AFTER):
        yield from _told(f"part {part.name}", practised_words(replace(state, part=part), 10.0))
    yield from _told("no sound", NO_DEVICE)
    yield from _told("sound stopped", STOPPED)
    yield from _told("screen may lock", NoInhibitor().hold())
    yield from _told("Windows may lock", ExecutionState(lambda _: 0).hold())
    for fault in Fault:
        yield from _told(f"advice: {fault}", hint(fault))


def _frames(state: State) -> Iterator[Shown]:
    breathing = state.breathing
    labels = [replace(breathing.recent_breaths[-1], label=label) for label in BreathLabel]
    own = replace(state, breathing=replace(breathing, recent_breaths=tuple(labels)))
    unknown = replace(
        breathing,
        course=None,
        following=None,
        rate=replace(breathing.rate, value=None, unknown=NOT_CLEAR),
        recent_breaths=(),
    )
    held = BreathPattern(4.0, 2.0, 1.0, 0.5)
    guide = state.guide.changed(state.time_s, held, running=False)
    full = unwritable(Path("/media/Box of things"), OSError(errno.ENOSPC, "")).whole
    frames: dict[str, tuple[State, Message | str]] = {
        "running": (own, ""),
        "changed": (replace(state, change=Change(Direction.MORE, 80.0, 50.0)), ""),
        "signal lost": (
            replace(state, signal=Signal.LOST, breathing=unknown, breaths=()),
            full,
        ),
        "held, paused": (replace(state, guide=guide, change=Change()), ""),
    }
    for name, (one, problem) in frames.items():
        yield Shown(f"terminal: {name}", partial(_frame, one, problem))
    yield Shown("terminal: status line", lambda: status_line(state, 10.0))
    for why in WHY_UNKNOWN.values():
        yield from _told("figure not known", why)


def _frame(state: State, problem: Message | str) -> str:
    out = io.StringIO()
    console = Console(file=out, width=_WIDTH, highlight=False)
    console.print(screen(state, state.time_s, minutes=10.0, keys=KEYS, problem=problem))
    return _without_blanks(out.getvalue())


def _warnings(folder: Path) -> Iterator[Shown]:
    """Yield what a practice says of straps and hearts that are not as they should be."""
    for name, (fault, minutes) in _FAULTS.items():
        scenario = folder / f"{name}.toml"
        scenario.write_text(f"[faults]\n{fault}\n")
        state = _recorded(folder / f"{name}.session", str(scenario), minutes)
        for warning in state.warnings:
            yield from _told(f"warning: {name}", warning)
        yield from _told(f"notice: {name}", notice(replace(state, warnings=()), None))


def _error(name: str, error: BiofeedbackError) -> Shown:
    return Shown(name, lambda: say(error.whole))


def _caught(name: str, attempt: Callable[[], object]) -> Shown:
    try:
        attempt()
    except BiofeedbackError as error:
        return _error(name, error)
    raise AssertionError(f"{name} is no error")


def _refusal(status: ControlPointStatus) -> BiofeedbackError:
    return BiofeedbackError(status.reason, status.advice or "")


def _errors(folder: Path) -> Iterator[Shown]:
    def file(name: str, content: bytes) -> Path:
        path = folder / name
        path.write_bytes(content)
        return path

    for name, attempt in {
        "no such session": lambda: SessionFolder(folder).find("Box of nothing"),
        "no such file": lambda: load_recording(folder / "Box of nothing.txt"),
        "empty file": lambda: load_recording(file("empty.txt", b"")),
        "no intervals": lambda: load_recording(file("words.txt", b"Box of things\n")),
        "damaged session": lambda: load_recording(file("damaged.session", b"SQLite format 3\0" + bytes(90))),
        "damaged EDF": lambda: load_recording(file("damaged.edf", b"0" + b" " * 300)),
        "damaged FIT": lambda: load_recording(
            file("damaged.fit", b"\x0e\x10\x00\x00\x05\x00\x00\x00.FIT\0\0")
        ),
        "damaged HRM": lambda: load_recording(file("damaged.hrm", b"[Params]\nVersion=106\n")),
        "import": lambda: import_file(file("none.csv", b"a,b\n"), SessionFolder(folder)),
        "pattern in words": lambda: pattern_of("4/x"),
        "rate out of range": lambda: BreathPattern(99.0),
        "holds too long": lambda: BreathPattern(8.0, 2.0, 3.0, 3.0),
        "no such scenario": lambda: load_scenario("nobody"),
        "scenario is no TOML": lambda: load_scenario(str(file("bad.toml", b"[["))),
        "unknown key in scenario": lambda: load_scenario(str(file("odd.toml", b"[person]\nwings = 2\n"))),
        "settings are no TOML": lambda: load_settings(file("settings1.toml", b"[[")),
        "unknown setting": lambda: load_settings(file("settings2.toml", b"[breathing]\nminuets = 2\n")),
        "wrong setting": lambda: load_settings(file("settings3.toml", b"[breathing]\nminutes = 999\n")),
        "damaged profile": lambda: load_profile(file("profile.json", b"{")),
    }.items():
        yield _caught(f"error: {name}", attempt)
    box = Path("/media/Box of things")
    for name, error in {
        "exists already": FileExistsAlreadyError(box),
        "unreadable": unreadable(box, PermissionError(13, "Permission denied")),
        "unreadable folder": unreadable_folder(box, PermissionError(13, "Permission denied")),
        "disk full": unwritable(box, OSError(28, "No space left on device")),
        "unwritable": unwritable(box, PermissionError(13, "Permission denied")),
        "no strap found": NO_STRAP_FOUND,
        "strap gone": STRAP_GONE,
    }.items():
        yield _error(f"error: {name}", error)


def _results() -> Iterator[Shown]:
    found = Resonance(5.4, 0.2, 20.0, 0.9, 60)
    for name, one in {
        "clear": found,
        "unclear": replace(found, half_width_per_min=1.5),
        "alike": replace(found, evidence=-3.0, half_width_per_min=1.5),
        "missing": None,
    }.items():
        yield from _told(f"resonance {name}", resonance_words(one))
    for direction in Direction:
        known = direction is not Direction.UNKNOWN
        change = Change(direction, 42.0, 12.5) if known else Change()
        yield from _told(f"change {direction.name}", change_sentence(change))
    rising = Trend(0.42, 0.1, 0.7, 20, 28, _DAY)
    courses = {
        "none yet": TrendCourse(),
        "first decision": TrendCourse(next_on=_DAY),
        "rising": TrendCourse((rising,), date(2026, 4, 1)),
        "falling": TrendCourse((replace(rising, per_week=-0.42, low_per_week=-0.7, high_per_week=-0.1),)),
        "chance": TrendCourse((replace(rising, low_per_week=-0.1),), date(2026, 4, 1)),
    }
    for name, course in courses.items():
        yield from _told(f"trend {name}", trend_words(course, _DAY))


def _commands(folder: Path, session: Path) -> Iterator[Shown]:
    place = ("--data-dir", str(folder))
    commands: tuple[tuple[str, ...], ...] = (
        ("--help",),
        *((name, "--help") for name in ("train", "simulate", "analyze")),
        ("sessions", "export", "--help"),
        ("nonsense",),
        ("train", "--rate", "99"),
        ("train", "--minutes", "0"),
        ("train", "--minutes", "many"),
        ("train", "--strap"),
        ("train", "--strap", "x", "--simulated"),
        ("simulate", "--seed", "1.5"),
        ("simulate",),
        ("analyze",),
        ("scan", "--what"),
        ("doctor", "--search", "0.1", *place),
        ("sessions", "list", *place),
        ("sessions", "show", str(session), *place),
        ("sessions", "history", *place),
        ("sessions", "list", "--data-dir", str(folder / "nowhere")),
        ("sessions", "delete", str(session), *place),
        ("analyze", str(folder / "nothing.txt"), *place),
        ("sound", "--minutes", "601", "--output", str(folder / "long.wav"), *place),
    )
    for command in commands:
        name = " ".join(command).replace(str(folder), "FOLDER")
        yield Shown(f"$ biofeedback {name}", partial(_printed, command))


def _report(folder: Path, session: Path) -> Iterator[Shown]:
    def lines() -> str:
        page = folder / "page.html"
        page.unlink(missing_ok=True)
        printed = _printed(("sessions", "report", str(session), "--output", str(page)))
        assert printed.strip() == str(page), printed
        bare = re.sub(r"<style>.*?</style>|<svg.*?</svg>", "", page.read_text(), flags=re.DOTALL)
        return _without_blanks(unescape(re.sub(r"</?(?:td|th)[^>]*>", " ", bare.replace("</tr>", "\n"))))

    yield Shown("the report page", lambda: re.sub(r"<(?!b>|/b>)[^>]+>", "\n", lines()).strip())


def _printed(command: tuple[str, ...]) -> str:
    """Return what a command prints on both streams, on a terminal wide enough for every line."""
    out = io.StringIO()
    wide = patch.dict(os.environ, {"COLUMNS": str(_WIDTH)})
    with wide, contextlib.redirect_stdout(out), contextlib.redirect_stderr(out):
        run_in_language(command)
    return _without_blanks(out.getvalue())


def _without_blanks(text: str) -> str:
    return "\n".join(line.rstrip() for line in text.splitlines() if line.strip())
