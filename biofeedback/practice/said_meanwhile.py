"""What a person reports during and after a practice: feeling restless or dizzy, and how it was."""

from biofeedback.pacing.ramp import EASING_PER_MIN
from biofeedback.practice.player import ProgrammePlayer
from biofeedback.practice.practice import Practice
from devices.breath_pattern import RATE_RANGE_PER_MIN, BreathPattern
from devices.wellbeing import Ease, Feeling, FeelingTold, PracticeAnswered, Remedy, SessionNote


def tell_feeling(practice: Practice, feeling: Feeling, remedy: Remedy | None = None) -> None:
    """Record that the person feels restless or dizzy, and pause the guide until they want to continue.

    After dizziness the guide uses shorter breaths, and no longer ones again in this practice.

    Parameters
    ----------
    practice : Practice
        The present practice.
    feeling : Feeling
        What the person feels.
    remedy : Remedy or None
        What the person chose to do; None when they first report the feeling.
    """
    practice.put(FeelingTold(_now_ns(practice), feeling, remedy))
    if remedy is None:
        practice.set_guide(practice.state.guide.pattern, running=False)
        if feeling is Feeling.DIZZY:
            _ease(practice)
    practice.advance()


def answer(
    practice: Practice, *, ease: Ease | None = None, restless: bool | None = None, dizzy: bool | None = None
) -> None:
    """Record the person's answers about the practice; a skipped question is None.

    The other parameters are those of `devices.wellbeing.PracticeAnswered`.
    """
    if (ease, restless, dizzy) != (None, None, None):
        practice.put(PracticeAnswered(_now_ns(practice), ease, restless, dizzy))


def note(practice: Practice, text: str) -> None:
    """Record what the person wrote about the session; it replaces an earlier note."""
    practice.put(SessionNote(_now_ns(practice), text))


def change_programme(practice: Practice, player: ProgrammePlayer) -> None:
    """Begin another programme in the same run, at once.

    Parameters
    ----------
    practice : Practice
        The present practice.
    player : ProgrammePlayer
        The player of the other programme.
    """
    practice.set_guide(practice.state.guide.pattern, running=False)
    practice.take_player(player)
    practice.set_guide(practice.state.guide.pattern, running=True)


def _ease(practice: Practice) -> None:
    if practice.player is not None:
        practice.steer(ProgrammePlayer.ease)
        return
    pattern = practice.state.guide.pattern
    rate_per_min = min(round(pattern.rate_per_min + EASING_PER_MIN, 1), RATE_RANGE_PER_MIN[1])
    practice.take_plan(None)
    practice.set_guide(BreathPattern(rate_per_min, pattern.exhale_to_inhale), running=False)


def _now_ns(practice: Practice) -> int:
    return practice.start_ns + round(1e9 * practice.now_s())
