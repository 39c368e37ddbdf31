"""Write down what today's program reads in the golden sessions: python -m tests.golden."""

import json
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.golden.golden import EXPECTED, SESSIONS, digests

with TemporaryDirectory() as folder:
    written = {name: digests(name, Path(folder)) for name in SESSIONS}
EXPECTED.write_text(json.dumps(written, indent=1) + "\n")
print(f"{sum(map(len, written.values()))} keys of {len(written)} sessions")
