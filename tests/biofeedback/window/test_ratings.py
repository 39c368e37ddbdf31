"""Ratings: the same keys give the same ratings, however slowly they are pressed."""

import os
from collections.abc import Callable, Iterator
from random import Random

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel

from biofeedback.person.settings import RatingSettings
from biofeedback.window.look.language import Language, say, speak, speak_by_setting
from biofeedback.window.pages.after.ratings_sheet import RatingsSheet
from biofeedback.window.pages.rating_scales import rating_scales
from biofeedback.window.widgets.rating_entry import HIGHEST, TEN_HINT, RatingEntry
from biofeedback.window.widgets.rating_row import RatingRow
from devices.events import Rating
from tests.biofeedback.window.simulated_window import SimulatedSession, chosen

KEY = Qt.Key


@pytest.fixture(scope="module", autouse=True)
def application() -> object:
    return QApplication.instance() or QApplication(["test"])


@pytest.fixture
def session() -> Iterator[SimulatedSession]:
    session = SimulatedSession("calm")
    yield session
    session.close()


class TestRatingEntry:
    def test_a_zero_makes_a_ten_of_a_one(self) -> None:
        entry = RatingEntry(rating_scales(RatingSettings()))
        entry.press_digit(1)
        assert (entry.index, entry.values, entry.waits_for_zero) == (0, {"pain": 1}, True)
        entry.press_digit(0)
        assert (entry.index, entry.values, entry.waits_for_zero) == (1, {"pain": 10}, False)

    @pytest.mark.parametrize(
        ("act", "index", "values"),
        [
            (lambda entry: entry.accept(), 1, {"pain": 1}),
            (lambda entry: entry.move(1), 1, {"pain": 1}),
            (lambda entry: entry.move(-1), 1, {"pain": 1}),
            (lambda entry: entry.settle(), 1, {"pain": 1}),
            (lambda entry: entry.press_digit(5), 2, {"pain": 1, "stress": 5}),
            (lambda entry: entry.press_digit(1), 1, {"pain": 1, "stress": 1}),
            (lambda entry: entry.skip(), 2, {"pain": 1}),
            (lambda entry: entry.go_back(), 0, {"pain": 1}),
            (lambda entry: entry.choose(0, 7), 1, {"pain": 7}),
            (lambda entry: entry.leave(), 3, {"pain": 1}),
        ],
    )
    def test_anything_but_a_zero_leaves_a_one(
        self, act: Callable[[RatingEntry], object], index: int, values: dict[str, int]
    ) -> None:
        entry = RatingEntry(rating_scales(RatingSettings()))
        entry.press_digit(1)
        act(entry)
        assert (entry.index, entry.values) == (index, values)

    def test_skipping_leaves_no_value_and_going_back_allows_another(self) -> None:
        entry = RatingEntry(rating_scales(RatingSettings()))
        entry.press_digit(4)
        entry.go_back()
        entry.skip()
        assert (entry.index, entry.values) == (1, {})

    def test_arrows_start_in_the_middle_and_stay_on_the_scale(self) -> None:
        entry = RatingEntry(rating_scales(RatingSettings()))
        for _ in range(9):
            entry.move(1)
        assert entry.values == {"pain": 10}
        entry.accept()
        assert entry.index == 1

    @given(st.lists(st.integers(0, 9), max_size=8))
    def test_digits_are_read_from_left_to_right(self, digits: list[int]) -> None:
        """As written down: 10 is one number, and everything else a digit of its own."""
        entry = RatingEntry(rating_scales(RatingSettings()))
        for digit in digits:
            entry.press_digit(digit)
        written = "".join(map(str, digits)).replace("10", "x")
        expected = [HIGHEST if one == "x" else int(one) for one in written]
        assert list(entry.values.values()) == expected[: len(entry.scales)]


def sheet_of(session: SimulatedSession) -> RatingsSheet:
    (sheet,) = session.all(RatingsSheet)
    return sheet


class TestOneThatWaits:
    def test_it_waits_without_a_time_limit_and_says_so(self, session: SimulatedSession) -> None:
        session.press(KEY.Key_1)
        session.live(600.0, step_s=5.0)
        sheet = sheet_of(session)
        assert sheet.entry.waits_for_zero
        assert TEN_HINT in [label.text() for label in session.all(QLabel)]
        assert TEN_HINT in sheet.findChildren(RatingRow)[0].accessibleName()
        session.press(KEY.Key_0)
        assert sheet.entry.values == {"pain": 10}
        assert TEN_HINT not in [label.text() for label in session.all(QLabel)]

    @pytest.mark.parametrize("key", [KEY.Key_Return, KEY.Key_Tab, KEY.Key_Right, KEY.Key_G, KEY.Key_T])
    def test_any_other_key_leaves_it_a_one_and_goes_on(self, session: SimulatedSession, key: Qt.Key) -> None:
        session.press(KEY.Key_1)
        session.press(key)
        session.press(KEY.Key_0)
        assert sheet_of(session).entry.values == {"pain": 1, "stress": 0}

    def test_shift_alone_decides_nothing(self, session: SimulatedSession) -> None:
        """On a French keyboard the digits need it."""
        for key in (KEY.Key_1, KEY.Key_Shift, KEY.Key_0):
            session.press(key)
        assert sheet_of(session).entry.values == {"pain": 10}

    def test_the_window_may_close_while_it_waits(
        self, session: SimulatedSession, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        put: list[object] = []
        monkeypatch.setattr(session.practice, "put", put.append)
        session.press(KEY.Key_1)
        session.window.close()
        assert [(one.scale, one.value) for one in put if isinstance(one, Rating)] == [("pain", 1)]

    def test_it_is_said_in_german(self) -> None:
        speak_by_setting("de")
        told = say(TEN_HINT)
        speak(Language())
        assert told == "Sie haben 1 gedrückt. Drücken Sie 0 für zehn oder die Eingabetaste für eins."


KEYS = (
    *(KEY.Key_0, KEY.Key_1, KEY.Key_1, KEY.Key_1, KEY.Key_5, KEY.Key_9, KEY.Key_Minus, KEY.Key_Return),
    *(KEY.Key_Tab, KEY.Key_Left, KEY.Key_Right, KEY.Key_Backspace, KEY.Key_G),
)


def rated(keys: list[Qt.Key], pauses_s: list[float]) -> dict[str, int]:
    session = SimulatedSession(None, settings=chosen())
    entry = sheet_of(session).entry
    for key, pause_s in zip(keys, pauses_s, strict=True):
        session.press(key)
        session.frame(pause_s)
    session.close()
    return entry.values


@pytest.mark.parametrize("seed", range(6))
def test_the_same_keys_at_any_speed_give_the_same_ratings(seed: int) -> None:
    chance = Random(seed)
    keys = chance.choices(KEYS, k=8)
    at_once = rated(keys, [0.0] * len(keys))
    slowly = rated(keys, [chance.choice((0.2, 1.5, 30.0)) for _ in keys])
    assert at_once == slowly, keys
