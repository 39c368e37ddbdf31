"""What is asked of the program beside the second person: settings, seeds and bounds.

Written down, and committed, before the estimators were changed. Development seeds may be looked at as often
as one likes. Fresh seeds are for the last measurement: whoever tunes with them has to choose others.
"""

from typing import Final

from tests.second_person.breaths import Exhale

DEVELOPMENT_SEEDS: Final = range(100, 140)
FRESH_SEEDS: Final = range(7000, 7200)

PHASES_DEGREES: Final = (-90, -60, -30, 0, 30, 60, 90)
MIRROR_PHASES_DEGREES: Final = (150, 180)
PHASES_AT_1_TO_1_DEGREES: Final = (-60, -30, 0, 30, 60)
PHASES_AT_2_TO_1_DEGREES: Final = (-30, 0, 30)
RATES_PER_MIN: Final = (4.5, 6.0, 8.0, 9.5)
SWINGS_PER_MIN: Final = (3.0, 8.0, 15.0)
SMALL_SWINGS_PER_MIN: Final = (1.0, 2.0)

SHAPES: Final = tuple((exhale, rest) for exhale in Exhale for rest in (0.0, 0.2))
RATIOS: Final = (0.5, 1.0, 2.0, 3.0)
BREATHS_MG: Final = (10.0, 30.0)

LEAST_TOLD: Final = 0.80
MOST_INVERTED: Final = 0.01
MOST_INVERTED_IN_THE_MIRROR: Final = 0.05
LEAST_TOLD_WHEN_LEARNT: Final = 0.95
MOST_INVERTED_WHEN_LEARNT: Final = 0.005

MOST_SHARE_BIAS: Final = 0.03
MOST_SHARE_SD: Final = 0.05
MOST_ONSETS_OFF: Final = 0.03
ONSET_OFF_S: Final = 1.5

LEAST_HALF_KNOWN: Final = 0.90
MOST_HALF_WRONG: Final = 0.05
HOLDS: Final = 200

SINUS_RATES_PER_MIN: Final = (40, 50, 60, 75, 85, 95)
SINUS_SWINGS_MS: Final = (110, 160, 200, 250, 300)
LARGEST_SWING: Final = 1.0 / 3.0
"""Of the mean interval; larger swings are not asked for."""
SINUS_BREATHS_PER_MIN: Final = (9, 12, 15, 18, 20)
MOST_SINUS_LABELLED: Final = 0.005
LEAST_FIBRILLATION_WITHHELD: Final = 0.95
LEAST_RUNS_FOUND: Final = 0.78
MOST_RUNS_SHOWN: Final = 0.08

LEAST_SWAY_ANSWERED: Final = 0.50
MOST_SWAY_WRONG: Final = 0.05
WRONG_PER_MIN: Final = 3.0
LEAST_INTERVAL_HOLDS: Final = 0.85
LEAST_INTERVALS_ANSWERED: Final = 0.20

SESSIONS: Final = 500
SESSION_BREATHS: Final = 120
"""Twenty minutes at 6 a minute."""
MOST_CHANGES_TOLD: Final = 0.05
GROWTHS: Final = (0.3, 0.5, 1.0)
