"""Benchmarks: they print figures and judge nothing."""

# Before PySide6, as in the program: see there.
import biofeedback.window  # noqa: F401
