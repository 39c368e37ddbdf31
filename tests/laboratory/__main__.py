"""Manual trials: ``python -m tests.laboratory --play FILE.csv --name "Polar H10 12345678"``."""

import argparse
import signal
import threading
from pathlib import Path
from typing import Final

from tests.laboratory.laboratory import DEFAULT_ADDRESS, DEFAULT_NAME, Laboratory
from tests.laboratory.recording import packets_from_rr_csv

_GRACE_S: Final = 1.0
"""Lets the last packet arrive before the strap vanishes."""


def main() -> None:
    options = _options()
    packets = packets_from_rr_csv(options.play)
    ended = threading.Event()
    for stop in (signal.SIGINT, signal.SIGTERM):
        signal.signal(stop, lambda _number, _frame: ended.set())
    with Laboratory(interval_ms=options.interval_ms) as laboratory:
        strap = laboratory.add_strap(options.name, options.address)
        strap.play(packets, speed=options.speed)
        print(f"export DBUS_SYSTEM_BUS_ADDRESS='{laboratory.bus_address}'", flush=True)
        print(
            f"{options.name} plays {len(packets)} packets once it is subscribed to; Ctrl+C ends.", flush=True
        )
        while not ended.wait(1.0) and strap.status().playing:
            pass
        ended.wait(_GRACE_S)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.laboratory", description=__doc__)
    parser.add_argument(
        "--play", type=Path, required=True, metavar="FILE.csv", help="columns rr_ms, arrival_s"
    )
    parser.add_argument("--name", default=DEFAULT_NAME)
    parser.add_argument("--address", default=DEFAULT_ADDRESS)
    parser.add_argument("--speed", type=float, default=1.0)
    parser.add_argument("--interval-ms", type=float, default=30.0, help="connection interval")
    return parser.parse_args()


if __name__ == "__main__":
    main()
