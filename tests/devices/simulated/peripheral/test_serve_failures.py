"""A strap that can't be served: one sentence with advice, and exit status 1."""

from pathlib import Path

import pytest

from tests.devices.simulated.peripheral.served_strap import serving
from tests.laboratory import Laboratory
from tests.polling import wait_until
from tests.program import DEADLINE_S, run


@pytest.mark.parametrize(
    ("transport", "sentence"),
    [
        ("nonsense", "'nonsense' is not the name of a Bluetooth adapter. Name it as in usb:0"),
        ("usb:", "'usb:' is not the name of a Bluetooth adapter."),
        ("tcp-client:127.0.0.1", "'tcp-client:127.0.0.1' is not the name of a Bluetooth adapter."),
        ("tcp-client:127.0.0.1:1", "The Bluetooth adapter tcp-client:127.0.0.1:1 can't be opened ("),
        ("serial:/nowhere", "The Bluetooth adapter serial:/nowhere can't be opened ("),
        ("usb:dead:beef", "The Bluetooth adapter usb:dead:beef can't be opened ("),
    ],
)
def test_adapter_that_cannot_be_opened(transport: str, sentence: str) -> None:
    assert_fails(transport, sentence)


def test_adapter_without_low_energy(laboratory: Laboratory) -> None:
    assert_fails(
        laboratory.open_port(low_energy=False),
        "This Bluetooth adapter does not support Bluetooth Low Energy. Use one of version 4.0 or newer.",
    )


def test_adapter_that_never_answers(laboratory: Laboratory) -> None:
    assert_fails(laboratory.open_port(is_silent=True), "The Bluetooth adapter does not answer.")


def test_adapter_that_is_unplugged(laboratory: Laboratory) -> None:
    with serving(laboratory) as served:
        laboratory.unplug(served.transport)
        assert served.process.wait(DEADLINE_S) == 1
        wait_until(lambda: served.says("biofeedback: The Bluetooth adapter has gone. Plug it in again"))


def test_bumble_that_is_not_installed(tmp_path: Path) -> None:
    (tmp_path / "bumble.py").write_text(
        "raise ModuleNotFoundError(\"No module named 'bumble'\", name='bumble')\n"
    )
    sentence = "To offer a strap over Bluetooth, the package bumble is needed. Install it with `pip install"
    assert_fails("usb:0", sentence, environment={"PYTHONPATH": str(tmp_path)})


@pytest.mark.parametrize("arguments", [(), ("--serve", "usb:0", "--output", "a.session")])
def test_either_a_file_or_an_adapter(arguments: tuple[str, ...]) -> None:
    ended = run("simulate", *arguments)
    assert ended.returncode == 2
    assert "--serve" in ended.stderr


def test_unknown_scenario() -> None:
    assert_fails("usb:0", "There is no simulated person called 'nobody'.", "nobody")


def assert_fails(
    transport: str, sentence: str, *arguments: str, environment: dict[str, str] | None = None
) -> None:
    ended = run("simulate", *arguments, "--serve", transport, environment=environment)
    assert (ended.returncode, ended.stdout) == (1, "")
    assert ended.stderr.startswith(f"biofeedback: {sentence}")
    assert ended.stderr.count("\n") == 1, ended.stderr
