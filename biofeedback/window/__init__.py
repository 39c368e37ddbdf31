"""The window: the only room of the house in which Qt lives."""

import builtins
from importlib import import_module

_python_import = builtins.__import__
import_module("shiboken6")
# It has put an import of its own in the place of Python's, which reads the source of each module after it, to
# see whether that uses PySide6, and keeps all lines in memory. Only `from __feature__ import` needs it, which
# nothing here has; without it, window, charts and search of an ECG cost 52 MB and a fifth of the time less.
builtins.__import__ = _python_import
