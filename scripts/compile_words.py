"""Sort the catalogues of all languages and compile them.

    python -m scripts.compile_words [--check]

A language is one file, `biofeedback/words/locale/LANGUAGE.po`. The program reads the compiled `.mo` file
beside it.
"""

import io
import re
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

_HEADER: Final = """\
# {name} texts of biofeedback: one sentence a key. `make words` sorts and compiles this file.
msgid ""
msgstr ""
"Language: {code}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: {plurals}\\n"

"""
_UNDATED: Final = datetime(2026, 1, 1, tzinfo=UTC)
"""Stands in each compiled catalogue, so that the same sentences give the same bytes."""

_GENERATED_BY: Final = re.compile(r"^Generated-By:.*\n", re.MULTILINE)

FOLDER: Final = Path(__file__).parents[1] / "biofeedback" / "words" / "locale"


def read(path: Path) -> Catalog:
    """Return the catalogue of one language."""
    with path.open("rb") as file:
        catalogue = read_po(file, locale=path.stem, abort_invalid=True)
    catalogue.creation_date = catalogue.revision_date = _UNDATED
    return catalogue


class _Unsigned(Catalog):
    """A catalogue whose header does not name the version of Babel."""

    def __iter__(self) -> Iterator[Message]:
        for entry in super().__iter__():
            if not entry.id:
                entry.string = _GENERATED_BY.sub("", str(entry.string))
            yield entry


def compiled(catalogue: Catalog) -> bytes:
    """Return a catalogue as the program reads it, the same from every version of Babel."""
    unsigned = _Unsigned(catalogue.locale, creation_date=_UNDATED, revision_date=_UNDATED)
    for entry in catalogue:
        if entry.id:
            unsigned[entry.id] = entry
    out = io.BytesIO()
    write_mo(out, unsigned)
    return out.getvalue()


def sorted_source(catalogue: Catalog) -> bytes:
    """Return a catalogue as people read it, sorted by key."""
    out = io.BytesIO()
    write_po(out, catalogue, width=0, sort_output=True, omit_header=True)
    locale = catalogue.locale
    assert locale is not None
    header = _HEADER.format(name=locale.english_name, code=locale, plurals=catalogue.plural_forms)
    return header.encode() + out.getvalue()


def main() -> int:
    """Compile every catalogue; with ``--check`` only say which are not up to date."""
    check, stale = "--check" in sys.argv[1:], []
    for path in sorted(FOLDER.glob("*.po")):
        catalogue = read(path)
        for file, content in (
            (path, sorted_source(catalogue)),
            (path.with_suffix(".mo"), compiled(catalogue)),
        ):
            if not file.exists() or file.read_bytes() != content:
                stale.append(file.name)
                if not check:
                    file.write_bytes(content)
    print(f"{'not up to date' if check else 'written'}: {', '.join(stale) or 'none'}")
    return 1 if check and stale else 0


if __name__ == "__main__":
    sys.exit(main())
