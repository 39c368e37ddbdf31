"""Mutated files of every format end in a recording or in one sentence; `file_fuzz` tries many more."""

from collections import Counter
from itertools import islice
from pathlib import Path

import pytest

from tests.sessions.formats.file_fuzz import FORMATS, check, mutated


@pytest.mark.parametrize("name", FORMATS)
def test_any_file_ends_in_a_recording_or_one_sentence(name: str, tmp_path: Path) -> None:
    seen = Counter[str]()
    for content in islice(mutated(FORMATS[name], seed=2), 60):
        check(tmp_path / "any", content, seen)
    assert seen.total() == 60
