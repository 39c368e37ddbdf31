"""The file of a plan: what is kept is read again, and what is broken is named with file, line and field."""

import stat
from contextlib import suppress
from datetime import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from biofeedback.person.plan_file import PlanError, load_plan, open_plan, save_plan
from biofeedback.person.weeks import BESIDE_BELLY, MINUTES, Terms
from biofeedback.words.speech import say_in
from devices.message import as_message

GOOD = """# from my coach
times = ["07:30", "12:00", "19:15"]   # after work
most_minutes = 20
second = "mindful-5"
day_off = "sunday"
quiet_rest = false
"""

BROKEN = {
    "a time as a number": ('"12:00"', "12", 2, "times[2]"),
    "a time in words": ('"12:00"', '"noon"', 2, "times[2]"),
    "an hour that no day has": ('"19:15"', '"24:15"', 2, "times[3]"),
    "a minute that no hour has": ('"19:15"', '"19:75"', 2, "times[3]"),
    "a time with a mark around it": ('"07:30"', '"07:30\\n"', 2, "times[1]"),
    "one time, no list": ('["07:30", "12:00", "19:15"]', '"07:30"', 2, "times"),
    "no times": ('["07:30", "12:00", "19:15"]', "[]", 2, "times"),
    "too many times": ('"12:00"', ", ".join(f'"12:0{k}"' for k in range(9)), 2, "times"),
    "a time twice": ('"12:00"', '"7:30"', 2, "times"),
    "minutes as text": ("most_minutes = 20", 'most_minutes = "20"', 3, "most_minutes"),
    "negative minutes": ("most_minutes = 20", "most_minutes = -20", 3, "most_minutes"),
    "minutes of a week": ("most_minutes = 20", "most_minutes = 10080", 3, "most_minutes"),
    "minutes without end": ("most_minutes = 20", "most_minutes = inf", 3, "most_minutes"),
    "minutes that are no number": ("most_minutes = 20", "most_minutes = nan", 3, "most_minutes"),
    "an unknown programme": ('"mindful-5"', '"yoga"', 4, "second"),
    "two programmes": ('"mindful-5"', '["mindful-5", "pmr-8"]', 4, "second"),
    "a day that no week has": ('"sunday"', '"someday"', 5, "day_off"),
    "a day as a number": ('"sunday"', "7", 5, "day_off"),
    "neither yes nor no": ("quiet_rest = false", "quiet_rest = 0", 6, "quiet_rest"),
    "an unknown key": ("quiet_rest = false", "quiet_rests = false", 6, "quiet_rests"),
    "pain": ("quiet_rest = false", "most_pain = 4", 6, "most_pain"),
    "a section": ("most_minutes = 20", "[plan]\nmost_minutes = 20", 3, "plan"),
}


def written(folder: Path, text: str | bytes) -> Path:
    path = folder / "coach.toml"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


@pytest.mark.parametrize("name", BROKEN)
def test_each_sentence_names_file_line_and_field_and_how_to_mend_it(name: str, tmp_path: Path) -> None:
    old, new, line, field = BROKEN[name]
    assert old in GOOD
    path = written(tmp_path, GOOD.replace(old, new, 1))
    with pytest.raises(PlanError) as caught:
        open_plan(path)
    for language, word in (("en", "line"), ("de", "Zeile")):
        said = say_in(as_message(caught.value.message), language)
        assert said.startswith(f"{path}, {word} {line}: {field} ")
        assert len(say_in(as_message(caught.value.advice), language)) > 15


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("times = [08:00]", "line 1"),
        ('times = ["08:00"]\nmost_minutes 20', "line 2"),
        ('times = ["08:00"]\ntimes = ["09:00"]', "line 2"),
        (b"# me\nsecond = '\xff'", "line 2"),
        ('times = ["08:00"]\n[a]\nb = 1\n[a]\n', "line 4"),
        ('times = ["08:00",\n', "not valid TOML"),
        ('second = "pmr-8', "line 1"),
        ("x = " + "[" * 5000, "not valid TOML"),
        ("# " + "x" * 200_000, "over 100 kB"),
    ],
)
def test_what_is_no_toml_or_too_large_is_told_too(text: str | bytes, said: str, tmp_path: Path) -> None:
    with pytest.raises(PlanError, match=said) as caught:
        open_plan(written(tmp_path, text))
    assert say_in(caught.value.whole, "de") != say_in(caught.value.whole)


def test_a_plan_of_a_coach_is_read() -> None:
    times = (time(7, 30), time(12), time(19, 15))
    assert open_plan_of(GOOD) == Terms(times, 20.0, "mindful-5", 7, quiet_rest=False)


def open_plan_of(text: str) -> Terms:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        return open_plan(written(Path(folder), text))


def test_times_as_toml_writes_them_are_read_too() -> None:
    assert open_plan_of("times = [18:00:00, 08:00:00]").times == (time(8), time(18))


def test_without_a_file_the_usual_is_agreed_and_a_missing_plan_is_not_opened(tmp_path: Path) -> None:
    assert load_plan(tmp_path / "plan.toml") == Terms()
    for path in (tmp_path / "plan.toml", tmp_path / ("x" * 5000), tmp_path):
        with pytest.raises(PlanError):
            open_plan(path)


TERMS = st.builds(
    Terms,
    st.lists(st.times().map(lambda one: time(one.hour, one.minute)), min_size=1, max_size=6, unique=True).map(
        lambda times: tuple(sorted(times))
    ),
    st.floats(3.0, 180.0),
    st.sampled_from(BESIDE_BELLY),
    st.none() | st.integers(1, 7),
    st.booleans(),
)


@settings(max_examples=25)
@given(TERMS, TERMS)
def test_what_is_kept_is_read_again(
    tmp_path_factory: pytest.TempPathFactory, first: Terms, second: Terms
) -> None:
    path = tmp_path_factory.mktemp("plan") / "plan.toml"
    for terms in (first, second):
        save_plan(path, terms)
        assert load_plan(path) == terms
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_comments_stay(tmp_path: Path) -> None:
    path = written(tmp_path, GOOD)
    save_plan(path, Terms(most_minutes=12.0))
    said = path.read_text()
    assert "# from my coach" in said
    assert "# after work" in said
    assert load_plan(path) == Terms(most_minutes=12.0)


def test_a_damaged_or_read_only_file_is_left_as_it_is(tmp_path: Path) -> None:
    for text, mode in ((GOOD.replace("20", "-1"), 0o600), (GOOD, 0o400)):
        path = written(tmp_path, text)
        path.chmod(mode)
        with pytest.raises(PlanError):
            save_plan(path, Terms())
        assert path.read_text() == text
        path.unlink()


@settings(max_examples=25)
@given(st.text(max_size=60) | st.sampled_from(GOOD.splitlines()).flatmap(lambda line: st.permutations(line)))
def test_any_text_is_a_plan_or_one_sentence(text: "str | list[str]") -> None:
    with suppress(PlanError):
        open_plan_of("".join(text))


def test_what_may_be_chosen_has_a_length() -> None:
    assert set(BESIDE_BELLY) <= set(MINUTES)
