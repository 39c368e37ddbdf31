"""Mutated files of every format end in a recording or in one sentence; `file_fuzz` tries many more."""

from collections import Counter
from itertools import islice
from pathlib import Path

import pytest

from tests.sessions.formats.file_fuzz import FORMATS, check, mutated, place_of


@pytest.mark.parametrize("name", FORMATS)
def test_any_file_ends_in_a_recording_or_one_sentence(name: str, tmp_path: Path) -> None:
    seen, path = Counter[str](), place_of(name, tmp_path)
    for content in islice(mutated(FORMATS[name], seed=2), 60):
        check(path, content, seen)
    assert seen.total() == 60
