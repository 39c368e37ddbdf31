"""The public Python API: its names, what it loads, its examples, and what it refuses."""

import doctest
import json
import math
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import biofeedback
import biofeedback.api
import biofeedback.engine.run
import devices.errors
from tests.program import analysed

ROOT = Path(__file__).parents[1]
HEAVY = ("numpy", "scipy", "PySide6", "pyqtgraph", "bleak", "sleepecg", "rich", "asyncio", "sqlite3")
RR_MS = [800.0, 840.0, 810.0, 860.0] * 20


def child(code: str, *, folder: Path = ROOT) -> str:
    """Run code in a process of its own, and return what it prints."""
    ended = subprocess.run(
        [sys.executable, "-W", "error", "-c", code],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=60.0,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr
    return ended.stdout


@pytest.mark.parametrize("use", ["biofeedback", "biofeedback.__version__", "biofeedback.BiofeedbackError"])
def test_the_import_loads_nothing_heavy(use: str) -> None:
    loaded = child(f"import sys, biofeedback; {use}; print(*sys.modules)").split()
    assert {name.partition(".")[0] for name in loaded}.isdisjoint(HEAVY)


def test_importing_the_functions_loads_nothing_heavy() -> None:
    code = "import sys; from biofeedback import analyze, read; print(*sys.modules)"
    assert {name.partition(".")[0] for name in child(code).split()}.isdisjoint(HEAVY)


def test_an_analysis_loads_neither_a_screen_nor_bluetooth() -> None:
    code = f"import sys, biofeedback; biofeedback.analyze({RR_MS}); print(*sys.modules)"
    loaded = {name.partition(".")[0] for name in child(code).split()}
    assert loaded.isdisjoint({"PySide6", "pyqtgraph", "bleak", "rich"})


def test_every_public_name_is_there_once() -> None:
    assert set(biofeedback.__all__) <= set(dir(biofeedback))
    assert all(getattr(biofeedback, name) is not None for name in biofeedback.__all__)
    assert biofeedback.BiofeedbackError is devices.errors.BiofeedbackError
    assert biofeedback.run is biofeedback.api.run is biofeedback.engine.run.run
    assert re.match(r"\d+\.\d+", biofeedback.__version__)
    with pytest.raises(AttributeError, match="no attribute 'analyse'"):
        _ = biofeedback.analyse


@pytest.mark.parametrize("module", [biofeedback.api, biofeedback.engine.run])
def test_examples_say_what_comes_out(module: object) -> None:
    failed, tried = doctest.testmod(module)  # type: ignore[arg-type]
    assert tried
    assert not failed


@pytest.mark.parametrize("kind", [list, tuple, np.array, lambda rr: np.array(rr, dtype=np.float32)])
def test_intervals_come_as_a_list_or_an_array(kind: type) -> None:
    result = biofeedback.analyze(kind(RR_MS))
    assert result == biofeedback.analyze(RR_MS)
    assert result.summary.rmssd_ms == pytest.approx(math.sqrt(np.mean(np.diff(RR_MS) ** 2)))
    assert result.format == "array"


def test_an_analysis_is_that_of_the_command_line(tmp_path: Path) -> None:
    file = tmp_path / "morning.txt"
    file.write_text("".join(f"{value}\n" for value in RR_MS))
    printed = analysed(file, "--beats", "--window", 40, "--step", 10, "--artefacts", "keep")
    options: Any = {"window": 40, "step": 10, "artefacts": "keep", "beats": True}
    told = biofeedback.analyze(biofeedback.read(file), **options).to_dict()
    assert {"file": str(file), **json.loads(json.dumps(told))} == printed
    by_array = replace(biofeedback.analyze(RR_MS, **options), format="rr_text")
    assert by_array.to_dict() == told


@pytest.mark.parametrize(
    ("given_values", "words"),
    [
        ([], "There are no intervals"),
        (np.empty(0), "There are no intervals"),
        ([[800.0, 810.0], [790.0, 805.0]], "2 dimensions instead of 1"),
        (800.0, "0 dimensions instead of 1"),
        ([800.0, math.nan, 810.0], r"Interval 1 \(counted from 0\) is nan"),
        ([800.0, 810.0, math.inf], r"Interval 2 \(counted from 0\) is inf"),
        ([800.0, 0.0], r"Interval 1 \(counted from 0\) is 0"),
        ([-800.0, 810.0], "Interval 0 .* is -800"),
        ([800.0, 1878949389], "Interval 1"),
        ("800 810", "0 dimensions|not all numbers"),
        (["800", "810"], "not all numbers"),
        ([800.0, None], "not all numbers"),
        ([True, False], "not all numbers"),
        ([800.0 + 1.0j], "not all numbers"),
        ([[800.0], [810.0, 820.0]], "not one row of numbers"),
        (iter(RR_MS), "0 dimensions instead of 1"),
        (np.ma.masked_greater(RR_MS, 850.0), "not all numbers"),
        ([0.8, 0.81, 0.79], "multiply them by 1000"),
        ([900_000.0] * 700, "more than a week"),
    ],
)
def test_what_is_no_row_of_intervals_is_refused(given_values: object, words: str) -> None:
    with pytest.raises(biofeedback.BiofeedbackError, match=words) as refused:
        biofeedback.analyze(given_values)  # type: ignore[arg-type]
    assert refused.value.advice


@pytest.mark.parametrize(
    "options", [{"window": 0.0}, {"window": "long"}, {"step": -1}, {"step": math.nan}, {"artefacts": "drop"}]
)
def test_options_out_of_range_are_refused(options: dict[str, object]) -> None:
    with pytest.raises(biofeedback.BiofeedbackError, match=next(iter(options))):
        biofeedback.analyze(RR_MS, **options)  # type: ignore[arg-type]


@given(st.lists(st.floats(), max_size=40))
def test_any_numbers_are_analysed_or_refused(rr_ms: list[float]) -> None:
    try:
        result = biofeedback.analyze(rr_ms, beats=True)
    except biofeedback.BiofeedbackError:
        return
    assert result.beat_list is not None
    assert [one.rr_ms for one in result.beat_list] == rr_ms
    json.dumps(result.to_dict(), allow_nan=False)


def test_a_file_that_is_missing_is_named(tmp_path: Path) -> None:
    with pytest.raises(biofeedback.BiofeedbackError, match=r"no file .*missing\.txt"):
        biofeedback.read(tmp_path / "missing.txt")


def test_the_example_of_the_document_agrees_with_neurokit2(tmp_path: Path) -> None:
    pytest.importorskip("neurokit2", reason="neurokit2 is not installed")
    (code,) = re.findall(r"^```python\n(.*?)^```$", (ROOT / "docs" / "api.md").read_text(), re.M | re.S)
    random = np.random.default_rng(1)
    rr_ms = 850.0 + 60.0 * np.sin(0.5 * np.arange(300.0)) + random.normal(scale=10.0, size=300)
    (tmp_path / "morning.txt").write_text("".join(f"{value:.3f}\n" for value in rr_ms))
    path = f"import sys, warnings; sys.path.insert(0, {str(ROOT)!r}); warnings.simplefilter('ignore')\n"
    rows = [line.split() for line in child(path + code, folder=tmp_path).splitlines()]
    assert [name for name, _, _ in rows] == ["mean_nn_ms", "sdnn_ms", "rmssd_ms"]
    for _, ours, theirs in rows:
        assert float(ours) == pytest.approx(float(theirs), rel=1e-9)
