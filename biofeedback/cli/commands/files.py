"""Commands that read and write files: replay, simulate, analyze."""

import time
from argparse import Namespace
from collections.abc import Callable
from datetime import UTC, datetime
from itertools import takewhile
from pathlib import Path
from typing import Final

from biofeedback.analysis.analysis import AnalysisOptions, analyse
from biofeedback.analysis.recording import load_recording
from biofeedback.analysis.results import Analysis
from biofeedback.analysis.to_json import analysis_json, failed_json
from biofeedback.breathing.chest.witnesses.heart_phase import ANYBODY
from biofeedback.cli.interruption import Interruption, interruptible
from biofeedback.cli.places import session_folder
from biofeedback.engine.engine import Engine
from biofeedback.engine.run import run
from biofeedback.outlets.state_json import state_to_json
from biofeedback.person.profile import load_profile
from biofeedback.person.settings import Settings
from biofeedback.terminal.output import put, put_json, tell_problem
from biofeedback.terminal.progress import with_progress
from devices.errors import BiofeedbackError
from devices.simulated.scenario import load_scenario
from sessions.events import decoded
from sessions.folder import SessionFolder
from sessions.records import encode_record
from sessions.replay import replayed as replay_records
from sessions.store import Origin, SessionHeader, read_header, write_session
from sessions.zone import local_zone

_MINUTES: Final = 10.0
"""Length of a simulated session in minutes."""


def simulate(options: Namespace) -> int:
    """Write a simulated session, faster than real time, or offer the strap to other programs."""
    if options.serve is not None:
        from biofeedback.cli.commands.serve import serve

        return serve(options)
    from biofeedback.practice.simulated import simulated_programme, simulated_records

    scenario = load_scenario(options.scenario)
    started_at = datetime.now(UTC)
    header = SessionHeader(started_at, 0, Origin.SIMULATED, local_zone(started_at))
    with interruptible() as interruption:
        if options.programme:
            from biofeedback.cli.asked.programmes import asked_player

            player = asked_player(options, Settings(), own=False)
            records = simulated_programme(
                scenario, player, seed=options.seed, minutes=options.minutes, ecg=options.ecg
            )
        else:
            records = simulated_records(
                scenario, seed=options.seed, minutes=options.minutes or _MINUTES, ecg=options.ecg
            )
        wanted = takewhile(lambda _: not interruption.requested, records)
        write_session(options.output, header, map(encode_record, wanted))
    put(options.output)
    return 130 if interruption.requested else 0


def replay(options: Namespace) -> int:
    """Show a recorded session again, through the same decoder and engine."""
    path = session_folder(options).find(options.session)
    engine = Engine(read_header(path).start_ns)
    with interruptible() as interruption:
        records = replay_records(path, speed=options.speed, wait=_waiting(interruption))
        states = run(decoded(records), engine=engine)
        if options.json:
            for state in states:
                put(state_to_json(state), flush=options.speed is not None)
                if interruption.requested:
                    break
        else:
            from biofeedback.terminal.replay import show_replay

            show_replay(states, path.stem, interruption.is_requested)
    return 130 if interruption.requested else 0


def analyze_files(options: Namespace) -> int:
    """Print the figures of recordings."""
    heart = ANYBODY if options.profile is None else load_profile(options.profile).heart_phase
    settings = AnalysisOptions(options.window, options.step, options.artefacts, options.beats, heart)
    folder = session_folder(options)
    files = with_progress(options.files, count=len(options.files))
    analyses = [(file, _analyse_one(file, folder, settings)) for file in files]
    if options.json:
        put_json([_as_json(*one) for one in analyses])
    else:
        from biofeedback.terminal.tables.report import print_analyses

        print_analyses((file, one) for file, one in analyses if isinstance(one, Analysis))
    errors = [one for _, one in analyses if isinstance(one, BiofeedbackError)]
    for error in errors:
        tell_problem(error)
    return 1 if errors else 0


def _analyse_one(file: str, folder: SessionFolder, settings: AnalysisOptions) -> Analysis | BiofeedbackError:
    try:
        path = folder.find(file) if folder.has(file) else Path(file)
        return analyse(load_recording(path), settings)
    except BiofeedbackError as error:
        return error


def _as_json(file: str, found: Analysis | BiofeedbackError) -> dict[str, object]:
    return analysis_json(found, file) if isinstance(found, Analysis) else failed_json(file, found)


def _waiting(interruption: Interruption) -> Callable[[float], bool]:
    def wait(duration_s: float) -> bool:
        time.sleep(min(duration_s, 0.1))
        return interruption.requested

    return wait
