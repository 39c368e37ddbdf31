"""Breathing as a view shows it: what is known now, or why it is not known."""

from collections.abc import Sequence
from dataclasses import replace
from statistics import median
from typing import Final

from biofeedback.breathing.chest.cycles import Breath, BreathLabel
from biofeedback.breathing.heart.rolling_rate import RATE_WINDOW_S
from biofeedback.breathing.live import BreathingLook
from biofeedback.breathing.rate import RATES_BY_BEATS
from biofeedback.coaching.following import Following
from biofeedback.engine.figures import Figure
from biofeedback.engine.live_figures import WHY_UNKNOWN
from biofeedback.engine.state import Breathing, MeasuredBreath, Signal
from devices.message import Message, message

RATIO_BREATHS: Final = 3
"""The ratio shown is the median of this many breaths."""

RATE: Final = Figure(
    message("figure.breathing_rate.name"),
    message("figure.unit.per_minute"),
    message("figure.window.last", seconds=RATE_WINDOW_S),
    decimals=1,
)
RATIO: Final = Figure(
    message("figure.exhale_to_inhale.name"),
    message("figure.unit.times_as_long"),
    message("figure.window.median_breaths", breaths=RATIO_BREATHS),
    decimals=1,
)

_RECENT_BREATHS: Final = 12
_LONG_PAST: Final = 2.0
"""The last breath is too old when this many times its length has passed since its end."""

NO_MOVEMENT: Final = message("figure.unknown.no_movement")
NO_MOVEMENT_NOW: Final = message("figure.unknown.no_movement_now")
MOVING: Final = message("figure.unknown.moving")
LEARNING: Final = message("figure.unknown.after_stillness", seconds=RATE_WINDOW_S)
NOT_CLEAR: Final = message("figure.unknown.not_clear")
UNSURE_BY_BEATS: Final = message("figure.unknown.unsure_by_beats")
NO_SIGN: Final = message("figure.unknown.no_sign")
_FEW_BREATHS: Final = message("figure.unknown.after_quiet_breaths", breaths=RATIO_BREATHS)


def trusted(look: BreathingLook | None, *, irregular: bool) -> BreathingLook | None:
    """Remove a rate that comes from irregular beats alone, because it may be the rate of ectopic beats."""
    if not irregular or look is None or look.now.rate is None or look.now.rate.source not in RATES_BY_BEATS:
        return look
    return look._replace(now=replace(look.now, rate=None))


def live_breathing(
    signal: Signal,
    look: BreathingLook | None,
    breaths: Sequence[Breath],
    following: Following | None,
    *,
    time_s: float,
    streaming: bool,
) -> Breathing:
    """Combine what is known of the breathing.

    Parameters
    ----------
    signal : Signal
        Quality of the heart signal; without a strap nothing is measured.
    look : BreathingLook or None
        What the estimator knew shortly before `time_s`; None if no movement and no beats came recently.
    breaths : sequence of Breath
        Whole breaths, oldest first.
    following : Following or None
        Comparison with the guide.
    time_s : float
        The present time.
    streaming : bool
        Whether movement was requested from the strap.
    """
    why = _why_unknown(signal, look, breaths, streaming=streaming)
    course = None if look is None else look.course
    recent = tuple(map(_measured, breaths[-_RECENT_BREATHS:]))
    return Breathing(
        rate=_rate(look, why),
        ratio=_ratio(recent, why, time_s),
        position=None if course is None else course.position_at(time_s),
        inhaling=None if course is None else course.half_at(time_s),
        course=course,
        exhale_to_inhale=recent[-1].exhale_to_inhale if _is_of_now(recent, time_s) else None,
        recent_breaths=recent,
        source=None if look is None or look.now.rate is None else look.now.rate.source,
        moving=look is not None and look.now.moving,
        following=following,
    )


def _why_unknown(
    signal: Signal, look: BreathingLook | None, breaths: Sequence[Breath], *, streaming: bool
) -> Message | None:
    """Return why the breathing can't be known now; None if it may be known."""
    if look is None or not look.moved:
        if signal in (Signal.NO_STRAP, Signal.LOST):
            return WHY_UNKNOWN[signal]
        return NO_MOVEMENT_NOW if streaming else NO_MOVEMENT
    if look.now.moving:
        return MOVING
    return None if breaths else LEARNING


def _rate(look: BreathingLook | None, why: Message | None) -> Figure:
    rate = None if look is None else look.now.rate
    if look is not None and rate is None and not look.moved and why in (NO_MOVEMENT, NO_MOVEMENT_NOW):
        return replace(RATE, unknown=UNSURE_BY_BEATS)
    if look is None or (rate is None and why):
        return replace(RATE, unknown=why)
    if rate is None:
        return replace(RATE, unknown=NOT_CLEAR if look.now.last_breath else LEARNING)
    return replace(RATE, value=rate.rate_per_min, half_width=rate.half_width_per_min)


def _ratio(recent: Sequence[MeasuredBreath], why: Message | None, time_s: float) -> Figure:
    if why:
        return replace(RATIO, unknown=why)
    counted = [one for one in recent if one.label is BreathLabel.NORMAL]
    ratios = [one.exhale_to_inhale for one in counted if one.exhale_to_inhale is not None]
    if not _is_of_now(recent, time_s):
        return replace(RATIO, unknown=NOT_CLEAR)
    if len(ratios) < RATIO_BREATHS:
        few = len(counted) < RATIO_BREATHS
        return replace(RATIO, unknown=_FEW_BREATHS if few else NO_SIGN)
    return replace(RATIO, value=median(ratios[-RATIO_BREATHS:]))


def _is_of_now(recent: Sequence[MeasuredBreath], time_s: float) -> bool:
    if not recent:
        return False
    last = recent[-1]
    return time_s - last.end_s < _LONG_PAST * (last.end_s - last.begin_s)


def _measured(breath: Breath) -> MeasuredBreath:
    return MeasuredBreath(
        breath.begin_s,
        breath.turn_s,
        breath.end_s,
        breath.exhale_to_inhale,
        breath.relative_depth,
        breath.label,
        breath.confidence,
        breath.known_by,
    )
