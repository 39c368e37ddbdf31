"""Files of samples, read for tests."""

from pathlib import Path

from sessions.formats.registry import read_file
from sessions.formats.signals import SignalRecording


def signals_of(path: Path) -> SignalRecording:
    found = read_file(path)
    assert isinstance(found, SignalRecording)
    return found
