"""The practice with a fading guide, and the texts of its steps in every language."""

from biofeedback.practice.fading import FADING_MESSAGES, FadingTexts, fading_programme
from biofeedback.practice.player import ProgrammePlayer
from biofeedback.programmes.course import Course
from biofeedback.programmes.programme import Texts
from biofeedback.words.catalogue import languages
from biofeedback.words.speech import speech
from biofeedback.words.spoken import spoken
from devices.breath_pattern import BreathPattern
from devices.message import Message


def fading_player(pattern: BreathPattern, minutes: float) -> ProgrammePlayer:
    """Return the player of the practice with a fading guide.

    Parameters
    ----------
    pattern : BreathPattern
        The pace to keep.
    minutes : float
        Length of the practice.
    """
    texts = FadingTexts(**{name: _texts(said) for name, said in FADING_MESSAGES.items()})
    course = Course(fading_programme(pattern, minutes, texts))
    return ProgrammePlayer(course, language=lambda: spoken().language)


def _texts(said: Message) -> Texts:
    return Texts({code: speech(code).say(said) for code in languages()})
