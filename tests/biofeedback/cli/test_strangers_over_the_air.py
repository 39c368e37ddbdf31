"""Straps that are hostile, faulty or shared, over bleak's real BlueZ backend, and the whole program."""

import os
import pty
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from random import Random

import pytest

from devices.printable import printable
from devices.straps.heart_rate_service import encode_heart_rate_measurement
from tests.laboratory import Laboratory, Packet, RemoteStrap
from tests.laboratory.client import rr_packet
from tests.polling import wait_until
from tests.program import DEADLINE_S, analysed, run, run_here, running
from tests.session_checks import only_session, recorded_values

NAMES = ("[/x]H10", "[red]a[link=//e]b", "\x1b[2J\x07a\r\nb", "\u202eabc\u200f", "{0}%s&<b>")
ADDRESS = "C0:00:00:00:00:07"


def is_harmless(text: str) -> bool:
    return all(one.isprintable() or one in "\r\n" for one in text)


def end(process: "subprocess.Popen[str]", number: signal.Signals = signal.SIGINT) -> str:
    process.send_signal(number)
    output, messages = process.communicate(timeout=DEADLINE_S)
    assert process.returncode == 130, messages
    assert "Traceback" not in messages
    assert is_harmless(output + messages)
    return output + messages


KINDS = ("closing tag", "link", "control", "direction", "signs")
OFTEN = ("closing tag", "control")
"""What harms where the text is drawn, and where it is printed as it is; `make soak` tries all kinds."""


@pytest.fixture(
    params=[
        pytest.param(name, marks=[] if kind in OFTEN else [pytest.mark.soak], id=kind)
        for kind, name in zip(KINDS, NAMES, strict=True)
    ]
)
def stranger(laboratory: Laboratory, request: pytest.FixtureRequest) -> Iterator[RemoteStrap]:
    # Each its own address: BlueZ remembers the name of one.
    one = laboratory.add_strap(request.param, f"C0:00:00:00:01:{NAMES.index(request.param):02X}")
    yield one
    one.remove()


class TestNames:
    def test_scan_lists_it_as_it_is(self, laboratory: Laboratory, stranger: RemoteStrap) -> None:
        ended = run("scan", "--seconds", "2", environment=laboratory.environment())
        assert ended.returncode == 0, ended.stderr
        assert printable(stranger.name) in ended.stdout
        assert is_harmless(ended.stdout + ended.stderr)

    def test_scan_on_a_terminal_sends_no_other_sequence_than_its_own(
        self, laboratory: Laboratory, stranger: RemoteStrap
    ) -> None:
        master, slave = pty.openpty()
        environment = laboratory.environment() | {"TERM": "xterm-256color", "COLUMNS": "140"}
        command = [sys.executable, "-m", "biofeedback", "scan", "--seconds", "2"]
        with subprocess.Popen(command, stdout=slave, stderr=slave, env=environment) as process:
            os.close(slave)
            shown = bytearray()
            with suppress(OSError):  # raised once the other end is closed
                while part := os.read(master, 65536):
                    shown.extend(part)
            assert process.wait(DEADLINE_S) == 0
        os.close(master)
        assert printable(stranger.name) in shown.decode()
        assert b"\x07" not in shown
        assert b"\x1b[2J" not in shown
        assert b"\x1b]8" not in shown

    def test_it_is_practised_with_recorded_and_reported(
        self, laboratory: Laboratory, stranger: RemoteStrap, tmp_path: Path
    ) -> None:
        environment = laboratory.environment()
        with running("train", "--terminal", "--data-dir", tmp_path, environment=environment) as process:
            stranger.wait_subscribed(timeout_s=DEADLINE_S)
            wait_until(lambda: stranger.send(rr_packet(1000)) and recorded_values(only_session(tmp_path)))
            said = end(process)
        assert printable(stranger.name) in said
        session = only_session(tmp_path)
        page = tmp_path / "page.html"
        ended = run_here("sessions", "report", session, "--output", page, "--data-dir", tmp_path)
        assert ended.returncode == 0, ended.stderr
        assert stranger.name not in page.read_text() or "<" not in stranger.name
        replayed = run_here("replay", session, "--speed", "max")
        assert replayed.returncode == 0, replayed.stderr
        assert is_harmless(replayed.stdout + replayed.stderr)

    def test_record_names_it(self, laboratory: Laboratory, stranger: RemoteStrap, tmp_path: Path) -> None:
        session = tmp_path / "[red]\x1b[2J.session"
        with running("record", "--output", session, environment=laboratory.environment()) as process:
            stranger.wait_subscribed(timeout_s=DEADLINE_S)
            wait_until(lambda: stranger.send(rr_packet(1000)) and recorded_values(session))
            process.send_signal(signal.SIGINT)
            output, messages = process.communicate(timeout=DEADLINE_S)
        assert process.returncode == 130
        assert output == f"{session}\n"  # data for another program, as it is
        assert is_harmless(messages)
        assert printable(stranger.name) in messages


def test_packets_that_come_twice_count_once(
    laboratory: Laboratory, strap: RemoteStrap, tmp_path: Path
) -> None:
    packets = [rr_packet(900 + 7 * n % 60) for n in range(20)]
    strap.play([Packet(0.1 * (n // 2), packets[n // 2]) for n in range(40)])
    ended = run("record", "--minutes", "0.1", "--data-dir", tmp_path, environment=laboratory.environment())
    assert "Recorded 20 beats" in ended.stderr
    assert len(recorded_values(only_session(tmp_path))) == 40
    assert analysed(only_session(tmp_path))["beats"]["count"] == 20
    listed = run_here("sessions", "list", "--data-dir", tmp_path, "--json").stdout
    assert '"beats": 20' in listed


@pytest.mark.parametrize("wanted", [ADDRESS, "quiet one"])
def test_a_strap_that_does_not_advertise_its_service_is_taken_by_address_or_name(
    laboratory: Laboratory, tmp_path: Path, wanted: str
) -> None:
    address = ADDRESS if wanted == ADDRESS else "C0:00:00:00:00:08"
    quiet = laboratory.add_strap("The Quiet One", address, tells_service=False)
    try:
        listed = run("scan", "--seconds", "1", environment=laboratory.environment())
        assert "Quiet" not in listed.stdout
        arguments = ("record", "--strap", wanted, "--data-dir", tmp_path)
        with running(*arguments, environment=laboratory.environment()) as process:
            quiet.wait_subscribed(timeout_s=DEADLINE_S)
            wait_until(lambda: quiet.send(rr_packet(1000)) and recorded_values(only_session(tmp_path)))
            end(process)
    finally:
        quiet.remove()


@pytest.mark.parametrize("knows_claims", [True, False], ids=["another copy", "another program"])
def test_a_strap_in_use_is_left_alone_and_the_person_is_told(
    laboratory: Laboratory, strap: RemoteStrap, tmp_path: Path, knows_claims: bool
) -> None:
    environment = laboratory.environment()
    beside = environment if knows_claims else environment | {"XDG_RUNTIME_DIR": str(tmp_path)}
    first, second = tmp_path / "first.session", tmp_path / "second.session"
    with running("record", "--output", first, environment=environment) as process:
        strap.wait_subscribed(timeout_s=DEADLINE_S)
        strap.send(rr_packet(1001))
        wait_until(lambda: recorded_values(first))
        ended = run("record", "--output", second, environment=beside)
        assert ended.returncode == 1
        assert "is used by another program on this computer" in ended.stderr
        assert not second.exists()
        strap.send(rr_packet(1002))
        wait_until(lambda: recorded_values(first) == [rr_packet(1001), rr_packet(1002)])
        end(process)


@pytest.mark.soak
def test_a_flood_does_not_keep_the_program_from_ending(
    laboratory: Laboratory, polar_strap: RemoteStrap, tmp_path: Path
) -> None:
    """250 packets a second for 15 s: empty, of no length, endless, sixty intervals in one, and random."""
    chance = Random(1)
    kinds = (
        b"",
        encode_heart_rate_measurement(heart_rate_per_min=60, rr_ticks=(0, 65535)),
        encode_heart_rate_measurement(heart_rate_per_min=60, rr_ticks=tuple(range(800, 860))),
        rr_packet(900),
    )
    packets = [Packet(n / 250.0, kinds[n % 4]) for n in range(15 * 250)]
    polar_strap.play_measurements([(n / 100.0, chance.randbytes(200)) for n in range(15 * 100)])
    with running("record", "--data-dir", tmp_path, environment=laboratory.environment()) as process:
        polar_strap.wait_subscribed(timeout_s=DEADLINE_S)
        polar_strap.play(packets)
        wait_until(lambda: len(polar_strap.sent_log()) > 8 * 250)
        asked_s = time.monotonic()
        said = end(process)
        print(f"SIGINT was answered after {time.monotonic() - asked_s:.2f} s")
    assert "Recorded" in said
    warnings = analysed(only_session(tmp_path))["quality"]["warnings"]
    assert any("The strap is faulty" in warning for warning in warnings)
