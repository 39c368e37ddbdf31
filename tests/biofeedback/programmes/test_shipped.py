"""The programmes that come with the program: lengths, languages, and rules for their texts."""

import re
from pathlib import Path
from typing import Final

import pytest

from biofeedback.programmes.programme import Programme
from biofeedback.programmes.shelf import shipped_programmes
from devices.steps import Measured

LENGTHS_S: Final = {
    "autogenic-1": 180, "autogenic-2": 300, "autogenic-3": 360, "autogenic-4": 420, "autogenic-5": 480,
    "belly-a0": 300, "belly-a1": 300, "belly-a2": 480, "belly-a3": 600, "belly-a4": 600,
    "body-scan": 600, "desk-pause": 180, "imagery": 480,
    "mindful-5": 300, "mindful-10": 600, "mindful-15": 900, "movement": 405,
    "pmr-4": 300, "pmr-8": 380, "pmr-16": 860, "pmr-release": 300, "pmr-without-back": 380,
    "quiet-rest-5": 300, "quiet-rest-10": 600,
}  # fmt: skip

FORBIDDEN: Final = re.compile(
    r"\b(treat|cure|heal|therapy|relief|diagnos|prevent|deep|behandel|heil|therapie|linder|diagnostiz|vorbeug|tief)",
    re.IGNORECASE,
)
HOLDS_THE_BREATH: Final = re.compile(r"hold (your|the) breath|Atem anhalten|Luft anhalten", re.IGNORECASE)
PROGRAMMES: Final = tuple(shipped_programmes().values())


def texts(programme: Programme, language: str) -> list[str]:
    parts = (programme.title, programme.about, *(step.text for step in programme.steps))
    return [part.by_language[language] for part in parts]


def test_names_and_lengths() -> None:
    assert {one.name: one.seconds for one in PROGRAMMES} == LENGTHS_S


@pytest.mark.parametrize("programme", PROGRAMMES, ids=lambda one: one.name)
class TestEach:
    def test_it_is_there_in_english_and_german(self, programme: Programme) -> None:
        assert {"de", "en"} <= set(programme.languages)

    @pytest.mark.parametrize("language", ["de", "en"])
    def test_its_words(self, programme: Programme, language: str) -> None:
        for text in texts(programme, language):
            assert not FORBIDDEN.search(text), text
            assert not HOLDS_THE_BREATH.search(text), text

    def test_german_says_sie(self, programme: Programme) -> None:
        assert not any(re.search(r"\b(du|dein\w*|dich|dir)\b", text) for text in texts(programme, "de"))

    def test_it_is_compared_with_rest_that_exists(self, programme: Programme) -> None:
        assert programme.control is None or programme.control in LENGTHS_S

    def test_only_a_guide_is_measured_as_a_response(self, programme: Programme) -> None:
        for step in programme.steps:
            assert (step.measured is Measured.RESPONSE) == (step.guide is not None)


def test_muscles_are_called_moving_while_they_are_tensed() -> None:
    for name in ("pmr-4", "pmr-8", "pmr-16"):
        tense = [step for step in shipped_programmes()[name].steps if "half as hard" in step.text.said("en")]
        assert tense
        assert all(step.measured is Measured.MOVING for step in tense)


def test_without_the_back_tenses_neither_neck_nor_trunk() -> None:
    moving = {
        step.region_name
        for step in shipped_programmes()["pmr-without-back"].steps
        if step.measured is Measured.MOVING
    }
    assert moving == {"face", "arms", "thighs", "calves", "feet"}


def test_calves_and_feet_are_tensed_for_five_seconds_only() -> None:
    for name in ("pmr-4", "pmr-8", "pmr-16", "pmr-without-back"):
        for step in shipped_programmes()[name].steps:
            if step.measured is Measured.MOVING and re.search(
                r"calf|calves|foot|feet|legs", step.region_name or ""
            ):
                assert step.seconds == 5.0


def test_the_table_of_the_source_texts_names_every_programme_but_quiet_rest() -> None:
    """That each link leads somewhere is tested with all documents."""
    page = (Path(__file__).parents[3] / "docs" / "programmes.md").read_text(encoding="utf-8")
    table = page.partition("## What the source texts ask")[2].partition("\n## ")[0]
    rows = [row for row in table.splitlines() if row.startswith("| ")][2:]
    assert len(rows) == 22
    assert all("](" in row for row in rows)
    linked = set(re.findall(r"shipped/([\w-]+)\.toml\)", table))
    assert linked == {name for name in LENGTHS_S if not name.startswith("quiet-rest")}
