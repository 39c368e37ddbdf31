"""What a state and a result say, in English and in German: numbers, plural forms, and people's own words."""

from dataclasses import replace

import pytest

from biofeedback.analysis.outcome import SessionOutcome, change_sentence
from biofeedback.coaching.carry_over import CarryOver
from biofeedback.engine.engine import Engine
from biofeedback.engine.live_figures import RMSSD
from biofeedback.engine.parts import BeforeAfter
from biofeedback.engine.state import Signal, State
from biofeedback.quality.elapsed import ElapsedFit, elapsed_warning
from biofeedback.quality.quality import coverage_warning, noise_warning
from biofeedback.response.figure_history import Change, Direction
from biofeedback.statements.live import (
    StrapKeys,
    choice_words,
    following_words,
    notice,
    outcome_sentence,
    signal_words,
    strap_words,
)
from biofeedback.statements.outcome import outcome_lines
from biofeedback.words.speech import say_in
from devices.events import HeardStrap, LinkState
from devices.guided_spans import GuidedTime
from devices.message import Message, verbatim

ODD_NAME = "Box of {things} · 97.7 % von"


@pytest.fixture
def state() -> State:
    return Engine(0).state()


def german(message: Message | None) -> str:
    assert message is not None
    return say_in(message, "de")


def outcome(breaths: int) -> SessionOutcome:
    return SessionOutcome(
        guided=GuidedTime(((0.0, 380.0),)),
        practised_s=380.0,
        breaths=breaths,
        responses_ms=(),
        ratios=(),
        target_ratio=2.0,
        median_ms=184.4,
        median_ratio=2.09,
        share_percent=None,
        change=Change(Direction.MORE, 42.0, 10.0),
        ratings=(),
        ordinary=BeforeAfter(),
        carry_over=CarryOver(),
    )


@pytest.mark.parametrize(
    ("breaths", "english", "in_german"),
    [
        (1, "1 guided breath.", "1 angeleiteter Atemzug."),
        (2, "2 guided breaths.", "2 angeleitete Atemzüge."),
        (1_234_567, "1234567 guided breaths.", "1234567 angeleitete Atemzüge."),
    ],
)
def test_breaths_are_counted_as_each_language_does(breaths: int, english: str, in_german: str) -> None:
    line, *_ = outcome_lines(outcome(breaths))
    assert str(line) == f"Practised 6:20 minutes: {english}"
    assert german(line) == f"6:20 Minuten geübt: {in_german}"


def test_numbers_have_the_decimal_sign_of_the_language() -> None:
    _, swing, ratio, change = outcome_lines(outcome(30))
    assert (
        german(swing)
        == "Die Herzschlagabstände schwankten mit jedem angeleiteten Atemzug um 184 ms (Median)."
    )
    assert german(ratio) == "Ausatmen 2,1-mal so lang wie Einatmen (Median)."
    assert "42 ms mehr als in den ersten Minuten; Unterschiede bis ±10 ms" in german(change)
    assert german(noise_warning(6.25)).startswith("6,2 % der Abstände sind keine Herzschläge.")
    figure = replace(RMSSD, value=41.44, half_width=5.26, decimals=1)
    assert german(figure.value_text()) == "41,4"
    assert german(figure.window_text()) == "letzte 60 s, ± 5,3"


def test_a_change_that_is_smaller_has_a_true_minus() -> None:
    words = outcome_sentence(40.0, 30.0, change=-0.3, half_width=0.1)
    assert "(−26 %, 95 % interval −33 to −18 %): it fell" in str(words)
    assert "Er fiel um mehr" in german(words)


@pytest.mark.parametrize("direction", Direction)
def test_each_change_is_told_in_german(direction: Direction) -> None:
    change = Change(direction, 30.0, 10.0) if direction is not Direction.UNKNOWN else Change()
    assert "heart" not in german(change_sentence(change))
    assert "Herz" in german(change_sentence(change)) or direction is Direction.UNKNOWN


def test_what_is_put_together_is_german_throughout(state: State) -> None:
    lost = replace(state, link=LinkState.RECONNECTING, signal=Signal.LOST)
    assert german(signal_words(lost)) == "Signal verloren · verbinde neu …"
    told = notice(replace(lost, link_message=coverage_warning(78.0)), elapsed_warning(ElapsedFit(0.9, ())))
    assert german(told) == (
        "Die Schläge ergeben 90,0 % der Zeit: Manche fehlen. "
        "Befeuchten Sie die Elektroden und ziehen Sie den Gurt fester. "
        "Vom Gurt kam nur in 78 % der Zeit ein Signal. Setzen Sie sich näher an den Computer."
    )
    assert german(following_words(state)) == "nur während die Anleitung läuft"


@pytest.mark.parametrize("keys", StrapKeys)
def test_a_straps_own_name_is_never_looked_up(state: State, keys: StrapKeys) -> None:
    heard = (HeardStrap(ODD_NAME, "AA:BB", -50), HeardStrap("", "CC:DD", -60))
    several = replace(state, heard_straps=heard, strap_name=ODD_NAME)
    assert german(strap_words(several)) == ODD_NAME
    assert f": 1 {ODD_NAME} · 2 CC:DD. Drücken Sie" in german(choice_words(several, keys))
    assert german(notice(several, verbatim(ODD_NAME))) == ODD_NAME
