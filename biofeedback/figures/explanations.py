"""Explains each figure and when it misleads; a short version of docs/figures.md."""

from typing import Final

from biofeedback.breathing.heart.rolling_rate import RATE_WINDOW_S as BREATHING_WINDOW_S
from biofeedback.engine.live_breathing import RATIO_BREATHS
from biofeedback.engine.live_figures import HEART_RATE_LEAST_S, RMSSD_WINDOW_S
from biofeedback.figures.spec import Explanation
from biofeedback.response.confidence import FEWEST_SESSIONS
from biofeedback.response.figure_history import FIRST_S, HEART_RATE_AT_PACE_S, INTERVAL_AT_PACE_S
from biofeedback.response.rsa import MEDIAN_BREATHS
from devices.message import message

ABOUT_RSA: Final = Explanation(
    title=message("figure.rsa.name"),
    says=message("figure.rsa.says"),
    made_of=message(
        "figure.rsa.made_of",
        breaths=MEDIAN_BREATHS,
        at_pace_min=INTERVAL_AT_PACE_S / 60.0,
        first_min=FIRST_S / 60.0,
        fewest_sessions=FEWEST_SESSIONS,
    ),
    misleads=message("figure.rsa.misleads"),
)
ABOUT_EXHALE_TO_INHALE: Final = Explanation(
    title=message("figure.exhale_to_inhale.name"),
    says=message("figure.exhale_to_inhale.says"),
    made_of=message("figure.exhale_to_inhale.made_of", breaths=RATIO_BREATHS),
    misleads=message("figure.exhale_to_inhale.misleads"),
)
ABOUT_HEART_RATE: Final = Explanation(
    title=message("figure.heart_rate.name"),
    says=message("figure.heart_rate.says"),
    made_of=message(
        "figure.heart_rate.made_of", least_s=HEART_RATE_LEAST_S, at_pace_min=HEART_RATE_AT_PACE_S / 60.0
    ),
    misleads=message("figure.heart_rate.misleads", least_s=HEART_RATE_LEAST_S),
)
ABOUT_BREATHING_RATE: Final = Explanation(
    title=message("figure.breathing_rate.name"),
    says=message("figure.breathing_rate.says"),
    made_of=message("figure.breathing_rate.made_of", window_s=BREATHING_WINDOW_S),
    misleads=message("figure.breathing_rate.misleads"),
)
ABOUT_RMSSD: Final = Explanation(
    title=message("figure.rmssd.name"),
    says=message("figure.rmssd.says", window_s=RMSSD_WINDOW_S),
    made_of=message("figure.rmssd.made_of"),
    misleads=message("figure.rmssd.misleads"),
)
ABOUT_BEATS_USED: Final = Explanation(
    title=message("figure.beats_used.name"),
    says=message("figure.beats_used.says", window_s=RMSSD_WINDOW_S),
    made_of=message("figure.beats_used.made_of"),
    misleads=message("figure.beats_used.misleads"),
)
ABOUT_WITHHELD: Final = Explanation(
    title=message("figure.withheld.title"),
    says=message("figure.withheld.says"),
    made_of=message("figure.withheld.made_of"),
    misleads=message("figure.withheld.misleads"),
)
ABOUT_RESPONSE: Final = Explanation(
    title=message("figure.response.name"),
    says=message("figure.response.says"),
    made_of=message("figure.response.made_of", breaths=MEDIAN_BREATHS),
    misleads=message("figure.response.misleads"),
)
ABOUT_EXHALE_LESS_INHALE: Final = Explanation(
    title=message("figure.exhale_less_inhale.name"),
    says=message("figure.exhale_less_inhale.says"),
    made_of=message("figure.exhale_less_inhale.made_of", breaths=MEDIAN_BREATHS),
    misleads=message("figure.exhale_less_inhale.misleads"),
)
ABOUT_LIKE_RMSSD: Final = Explanation(
    title=message("figure.like_rmssd.title"),
    says=message("figure.like_rmssd.says"),
    made_of=message("figure.like_rmssd.made_of"),
    misleads=message("figure.like_rmssd.misleads"),
)
ABOUT_OVERALL: Final = Explanation(
    title=message("figure.overall.title"),
    says=message("figure.overall.says"),
    made_of=message("figure.overall.made_of"),
    misleads=message("figure.overall.misleads"),
)
ABOUT_SAMPLE_ENTROPY: Final = Explanation(
    title=message("figure.sample_entropy.name"),
    says=message("figure.sample_entropy.says"),
    made_of=message("figure.sample_entropy.made_of"),
    misleads=message("figure.sample_entropy.misleads"),
)
ABOUT_BAEVSKY: Final = Explanation(
    title=message("figure.baevsky.name"),
    says=message("figure.baevsky.says"),
    made_of=message("figure.baevsky.made_of"),
    misleads=message("figure.baevsky.misleads"),
)
