"""What the index beside the sessions keeps of their figures, read and changed behind the program's back."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from biofeedback.analysis.figure_cache import KEPT_FIGURES
from sessions.session_index import INDEX_NAME


def kept_figures(folder: Path) -> dict[str, Any]:
    """Return the figures by the name of the session; none where there is no index."""
    if not (folder / INDEX_NAME).exists():
        return {}
    with closing(sqlite3.connect(folder / INDEX_NAME)) as connection:
        found = connection.execute("SELECT name, data FROM found WHERE part = ?", (KEPT_FIGURES,)).fetchall()
    return {name.removesuffix(".session"): json.loads(data) for name, data in found}


def change_figures(folder: Path, name: str, figures: Any, *, part: str = KEPT_FIGURES) -> None:
    """Put other figures in the place of those of a session, under another version if told."""
    with closing(sqlite3.connect(folder / INDEX_NAME)) as connection, connection:
        connection.execute(
            "UPDATE found SET data = ?, part = ? WHERE part = ? AND name = ?",
            (json.dumps(figures), part, KEPT_FIGURES, f"{name}.session"),
        )
