"""Numbers without a table: lists in lines, in one line, in JSON; and numbers that are no intervals."""

import json
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from devices.message import Message
from sessions.errors import SessionFileError
from sessions.formats.intervals import IntervalRecording
from sessions.formats.registry import read_file
from tests.sessions.formats.dressed import series


def read(path: Path, text: str, encoding: str = "utf-8") -> IntervalRecording:
    path.write_bytes(text.encode(encoding))
    found = read_file(path)
    assert isinstance(found, IntervalRecording)
    return found


FORMS: Final[dict[str, Callable[[list[str], Random], str]]] = {
    "lines": lambda texts, _: "\n".join(texts),
    "commas at the end": lambda texts, _: ",\n".join(texts) + ",",
    "one line": lambda texts, _: " ".join(texts),
    "commas": lambda texts, _: ",".join(texts),
    "commas and blanks": lambda texts, _: ", ".join(texts),
    "semicolons": lambda texts, _: ";".join(texts),
    "wrapped": lambda texts, _: "\n".join(
        " ".join(texts[first : first + 10]) for first in range(0, len(texts), 10)
    ),
    "json": lambda texts, _: "[" + ", ".join(texts) + "]",
    "json object": lambda texts, _: '{"device": "H10", "rr": [' + ", ".join(texts) + "]}",
    "json rows": lambda texts, _: json.dumps([{"hr": 66, "rr_ms": float(text)} for text in texts]),
    "quotes": lambda texts, _: "\n".join(f'"{text}"' for text in texts),
    "units": lambda texts, _: "\n".join(f"{text} ms" for text in texts),
    "words above": lambda texts, _: "RR intervals of a morning\nrecorded by a strap\n\n" + "\n".join(texts),
    "percent": lambda texts, _: "% RR intervals\n" + "\n".join(texts),
    "flags": lambda texts, random: "\n".join(f"{text} {int(random.random() < 0.05)}" for text in texts),
    "kubios": lambda texts, _: "Kubios HRV\nFile: a.txt\n\nRR (ms)\n" + "\n".join(texts),
}


@settings(max_examples=120)
@given(seed=st.integers(0, 2**32), form=st.sampled_from(sorted(FORMS)))
def test_a_list_is_read_however_it_is_written(
    tmp_path_factory: pytest.TempPathFactory, seed: int, form: str
) -> None:
    random = Random(seed)
    rr_ms = series(random, random.randint(40, 1500))
    text = FORMS[form]([f"{rr:g}" for rr in rr_ms], random)
    encoding = random.choice(["utf-8", "utf-8-sig", "utf-16", "cp1252"])
    found = read(tmp_path_factory.getbasetemp() / "rr.txt", text, encoding)
    assert list(found.rr_ms) == rr_ms, form
    assert all(found.adjacent[1:]), form


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("\n".join(str(60 + row % 9) for row in range(300)), "file.no_heart"),
        ("\n".join(str(14 + row % 5) for row in range(300)), "file.no_heart"),
        ("time,rr\n" + "\n".join(f"{row},{14 + row % 5}" for row in range(300)), "file.no_heart"),
        ("time,hr\n" + "\n".join(f"{row},{64 + row % 5}" for row in range(300)), "file.heart_rates"),
        ("date,HR,AVNN,SDNN,rMSSD\n" + "2026-03-01,60,998,52,32\n2026-03-02,61,983,48,30\n", "file.daily"),
        (
            "\n".join(f"{row / 50:.2f},{row % 7},{-row % 5},{980 + row % 11}" for row in range(900)),
            "file.no_column",
        ),
        (
            "time;rr\n" + "\n".join(f"{row / 50:.2f};{900 + row % 70}" for row in range(900)),
            "file.times_contradict",
        ),
        ("\n".join(str(900 + 3 * row) for row in range(300)), "file.only_rises"),
    ],
)
def test_numbers_that_are_no_intervals_are_refused(tmp_path: Path, text: str, key: str) -> None:
    with pytest.raises(SessionFileError) as refused:
        read(tmp_path / "a.csv", text)
    said = refused.value.message
    assert isinstance(said, Message)
    assert said.key == key
    assert refused.value.advice


@pytest.mark.parametrize("scale", [1.0, 1000.0])
def test_times_of_beats_are_taken_by_their_differences(tmp_path: Path, scale: float) -> None:
    rr_ms = series(Random(5), 120)
    ends_s = [sum(rr_ms[: row + 1]) / 1000.0 + (20.0 if row > 60 else 0.0) for row in range(len(rr_ms))]
    found = read(tmp_path / "beats.txt", "\n".join(f"{end_s * scale:.3f}" for end_s in ends_s))
    assert list(found.rr_ms) == pytest.approx([*rr_ms[1:61], *rr_ms[62:]], abs=0.01)
    assert [row for row, one in enumerate(found.adjacent) if not one] == [0, 60]
    assert "file.beat_times" in {one.key for one in found.warnings}


def test_what_a_strap_remembers_wrongly_is_noise(tmp_path: Path) -> None:
    """Numbers from the memory of a strap keep their rows; of them 28 ms alone take time."""
    garbage = [1_878_949_389, 0, 28, 14_679_420]
    rr_ms = series(Random(7), 100)
    values = [*rr_ms[:50], *garbage, *rr_ms[50:]]
    found = read(tmp_path / "rr.txt", "\n".join(f"{value:g}" for value in values).replace("e+09", "e9"))
    assert len(found.rr_ms) == 104
    assert found.end_s[-1] == pytest.approx((sum(rr_ms) + 28) / 1000.0)
    assert not any(found.adjacent[50:55])
    assert all(found.adjacent[55:])
