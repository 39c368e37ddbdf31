"""Fixtures that every test may use."""

import os
import signal
from pathlib import Path

import pytest
from hypothesis import settings

from biofeedback.words.catalogue import SOURCE_LANGUAGE
from biofeedback.words.speech import say_in, speech
from biofeedback.words.spoken import speak
from devices.message import spoken_by
from tests.laboratory.fixtures import laboratory, on_bus, polar_strap, strap

__all__ = ["laboratory", "on_bus", "polar_strap", "real_data", "strap"]


# An error that a test prints or compares reads as an English sentence, whatever the test imports.
spoken_by(say_in)

# No test asserts a wall time, so neither does a property: a busy machine is no failure.
# And a change lands for what it is: rare examples are looked for by `make fuzz`.
settings.register_profile("repeatable", deadline=None, derandomize=True)
settings.register_profile("search", deadline=None, max_examples=1_000)
settings.register_profile("fuzz", deadline=None, max_examples=100_000)
settings.load_profile("repeatable")

# A shell's background job and `nohup` ignore these, and every program that a test starts would inherit that.
for _number, _handler in (
    (signal.SIGINT, signal.default_int_handler),
    (getattr(signal, "SIGHUP", signal.SIGINT), signal.SIG_DFL),
):
    if signal.getsignal(_number) is signal.SIG_IGN:
        signal.signal(_number, _handler)


@pytest.fixture(scope="module", autouse=True)
def _spoken_english() -> None:
    """Begin each file of tests in English, whatever the one before it left behind."""
    speak(speech(SOURCE_LANGUAGE))


@pytest.fixture(scope="session")
def real_data() -> Path:
    """The folder of real recordings, where there is one."""
    folder = os.environ.get("BIOFEEDBACK_DATA")
    if not folder:
        pytest.skip("BIOFEEDBACK_DATA does not name the folder of real recordings")
    return Path(folder)
