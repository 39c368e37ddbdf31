"""Commands about what was recorded."""

import json
import sys
from argparse import Namespace

from biofeedback.cli.places import session_folder
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


def _as_json(summary: SessionSummary) -> dict[str, object]:
    return {
        "name": summary.name,
        "file": str(summary.file),
        "started_at": summary.started_at.isoformat(),
        "origin": summary.origin,
        "duration_s": summary.duration_s,
        "beats": summary.beats,
    }
