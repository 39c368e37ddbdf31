"""Commands for recorded sessions."""

import json
from argparse import Namespace
from datetime import UTC, date
from pathlib import Path
from typing import TYPE_CHECKING, Final

from biofeedback.cli.places import can_be_asked, profile_file, session_folder
from biofeedback.terminal.output import put, put_json, tell, tell_problem
from biofeedback.terminal.progress import read_on
from biofeedback.words.spoken import say
from devices.errors import BiofeedbackError
from devices.message import message
from devices.printable import harmless
from sessions.errors import SessionFileError
from sessions.folder import SessionSummary
from sessions.known_summaries import known_summaries
from sessions.session_index import session_index
from sessions.store import delete_session

if TYPE_CHECKING:
    from biofeedback.report.session_report import SessionReport
    from sessions.formats.export import SessionExport
    from sessions.formats.exporter import ExportFormat

_SCHEMA: Final = "biofeedback/session/1"

_PDF: Final = ".pdf"

_YES: Final = ("y", "yes")
"""Answers that mean yes in every language."""


def list_sessions(options: Namespace) -> int:
    """List the sessions, oldest first; report each damaged file on stderr and still list the others."""
    folder = session_folder(options)
    files = folder.files()
    with session_index(folder.path) as index:
        entries = list(read_on(known_summaries(files, index), files))
    summaries = [entry for entry in entries if isinstance(entry, SessionSummary)]
    problems = [entry for entry in entries if not isinstance(entry, SessionSummary)]
    if options.json:
        put(json.dumps([_as_json(summary) for summary in summaries], indent=1))
    elif summaries:
        from biofeedback.terminal.tables.session_list import print_sessions

        print_sessions(summaries)
    else:
        tell(message("cli.no_sessions", path=str(folder.path)))
    for problem in problems:
        tell_problem(problem)
    return 1 if problems else 0


def history(options: Namespace) -> int:
    """Print minutes by week, trends, and the resonance; report each damaged file, and use all others."""
    from biofeedback.analysis.past_sessions import history_of
    from biofeedback.person.profile import Profile, ProfileError, load_profile
    from biofeedback.report.history_tables import history_json, history_tables

    folder = session_folder(options)
    files = folder.files()
    entries = list(read_on(history_of(files, folder.path), files))
    problems: list[BiofeedbackError] = [one for one in entries if isinstance(one, SessionFileError)]
    past = [one[1] for one in entries if not isinstance(one, SessionFileError)]
    today = date.today()
    told = history_tables([one for one in past if one is not None], today=today)
    profile = Profile()
    try:
        profile = load_profile(profile_file(options))
    except ProfileError as error:
        problems.append(error)
    if options.json:
        put(json.dumps({**history_json(told), "resonance": profile.report()}, indent=1, allow_nan=False))
    else:
        from biofeedback.statements.resonance import profile_words
        from biofeedback.terminal.tables.history import print_history

        print_history(told, today)
        if profile.searches:
            put(message("cli.resonance", words=profile_words(profile) or ""))
    for problem in problems:
        tell_problem(problem)
    return 1 if problems else 0


def show(options: Namespace) -> int:
    """Show the figures of one session, and the outcome of its guided breaths."""
    from biofeedback.analysis.analysis import AnalysisOptions, analyse
    from biofeedback.report.session_report import read_session

    read = read_session(session_folder(options).find(options.session))
    summary, recording, outcome = read.summary, read.recording, read.outcome
    analysis = analyse(recording, AnalysisOptions())
    if options.json:
        from biofeedback.report.said import said_json
        from biofeedback.report.session_tables import session_json

        said = said_json(summary, read.followed)
        told = {**_as_json(summary), **said, **session_json(recording, analysis, outcome)}
        put_json(told)
    else:
        from biofeedback.report.said import said_lines
        from biofeedback.terminal.tables.report import (
            print_analyses,
            print_note,
            print_outcome,
            print_ratings,
        )
        from biofeedback.terminal.tables.session_list import print_sessions

        print_sessions([summary])
        print_analyses([(summary.name, analysis)], guided=recording.guided)
        print_outcome(outcome)
        print_ratings(summary.ratings)
        for line in said_lines(summary):
            put(line)
        print_note(summary.note)
    return 0


def report(options: Namespace) -> int:
    """Write one session as a page for the browser, or as a PDF."""
    from biofeedback.report.session_report import read_session, report_of
    from sessions.private_file import create_private_file

    path = session_folder(options).find(options.session)
    given: Path | None = options.output
    is_pdf = options.pdf or (given is not None and given.suffix.lower() == _PDF)
    output = given or Path(f"{path.stem}{_PDF if is_pdf else '.html'}")
    told = report_of(read_session(path))
    create_private_file(output, _as_pdf(told) if is_pdf else _as_page(told))
    put(output)
    return 0


def _as_page(told: "SessionReport") -> bytes:
    from biofeedback.report.page import session_page

    return session_page(told).encode()


def _as_pdf(told: "SessionReport") -> bytes:
    from biofeedback.window.paper.report_paper import report_pdf

    return report_pdf(told)


def delete(options: Namespace) -> int:
    """Delete sessions, after the person has said yes."""
    folder = session_folder(options)
    paths = [folder.find_to_delete(name) for name in options.sessions]
    if not options.yes:
        if not can_be_asked():
            raise SessionFileError(message("cli.cannot_ask"), message("cli.cannot_ask.advice"))
        names = harmless(", ".join(path.stem for path in paths), kept="")
        yes = say(message("cli.yes"))
        answer = input(say(message("cli.delete_question", names=names, yes=yes)))
        if answer.strip().lower() not in (yes, yes[0], *_YES):
            tell(message("cli.nothing_deleted"))
            return 1
    for path in paths:
        delete_session(path)
        put(path)
    return 0


def import_files(options: Namespace) -> int:
    """Make a session of each file; files that can't be read do not stop the others."""
    from biofeedback.analysis.heart_judge import HeartJudge
    from sessions.history.imports import import_file

    failed = False
    joined: set[Path] = set()
    for file in options.files:
        if file in joined:  # it was imported together with another file of the same recording, as reported
            continue
        try:
            made = import_file(file, session_folder(options), HeartJudge())
        except BiofeedbackError as problem:
            tell_problem(problem)
            failed = True
            continue
        put(made.summary.file)
        joined.update(made.joined)
        for warning in made.warnings:
            tell(f"{file}: {say(warning)}")
    return 1 if failed else 0


def export(options: Namespace) -> int:
    """Write sessions for other programs: one as a file, several as a folder, or as one dataset."""
    from sessions.private_file import create_private_file, create_private_folder

    folder = session_folder(options)
    paths = [folder.find(name) for name in options.session]
    written, left_out = _exported(options, paths)
    if isinstance(written, bytes):
        create_private_file(options.output, written)
    else:
        create_private_folder(options.output, written)
    put(options.output)
    return 1 if left_out else 0


def _exported(options: Namespace, paths: list[Path]) -> tuple[bytes | dict[str, bytes], int]:
    """Return the data to write, and report how many of several sessions the format cannot include."""
    from sessions.formats.registry import export_format

    if options.format == "csv" and (options.rows != "beats" or options.decimal == "comma" or len(paths) > 1):
        from biofeedback.report.row_export import rows_csv

        comma = options.decimal == "comma"
        return rows_csv(paths, options.rows, session_folder(options).path, decimal_comma=comma), 0
    form = export_format(options.format)
    files: dict[str, bytes] = {}
    left_out = 0
    for path in paths:
        session = _for_export(path, form)
        if session.zone is None:
            tell(message("file.zone_unknown", session=path.stem))
        try:
            written = form.write(session)
        except SessionFileError as problem:
            left_out += 1
            if left_out == len(paths):
                raise
            tell(f"{path.stem}: {say(problem.whole)}")
            continue
        if isinstance(written, bytes) and len(paths) == 1:
            return written, 0
        files |= {f"{path.stem}.{form.name}": written} if isinstance(written, bytes) else dict(written)
    return files, left_out


def _for_export(path: Path, form: "ExportFormat") -> "SessionExport":
    """Read a session once; run it through the engine only if the format has figures that need it."""
    if form.only_intervals:
        from sessions.formats.plain_export import plain_export

        return plain_export(path)
    from biofeedback.analysis.export import session_export

    return session_export(path, samples=form.has_samples)


def _as_json(summary: SessionSummary) -> dict[str, object]:
    return {
        "schema": _SCHEMA,
        "name": summary.name,
        "file": str(summary.file),
        "started_at": summary.started_at.astimezone(UTC).isoformat(),
        "origin": summary.origin,
        "time_zone": None if summary.zone is None else summary.zone.name or None,
        "utc_offset_s": None if summary.zone is None else summary.zone.utc_offset_s,
        "duration_s": summary.duration_s,
        "practised_s": summary.practised_s,
        "beats": summary.beats,
        "ratings": [{"scale": one.scale, "when": one.when, "value": one.value} for one in summary.ratings],
    }
