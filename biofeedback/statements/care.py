"""What is said about the safety of the practice in more than one place, in the same words everywhere."""

from typing import Final

from devices.message import message

HOLD_SENTENCE: Final = message("breath.hold")
"""Said wherever a pattern may hold the breath: window, terminal, report and documents."""
