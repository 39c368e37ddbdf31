"""Programmes as JSON, for `programmes list` and `programmes show`."""

from typing import Final

from biofeedback.programmes.programme import Programme, Step, StepGuide, Target

PROGRAMME_SCHEMA: Final = "biofeedback/programme/1"


def programme_json(programme: Programme, language: str) -> dict[str, object]:
    """Return the data of `programmes list` about a programme.

    Parameters
    ----------
    programme : Programme
        The programme.
    language : str
        The code of the language of its title.
    """
    return {
        "schema": PROGRAMME_SCHEMA,
        "name": programme.name,
        "title": programme.title.said(language),
        "seconds": programme.seconds,
        "needs_strap": False,
        "languages": list(programme.languages),
        "family": programme.family.value,
        "about": programme.about.said(language),
    }


def programme_steps_json(programme: Programme, language: str) -> dict[str, object]:
    """Return the data of `programmes show`: the same, with every step."""
    steps = zip(programme.starts_s, programme.steps, strict=True)
    return {
        **programme_json(programme, language),
        "steps": [_step(start_s, step, language) for start_s, step in steps],
    }


def _step(start_s: float, step: Step, language: str) -> dict[str, object]:
    return {
        "start_s": start_s,
        "seconds": step.seconds,
        "text": step.text.said(language),
        "guide": _guide(step.guide) if step.guide else None,
        "measured": step.measured.value,
        "sound": step.sound.value,
        "region": step.region.said(language) if step.region else None,
    }


def _guide(guide: StepGuide) -> dict[str, object]:
    """Return the pattern that a guide leads to; its rate is null if it is the person's resonance."""
    rate = guide.rate_per_min
    return {
        "rate_per_min": None if isinstance(rate, Target) else rate,
        "exhale_to_inhale": guide.exhale_to_inhale,
        "hold_full_s": 0.0,
        "hold_empty_s": 0.0,
        "begin": guide.begin,
        "slows_per_min": guide.slows_per_min,
    }
