"""The settings file: what is saved is read again, and what is wrong is named with its file and key."""

import re
import stat
import tomllib
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import settings as few
from hypothesis import strategies as st

from biofeedback.person.settings import (
    BreathingSettings,
    HearingSettings,
    OwnScale,
    RatingSettings,
    Settings,
    SettingsError,
    StrapSettings,
    ThemeSetting,
    WindowSettings,
    load_settings,
    save_settings,
)
from devices.breath_pattern import BreathPattern
from devices.events import GuideChanged
from sessions.errors import SessionFileError
from sessions.store import read_records
from tests.program import run

printable = st.text(
    st.characters(exclude_categories=("C", "Z"), include_characters=" "), min_size=1, max_size=30
).filter(lambda text: bool(text.strip()))
patterns = st.builds(
    BreathPattern, st.floats(3.0, 10.0), st.floats(0.5, 4.0), st.floats(0.0, 1.0), st.floats(0.0, 1.0)
)
minutes = st.floats(0.0, 30.0)
settings = st.builds(
    Settings,
    st.builds(
        BreathingSettings,
        patterns,
        st.booleans(),
        st.floats(0.5, 180.0),
        minutes,
        minutes,
        st.dictionaries(printable, patterns, max_size=4),
    ),
    st.builds(HearingSettings, st.booleans(), st.floats(0.0, 1.0), st.booleans(), st.floats(0.0, 1.0)),
    st.builds(
        WindowSettings,
        st.sampled_from(["dark", "light"]),
        st.sampled_from(["circle", "wave", "still"]),
        st.sampled_from(["system", "en", "de"]),
        st.integers(100, 200),
        st.booleans(),
    ),
    st.builds(
        RatingSettings,
        st.lists(st.sampled_from(["pain", "stress", "mood"]), unique=True).map(tuple),
        st.lists(
            st.builds(OwnScale, printable, printable, st.just("")),
            max_size=5,
            unique_by=lambda scale: scale.name.casefold(),
        ).map(tuple),
    ),
    st.builds(StrapSettings, st.just("") | printable),
)


@given(settings)
def test_what_is_saved_is_read_again(tmp_path_factory: pytest.TempPathFactory, chosen: Settings) -> None:
    path = tmp_path_factory.mktemp("settings") / "settings.toml"
    save_settings(path, chosen)
    assert load_settings(path) == chosen


# A file that a person wrote

LAYOUTS = (
    """# c1
[sound]   # c2
# c3
volume = 0.50 # c4
on = true
[breathing] # c5
minutes = 1_0.0 # c6
pattern = { rate_per_min = 6 } # c7

[ratings]
# c8
scales = [ # c9
  "pain", # c10
  "mood", # c11
]
[[ratings.own_scales]] # c12
name = "Tinnitus" # c13
[[ratings.own_scales]] # c14
name = "#1" # c15

[breathing.own_patterns] # c16
evening = { rate_per_min = 4.5 } # c17
"to # day" = { rate_per_min = 5 } # c18
# c19""",
    """breathing.minutes = 5 # c1
breathing.pattern.rate_per_min = 7 # c2
window.theme = 'light' # c3
ratings.own_scales = [ { name = "a#b" }, # c4
  { name = 'c' } ] # c5
# c6
""",
    """[breathing.pattern] # c1
rate_per_min = 4 # c2
[window] # c3
[breathing.own_patterns.a] # c4
rate_per_min = 4 # c5
[strap] # c6
address = '''a#b''' # c7
[ratings] # c8
scales = [] # c9
own_scales = [] # c10
""",
    """# c1\r\n[window] # c2\r\ntheme = "dark" # c3\r\n\r\n# c4\r\n""",
    "",
    "# c1",
    '[strap]\naddress = """a#b""" # c1',
)


def comments(text: str) -> set[str]:
    return set(re.findall(r"# c\d+\b", text))


@few(max_examples=40)
@given(settings, st.sampled_from(LAYOUTS))
def test_comments_survive_any_change(
    tmp_path_factory: pytest.TempPathFactory, chosen: Settings, layout: str
) -> None:
    path = tmp_path_factory.mktemp("settings") / "settings.toml"
    path.write_bytes(layout.encode())
    save_settings(path, chosen)
    written = path.read_bytes().decode()
    assert load_settings(path) == chosen
    assert comments(written) == comments(layout)
    save_settings(path, Settings())
    assert load_settings(path) == Settings()
    assert comments(path.read_bytes().decode()) == comments(layout)


@pytest.mark.parametrize("layout", LAYOUTS[:5])
def test_only_the_line_that_differs_is_changed(tmp_path: Path, layout: str) -> None:
    path = tmp_path / "settings.toml"
    path.write_bytes(layout.encode())
    before = load_settings(path)
    save_settings(path, before)
    assert path.read_bytes() == layout.encode()
    theme: ThemeSetting = "light" if before.window.theme == "dark" else "dark"
    save_settings(path, replace(before, window=replace(before.window, theme=theme)))
    kept = [line for line in layout.splitlines() if "theme" not in line]
    assert [line for line in path.read_text().splitlines() if line in kept] == kept


@few(max_examples=20)
@given(settings)
def test_what_another_version_knows_stays(tmp_path_factory: pytest.TempPathFactory, chosen: Settings) -> None:
    path = tmp_path_factory.mktemp("settings") / "settings.toml"
    path.write_text('future = 1\n[window]\nfuture = "#" # c1\ntheme = "dark"\n[moon] # c2\nphase = [1, 2]\n')
    save_settings(path, chosen)
    data = tomllib.loads(path.read_text())
    assert (data.pop("future"), data.pop("moon"), data["window"].pop("future")) == (1, {"phase": [1, 2]}, "#")
    assert "# c1" in path.read_text()
    assert "# c2" in path.read_text()
    path.write_text("".join(line for line in path.read_text().splitlines(keepends=True) if "fut" not in line))
    path.write_text(path.read_text().replace("[moon] # c2\nphase = [1, 2]\n", ""))
    assert load_settings(path) == chosen


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"[sound\n", "is not valid TOML"),
        (b"\xff", "line 1: a character is not UTF-8"),
        (b"#" * 100_001, "over 100 kB"),
        (b'[strap]\naddress = "a\x7fb"\n', "is not valid TOML"),
        (b"[window]\ntheme = " + b"[" * 5000, "is not valid TOML"),
    ],
)
def test_damaged_file_is_left_as_it_is(tmp_path: Path, content: bytes, words: str) -> None:
    path = tmp_path / "settings.toml"
    path.write_bytes(content)
    with pytest.raises(SettingsError, match=words) as refused:
        save_settings(path, Settings())
    assert str(refused.value).count("\n") == 0
    assert path.read_bytes() == content


def test_file_that_may_not_be_changed_is_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    save_settings(path, Settings())
    path.chmod(0o444)
    before = path.read_bytes()
    with pytest.raises(SettingsError, match="is read-only"):
        save_settings(path, Settings(sound=HearingSettings(volume=0.1)))
    assert path.read_bytes() == before


def test_file_that_is_kept_elsewhere_is_changed_there(tmp_path: Path) -> None:
    elsewhere, path = tmp_path / "elsewhere.toml", tmp_path / "settings.toml"
    elsewhere.write_text("# mine\n")
    path.symlink_to(elsewhere)
    save_settings(path, Settings(window=WindowSettings(theme="light")))
    assert path.is_symlink()
    assert elsewhere.read_text().startswith("# mine\n")
    assert load_settings(path).window.theme == "light"


def test_without_a_file_all_is_as_everyone_begins(tmp_path: Path) -> None:
    assert load_settings(tmp_path / "settings.toml") == Settings()


def test_file_is_for_its_owner_and_written_whole(tmp_path: Path) -> None:
    path = tmp_path / "new" / "settings.toml"
    save_settings(path, Settings())
    path.chmod(0o644)
    save_settings(path, Settings(window=WindowSettings(theme="light")))
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert [file.name for file in path.parent.iterdir()] == ["settings.toml"]


def test_what_could_not_be_read_again_is_not_written(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    save_settings(path, Settings())
    before = path.read_text()
    with pytest.raises(SettingsError, match=r"sound\.volume can't be 2"):
        save_settings(path, Settings(sound=HearingSettings(volume=2.0)))
    assert path.read_text() == before


def test_folder_that_refuses_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(SessionFileError, match="can't be written"):
        save_settings(tmp_path / "file" / "settings.toml", Settings())


def test_part_of_the_settings_is_enough(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    path.write_text("[breathing]\nminutes = 15\npattern = { rate_per_min = 6 }\n[window]\ntheme = 'light'\n")
    chosen = load_settings(path)
    assert chosen.breathing == BreathingSettings(BreathPattern(6.0, 2.0), minutes=15.0)
    assert (chosen.window.theme, chosen.sound) == ("light", HearingSettings())


@pytest.mark.parametrize(
    ("text", "words", "advice"),
    [
        ("[breathing]\nminuets = 5\n", "no setting 'breathing.minuets'", "minutes"),
        ("[sounds]\n", "no setting 'sounds'", "sound"),
        ("sound = 3\n", "sound is not a section", "[sound]"),
        ("[sound]\non = 1\n", "sound.on can't be 1", "true or false"),
        ("[sound]\nvolume = true\n", "sound.volume can't be True", "from 0 to 1"),
        ("[sound]\nvolume = nan\n", "sound.volume can't be nan", "from 0 to 1"),
        ("[breathing]\nminutes = inf\n", "breathing.minutes can't be inf", "from 0.1 to 180"),
        ("[window]\ntheme = 'blue'\n", "window.theme can't be 'blue'", '"dark", "light"'),
        ("[window]\ntext_percent = 150.5\n", "window.text_percent can't be 150.5", "whole number"),
        ("[breathing]\npattern = { rate_per_min = 2 }\n", "breathing.pattern can't be", "from 3 to 10"),
        ("[breathing]\npattern = { rate = 5 }\n", "breathing.pattern can't be", "rate_per_min"),
        (
            "[breathing]\npattern = { rate_per_min = 10, hold_full_s = 2, hold_empty_s = 2 }\n",
            "breathing.pattern: Holds of 4 s",
            "at most half",
        ),
        ("[breathing.own_patterns]\nx = 5\n", "breathing.own_patterns can't be", "rate_per_min"),
        ("[breathing.own_patterns]\n' ' = {}\n", "breathing.own_patterns can't be", "not empty"),
        ('[breathing.own_patterns]\n"a\\nb" = {}\n', "breathing.own_patterns can't be", "in one line"),
        ("[ratings]\nscales = ['pain', 'pain']\n", "ratings.scales can't be", "duplicates"),
        ("[ratings]\nown_scales = [{ low = 'none' }]\n", "ratings.own_scales can't be", "name"),
        ("[ratings]\nown_scales = [{ name = ' ' }]\n", "ratings.own_scales can't be", "not empty"),
        (
            "[ratings]\nown_scales = [" + "{ name = 'a' }," * 6 + "]\n",
            "ratings.own_scales can't be",
            "at most 5",
        ),
        ('[strap]\naddress = "a\\nb"\n', "strap.address can't be", "characters"),
        ("[breathing]\nminutes = 0x" + "f" * 5000, "breathing.minutes can't be so large", "0.1 to 180"),
        ("#" * 100_001, "is too large (over 100 kB)", "Correct it"),
        ("[strap\n", "is not valid TOML", "Correct it"),
        ("\xff", "line 1: a character is not UTF-8", "Save the file as UTF-8"),
        ("[window]\ntheme = " + "[" * 5000, "is not valid TOML", "Correct it"),
    ],
)
def test_what_is_wrong_is_named_with_file_and_key(tmp_path: Path, text: str, words: str, advice: str) -> None:
    path = tmp_path / "settings.toml"
    path.write_bytes(text.encode("latin-1"))
    with pytest.raises(SettingsError) as refused:
        load_settings(path)
    assert words in str(refused.value.message)
    assert str(path) in str(refused.value.message)
    assert advice in str(refused.value.advice)


@given(st.binary(max_size=200) | st.text(max_size=100).map(str.encode))
def test_any_bytes_are_settings_or_one_sentence(
    tmp_path_factory: pytest.TempPathFactory, content: bytes
) -> None:
    path = tmp_path_factory.mktemp("any") / "settings.toml"
    path.write_bytes(content)
    try:
        assert isinstance(load_settings(path), Settings)
    except SettingsError as refused:
        assert refused.advice  # noqa: PT017 (either outcome is right)


@pytest.mark.soak
def test_command_line_begins_with_the_settings_and_goes_before_them(tmp_path: Path) -> None:
    save_settings(
        tmp_path / "settings.toml",
        Settings(
            BreathingSettings(
                BreathPattern(6.0, 1.5), minutes=0.1, own_patterns={"evening": BreathPattern(8.0, 1.0)}
            )
        ),
    )
    assert guide_of(tmp_path) == (6.0, 1.5)
    assert guide_of(tmp_path, "--ratio", "3", "--minutes", "0.04") == (6.0, 3.0)
    assert guide_of(tmp_path, "--pattern", "Evening", "--minutes", "0.04") == (8.0, 1.0)


def guide_of(data_dir: Path, *options: object) -> tuple[float, float]:
    """Practise for a moment, and return the rate and the ratio that the guide began with."""
    ended = run("train", "--terminal", "--simulated", "--data-dir", data_dir, *options)
    assert ended.returncode == 0, ended.stderr
    *_, newest = sorted((data_dir / "sessions").iterdir())
    guides = [record for record in read_records(newest) if isinstance(record, GuideChanged)]
    newest.unlink()
    pattern = guides[0].pattern
    return pattern.rate_per_min, pattern.exhale_to_inhale


def test_wrong_setting_stops_the_command_with_its_name(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    path.write_text("[breathing]\nminuets = 5\n")
    ended = run("train", "--terminal", "--simulated", "--data-dir", tmp_path)
    assert ended.returncode == 1
    assert f"{path}: there is no setting 'breathing.minuets'" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_settings_in_the_documentation_are_all_there_are(tmp_path: Path) -> None:
    """Each key is shown with the value that everyone begins with, but for the examples of one's own."""
    documentation = Path(__file__).parents[3] / "docs" / "formats.md"
    shown = documentation.read_text().partition("```toml\n")[2].partition("```")[0]
    path = tmp_path / "settings.toml"
    path.write_text(shown)
    found = load_settings(path)
    assert found.breathing.own_patterns == {"evening": BreathPattern(4.5, 2.0)}
    assert found.ratings.own_scales == (OwnScale("Tinnitus", "none", "unbearable"),)
    plain = replace(
        found,
        breathing=replace(found.breathing, own_patterns={}),
        ratings=replace(found.ratings, own_scales=()),
    )
    assert plain == Settings()
    save_settings(tmp_path / "all.toml", Settings())
    for section, table in tomllib.loads((tmp_path / "all.toml").read_text()).items():
        assert set(table) == set(tomllib.loads(shown)[section])
