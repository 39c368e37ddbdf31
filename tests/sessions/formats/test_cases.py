"""Files as programs, watches and straps really write them; `case_table` beside this prints each."""

import pytest

from tests.sessions.formats.case_table import CASES, complaints, expectations, outcome_of

EXPECTED = expectations()
SLOW = "31-edf"
"""An ECG of two minutes each; the readers' own tests have the same labels and units without it."""


@pytest.mark.parametrize(
    "name",
    [pytest.param(name, marks=[pytest.mark.soak] if name.startswith(SLOW) else []) for name in EXPECTED],
)
def test_a_file_of_the_world_is_read_or_refused_rightly(name: str) -> None:
    assert list(complaints(EXPECTED[name], outcome_of(CASES / "files" / name))) == []
