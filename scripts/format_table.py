"""Write the table of the formats that are read into ``docs/formats.md``.

python -m scripts.format_table
"""

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Final

import biofeedback.words.speech  # noqa: F401  it gives messages their English
from sessions.formats.reader import FileFormat, FormatNotes
from sessions.formats.registry import FORMATS

DOCUMENT: Final = Path(__file__).parents[1] / "docs" / "formats.md"
_BEGIN: Final = "<!-- formats: made by `python -m scripts.format_table` -->\n"
_END: Final = "<!-- end of formats -->"
_HEAD: Final = "| format | recognised by | intervals | times | start |\n| --- | --- | --- | --- | --- |\n"
_SESSION: Final = FormatNotes("SQLite", "1/1024 s, as sent", "arrival, less the strap's delay", "UTC")


def format_table(formats: Iterable[FileFormat]) -> str:
    """Return the table in Markdown, with sessions above the files of other programs."""
    rows = [("session", _SESSION), *((str(one.title), one.notes) for one in formats)]
    return _HEAD + "".join(_row(title, notes) for title, notes in rows)


def with_table(document: str, formats: Iterable[FileFormat]) -> str:
    """Return a document with the table in its place."""
    table = f"{_BEGIN}\n{format_table(formats)}\n{_END}"
    return re.sub(f"{re.escape(_BEGIN)}.*?{re.escape(_END)}", lambda _: table, document, flags=re.DOTALL)


def _row(title: str, notes: FormatNotes) -> str:
    return f"| {title} | {notes.told_by} | {notes.intervals} | {notes.times} | {notes.start} |\n"


if __name__ == "__main__":
    DOCUMENT.write_text(with_table(DOCUMENT.read_text(), FORMATS))
