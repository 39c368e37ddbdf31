"""The practice: connects source, recorder and view."""

import math
import time
from argparse import Namespace
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from random import SystemRandom
from typing import Final

from biofeedback.breathing.chest.witnesses.heart_phase import ANYBODY, HeartPhase
from biofeedback.cli.asked.fading import fading_player
from biofeedback.cli.asked.openings import Again, WindowOpening, Wishes, demo_options, window_opening
from biofeedback.cli.asked.patterns import asked_pattern
from biofeedback.cli.asked.plans import TerminalSearch, asked_plan, asked_search, print_found
from biofeedback.cli.asked.programmes import asked_player
from biofeedback.cli.asked.speech import texts_of, words_along
from biofeedback.cli.commands.keeping import ForgetWish
from biofeedback.cli.companions import Companions, changed_sound, companions, sound_settings
from biofeedback.cli.interruption import interruptible
from biofeedback.cli.places import (
    can_be_asked,
    chosen_settings,
    diary_file,
    profile_file,
    session_folder,
    settings_file,
)
from biofeedback.cli.screens import has_screen
from biofeedback.cli.state_log import state_log
from biofeedback.engine.engine import Engine
from biofeedback.engine.state import State
from biofeedback.person.kept_programmes import KeptProgrammes
from biofeedback.person.profile import ProfileShelf, load_profile
from biofeedback.person.settings import BreathingSettings, Settings, save_settings
from biofeedback.practice.guide_plan import Plan, SearchPlan
from biofeedback.practice.player import ProgrammePlayer
from biofeedback.practice.practice import Practice
from biofeedback.practice.shape import SessionShape
from biofeedback.statements.live import clock_text
from biofeedback.terminal.output import tell, tell_problem
from devices.breath_pattern import BreathPattern
from devices.errors import BiofeedbackError
from devices.events import Marker, Part, Rating
from devices.message import Message, message
from devices.straps.source import Source
from devices.wellbeing import FeelingTold, PracticeAnswered, SessionNote
from sessions.recorder import Recorder
from sessions.store import Origin, SessionHeader, delete_session, read_records
from sessions.zone import local_zone

_SAID: Final = (Rating, Marker, FeelingTold, PracticeAnswered, SessionNote)
"""What the person may have said in a session: it is kept even where nothing was practised."""


@dataclass(frozen=True, slots=True)
class _Shown:
    """What window and terminal have in common.

    Parameters
    ----------
    pattern : BreathPattern
        The pattern at the guide's start.
    minutes : float
        Length of the practice.
    should_stop : callable
        Called before each frame.
    shelf : ProfileShelf
        Stores the results of searches.
    search : SearchPlan or None
        The search for the resonance that the practice begins with.
    """

    pattern: BreathPattern
    minutes: float
    should_stop: Callable[[], bool]
    shelf: ProfileShelf
    search: SearchPlan | None


def train(options: Namespace) -> int:
    """Guide a practice in a window or in the terminal; if it began from Home, show Home again afterwards."""
    wishes, forget = Wishes(), ForgetWish(options)
    status = _session(options, wishes, forget)
    while status == 0 and (again := wishes.taken()) is not None:
        if again is Again.DEMO:
            status = _session(demo_options(options), wishes, forget, again=again)
            wishes.wish(Again.HOME)  # also after the demo was closed
        else:
            status = _session(options, wishes, forget, again=again)
    return forget.carry_out(status)


def _session(options: Namespace, wishes: Wishes, forget: ForgetWish, *, again: Again | None = None) -> int:
    chosen = chosen_settings(options)
    pattern = asked_pattern(options, chosen.breathing)
    minutes = options.minutes or chosen.breathing.minutes
    player = _player(options, chosen, pattern, minutes)
    plan = None if player else asked_plan(options, pattern, chosen.breathing)
    has_window = has_screen()
    in_terminal = options.terminal or not has_window
    # A window needs no terminal to ask, for example after a start from the desktop's menu.
    asks = not options.start_now and (not in_terminal or can_be_asked())
    if in_terminal and not options.terminal:
        tell_problem(message("cli.no_display"))
    kept = KeptProgrammes(settings_file(options), chosen.programmes, tell_problem)
    if player and in_terminal and asks and not (player := _asked_first(options, chosen, kept, player)):
        return 0
    search = _search(options, pattern) if options.resonance else None
    if search is not None and in_terminal:
        whole = search.schedule.duration_s / 60.0
        plan, minutes = search, min(options.minutes or whole, whole)
    if not in_terminal:
        _require_screen()
    with ExitStack() as stack:
        interruption = stack.enter_context(interruptible())
        log_state = stack.enter_context(state_log(options.log_states, goes_on=again is not None))
        sound = chosen.sound.on and not in_terminal if options.sound is None else options.sound
        along = stack.enter_context(
            companions(sound=sound_settings(chosen.sound, on=sound), has_screen=has_window)
        )
        minutes = minutes if player is None else player.seconds / 60.0
        # A programme reports its own end.
        shape = _shape(options, chosen.breathing, math.inf if player else minutes, asks=asks and not player)
        practice, path, source = _practice(options, chosen, shape, player or plan, log_state, along)
        shelf = _shelf(options, path)
        searching = TerminalSearch(practice, search) if search is not None and in_terminal else None
        pattern = plan.pattern(0.0, practice.state) if plan else pattern
        shown = _Shown(pattern, minutes, interruption.is_requested, shelf, search)
        try:
            if in_terminal:
                _run_in_terminal(practice, shown, options, kept, along.note, start_at_once=not asks)
            else:
                opening = window_opening(options, source, wishes, is_demo=again is Again.DEMO, recorded=path)
                _run_in_window(practice, shown, options, chosen, along, opening, forget, recorded=path)
        finally:
            practice.end()
    shelf.take_hearts(practice.engine.heart_phases)
    _tell_end(practice, path, is_first=again is None, keeps_beats=bool(interruption.requested))
    _tell_search(search, searching, shelf)
    return 130 if interruption.requested else 0


def _player(
    options: Namespace, chosen: Settings, pattern: BreathPattern, minutes: float
) -> ProgrammePlayer | None:
    """Return the player of a programme, or of a practice with a fading guide; None for neither."""
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


def _leave_out_empty(practice: Practice, path: Path | None) -> bool:
    """Delete a recording without practice or anything that the person said; return whether it was deleted."""
    if path is None or practice.ending_problem or practice.state.part is not Part.READY:
        return False
    if any(isinstance(one, _SAID) for one in read_records(path, events_only=True)):
        return False
    delete_session(path)
    return True


def _tell_end(practice: Practice, path: Path | None, *, is_first: bool, keeps_beats: bool) -> None:
    """Print what was recorded; Home that was shown again after a practice is not mentioned."""
    if practice.ending_problem:
        tell(practice.ending_problem)
    if not (keeps_beats and practice.state.beat_count) and _leave_out_empty(practice, path):
        if is_first:
            tell(message("cli.nothing_recorded"))
    elif path is not None:
        tell(message("cli.recorded_in", count=practice.state.beat_count, path=str(path)))


def _tell_search(search: SearchPlan | None, searching: TerminalSearch | None, shelf: ProfileShelf) -> None:
    """Print what a search for the resonance found; a window has already shown what it judged itself."""
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
        header = SessionHeader(started_at, start_ns, origin, local_zone(started_at))
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
        engine=Engine(start_ns, heart_phase=_heart_phase(options)),
    )
    along.begin(practice.now_s, lambda: practice.length_s)
    along.take_words(words_along(chosen.sound), lambda name: texts_of(name, options))
    return practice, recorder.path if recorder else None, source


def _heart_phase(options: Namespace) -> HeartPhase:
    """Return the heart's phase from earlier sessions; the general one if the profile can't be read."""
    try:
        return load_profile(profile_file(options)).heart_phase if _is_own(options) else ANYBODY
    except BiofeedbackError:
        return ANYBODY


def _tell_length(options: Namespace, player: ProgrammePlayer) -> None:
    given = (options.minutes, options.rate, options.ratio, options.pattern)
    if any(one is not None for one in given):
        name, clock = player.programme.name, clock_text(player.seconds)
        tell(message("cli.programme.has_length", name=name, clock=clock))


def _asked_first(
    options: Namespace, chosen: Settings, kept: KeptProgrammes, player: ProgrammePlayer
) -> ProgrammePlayer | None:
    """Return the player to use, after the questions asked first in the terminal; None to play nothing."""
    from biofeedback.terminal.practice import ask_before

    name = ask_before(player.programme, kept)
    if name is None:
        tell(message("terminal.not_begun"))
    if name in (None, player.programme.name):
        return player if name is not None else None
    return asked_player(options, chosen, own=_is_own(options), name=name)


def _player_of(options: Namespace) -> Callable[[str], ProgrammePlayer]:
    """Return a function that takes a shipped programme's name and returns this person's player of it."""
    return lambda name: asked_player(options, chosen_settings(options), own=_is_own(options), name=name)


def _shelf(options: Namespace, recorded: Path | None) -> ProfileShelf:
    """Return the store for search results; it saves only those of the person's own recorded sessions."""
    kept_in = profile_file(options) if recorded is not None and _is_own(options) else None
    return ProfileShelf(kept_in, recorded.stem if recorded is not None else "")


def _is_own(options: Namespace) -> bool:
    """Return whether the person breathes, not a simulated or recorded one."""
    return options.simulated is None and options.replay is None


def _shape(options: Namespace, chosen: BreathingSettings, minutes: float, *, asks: bool) -> SessionShape:
    """Return the parts of the session; if nothing is asked, only options add ordinary breathing."""
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
    forget: ForgetWish,
    *,
    recorded: Path | None,
) -> None:
    from biofeedback.window.application import run_window
    from biofeedback.window.choices import WindowChoices
    from biofeedback.window.loading.history_loading import FolderHistory
    from biofeedback.window.pages.practise.forget_sheet import ToForget

    folder, diary = session_folder(options), diary_file(options)
    choices = WindowChoices(
        minutes=shown.minutes,
        pattern=shown.pattern,
        start_at_once=options.start_now,
        settings=chosen,
        language=options.language,
        on_settings=_keeping_settings(options, chosen, along),
        sound=along,
        history=FolderHistory(folder, present=recorded, own_heart=_is_own(options), diary=diary),
        recorded=recorded,
        folder=folder,
        shelf=shown.shelf,
        search=shown.search,
        family=practice.player.programme.family if practice.player else None,
        player_of=_player_of(options),
        opens=opening.opens,
        next_practice=opening.next_practice,
        desk=opening.desk,
        usual_first=opening.usual_first,
        on_home_again=opening.on_home_again,
        on_demo=opening.on_demo,
        on_try_again=opening.on_try_again,
        fading=fading_player,
        to_forget=ToForget(forget.lines, forget.want),
    )
    run_window(practice, choices, should_stop=shown.should_stop)


def _keeping_settings(options: Namespace, chosen: Settings, along: Companions) -> Callable[[Settings], None]:
    """Return a function that applies settings changed in the window to the sound, and saves them."""
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

    return keep


def _voice_of(settings: Settings) -> tuple[str, str, str]:
    """Return the settings that decide who speaks, and in which language."""
    return settings.sound.voice, settings.sound.voice_folder, settings.window.language


def _run_in_terminal(
    practice: Practice,
    shown: _Shown,
    options: Namespace,
    kept: KeptProgrammes,
    note: Callable[[], Message | str],
    *,
    start_at_once: bool,
) -> None:
    from biofeedback.terminal.practice import TerminalChoices, run_terminal

    choices = TerminalChoices(
        pattern=shown.pattern,
        minutes=shown.minutes,
        start_at_once=start_at_once,
        has_keys=can_be_asked(),
        should_stop=shown.should_stop,
        note=note,
        kept=kept,
        player_of=_player_of(options),
        questions=chosen_settings(options).ratings.questions,
    )
    run_terminal(practice, choices)
