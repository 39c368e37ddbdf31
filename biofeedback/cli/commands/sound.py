"""The guide as a sound file."""

from argparse import Namespace

from biofeedback.cli.asked.patterns import asked_pattern
from biofeedback.cli.asked.programmes import asked_player
from biofeedback.cli.asked.speech import spoken_in_file
from biofeedback.cli.places import chosen_settings
from biofeedback.programmes.programme import Programme
from biofeedback.sound.score import Timbre
from biofeedback.sound.wav import FileSound, write_programme_wav, write_wav
from biofeedback.statements.live import clock_text
from biofeedback.terminal.output import tell
from devices.message import message


def _file_sound(options: Namespace, programme: Programme | None) -> FileSound:
    """Return how the file sounds: in the person's timbre, and with speech if requested."""
    chosen = chosen_settings(options).sound
    timbre = Timbre(chosen.timbre)
    if not options.voice:
        return FileSound(timbre=timbre)
    spoken = spoken_in_file(chosen, programme)
    return FileSound(timbre=timbre, phrases=spoken.phrases, texts=spoken.texts)


def sound(options: Namespace) -> int:
    """Write a practice as a sound file, for breathing away from the computer."""
    settings = chosen_settings(options)
    if options.programme:
        player = asked_player(options, settings, own=True)
        write_programme_wav(options.output, player, sound=_file_sound(options, player.programme))
        name, clock = player.programme.name, clock_text(player.seconds)
        tell(message("cli.sound_programme_written", name=name, clock=clock, path=str(options.output)))
        return 0
    chosen = settings.breathing
    pattern = asked_pattern(options, chosen)
    minutes = options.minutes or chosen.minutes
    write_wav(options.output, pattern, minutes=minutes, sound=_file_sound(options, None))
    told = message("cli.sound_written", pattern=pattern.words, minutes=minutes, path=str(options.output))
    tell(told)
    return 0
