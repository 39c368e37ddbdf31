"""Tables of samples, as Polar Sensor Logger writes them: an ECG, or the acceleration of the chest."""

from datetime import datetime, timedelta
from pathlib import Path
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sessions.errors import SessionFileError
from sessions.formats.registry import read_file
from tests.sessions.formats.reading import signals_of

START = datetime(2026, 3, 4, 7)


@settings(max_examples=40)
@given(seed=st.integers(0, 2**32))
def test_an_ecg_comes_in_whatever_parts_its_columns(
    tmp_path_factory: pytest.TempPathFactory, seed: int
) -> None:
    random = Random(seed)
    rate_hz, count = random.choice([130.0, 250.0, 500.0]), 900
    unit, per_uv = random.choice([("uV", 1.0), ("µV", 1.0), ("mV", 1e-3), ("UV", 1.0)])
    separator = random.choice(";,\t")
    gap_row = random.choice([0, 400])
    times_s = np.arange(count) / rate_hz + 5.0 * (np.arange(count) >= gap_row) * (gap_row > 0)
    values_uv = np.array([random.randint(-900, 1500) for _ in range(count)])
    rows = [separator.join(("Phone timestamp", "sensor timestamp [ns]", f"ecg [{unit}]"))]
    for time_s, value in zip(times_s, values_uv, strict=True):
        stamp = (START + timedelta(seconds=float(time_s))).isoformat(timespec="milliseconds")
        rows.append(
            separator.join((stamp, str(599_616_050_941_733_632 + round(time_s * 1e9)), f"{value * per_uv:g}"))
        )
    damaged = random.random() < 0.5
    if damaged:
        rows.insert(300, separator.join(("2026-03-04T07:00", "x")))
    path = tmp_path_factory.getbasetemp() / "ECG.txt"
    path.write_text("\n".join(rows), encoding="utf-8")
    found = signals_of(path)
    assert found.ecg_uv == pytest.approx(values_uv.astype(float), abs=1e-6)
    assert found.ecg_time_s == pytest.approx(times_s, abs=1e-6)
    assert found.started_at == START
    assert [one.key for one in found.warnings] == (["file.damaged_rows"] if damaged else [])


@pytest.mark.parametrize(("unit", "per_mg"), [("mg", 1.0), ("g", 1e-3), ("m/s2", 9.80665e-3)])
def test_acceleration_comes_in_by_its_axes(tmp_path: Path, unit: str, per_mg: float) -> None:
    rng = np.random.default_rng(1)
    mg = np.column_stack(
        [rng.normal(0.0, 20.0, 300), rng.normal(0.0, 20.0, 300), rng.normal(980.0, 20.0, 300)]
    )
    rows = [f"timestamp [ms];X [{unit}];Y [{unit}];Z [{unit}]"]
    rows += [
        f"{5 * row};" + ";".join(f"{value * per_mg:.9f}" for value in each) for row, each in enumerate(mg)
    ]
    path = tmp_path / "ACC.txt"
    path.write_text("\n".join(rows))
    found = signals_of(path)
    assert found.acceleration_mg == pytest.approx(mg, abs=1e-4)
    assert found.acceleration_time_s == pytest.approx(np.arange(300) / 200.0)
    assert found.ecg_uv.size == 0


def test_samples_without_times_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("device;ecg\n" + "H10;12\n" * 50)
    with pytest.raises(SessionFileError) as refused:
        read_file(path)
    assert getattr(refused.value.message, "key", "") == "file.samples_without_times"
