"""Programmes are found by name, and a person's own ones go first."""

from pathlib import Path

import pytest

from biofeedback.programmes.programme import Programme
from biofeedback.programmes.reader import ProgrammeError
from biofeedback.programmes.shelf import find_programme, own_programmes
from tests.biofeedback.programmes.test_reader import GOOD


def test_own_programme_takes_the_place_of_a_shipped_one(tmp_path: Path) -> None:
    (tmp_path / "belly-a0.toml").write_text(GOOD.replace('"mine"', '"belly-a0"'))
    assert find_programme("belly-a0", tmp_path).title.said("en") == "Mine"
    assert find_programme("belly-a1", tmp_path).title.said("en") != "Mine"


def test_a_broken_file_hides_none_of_the_others(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text("name = 3")
    (tmp_path / "b.toml").write_text(GOOD)
    (tmp_path / "c.toml").mkdir()
    found = list(own_programmes(tmp_path))
    assert [type(one) for one in found] == [ProgrammeError, Programme, ProgrammeError]


def test_an_unknown_name_is_told_what_there_is() -> None:
    with pytest.raises(ProgrammeError, match=r"no programme called.*belly-a0"):
        find_programme("yoga")


def test_a_person_without_own_programmes_has_none(tmp_path: Path) -> None:
    assert list(own_programmes(tmp_path / "none")) == []
