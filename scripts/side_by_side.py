"""Print what the program can show in all languages, side by side, so that somebody reads it.

    python -m scripts.side_by_side [> table.txt]

The states come from a simulated session, real errors and real commands (`scripts.shown_states`), not
from the catalogues: a sentence that lacks its words is seen as it is shown.
"""

import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Final, NamedTuple

from rich.console import Console
from rich.table import Table
from rich.text import Text

from biofeedback.words.catalogue import SOURCE_LANGUAGE, languages
from biofeedback.words.speech import Speech, speech
from biofeedback.words.spoken import speak
from scripts.shown_states import shown_states

_COLUMN: Final = 82
_NAME_COLUMN: Final = 26


class Row(NamedTuple):
    """One state in all languages.

    Parameters
    ----------
    name : str
        What is shown.
    said : tuple of str
        Its text in each language, in the order of the languages.
    """

    name: str
    said: tuple[str, ...]


def rows(speeches: Sequence[Speech]) -> list[Row]:
    """Return every state in some languages.

    Parameters
    ----------
    speeches : sequence of Speech
        The languages.
    """
    with tempfile.TemporaryDirectory() as folder:
        states = shown_states(Path(folder))
        said: list[list[str]] = []
        for one in speeches:
            speak(one)
            said.append([state.say().replace(folder, "FOLDER") for state in states])
    speak(speech(SOURCE_LANGUAGE))
    return [Row(state.name, texts) for state, texts in zip(states, zip(*said, strict=True), strict=True)]


def main() -> None:
    """Print the table."""
    codes = languages()
    table = Table(show_lines=True)
    table.add_column("state", width=_NAME_COLUMN)
    for code in codes:
        table.add_column(code, width=_COLUMN)
    for row in rows([speech(code) for code in codes]):
        table.add_row(row.name, *map(Text, row.said))
    console = Console(width=_NAME_COLUMN + (_COLUMN + 3) * len(codes) + 4, highlight=False, markup=False)
    console.print(table)


if __name__ == "__main__":
    main()
