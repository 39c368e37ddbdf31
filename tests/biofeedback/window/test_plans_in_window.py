"""Plans in the window: a search from its sheet to its result, own patterns and scales, the ramp's words."""

import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QWidget

from biofeedback.cli.asked.plans import TerminalSearch
from biofeedback.person.profile import PROFILE_FILE_NAME, ProfileShelf, load_profile
from biofeedback.person.settings import OwnScale, Settings
from biofeedback.practice.guide_plan import RampPlan, SearchPlan
from biofeedback.practice.practice import Practice
from biofeedback.resonance.estimate import Resonance
from biofeedback.resonance.protocol import Protocol, protocol_schedule
from biofeedback.window.companion import Silence
from biofeedback.window.pages.practise.pattern_sheet import PatternSheet
from biofeedback.window.pages.practise.search_sheets import (
    ResultSheet,
    SearchSheet,
    SearchUnderWaySheet,
    StoppedSheet,
)
from biofeedback.window.pages.practise.settings_sheet import SettingsSheet
from devices.breath_pattern import BreathPattern
from tests.biofeedback.window.simulated_window import NS, START_NS, MovedSource, SimulatedSession, chosen
from tests.by_keyboard import press, seen, tab_to, texts
from tests.polling import wait_until

KEY = Qt.Key
RESONANCE_PER_MIN = 5.3  # of the person of the scenario "resonance"


def focused() -> QWidget:
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


@pytest.fixture(scope="module", autouse=True)
def application() -> object:
    return QApplication.instance() or QApplication(["test"])


def shelf(folder: Path, session: str = "one") -> ProfileShelf:
    return ProfileShelf(folder / PROFILE_FILE_NAME, session)


def opened(folder: Path | None = None, scenario: str = "resonance", **kept: object) -> SimulatedSession:
    """A window whose profile lies in a folder; nothing is asked."""
    on = None if folder is None else shelf(folder)
    session = SimulatedSession(scenario, settings=chosen(rated=False), shelf=on, **kept)  # type: ignore[arg-type]
    session.live(3.0)
    return session


class Bell(Silence):
    """A sound that counts how often its bell rang."""

    rung = 0

    def ring(self) -> None:
        self.rung += 1


def guided_per_min(session: SimulatedSession) -> float:
    return session.practice.state.guide.pattern.rate_per_min


class TestSearch:
    @pytest.mark.soak
    def test_in_steps_from_the_sheet_to_the_result_and_a_profile(self, tmp_path: Path) -> None:
        told: list[Settings] = []
        bell = Bell()
        session = opened(tmp_path, on_settings=told.append, sound=bell)
        press(session, KEY.Key_R)
        assert seen(session, SearchSheet)
        assert "In steps" in texts(session)
        assert "Finer" not in texts(session)
        press(session, KEY.Key_1)
        assert session.practice.state.guide.running
        session.live(1.0)
        for number, rate_per_min in enumerate((6.5, 6.0, 5.5, 5.0, 4.5), start=1):
            assert f"rate {number} of 5" in texts(session)
            assert guided_per_min(session) == rate_per_min
            assert bell.rung == 0
            session.live(120.0, step_s=0.5)
        wait_until(lambda: session.frame(0.1) or seen(session, ResultSheet))
        assert bell.rung == 1
        assert not session.practice.state.guide.running
        assert guided_per_min(session) == 5.0
        found = load_profile(tmp_path / PROFILE_FILE_NAME).searches
        assert [(one.session, one.protocol, one.exhale_to_inhale) for one in found] == [
            ("one", "stepped", 2.0)
        ]
        assert found[0].is_clear
        assert found[0].rate_per_min == pytest.approx(RESONANCE_PER_MIN, abs=0.25)
        rate = f"{found[0].rate_per_min:.1f}"
        assert f"Your heart responds most at {rate} ± {found[0].half_width_per_min:.1f} breaths" in texts(
            session
        )
        assert "0:00\nof 10:00" in texts(session)
        press(session, KEY.Key_1)
        assert guided_per_min(session) == float(rate)
        assert told[-1].breathing.pattern == BreathPattern(float(rate))
        session.close()

    def test_what_was_found_before_is_shown_joined_and_may_be_refined(self, tmp_path: Path) -> None:
        for rate_per_min in (5.2, 5.6):
            shelf(tmp_path).take(Protocol.STEPPED, 2.0, Resonance(rate_per_min, 0.3, 8.0, 0.9, 48))
        session = opened(tmp_path)
        press(session, KEY.Key_R)
        assert "All your searches together: 5.4 ± 0.4 breaths per minute (2 of 2 were clear)." in texts(
            session
        )
        press(session, KEY.Key_3)
        session.live(1.0)
        assert guided_per_min(session) == pytest.approx(5.6)
        assert "rate 1 of 3" in texts(session)
        press(session, KEY.Key_Space, KEY.Key_R, KEY.Key_2, KEY.Key_R, KEY.Key_R, KEY.Key_4)
        assert guided_per_min(session) == pytest.approx(5.4)
        session.close()

    def test_stopped_before_its_half_it_is_told_that_this_is_too_little(self, tmp_path: Path) -> None:
        session = opened(tmp_path, minutes=1.0)
        press(session, KEY.Key_R, KEY.Key_1)
        session.live(63.0, step_s=0.5)
        assert "1:00\nof 10:00" in texts(session)
        press(session, KEY.Key_R)
        assert seen(session, SearchUnderWaySheet)
        press(session, KEY.Key_2)
        assert seen(session, StoppedSheet)
        assert session.practice.state.guide.running
        assert guided_per_min(session) == 5.0
        assert "0:03\nof 1:00" in texts(session)
        assert not (tmp_path / PROFILE_FILE_NAME).exists()
        session.live(55.0, step_s=0.5)
        assert not session.practice.is_done
        session.live(16.0)
        assert session.practice.is_done
        session.close()

    @pytest.mark.soak
    def test_neither_arrows_nor_a_pause_end_it(self) -> None:
        session = opened()
        press(session, KEY.Key_R, KEY.Key_1)
        session.live(23.0)
        press(session, KEY.Key_Up, KEY.Key_P)
        assert "The search sets the rate" in texts(session)
        assert guided_per_min(session) == 6.5
        assert not seen(session, PatternSheet)
        press(session, KEY.Key_Space)
        session.live(60.0)
        press(session, KEY.Key_Space)
        session.live(98.0)
        assert guided_per_min(session) == 6.5
        session.live(3.0)
        assert guided_per_min(session) == 6.0
        session.close()

    @pytest.mark.soak
    def test_closed_after_its_half_it_still_has_a_result(self, tmp_path: Path) -> None:
        session = opened(tmp_path)
        press(session, KEY.Key_R, KEY.Key_1)
        session.live(310.0, step_s=1.0)
        session.close()
        assert len(load_profile(tmp_path / PROFILE_FILE_NAME).searches) == 1

    def test_a_damaged_profile_is_told_in_one_sentence_and_left_alone(self, tmp_path: Path) -> None:
        (tmp_path / PROFILE_FILE_NAME).write_text("{")
        session = opened(tmp_path)
        press(session, KEY.Key_R)
        assert f"{PROFILE_FILE_NAME} is not valid TOML" in texts(session)
        press(session, KEY.Key_1)
        session.live(310.0, step_s=1.0)
        press(session, KEY.Key_R, KEY.Key_2)
        wait_until(lambda: session.frame(0.1) or seen(session, ResultSheet))
        assert f"{PROFILE_FILE_NAME} is not valid TOML" in texts(session)
        assert (tmp_path / PROFILE_FILE_NAME).read_text() == "{"
        session.close()


@pytest.mark.parametrize(("seconds", "kept"), [(100.0, 0), (362.0, 1)])
def test_a_search_in_the_terminal_is_kept_too(tmp_path: Path, seconds: float, kept: int) -> None:
    now_ns = START_NS
    source = MovedSource("resonance", 1)
    schedule = protocol_schedule(Protocol.REFINING, 2.0, about_per_min=RESONANCE_PER_MIN)
    plan = SearchPlan(Protocol.REFINING, schedule)
    practice = Practice(source, start_ns=START_NS, plan=plan, clock_ns=lambda: now_ns)
    source.practice = practice
    search = TerminalSearch(practice, plan)
    practice.set_guide(BreathPattern(), running=True)
    practice.begin()
    for _ in range(round(seconds)):
        now_ns += NS
        source.advance(now_ns)
        practice.advance()
    practice.end()
    search.judge(shelf(tmp_path))
    assert len(load_profile(tmp_path / PROFILE_FILE_NAME).searches) == kept


def test_the_ramp_says_where_it_goes_and_beside_the_guide_alone_it_is_silent() -> None:
    session = opened(plan=RampPlan(BreathPattern(), 9.0), scenario="calm")
    press(session, KEY.Key_Space)
    session.live(30.0)
    assert "The guide is slowing down to 5.0 per minute." in texts(session)
    press(session, KEY.Key_F)
    session.live(1.0)
    assert "slowing" not in texts(session)
    assert "per minute" in texts(session)
    session.close()


@pytest.mark.parametrize("practised_s", [0.0, pytest.param(100.0, marks=pytest.mark.soak)])
def test_the_ramp_goes_to_a_pattern_picked_while_the_guide_stands(practised_s: float) -> None:
    told: list[Settings] = []
    session = opened(plan=RampPlan(BreathPattern(), 7.0), scenario="calm", on_settings=told.append)
    if practised_s:
        press(session, KEY.Key_Space)
        session.live(practised_s)
        press(session, KEY.Key_Space)
    ramped = guided_per_min(session)
    press(session, KEY.Key_P)
    assert "Slowing down to 4.0 in · 8.0 out · 5.0 per minute" in texts(session)
    press(session, KEY.Key_2)
    assert told[-1].breathing.pattern == BreathPattern(6.0)
    press(session, KEY.Key_Up, KEY.Key_Right)
    aimed = BreathPattern(6.1, 2.1)
    assert told[-1].breathing.pattern == aimed
    session.live(1.0)
    assert f"Slowing down to {aimed}" in texts(session)
    assert "The guide is slowing down to 6.1 per minute." in texts(session)
    press(session, KEY.Key_Space, KEY.Key_P)
    assert guided_per_min(session) == pytest.approx(ramped)
    session.live(180.0, step_s=0.5)
    assert session.practice.state.guide.pattern == aimed
    session.close()


def test_a_pattern_picked_while_the_ramp_runs_ends_it() -> None:
    session = opened(plan=RampPlan(BreathPattern(), 9.0), scenario="calm")
    press(session, KEY.Key_Space, KEY.Key_P, KEY.Key_2)
    session.live(30.0)
    assert session.practice.state.guide.pattern == BreathPattern(6.0)
    session.close()


def test_a_rate_that_is_known_ends_the_ramp() -> None:
    on = ProfileShelf()
    on.take(Protocol.STEPPED, 2.0, Resonance(5.4, 0.3, 8.0, 0.9, 48))
    settings = chosen(rated=False)
    session = SimulatedSession("calm", settings=settings, shelf=on, plan=RampPlan(BreathPattern(), 9.0))
    press(session, KEY.Key_R, KEY.Key_4, KEY.Key_Space)
    session.live(1.0)
    assert guided_per_min(session) == pytest.approx(5.4)
    session.close()


class Muting(Silence):
    """A sound that counts how often it is muted."""

    muted = False
    count = 0

    def mute(self, *, muted: bool) -> None:  # noqa: ARG002
        self.count += 1


class TestOwnPatterns:
    @pytest.fixture
    def told(self) -> list[Settings]:
        return []

    @pytest.fixture
    def sound(self) -> Muting:
        return Muting()

    @pytest.fixture
    def session(self, told: list[Settings], sound: Muting) -> Iterator[SimulatedSession]:
        session = opened(scenario="calm", on_settings=told.append, sound=sound)
        press(session, KEY.Key_P)
        yield session
        session.close()

    def test_kept_chosen_and_deleted_by_keyboard(
        self, session: SimulatedSession, told: list[Settings], sound: Muting
    ) -> None:
        press(session, KEY.Key_Right, KEY.Key_Up)
        mine = BreathPattern(5.1, 2.1)
        tab_to(session, "Save as")
        QTest.keyClicks(focused(), "My best")
        press(session, KEY.Key_Return)
        assert told[-1].breathing.own_patterns == {"My best": mine}
        assert "My best is saved." in texts(session)
        assert sound.count == 0
        press(session, KEY.Key_1)
        assert session.practice.state.guide.pattern == BreathPattern()
        press(session, KEY.Key_6)
        assert session.practice.state.guide.pattern == mine
        assert told[-1].breathing.pattern == mine
        tab_to(session, "Delete My best")
        press(session, KEY.Key_Return)
        assert told[-1].breathing.own_patterns == {}
        assert told[-1].breathing.pattern == mine
        assert "6   My best" not in texts(session)
        press(session, KEY.Key_P)
        assert not seen(session, PatternSheet)

    def test_without_a_name_nothing_is_kept(self, session: SimulatedSession, told: list[Settings]) -> None:
        tab_to(session, "Save as")
        QTest.keyClicks(focused(), "  ")
        press(session, KEY.Key_Return)
        assert "Write a name that is not empty." in texts(session)
        assert seen(session, PatternSheet)
        assert not told

    def test_more_than_fifty_are_refused_in_one_sentence(self, told: list[Settings]) -> None:
        settings = chosen(rated=False)
        own = {f"{k}": BreathPattern() for k in range(50)}
        settings = replace(settings, breathing=replace(settings.breathing, own_patterns=own))
        session = SimulatedSession("calm", settings=settings, on_settings=told.append)
        press(session, KEY.Key_P)
        sheet = session.window.findChildren(PatternSheet)[-1]
        sheet.name.line.setText("One more")
        sheet.name.entered.emit()
        assert "Write at most 50." in texts(session)
        assert not told
        session.close()

    def test_holds_are_chosen_by_keyboard_and_too_long_ones_refused(
        self, session: SimulatedSession, told: list[Settings]
    ) -> None:
        tab_to(session, "Hold after the inhale")
        press(session, KEY.Key_Down, KEY.Key_Down)
        assert session.practice.state.guide.pattern == BreathPattern(5.0, 2.0, hold_full_s=1.0)
        assert "hold" in texts(session)
        tab_to(session, "Hold after the exhale")
        press(session, KEY.Key_Down)
        assert told[-1].breathing.pattern == BreathPattern(5.0, 2.0, hold_full_s=1.0, hold_empty_s=0.5)
        press(session, *[KEY.Key_Down] * 9)
        box = QApplication.focusWidget()
        assert isinstance(box, QComboBox)
        tab_to(session, "Hold after the inhale")
        press(session, *[KEY.Key_Down] * 9)
        assert "leave too little of a breath" in texts(session)
        assert session.practice.state.guide.pattern.held_s <= 6.0
        press(session, KEY.Key_1)
        assert session.practice.state.guide.pattern == BreathPattern()
        assert "leave too little" not in texts(session)
        press(session, KEY.Key_Space)
        assert session.practice.state.guide.running


class TestOwnScales:
    def test_added_and_removed_by_keyboard(self) -> None:
        told: list[Settings] = []
        session = SimulatedSession("calm", settings=chosen(), on_settings=told.append)
        press(session, KEY.Key_O)
        for field, words in (("Another scale", "Tension"), ("0 means", "none"), ("10 means", "a lot")):
            tab_to(session, field)
            assert isinstance(QApplication.focusWidget(), QLineEdit)
            QTest.keyClicks(focused(), words)
        press(session, KEY.Key_Return)
        assert told[-1].ratings.own_scales == (OwnScale("Tension", "none", "a lot"),)
        assert "Tension · 0 none · 10 a lot" in texts(session)
        tab_to(session, "Another scale")
        for name, sentence in (
            ("Pain", "Give each scale a different name"),
            ("", "Write a name that is not empty."),
        ):
            line = QApplication.focusWidget()
            assert isinstance(line, QLineEdit)
            line.clear()
            QTest.keyClicks(line, name)
            press(session, KEY.Key_Return)
            assert sentence in texts(session)
        assert len(told) == 1
        tab_to(session, "Remove Tension")
        press(session, KEY.Key_Return)
        assert told[-1].ratings.own_scales == ()
        assert "Tension" not in texts(session)
        session.close()

    def test_a_sixth_is_refused(self) -> None:
        settings = chosen()
        scales = tuple(OwnScale(f"Scale {k}") for k in range(5))
        settings = replace(settings, ratings=replace(settings.ratings, own_scales=scales))
        press(session := SimulatedSession("calm", settings=settings), KEY.Key_O)
        sheet = session.window.findChildren(SettingsSheet)[-1]
        sheet.own_scales.name.line.setText("Another")
        sheet.own_scales.name.entered.emit()
        assert "Write at most 5." in texts(session)
        session.close()
