"""Whether a recorded strap can be trusted: silent on good ones, one sentence for each fault."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import Any

import pytest

from biofeedback.analysis.analysis import AnalysisOptions, analyse
from biofeedback.analysis.recording import load_recording
from biofeedback.quality.elapsed import ElapsedFit, elapsed_warning, fit_elapsed
from biofeedback.quality.honesty import (
    MADE_UP,
    NO_BEATS,
    frozen_runs,
    frozen_warning,
    is_made_up,
    off_body_warning,
    rate_only_warning,
)
from biofeedback.quality.quality import Quality, quality_of_arrivals, quality_of_intervals
from devices.breath_pattern import BreathPattern
from devices.events import Contact, GuideChanged, HeartRateMeasurement, LinkChanged, LinkState
from devices.message import Message
from devices.notifications import HEART_RATE_MEASUREMENT, Notification
from devices.straps.heart_rate_service import encode_heart_rate_measurement
from sessions.recorder import Recorder
from sessions.store import Origin, SessionHeader
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


def judged(measurements: Recorded, *, noise_percent: float = 0.0) -> Quality:
    return quality_of_arrivals(measurements, end_ns=measurements[-1].time_ns, noise_percent=noise_percent)


def the_warning(measurements: Recorded) -> str:
    (warning,) = judged(measurements).warnings
    return str(warning)


def slope_warning(measurements: Recorded) -> Message | None:
    fit = fit_elapsed(measurements)
    assert fit is not None
    return elapsed_warning(fit)


def test_good_strap_gives_no_warning() -> None:
    quality = judged(GOOD)
    assert quality.warnings == ()
    assert quality.coverage_percent == 100.0
    assert quality.rr_to_elapsed == pytest.approx(1.0, abs=0.002)


@pytest.mark.parametrize("name", ["rr_h10_slow", "rr_h10_run102"])
def test_real_polar_h10_gives_no_warning(real_data: Path, name: str) -> None:
    quality = judged(from_csv(real_data / name / "rr.csv"))
    assert quality.warnings == ()
    assert quality.rr_to_elapsed == pytest.approx(1.0, abs=0.001)


def test_real_polar_h10_on_a_heart_with_extrasystoles_gives_no_warning(real_data: Path) -> None:
    assert judged(h10_pvc(real_data)).warnings == ()


class TestSumOfBeatsAgainstTime:
    def test_milliseconds_sent_as_ticks(self) -> None:
        warning = the_warning(recorded(heart_ms(640), ticks_per_ms=1.0))
        assert "97.6 % of the time, steadily" in warning
        assert "2 % too small. Compare" in warning

    def test_ticks_scaled_twice(self) -> None:
        warning = the_warning(recorded(heart_ms(640), ticks_per_ms=TICKS_PER_MS**2))
        assert "102.4 % of the time, steadily" in warning
        assert "2 % too large. Compare" in warning

    def test_too_short_to_tell_milliseconds_from_lost_beats(self) -> None:
        warning = the_warning(recorded(heart_ms(300), ticks_per_ms=1.0))
        assert "missing, or the strap confuses" in warning
        assert "Record for more than 6 minutes" in warning

    def test_lost_beats_never_add_up_to_more_than_the_time(self) -> None:
        warning = the_warning(recorded(heart_ms(300), ticks_per_ms=TICKS_PER_MS**2))
        assert "2 % too large. Compare" in warning

    def test_lost_beats_are_not_taken_for_a_wrong_unit(self) -> None:
        """One beat in 43 is lost, like the 2.3 % of a wrong unit, but not evenly."""
        lost = frozenset(range(100, 130, 2))
        fit = fit_elapsed(recorded(heart_ms(640), lost=lost))
        assert fit is not None
        assert abs(fit.slope - 0.977) < 0.006
        assert "a few are missing. Moisten" in str(elapsed_warning(fit))

    def test_time_without_any_beats_is_told_by_another_check(self) -> None:
        fit = fit_elapsed(recorded(heart_ms(640), lost=frozenset(range(250, 350))))
        assert fit is not None
        assert elapsed_warning(fit) is None
        assert len(fit.parts) == 2

    def test_lost_beats(self) -> None:
        warning = the_warning(recorded(heart_ms(640), lost=frozenset(range(0, 640, 10))))
        assert "add up to 90.3 % of the time: some are missing. Moisten" in warning

    def test_beats_counted_twice(self) -> None:
        twice = [replace(m, rr_ticks=m.rr_ticks * 2) if i % 10 == 0 else m for i, m in enumerate(GOOD)]
        assert "some came twice or are made up. Don't trust" in the_warning(twice)

    @pytest.mark.parametrize(
        ("slope", "silent"), [(0.989, False), (0.991, True), (1.009, True), (1.011, False)]
    )
    def test_one_percent_is_good(self, slope: float, silent: bool) -> None:
        assert (elapsed_warning(ElapsedFit(slope, (slope,))) is None) is silent

    def test_less_than_three_minutes_give_no_verdict(self) -> None:
        assert fit_elapsed(GOOD[:180]) is None
        assert fit_elapsed(GOOD[:181]) is not None

    def test_two_chains_of_less_than_three_minutes_give_no_verdict(self) -> None:
        assert fit_elapsed(without(GOOD[:300], 140, 160)) is None

    def test_beats_of_a_gap_are_not_missing(self) -> None:
        fit = fit_elapsed(without(GOOD, 250, 350))
        assert fit is not None
        assert fit.slope == pytest.approx(1.0, abs=0.002)
        assert len(fit.parts) == 2

    def test_every_chain_counts(self) -> None:
        """The second, shorter chain loses beats; the longest alone would be good."""
        losing = [replace(m, rr_ticks=()) if i > 380 and i % 4 == 0 else m for i, m in enumerate(GOOD)]
        assert slope_warning(without(losing, 370, 380)) is not None
        assert slope_warning(losing[:370]) is None

    def test_no_beats_give_no_slope(self) -> None:
        assert fit_elapsed([replace(m, rr_ticks=()) for m in GOOD]) is None

    def test_real_strap_that_sends_milliseconds(self, real_data: Path) -> None:
        """The laboratory ECG beside it agrees: its RR are 0.976 of the ECG's."""
        warning = the_warning(from_csv(real_data / "rr_multi_paced6" / "heartmath_rr.csv"))
        assert "97.6 % of the time, steadily: the strap confuses milliseconds" in warning

    def test_real_armband_with_gaps_but_whole_chains(self, real_data: Path) -> None:
        quality = judged(from_csv(real_data / "rr_multi_paced6" / "rhythm_rr.csv"))
        (warning,) = quality.warnings
        assert "heard for 78 % of the time only" in str(warning)

    def test_real_strap_that_loses_as_much_in_beats(self, real_data: Path) -> None:
        coverage, beats = judged(from_csv(real_data / "rr_multi_paced6" / "kyto_rr.csv")).warnings
        assert "heard for 92 % of the time" in str(coverage)
        assert "97.4 % of the time: a few are missing" in str(beats)


class TestMadeUpIntervals:
    def made_up(self, rates_per_min: list[int], rr_ticks: list[int]) -> Recorded:
        return [
            HeartRateMeasurement(i * 10**9, rate, Contact.NOT_SUPPORTED, None, (ticks,))
            for i, (rate, ticks) in enumerate(zip(rates_per_min, rr_ticks, strict=True))
        ]

    def test_rate_turned_into_intervals(self) -> None:
        """The rate moves with every beat, so hardly any neighbours are equal."""
        rates = [60 + i * 7 % 11 for i in range(100)]
        fake = self.made_up(rates, [round(61_440 / rate) for rate in rates])
        assert is_made_up(fake)
        assert the_warning(fake).startswith("No beat-to-beat data")

    def test_rate_turned_into_intervals_of_another_unit(self) -> None:
        rates = [60 + i * 7 % 11 for i in range(100)]
        assert is_made_up(self.made_up(rates, [round(60_000 / rate) for rate in rates]))

    def test_mostly_equal_neighbours(self) -> None:
        """RR follows an average that the rate byte does not show."""
        rates = [60 + i * 7 % 11 for i in range(100)]
        fake = self.made_up(rates, [900 + 13 * (i // 4 % 5) for i in range(100)])
        assert is_made_up(fake)
        assert not is_made_up(self.made_up(rates, [900 + 13 * max(1, i % 5) for i in range(100)]))

    def test_intervals_without_a_rate(self) -> None:
        assert not is_made_up([replace(m, heart_rate_per_min=0) for m in GOOD])

    def test_less_than_a_minute_of_intervals_gives_no_verdict(self) -> None:
        fake = self.made_up([60] * 60, [1024] * 60)
        assert is_made_up(fake)
        assert not is_made_up(fake[:59])

    def test_heart_of_very_low_variability_is_believed(self) -> None:
        """SDNN of 5 ms: its RR times rate is constant to the rounding of the rate, but not of the RR."""
        assert not is_made_up(recorded(heart_ms(640, sd_ms=3.0)))

    def test_it_is_among_the_warnings(self) -> None:
        flat = [replace(m, heart_rate_per_min=60, rr_ticks=(1024,)) for m in GOOD]
        assert "No beat-to-beat data" in the_warning(flat)


class TestFrozenIntervals:
    def stuck(self, beats: int, *, rate_step: int) -> Recorded:
        """From the 200th second on one value, as if the strap's buffer were not written any more."""
        return [
            replace(m, rr_ticks=(1024,), heart_rate_per_min=60 + rate_step * (i - 200))
            if 200 <= i < 200 + beats
            else m
            for i, m in enumerate(GOOD)
        ]

    def test_one_value_while_the_rate_moves(self) -> None:
        warning = the_warning(self.stuck(25, rate_step=1))
        assert "came 25 times in a row: the strap was stuck" in warning
        assert "That part is left out" in warning

    def test_one_value_while_the_rate_stays_is_stuck_where_the_other_intervals_are_measured(self) -> None:
        (run,) = frozen_runs(self.stuck(25, rate_step=0))
        assert run.intervals == 25

    def test_one_value_throughout_is_a_pacemaker(self) -> None:
        paced = [replace(m, rr_ticks=(1024,), heart_rate_per_min=60) for m in GOOD]
        assert not frozen_runs(paced)
        assert judged(paced).warnings == (MADE_UP,)

    def test_a_short_run_may_be_chance(self) -> None:
        assert not frozen_runs(self.stuck(19, rate_step=1))

    def test_an_averaged_rate_may_catch_up(self) -> None:
        stuck = self.stuck(25, rate_step=1)[180:230]
        caught_up = between(stuck, 30, 45, heart_rate_per_min=70)
        assert frozen_warning(frozen_runs(stuck)) is not None
        assert frozen_warning(frozen_runs(caught_up)) is None

    def test_the_sum_is_asked_without_it(self) -> None:
        slow = [replace(m, rr_ticks=(700,)) if 200 <= i < 260 else m for i, m in enumerate(GOOD)]
        assert "add up" not in the_warning(slow)


class TestRateWithoutBeats:
    def warning(self, measurements: Recorded) -> Message | None:
        return rate_only_warning(measurements, end_ns=measurements[-1].time_ns)

    def test_never_a_beat(self) -> None:
        assert judged([replace(m, rr_ticks=()) for m in GOOD]).warnings == (NO_BEATS,)

    def test_a_tenth_of_the_time_without_beats(self) -> None:
        silent = between(GOOD, 100, 160, rr_ticks=())
        assert "For 10 % of the time the strap sent a heart rate but no beats. Moisten" in str(
            self.warning(silent)
        )
        assert self.warning(silent) in judged(silent).warnings

    def test_a_few_seconds_are_normal(self) -> None:
        slow = [replace(m, rr_ticks=m.rr_ticks if i % 3 == 0 else ()) for i, m in enumerate(GOOD)]
        assert self.warning(slow) is None
        assert self.warning(between(GOOD, 100, 120, rr_ticks=())) is None

    def test_off_the_body_is_no_missing_beat(self) -> None:
        assert self.warning(between(GOOD, 100, 160, rr_ticks=(), contact=Contact.NO)) is None


class TestOffTheBody:
    def warning(self, measurements: Recorded) -> Message | None:
        return off_body_warning(measurements, end_ns=measurements[-1].time_ns)

    def test_contact_lost(self) -> None:
        worn = recorded(heart_ms(640), contact=Contact.YES)
        assert self.warning(worn) is None
        lost = between(worn, 100, 160, contact=Contact.NO, rr_ticks=())
        assert the_warning(lost).startswith("For 10 % of the time the strap found no skin contact")
        assert self.warning(between(worn, 100, 120, contact=Contact.NO, rr_ticks=())) is None

    def test_good_beats_outweigh_the_contact_bit(self) -> None:
        assert judged(recorded(heart_ms(640), contact=Contact.NO)).warnings == ()
        flickering = [replace(m, contact=(Contact.NO, Contact.YES)[i % 2]) for i, m in enumerate(GOOD)]
        assert judged(flickering).warnings == ()

    def test_random_intervals_do_not(self) -> None:
        chance = Random(1)
        lost = [
            replace(m, contact=Contact.NO, rr_ticks=(chance.randint(330, 2000),)) if 100 <= i < 160 else m
            for i, m in enumerate(GOOD)
        ]
        assert "no skin contact" in str(self.warning(lost))

    def test_a_gap_after_it_is_not_counted_twice(self) -> None:
        worn = recorded(heart_ms(640), contact=Contact.YES)
        taken_off = between(worn, 100, 101, contact=Contact.NO)
        assert self.warning(without(taken_off, 101, 201)) is None

    def test_no_rate_and_no_beats(self) -> None:
        """What a strap without a contact bit sends: 00 00."""
        assert "Moisten" in str(self.warning(between(GOOD, 100, 160, heart_rate_per_min=0, rr_ticks=())))

    def test_a_strap_that_only_leaves_its_rate_empty_is_worn(self) -> None:
        assert self.warning([replace(m, heart_rate_per_min=0) for m in GOOD]) is None

    def test_never_worn(self) -> None:
        assert "For 100 % of the time" in the_warning(
            [replace(m, heart_rate_per_min=0, rr_ticks=()) for m in GOOD]
        )


class TestAnalysisOfMadeUpIntervals:
    """The heart rate stays; what would be variability is null."""

    def report(self, path: Path, *, made_up: bool) -> dict[str, Any]:
        recorder = Recorder(path, SessionHeader(datetime(2026, 11, 22, tzinfo=UTC), 0, Origin.STRAP))
        recorder.put(LinkChanged(0, LinkState.STREAMING, "Polar H10 12345678"))
        recorder.put(GuideChanged(0, running=True, pattern=BreathPattern(5.0, 2.0)))
        for m in GOOD[:100]:
            rate_per_min = m.heart_rate_per_min + m.time_ns // 10**9 % 2
            ticks = (round(61_440 / rate_per_min),) if made_up else m.rr_ticks
            data = encode_heart_rate_measurement(heart_rate_per_min=rate_per_min, rr_ticks=ticks)
            recorder.put(Notification(m.time_ns, HEART_RATE_MEASUREMENT, data))
        recorder.close()
        return analyse(load_recording(path), AnalysisOptions(list_beats=True)).to_dict()

    def test_summary_and_windows_keep_the_rate_only(self, tmp_path: Path) -> None:
        report = self.report(tmp_path / "made-up.session", made_up=True)
        assert len(report["windows"]) > 10
        for span in (report["summary"], *report["windows"]):
            known = {key for key, value in span.items() if value is not None}
            assert known - {"start_s", "end_s"} == {"heart_rate_per_min", "mean_nn_ms"}
        assert len(report["beat_list"]) == report["beats"]["count"] == 100
        assert set(report["quality"]) == {"coverage_percent", "rr_to_elapsed", "warnings"}
        assert str(MADE_UP) in report["quality"]["warnings"]

    def test_measured_intervals_keep_all(self, tmp_path: Path) -> None:
        summary = self.report(tmp_path / "measured.session", made_up=False)["summary"]
        assert None not in (summary["rmssd_ms"], summary["sdnn_ms"], summary["rsa_ms"])


def test_nothing_received() -> None:
    quality = quality_of_arrivals([], end_ns=10**9, noise_percent=0.0)
    assert quality == Quality(None, None, quality.warnings)
    assert "No heart rate was received. Wear" in str(quality.warnings[0])


def test_coverage_counts_gaps_and_the_silence_at_the_end() -> None:
    gap = without(GOOD, 100, 160)
    assert "heard for 90 % of the time only. Sit closer" in the_warning(gap)
    end_ns = GOOD[299].time_ns + 100 * 10**9
    quality = quality_of_arrivals(GOOD[:300], end_ns=end_ns, noise_percent=0.0)
    assert quality.coverage_percent == pytest.approx(100.0 * 299 / 399)
    assert judged(without(GOOD, 100, 102)).coverage_percent == 100.0


def test_intervals_that_are_no_beats() -> None:
    assert "6.0 % of the intervals are no heart beats. Moisten" in str(
        judged(GOOD, noise_percent=6.0).warnings[0]
    )
    assert "no heart beats" in str(quality_of_intervals(6.0).warnings[0])
    assert judged(GOOD, noise_percent=5.0).warnings == quality_of_intervals(5.0).warnings == ()


def test_one_notification_is_judged_without_division_by_zero() -> None:
    assert judged(GOOD[:1]) == Quality(100.0, None, ())
