"""Reads a programme from TOML; errors give file, line and field, and how to correct them."""

import tomllib
from dataclasses import MISSING, dataclass, field, fields
from typing import Annotated, Final, Literal

from msgspec import Meta

from biofeedback.programmes.programme import (
    LONGEST_STEP_TEXT,
    Begin,
    Family,
    LeaveOut,
    Programme,
    Step,
    StepGuide,
    Target,
    Texts,
)
from devices.breath_pattern import RATE_RANGE_PER_MIN, RATIO_RANGE
from devices.errors import BiofeedbackError
from devices.message import Message, message
from devices.steps import Measured, StepSound
from devices.toml_lines import line_of
from devices.typed_data import Place, UnfitDataError, fitted, shown_place, text_line

LARGEST_BYTES: Final = 200_000
MOST_STEPS: Final = 200
_LONGEST_STEP_S: Final = 3600.0
_LONGEST_S: Final = 7200.0
_LONGEST_ABOUT: Final = 300
_MOST_LANGUAGES: Final = 20

_GOES_ON: Final = "on"
"""Value in a step's file entry for continuing the previous guide."""

_Text = Annotated[str, text_line(1, LONGEST_STEP_TEXT)]
_Written = Annotated[
    dict[Annotated[str, Meta(pattern=r"^[a-z]{2,3}$")], _Text], Meta(min_length=1, max_length=_MOST_LANGUAGES)
]
_Rate = Annotated[float, Meta(ge=RATE_RANGE_PER_MIN[0], le=RATE_RANGE_PER_MIN[1])]


class ProgrammeError(BiofeedbackError):
    """A programme file that can't be used."""


@dataclass(frozen=True)
class _WrittenGuide:
    rate_per_min: _Rate | Literal["resonance"]
    exhale_to_inhale: Annotated[float, Meta(ge=RATIO_RANGE[0], le=RATIO_RANGE[1])]
    begin: _Rate | Literal["own", "reached"] = "reached"
    slows_per_min: Annotated[float, Meta(ge=0.0, le=1.0)] = 0.5

    def guide(self) -> StepGuide:
        begin = Begin(self.begin) if isinstance(self.begin, str) else self.begin
        rate = Target(self.rate_per_min) if isinstance(self.rate_per_min, str) else self.rate_per_min
        return StepGuide(rate, self.exhale_to_inhale, begin, self.slows_per_min)


@dataclass(frozen=True)
class _WrittenStep:
    text: _Written
    seconds: Annotated[float, Meta(ge=1.0, le=_LONGEST_STEP_S)]
    measured: Measured
    guide: _WrittenGuide | Literal["on"] | None = None
    sound: StepSound = StepSound.NONE
    region: _Written | None = None
    leave_out: LeaveOut | None = None


@dataclass(frozen=True)
class _WrittenProgramme:
    name: Annotated[str, Meta(pattern=r"^[a-z0-9][a-z0-9-]{0,39}$")]
    title: _Written
    about: Annotated[dict[str, Annotated[str, text_line(1, _LONGEST_ABOUT)]], Meta(min_length=1)]
    family: Family
    step: Annotated[tuple[_WrittenStep, ...], Meta(min_length=1, max_length=MOST_STEPS)]
    level: Annotated[int, Meta(ge=0, le=9)] | None = None
    control: str | None = None


@dataclass(frozen=True, slots=True)
class _Source:
    """A file's name and text, for error messages."""

    file: str
    text: str = field(repr=False)

    def error(self, place: Place, advice: Message) -> ProgrammeError:
        line = line_of(self.text, place)
        where = shown_place(place)
        if line is None:
            return ProgrammeError(message("programme.wrong", file=self.file, place=where), advice)
        return ProgrammeError(
            message("programme.wrong_line", file=self.file, line=str(line), place=where), advice
        )


def programme_of(content: bytes, file: str) -> Programme:
    """Return the programme in a TOML file.

    Parameters
    ----------
    content : bytes
        The file's content.
    file : str
        The file's name, for error messages.

    Raises
    ------
    ProgrammeError
        If it is not a programme; the message gives file, line and field, and the advice how to correct it.
    """
    if len(content) > LARGEST_BYTES:
        raise ProgrammeError(
            message("programme.too_large", file=file, most_kb=LARGEST_BYTES // 1000),
            message("programme.shorten"),
        )
    source = _Source(file, _text(content, file))
    data = _parsed(source)
    _require_keys(data, source)
    try:
        written: _WrittenProgramme = fitted(data, _WrittenProgramme)
    except UnfitDataError as wrong:
        raise source.error(wrong.place, wrong.advice) from wrong
    return _programme(written, source)


def _text(content: bytes, file: str) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as wrong:
        line = content[: wrong.start].count(b"\n") + 1
        raise ProgrammeError(
            message("own_file.not_utf8", file=file, line=str(line)), message("own_file.save_as_utf8")
        ) from wrong


def _parsed(source: _Source) -> dict[str, object]:
    try:
        return tomllib.loads(source.text)
    except (ValueError, RecursionError) as wrong:
        why = str(wrong).splitlines()[0]
        raise ProgrammeError(
            message("programme.not_toml", file=source.file, why=why), message("programme.compare")
        ) from wrong


def _require_keys(data: dict[str, object], source: _Source) -> None:
    """Check that each table has the keys it needs, and that guides have no unknown keys."""
    _require_keys_of(_WrittenProgramme, data, (), source)
    steps = data["step"]
    for index, step in enumerate(steps if isinstance(steps, list) else ()):
        if not isinstance(step, dict):
            continue
        _require_keys_of(_WrittenStep, step, ("step", index), source)
        guide = step.get("guide")
        if isinstance(guide, dict):
            _require_keys_of(_WrittenGuide, guide, ("step", index, "guide"), source)
            known = [one.name for one in fields(_WrittenGuide)]
            if not guide.keys() <= set(known):
                raise source.error(
                    ("step", index, "guide"), message("programme.known_keys", keys=", ".join(known))
                )


def _require_keys_of(written: type, data: dict[str, object], place: Place, source: _Source) -> None:
    for one in fields(written):
        if one.default is MISSING and one.name not in data:
            raise source.error((*place, one.name), message("programme.missing", key=one.name))


def _programme(written: _WrittenProgramme, source: _Source) -> Programme:
    steps: list[Step] = []
    for index, one in enumerate(written.step):
        if one.guide == _GOES_ON and (not steps or steps[-1].guide is None):
            raise source.error(("step", index, "guide"), message("programme.no_guide_before"))
        steps.append(_step(one, steps[-1].guide if steps else None))
        _require_languages(written, index, source)
    programme = Programme(
        written.name,
        Texts(written.title),
        Texts(written.about),
        written.family,
        tuple(steps),
        written.level,
        written.control,
    )
    if programme.seconds > _LONGEST_S:
        raise source.error(("step",), message("programme.too_long", most_min=_LONGEST_S / 60.0))
    return programme


def _step(written: _WrittenStep, before: StepGuide | None) -> Step:
    guide = written.guide.guide() if isinstance(written.guide, _WrittenGuide) else None
    return Step(
        Texts(written.text),
        written.seconds,
        written.measured,
        before if written.guide == _GOES_ON else guide,
        written.sound,
        Texts(written.region) if written.region else None,
        written.leave_out,
    )


def _require_languages(written: _WrittenProgramme, index: int, source: _Source) -> None:
    """Check that every step has the title's languages, so that the language never changes half-way."""
    for language in written.title:
        if language not in written.step[index].text:
            raise source.error(
                ("step", index, "text"), message("programme.language_missing", language=language)
            )
