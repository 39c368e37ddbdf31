"""Following the guide: what is told of people who do, and of those who do not, and how steadily."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

import pytest

from biofeedback.breathing.chest.cycles import Breath, BreathLabel
from biofeedback.coaching.advice import Adviser, Coaching, Fault, fault_of, goes_well, hint
from biofeedback.coaching.coach import Coach
from biofeedback.coaching.following import BEATS_ALONE, Comparison, Following, compare
from biofeedback.pacing.guide import Guide
from biofeedback.words.speech import speech
from devices.breath_pattern import BreathPattern
from devices.message import Message, message
from devices.simulated.person.traits import PersonTraits
from tests.breathing_person import SLOW, each_second, session

GUIDE = Guide().changed(0.0, SLOW, running=True)
SEEDS = (800, 801, 802)


def breaths(
    count: int, *, late_s: float = 0.0, ratio: float = 2.0, period_s: float = 12.0, first: int = 0
) -> list[Breath]:
    """Breaths like each other, from the guide's inhale number `first` on."""
    return [
        Breath(
            begin_s=12.0 * first + late_s + period_s * k,
            turn_s=12.0 * first + late_s + period_s * (k + 1.0 / (1.0 + ratio)),
            end_s=12.0 * first + late_s + period_s * (k + 1.0),
            known_sign=True,
            depth_mg=20.0,
            relative_depth=1.0,
            label=BreathLabel.NORMAL,
            confidence=1.0,
        )
        for k in range(count)
    ]


def seen(given: Sequence[Breath], *, rate_per_min: float | None = 5.0, guide: Guide = GUIDE) -> Comparison:
    return compare(given, guide, given[-1].end_s + 2.0 if given else 0.0, rate_per_min=rate_per_min)


class TestComparison:
    def test_with_the_guide(self) -> None:
        following = seen(breaths(5)).following()
        assert following.phase_error_s == pytest.approx(0.0)
        assert following.rate_error_per_min == 0.0
        assert (following.share_percent, following.in_step, following.unknown) == (100.0, True, None)
        assert following.exhale_to_inhale == pytest.approx(2.0)

    @pytest.mark.parametrize("late_s", [-2.0, 1.5, 5.0])
    def test_late_is_positive_and_early_negative(self, late_s: float) -> None:
        following = seen(breaths(5, late_s=late_s, first=1)).following()
        assert following.inhale_error_s == pytest.approx(late_s)
        assert following.exhale_error_s == pytest.approx(late_s)

    @pytest.mark.parametrize(("ratio", "percent"), [(1.55, 0), (1.62, 100), (2.48, 100), (2.55, 0)])
    def test_a_breath_counts_from_1_6_to_2_5(self, ratio: float, percent: float) -> None:
        assert seen(breaths(4, ratio=ratio)).following().share_percent == percent

    def test_the_share_goes_by_the_guides_own_ratio(self) -> None:
        even = Guide().changed(0.0, BreathPattern(5.0, 1.0), running=True)
        assert seen(breaths(4, ratio=1.0), guide=even).following().share_percent == 100.0
        assert seen(breaths(4, ratio=2.0), guide=even).following().share_percent == 0.0

    def test_two_breaths_are_no_evidence(self) -> None:
        assert str(seen(breaths(2)).following().unknown) == "after 3 quiet breaths"
        assert seen(breaths(2)).following().share_percent is None

    def test_sighs_and_movements_are_not_counted(self) -> None:
        normal = breaths(3, first=3)
        sigh = replace(normal[0], label=BreathLabel.SIGH)
        assert seen([sigh, *normal[1:]]).following().share_percent is None
        assert seen([*breaths(3), sigh, *normal[1:]]).breaths == 5

    def test_before_the_sign_is_known_there_is_a_rate_alone(self) -> None:
        unsigned = [replace(one, known_sign=False) for one in breaths(5)]
        following = seen(unsigned).following()
        assert following.rate_error_per_min == 0.0
        assert (following.share_percent, following.phase_error_s, following.in_step) == (None, None, None)
        assert following.unknown

    def test_at_another_rate_no_turn_is_late(self) -> None:
        following = seen(breaths(6, period_s=8.0), rate_per_min=7.5).following()
        assert following.rate_error_per_min == 2.5
        assert (following.phase_error_s, following.in_step) == (None, False)
        assert following.share_percent == 100.0

    def test_breaths_long_past_are_none(self) -> None:
        assert compare(breaths(5), GUIDE, 100.0, rate_per_min=5.0).breaths == 0

    def test_a_changed_guide_begins_anew(self) -> None:
        changed = GUIDE.changed(36.0, BreathPattern(6.0, 2.0), running=True)
        assert seen(breaths(5), guide=changed).breaths == 0
        assert seen(breaths(6), guide=changed).breaths == 3


class TestFault:
    @pytest.mark.parametrize(
        ("given", "rate_per_min", "fault"),
        [
            (breaths(5), 5.0, None),
            (breaths(5, late_s=0.9), 5.0, None),
            (breaths(5, late_s=1.5), 5.0, Fault.BEHIND),
            (breaths(5, late_s=-1.5, first=1), 5.0, Fault.AHEAD),
            (breaths(5, ratio=1.0), 5.0, Fault.INHALE_ENDS_LATE),
            (breaths(5, ratio=1.5), 5.0, Fault.EXHALE_SHORT),
            (breaths(5, ratio=2.8), 5.0, Fault.EXHALE_LONG),
            (breaths(5, period_s=8.0), 7.5, Fault.FASTER),
            (breaths(5, period_s=18.0), 3.3, Fault.SLOWER),
            (breaths(5, period_s=8.0), None, None),
            (breaths(2, late_s=3.0), 5.0, None),
        ],
    )
    def test_of_people(self, given: list[Breath], rate_per_min: float | None, fault: Fault | None) -> None:
        assert fault_of(seen(given, rate_per_min=rate_per_min)) is fault

    def test_an_exhale_that_ends_early(self) -> None:
        """In step at the exhale, and the next breath comes before the guide's."""
        early = [
            replace(one, begin_s=one.begin_s - 1.5, end_s=one.end_s - 1.5) for one in breaths(5, first=1)
        ]
        comparison = seen(early)
        assert fault_of(comparison) is Fault.EXHALE_ENDS_EARLY
        assert str(hint(Fault.EXHALE_ENDS_EARLY)) == "Breathe out a little longer."

    def test_a_guide_that_was_changed_within_a_breath(self) -> None:
        changed = GUIDE.changed(30.0, SLOW, running=True).changed(31.0, SLOW, running=True)
        following = seen(breaths(7), guide=changed).following()
        assert (following.breaths, following.share_percent) == (4, 100.0)
        assert following.inhale_error_s == pytest.approx(0.0)
        assert following.exhale_error_s == pytest.approx(0.0)

    def test_a_hold_belongs_to_the_half_before_it(self) -> None:
        held = Guide().changed(0.0, BreathPattern(5.0, 2.0, 1.0, 1.0), running=True)
        ratio = held.pattern.exhale_s + 1.0, held.pattern.inhale_s + 1.0
        comparison = seen(breaths(5, ratio=ratio[0] / ratio[1]), guide=held)
        assert comparison.following().share_percent == 100.0
        assert fault_of(comparison) is None

    def test_one_odd_breath_is_no_fault(self) -> None:
        odd = breaths(5)
        odd[2] = replace(odd[2], turn_s=odd[2].turn_s + 3.0)
        assert fault_of(seen(odd)) is None

    def test_what_is_said_is_said_on_until_it_is_clearly_better(self) -> None:
        nearly = seen(breaths(5, late_s=1.0))
        assert fault_of(nearly) is None
        assert fault_of(nearly, Fault.BEHIND) is Fault.BEHIND
        assert fault_of(seen(breaths(5, late_s=0.7)), Fault.BEHIND) is None

    @pytest.mark.parametrize("fault", Fault)
    @pytest.mark.parametrize("language", ["en", "de"])
    def test_each_has_one_short_sentence_without_figures(self, fault: Fault, language: str) -> None:
        words = speech(language).say(hint(fault))
        assert words.endswith(".")
        assert len(words.split()) <= 10
        assert not any(letter.isdigit() for letter in words)


class TestAdviser:
    def test_two_breaths_in_a_row_must_ask_for_it(self) -> None:
        adviser, late = Adviser(), seen(breaths(5, late_s=2.0))
        assert adviser.advise(60.0, 1.0, late) == Coaching()
        assert adviser.advise(61.0, 1.0, late) == Coaching()
        assert adviser.advise(72.0, 2.0, late) == Coaching(advice=message("advice.behind"))

    def test_a_hint_stays_for_24_s_and_comes_once_a_minute(self) -> None:
        adviser, late = Adviser(), seen(breaths(5, late_s=2.0))
        told = [adviser.advise(second, second // 12, late).advice for second in range(60, 360)]
        begun = [60 + second for second in range(300) if told[second] and not (second and told[second - 1])]
        assert [after - before for before, after in pairwise(begun)] == [60] * 4
        assert sum(one is not None for one in told[:72]) == 24

    def test_a_changed_guide_does_not_bring_the_next_hint_forward(self) -> None:
        adviser, late = Adviser(), seen(breaths(5, late_s=2.0))
        adviser.advise(60.0, 1.0, late)
        assert adviser.advise(72.0, 2.0, late).advice
        adviser.forget()
        told = [adviser.advise(second, second // 6, late).advice for second in range(73, 140)]
        assert told.index(message("advice.behind")) == 132 - 73

    def test_four_good_breaths_are_praised_in_turn_and_seldom(self) -> None:
        adviser = Adviser()
        assert [adviser.advise(one, one, seen(breaths(3))).praise for one in (36.0, 48.0)] == [None] * 2
        told = [adviser.advise(second, second // 12, seen(breaths(5))) for second in range(60, 420)]
        assert not any(one.advice for one in told)
        praise = [one.praise for one in told]
        begun = [second for second in range(360) if praise[second] and not praise[second - 1]]
        assert [after - before for before, after in pairwise(begun)] == [120, 120]
        assert len({praise[second] for second in begun}) == 3

    @pytest.mark.parametrize(
        "given",
        [
            breaths(3),
            breaths(5, late_s=1.3),
            breaths(5, ratio=1.3),
            breaths(6, period_s=8.0),
            [replace(one, known_sign=False) for one in breaths(5)],
        ],
    )
    def test_what_is_not_good_or_not_known_is_not_praised(self, given: list[Breath]) -> None:
        assert not goes_well(seen(given))

    def test_nothing_is_said_of_what_is_not_known_any_more(self) -> None:
        adviser, fast = Adviser(), seen(breaths(6, period_s=8.0), rate_per_min=7.5)
        adviser.advise(60.0, 1.0, fast)
        said = adviser.advise(68.0, 2.0, fast)
        assert said.advice == message("advice.faster")
        long_past = compare(breaths(5, late_s=2.0), GUIDE, 200.0, rate_per_min=None)
        assert adviser.advise(91.9, 2.0, long_past) == said
        assert adviser.advise(125.0, 2.0, long_past) == Coaching()

    def test_a_paused_guide_says_nothing(self) -> None:
        coach, told = Coach(), list[Message | None]()
        for now_s in range(60, 120):
            coach.watch(now_s, GUIDE, breaths(now_s // 12, late_s=2.0), rate_per_min=5.0)
            assert coach.following is not None
            told.append(coach.following.advice)
        assert message("advice.behind") in told
        coach.watch(120.0, GUIDE.changed(120.0, SLOW, running=False), breaths(9), rate_per_min=5.0)
        assert coach.following is None

    def test_beats_alone_say_what_they_can_not_tell(self) -> None:
        coach = Coach()
        coach.watch(1.0, GUIDE, None, rate_per_min=None)
        coach.watch(2.0, GUIDE, None, rate_per_min=None)
        assert coach.following is BEATS_ALONE
        assert BEATS_ALONE.unknown
        assert BEATS_ALONE.advice is None


PEOPLE = {
    "follows well": (PersonTraits(), None),
    "one to one": (PersonTraits(follow_ratio_share=0.5), "advice.exhale_sooner"),
    "late": (PersonTraits(follow_delay_s=1.5), "advice.behind"),
    "at 7 /min": (
        PersonTraits(own_rate_per_min=7.0, own_period_cv=0.05, asleep_after_minutes=0.0),
        "advice.faster",
    ),
    "not at all": (PersonTraits(asleep_after_minutes=0.0), "advice.faster"),
}


@pytest.mark.parametrize(
    "name",
    [pytest.param(name, marks=() if name == "late" else pytest.mark.soak) for name in PEOPLE],
)
def test_simulated_people_are_told_what_they_do(name: str) -> None:
    """A good follower sees praise and no hint; a bad one a hint, the right one, at most once a minute."""
    person, expected = PEOPLE[name]
    hints: Counter[str] = Counter()
    for seed in SEEDS:
        states = each_second(session(person, seed=seed, minutes=5.0).events)
        following = [one for state in states if (one := state.breathing.following)]
        assert len(following) == 301
        begun = onsets([one.advice for one in following])
        assert all(after - before >= 60 for before, after in pairwise(begun))
        assert not any(one.advice and one.praise for one in following)
        hints.update(str(following[second].advice.key) for second in begun)
        if expected is None:
            assert not begun
            assert onsets([one.praise for one in following])
        else:
            assert begun
    assert expected is None or hints[expected] >= 0.75 * hints.total(), hints


def onsets(said: Sequence[Message | None]) -> list[int]:
    """Seconds at which something begins to be said."""
    return [second for second in range(1, len(said)) if said[second] and said[second] != said[second - 1]]


def test_following_is_empty_by_itself() -> None:
    assert Following() == Following(0, *[None] * 10)
