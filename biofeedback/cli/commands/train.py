"""The practice: source, recorder and view put together."""

import math
import time
from argparse import Namespace
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from random import SystemRandom

from biofeedback.cli.asked.fading import fading_player
from biofeedback.cli.asked.openings import DemoWish, WindowOpening, demo_options, window_opening
from biofeedback.cli.asked.patterns import asked_pattern
from biofeedback.cli.asked.plans import TerminalSearch, asked_plan, asked_search, print_found
from biofeedback.cli.asked.programmes import asked_player
from biofeedback.cli.asked.speech import texts_of, words_along
from biofeedback.cli.companions import Companions, changed_sound, companions, sound_settings
from biofeedback.cli.interruption import interruptible
from biofeedback.cli.places import (
    can_be_asked,
    chosen_settings,
    profile_file,
    session_folder,
    settings_file,
)
from biofeedback.cli.screens import has_screen
from biofeedback.cli.state_log import state_log
from biofeedback.engine.state import State
from biofeedback.person.profile import ProfileShelf, load_profile
from biofeedback.person.settings import BreathingSettings, Settings, load_settings, save_settings
from biofeedback.practice.guide_plan import Plan, SearchPlan
from biofeedback.practice.player import ProgrammePlayer
from biofeedback.practice.practice import Practice
from biofeedback.practice.shape import SessionShape
from biofeedback.programmes.programme import Family
from biofeedback.statements.live import clock_text
from biofeedback.terminal.output import tell, tell_problem
from devices.breath_pattern import BreathPattern
from devices.errors import BiofeedbackError
from devices.message import Message, message
from devices.straps.source import Source
from sessions.recorder import Recorder
from sessions.store import Origin, SessionHeader


@dataclass(frozen=True, slots=True)
class _Shown:
    """What window and terminal show alike.

    Parameters
    ----------
    pattern : BreathPattern
        The pattern that the guide begins with.
    minutes : float
        Length of the practice.
    should_stop : callable
        Asked before each frame.
    shelf : ProfileShelf
        Where results of searches are kept.
    search : SearchPlan or None
        The search for the resonance that the practice begins with.
    family : Family or None
        What kind of programme is played; None for none.
    """

    pattern: BreathPattern
    minutes: float
    should_stop: Callable[[], bool]
    shelf: ProfileShelf
    search: SearchPlan | None
    family: Family | None


def train(options: Namespace) -> int:
    """Guide a practice in a window, or in the terminal; a demo that Home offers, and Home again after it."""
    wish = DemoWish()
    status = _session(options, wish)
    while wish.taken() and status == 0:
        status = _session(demo_options(options), wish, is_demo=True)
        if status == 0:
            status = _session(options, wish)
    return status


def _session(options: Namespace, wish: DemoWish, *, is_demo: bool = False) -> int:
    chosen = chosen_settings(options)
    pattern = asked_pattern(options, chosen.breathing)
    plan = asked_plan(options, pattern, chosen.breathing)
    minutes = options.minutes or chosen.breathing.minutes
    player = _player(options, chosen, pattern, minutes)
    if player is not None:
        plan, minutes = None, player.seconds / 60.0
    has_window = has_screen()
    in_terminal = options.terminal or not has_window
    # A window asks whatever stdin is: a start from the desktop's menu has no terminal.
    asks = not options.start_now and (not in_terminal or can_be_asked())
    if in_terminal and not options.terminal:
        tell_problem(message("cli.no_display"))
    search = _search(options, pattern) if options.resonance else None
    if search is not None and in_terminal:
        whole = search.schedule.duration_s / 60.0
        plan, minutes = search, min(options.minutes or whole, whole)
    if not in_terminal:
        _require_screen()
    with ExitStack() as stack:
        interruption = stack.enter_context(interruptible())
        log_state = stack.enter_context(state_log(options.log_states))
        sound = chosen.sound.on and not in_terminal if options.sound is None else options.sound
        along = stack.enter_context(
            companions(sound=sound_settings(chosen.sound, on=sound), has_screen=has_window)
        )
        length = minutes if player is None else math.inf  # A programme says itself when it ends.
        shape = _shape(options, chosen.breathing, length, asks=asks and player is None)
        practice, path, source = _practice(options, chosen, shape, player or plan, log_state, along)
        shelf = _shelf(options, path)
        searching = TerminalSearch(practice, search) if search is not None and in_terminal else None
        first = plan.pattern(0.0, practice.state) if plan else pattern
        family = player.programme.family if player else None
        shown = _Shown(first, minutes, interruption.is_requested, shelf, search, family)
        try:
            if in_terminal:
                keep = _keeping_region(options)
                _run_in_terminal(practice, shown, along.note, start_at_once=not asks, skipped=keep)
            else:
                opening = window_opening(options, source, wish, is_demo=is_demo)
                _run_in_window(practice, shown, options, chosen, along, opening, recorded=path)
        finally:
            practice.end()
    _tell_end(practice, path)
    _tell_search(search, searching, shelf)
    return 130 if interruption.requested else 0


def _player(
    options: Namespace, chosen: Settings, pattern: BreathPattern, minutes: float
) -> ProgrammePlayer | None:
    """Return what plays a programme, or a practice whose guide fades; None for neither."""
    if options.fading:
        return fading_player(pattern, minutes)
    if not options.programme:
        return None
    player = asked_player(options, chosen, own=_is_own(options))
    _tell_length(options, player)
    return player


def _require_screen() -> None:
    from biofeedback.window.look.screen_libraries import require_screen_libraries

    require_screen_libraries()


def _tell_end(practice: Practice, path: Path | None) -> None:
    if practice.ending_problem:
        tell(practice.ending_problem)
    if path is not None:
        tell(message("cli.recorded_in", count=practice.state.beat_count, path=str(path)))


def _tell_search(search: SearchPlan | None, searching: TerminalSearch | None, shelf: ProfileShelf) -> None:
    """Say what a search for the resonance found; a window has said it already where it was judged."""
    if searching is not None:
        searching.judge(shelf)
    if search is not None:
        print_found(shelf)


def _search(options: Namespace, pattern: BreathPattern) -> SearchPlan | None:
    known = load_profile(profile_file(options)).resonance if _is_own(options) else None
    return asked_search(options, pattern, known.rate_per_min if known else None)


def _practice(
    options: Namespace,
    chosen: Settings,
    shape: SessionShape,
    course: Plan | ProgrammePlayer | None,
    log_state: Callable[[State], None],
    along: Companions,
) -> tuple[Practice, Path | None, Source]:
    def tell(state: State) -> None:
        log_state(state)
        along.show(state)

    def lung_guide(monotonic_s: float) -> float | None:
        return practice.lung_position(monotonic_s)

    source, origin = _source(options, lung_guide)
    started_at, start_ns = datetime.now(UTC), time.monotonic_ns()
    recorder = None
    if not options.no_record:
        header = SessionHeader(started_at, start_ns, origin)
        recorder = session_folder(options).place(started_at, lambda path: Recorder(path, header))
    player = course if isinstance(course, ProgrammePlayer) else None
    plan = None if isinstance(course, ProgrammePlayer) else course
    practice = Practice(
        source,
        start_ns=start_ns,
        recorder=recorder,
        shape=shape,
        plan=plan,
        player=player,
        on_state=tell,
    )
    along.begin(practice.now_s, lambda: practice.length_s)
    along.take_words(words_along(chosen.sound), lambda name: texts_of(name, options))
    return practice, recorder.path if recorder else None, source


def _tell_length(options: Namespace, player: ProgrammePlayer) -> None:
    given = (options.minutes, options.rate, options.ratio, options.pattern)
    if any(one is not None for one in given):
        name, clock = player.programme.name, clock_text(player.seconds)
        tell(message("cli.programme.has_length", name=name, clock=clock))


def _keeping_region(options: Namespace) -> Callable[[str], None]:
    """Return what keeps a part of the body that is left out for good, in the settings."""

    def keep(region: str) -> None:
        path = settings_file(options)
        try:
            settings = load_settings(path)
            programmes = settings.programmes.without(region)
            save_settings(path, replace(settings, programmes=programmes))
        except BiofeedbackError as error:
            tell_problem(error)

    return keep


def _shelf(options: Namespace, recorded: Path | None) -> ProfileShelf:
    """Return where results of searches are kept: only those of the person's own recorded sessions are."""
    kept_in = profile_file(options) if recorded is not None and _is_own(options) else None
    return ProfileShelf(kept_in, recorded.stem if recorded is not None else "")


def _is_own(options: Namespace) -> bool:
    """Whether it is the person who breathes, and not a simulated or recorded one."""
    return options.simulated is None and options.replay is None


def _shape(options: Namespace, chosen: BreathingSettings, minutes: float, *, asks: bool) -> SessionShape:
    """Return the parts of the session; where nothing is asked, only options bring ordinary breathing."""
    usual = (chosen.before_minutes, chosen.after_minutes) if asks else (0.0, 0.0)
    given = (options.before, options.after)
    before, after = (60.0 * (u if g is None else g) for u, g in zip(usual, given, strict=True))
    return SessionShape(before, 60.0 * minutes, after)


def _source(options: Namespace, lung_guide: Callable[[float], float | None]) -> tuple[Source, Origin]:
    if options.simulated is not None:
        from devices.simulated.scenario import load_scenario
        from devices.simulated.source import SimulatedSource

        seed = SystemRandom().getrandbits(32) if options.seed is None else options.seed
        scenario = load_scenario(options.simulated)
        source = SimulatedSource(scenario, seed=seed, lung_guide=lung_guide, ecg=options.ecg)
        return source, Origin.SIMULATED
    if options.replay is not None:
        from sessions.replay import ReplaySource

        return ReplaySource(session_folder(options).find(options.replay)), Origin.REPLAY
    from biofeedback.cli.straps import bluetooth_strap

    return bluetooth_strap(options), Origin.NONE  # until a strap is connected; the recorder writes that down


def _run_in_window(
    practice: Practice,
    shown: _Shown,
    options: Namespace,
    chosen: Settings,
    along: Companions,
    opening: WindowOpening,
    *,
    recorded: Path | None,
) -> None:
    from biofeedback.window.application import run_window
    from biofeedback.window.choices import WindowChoices
    from biofeedback.window.loading.history_loading import FolderHistory

    kept = chosen

    def keep(settings: Settings) -> None:
        nonlocal kept
        along.change(changed_sound(kept.sound, settings.sound, muted=along.muted))
        if _voice_of(settings) != _voice_of(kept):
            along.take_words(words_along(settings.sound), lambda name: texts_of(name, options))
        kept = settings
        try:
            save_settings(settings_file(options), settings)
        except BiofeedbackError as error:
            tell_problem(error)

    choices = WindowChoices(
        minutes=shown.minutes,
        pattern=shown.pattern,
        start_at_once=options.start_now,
        settings=chosen,
        language=options.language,
        on_settings=keep,
        sound=along,
        history=FolderHistory(session_folder(options), present=recorded, own_heart=_is_own(options)),
        shelf=shown.shelf,
        search=shown.search,
        family=shown.family,
        opens=opening.opens,
        next_practice=opening.next_practice,
        on_demo=opening.on_demo,
        on_try_again=opening.on_try_again,
        fading=fading_player,
    )
    run_window(practice, choices, should_stop=shown.should_stop)


def _voice_of(settings: Settings) -> tuple[str, str, str]:
    """Return what decides who speaks, and in which language."""
    return settings.sound.voice, settings.sound.voice_folder, settings.window.language


def _run_in_terminal(
    practice: Practice,
    shown: _Shown,
    note: Callable[[], Message | str],
    *,
    start_at_once: bool,
    skipped: Callable[[str], None],
) -> None:
    from biofeedback.terminal.practice import run_terminal

    run_terminal(
        practice,
        shown.pattern,
        minutes=shown.minutes,
        start_at_once=start_at_once,
        has_keys=can_be_asked(),
        should_stop=shown.should_stop,
        note=note,
        skipped=skipped,
    )
