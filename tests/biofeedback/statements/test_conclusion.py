"""The sentences that a session comes to."""

from dataclasses import replace

import pytest

from biofeedback.analysis.outcome import RatedScale, SessionOutcome
from biofeedback.coaching.carry_over import CarryOver
from biofeedback.engine.parts import BeforeAfter
from biofeedback.response.figure_history import Change, Direction
from biofeedback.statements.conclusion import conclusion, felt_sentence, practised_sentence, response_sentence
from biofeedback.words.speech import say_in
from devices.breath_pattern import BreathPattern
from devices.guided_spans import GuidedTime
from devices.message import message, verbatim

NAMES = {"pain": message("ratings.pain"), "Box of {things}": verbatim("Box of {things}")}
OUTCOME = SessionOutcome(
    guided=GuidedTime(((0.0, 600.0),)),
    practised_s=600.0,
    breaths=50,
    responses_ms=(),
    ratios=(),
    target_ratio=2.0,
    median_ms=84.4,
    median_ratio=None,
    share_percent=None,
    change=Change(),
    ratings=(),
    ordinary=BeforeAfter(),
    carry_over=CarryOver(),
    pattern=BreathPattern(5.5, 2.0),
)


@pytest.mark.parametrize(
    ("outcome", "english", "german"),
    [
        (
            OUTCOME,
            "You breathed 10 minutes at 5.5 breaths per minute.",
            "Sie haben 10 Minuten mit 5,5 Atemzügen pro Minute geatmet.",
        ),
        (
            replace(OUTCOME, practised_s=58.0, pattern=BreathPattern(6.0, 1.0)),
            "You breathed 1 minute at 6 breaths per minute.",
            "Sie haben 1 Minute mit 6 Atemzügen pro Minute geatmet.",
        ),
        (
            replace(OUTCOME, practised_s=20.0),
            "You breathed for less than a minute, at 5.5 breaths per minute.",
            "Sie haben weniger als eine Minute mit 5,5 Atemzügen pro Minute geatmet.",
        ),
        (replace(OUTCOME, pattern=None), "You practised 10 minutes.", "Sie haben 10 Minuten geübt."),
    ],
)
def test_what_one_did(outcome: SessionOutcome, english: str, german: str) -> None:
    assert str(practised_sentence(outcome)) == english
    assert say_in(practised_sentence(outcome), "de") == german


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        (6.0, 4.0, "Pain went from 6 to 4."),
        (5.0, 5.0, "Pain stayed at 5."),
        (None, 0.0, "Pain 0 after the practice."),
        (2.5, None, "Pain 2.5 before the practice."),
    ],
)
def test_how_one_felt(before: float | None, after: float | None, told: str) -> None:
    assert str(felt_sentence([RatedScale("pain", before, after)], NAMES)) == told


def test_own_names_come_through_and_nothing_rated_is_nothing_told() -> None:
    own = felt_sentence([RatedScale("Box of {things}", 1.0, 2.0)], NAMES)
    assert own is not None
    assert say_in(own, "de") == "Box of {things}: von 1 auf 2."
    assert felt_sentence([], NAMES) is None


@pytest.mark.parametrize(
    ("direction", "told"),
    [
        (Direction.MORE, "responded more to your breath"),
        (Direction.LESS, "a little less"),
        (Direction.SAME, "as well as in the first minutes"),
        (Direction.UNKNOWN, "After 8 minutes at one pace you will see"),
    ],
)
def test_the_heart_in_one_sentence(direction: Direction, told: str) -> None:
    change = Change(direction, 12.0, 10.0) if direction is not Direction.UNKNOWN else Change()
    assert told in str(response_sentence(replace(OUTCOME, change=change)))


def test_no_change_is_told_where_nothing_was_measured() -> None:
    lines = conclusion(replace(OUTCOME, median_ms=None), NAMES)
    assert str(lines[-1]) == "Your heart's response to breathing was not measured."
    assert len(lines) == 2
