"""The registry of figures: each figure is one file that computes it and one entry here.

Analysis, JSON, tables, `sessions show`, report, the window's panel and its explanations use these entries.
"""

from collections.abc import Sequence
from typing import Final

from biofeedback.figures import explanations
from biofeedback.figures.span import Grade
from biofeedback.figures.spec import NOT_GUIDED, Explanation, FigureSpec
from biofeedback.response.rsa import response_ln_ms2, session_rsa_ms
from devices.message import message, verbatim

_PER_MINUTE: Final = message("figure.unit.per_minute")
_MS: Final = message("figure.unit.ms")
_MS2: Final = message("figure.unit.ms2")
_LN_MS2: Final = message("figure.unit.ln_ms2")
_PERCENT: Final = message("figure.unit.percent")
_TIMES: Final = message("figure.unit.times_as_long")
_NO_UNIT: Final = verbatim("")


FIGURES: Final[tuple[FigureSpec, ...]] = (
    FigureSpec(
        key="heart_rate_per_min",
        name=message("figure.heart_rate.name"),
        unit=_PER_MINUTE,
        decimals=1,
        explanation=explanations.ABOUT_HEART_RATE,
        of_span=lambda span: span.time_domain.heart_rate_per_min,
        needs=Grade.RATE,
        by_minute=True,
        of_state=lambda state: state.figures.heart_rate,
    ),
    FigureSpec(
        key="mean_nn_ms",
        name=message("figure.mean_nn.name"),
        unit=_MS,
        decimals=1,
        explanation=explanations.ABOUT_HEART_RATE,
        of_span=lambda span: span.time_domain.mean_nn_ms,
        needs=Grade.RATE,
        by_minute=True,
    ),
    FigureSpec(
        key="sdnn_ms",
        name=message("figure.sdnn.name"),
        unit=_MS,
        decimals=1,
        explanation=explanations.ABOUT_OVERALL,
        of_span=lambda span: span.time_domain.sdnn_ms,
    ),
    FigureSpec(
        key="breathing_rate_per_min",
        name=message("figure.breathing_rate.name"),
        unit=_PER_MINUTE,
        decimals=1,
        explanation=explanations.ABOUT_BREATHING_RATE,
        of_state=lambda state: state.breathing.rate,
        small=True,
    ),
    FigureSpec(
        key="rmssd_ms",
        name=message("figure.rmssd.name"),
        unit=_MS,
        decimals=1,
        explanation=explanations.ABOUT_RMSSD,
        of_span=lambda span: span.time_domain.rmssd_ms,
        by_minute=True,
        of_state=lambda state: state.figures.rmssd,
        small=True,
    ),
    FigureSpec(
        key="ln_rmssd",
        name=message("figure.ln_rmssd.name"),
        unit=message("figure.unit.ln_ms"),
        decimals=2,
        explanation=explanations.ABOUT_LIKE_RMSSD,
        of_span=lambda span: span.time_domain.ln_rmssd,
        by_minute=True,
    ),
    FigureSpec(
        key="pnn50_percent",
        name=message("figure.pnn50.name"),
        unit=_PERCENT,
        decimals=1,
        explanation=explanations.ABOUT_LIKE_RMSSD,
        of_span=lambda span: span.time_domain.pnn50_percent,
        by_minute=True,
    ),
    FigureSpec(
        key="sd1_ms",
        name=message("figure.sd1.name"),
        unit=_MS,
        decimals=1,
        explanation=explanations.ABOUT_LIKE_RMSSD,
        of_span=lambda span: span.time_domain.sd1_ms,
        by_minute=True,
    ),
    FigureSpec(
        key="sd2_ms",
        name=message("figure.sd2.name"),
        unit=_MS,
        decimals=1,
        explanation=explanations.ABOUT_OVERALL,
        of_span=lambda span: span.time_domain.sd2_ms,
    ),
    FigureSpec(
        key="rsa_ms",
        name=message("figure.rsa.name"),
        unit=_MS,
        decimals=0,
        explanation=explanations.ABOUT_RSA,
        of_span=lambda span: session_rsa_ms(span.breaths),
        needs=Grade.BREATHS,
        by_minute=True,
        unknown=NOT_GUIDED,
        of_state=lambda state: state.figures.rsa,
    ),
    FigureSpec(
        key="response_ln_ms2",
        name=message("figure.response.name"),
        unit=_LN_MS2,
        decimals=1,
        explanation=explanations.ABOUT_RESPONSE,
        of_span=lambda span: response_ln_ms2(span.breaths),
        needs=Grade.BREATHS,
        by_minute=True,
        unknown=NOT_GUIDED,
        of_state=lambda state: state.figures.response,
    ),
    FigureSpec(
        key="exhale_to_inhale",
        name=message("figure.exhale_to_inhale.name"),
        unit=_TIMES,
        decimals=1,
        explanation=explanations.ABOUT_EXHALE_TO_INHALE,
        of_state=lambda state: state.breathing.ratio,
    ),
    FigureSpec(
        key="exhale_less_inhale_ms",
        name=message("figure.exhale_less_inhale.name"),
        unit=_MS,
        decimals=0,
        explanation=explanations.ABOUT_EXHALE_LESS_INHALE,
        of_state=lambda state: state.figures.exhale_less_inhale,
    ),
    FigureSpec(
        key="vlf_ms2",
        name=message("figure.vlf.name"),
        unit=_MS2,
        decimals=0,
        explanation=explanations.ABOUT_OVERALL,
        of_span=lambda span: span.band_powers.vlf_ms2,
        needs=Grade.WHOLE,
    ),
    FigureSpec(
        key="lf_ms2",
        name=message("figure.lf.name"),
        unit=_MS2,
        decimals=0,
        explanation=explanations.ABOUT_WITHHELD,
        of_span=lambda span: span.band_powers.lf_ms2,
        needs=Grade.WHOLE,
    ),
    FigureSpec(
        key="hf_ms2",
        name=message("figure.hf.name"),
        unit=_MS2,
        decimals=0,
        explanation=explanations.ABOUT_WITHHELD,
        of_span=lambda span: span.band_powers.hf_ms2,
        needs=Grade.WHOLE,
    ),
    FigureSpec(
        key="total_power_ms2",
        name=message("figure.total_power.name"),
        unit=_MS2,
        decimals=0,
        explanation=explanations.ABOUT_OVERALL,
        of_span=lambda span: span.band_powers.total_power_ms2,
        needs=Grade.WHOLE,
    ),
    FigureSpec(
        key="lf_hf",
        name=message("figure.lf_hf.name"),
        unit=_NO_UNIT,
        decimals=2,
        explanation=explanations.ABOUT_WITHHELD,
        of_span=lambda span: span.band_powers.lf_hf,
        needs=Grade.WHOLE,
    ),
    FigureSpec(
        key="dfa_alpha1",
        name=message("figure.dfa.name"),
        unit=_NO_UNIT,
        decimals=2,
        explanation=explanations.ABOUT_WITHHELD,
        of_span=lambda span: span.nonlinear.dfa_alpha1,
        needs=Grade.WHOLE,
    ),
    FigureSpec(
        key="sample_entropy",
        name=message("figure.sample_entropy.name"),
        unit=_NO_UNIT,
        decimals=2,
        explanation=explanations.ABOUT_SAMPLE_ENTROPY,
        of_span=lambda span: span.nonlinear.sample_entropy,
        needs=Grade.WHOLE,
    ),
    FigureSpec(
        key="baevsky_stress_index",
        name=message("figure.baevsky.name"),
        unit=message("figure.unit.percent_per_s2"),
        decimals=0,
        explanation=explanations.ABOUT_BAEVSKY,
        of_span=lambda span: span.nonlinear.baevsky_stress_index,
        needs=Grade.WHOLE,
    ),
    FigureSpec(
        key="beats_used_percent",
        name=message("figure.beats_used.name"),
        unit=message("figure.unit.percent_of_time"),
        decimals=1,
        explanation=explanations.ABOUT_BEATS_USED,
        of_state=lambda state: state.figures.beats_used,
        small=True,
    ),
)
"""All figures, in the order of the tables and of the window's small figures."""

RECORDED: Final = tuple(one for one in FIGURES if one.of_span is not None)
"""The figures of a recording and of each of its windows: the keys of `analyze --json`."""

LIVE: Final = tuple(one for one in FIGURES if one.of_state is not None)
"""The figures of a running session."""


def figure_spec(key: str, figures: Sequence[FigureSpec] = FIGURES) -> FigureSpec:
    """Return the entry of a figure.

    Raises
    ------
    KeyError
        If there is no figure with this key.
    """
    return {one.key: one for one in figures}[key]


def all_explanations(figures: Sequence[FigureSpec] = FIGURES) -> tuple[Explanation, ...]:
    """Return each explanation once, in the order of the pages: figures in the window come first."""
    about = explanations
    large = about.ABOUT_RSA, about.ABOUT_EXHALE_TO_INHALE, about.ABOUT_HEART_RATE
    small = (one.explanation for one in figures if one.small)
    others = (one.explanation for one in figures)
    found: list[Explanation] = []
    for one in (*large, *small, about.ABOUT_WITHHELD, *others):
        if one not in found:
            found.append(one)
    return tuple(found)
