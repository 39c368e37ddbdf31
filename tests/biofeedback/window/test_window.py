"""The practise window as a person meets it: keys, words, beginning and end."""

import os
import threading
from collections.abc import Iterator

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from biofeedback.engine.state import Signal
from biofeedback.person.guide_styles import GUIDE_STYLES, STILL
from biofeedback.practice.practice import Practice
from biofeedback.quality.honesty import MADE_UP
from biofeedback.window.application import ArrivalSignal, run_window
from biofeedback.window.charts.response_bars import ResponseBars
from biofeedback.window.choices import Opening, WindowChoices
from biofeedback.window.guide.motion import END_FADE_S
from biofeedback.window.look.palette import DARK
from biofeedback.window.look.words import DOTTED_BREATH
from biofeedback.window.pages.after.ratings_sheet import RatingsSheet
from biofeedback.window.pages.practise.pattern_sheet import PatternSheet
from biofeedback.window.window import PracticeWindow
from devices.breath_pattern import BreathPattern
from devices.events import HeardStrap, LinkChanged, LinkState, Marker, StrapsHeard
from devices.message import verbatim
from devices.straps.source import Put
from tests.biofeedback.window.simulated_window import SimulatedSession, chosen
from tests.biofeedback.window.window_session import Session, Strap, columns_with
from tests.polling import wait_until


@pytest.fixture(scope="session", autouse=True)
def application() -> object:
    return QApplication.instance() or QApplication(["test"])


@pytest.fixture
def session() -> Iterator[Session]:
    session = Session()
    session.begin()
    yield session
    session.window.end()
    session.window.deleteLater()
    QApplication.processEvents()


def shown(session: SimulatedSession) -> list[str]:
    return [label.text() for label in session.all(QLabel)]


class TestBeginning:
    def test_the_strap_is_started_only_after_the_first_frame(self) -> None:
        session = Session()
        assert not session.strap.started
        session.begin()
        assert session.strap.started
        session.window.end()

    def test_a_key_that_is_quicker_than_the_first_frame_holds(self) -> None:
        session = Session()
        session.press(Qt.Key.Key_Space)
        assert session.practice.state.guide.running
        session.begin()
        session.live(1.0)
        assert session.strap.started
        assert session.practice.state.guide.running
        session.window.end()

    def test_the_guide_waits_for_space(self, session: Session) -> None:
        session.live(3.0)
        assert not session.practice.state.guide.running

    def test_unattended_it_starts_by_itself_and_closes_when_complete(self) -> None:
        session = Session(minutes=0.5, start_at_once=True)
        session.begin()
        assert session.practice.state.guide.running
        session.live(38.0)
        assert session.window.isVisible(), "the last breath is finished"
        session.live(1.5)
        assert not session.window.isVisible()
        assert not session.practice.state.guide.running

    def test_the_pattern_asked_for_is_the_guides(self) -> None:
        session = Session()
        window = PracticeWindow(
            session.practice,
            WindowChoices(minutes=1.0, pattern=BreathPattern(6.5, 1.5), opens=Opening.PRACTICE),
        )
        window.show()
        QApplication.processEvents()
        window.tick()
        assert session.practice.state.guide.pattern == BreathPattern(6.5, 1.5)
        window.end()
        session.window.end()


class TestKeys:
    def test_space_starts_and_pauses(self, session: Session) -> None:
        session.press(Qt.Key.Key_Space)
        assert session.practice.state.guide.running
        session.live(2.0)
        session.press(Qt.Key.Key_Space)
        assert not session.practice.state.guide.running
        assert session.practice.state.practised_s == pytest.approx(2.0, abs=0.2)

    def test_arrows_change_the_rate_by_a_tenth(self, session: Session) -> None:
        session.press(Qt.Key.Key_Space)
        for key in (Qt.Key.Key_Up, Qt.Key.Key_Up, Qt.Key.Key_Up, Qt.Key.Key_Down):
            session.press(key)
        assert session.practice.state.guide.pattern.rate_per_min == 5.2
        assert session.practice.state.guide.running
        assert "3.8 in · 7.7 out · 5.2 per minute" in session.texts()

    def test_arrows_before_the_start_do_not_start(self, session: Session) -> None:
        session.press(Qt.Key.Key_Down)
        assert session.practice.state.guide.pattern.rate_per_min == 4.9
        assert not session.practice.state.guide.running

    def test_m_marks(self, session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
        records: list[object] = []
        monkeypatch.setattr(session.practice, "put", records.append)
        session.press(Qt.Key.Key_M)
        assert [record for record in records if isinstance(record, Marker)] == [Marker(session.now_ns)]
        assert "Marked at 0:00" in session.texts()

    def test_escape_closes(self, session: Session) -> None:
        session.press(Qt.Key.Key_Escape)
        assert not session.window.isVisible()

    def test_only_arrows_repeat_while_they_are_held(self) -> None:
        session = SimulatedSession(None, settings=chosen(rated=False))
        for key in (Qt.Key.Key_Space, Qt.Key.Key_P, Qt.Key.Key_S, Qt.Key.Key_Plus):
            session.hold(key)
        assert not session.practice.state.guide.running
        assert not session.all(PatternSheet)
        assert session.window.settings.window.text_percent == 100
        session.hold(Qt.Key.Key_Up, 5)
        assert session.practice.state.guide.pattern.rate_per_min == 5.5
        session.close()

    def test_other_keys_do_nothing(self, session: Session) -> None:
        before = session.practice.state.guide
        for key in (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Return, Qt.Key.Key_A):
            session.press(key)
        assert session.practice.state.guide == before
        assert session.window.isVisible()


class TestWords:
    def test_without_a_strap_the_guide_runs_all_the_same(self, session: Session) -> None:
        session.strap.put(
            LinkChanged(session.now_ns, LinkState.SCANNING, message=verbatim("Put the strap on."))
        )
        session.press(Qt.Key.Key_Space)
        session.live(5.0, beating=False)
        assert session.practice.state.guide.running
        assert {"No strap yet", "searching…", "Put the strap on."} <= set(session.texts())

    def test_another_strap_is_taken_by_its_number_until_the_practice_begins(self, session: Session) -> None:
        near, far = HeardStrap("HRM-Dual:1", "AA:BB", -50), HeardStrap("Polar H10 77", "AA:CC", -70)
        session.strap.put(StrapsHeard(session.now_ns, (near, far)))
        session.strap.connect(session.now_ns)
        session.live(1.0)
        words = (
            "Several straps are in range: 1 HRM-Dual:1 · 2 Polar H10 77. Press a number to use another one."
        )
        assert words in session.texts()
        for key in (Qt.Key.Key_1, Qt.Key.Key_3, Qt.Key.Key_2):
            session.press(key)
        assert session.strap.chosen == ["AA:CC"]
        session.press(Qt.Key.Key_Space)
        session.live(2.0)
        assert words not in session.texts()
        session.press(Qt.Key.Key_2)
        assert session.strap.chosen == ["AA:CC"]

    def test_sheets_that_use_digits_have_them_before_the_straps(self) -> None:
        session = SimulatedSession(None, settings=chosen(rated=True))
        straps = HeardStrap("HRM-Dual:1", "AA:BB", -50), HeardStrap("Polar H10 77", "AA:CC", -70)
        picked: list[int] = []
        session.practice.choose_strap = picked.append  # type: ignore[method-assign, assignment]
        session.practice.put(StrapsHeard(session.now_ns, straps))
        session.frame()
        assert any("Press Ctrl and a number to use another one." in words for words in shown(session))
        session.press(Qt.Key.Key_3)
        (ratings,) = session.all(RatingsSheet)
        assert [*ratings.entry.values.values()] == [3]
        assert picked == []
        QTest.keyClick(session.window, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
        assert picked == [2]
        session.press(Qt.Key.Key_P)
        session.press(Qt.Key.Key_2)
        assert session.practice.state.guide.pattern.rate_per_min == 6.0
        session.press(Qt.Key.Key_R)
        session.press(Qt.Key.Key_4)
        assert picked == [2]
        session.press(Qt.Key.Key_W)
        assert any("Press a number to use another one." in words for words in shown(session))
        session.press(Qt.Key.Key_1)
        assert picked == [2, 1]
        session.press(Qt.Key.Key_W)
        session.press(Qt.Key.Key_O)
        session.press(Qt.Key.Key_1)
        assert picked == [2, 1]
        session.close()

    def test_dots_are_told_of_only_while_they_are_drawn(self) -> None:
        session = SimulatedSession("calm", settings=chosen(rated=False))
        session.live(6.0)
        session.press(Qt.Key.Key_Space)
        session.live(90.0)  # Until the praise is over, at a moment when the breath is beside the light.
        guide = session.window.guide
        ink = DARK.breath
        for style in GUIDE_STYLES:
            assert guide.style_shown is style
            told = str(DOTTED_BREATH) in shown(session)
            assert told == bool(columns_with(guide, ink)) == (style is not STILL)
            session.press(Qt.Key.Key_G)
        session.press(Qt.Key.Key_Space)
        session.live(2.0)
        assert not columns_with(guide, ink)
        assert DOTTED_BREATH not in shown(session)
        session.close()

    def test_the_name_of_a_strap_is_never_markup(self, session: Session) -> None:
        name = "<b>H10</b>"
        session.strap.put(LinkChanged(session.now_ns, LinkState.STREAMING, name, "AA"))
        session.frame()
        label = next(x for x in session.window.findChildren(QLabel) if x.text() == name)
        assert label.textFormat() is Qt.TextFormat.PlainText

    def test_silence_is_seen(self, session: Session) -> None:
        session.strap.connect(session.now_ns)
        session.live(10.0)
        assert session.practice.state.signal is Signal.GOOD
        session.live(8.0, beating=False)
        assert "signal lost" in session.texts()

    @pytest.mark.parametrize("size", [(960, 600), (1280, 720)])
    def test_made_up_beats_are_told_whole_and_have_no_figures(
        self, session: Session, size: tuple[int, int]
    ) -> None:
        session.window.resize(*size)
        session.strap.connect(session.now_ns)
        session.press(Qt.Key.Key_Space)
        session.live(100.0, made_up=True)
        assert {str(MADE_UP), "doubtful beats"} <= set(session.texts())
        assert session.practice.state.figures.rmssd.value is None
        assert not columns_with(session.window.findChild(ResponseBars), DARK.response, DARK.response_newest)
        notice = next(label for label in session.window.findChildren(QLabel) if label.text() == str(MADE_UP))
        assert notice.heightForWidth(notice.width()) <= notice.height()

    def test_a_recording_in_danger_is_told(self, session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(Practice, "problem", property(lambda _: verbatim("The disk is full.")))
        session.frame()
        assert "The disk is full." in session.texts()

    def test_attended_it_sums_up_and_lets_one_go_on(self) -> None:
        session = Session(minutes=0.2)
        session.begin()
        session.press(Qt.Key.Key_Space)
        session.live(16.0)
        assert not session.practice.state.guide.running
        session.live(END_FADE_S)
        assert session.window.isVisible()
        assert "You breathed for less than a minute, at 5 breaths per minute." in session.texts()
        session.press(Qt.Key.Key_Space)
        session.live(5.0)
        assert session.practice.state.guide.running
        session.window.end()

    def test_a_long_name_leaves_the_time_in_its_place(self, session: Session) -> None:
        session.window.resize(960, 600)
        session.frame()
        planned = next(x for x in session.window.findChildren(QLabel) if x.text() == "of 10:00")
        before = planned.geometry()
        session.strap.put(
            LinkChanged(session.now_ns, LinkState.STREAMING, "Strap with a name of 29 bytes", "A")
        )
        session.live(8.0, beating=False)
        assert planned.geometry() == before

    def test_nothing_moves_when_the_words_change(self, session: Session) -> None:
        before = session.window.guide.geometry()
        session.strap.put(
            LinkChanged(session.now_ns, LinkState.UNAVAILABLE, message=verbatim("Bluetooth is off. " * 5))
        )
        session.frame()
        assert session.window.guide.geometry() == before


class TestRunWindow:
    def test_what_comes_in_another_thread_is_taken_in_the_windows_and_once(self) -> None:
        taken: list[int] = []
        arrivals = ArrivalSignal(lambda: taken.append(threading.get_ident()))
        for count in (1, 2):
            sender = threading.Thread(target=lambda: [arrivals.hasten() for _ in range(5)])
            sender.start()
            sender.join()
            wait_until(lambda count=count: QApplication.processEvents() or len(taken) >= count)  # type: ignore[misc]
            QApplication.processEvents()
        assert taken == [threading.get_ident()] * 2

    def test_it_ends_when_asked_to_stop(self) -> None:
        strap = Strap()
        asked = iter([False] * 5 + [True] * 1000)
        run_window(
            Practice(strap, start_ns=0, clock_ns=lambda: 1),
            WindowChoices(minutes=1.0, opens=Opening.PRACTICE),
            should_stop=lambda: next(asked),
        )
        assert strap.started
        assert not strap.stopped

    def test_an_error_ends_it_and_is_not_swallowed(self) -> None:
        class Broken(Strap):
            def start(self, _put: Put) -> None:
                raise OSError("no radio")

        with pytest.raises(OSError, match="no radio"):
            run_window(
                Practice(Broken(), start_ns=0, clock_ns=lambda: 1),
                WindowChoices(minutes=1.0, opens=Opening.PRACTICE),
                should_stop=lambda: False,
            )
