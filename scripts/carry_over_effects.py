"""What the comparison of breathing with and without the guide must find, written down before it was made.

`python -m scripts.validate_carry_over` simulates people with these inner clocks and prints what they are
told. The true value of each person is that of the clock itself, mean of all breaths without the guide; it is
smaller than the drift in the end.
"""

from typing import Final

RATE_DRIFTS_PERCENT: Final = (0.0, 5.0, -5.0, 10.0, -10.0, 20.0, -15.0, 40.0)
"""How much faster the inner clock becomes without the guide, in the end; negative is slower."""

RATIO_DRIFTS_PERCENT: Final = (0.0, 0.0, -10.0, -20.0, 10.0, -30.0, 0.0, -40.0)
"""How much longer out than in, beside the guide's ratio, in the end; each goes with the rate in its place."""

PEOPLE_PER_DRIFT: Final = 30
"""Eight drifts: 240 people."""

DRIFT_TIME_S: Final = 60.0
"""Time constant of the drift: after so long without the guide 63 % of it is reached."""

PERIOD_SCATTER: Final = 0.05
RATIO_SCATTER: Final = 0.08
"""From breath to breath without a guide, as a share (standard deviation of the logarithm)."""

MINUTES: Final = 10.0
RATE_PER_MIN: Final = 5.0
EXHALE_TO_INHALE: Final = 2.0

LARGEST_BIAS_PERCENT: Final = 2.0
"""Of the measured carry-over of the rate beside the true one, median of all people; of the ratio 5 %."""

LARGEST_RATIO_BIAS_PERCENT: Final = 5.0

LEAST_COVERAGE: Final = 0.93
"""Share of people whose true value lies within the 95 % interval."""

MOST_FALSE: Final = 0.05
"""Share of people without any drift who are told that their rate changed; the same of the ratio."""

LEAST_TOLD: Final = {20.0: 0.8, 40.0: 0.95}
"""Share of people with a drift of the rate of so many percent who are told the right direction."""
