"""What is said about the safety of the practice in more than one place, in the same words everywhere."""

from typing import Final

HOLD_SENTENCE: Final = "Hold no longer than the guide asks, and not when you feel dizzy or strained."
"""Said wherever a pattern may hold the breath: window, terminal, report and documents."""
