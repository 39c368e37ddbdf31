"""A private D-Bus daemon that stands in for the system bus."""

import asyncio
import contextlib
import ctypes
import shutil
import signal
import tempfile
from pathlib import Path
from typing import Final

_CONFIGURATION: Final = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <listen>unix:path={socket}</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
  <limit name="max_connections_per_user">256</limit>
</busconfig>
"""
"""The limit is the system bus's own, so that a leak of connections kills here what it would kill there."""

_START_TIMEOUT_S: Final = 60.0
_PR_SET_PDEATHSIG: Final = 1


class PrivateBus:
    """A ``dbus-daemon`` of its own, with its socket in a temporary folder."""

    def __init__(self) -> None:
        self.address = ""
        self._folder: Path | None = None
        self._daemon: asyncio.subprocess.Process | None = None

    async def start(self) -> None:
        program = shutil.which("dbus-daemon")
        if program is None:
            raise FileNotFoundError("dbus-daemon is not installed: route B of the laboratory needs it")
        self._folder = Path(tempfile.mkdtemp(prefix="laboratory-"))
        configuration = self._folder / "bus.conf"
        configuration.write_text(_CONFIGURATION.format(socket=self._folder / "bus"), encoding="utf-8")
        complaints = self._folder / "stderr"
        # Not inherited: in a container the daemon complains at each start that it cannot raise its fd limit.
        with complaints.open("wb") as stderr:
            self._daemon = await asyncio.create_subprocess_exec(
                program,
                f"--config-file={configuration}",
                "--nofork",
                "--print-address",
                stdin=asyncio.subprocess.DEVNULL,
                stdout=asyncio.subprocess.PIPE,
                stderr=stderr,
                preexec_fn=_die_with_parent,
            )
        assert self._daemon.stdout is not None
        line = await asyncio.wait_for(self._daemon.stdout.readline(), _START_TIMEOUT_S)
        self.address = line.decode().strip()
        if not self.address:
            raise RuntimeError(f"dbus-daemon did not start: {complaints.read_text(errors='replace').strip()}")

    async def stop(self) -> None:
        if self._daemon is not None:
            with contextlib.suppress(ProcessLookupError):
                self._daemon.terminate()
            await self._daemon.wait()
            self._daemon = None
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)
            self._folder = None


def _die_with_parent() -> None:
    """Linux only: no daemon survives a laboratory that was killed."""
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
