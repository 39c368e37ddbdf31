"""Messages become sentences of a language, and people's own words come through unchanged."""

import gettext
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from biofeedback.words.catalogue import languages
from biofeedback.words.speech import UNKNOWN, Speech, say
from devices.message import Message, dotted, message, sentences, verbatim

MOMENT = datetime(2026, 3, 4, 7, 5, tzinfo=UTC)


class Made(gettext.NullTranslations):
    """A catalogue that a test made."""

    def __init__(self, sentences: dict[str, str | tuple[str, str]]) -> None:
        super().__init__()
        self.sentences = {"format.decimal_point": ",", **sentences}

    def gettext(self, message: str) -> str:
        found = self.sentences.get(message, message)
        return found if isinstance(found, str) else message

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:  # noqa: ARG002
        found = self.sentences.get(msgid1, msgid1)
        return msgid1 if isinstance(found, str) else found[n != 1]


def test_numbers_are_written_as_the_language_writes_them() -> None:
    speech = Speech("de", Made({"one": "Der Puls ist {rate_per_min:.1f}."}))
    assert speech.say(message("one", rate_per_min=66.04)) == "Der Puls ist 66,0."


@pytest.mark.parametrize(
    ("value", "form", "written"), [(-0.2, ".0f", "0"), (-1.5, ".1f", "−1,5"), (3, "+d", "+3")]
)
def test_a_negative_number_has_a_true_minus_and_zero_none(value: float, form: str, written: str) -> None:
    assert Speech("de", Made({})).number(value, form) == written


def test_a_count_chooses_the_plural() -> None:
    speech = Speech("en", Made({"beats": ("{count} beat", "{count} beats"), "plain": "{count} of them"}))
    assert [speech.say(message("beats", count=n)) for n in (0, 1, 2)] == ["0 beats", "1 beat", "2 beats"]
    assert speech.say(message("plain", count=1)) == "1 of them"


def test_a_message_may_hold_messages() -> None:
    speech = Speech("en", Made({"outer": "[{inner}|{many}]", "inner": "<{name}>", "verbatim": "{text}"}))
    inner = message("inner", name="a")
    assert speech.say(message("outer", inner=inner, many=(inner, verbatim("b")))) == "[<a>|<a>, b]"


@pytest.mark.parametrize(
    ("language", "written"), [("en", "4 March 2026, 07:05"), ("de", "4. März 2026, 07:05")]
)
def test_dates_are_written_as_the_language_writes_them(language: str, written: str) -> None:
    assert Speech(language).moment(MOMENT, "datetime") == written


def test_an_unknown_language_speaks_english() -> None:
    assert Speech("xx").moment(MOMENT, "weekday") == "Wednesday"
    assert Speech("de_AT").moment(MOMENT, "weekday") == "Mittwoch"


@given(st.text())
def test_own_words_are_never_looked_up_or_parsed(words: str) -> None:
    for language in ("en", "de"):
        assert say(verbatim(words), language) == words
    speech = Speech("en", Made({"own": "Scale {name}", words: "LOOKED UP"}))
    assert speech.say(message("own", name=words)) == f"Scale {words}"


def test_sentences_and_short_statements_are_joined() -> None:
    parts = (verbatim("One."), verbatim("Two."))
    assert (say(sentences(*parts), "de"), say(dotted(*parts))) == ("One. Two.", "One. · Two.")


def test_a_field_reaches_into_no_argument() -> None:
    speech = Speech("en", Made({"sly": "{name.__class__}", UNKNOWN: "?"}))
    assert speech.say(Message("sly", {"name": "a"})) == "?"


@pytest.mark.parametrize(
    "unfit",
    [
        Message("store.of_a_newer_version"),
        Message(""),
        Message("link.retrying"),
        Message("link.retrying", {"said": 1.5, "tries": 1.5}),
        Message("format.time", {"hour": 1}),
        Message("store.records_not_kept", {"count": 1.5}),
        Message("pattern.per_minute", {"rate_per_min": 10**400}),
        Message("store.import_odd_date", {"day": 1}),
    ],
    ids=str,
)
@pytest.mark.parametrize("language", languages())
def test_a_message_that_nobody_knows_is_never_an_error(unfit: Message, language: str) -> None:
    unknown = say(Message(UNKNOWN), language)
    assert say(dotted(unfit, verbatim("b")), language) == f"{unknown} · b"
