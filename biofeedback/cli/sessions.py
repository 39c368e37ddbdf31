"""Commands about what was recorded."""

import json
import sys
from argparse import Namespace

from biofeedback.cli.places import session_folder
from devices.errors import BiofeedbackError
from sessions.folder import SessionSummary


def list_sessions(options: Namespace) -> int:
    """List the sessions, oldest first; a damaged file is named on stderr and hides none of the others."""
    folder = session_folder(options)
    entries = list(folder.summaries())
    summaries = [entry for entry in entries if isinstance(entry, SessionSummary)]
    problems = [entry for entry in entries if not isinstance(entry, SessionSummary)]
    if options.json:
        print(json.dumps([_as_json(summary) for summary in summaries], indent=1))
    elif summaries:
        from biofeedback.terminal.report import print_sessions

        print_sessions(summaries)
    else:
        print(f"No sessions yet in {folder.path}. `biofeedback train` records one.", file=sys.stderr)
    for problem in problems:
        print(f"biofeedback: {problem}", file=sys.stderr)
    return 1 if problems else 0


def import_files(options: Namespace) -> int:
    """Make a session of each file; one that can't be read hides none of the others."""
    from sessions.imports import import_file

    failed = False
    for file in options.files:
        try:
            made = import_file(file, session_folder(options))
        except BiofeedbackError as problem:
            print(f"biofeedback: {problem}", file=sys.stderr)
            failed = True
            continue
        print(made.summary.file)
        for warning in made.warnings:
            print(f"{file}: {warning}", file=sys.stderr)
    return 1 if failed else 0


def _as_json(summary: SessionSummary) -> dict[str, object]:
    return {
        "name": summary.name,
        "file": str(summary.file),
        "started_at": summary.started_at.isoformat(),
        "origin": summary.origin,
        "duration_s": summary.duration_s,
        "beats": summary.beats,
        "ratings": [{"scale": one.scale, "when": one.when, "value": one.value} for one in summary.ratings],
    }
