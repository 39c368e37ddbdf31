"""Tests, in the same folders as the code."""

import os

# As the program does it: more threads of numpy's library wait for each other while several tests run at once.
# It is read when numpy is imported, so it has to be set before any test is imported.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
