"""RR text: one number a line, and what is no interval."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sessions.errors import SessionFileError
from sessions.formats.registry import read_intervals


class TestRRText:
    def test_milliseconds_with_comments_and_blank_lines(self, tmp_path: Path) -> None:
        path = tmp_path / "rr.txt"
        path.write_text("# from a strap\n800\n\n812.5\r\n 790 \n")
        assert read_intervals(path).rr_ms == (800.0, 812.5, 790.0)

    def test_seconds_are_recognised(self, tmp_path: Path) -> None:
        path = tmp_path / "rr.txt"
        path.write_text("0.8\n0.75\n")
        assert read_intervals(path).rr_ms == (800.0, 750.0)

    @pytest.mark.parametrize(
        ("line", "kept_ms", "said"),
        [
            ("heart", (), ["file.damaged_rows"]),
            ("inf", (), ["file.damaged_rows"]),
            ("nan", (), []),
            ("-800", (0.0,), ["file.impossible"]),
            ("0", (0.0,), ["file.impossible"]),
            ("800;1", (800.0, 1.0), ["file.impossible"]),
        ],
    )
    def test_what_is_no_interval_costs_one_row_and_parts_its_neighbours(
        self, tmp_path: Path, line: str, kept_ms: tuple[float, ...], said: list[str]
    ) -> None:
        path = tmp_path / "rr.txt"
        path.write_text(f"800\n810\n790\n805\n{line}\n820\n")
        found = read_intervals(path)
        assert found.rr_ms == (800.0, 810.0, 790.0, 805.0, *kept_ms, 820.0)
        assert found.adjacent[:4] == (False, True, True, True)
        assert not found.adjacent[-1]
        assert [one.key for one in found.warnings] == said

    def test_text_that_is_mostly_no_numbers_is_refused(self, tmp_path: Path) -> None:
        path = tmp_path / "rr.txt"
        path.write_text("800\nheart\n")
        with pytest.raises(SessionFileError) as refused:
            read_intervals(path)
        assert refused.value.message.key == "file.unknown_format"

    def test_endless_file_is_refused(self) -> None:
        with pytest.raises(SessionFileError, match="it is a device, not a file"):
            read_intervals(Path("/dev/zero"))

    def test_large_file_is_refused(self, tmp_path: Path) -> None:
        path = tmp_path / "rr.txt"
        path.write_text("800\n" * 12_500_001)
        with pytest.raises(SessionFileError, match="larger than 50 MB"):
            read_intervals(path)

    def test_more_intervals_than_a_week_has_are_refused(self, tmp_path: Path) -> None:
        path = tmp_path / "rr.txt"
        path.write_text("800\n" * 1_000_001)
        with pytest.raises(SessionFileError, match="more than 1,000,000 intervals"):
            read_intervals(path)

    @given(st.binary(max_size=200))
    def test_any_file_gives_intervals_or_the_typed_error(
        self, tmp_path_factory: pytest.TempPathFactory, content: bytes
    ) -> None:
        path = tmp_path_factory.mktemp("rr") / "rr.txt"
        path.write_bytes(content)
        try:
            assert all(rr_ms >= 0 for rr_ms in read_intervals(path).rr_ms)
        except SessionFileError as error:
            assert error.advice  # noqa: PT017 (either outcome is right)
