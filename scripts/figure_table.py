"""Write the table of the figures of a recording into ``docs/json.md``.

python -m scripts.figure_table
"""

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from biofeedback.figures.registry import RECORDED
from biofeedback.figures.spec import FigureSpec
from biofeedback.words.speech import say

DOCUMENT: Final = Path(__file__).parents[1] / "docs" / "json.md"
_BEGIN: Final = "<!-- figures: made by `python -m scripts.figure_table` -->\n"
_END: Final = "<!-- end of figures -->"
_HEAD: Final = "| key | figure | unit |\n| --- | --- | --- |\n"


def figure_table(figures: Iterable[FigureSpec]) -> str:
    """Return the table in Markdown."""
    return _HEAD + "".join(f"| `{one.key}` | {say(one.name)} | {say(one.unit) or '–'} |\n" for one in figures)


def with_figures(document: str, figures: Iterable[FigureSpec]) -> str:
    """Return a document with the table in its place."""
    table = f"{_BEGIN}\n{figure_table(figures)}\n{_END}"
    return re.sub(f"{re.escape(_BEGIN)}.*?{re.escape(_END)}", lambda _: table, document, flags=re.DOTALL)


if __name__ == "__main__":
    DOCUMENT.write_text(with_figures(DOCUMENT.read_text(encoding="utf-8"), RECORDED), encoding="utf-8")
