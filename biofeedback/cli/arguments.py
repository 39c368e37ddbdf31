"""Arguments of every command; imports nothing heavy, so that --help is there at once."""

import argparse
import math
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from biofeedback.resonance.protocol import Protocol, protocol_schedule
from biofeedback.words.spoken import say
from devices.breath_pattern import RATE_RANGE_PER_MIN, RATIO_RANGE, BreathPattern
from devices.message import message
from devices.printable import harmless
from sessions.formats import registry
from sessions.formats.registry import format_titles

if TYPE_CHECKING:
    _Commands = argparse._SubParsersAction["PlainParser"]

_DESCRIPTION = "A breathing trainer: breathe out twice as long as in, and see how the heart answers."
_STRAP_HELP = "this one, by address or name; otherwise the one used last, or the strongest"
_EPILOG = "Without a command: the same as train. It may help to cope; it does not treat."


class PlainParser(argparse.ArgumentParser):
    """A parser whose messages repeat what was given without doing what is in it."""

    def _print_message(self, message: str, file: Any = None) -> None:
        super()._print_message(harmless(message), file)


def build_parser() -> PlainParser:
    """Build the parser; ``run`` of its result names module and function of the command."""
    parser = PlainParser(prog="biofeedback", description=_DESCRIPTION, epilog=_EPILOG)
    parser.add_argument("--version", action="version", version=f"biofeedback {version('biofeedback')}")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    common = PlainParser(add_help=False)
    common.add_argument("--data-dir", type=Path, metavar="DIR", help="where sessions lie")
    _add_train(commands, common)
    _add_bluetooth(commands, common)
    _add_files(commands, common)
    _add_sessions(commands, common)
    _add_desktop(commands, common)
    doctor = _add(commands, common, "doctor", "see what works on this computer", "doctor:doctor")
    doctor.add_argument(
        "--search", type=_positive, default=20.0, metavar="S", help="seconds to wait for the first beat (20)"
    )
    _add_adapter(doctor)
    _add_json(doctor)
    return parser


def _add_train(commands: "_Commands", common: PlainParser) -> None:
    train = _add(commands, common, "train", "breathe with the guide", "train:train")
    source = train.add_mutually_exclusive_group()
    source.add_argument("--strap", metavar="ADDRESS", default="", help=_STRAP_HELP)
    source.add_argument(
        "--simulated",
        nargs="?",
        const="calm",
        metavar="SCENARIO",
        help="a simulated person (calm), or a .toml file",
    )
    source.add_argument("--replay", metavar="SESSION", help="the strap of a recorded session")
    _add_pattern(train)
    train.add_argument("--minutes", type=_positive, help="length of the practice (as chosen; 10)")
    course = train.add_mutually_exclusive_group()
    course.add_argument(
        "--ramp",
        nargs="?",
        type=_between(RATE_RANGE_PER_MIN),
        const=0.0,
        metavar="RATE",
        help="slow down to the rate, from this one; otherwise from the own, as it is measured before",
    )
    course.add_argument(
        "--resonance",
        choices=[protocol.value for protocol in Protocol],
        help=f"find the rate that the heart answers most: {_minutes(Protocol.STEPPED)} minutes in steps, "
        f"{_minutes(Protocol.SLIDING)} sliding, {_minutes(Protocol.REFINING)} about one known",
    )
    _add_ordinary(train)
    train.add_argument(
        "--start-now", action="store_true", help="begin at once and ask nothing; a window closes at the end"
    )
    train.add_argument("--terminal", action="store_true", help="in this terminal, not in a window")
    train.add_argument(
        "--sound",
        action=argparse.BooleanOptionalAction,
        help="hear the guide; in a window as chosen (on), off in a terminal",
    )
    train.add_argument("--no-record", action="store_true", help="keep nothing")
    _add_adapter(train)
    _add_ecg(train)
    train.add_argument("--seed", type=_whole, default=None, help="chance of the simulated person")
    train.add_argument(
        "--log-states",
        type=Path,
        metavar="FILE",
        help="also write each state, as replay --json does",
    )


def _minutes(protocol: Protocol) -> int:
    usual = BreathPattern()
    schedule = protocol_schedule(protocol, usual.exhale_to_inhale, about_per_min=usual.rate_per_min)
    return round(schedule.duration_s / 60.0)


def _add_bluetooth(commands: "_Commands", common: PlainParser) -> None:
    scan = _add(commands, common, "scan", "list the straps in reach", "bluetooth:scan")
    scan.add_argument("--seconds", type=_positive, default=8.0, help="how long to listen (8)")
    _add_adapter(scan)
    _add_json(scan)
    record = _add(commands, common, "record", "record a strap without the guide", "bluetooth:record")
    record.add_argument("--strap", metavar="ADDRESS", default="", help=_STRAP_HELP)
    _add_adapter(record)
    _add_ecg(record)
    record.add_argument("--minutes", type=_positive, help="length; otherwise until Ctrl-C")
    record.add_argument(
        "--search", type=_positive, default=15.0, metavar="S", help="seconds to look for a strap (15)"
    )
    record.add_argument("--output", type=Path, metavar="FILE", help="the session file")


def _add_files(commands: "_Commands", common: PlainParser) -> None:
    replay = _add(commands, common, "replay", "see a session again", "files:replay")
    _add_session(replay)
    replay.add_argument("--speed", type=_speed, default=1.0, metavar="N|max", help="times real time (1)")
    _add_json(replay)
    simulate = _add(commands, common, "simulate", "make a session up", "files:simulate")
    simulate.add_argument(
        "scenario",
        nargs="?",
        default="calm",
        metavar="SCENARIO",
        help="who (calm), or a file that ends in .toml",
    )
    simulate.add_argument("--minutes", type=_positive, help="length (10; with --serve until Ctrl-C)")
    simulate.add_argument("--ecg", action="store_true", help="with the ECG")
    simulate.add_argument("--seed", type=_whole, default=0, help="chance (0); the same seed, the same bytes")
    target = simulate.add_mutually_exclusive_group(required=True)
    target.add_argument("--output", type=Path, metavar="FILE", help="the session file")
    target.add_argument(
        "--serve", metavar="TRANSPORT", help="be a strap for other programs, on an adapter such as usb:0"
    )
    analyze = _add(
        commands, common, "analyze", "figures of sessions and other programs' files", "files:analyze_files"
    )
    analyze.add_argument(
        "files", nargs="+", metavar="FILE", help=say(message("file.help.analyze", formats=format_titles()))
    )
    analyze.add_argument("--window", type=_positive, default=30.0, metavar="S", help="seconds (30)")
    analyze.add_argument("--step", type=_positive, default=5.0, metavar="S", help="seconds (5)")
    analyze.add_argument("--artefacts", choices=("correct", "keep"), default="correct")
    analyze.add_argument("--beats", action="store_true", help="list every interval too")
    _add_json(analyze)


def _add_sessions(commands: "_Commands", common: PlainParser) -> None:
    sessions = commands.add_parser("sessions", help="what was recorded", description="What was recorded.")
    kinds = sessions.add_subparsers(title="commands", metavar="COMMAND", required=True)
    _add_json(_add(kinds, common, "list", "list the sessions", "sessions:list_sessions"))
    _add_json(_add(kinds, common, "history", "minutes and trends over weeks", "sessions:history"))
    show = _add(kinds, common, "show", "the figures of one session", "sessions:show")
    _add_session(show)
    _add_json(show)
    report = _add(kinds, common, "report", "one session as a page for the browser", "sessions:report")
    _add_session(report)
    report.add_argument("--output", type=Path, metavar="FILE", help="the page (SESSION.html)")
    delete = _add(kinds, common, "delete", "delete sessions for good", "sessions:delete")
    delete.add_argument("sessions", nargs="+", metavar="SESSION", help="a file, or a name of sessions list")
    delete.add_argument("--yes", action="store_true", help="without a question")
    export = _add(kinds, common, "export", "write sessions for other programs", "sessions:export")
    export.add_argument("session", nargs="+", metavar="SESSION", help="a file, or a name of sessions list")
    export.add_argument(
        "--format",
        choices=[one.name for one in registry.EXPORTS],
        required=True,
        help=", ".join(say(one.title) for one in registry.EXPORTS),
    )
    export.add_argument(
        "--rows",
        choices=("beats", "breaths", "windows", "history", "ratings"),
        default="beats",
        help=say(message("file.help.rows")),
    )
    export.add_argument(
        "--decimal", choices=("point", "comma"), default="point", help=say(message("file.help.decimal"))
    )
    export.add_argument("--output", type=Path, required=True, metavar="FILE", help="the new file, or folder")
    imported = _add(
        kinds, common, "import", "make sessions of other programs' RR files", "sessions:import_files"
    )
    imported.add_argument(
        "files",
        nargs="+",
        type=Path,
        metavar="FILE",
        help=say(message("file.help.import", formats=format_titles())),
    )


def _add_desktop(commands: "_Commands", common: PlainParser) -> None:
    sound = _add(commands, common, "sound", "the guide as a sound file", "sound:sound")
    _add_pattern(sound)
    sound.add_argument("--minutes", type=_positive, help="length of the practice (as chosen; 10)")
    sound.add_argument("--output", type=Path, required=True, metavar="FILE", help="the WAV file")
    entry = _add(
        commands,
        common,
        "install-desktop-entry",
        "put the program into the desktop's menu (Linux)",
        "desktop:install_desktop_entry",
    )
    entry.add_argument("--remove", action="store_true", help="take it out again")


def _add(
    commands: "_Commands",
    common: PlainParser,
    name: str,
    purpose: str,
    run: str,
) -> PlainParser:
    description = f"{purpose[0].upper()}{purpose[1:]}."
    parser = commands.add_parser(name, parents=[common], help=purpose, description=description)
    parser.set_defaults(run=run)
    return parser


def _add_session(parser: PlainParser) -> None:
    parser.add_argument("session", metavar="SESSION", help="a file, or a name of sessions list")


def _add_pattern(parser: PlainParser) -> None:
    parser.add_argument("--rate", type=_between(RATE_RANGE_PER_MIN), help="breaths per minute (5)")
    parser.add_argument(
        "--pattern",
        metavar="PATTERN",
        help="a name (slow, six, four-six, even, beginner) or seconds: 4/8, 4/1/8/1",
    )
    parser.add_argument("--ratio", type=_between(RATIO_RANGE), help="exhale : inhale (2)")


def _add_ordinary(parser: PlainParser) -> None:
    for name, when in (("--before", "before"), ("--after", "after")):
        parser.add_argument(
            name,
            type=_between((0.0, 30.0)),
            metavar="MIN",
            help=f"minutes of ordinary breathing {when} (as chosen; 0)",
        )


def _add_adapter(parser: PlainParser) -> None:
    parser.add_argument("--adapter", default="", metavar="NAME", help="Bluetooth adapter, as hci1 (Linux)")


def _add_ecg(parser: PlainParser) -> None:
    parser.add_argument("--ecg", action="store_true", help="record the ECG too, where the strap has one")


def _add_json(parser: PlainParser) -> None:
    parser.add_argument("--json", action="store_true", help="as JSON")


def _positive(text: str) -> float:
    value = _number(text)
    if value <= 0.0:
        raise argparse.ArgumentTypeError(f"{text} is not above zero")
    return value


def _whole(text: str) -> int:
    try:
        return int(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no whole number") from None


def _between(bounds: tuple[float, float]) -> Callable[[str], float]:
    low, high = bounds

    def parse(text: str) -> float:
        value = _number(text)
        if not low <= value <= high:
            raise argparse.ArgumentTypeError(f"{text} is not between {low:g} and {high:g}")
        return value

    return parse


def _speed(text: str) -> float | None:
    return None if text == "max" else _positive(text)


def _number(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise argparse.ArgumentTypeError(f"{text!r} is not a number")
    return value
