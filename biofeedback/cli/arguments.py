"""Arguments of every command; imports nothing slow, so that --help appears at once."""

from argparse import SUPPRESS, BooleanOptionalAction, _ActionsContainer, _SubParsersAction
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from biofeedback.cli.argument_values import between, positive, speed, whole
from biofeedback.cli.keeping_arguments import add_diary_day, add_keeping
from biofeedback.cli.leading_options import DATA_DIR, LANGUAGE
from biofeedback.cli.parser_words import help_text
from biofeedback.cli.plain_parser import PlainParser
from biofeedback.resonance.protocol import Protocol, protocol_schedule
from biofeedback.words.catalogue import languages
from biofeedback.words.spoken import say
from devices.breath_pattern import RATE_RANGE_PER_MIN, RATIO_RANGE, BreathPattern
from devices.message import Message, message
from sessions.formats import registry
from sessions.formats.registry import format_titles

if TYPE_CHECKING:
    _Commands = _SubParsersAction["PlainParser"]

_FILE = message("help.name.file")
_SESSION = message("help.name.session")
_SCENARIO = message("help.name.scenario")
_ADDRESS = message("help.name.address")
_MINUTES = message("help.name.minutes")
_SECONDS = message("help.name.seconds")
_RATE = message("help.name.rate")
_COMMAND = message("help.name.command")
_PROGRAMME = message("help.name.programme")


def build_parser() -> PlainParser:
    """Build the parser; ``run`` in its result names the module and function of the command."""
    parser = PlainParser(
        prog="biofeedback",
        description=help_text(message("help.program")),
        epilog=help_text(message("help.without_command")),
    )
    parser.add_argument(
        "--version",
        action="version",
        version=f"biofeedback {version('biofeedback')}",
        help=help_text(message("help.version")),
    )
    _add_common(parser, unless_given=None)
    commands = parser.add_subparsers(
        title=say(message("help.commands")), metavar=say(_COMMAND), required=True
    )
    common = PlainParser(add_help=False)
    # Otherwise the command's default would replace the value given before its name.
    _add_common(common, unless_given=SUPPRESS)
    _add_train(commands, common)
    _add_bluetooth(commands, common)
    _add_files(commands, common)
    _add_sessions(commands, common)
    _add_plan(commands, common)
    _add_diary(commands, common)
    _add_programmes(commands, common)
    add_keeping(lambda name, told, run: _add(commands, common, name, told, run))
    _add_desktop(commands, common)
    doctor = _add(commands, common, "doctor", message("help.doctor"), "doctor:doctor")
    doctor.add_argument(
        "--search",
        type=positive,
        default=20.0,
        metavar=say(_SECONDS),
        help=help_text(message("help.doctor_search")),
    )
    _add_adapter(doctor)
    _add_json(doctor)
    return parser


def _add_common(parser: PlainParser, *, unless_given: str | None) -> None:
    parser.add_argument(
        DATA_DIR,
        type=Path,
        default=unless_given,
        metavar=say(message("help.name.folder")),
        help=help_text(message("help.data_dir")),
    )
    parser.add_argument(
        LANGUAGE, choices=languages(), default=unless_given, help=help_text(message("help.language"))
    )


def _add_train(commands: "_Commands", common: PlainParser) -> None:
    train = _add(commands, common, "train", message("help.train"), "train:train")
    source = train.add_mutually_exclusive_group()
    _add_strap(source)
    source.add_argument(
        "--simulated",
        nargs="?",
        const="calm",
        metavar=say(_SCENARIO),
        help=help_text(message("help.simulated")),
    )
    source.add_argument("--replay", metavar=say(_SESSION), help=help_text(message("help.train_replay")))
    _add_pattern(train)
    _add_minutes(train, message("help.train_minutes"))
    course = train.add_mutually_exclusive_group()
    course.add_argument(
        "--ramp",
        nargs="?",
        type=between(RATE_RANGE_PER_MIN),
        const=0.0,
        metavar=say(_RATE),
        help=help_text(message("help.ramp")),
    )
    course.add_argument(
        "--resonance",
        choices=[protocol.value for protocol in Protocol],
        help=help_text(
            message(
                "help.resonance",
                stepped_min=_minutes(Protocol.STEPPED),
                sliding_min=_minutes(Protocol.SLIDING),
                refining_min=_minutes(Protocol.REFINING),
            )
        ),
    )
    _add_programme(course, message("help.train_programme"))
    course.add_argument("--fading", action="store_true", help=help_text(message("help.fading")))
    _add_ordinary(train, "--before", message("help.before"))
    _add_ordinary(train, "--after", message("help.after"))
    train.add_argument("--bedtime", action="store_true", help=help_text(message("help.bedtime")))
    train.add_argument("--start-now", action="store_true", help=help_text(message("help.start_now")))
    train.add_argument("--terminal", action="store_true", help=help_text(message("help.terminal")))
    train.add_argument("--sound", action=BooleanOptionalAction, help=help_text(message("help.train_sound")))
    train.add_argument("--no-record", action="store_true", help=help_text(message("help.no_record")))
    _add_adapter(train)
    _add_ecg(train)
    _add_seed(train, None, message("help.train_seed"))
    train.add_argument(
        "--log-states", type=Path, metavar=say(_FILE), help=help_text(message("help.log_states"))
    )


def _minutes(protocol: Protocol) -> int:
    usual = BreathPattern()
    schedule = protocol_schedule(protocol, usual.exhale_to_inhale, about_per_min=usual.rate_per_min)
    return round(schedule.duration_s / 60.0)


def _add_bluetooth(commands: "_Commands", common: PlainParser) -> None:
    scan = _add(commands, common, "scan", message("help.scan"), "bluetooth:scan")
    scan.add_argument(
        "--seconds",
        type=positive,
        default=8.0,
        metavar=say(_SECONDS),
        help=help_text(message("help.scan_seconds")),
    )
    _add_adapter(scan)
    _add_json(scan)
    record = _add(commands, common, "record", message("help.record"), "bluetooth:record")
    _add_strap(record)
    _add_adapter(record)
    _add_ecg(record)
    _add_minutes(record, message("help.record_minutes"))
    record.add_argument(
        "--search",
        type=positive,
        default=15.0,
        metavar=say(_SECONDS),
        help=help_text(message("help.record_search")),
    )
    _add_output(record, message("help.session_output"))


def _add_files(commands: "_Commands", common: PlainParser) -> None:
    replay = _add(commands, common, "replay", message("help.replay"), "files:replay")
    _add_session(replay)
    replay.add_argument(
        "--speed",
        type=speed,
        default=1.0,
        metavar=say(message("help.name.speed")),
        help=help_text(message("help.speed")),
    )
    _add_json(replay)
    simulate = _add(commands, common, "simulate", message("help.simulate"), "files:simulate")
    simulate.add_argument(
        "scenario",
        nargs="?",
        default="calm",
        metavar=say(_SCENARIO),
        help=help_text(message("help.simulated")),
    )
    _add_programme(simulate, message("help.simulate_programme"))
    _add_minutes(simulate, message("help.simulate_minutes"))
    simulate.add_argument("--ecg", action="store_true", help=help_text(message("help.simulate_ecg")))
    _add_seed(simulate, 0, message("help.simulate_seed"))
    target = simulate.add_mutually_exclusive_group(required=True)
    _add_output(target, message("help.session_output"))
    target.add_argument(
        "--serve", metavar=say(message("help.name.transport")), help=help_text(message("help.serve"))
    )
    _add_analyze(commands, common)


def _add_analyze(commands: "_Commands", common: PlainParser) -> None:
    analyze = _add(commands, common, "analyze", message("help.analyze"), "files:analyze_files")
    analyze.add_argument(
        "files",
        nargs="+",
        metavar=say(_FILE),
        help=help_text(message("file.help.analyze", formats=format_titles())),
    )
    for name, usual_s, told in (
        ("--window", 30.0, message("help.window")),
        ("--step", 5.0, message("help.step")),
    ):
        analyze.add_argument(
            name, type=positive, default=usual_s, metavar=say(_SECONDS), help=help_text(told)
        )
    analyze.add_argument(
        "--artefacts",
        choices=("correct", "keep"),
        default="correct",
        help=help_text(message("help.artefacts")),
    )
    analyze.add_argument("--profile", type=Path, metavar=say(_FILE), help=help_text(message("help.heart")))
    analyze.add_argument("--beats", action="store_true", help=help_text(message("help.beats")))
    _add_json(analyze)


def _add_sessions(commands: "_Commands", common: PlainParser) -> None:
    kinds = _add_group(commands, common, "sessions", message("help.sessions"))
    _add_json(_add(kinds, common, "list", message("help.list"), "sessions:list_sessions"))
    _add_json(_add(kinds, common, "history", message("help.history"), "sessions:history"))
    show = _add(kinds, common, "show", message("help.show"), "sessions:show")
    _add_session(show)
    _add_json(show)
    report = _add(kinds, common, "report", message("help.report"), "sessions:report")
    _add_session(report)
    _add_output(report, message("help.report_output"))
    report.add_argument("--pdf", action="store_true", help=help_text(message("help.report_pdf")))
    delete = _add(kinds, common, "delete", message("help.delete"), "sessions:delete")
    delete.add_argument("sessions", nargs="+", metavar=say(_SESSION), help=help_text(message("help.session")))
    delete.add_argument("--yes", action="store_true", help=help_text(message("help.yes")))
    export = _add(kinds, common, "export", message("help.export"), "sessions:export")
    export.add_argument("session", nargs="+", metavar=say(_SESSION), help=help_text(message("help.session")))
    export.add_argument(
        "--format",
        choices=[one.name for one in registry.EXPORTS],
        required=True,
        help=", ".join(help_text(one.title) for one in registry.EXPORTS),
    )
    for name, values, told in (
        ("--rows", ("beats", "breaths", "windows", "history", "ratings"), message("file.help.rows")),
        ("--decimal", ("point", "comma"), message("file.help.decimal")),
    ):
        export.add_argument(name, choices=values, default=values[0], help=help_text(told))
    _add_output(export, message("help.export_output"), required=True)
    imported = _add(kinds, common, "import", message("help.import"), "sessions:import_files")
    imported.add_argument(
        "files",
        nargs="+",
        type=Path,
        metavar=say(_FILE),
        help=help_text(message("file.help.import", formats=format_titles())),
    )


def _add_plan(commands: "_Commands", common: PlainParser) -> None:
    kinds = _add_group(commands, common, "plan", message("help.plan"))
    _add_json(_add(kinds, common, "show", message("help.plan_show"), "plan:show_plan"))
    export = _add(kinds, common, "export", message("help.plan_export"), "plan:export_plan")
    _add_output(export, message("help.plan_output"), required=True)
    opened = _add(kinds, common, "open", message("help.plan_open"), "plan:open_plan_file")
    opened.add_argument("file", type=Path, metavar=say(_FILE), help=help_text(message("help.plan_file")))


def _add_diary(commands: "_Commands", common: PlainParser) -> None:
    kinds = _add_group(commands, common, "diary", message("help.diary"))
    add_diary_day(_add(kinds, common, "add", message("help.diary_add"), "diary:note_in_diary"))
    _add_json(_add(kinds, common, "show", message("help.diary_show"), "diary:show_diary"))


def _add_programmes(commands: "_Commands", common: PlainParser) -> None:
    kinds = _add_group(commands, common, "programmes", message("help.programmes"))
    _add_json(_add(kinds, common, "list", message("help.programmes_list"), "programmes:list_programmes"))
    show = _add(kinds, common, "show", message("help.programmes_show"), "programmes:show_programme")
    show.add_argument("programme", metavar=say(_PROGRAMME), help=help_text(message("help.programme")))
    _add_json(show)


def _add_desktop(commands: "_Commands", common: PlainParser) -> None:
    sound = _add(commands, common, "sound", message("help.sound"), "sound:sound")
    _add_programme(sound, message("help.sound_programme"))
    sound.add_argument("--bedtime", action="store_true", help=help_text(message("help.bedtime")))
    _add_pattern(sound)
    _add_minutes(sound, message("help.train_minutes"))
    sound.add_argument("--voice", action="store_true", help=help_text(message("help.sound_voice")))
    _add_output(sound, message("help.sound_output"), required=True)
    _add(commands, common, "care", message("care.help"), "care:care")
    told, run = message("help.desktop_entry"), "desktop:install_desktop_entry"
    entry = _add(commands, common, "install-desktop-entry", told, run)
    entry.add_argument("--remove", action="store_true", help=help_text(message("help.remove")))


def _add_group(commands: "_Commands", common: PlainParser, name: str, purpose: Message) -> "_Commands":
    group = commands.add_parser(
        name, parents=[common], help=help_text(purpose), description=_sentence(purpose)
    )
    return group.add_subparsers(title=say(message("help.commands")), metavar=say(_COMMAND), required=True)


def _add(
    commands: "_Commands",
    common: PlainParser,
    name: str,
    purpose: Message,
    run: str,
) -> PlainParser:
    parser = commands.add_parser(
        name, parents=[common], help=help_text(purpose), description=_sentence(purpose)
    )
    parser.set_defaults(run=run)
    return parser


def _sentence(purpose: Message) -> str:
    text = help_text(purpose)
    return f"{text[0].upper()}{text[1:]}."


def _add_session(parser: PlainParser) -> None:
    parser.add_argument("session", metavar=say(_SESSION), help=help_text(message("help.session")))


def _add_output(parser: _ActionsContainer, told: Message, *, required: bool = False) -> None:
    parser.add_argument("--output", type=Path, required=required, metavar=say(_FILE), help=help_text(told))


def _add_minutes(parser: PlainParser, told: Message) -> None:
    parser.add_argument("--minutes", type=positive, metavar=say(_MINUTES), help=help_text(told))


def _add_programme(parser: _ActionsContainer, told: Message) -> None:
    parser.add_argument("--programme", metavar=say(_PROGRAMME), help=help_text(told))


def _add_seed(parser: PlainParser, usual: int | None, told: Message) -> None:
    name = say(message("help.name.number"))
    parser.add_argument("--seed", type=whole, default=usual, metavar=name, help=help_text(told))


def _add_strap(parser: _ActionsContainer) -> None:
    parser.add_argument("--strap", metavar=say(_ADDRESS), default="", help=help_text(message("help.strap")))


def _add_pattern(parser: PlainParser) -> None:
    parser.add_argument(
        "--rate",
        type=between(RATE_RANGE_PER_MIN),
        metavar=say(_RATE),
        help=help_text(message("help.rate")),
    )
    parser.add_argument(
        "--pattern", metavar=say(message("help.name.pattern")), help=help_text(message("help.pattern"))
    )
    parser.add_argument(
        "--ratio",
        type=between(RATIO_RANGE),
        metavar=say(message("help.name.ratio")),
        help=help_text(message("help.ratio")),
    )


def _add_ordinary(parser: PlainParser, name: str, told: Message) -> None:
    parser.add_argument(name, type=between((0.0, 30.0)), metavar=say(_MINUTES), help=help_text(told))


def _add_adapter(parser: PlainParser) -> None:
    parser.add_argument(
        "--adapter",
        default="",
        metavar=say(message("help.name.adapter")),
        help=help_text(message("help.adapter")),
    )


def _add_ecg(parser: PlainParser) -> None:
    parser.add_argument("--ecg", action="store_true", help=help_text(message("help.ecg")))


def _add_json(parser: PlainParser) -> None:
    parser.add_argument("--json", action="store_true", help=help_text(message("help.json")))
