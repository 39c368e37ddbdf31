"""Print what programs of other people read from our exports, in a table.

    python -m scripts.independent_readers [--python INTERPRETER]

The interpreter is one that has the readers: edfio, pyedflib, mne, pandas, pybids, bids-validator-deno. What
it lacks is named in the table. LibreOffice is asked where `soffice` is on the path.
"""

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from biofeedback.cli import run_command
from tests.sessions.history.round_trips import write_kind

_ZONE: Final = "Europe/Berlin"
_MINUTES: Final = 2.0
_KINDS: Final = {
    "ecg": "with ECG",
    "rates": "rates alone",
    "beats": "imported",
    "guide": "without a strap",
}
"""By the name of the exported file, the kind of session."""

_EDFIO: Final = """
import edfio
found = edfio.read_edf(path)
channels = [(s.label, s.physical_dimension, f"{s.sampling_frequency:g}", len(s.data)) for s in found.signals]
whole = "continuous" if found.is_continuous else "INTERRUPTED"
print(found.startdatetime, channels, f"{len(found.annotations)} annotations", whole)
"""
_PYEDFLIB: Final = """
import pyedflib
with pyedflib.EdfReader(path) as found:
    labels = found.getSignalLabels()
    units, rates = map(found.getPhysicalDimension, range(len(labels))), found.getSampleFrequencies().tolist()
    channels = list(zip(labels, units, [round(one, 3) for one in rates], found.getNSamples().tolist()))
    print(found.getStartdatetime(), channels, f"{len(found.readAnnotations()[0])} annotations",
          found.getRecordingAdditional())
"""
_MNE: Final = """
import mne
found = mne.io.read_raw_edf(path, infer_types=True, preload=True, verbose="warning")
channels = list(zip(found.ch_names, found.get_channel_types())) if found.ch_names else []
print(found.info["meas_date"], channels, found.info["sfreq"], f"{found.n_times} samples",
      f"{len(found.annotations)} annotations")
"""
_MNE_ANNOTATIONS: Final = """
import mne
found = mne.read_annotations(path)
print(found.orig_time, f"{len(found)} annotations", sorted(set(found.description))[:4])
"""
_PANDAS: Final = """
import pandas
comma = "comma" in path
found = pandas.read_csv(path, sep=";" if comma else ",", decimal="," if comma else ".", parse_dates=["time"])
print(len(found), "rows", {name: str(kind) for name, kind in found.dtypes.items()}, found["time"].iloc[0])
"""
_PANDAS_RR: Final = """
import pandas
found = pandas.read_csv(path, comment="#", header=None)
print(len(found), "rows", found[0].dtype, round(found[0].mean(), 3))
"""
_PYBIDS: Final = """
from bids import BIDSLayout
found = BIDSLayout(path)
print(found, sorted({one.entities.get("suffix") for one in found.get(scope="raw")} - {None}))
for one in found.get(suffix="physio", extension=".tsv.gz"):
    print(one.filename, one.get_metadata().get("SamplingFrequency"), one.get_metadata().get("Columns"))
"""

_READERS: Final = (
    ("edfio", _EDFIO, ("ecg.edf", "rates.edf", "beats.edf", "guide.edf")),
    ("pyedflib", _PYEDFLIB, ("ecg.edf", "rates.edf", "beats.edf", "guide.edf")),
    ("mne", _MNE, ("ecg.edf", "rates.edf", "beats.edf", "guide.edf")),
    ("mne", _MNE_ANNOTATIONS, ("ecg.edf", "beats.edf", "guide.edf")),
    ("pandas", _PANDAS, ("ecg.csv", "ecg-comma.csv", "rates.csv", "beats.csv")),
    ("pandas", _PANDAS_RR, ("ecg.rr", "beats.rr")),
    ("bids", _PYBIDS, ("bids",)),
)


def write_exports(folder: Path) -> None:
    """Write the sessions and each of their exports into a folder."""
    for name, kind in _KINDS.items():
        write_kind(kind, _ZONE, folder / f"{name}.session", minutes=_MINUTES)
    data = ["--data-dir", str(folder / "data"), "sessions", "export"]
    for name in _KINDS:
        for form in ("edf", "csv", "rr"):
            output = str(folder / f"{name}.{form}")
            run_command([*data, str(folder / f"{name}.session"), "--format", form, "--output", output])
    ecg = str(folder / "ecg.session")
    comma = ["--format", "csv", "--decimal", "comma", "--output", str(folder / "ecg-comma.csv")]
    run_command([*data, ecg, *comma])
    run_command([*data, ecg, "--format", "bids", "--output", str(folder / "bids")])


def rows(folder: Path, python: str) -> Iterator[tuple[str, str, str]]:
    """Yield reader, export and what is read of it.

    Parameters
    ----------
    folder : Path
        Where the exports lie.
    python : str
        The interpreter that has the readers.
    """
    for reader, code, names in _READERS:
        for name in names:
            yield (
                reader,
                name,
                _said([python, "-c", f"import sys\npath = sys.argv[1]\n{code}", str(folder / name)]),
            )
    validator = Path(python).parent / "bids-validator-deno"
    yield "bids-validator", "bids", _findings(_said([str(validator), str(folder / "bids")]))
    for name in ("ecg-comma.csv", "ecg.csv"):
        yield "LibreOffice, German", name, _of_office(folder, name)


def _findings(said: str) -> str:
    """Return what a validator found, by its codes alone."""
    found = re.findall(r"\[(ERROR|WARNING)\] (\w+)", said)
    errors = [code for kind, code in found if kind == "ERROR"]
    warnings = [code for kind, code in found if kind == "WARNING"]
    return f"{len(errors)} errors {errors}; warnings {warnings}" if found else said


def _of_office(folder: Path, name: str) -> str:
    """Return how many cells LibreOffice in German takes for numbers and for texts."""
    office = shutil.which("soffice")
    if office is None:
        return "not installed"
    token = "59,34,76,1" if "comma" in name else "44,34,76,1"
    profile = f"-env:UserInstallation={(folder / 'office').as_uri()}"
    command = [office, profile, "--headless", f"--infilter=CSV:{token}", "--convert-to", "fods"]
    environment = os.environ | {"LC_ALL": "de_DE.UTF-8"}
    ended = _ended([*command, "--outdir", str(folder / "sheets"), str(folder / name)], environment)
    sheet = folder / "sheets" / f"{Path(name).stem}.fods"
    if not sheet.exists():
        return ended
    text = sheet.read_text()
    numbers, texts = (text.count(f'office:value-type="{kind}"') for kind in ("float", "string"))
    return f"{numbers} numbers, {texts} texts"


def _said(command: list[str]) -> str:
    try:
        return _ended(command, dict(os.environ))
    except FileNotFoundError:
        return "not installed"


def _ended(command: list[str], environment: dict[str, str]) -> str:
    ended = subprocess.run(command, capture_output=True, text=True, timeout=300, env=environment, check=False)
    if "ModuleNotFoundError" in ended.stderr:
        return "not installed"
    said = " ".join((ended.stdout or ended.stderr).split())
    return (
        said
        if ended.returncode == 0
        else f"REFUSED: {' '.join((ended.stdout + ended.stderr).split())[-600:]}"
    )


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--python", default=sys.executable)
    python = parser.parse_args().python
    with tempfile.TemporaryDirectory() as name:
        write_exports(Path(name))
        for reader, export, said in rows(Path(name), python):
            sys.stdout.write(f"| {reader} | {export} | {said} |\n")


if __name__ == "__main__":
    main()
