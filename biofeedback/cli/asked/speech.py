"""The voice chosen by a command or the settings, and what it says."""

from argparse import Namespace
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from biofeedback.cli.asked.programmes import asked_programme
from biofeedback.person.settings import HearingSettings
from biofeedback.practice.fading import FADING_MESSAGES
from biofeedback.programmes.programme import Programme
from biofeedback.programmes.reader import ProgrammeError
from biofeedback.voice.phrases import PHRASE_WORDS, Phrase
from biofeedback.voice.prepared import PreparedWords, rendered
from biofeedback.voice.recordings import recordings
from biofeedback.voice.system_voice import system_voice
from biofeedback.voice.utterance import SpeechSamples, Utterance, Voice, VoiceError
from biofeedback.words.spoken import say, spoken
from devices.message import Message, message, sentences
from devices.steps import FADING_PROGRAMME

_PAUSE_S: Final = 0.3
"""Shortest silence in seconds between a step's words and the next step."""


@dataclass(frozen=True, slots=True)
class SpokenWords:
    """Phrases and texts that a voice has spoken.

    Parameters
    ----------
    phrases : mapping of Phrase to SpeechSamples
        The phrases of the guide.
    texts : mapping of str to SpeechSamples
        The texts of a programme's steps, with the text as key.
    """

    phrases: Mapping[Phrase, SpeechSamples]
    texts: Mapping[str, SpeechSamples]


def chosen_voice(chosen: HearingSettings) -> Voice | None:
    """Return the person's recordings, else this computer's voice; None if there is neither.

    Raises
    ------
    VoiceError
        If the folder of the recordings does not exist.
    """
    system = system_voice()
    return recordings(Path(chosen.voice_folder).expanduser(), system) if chosen.voice_folder else system


def phrase_utterances() -> dict[Phrase, Utterance]:
    """Return the short phrases of the guide in the program's language."""
    return {phrase: Utterance(say(words), phrase.value) for phrase, words in PHRASE_WORDS.items()}


def programme_utterances(programme: Programme) -> list[Utterance]:
    """Return the texts of a programme's steps in the program's language.

    A recording's file name has the programme's name and the number of the step, such as ``pmr-4-01``.
    """
    language = spoken().language
    return [
        Utterance(step.text.said(language), f"{programme.name}-{number:02d}", step.seconds - _PAUSE_S)
        for number, step in enumerate(programme.steps, start=1)
    ]


def spoken_in_file(chosen: HearingSettings, programme: Programme | None) -> SpokenWords:
    """Return the spoken words of a sound file.

    Raises
    ------
    VoiceError
        If there is no voice, or it fails.
    """
    voice = chosen_voice(chosen)
    if voice is None:
        raise VoiceError(message("sound.voice.none"), message("sound.voice.none.advice"))
    phrases = phrase_utterances()
    texts = programme_utterances(programme) if programme is not None else []
    made = rendered(voice, [*phrases.values(), *texts], spoken().language)
    return SpokenWords(spoken_phrases(phrases, made), _of(texts, made))


def words_along(chosen: HearingSettings) -> PreparedWords | None:
    """Return the words spoken during a practice; None if the person wants no voice."""
    if chosen.voice == "off":
        return None
    voice: Voice | None = None
    problem: Message | None = sentences(message("sound.voice.none"), message("sound.voice.none.advice"))
    try:
        voice = chosen_voice(chosen)
    except VoiceError as error:
        problem = error.whole
    return PreparedWords(voice, phrase_utterances(), spoken().language, problem=problem)


def texts_of(name: str, options: Namespace) -> list[Utterance]:
    """Return the spoken texts of a programme; empty if no programme has that name."""
    if name == FADING_PROGRAMME:
        return [Utterance(say(said), f"{name}-{part}") for part, said in FADING_MESSAGES.items()]
    try:
        return programme_utterances(asked_programme(name, options))
    except ProgrammeError:
        return []


def spoken_phrases(
    phrases: Mapping[Phrase, Utterance], made: Mapping[str, SpeechSamples]
) -> dict[Phrase, SpeechSamples]:
    """Return the phrases that are ready."""
    return {phrase: made[one.text] for phrase, one in phrases.items() if one.text in made}


def _of(utterances: Iterable[Utterance], made: Mapping[str, SpeechSamples]) -> dict[str, SpeechSamples]:
    return {one.text: made[one.text] for one in utterances if one.text in made}
