"""A strap judged while it is worn: silent on good ones at any moment, each fault told, and told no more."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from biofeedback.beats.rhythm import TOO_IRREGULAR
from biofeedback.quality.honesty import MADE_UP, NO_BEATS
from biofeedback.quality.live_quality import LiveQuality
from biofeedback.quality.quality import QualityCheck
from devices.events import Contact
from devices.message import Message
from tests.recorded_straps import (
    GOOD,
    TICKS_PER_MS,
    Recorded,
    between,
    from_csv,
    h10_pvc,
    heart_ms,
    recorded,
    without,
)

S = 1_000_000_000
LONG = recorded(heart_ms(1300))
"""Twenty minutes of a good strap."""


@dataclass(frozen=True)
class Judgement:
    time_s: int
    warnings: tuple[Message, ...]
    doubt: QualityCheck | None


def lived(measurements: Recorded) -> Iterator[Judgement]:
    """The strap as it is judged at every second from its first notification to its last."""
    quality = LiveQuality()
    begin_ns, waiting = measurements[0].time_ns, list(reversed(measurements))
    for time_ns in range(begin_ns, measurements[-1].time_ns + S, S):
        while waiting and waiting[-1].time_ns <= time_ns:
            quality.advance(waiting[-1].time_ns)
            quality.hear(waiting.pop())
        quality.advance(time_ns)
        yield Judgement((time_ns - begin_ns) // S, quality.warnings, quality.doubt)


def seconds_with(words: str, measurements: Recorded) -> list[int]:
    """When a warning with these words was given."""
    return [j.time_s for j in lived(measurements) if any(words in str(one) for one in j.warnings)]


def doubted_seconds(measurements: Recorded, doubt: QualityCheck) -> list[int]:
    return [j.time_s for j in lived(measurements) if j.doubt is doubt]


def is_silent(measurements: Recorded) -> bool:
    return all(not j.warnings and j.doubt is None for j in lived(measurements))


def made_up(measurements: Recorded, first: int, last: int) -> Recorded:
    """Notifications whose intervals follow from a rate that moves."""
    rates = [60 + i * 7 % 11 for i in range(len(measurements))]
    return [
        replace(m, heart_rate_per_min=rate, rr_ticks=(round(61_440 / rate),)) if first <= i < last else m
        for i, (m, rate) in enumerate(zip(measurements, rates, strict=True))
    ]


def stuck(measurements: Recorded, first: int, last: int) -> Recorded:
    """Notifications that repeat one interval while their rate climbs."""
    return [
        replace(m, rr_ticks=(1024,), heart_rate_per_min=60 + (i - first) // 5) if first <= i < last else m
        for i, m in enumerate(measurements)
    ]


class TestGoodStraps:
    def test_steady_one(self) -> None:
        assert is_silent(LONG)

    @pytest.mark.parametrize("name", ["rr_h10_slow", pytest.param("rr_h10_run102", marks=pytest.mark.soak)])
    def test_real_polar_h10(self, real_data: Path, name: str) -> None:
        assert is_silent(from_csv(real_data / name / "rr.csv"))

    def test_real_polar_h10_on_a_heart_with_extrasystoles(self, real_data: Path) -> None:
        judged = list(lived(h10_pvc(real_data)))
        assert {warning for j in judged for warning in j.warnings} == {TOO_IRREGULAR}
        assert {j.doubt for j in judged} == {None}
        assert judged[-1].warnings

    @pytest.mark.soak
    def test_real_optical_bands_measure_their_beats(self, real_data: Path) -> None:
        for name in ("heartmath_rr", "kyto_rr", "rhythm_rr"):
            judged = lived(from_csv(real_data / "rr_multi_paced6" / f"{name}.csv"))
            assert {j.doubt for j in judged} == {None}

    def test_being_put_on_is_not_held_against_it(self) -> None:
        assert is_silent(between(GOOD, 0, 60, heart_rate_per_min=0, rr_ticks=()))

    def test_a_few_seconds_lost_at_the_start_are_no_share_of_the_time(self) -> None:
        assert is_silent(without(GOOD, 4, 8))


class TestFaults:
    """Each fault of a minute or so in a long recording: given, and given no more some minutes later."""

    @pytest.mark.parametrize(
        ("words", "faulty", "ended_s"),
        [
            ("a heart rate but no beats. Moisten", between(LONG, 300, 360, rr_ticks=()), 360),
            (
                "no skin contact or no heart beat",
                between(LONG, 300, 360, contact=Contact.NO, rr_ticks=()),
                360,
            ),
            (
                "no skin contact or no heart beat",
                between(LONG, 300, 360, heart_rate_per_min=0, rr_ticks=()),
                360,
            ),
            ("of the time only. Sit closer", without(LONG, 300, 360), 360),
            ("of the intervals are no heart beats", between(LONG, 300, 360, rr_ticks=(250, 770)), 360),
            (
                "are missing. Moisten",
                recorded(heart_ms(1300), lost=frozenset(range(300, 700, 10))),
                665,
            ),
            (
                "some came twice",
                [replace(m, rr_ticks=m.rr_ticks * (2 if 300 <= i < 660 and i % 5 == 0 else 1))
                 for i, m in enumerate(LONG)],
                660,
            ),
            ("times in a row: the strap was stuck", stuck(LONG, 300, 345), 345),
            ("No beat-to-beat data", made_up(LONG, 300, 600), 600),
        ],
    )  # fmt: skip
    def test_comes_and_goes(self, words: str, faulty: Recorded, ended_s: int) -> None:
        given_s = seconds_with(words, faulty)
        assert given_s[0] < ended_s
        assert given_s[-1] > ended_s
        assert given_s[-1] - ended_s < 8 * 60
        assert faulty[-1].time_ns / S > given_s[-1] + 60

    @pytest.mark.parametrize(
        ("words", "faulty"),
        [
            (
                "so figures in ms are about 2 % too small",
                recorded(heart_ms(1300), ticks_per_ms=1.0),
            ),
            (
                "so figures in ms are about 2 % too large",
                recorded(heart_ms(1300), ticks_per_ms=TICKS_PER_MS**2),
            ),
            ("are missing", recorded(heart_ms(1300), lost=frozenset(range(0, 1300, 10)))),
            (str(NO_BEATS), [replace(m, rr_ticks=()) for m in GOOD]),
            ("For 100 % of the time", [replace(m, rr_ticks=(), heart_rate_per_min=0) for m in GOOD]),
            pytest.param(str(MADE_UP), made_up(LONG, 0, len(LONG)), marks=pytest.mark.soak),
            (str(MADE_UP), [replace(m, rr_ticks=(1024,), heart_rate_per_min=60) for m in GOOD]),
        ],
    )
    def test_that_lasts_is_told_to_the_end(self, words: str, faulty: Recorded) -> None:
        given_s = seconds_with(words, faulty)
        assert given_s == list(range(given_s[0], given_s[-1] + 1))
        assert given_s[-1] >= faulty[-1].time_ns // S - 1

    def test_a_real_strap_that_sends_milliseconds(self, real_data: Path) -> None:
        real = from_csv(real_data / "rr_multi_paced6" / "heartmath_rr.csv")
        from_zero = [replace(m, time_ns=m.time_ns - real[0].time_ns) for m in real]
        words = "steadily: the strap confuses milliseconds"
        assert any(words in str(one) for judged in lived(from_zero) for one in judged.warnings)

    def test_a_short_loss_is_left_to_the_signal_words(self) -> None:
        assert is_silent(without(GOOD, 300, 308))
        assert is_silent(between(GOOD, 300, 308, contact=Contact.NO))


class TestCalm:
    def flickering(self) -> Recorded:
        """Beats that are missing for 5 s in every 100: just where the threshold is."""
        return [m for i, m in enumerate(LONG) if i % 100 > 5 or i < 100]

    def test_no_warning_lasts_less_than_a_minute(self) -> None:
        given_s = seconds_with("Sit closer", self.flickering())
        breaks = np.flatnonzero(np.diff(given_s) > 1)
        lengths_s = np.diff([-1, *breaks, len(given_s) - 1])
        assert len(given_s) > 60
        assert min(lengths_s) >= 60

    def test_words_stay_for_a_minute(self) -> None:
        """The share falls with every judgement; nobody reads a sentence that changes every ten seconds."""
        said = [j.warnings for j in lived(without(LONG, 300, 360)) if j.warnings]
        changes = sum(a != b for a, b in pairwise(said))
        assert changes <= len(said) / 60

    def test_the_most_severe_comes_first(self) -> None:
        both = between(made_up(GOOD, 300, 600), 450, 500, contact=Contact.NO, rr_ticks=())
        several = [j.warnings for j in lived(both) if MADE_UP in j.warnings and len(j.warnings) > 1]
        assert {warnings[0] for warnings in several} == {MADE_UP}
        assert any("no skin contact" in str(warnings[1]) for warnings in several)

    def test_nothing_is_said_of_a_strap_that_is_not_heard(self) -> None:
        quality = LiveQuality()
        quality.advance(0)
        assert quality.advance(3600 * S)
        assert quality.warnings == ()

    def test_everything_is_let_go_after_a_long_silence(self) -> None:
        quality = LiveQuality()
        for m in recorded(heart_ms(640), ticks_per_ms=1.0):
            quality.advance(m.time_ns)
            quality.hear(m)
        assert quality.warnings
        for time_s in range(700, 1400, 10):
            quality.advance(time_s * S)
        assert quality.warnings == ()


class TestDoubt:
    def test_made_up_intervals_are_doubted_after_a_minute_and_a_minute_longer_than_they_last(self) -> None:
        doubted_s = doubted_seconds(made_up(GOOD, 0, 400), QualityCheck.MADE_UP)
        assert 59 <= doubted_s[0] <= 75
        assert doubted_s == list(range(doubted_s[0], doubted_s[-1] + 1))
        assert 460 <= doubted_s[-1] <= 560

    def test_a_stuck_strap_is_doubted_while_it_is_stuck(self) -> None:
        doubted_s = doubted_seconds(stuck(GOOD, 300, 400), QualityCheck.FROZEN)
        assert 320 <= doubted_s[0] <= 340
        assert 400 <= doubted_s[-1] <= 411

    def test_a_strap_stuck_for_long_is_not_said_to_make_up_its_beats(self) -> None:
        assert not seconds_with("No beat-to-beat data", stuck(LONG, 300, 500))

    def test_the_span_covers_what_was_doubtful_and_no_more(self) -> None:
        quality = LiveQuality()
        for m in stuck(LONG, 300, 400)[:420]:
            quality.advance(m.time_ns)
            quality.hear(m)
        assert quality.doubted is not None
        assert (quality.doubted.first_ns / S, quality.doubted.last_ns / S) == (301, 400)

    def test_a_time_that_runs_backwards_hides_nothing(self) -> None:
        quality = LiveQuality()
        for i, m in enumerate(made_up(LONG, 0, 400)[:400]):
            quality.advance(m.time_ns)
            quality.hear(m if i % 30 else replace(m, time_ns=0))
        assert quality.doubt is QualityCheck.MADE_UP
