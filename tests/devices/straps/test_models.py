"""The table of straps: found by model number or name, and never in the way of a strap that is not in it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.straps.models import MODELS, UNKNOWN_MODEL, find_model


@pytest.mark.parametrize(
    ("strap_name", "model_number", "known_as"),
    [
        ("Polar H10 12345678", "", "Polar H10"),
        ("Anna's strap", "H10", "Polar H10"),
        ("HRM-Dual:012345", "", "Garmin HRM-Dual"),
        ("Movesense 174430000051", "", "Movesense"),
        ("TICKR FIT 1234", "", "Wahoo TICKR FIT"),
        ("TICKR 1234", "", "Wahoo TICKR"),
        ("CooSpo H9Z 1234", "H9Z", ""),
        ("", "", ""),
    ],
)
def test_model_is_found(strap_name: str, model_number: str, known_as: str) -> None:
    assert find_model(strap_name, model_number).name == known_as


def test_model_number_decides_before_the_name() -> None:
    assert find_model("HRM-Dual:1", "H10").name == "Polar H10"


@given(st.text(), st.text())
def test_any_strap_has_a_model(strap_name: str, model_number: str) -> None:
    assert find_model(strap_name, model_number) in (*MODELS, UNKNOWN_MODEL)


def test_each_model_finds_itself() -> None:
    for model in MODELS:
        assert all(find_model(prefix.upper()) is model for prefix in model.name_prefixes)
        assert all(find_model("", number) is model for number in model.model_numbers)
