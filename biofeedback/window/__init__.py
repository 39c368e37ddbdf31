"""The window: the only package of this program that uses Qt."""

import builtins
from importlib import import_module

_python_import = builtins.__import__
import_module("shiboken6")
# shiboken6 has replaced Python's import function by its own. Its function reads the source of each module
# imported later, to see whether the module uses PySide6, and keeps all lines in memory. Only
# `from __feature__ import` needs this, and nothing here uses that. Without it, loading the window, the charts
# and the ECG search takes 52 MB less memory and a fifth less time.
builtins.__import__ = _python_import
