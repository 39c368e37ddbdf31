"""Print how well artefacts are found, beside neurokit2 and systole where they are installed.

    BIOFEEDBACK_DATA=FOLDER python -m scripts.validate_artefacts

Output is Markdown. tests/biofeedback/beats/artefact_scores.py says what the figures mean. Peers judge each
recording as one; their RMSSD beside ectopics is taken over the pairs that they leave unlabelled, as the
program's. neurokit2 labels in one pass and corrects in several, as is its default.

neurokit2 comes with the extra `compare`. systole 0.3.1 declares numpy 2.2 or older, but sleepecg needs a
newer one, so it can only be installed against its own declaration: `pip install numba`, then `pip install
--no-deps systole==0.3.1`.
"""

import os
import sys
import time
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from biofeedback.beats.artefacts import label_intervals
from biofeedback.beats.beats import BeatLabel, as_sent
from tests.biofeedback.beats.artefact_scores import (
    LABELLED,
    Detector,
    Flags,
    Floats,
    Scores,
    breathing_person,
    column,
    in_one,
    labelled,
    own,
    paced,
    rmssd_of_pairs,
    score,
    walkers,
    with_events,
)
from tests.ecg_sessions import beats_of, ecg_of

_DAY_BEATS = 100_000


@dataclass(frozen=True, slots=True)
class Peer:
    """A way to label artefacts, and to correct them."""

    name: str
    detect: Detector
    rmssd_ms: Callable[[Floats], float]


def own_rmssd_ms(rr_ms: Floats) -> float:
    """Return the program's RMSSD: it corrects by leaving out pairs with an artefact."""
    return rmssd_of_pairs(rr_ms, ~own(rr_ms))


def rmssd_of_series(rr_ms: Floats) -> float:
    return float(np.sqrt(np.mean(np.diff(rr_ms) ** 2)))


def neurokit() -> Peer:
    import neurokit2

    def fix(rr_ms: Floats, *, iterative: bool) -> tuple[dict[str, list[int]], Floats]:
        peaks = np.round(np.cumsum(np.concatenate(([0.0], rr_ms)))).astype(int)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            found, corrected = neurokit2.signal_fixpeaks(
                peaks, sampling_rate=1000, iterative=iterative, method="Kubios"
            )
        return found, np.asarray(corrected, dtype=float)

    def detect(rr_ms: Floats) -> Flags:
        flags = np.zeros(rr_ms.size + 1, dtype=bool)
        found, _ = fix(rr_ms, iterative=False)
        for kind in ("ectopic", "missed", "extra", "longshort"):
            flags[np.asarray(found[kind], dtype=int)] = True
        return flags[1:]

    return Peer("neurokit2", detect, lambda rr_ms: rmssd_of_series(np.diff(fix(rr_ms, iterative=True)[1])))


def systole() -> Peer:
    from systole.correction import correct_rr
    from systole.detection import rr_artefacts

    def detect(rr_ms: Floats) -> Flags:
        found = rr_artefacts(rr_ms, input_type="rr_ms")
        kinds = ("ectopic", "missed", "extra", "long", "short")
        return np.any([np.asarray(found[kind], dtype=bool) for kind in kinds], axis=0)[: rr_ms.size]

    def correct(rr_ms: Floats) -> float:
        corrected = correct_rr(rr_ms, input_type="rr_ms", verbose=False)[0]
        return rmssd_of_series(np.asarray(corrected, dtype=float))

    return Peer("systole", detect, correct)


def peers() -> list[Peer]:
    """Return the program's own labels, and those of the packages that are installed."""
    packages = {"neurokit2": neurokit, "systole": systole}
    return [
        Peer("biofeedback", own, own_rmssd_ms),
        *(make() for package, make in packages.items() if find_spec(package)),
    ]


def print_known_beats(data: Path, peer: Peer) -> None:
    """Print what a peer reaches on labelled beats: each recording and all."""
    print(f"\n### {peer.name}, known beats\n")
    print("| recording | isolated found | premature found | normal kept | RMSSD error median | 95 % |")
    print("| --- | --- | --- | --- | --- | --- |")
    pooled = Scores()
    for name in LABELLED:
        rr_ms, normal_beat = labelled(data / name)
        scores = score(rr_ms, normal_beat, peer.detect(rr_ms))
        _print_scores(name, scores)
        pooled.add(scores)
    _print_scores("**all**", pooled)


def print_with_ecg(data: Path) -> None:
    """Print what the program reaches where the ECG is there too, and the ectopic beats that are not early."""
    print("\n### biofeedback with the ECG beside the intervals\n")
    print("| recording | isolated found | premature found | normal kept | RMSSD error median | 95 % |")
    print("| --- | --- | --- | --- | --- | --- |")
    late: list[bool] = []
    late_alone: list[bool] = []
    for name in ("ecg_mitdb_100", "h10_pvc"):
        rr_ms, normal_beat = labelled(data / name)
        time_s = column(data / name / "beats.csv", "t_s")[1:]
        beats = as_sent(beats_of(time_s, rr_ms, ecg_of(data / name)))
        flags = np.array([beat.label is not BeatLabel.NORMAL for beat in beats])
        _print_scores(name, score(rr_ms, normal_beat, flags))
        late += not_early(rr_ms, normal_beat, flags)
        late_alone += not_early(rr_ms, normal_beat, own(rr_ms))
    print(f"\nEctopic beats that are not premature: {_share(late)} found; alone {_share(late_alone)}.")


def not_early(rr_ms: Floats, normal_beat: Flags, artefact: Flags) -> list[bool]:
    """Whether each ectopic beat that does not come before 0.9 of the median of 11 was labelled."""
    median_ms = np.median(sliding_window_view(np.pad(rr_ms, 5, mode="edge"), 11), axis=1)
    late = ~normal_beat & (rr_ms >= 0.9 * median_ms)
    return [bool(flag) for flag in artefact[late]]


def _print_scores(name: str, scores: Scores) -> None:
    shares = [_share(flags) for flags in (scores.isolated, scores.premature, scores.kept)]
    errors = scores.rmssd_error_percent
    spread = [f"{np.percentile(errors, q):.1f} %" if errors else "–" for q in (50, 95)]
    print("| " + " | ".join([name, *shares, *spread]) + " |")


def _share(flags: list[bool]) -> str:
    return f"{100.0 * np.mean(flags):.2f} % of {len(flags)}" if flags else "–"


def print_alarms(data: Path, found: list[Peer]) -> None:
    """Print the intervals called artefacts on movement and on slow breathing, in 1,000."""
    slow = data / "ecgrsp_physio_slow8" / "rr.csv"
    h10 = column(data / "rr_h10_slow" / "rr.csv", "rr_ms")
    paced_rr_ms, breathing = paced(data)
    trusted = column(slow, "ok") == 1.0
    print("\n### Alarms in 1,000 intervals\n")
    print("| | gudb_strap_rpeaks | ecgrsp_physio_slow8 | rr_multi_paced6, paced | rr_h10_slow |")
    print("| --- | --- | --- | --- | --- |")
    for peer in found:
        moving = np.concatenate([peer.detect(rr_ms) for rr_ms in walkers(data)])
        slowly = peer.detect(column(slow, "rr_ms"))[trusted]
        shares = (moving, slowly, peer.detect(paced_rr_ms)[breathing], peer.detect(h10))
        cells = (f"{1000.0 * flags.mean():.2f}" for flags in shares)
        print(f"| {peer.name} | " + " | ".join(cells) + " |")


def print_simulated(found: list[Peer]) -> None:
    """Print RMSSD after 2 % of missed, extra and ectopic beats, median and worst of five people."""
    print("\n### RMSSD error with 2 % simulated missed, extra and ectopic beats\n")
    print("| | true 30 ms: pairs | corrected | true 7.5 ms: pairs | corrected |")
    print("| --- | --- | --- | --- | --- |")
    for peer in found:
        cells = []
        for rmssd in (30.0, 7.5):
            errors = []
            for seed in range(5):
                rr_ms = with_events(breathing_person(1000, rmssd, seed), 0.02, seed)
                errors.append((rmssd_of_pairs(rr_ms, ~peer.detect(rr_ms)), peer.rmssd_ms(rr_ms)))
            percent = 100.0 * np.abs(np.array(errors) / rmssd - 1.0)
            cells += [f"{np.median(column_):.1f} %, worst {column_.max():.1f} %" for column_ in percent.T]
        print(f"| {peer.name} | " + " | ".join(cells) + " |")


def print_speed(found: list[Peer]) -> None:
    """Print the time that a day with 1 % artefacts takes."""
    rr_ms = with_events(breathing_person(_DAY_BEATS, 30.0, 0), 0.01, 0)
    print(f"\n### Time for {rr_ms.size} intervals\n\n| | s |\n| --- | --- |")
    labels_s = min(_duration_s(lambda: label_intervals(rr_ms, in_one(rr_ms))) for _ in range(3))
    print(f"| biofeedback, labels alone | {labels_s:.3f} |")
    for peer in found:
        print(f"| {peer.name}, labels and correction | {_correction_s(peer, rr_ms):.3f} |")


def _correction_s(peer: Peer, rr_ms: Floats) -> float:
    return _duration_s(lambda: peer.rmssd_ms(rr_ms))


def _duration_s(work: Callable[[], object]) -> float:
    start_s = time.perf_counter()
    work()
    return time.perf_counter() - start_s


def main() -> int:
    """Run the script and return the exit status."""
    folder = os.environ.get("BIOFEEDBACK_DATA")
    if not folder:
        print("BIOFEEDBACK_DATA does not name the folder of real recordings.", file=sys.stderr)
        return 1
    found = peers()
    print("## Artefacts")
    for peer in found:
        print_known_beats(Path(folder), peer)
    print_with_ecg(Path(folder))
    print_alarms(Path(folder), found)
    print_simulated(found)
    print_speed(found)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
