"""Texts about the step of a programme, shared by window and terminal."""

import math

from biofeedback.engine.programme_step import ProgrammeStep
from biofeedback.statements.live import clock_text
from devices.message import Message, dotted, message, verbatim


def step_words(step: ProgrammeStep) -> Message:
    """Return which step it is and how much time is left, as ``Step 2 of 12 · 0:14 left``."""
    left_s = math.ceil(step.seconds - step.gone_s - 1e-6)
    return dotted(
        message("step.place", number=step.number, steps=step.steps),
        message("step.left", clock=clock_text(max(0, left_s))),
    )


def bedtime_words(*, at_bedtime: bool) -> Message:
    """Return a message on whether coming back at the end is now left out."""
    return message("step.bedtime") if at_bedtime else message("step.not_bedtime")


def skipped_words(region: str | None) -> Message:
    """Return that a part of the body is left out from now on, or that the step is not about one."""
    if region is None:
        return message("step.no_region")
    return message("step.region_skipped", region=verbatim(region))
