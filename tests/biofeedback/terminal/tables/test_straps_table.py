"""The table of straps in reach, as `scan` prints it."""

import pytest
from rich.console import Console

from biofeedback.terminal.tables.straps import print_straps, sends, straps_table, strength
from devices.events import HeardStrap
from devices.message import message
from devices.straps.models import MODELS, find_model

H10 = HeardStrap("Polar H10 AB12CD34", "C0:00:00:00:00:01", -60)
UNKNOWN = HeardStrap("", "C0:00:00:00:00:02", -97)
HELD = HeardStrap("TICKR FIT 1", "C0:00:00:00:00:03", None)


def printed(*straps: HeardStrap, width: int = 110) -> list[str]:
    console = Console(width=width)
    with console.capture() as capture:
        console.print(straps_table(straps))
    return capture.get().splitlines()


def test_the_held_one_and_the_strongest_come_first() -> None:
    lines = printed(UNKNOWN, H10, HELD)
    assert [line.split("  ")[0] for line in lines] == ["Strap", HELD.name, H10.name, "(no name)"]
    assert "Polar H10" in lines[2]
    assert "beats, acceleration, ECG" in lines[2]
    assert "connected" in lines[1]


@pytest.mark.parametrize(("signal_dbm", "bars"), [(-97, 0), (-80, 2), (-60, 4), (-30, 4)])
def test_strength_is_drawn(signal_dbm: int, bars: int) -> None:
    text = strength(HeardStrap("a", "b", signal_dbm))
    assert sum(text.count(bar) for bar in "▂▄▆█") == bars
    assert text.endswith(f" −{-signal_dbm} dBm")


def test_optical_bands_promise_no_beats() -> None:
    assert str(sends(find_model("HRM-Dual:1"))) == "beats"
    assert str(sends(find_model("TICKR FIT 1"))) == "smoothed beats or none"
    assert sends(find_model("no such strap")) == message("terminal.sends_unknown")


def test_each_model_fits_on_a_line_of_100_columns() -> None:
    for model in MODELS:
        strap = HeardStrap(f"{model.name_prefixes[0]} 12345678", "C0:00:00:00:00:01", -70)
        assert len(printed(strap, width=100)) == 2


def test_quirks_are_told_once(capsys: pytest.CaptureFixture[str]) -> None:
    print_straps([H10, HeardStrap("Polar H10 00000000", "C0:00:00:00:00:04", -61)])
    assert capsys.readouterr().out.count("second Bluetooth link") == 1
