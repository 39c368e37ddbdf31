"""What each figure is, and when it misleads; in the words of docs/figures.md, shorter."""

from dataclasses import dataclass
from typing import Final

from biofeedback.analysis.usual import FEWEST_SESSIONS
from biofeedback.breathing.heart.rolling_rate import WINDOW_S as BREATHING_WINDOW_S
from biofeedback.engine.live_breathing import RATIO_BREATHS
from biofeedback.engine.live_figures import HEART_RATE_LEAST_S, RMSSD_WINDOW_S
from biofeedback.response.figure_history import FIRST_S, HEART_RATE_AT_PACE_S, INTERVAL_AT_PACE_S
from biofeedback.response.rsa import MEDIAN_BREATHS


@dataclass(frozen=True, slots=True)
class Explanation:
    """A figure explained.

    Parameters
    ----------
    names : tuple of str
        Of the figures that it explains; the first is its heading.
    says : str
        What the figure tells.
    made_of : str
        What it is made of: unit, window, how its uncertainty is known.
    misleads : str
        When it does not tell that.
    """

    names: tuple[str, ...]
    says: str
    made_of: str
    misleads: str


EXPLANATIONS: Final = (
    Explanation(
        names=("Heart response to breathing",),
        says="How far the time between two beats swings with each breath, in milliseconds: the vagal "
        "(parasympathetic) heart response to breathing. It is the figure to practise with.",
        made_of="A curve is laid through the beats of each breath. "
        f"The value is the median of the last {MEDIAN_BREATHS} breaths. "
        "The ± is half the 95 % interval, learned from how the value has scattered in your own session. "
        f"It is shown after {INTERVAL_AT_PACE_S / 60.0:g} minutes at one pace. "
        f"The band is your own first {FIRST_S / 60.0:g} minutes at this pace. "
        "The bracket is a 95 % prediction interval from your earlier sessions at this pace "
        f"({FEWEST_SESSIONS} or more).",
        misleads="Slower and deeper breathing makes it larger in everyone, so it is compared at one pace "
        "only. A heart that does not answer at all still reads 25 to 45 ms. It is not your vagal tone, and "
        "it falls with age: other people's values say little about you.",
    ),
    Explanation(
        names=("Exhale to inhale",),
        says="How many times as long as your inhale your exhale is, measured by the movement of the strap.",
        made_of=f"Median of the last {RATIO_BREATHS} normal breaths; one dot for each breath. "
        "A single breath is off by a fifth or so. A breath that was not measured has no dot, "
        "rather than a guessed one.",
        misleads="A strap that sends no movement can't tell it: beats alone are too coarse. While you move "
        "or speak nothing is shown. The guide aims at a ratio; there is nothing to win by hitting it "
        "exactly.",
    ),
    Explanation(
        names=("Heart rate",),
        says="How many times a minute your heart beats.",
        made_of="60000 divided by the mean time between beats, in beats per minute: over as many whole "
        f"guided breaths as last {HEART_RATE_LEAST_S:g} seconds or longer. "
        f"The ± is shown after {HEART_RATE_AT_PACE_S / 60.0:g} minutes at one pace. "
        "The line is each single beat: it rises while you breathe in and falls while you breathe out.",
        misleads=f"Before the guide runs it is the mean of {HEART_RATE_LEAST_S:g} seconds, which can be part "
        "of a slow breath and then sways with it. Beats that were doubtful are left out and "
        "leave a gap in the line.",
    ),
    Explanation(
        names=("Breathing rate",),
        says="How often you breathe, measured without the guide.",
        made_of=f"Breaths per minute over the last {BREATHING_WINDOW_S:g} seconds, "
        "from the movement of the strap, its ECG and the beats, as far as they agree; "
        "± is half the 90 % interval.",
        misleads="Where it is not sure, nothing is shown. Moving, speaking and sighs disturb it for a while.",
    ),
    Explanation(
        names=("RMSSD",),
        says="How far one beat interval differs from the next, "
        f"over the last {RMSSD_WINDOW_S:g} seconds, in milliseconds.",
        made_of="Root mean square of the differences between neighbouring normal intervals. ± is half the "
        "95 % interval, from how it has scattered in your own session.",
        misleads="It tells how fast you breathe as much as how calm you are: from 15 to 6 breaths a minute "
        "it halves although nothing about the vagus has changed. Compare it between times of ordinary "
        "breathing, or at one pace.",
    ),
    Explanation(
        names=("Beats used",),
        says=f"How much of the last {RMSSD_WINDOW_S:g} seconds was covered by beats that can be trusted.",
        made_of="Share of the time, in percent, that normal, measured intervals cover.",
        misleads="Below about 95 % the other figures rest on less than they seem to. Moisten the electrodes.",
    ),
    Explanation(
        names=("HF, LF/HF and DFA α1",),
        says="These are often shown as parasympathetic, as balance or as stress. They are withheld here "
        "while you breathe with the guide.",
        made_of="Power of the swings of 2.5 to 6.7 s (HF) and of 6.7 to 25 s (LF) in ms², and how swings "
        "grow from 4 to 16 beats (DFA α1). A recording's analysis gives them for times of ordinary "
        "breathing.",
        misleads="Below 9 breaths a minute the swing of your breath moves from HF into LF. With the same "
        "swing of the heart, going from 15 to 6 breaths a minute takes HF from 4891 to 58 ms², LF/HF from "
        "0.006 to 85 and DFA α1 from 0.2 to 1.3. They would call the calmest breathing the most stressed.",
    ),
)
"""In the order in which one leafs through them."""


def explanation_index(figure_name: str) -> int:
    """Return the place of a figure's explanation; the first where it has none."""
    return next((i for i, one in enumerate(EXPLANATIONS) if figure_name in one.names), 0)
