"""The whole, unchanged program over bleak's real BlueZ backend, in a process of its own."""

import json
import signal
import subprocess
from pathlib import Path

import pytest

from devices.events import GuideChanged, LinkChanged, LinkState
from sessions.store import read_records
from tests.json_document import documented_keys, keys_of
from tests.laboratory import Laboratory, Packet, RemoteStrap, packets_from_rr_csv
from tests.laboratory.client import rr_packet
from tests.polling import wait_until
from tests.program import DEADLINE_S, run, running
from tests.session_checks import (
    assert_analysis_equals_numpy,
    assert_replay_equals_live,
    only_session,
    recorded_values,
)

Commands = tuple[tuple[object, ...], ...]


def sent_values(strap: RemoteStrap) -> list[bytes]:
    return [notification.data for notification in strap.sent_log()]


def end(process: "subprocess.Popen[str]", number: signal.Signals = signal.SIGTERM) -> None:
    process.send_signal(number)
    _, messages = process.communicate(timeout=DEADLINE_S)
    assert process.returncode == 130, messages
    assert "Traceback" not in messages


# Faster than real time, arrivals no longer fit the beats: the second case checks bytes and states alone.
@pytest.mark.parametrize(
    ("interval_ms", "speed", "count"),
    [pytest.param(0, 1.0, 35, marks=pytest.mark.soak), (30, 12.0, 100)],
)
def test_real_beats_are_recorded_tick_by_tick_and_replayed_state_by_state(
    laboratory: Laboratory,
    strap: RemoteStrap,
    real_data: Path,
    tmp_path: Path,
    interval_ms: int,
    speed: float,
    count: int,
) -> None:
    laboratory.set_interval(interval_ms)
    packets = packets_from_rr_csv(real_data / "rr_h10_slow" / "rr.csv")[:count]
    live = tmp_path / "live.jsonl"
    arguments = ("train", "--terminal", "--data-dir", tmp_path, "--log-states", live)
    with running(*arguments, environment=laboratory.environment()) as process:
        strap.wait_subscribed(timeout_s=DEADLINE_S)
        strap.play(packets, speed=speed)
        strap.wait_played(timeout_s=DEADLINE_S)
        session = only_session(tmp_path)
        wait_until(lambda: len(recorded_values(session)) == len(packets))
        end(process)
    assert recorded_values(session) == sent_values(strap) == [packet.data for packet in packets]
    wait_until(lambda: not laboratory.connections())
    assert_replay_equals_live(session, live)
    if speed == 1.0:
        assert_analysis_equals_numpy(session)


def test_lost_link_leaves_one_session_whose_guide_never_stopped(
    laboratory: Laboratory, strap: RemoteStrap, tmp_path: Path
) -> None:
    with running(
        "train", "--terminal", "--data-dir", tmp_path, environment=laboratory.environment()
    ) as process:
        for n in range(3):
            strap.wait_subscribed(timeout_s=DEADLINE_S)
            strap.send(rr_packet(1000 + n))
            wait_until(lambda n=n: len(recorded_values(only_session(tmp_path))) == n + 1)  # type: ignore[misc]
            strap.cut_link()
            strap.wait_disconnected(timeout_s=DEADLINE_S)
        strap.wait_subscribed(timeout_s=DEADLINE_S)
        end(process)
    records = list(read_records(only_session(tmp_path)))
    assert (
        recorded_values(only_session(tmp_path))
        == sent_values(strap)
        == [rr_packet(1000 + n) for n in range(3)]
    )
    states = [record.state for record in records if isinstance(record, LinkChanged)]
    assert states.count(LinkState.WAITING) == 4
    assert states[-1] is LinkState.IDLE
    assert [record.running for record in records if isinstance(record, GuideChanged)] == [True]


def test_strap_of_a_killed_program_is_taken_over(
    laboratory: Laboratory, strap: RemoteStrap, tmp_path: Path
) -> None:
    environment = laboratory.environment()
    with running("record", "--output", tmp_path / "first.session", environment=environment) as process:
        strap.wait_subscribed(timeout_s=DEADLINE_S)
        strap.send(rr_packet(1001))
        wait_until(lambda: recorded_values(tmp_path / "first.session"))
        process.kill()
        process.wait()
    assert recorded_values(tmp_path / "first.session") == [rr_packet(1001)]
    with running("record", "--output", tmp_path / "second.session", environment=environment) as process:
        wait_until(lambda: strap.send(rr_packet(1002)) and recorded_values(tmp_path / "second.session"))
        end(process, signal.SIGINT)
    wait_until(lambda: not laboratory.connections())


def test_record_ends_by_itself_and_names_its_file(
    laboratory: Laboratory, strap: RemoteStrap, tmp_path: Path
) -> None:
    strap.play([Packet(0.1 * n, rr_packet(1024)) for n in range(10)])
    ended = run("record", "--minutes", "0.1", "--data-dir", tmp_path, environment=laboratory.environment())
    assert ended.returncode == 0, ended.stderr
    assert Path(ended.stdout.strip()) == only_session(tmp_path)
    assert "Recorded 10 beats" in ended.stderr


def test_scan_and_doctor_find_the_strap(laboratory: Laboratory, strap: RemoteStrap, tmp_path: Path) -> None:
    environment = laboratory.environment()
    found = run("scan", "--json", "--seconds", "1", environment=environment)
    assert found.returncode == 0, found.stderr
    assert [(s["name"], s["address"]) for s in json.loads(found.stdout)] == [(strap.name, strap.address)]
    assert set(keys_of(json.loads(found.stdout))) == documented_keys("biofeedback scan")
    table = run("scan", "--seconds", "1", environment=environment).stdout
    assert [word in table for word in (strap.name, strap.address, "beats, acceleration, ECG")] == [True] * 3
    strap.play([Packet(0.1 * n, rr_packet(1024)) for n in range(100)])
    findings = json.loads(run("doctor", "--json", "--data-dir", tmp_path, environment=environment).stdout)
    assert set(keys_of(findings)) == documented_keys("biofeedback doctor")
    works = {f["subject"]: f["works"] for f in findings}
    # Whether there is anything to hear or to speak with is the machine's affair.
    assert works.pop("Sound") in (True, None)
    assert works.pop("Voice") in (True, None)
    assert works == dict.fromkeys(("Versions", "Display", "Data", "Bluetooth", "Strap", "Beats"), True)
    wait_until(lambda: not laboratory.connections())


def test_doctor_tells_of_a_strap_that_sends_no_beats(
    laboratory: Laboratory, strap: RemoteStrap, tmp_path: Path
) -> None:
    examined = run("doctor", "--search", "1", "--data-dir", tmp_path, environment=laboratory.environment())
    assert examined.returncode == 1
    assert f"fails  Beats: No beat came from {strap.name} within 1 s. Moisten" in examined.stdout


def test_doctor_without_a_strap_leaves_a_note(laboratory: Laboratory, tmp_path: Path) -> None:
    examined = run("doctor", "--data-dir", tmp_path, environment=laboratory.environment())
    assert examined.returncode == 0
    assert "note   Strap: None was found. Put it on" in examined.stdout


class TestOneSentenceWithAdvice:
    @pytest.fixture
    def listening(self, tmp_path: Path) -> Commands:
        return ("scan", "--seconds", "0.5"), ("record", "--search", "0.5", "--data-dir", tmp_path)

    def test_strap_that_is_not_there(
        self, laboratory: Laboratory, listening: Commands, tmp_path: Path
    ) -> None:
        assert_each_fails(listening, laboratory.environment(), "No strap was found. Put it on")
        assert not list((tmp_path / "sessions").iterdir())

    @pytest.mark.usefixtures("strap")
    def test_bluetooth_that_is_off(self, laboratory: Laboratory, listening: Commands) -> None:
        laboratory.power(on=False)
        assert_each_fails(listening, laboratory.environment(), "Bluetooth is off. Turn it on")

    @pytest.mark.usefixtures("strap")
    def test_adapter_that_is_missing(self, laboratory: Laboratory, listening: Commands) -> None:
        laboratory.adapter(present=False)
        assert_each_fails(listening, laboratory.environment(), "No Bluetooth adapter was found. Plug one in")

    def test_bus_that_is_missing(self, laboratory: Laboratory, listening: Commands) -> None:
        environment = laboratory.environment() | {"DBUS_SYSTEM_BUS_ADDRESS": "unix:path=/nowhere/bus"}
        assert_each_fails(listening, environment, "No Bluetooth adapter was found.")


def assert_each_fails(commands: Commands, environment: dict[str, str], sentence: str) -> None:
    for command in commands:
        ended = run(*command, environment=environment)
        assert ended.returncode == 1
        assert ended.stderr.splitlines()[-1].startswith(f"biofeedback: {sentence}")
        assert "Traceback" not in ended.stderr


def test_strap_worn_last_comes_first(laboratory: Laboratory, strap: RemoteStrap, tmp_path: Path) -> None:
    environment = laboratory.environment()
    arguments = ("record", "--data-dir", tmp_path)
    with running(*arguments, environment=environment) as process:
        strap.wait_subscribed(timeout_s=DEADLINE_S)
        end(process)
    wait_until(lambda: not laboratory.connections())
    other = laboratory.add_strap("Polar H10 00000000", "C0:00:00:00:00:00")
    with running(*arguments, environment=environment) as process:
        strap.wait_subscribed(timeout_s=DEADLINE_S)
        assert laboratory.connections() == [strap.address]
        end(process)
    wait_until(lambda: not laboratory.connections())
    with running(*arguments, "--strap", other.name, environment=environment) as process:
        other.wait_subscribed(timeout_s=DEADLINE_S)
        assert laboratory.connections() == [other.address]
        end(process)
    other.remove()
