"""Live breathing and advice beside what simulated people really do; prints the table of docs/breathing.md.

    python -m scripts.validate_following

Seeds from 1500 on were not used while the method was made.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median
from typing import Final

import numpy as np

from biofeedback.coaching.following import Following
from biofeedback.engine.state import State
from biofeedback.words.speech import say_in
from devices.message import Message
from devices.simulated.person.traits import PersonTraits
from tests.breathing_person import Session, each_second, session

SEEDS: Final = range(1500, 1506)
MINUTES: Final = 6.0
SETTLED_S: Final = 120
BAND: Final = (1.6, 2.5)

PEOPLE: Final = {
    "follows well": PersonTraits(),
    "late by 1.5 s": PersonTraits(follow_delay_s=1.5),
    "as long out as in": PersonTraits(follow_ratio_share=0.5),
    "1.4 times as long out": PersonTraits(follow_ratio_share=0.7),
    "3 times as long out": PersonTraits(follow_ratio_share=1.5),
    "own rhythm, 7 /min": PersonTraits(own_rate_per_min=7.0, asleep_after_minutes=0.0),
    "own rhythm, 13 /min": PersonTraits(asleep_after_minutes=0.0),
}


@dataclass
class Row:
    """What was found of one person, over all seeds."""

    first_rate_s: list[float] = field(default_factory=list)
    first_half_s: list[float] = field(default_factory=list)
    rate_known: list[bool] = field(default_factory=list)
    half_right: list[bool | None] = field(default_factory=list)
    ratio: list[float] = field(default_factory=list)
    true_ratio: list[float] = field(default_factory=list)
    advice: Counter[str] = field(default_factory=Counter)
    praise: int = 0
    sessions: int = 0

    def add(self, breathed: Session, states: list[State]) -> None:
        self.first_rate_s += [first(states, [s.breathing.rate.value is not None for s in states])]
        self.first_half_s += [first(states, [s.breathing.inhaling is not None for s in states])]
        settled = states[SETTLED_S:]
        self.rate_known += [state.breathing.rate.value is not None for state in settled]
        self.half_right += [is_right(breathed, state) for state in settled]
        told = {
            round(one.turn_s): one.exhale_to_inhale
            for state in states
            for one in state.breathing.recent_breaths[:-1]
            if one.exhale_to_inhale is not None
        }
        self.ratio += list(told.values())
        inhale_s, exhale_s = np.diff(breathed.breaths_s, axis=1).T
        self.true_ratio += (exhale_s / inhale_s)[4:].tolist()
        self.sessions += 1
        self.advice.update(begun(states, lambda following: following.advice))
        self.praise += len(begun(states, lambda following: following.praise))

    def text(self) -> str:
        known = [one for one in self.half_right if one is not None]
        most, count = next(iter(self.advice.most_common(1)), ("nothing", 0))
        hints, praise = self.advice.total() / self.sessions, self.praise / self.sessions
        share = f" ({count / self.advice.total():.2f})" if count else ""
        cells = [
            f"{median(self.first_rate_s):.0f}",
            f"{median(self.first_half_s):.0f}",
            f"{np.mean(self.rate_known):.2f}",
            f"{len(known) / len(self.half_right):.2f}",
            f"{1.0 - np.mean(known):.3f}" if known else "–",
            f"{median(self.true_ratio):.2f}",
            f"{median(self.ratio):.2f}" if self.ratio else "–",
            f"{within(self.true_ratio):.2f}",
            f"{within(self.ratio):.2f}" if self.ratio else "–",
            f"{most}{share}",
            f"{hints:.1f}",
            f"{praise:.1f}",
        ]
        return " | ".join(cells)


def first(states: list[State], known: list[bool]) -> float:
    return next((state.time_s for state, one in zip(states, known, strict=True) if one), float("nan"))


def within(ratios: list[float]) -> float:
    return float(np.mean([BAND[0] <= ratio <= BAND[1] for ratio in ratios]))


def is_right(breathed: Session, state: State) -> bool | None:
    """Whether the half of the breath is that of the lungs; None where one of them is not known."""
    turns_s = breathed.breaths_s
    now = turns_s[(turns_s[:, 0] <= state.time_s) & (state.time_s < turns_s[:, 2])]
    if state.breathing.inhaling is None or not now.size:
        return None
    return bool(state.time_s < now[0, 1]) is state.breathing.inhaling


def begun(states: list[State], said: Callable[[Following], Message | None]) -> list[str]:
    """Return the sentences that began to be said, each time that one did."""
    words = [said(one) if (one := state.breathing.following) else None for state in states]
    return [say_in(now) for before, now in pairwise(words) if now is not None and before is None]


def main() -> None:
    print("| person | rate after s | half after s | rate known | half known | half wrong", end="")
    print(" | true ratio | measured | true within | measured within | most frequent hint", end="")
    print(" (share of the hints) | hints | praise |")
    print("| --- " * 13 + "|")
    for name, person in PEOPLE.items():
        row = Row()
        for seed in SEEDS:
            breathed = session(person, seed=seed, minutes=MINUTES)
            row.add(breathed, list(each_second(breathed.events)))
        print(f"| {name} | {row.text()} |", flush=True)


if __name__ == "__main__":
    main()
