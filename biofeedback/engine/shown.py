"""A state as it may be shown during a programme, without what its step does not allow. Pure."""

from dataclasses import replace

from biofeedback.engine.figures import Figure
from biofeedback.engine.programme_step import (
    LEAST_RATE_FOR_RMSSD_PER_MIN,
    TOO_SLOW_FOR_RMSSD,
    ProgrammeStep,
    Shown,
    unshown,
)
from biofeedback.engine.state import Breathing, Figures, State
from biofeedback.response.figure_history import Change
from devices.events import Part


def with_shown_figures(state: State) -> State:
    """Return a state with the figures that its step allows; each other figure says why it is not shown."""
    step = _step_of(state)
    if step is None:
        return state
    return replace(
        state,
        figures=_figures(state, step),
        breathing=replace(
            state.breathing,
            rate=_allowed(state.breathing.rate, Shown.BREATHING_RATE, step),
            ratio=_allowed(state.breathing.ratio, Shown.BREATHS, step),
        ),
        change=state.change if Shown.RESPONSE in step.shown else Change(),
    )


def shown_state(state: State) -> State:
    """Return a state without the beats and breaths that its step does not allow to be drawn."""
    step = _step_of(state)
    if step is None:
        return state
    shown = step.shown
    return replace(
        state,
        beats=state.beats if Shown.HEART_RATE in shown else (),
        breaths=state.breaths if Shown.RESPONSE in shown else (),
        breathing=state.breathing if Shown.BREATHS in shown else _without_breaths(state.breathing),
    )


def _step_of(state: State) -> ProgrammeStep | None:
    """Return the step that decides what is shown; before and after a programme, everything may be shown."""
    return state.step if state.part is Part.PRACTICE else None


def _figures(state: State, step: ProgrammeStep) -> Figures:
    figures = state.figures
    return Figures(
        heart_rate=_allowed(figures.heart_rate, Shown.HEART_RATE, step),
        rmssd=_rmssd(state, step),
        rsa=_allowed(figures.rsa, Shown.RESPONSE, step),
        response=_allowed(figures.response, Shown.RESPONSE, step),
        exhale_less_inhale=_allowed(figures.exhale_less_inhale, Shown.RESPONSE, step),
        beats_used=_allowed(figures.beats_used, Shown.RESPONSE, step),
    )


def _rmssd(state: State, step: ProgrammeStep) -> Figure:
    figure = _allowed(state.figures.rmssd, Shown.RMSSD, step)
    guided_per_min = state.guide.pattern.rate_per_min if state.guide.running else None
    rates = [one for one in (guided_per_min, state.breathing.rate.value) if one is not None]
    slow = any(rate < LEAST_RATE_FOR_RMSSD_PER_MIN for rate in rates)
    return unshown(figure, TOO_SLOW_FOR_RMSSD) if slow and figure.value is not None else figure


def _allowed(figure: Figure, needed: Shown, step: ProgrammeStep) -> Figure:
    return figure if needed in step.shown else unshown(figure, step.instead)


def _without_breaths(breathing: Breathing) -> Breathing:
    return replace(
        breathing,
        position=None,
        inhaling=None,
        course=None,
        exhale_to_inhale=None,
        recent_breaths=(),
        following=None,
    )
