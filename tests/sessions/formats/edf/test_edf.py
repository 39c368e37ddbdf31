"""EDF+ as others write it: edfio is the independent writer, and anything may come in its place."""

from collections.abc import Sequence
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import edfio
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from devices.message import message
from sessions.errors import SessionFileError
from sessions.formats.edf.reader import read_edf
from sessions.formats.signals import Annotation, SignalRecording
from sessions.formats.source import SourceFile
from tests.sessions.formats.reading import signals_of

AXES = ("ACC X", "ACC Y", "ACC Z")
ANNOTATIONS = (
    edfio.EdfAnnotation(0.5, None, "beat"),
    edfio.EdfAnnotation(2.0, 4.0, "inhale"),
    edfio.EdfAnnotation(6.0, 8.0, "exhale"),
    edfio.EdfAnnotation(7.25, None, "Grüße"),
)


def ecg(
    seconds: int = 20, *, rate_hz: float = 130.0, unit: str = "uV", label: str = "ECG"
) -> edfio.EdfSignal:
    values = 900.0 * np.sin(np.arange(int(seconds * rate_hz)) / 7.0)
    return edfio.EdfSignal(
        values, rate_hz, label=label, physical_dimension=unit, physical_range=(-3000.0, 3000.0)
    )


def axes(
    seconds: int = 20, *, rate_hz: float = 200.0, unit: str = "mg", size: float = 1000.0
) -> list[edfio.EdfSignal]:
    values = size * np.cos(np.arange(int(seconds * rate_hz)) / 50.0)
    return [
        edfio.EdfSignal(
            factor * values,
            rate_hz,
            label=label,
            physical_dimension=unit,
            physical_range=(-8.0 * size, 8.0 * size),
        )
        for label, factor in zip(AXES, (1.0, 0.5, -0.25), strict=True)
    ]


def write(
    path: Path,
    signals: Sequence[edfio.EdfSignal],
    annotations: Sequence[edfio.EdfAnnotation] | None = ANNOTATIONS,
    **options: Any,
) -> Path:
    options.setdefault("recording", edfio.Recording(startdate=date(2026, 11, 22)))
    options.setdefault("starttime", time(8, 30, 5))
    edfio.Edf(list(signals), annotations=annotations, **options).write(path)
    return path


def test_channels_have_units_times_and_values(tmp_path: Path) -> None:
    found = signals_of(write(tmp_path / "a.edf", [ecg(), *axes()]))
    assert found.started_at == datetime(2026, 11, 22, 8, 30, 5)
    assert found.duration_s == 20.0
    assert found.ecg_time_s == pytest.approx(np.arange(2600) / 130.0)
    assert found.ecg_uv == pytest.approx(900.0 * np.sin(np.arange(2600) / 7.0), abs=0.1)
    assert found.acceleration_time_s == pytest.approx(np.arange(4000) / 200.0)
    x_mg = 1000.0 * np.cos(np.arange(4000) / 50.0)
    expected_mg = np.column_stack([x_mg, 0.5 * x_mg, -0.25 * x_mg])
    assert found.acceleration_mg == pytest.approx(expected_mg, abs=0.3)
    assert found.annotations == tuple(Annotation(*one) for one in ANNOTATIONS)
    assert found.warnings == ()


def test_values_are_those_that_edfio_reads(tmp_path: Path) -> None:
    path = write(
        tmp_path / "a.edf", [ecg(rate_hz=129.9, seconds=10), *axes(10, rate_hz=26.0)], data_record_duration=10
    )
    found, expected = signals_of(path), edfio.read_edf(path)
    assert found.ecg_uv == pytest.approx(expected.get_signal("ECG").data, abs=1e-9)
    expected_mg = np.column_stack([expected.get_signal(label).data for label in AXES])
    assert found.acceleration_mg == pytest.approx(expected_mg, abs=1e-9)
    assert [tuple(vars_of) for vars_of in expected.annotations] == [
        (one.onset_s, one.duration_s, one.text) for one in found.annotations
    ]


@pytest.mark.parametrize(("unit", "factor"), [("mV", 1e3), ("V", 1e6), ("uV", 1.0)])
def test_ecg_comes_in_microvolts(tmp_path: Path, unit: str, factor: float) -> None:
    values = np.sin(np.arange(1300) / 7.0) / factor * 1000.0
    signal = edfio.EdfSignal(values, 130, label="ECG", physical_dimension=unit)
    found = signals_of(write(tmp_path / "a.edf", [signal]))
    assert found.ecg_uv == pytest.approx(1000.0 * np.sin(np.arange(1300) / 7.0), abs=0.1)
    assert any(unit in str(warning) for warning in found.warnings) == (factor != 1.0)


@pytest.mark.parametrize("micro", [b"\xb5V", "µV".encode(), "μV".encode()])
def test_micro_may_be_written_in_any_encoding(tmp_path: Path, micro: bytes) -> None:
    path = write(tmp_path / "a.edf", [ecg()], None)
    path.write_bytes(path.read_bytes().replace(b"uV".ljust(8), micro.ljust(8)))
    assert signals_of(path).ecg_uv.max() == pytest.approx(900.0, abs=1.0)


def test_acceleration_in_g_comes_in_thousandths(tmp_path: Path) -> None:
    found = signals_of(write(tmp_path / "a.edf", axes(unit="g", size=1.0)))
    assert found.acceleration_mg[0] == pytest.approx([1000.0, 500.0, -250.0], abs=0.3)
    assert found.ecg_uv.size == found.ecg_time_s.size == 0


def test_lead_may_be_named_after_the_type(tmp_path: Path) -> None:
    signals = [ecg(label="EEG Fpz-Cz", unit="nonsense"), ecg(label="ECG II")]
    assert signals_of(write(tmp_path / "a.edf", signals)).ecg_uv.size == 2600


def test_interrupted_recording_keeps_its_gap(tmp_path: Path) -> None:
    path = write(tmp_path / "a.edf", [ecg(4), *axes(4)], data_record_duration=1)
    content = path.read_bytes().replace(b"EDF+C", b"EDF+D")
    for record, onset in ((2, b"+7"), (3, b"+8")):
        content = content.replace(b"+%d\x14\x14" % record, onset + b"\x14\x14")
    path.write_bytes(content)
    found = signals_of(path)
    assert found.duration_s == 9.0
    assert found.ecg_time_s[[259, 260]] == pytest.approx([2.0 - 1 / 130, 7.0])
    assert found.acceleration_time_s[[399, 400]] == pytest.approx([2.0 - 1 / 200, 7.0])
    path.write_bytes(content.replace(b"+8\x14\x14", b"+7\x14\x14"))
    with pytest.raises(SessionFileError, match="overlap"):
        signals_of(path)
    path.write_bytes(content.replace(b"+8\x14\x14", b"?8\x14\x14"))
    with pytest.raises(SessionFileError, match="when its records begin"):
        signals_of(path)


def test_start_between_two_seconds_moves_no_annotation(tmp_path: Path) -> None:
    found = signals_of(write(tmp_path / "a.edf", [ecg()], starttime=time(8, 30, 5, 250_000)))
    assert found.started_at == datetime(2026, 11, 22, 8, 30, 5, 250_000)
    assert found.annotations[0].onset_s == pytest.approx(0.5)
    assert found.ecg_time_s[0] == 0.0


def test_plain_edf_and_a_file_of_annotations_alone_are_read(tmp_path: Path) -> None:
    plain = signals_of(write(tmp_path / "plain.edf", [ecg()], None))
    assert (plain.ecg_uv.size, plain.annotations) == (2600, ())
    alone = signals_of(write(tmp_path / "alone.edf", []))
    assert alone.duration_s == 14.0
    assert [one.text for one in alone.annotations] == ["beat", "inhale", "exhale", "Grüße"]


def test_anonymous_recording_has_no_start_or_the_placeholder(tmp_path: Path) -> None:
    path = write(tmp_path / "a.edf", [ecg()], recording=edfio.Recording())
    assert signals_of(path).started_at == datetime(1985, 1, 1, 8, 30, 5)
    path.write_bytes(path.read_bytes().replace(b"01.01.85", b"99.99.99"))
    found = signals_of(path)
    assert found.started_at is None
    assert found.warnings[0].key == "file.no_start"


def test_file_that_breaks_off_is_read_as_far_as_it_goes(tmp_path: Path) -> None:
    path = write(tmp_path / "a.edf", [ecg()], data_record_duration=1)
    path.write_bytes(path.read_bytes()[:-1000])
    found = signals_of(path)
    assert found.ecg_uv.size == 130 * (20 - 4)
    assert found.warnings[0] == message("file.edf_announced_records", announced=20, records=16)


@pytest.mark.parametrize(
    ("signals", "words"),
    [
        ([ecg(label="EEG")], "has EEG, but neither an ECG nor"),
        (axes()[:2], "ACC X, ACC Y only"),
        ([*axes()[:2], *axes(rate_hz=100.0)[2:]], "different rates"),
        ([ecg(unit="Ohm")], "is in 'Ohm'"),
    ],
)
def test_file_of_no_use_is_refused_with_advice(
    tmp_path: Path, signals: list[edfio.EdfSignal], words: str
) -> None:
    path = write(tmp_path / "a.edf", signals, None)
    with pytest.raises(SessionFileError, match=words) as refused:
        signals_of(path)
    assert refused.value.advice


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        (b"20      1       ", b"20      1e300   ", "a record lasts"),
        (b"20      1       ", b"20      nan     ", "duration of a record"),
        (b"1       2   ", b"1       9999", "9999 channels"),
        (b"1       2   ", b"1       -1  ", "−1 channels"),
        (b"130     ", b"99999999", "a record has"),
        (b"130     ", b"-9      ", "−9 samples"),
        (b"-3000   ", b"3000    ", "no range"),
        (b"-32768  -32768  32767   ", b"0       -32768  1e-305  ", "no range"),
        (b"768     ", b"99999   ", "cut short"),
    ],
)
def test_header_that_lies_is_named_as_such(tmp_path: Path, before: bytes, after: bytes, words: str) -> None:
    path = write(tmp_path / "a.edf", [ecg()])
    content = path.read_bytes()
    assert before in content[:768]
    path.write_bytes(content[:768].replace(before, after, 1) + content[768:])
    with pytest.raises(SessionFileError, match=words):
        signals_of(path)


def test_hostile_annotations_cost_no_more_than_their_length(tmp_path: Path) -> None:
    """A file on which a reader that searches for the end of each list takes minutes."""
    signals = [
        edfio.EdfSignal(np.arange(1_000_000.0), 1_000_000, label="x", physical_range=(-1e6, 1e6)),
        ecg(1),
    ]
    path = write(tmp_path / "a.edf", signals, None)
    content = path.read_bytes()
    hostile = (b"+1\x14" * 700_000)[:2_000_000]
    path.write_bytes(
        content[:768].replace(b"x".ljust(16), b"EDF Annotations ") + hostile + content[768 + 2_000_000 :]
    )
    found = signals_of(path)
    assert found.ecg_uv.size == 130
    assert found.warnings[0].key == "file.edf_annotations_left_out"


@settings(max_examples=300)
@given(data=st.data())
def test_any_bytes_end_in_a_recording_or_one_sentence(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    folder = tmp_path_factory.mktemp("any")
    written = write(folder / "a.edf", [ecg(2), *axes(2)], data_record_duration=1)
    content = bytearray(written.read_bytes())
    for _ in range(data.draw(st.integers(1, 8))):
        place = data.draw(st.integers(0, min(2000, len(content) - 1)) | st.integers(0, len(content) - 1))
        piece = data.draw(st.binary(min_size=1, max_size=8) | st.sampled_from([b"-1", b"1e99", b"99999999"]))
        content[place : place + len(piece)] = piece
    content = content[: data.draw(st.integers(0, len(content)) | st.just(len(content)))]
    written.write_bytes(bytes(content))
    found = outcome(written)
    if isinstance(found, SessionFileError):
        assert found.advice
        assert str(found).isprintable()
        return
    assert 0.0 <= found.duration_s <= 7 * 86_400.0
    assert found.ecg_time_s.shape == found.ecg_uv.shape
    assert found.acceleration_mg.shape == (found.acceleration_time_s.size, 3)
    assert np.isfinite(found.ecg_uv).all()
    assert np.all(np.diff(found.acceleration_time_s) > 0.0)


def outcome(path: Path) -> SignalRecording | SessionFileError:
    try:
        return read_edf(SourceFile(path))
    except SessionFileError as refused:
        return refused
