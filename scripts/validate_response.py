"""Print the live response of simulated people whose swing of 200 ms is held at every pace.

    python -m scripts.validate_response [SEEDS]

Beside it RMSSD and HF, which are not held. Over the guide's breaths the swing is judged in five minutes of
each of SEEDS people (50); over the person's own breaths, as acceleration tells them, in a fifth as many
through the whole engine; in as many with one ectopic pair in each minute.
"""

import sys
from collections.abc import Sequence
from dataclasses import replace
from statistics import fmean

import numpy as np

from biofeedback.beats.beats import Beat, BeatLabel
from biofeedback.engine.engine import Engine
from biofeedback.hrv.spectrum import band_powers
from biofeedback.hrv.tachogram import Tachogram
from biofeedback.hrv.time_domain import time_domain
from biofeedback.response.rsa import BreathTimes, GuidedBreath, median_rsa_ms
from devices.breath_pattern import BreathPattern
from devices.events import GuideChanged
from devices.simulated.person.traits import PersonTraits
from devices.simulated.scenario import Scenario, load_scenario
from tests.breathing_person import session
from tests.guided_person import Pace, beats_of, held_at, judged_breaths

SWING_MS = 200.0
MINUTES = 5.0
_HEADER = (
    "| /min | in:out | by the guide ms | off | by own breath ms | off | ectopic pairs | RMSSD ms | HF ms² |"
)
PACES = [Pace(rate, ratio) for rate in (15.0, 12.0, 9.0, 7.5, 6.0, 5.0, 4.0) for ratio in (1.0, 2.0)]


def live_ms(breaths: Sequence[GuidedBreath]) -> float:
    """Mean of the live figure, the median of three breaths, over a session."""
    values = [median_rsa_ms(breaths[:count]) for count in range(3, len(breaths) + 1)]
    return fmean(value for value in values if value is not None)


def by_guide(person: PersonTraits, pace: Pace, seeds: range) -> tuple[float, float, float]:
    """Mean response, RMSSD and HF power."""
    found = []
    for seed in seeds:
        beats = beats_of(person, pace, seed=seed, minutes=MINUTES)
        rr_ms = np.array([beat.rr_ms for beat in beats])
        every = np.ones(rr_ms.size, dtype=bool)
        powers = band_powers(Tachogram(np.array([b.time_s for b in beats]), rr_ms, every, every).stretches)
        rmssd_ms = time_domain(rr_ms, every, every).rmssd_ms or 0.0
        found.append((live_ms(judged_breaths(beats, pace, minutes=MINUTES)), rmssd_ms, powers.hf_ms2 or 0.0))
    response_ms, rmssd_ms, hf_ms2 = np.mean(found, axis=0).tolist()
    return response_ms, rmssd_ms, hf_ms2


def by_own_breath(person: PersonTraits, pace: Pace, seeds: range) -> float | None:
    """Mean response over the breaths that acceleration tells; None at a pace that no guide has."""
    if pace.rate_per_min > 10.0:
        return None
    pattern = BreathPattern(pace.rate_per_min, pace.exhale_to_inhale)
    guide = GuideChanged(0, running=True, pattern=pattern)
    found = []
    for seed in seeds:
        breathed = session(person, seed=seed, minutes=MINUTES, scenario=Scenario(), pattern=pattern)
        engine = Engine(0, keep_breaths=None)
        for event in (guide, *breathed.events):
            engine.take(event)
        own = [one for one in engine.state().breaths if one.times is BreathTimes.MEASURED and one.counted]
        if len(own) >= 3:
            found.append(live_ms(own))
    return fmean(found) if found else None


def with_ectopic_pairs(beats: Sequence[Beat]) -> list[Beat]:
    """Let a premature beat with a full pause come each minute, labelled as the program labels them."""
    spoilt = list(beats)
    for at_s in np.arange(30.0, beats[-1].time_s - 2.0, 60.0):
        number = next(n for n, beat in enumerate(spoilt) if beat.time_s > at_s)
        early, late = spoilt[number], spoilt[number + 1]
        lost_ms = 0.35 * early.rr_ms
        spoilt[number] = replace(
            early,
            time_s=early.time_s - lost_ms / 1000.0,
            rr_ms=early.rr_ms - lost_ms,
            label=BeatLabel.ECTOPIC,
        )
        spoilt[number + 1] = replace(late, rr_ms=late.rr_ms + lost_ms, label=BeatLabel.ECTOPIC)
    return spoilt


def main() -> int:
    """Run the script and return the exit status."""
    seeds = range(600_000, 600_000 + int(sys.argv[1]) if len(sys.argv) > 1 else 600_050)
    few = seeds[: max(1, len(seeds) // 5)]
    calm = load_scenario("calm").person
    print("## Response of a swing held at 200 ms\n")
    print(_HEADER + "\n" + "| --- " * 9 + "|")
    for pace in PACES:
        person = held_at(calm, pace, SWING_MS)
        guided_ms, rmssd_ms, hf_ms2 = by_guide(person, pace, seeds)
        own_ms = by_own_breath(person, pace, few)
        clean = [beats_of(person, pace, seed=seed, minutes=MINUTES) for seed in few]
        spoilt = [with_ectopic_pairs(one) for one in clean]
        before_ms, after_ms = (
            fmean(live_ms(judged_breaths(one, pace, minutes=MINUTES)) for one in beats)
            for beats in (clean, spoilt)
        )
        own = ["–", "–"] if own_ms is None else [f"{own_ms:.0f}", f"{own_ms / SWING_MS - 1.0:+.1%}"]
        cells = [
            f"{pace.rate_per_min:g}",
            f"1:{pace.exhale_to_inhale:g}",
            f"{guided_ms:.0f}",
            f"{guided_ms / SWING_MS - 1.0:+.1%}",
            *own,
            f"{after_ms / before_ms - 1.0:+.1%}",
            f"{rmssd_ms:.0f}",
            f"{hf_ms2:.0f}",
        ]
        print("| " + " | ".join(cells) + " |", flush=True)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
