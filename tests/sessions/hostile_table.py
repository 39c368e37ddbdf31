"""Every hostile session and what the program does with it: ``python -m tests.sessions.hostile_table``."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.sessions.hostile_sessions import READABLE, UNREADABLE, Make

_LAST_BYTES = 2_000


def measured(*arguments: object) -> tuple[int, str, float, float]:
    """Run a command; return status, what it said, seconds of CPU, and the most memory in MB."""
    command = [sys.executable, "-m", "biofeedback", *map(str, arguments)]
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=said, stderr=subprocess.STDOUT)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        said.seek(max(0, said.seek(0, os.SEEK_END) - _LAST_BYTES))
        text = said.read().decode(errors="replace")
    return process.returncode, text, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1000.0


def print_row(name: str, make: Make, folder: Path, command: tuple[str, ...]) -> None:
    path = folder / f"{name.replace(' ', '-').replace(',', '')}.session"
    if (maker := os.fork()) == 0:  # or what making it takes would count
        make(path)
        os._exit(0)
    os.waitpid(maker, 0)
    status, text, cpu_s, memory_mb = measured(*command, path)
    last = text.strip().splitlines()[-1] if text.strip() else ""
    print(
        f"| {name} | {status} | {last.replace(str(folder), '')[:110]} | {cpu_s:.1f} | {memory_mb:.0f} |",
        flush=True,
    )


def main() -> None:
    print("| session | status | what is said last | CPU s | MB |\n| --- | --- | --- | --- | --- |")
    wanted = sys.argv[1] if len(sys.argv) > 1 else ""
    for name, make in (UNREADABLE | READABLE).items():
        if wanted not in name:
            continue
        with tempfile.TemporaryDirectory() as folder:
            print_row(
                name, make, Path(folder), ("analyze", "--json") if name in READABLE else ("sessions", "show")
            )


if __name__ == "__main__":
    main()
