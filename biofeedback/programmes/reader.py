"""Reads a programme from TOML; errors give file, line and field, and how to correct them."""

import re
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
from devices.printable import printable
from devices.steps import Measured, StepSound
from devices.toml_lines import broken_line, line_of
from devices.typed_data import Place, UnfitDataError, fitted, shown_place, text_line

LARGEST_BYTES: Final = 200_000
MOST_STEPS: Final = 200
_LONGEST_STEP_S: Final = 3600.0
_LONGEST_S: Final = 7200.0
_LONGEST_ABOUT: Final = 300
_MOST_LANGUAGES: Final = 20

_GOES_ON: Final = "on"
"""Value in a step's file entry for continuing the previous guide."""

_LONGEST_SHOWN: Final = 40
"""Number of characters of a wrong value that an error shows."""

_LARGEST_SHOWN: Final = 10**12
"""Larger whole numbers are not shown; Python refuses to write very large ones."""

_LANGUAGE: Final = r"^[a-z]{2,3}$"
_NAME: Final = r"^[a-z0-9][a-z0-9-]{0,39}$"

_Text = Annotated[str, text_line(1, LONGEST_STEP_TEXT)]
_Written = Annotated[
    dict[Annotated[str, Meta(pattern=_LANGUAGE)], _Text], Meta(min_length=1, max_length=_MOST_LANGUAGES)
]
_Rate = Annotated[float, Meta(ge=RATE_RANGE_PER_MIN[0], le=RATE_RANGE_PER_MIN[1])]


_GUIDE_EXAMPLE: Final = "{ rate_per_min = 6.0, exhale_to_inhale = 2.0 }"

_GUIDE_ADVICE: Final = {
    "rate_per_min": message("programme.rate", low=RATE_RANGE_PER_MIN[0], high=RATE_RANGE_PER_MIN[1]),
    "begin": message("programme.begin", low=RATE_RANGE_PER_MIN[0], high=RATE_RANGE_PER_MIN[1]),
    "slows_per_min": message("programme.slows"),
}


class ProgrammeError(BiofeedbackError):
    """A programme file that can't be used."""


@dataclass(frozen=True)
class _WrittenGuide:
    rate_per_min: _Rate | Literal["resonance"]
    exhale_to_inhale: Annotated[float, Meta(ge=RATIO_RANGE[0], le=RATIO_RANGE[1])]
    begin: _Rate | Literal["own", "reached"] = "reached"
    slows_per_min: Annotated[float, Meta(gt=0.0, le=1.0)] = 0.5

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
    name: Annotated[str, Meta(pattern=_NAME)]
    title: _Written
    about: Annotated[dict[str, Annotated[str, text_line(1, _LONGEST_ABOUT)]], Meta(min_length=1)]
    family: Family
    step: Annotated[tuple[_WrittenStep, ...], Meta(min_length=1, max_length=MOST_STEPS)]
    level: Annotated[int, Meta(ge=0, le=9)] | None = None
    control: Annotated[str, Meta(pattern=_NAME)] | None = None


@dataclass(frozen=True, slots=True)
class _Source:
    """A file's name, text and data, for error messages."""

    file: str
    text: str = field(repr=False)
    data: object = field(default=None, repr=False)

    def error(self, place: Place, advice: Message) -> ProgrammeError:
        """Return an error that names the file, the line, the place and, if it is short, the value."""
        return ProgrammeError(
            message(
                "programme.wrong",
                where=self._where(place),
                place=shown_place(place),
                value=self._value(place),
            ),
            advice,
        )

    def missing(self, place: Place) -> ProgrammeError:
        """Return an error about a missing key."""
        return ProgrammeError(
            message("programme.missing_key", where=self._where(place), place=shown_place(place)),
            message("programme.missing", key=f"{place[-1]}"),
        )

    def _where(self, place: Place) -> Message:
        line = line_of(self.text, place)
        if line is None:
            return message("programme.in_file", file=self.file)
        return message("programme.in_line", file=self.file, line=str(line))

    def _value(self, place: Place) -> str:
        value = self.data
        for key in place:
            try:
                value = value[key]  # type: ignore[index]
            except (KeyError, IndexError, TypeError):
                return ""
        if isinstance(value, bool):
            return f" ({value})".lower()
        if isinstance(value, str):
            return f' ("{printable(value, _LONGEST_SHOWN)}")'
        is_short = isinstance(value, float) or (isinstance(value, int) and abs(value) < _LARGEST_SHOWN)
        return f" ({value})" if is_short else ""


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
    text = _text(content, file)
    data = _parsed(_Source(file, text))
    source = _Source(file, text, data)
    _require_tables(data, source)
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
        line = broken_line(source.text, wrong)
        where = (
            message("programme.in_file", file=source.file)
            if line is None
            else message("programme.in_line", file=source.file, line=str(line))
        )
        raise ProgrammeError(
            message("programme.not_toml", where=where), message("programme.compare")
        ) from wrong


def _require_tables(data: dict[str, object], source: _Source) -> None:
    """Check what the general check of types can't explain: keys, texts by language, and guides."""
    _require_keys(_WrittenProgramme, data, (), source)
    name = data["name"]
    if isinstance(name, str) and not re.fullmatch(_NAME, name):
        raise source.error(("name",), message("programme.name_letters"))
    _require_texts(data, ("title",), source, LONGEST_STEP_TEXT)
    _require_texts(data, ("about",), source, _LONGEST_ABOUT)
    steps = data["step"]
    if not isinstance(steps, list) or not steps:
        raise source.error(("step",), message("programme.steps"))
    for index, step in enumerate(steps):
        if isinstance(step, dict):
            _require_step(step, ("step", index), source)


def _require_step(step: dict[str, object], place: Place, source: _Source) -> None:
    _require_keys(_WrittenStep, step, place, source)
    _require_texts(step, (*place, "text"), source, LONGEST_STEP_TEXT)
    if "region" in step:
        _require_texts(step, (*place, "region"), source, LONGEST_STEP_TEXT)
    guide, place = step.get("guide", _GOES_ON), (*place, "guide")
    if isinstance(guide, dict):
        _require_keys(_WrittenGuide, guide, place, source)
        try:
            known: _WrittenGuide = fitted(guide, _WrittenGuide)
        except UnfitDataError as wrong:
            advice = _GUIDE_ADVICE.get(f"{wrong.place[-1]}" if wrong.place else "", wrong.advice)
            raise source.error((*place, *wrong.place), advice) from wrong
        rate, begin = known.rate_per_min, known.begin
        if isinstance(rate, float) and isinstance(begin, float) and begin < rate:
            raise source.error((*place, "begin"), message("programme.begin_slower", rate_per_min=rate))
    elif guide != _GOES_ON:
        raise source.error(place, message("programme.guide", example=_GUIDE_EXAMPLE))


def _require_keys(written: type, data: dict[str, object], place: Place, source: _Source) -> None:
    """Check that a table has the keys it needs, and no others."""
    for one in fields(written):
        if one.default is MISSING and one.name not in data:
            raise source.missing((*place, one.name))
    known = [one.name for one in fields(written)]
    for key in data:
        if key not in known:
            raise source.error((*place, key), message("programme.known_keys", keys=", ".join(known)))


def _require_texts(table: dict[str, object], place: Place, source: _Source, most: int) -> None:
    """Check a text by language."""
    key = f"{place[-1]}"
    texts = table[key]
    if not isinstance(texts, dict) or not texts:
        raise source.error(place, message("programme.by_language", key=key))
    for language, text in texts.items():
        if not re.fullmatch(_LANGUAGE, language):
            raise source.error((*place, language), message("programme.language_code"))
        if isinstance(text, str) and not 1 <= len(text) <= most:
            raise source.error((*place, language), message("programme.text_length", most=most))


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
    """Check that every step has exactly the title's languages, so that they never change half-way."""
    for key, texts in (("text", written.step[index].text), ("region", written.step[index].region)):
        if texts is None:
            continue
        for language in written.title:
            if language not in texts:
                raise source.error(
                    ("step", index, key), message("programme.language_missing", language=language)
                )
        for language in texts:
            if language not in written.title:
                raise source.error(
                    ("step", index, key, language), message("programme.language_extra", language=language)
                )
