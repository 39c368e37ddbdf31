"""EDF as many programs write it: labels of leads, units in any case, unused channels, 24 bits, gzip."""

import gzip
from pathlib import Path
from random import Random

import edfio
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.sessions.formats.reading import signals_of

LABELS = ("EKG", "ECG1", "ECG1-ECG2", "ECG II", "Lead II", "II", "MLII", "aVF", "V5", "ECG LA-RA", "ecg",
"ECG+",
          "EKG1-EKG2", "HR ECG", "Ecg_filt", "ECG [mV]", "ECGL-ECGR", "D2")  # fmt: skip
UNITS = {"uV": 1.0, "UV": 1.0, "mV": 1e3, "mv": 1e3, "V": 1e6, "microV": 1.0}
RATE_HZ = 130


def made(random: Random, label: str, unit: str) -> tuple[bytes, np.ndarray]:
    uv = np.array([random.randint(-1500, 1500) for _ in range(10 * RATE_HZ)], dtype=float)
    ecg = edfio.EdfSignal(
        uv / UNITS[unit], RATE_HZ, label=label, physical_dimension=unit,
        physical_range=(-2000.0 / UNITS[unit], 2000.0 / UNITS[unit]),
    )  # fmt: skip
    other = edfio.EdfSignal(np.zeros(10 * RATE_HZ), RATE_HZ, label="Resp", physical_range=(-1.0, 1.0))
    return edfio.Edf(random.choice([[other, ecg], [ecg, other]])).to_bytes(), uv


@settings(max_examples=60)
@given(seed=st.integers(0, 2**32), label=st.sampled_from(LABELS), unit=st.sampled_from(sorted(UNITS)))
def test_an_ecg_is_found_by_its_lead_and_unit(
    tmp_path_factory: pytest.TempPathFactory, seed: int, label: str, unit: str
) -> None:
    random = Random(seed)
    content, uv = made(random, label, unit)
    if random.random() < 0.3:  # a channel that was not used
        content = content.replace(b"Resp".ljust(16), b"-".ljust(16), 1).replace(b"-1      ", b" " * 8, 1)
    if random.random() < 0.3:
        content = b"0" + b"\0" * 7 + content[8:]
    kept = 10
    if random.random() < 0.3:
        kept = random.randint(3, 9)
        content = content[: len(content) * kept // 10]
    path = tmp_path_factory.getbasetemp() / "any.edf"
    path.write_bytes(gzip.compress(content) if random.random() < 0.3 else content)
    found = signals_of(path)
    assert found.ecg_uv.size % RATE_HZ == 0
    assert found.ecg_uv.size >= (kept - 2) * RATE_HZ
    assert found.ecg_uv == pytest.approx(uv[: found.ecg_uv.size], abs=0.1)
    assert ("file.edf_announced_records" in {one.key for one in found.warnings}) == (kept < 10)


def test_samples_of_24_bits_have_their_sign_and_size(tmp_path: Path) -> None:
    """A BDF file is an EDF file with three bytes a sample."""
    stored = np.array([0, 1, -1, 8_388_607, -8_388_608, 70_000, -70_000, 12], dtype=np.int32)
    octets = b"".join(int(value).to_bytes(3, "little", signed=True) for value in stored)
    fields = ("ECG", "", "uV", "-8388608", "8388607", "-8388608", "8388607", "", "8", "")
    widths = (16, 80, 8, 8, 8, 8, 8, 80, 8, 32)
    head = b"\xffBIOSEMI" + b"X".ljust(80) + b"X".ljust(80) + b"04.03.2607.00.00" + b"512".ljust(8)
    head += b"24BIT".ljust(44) + b"1".ljust(8) + b"1".ljust(8) + b"1".ljust(4)
    head += b"".join(text.encode().ljust(width) for text, width in zip(fields, widths, strict=True))
    path = tmp_path / "a.bdf"
    path.write_bytes(head + octets)
    found = signals_of(path)
    assert found.format == "bdf"
    assert found.ecg_uv == pytest.approx(stored.astype(float))
    assert found.started_at is not None
    assert found.started_at.year == 2026


@pytest.mark.parametrize(("size", "factor"), [(1.5, 1e3), (1500.0, 1.0)])
def test_a_missing_unit_is_taken_by_the_size_and_that_is_said(
    tmp_path: Path, size: float, factor: float
) -> None:
    values = np.linspace(-size, size, 10 * RATE_HZ)
    signal = edfio.EdfSignal(values, RATE_HZ, label="ECG", physical_range=(-size, size))
    path = tmp_path / "a.edf"
    edfio.Edf([signal]).write(path)
    found = signals_of(path)
    assert found.ecg_uv == pytest.approx(values * factor, abs=0.1 * size)
    assert "file.unit_assumed" in {one.key for one in found.warnings}
