"""The language of the command line: decided before anything is said, and kept to everywhere."""

import argparse
import ast
import inspect
import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from biofeedback.cli import run_command
from biofeedback.cli.language import decided_language, system_language
from biofeedback.cli.leading_options import with_command
from biofeedback.cli.parser_words import spoken_parser_words
from biofeedback.words.speech import speech
from biofeedback.words.spoken import speak
from tests.biofeedback.window.pseudo_language import CODE, pseudo_language
from tests.program import run, run_here

_NOT_FOR_USERS = (
    *("conflicting", "cannot", "dest=", "invalid conflict", "invalid option string", "mutually"),
    *("%r is not callable", ".__call__() not", "'required' is an invalid", 'argument "-"'),
    *("can't open", "%(heading)s:", "option '", "command '", "argument '"),
    *("show program's version", "subcommands", "%(prog)s: warning", " (default"),  # since Python 3.12
)
"""How those sentences of argparse begin that this program never causes."""


@pytest.fixture(autouse=True)
def _english_locale(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    yield
    speak(speech("en"))


@pytest.fixture
def made_up(tmp_path: Path) -> Iterator[None]:
    """Add a language whose sentences stand in brackets."""
    with pseudo_language(tmp_path):
        yield


@pytest.fixture
def german(tmp_path: Path) -> Path:
    """A folder whose settings choose German."""
    (tmp_path / "settings.toml").write_text('[window]\nlanguage = "de"\n')
    return tmp_path


@pytest.mark.parametrize(
    "arguments",
    [
        ("--language", "de", "sessions", "list"),
        ("--language=de", "sessions", "list"),
        ("sessions", "--language", "de", "list"),
        ("sessions", "list", "--language", "de"),
        ("sessions", "list", "--la", "de"),
        ("--language", "en", "sessions", "list", "--language", "de"),
    ],
)
def test_the_option_stands_before_or_after_the_command(
    arguments: tuple[str, ...], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for folder in (("--data-dir", str(tmp_path)), (f"--data-dir={tmp_path}",)):
        assert run_command([*folder, *arguments]) == 0
        assert "Noch keine Sitzungen" in capsys.readouterr().err
        assert run_command([*arguments, *folder]) == 0
        assert "Noch keine Sitzungen" in capsys.readouterr().err


def test_the_option_goes_before_the_settings_and_these_before_the_locale(
    german: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert decided_language(["--data-dir", str(german)]) == "de"
    assert decided_language(["--data-dir", str(german), "--language", "en"]) == "en"
    monkeypatch.setenv("LC_ALL", "de_AT.UTF-8")
    other = ["--data-dir", str(tmp_path / "elsewhere")]
    assert decided_language(other) == "de"
    (tmp_path / "settings.toml").write_text('[window]\nlanguage = "en"\n')
    assert decided_language(["train", f"--data-dir={tmp_path}"]) == "en"


@pytest.mark.parametrize(
    ("variables", "language"),
    [
        ({"LC_ALL": "de_DE.UTF-8", "LANG": "en_GB"}, "de"),
        ({"LC_MESSAGES": "de_CH@euro", "LANG": "en_GB"}, "de"),
        ({"LANG": "de"}, "de"),
        ({"LC_ALL": "", "LANG": "DE_DE"}, "de"),
        ({"LANG": "C.UTF-8"}, "en"),
        ({"LANG": "xx_YY"}, "en"),
        ({}, "en"),
    ],
)
def test_the_locale_names_the_language(
    variables: dict[str, str], language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert system_language() == language


@pytest.mark.parametrize(
    "damaged",
    [
        b'[window]\nlanguage = "de"\n[[[',
        b'[window]\nlanguage = "de"\ntheme = "purple"\n',
        b'[window]\nlanguage = "de"\n# \xff\n',
        b"[window]\nlanguage = 'de'\nlanguage = 'de'\n",
    ],
)
def test_damaged_settings_still_name_the_language(
    damaged: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "settings.toml").write_bytes(damaged)
    assert run_command(["train", "--help", "--data-dir", str(tmp_path)]) == 0
    assert capsys.readouterr().out.startswith("Aufruf: biofeedback train")


@given(content=st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
def test_no_settings_file_breaks_the_choice(content: bytes, tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("settings")
    (folder / "settings.toml").write_bytes(b"[window]\nlanguage = 'de'\n" + content)
    assert decided_language(["--data-dir", str(folder)]) in ("de", "en")


@given(
    st.lists(st.sampled_from(["--language", "--data-dir", "de", "--", "-h", "train", "--la=en", "--x", ""]))
)
def test_no_command_line_breaks_the_choice(arguments: list[str]) -> None:
    assert decided_language(arguments) in ("de", "en")
    assert [one for one in with_command(arguments) if one != "train"] == [
        one for one in arguments if one != "train"
    ]


@pytest.mark.parametrize(
    ("arguments", "completed"),
    [
        ([], ["train"]),
        (["--minutes", "5"], ["train", "--minutes", "5"]),
        (["--data-dir", "x"], ["--data-dir", "x", "train"]),
        (["--language=de", "--simulated"], ["--language=de", "train", "--simulated"]),
        (["--data-dir", "x", "scan"], ["--data-dir", "x", "scan"]),
        (["--language", "de", "--help"], ["--language", "de", "--help"]),
        (["--data-dir"], ["--data-dir"]),
    ],
)
def test_without_a_command_it_is_train(arguments: list[str], completed: list[str]) -> None:
    assert with_command(arguments) == completed


def test_usage_errors_are_in_the_language(capsys: pytest.CaptureFixture[str]) -> None:
    for arguments, sentence in {
        ("analyze",): "Fehler: es fehlen diese Argumente: DATEI",
        ("train", "--rate", "99"): "Argument --rate: 99 liegt nicht zwischen 3 und 10",
        ("train", "--minutes", "0"): "Argument --minutes: 0 ist nicht größer als null",
        ("train", "--strap"): "Argument --strap: erwartet einen Wert",
        ("train", "--strap", "x", "--simulated"): "nicht zusammen mit --strap erlaubt",
        ("simulate", "--seed", "1.5"): "„1.5“ ist keine ganze Zahl",
        ("simulate",): "eines der Argumente --output --serve fehlt",
        ("scan", "--what"): "unbekannte Argumente: --what",
        ("nonsense",): "ungültige Auswahl: 'nonsense'",
        ("train", "--s", "x"): "mehrdeutige Option: --s",
        ("scan", "--json=yes"): "nimmt keinen Wert",
    }.items():
        assert run_command(["--language", "de", *arguments]) == 2
        told = capsys.readouterr().err
        assert told.startswith("Aufruf: ")
        assert sentence in told


@pytest.mark.usefixtures("made_up")
def test_every_sentence_of_argparse_is_known() -> None:
    called = [
        node
        for node in ast.walk(ast.parse(inspect.getsource(argparse)))
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("_", "ngettext")
    ]
    said = [[one.value for one in node.args if isinstance(one, ast.Constant)] for node in called]
    for_users = [one for one in said if one and not str(one[0]).startswith(_NOT_FOR_USERS)]
    assert len(for_users) > 12
    speak(speech(CODE))
    with spoken_parser_words():
        translate, count = vars(argparse)["_"], vars(argparse)["ngettext"]
        unknown = [
            one[0] for one in for_users if "⟦" not in (translate(*one) if len(one) == 1 else count(*one, 2))
        ]
    assert unknown == []
    assert vars(argparse)["_"]("usage: ") == "usage: "


def _parsers(parser: argparse.ArgumentParser) -> Iterator[argparse.ArgumentParser]:
    yield parser
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for one in action.choices.values():
                yield from _parsers(one)


@pytest.mark.usefixtures("made_up")
@pytest.mark.parametrize("language", [CODE, "de", "en"])
def test_every_option_is_explained_in_the_language(language: str) -> None:
    from biofeedback.cli.arguments import build_parser

    speak(speech(language))
    with spoken_parser_words():
        parsers = list(_parsers(build_parser()))
    assert len(parsers) > 15
    for parser in parsers:
        assert parser.description
        for action in parser._actions:
            if isinstance(action, argparse._SubParsersAction):
                continue
            assert action.help, (parser.prog, action.dest)
            if language == CODE:
                assert action.help.startswith("⟦"), (parser.prog, action.help)
                assert action.nargs == 0 or action.choices or str(action.metavar).startswith("⟦")
        assert parser.format_help()


def test_errors_are_said_in_the_language_with_their_advice(capsys: pytest.CaptureFixture[str]) -> None:
    wanted = ["sound", "--language", "de", "--minutes", "601", "--output", "x.wav"]
    assert run_command(wanted) == 1
    assert capsys.readouterr().err == (
        "biofeedback: Ein Ton von 601 Minuten ist zu lang für eine WAV-Datei. "
        "Wählen Sie für --minutes höchstens 600.\n"
    )


def test_json_stays_english(tmp_path: Path) -> None:
    session = tmp_path / "a.session"
    assert run_here("simulate", "--minutes", "1", "--output", session).returncode == 0
    for command in (("analyze", session), ("sessions", "show", session), ("sessions", "history")):
        said = [
            run_here(*command, "--json", "--data-dir", tmp_path, "--language", language).stdout
            for language in ("de", "en")
        ]
        assert said[0] == said[1]
        assert json.loads(said[0])


def test_the_locale_speaks_through_the_whole_program(tmp_path: Path) -> None:
    told = run("--data-dir", tmp_path, "sessions", "list", environment=os.environ | {"LC_ALL": "de_DE.UTF-8"})
    assert told.stderr.startswith("Noch keine Sitzungen")
