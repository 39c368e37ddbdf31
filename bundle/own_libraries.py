"""Run before the program: lets other programs that it starts find the computer's own libraries.

The bundle is started with its folder in LD_LIBRARY_PATH. Its own libraries are found by then; a program of
the system, such as one that speaks, would load them in place of its own.
"""

import os

_before = os.environ.pop("LD_LIBRARY_PATH_ORIG", None)
if _before is None:
    os.environ.pop("LD_LIBRARY_PATH", None)
else:
    os.environ["LD_LIBRARY_PATH"] = _before
