"""What version 0.1.0 recorded is read as it was, key by key."""

from pathlib import Path

import pytest

from tests.golden.golden import SESSIONS, digests, expected

LONG = {"search", "calm", "stressed", "noisy-posture", "talker", "link-losses"}
"""Long ones, or of a kind that the others show too: `make soak` compares them."""
ADDED = {"analyze.summary.breathing", "replay.step"}
"""Keys that later versions print."""


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=[pytest.mark.soak] if name in LONG else []) for name in SESSIONS]
)
def test_a_golden_session_reads_as_it_did(name: str, tmp_path: Path) -> None:
    now, then = digests(name, tmp_path), expected(name)
    changed = [key for key in sorted((now.keys() | then.keys()) - ADDED) if now.get(key) != then.get(key)]
    assert not changed
