"""The diary: pain, stress and sleep once a day, and what else the person did."""

from argparse import Namespace
from datetime import date

from biofeedback.cli.places import diary_file
from biofeedback.person.diary import DiaryDay, Did
from biofeedback.person.diary_file import DiaryError, load_diary, note_day
from biofeedback.terminal.output import put, put_json, tell
from devices.message import Message, dotted, message
from sessions.private_file import make_private_folder

_SCALES = {
    "pain": message("diary.pain"),
    "stress": message("diary.stress"),
    "sleep": message("diary.sleep"),
}
_DID = {
    Did.WALK: message("diary.walk"),
    Did.STRETCH: message("diary.stretch"),
    Did.POSTURE: message("diary.posture"),
    Did.HEAT: message("diary.heat"),
}


def note_in_diary(options: Namespace) -> int:
    """Add an entry for today, or for an earlier day."""
    today = date.today()
    more = DiaryDay(options.date or today, options.pain, options.stress, options.sleep, options.did)
    if more == DiaryDay(more.day):
        raise DiaryError(message("diary.nothing_given"), message("diary.give_something"))
    if more.day > today:
        raise DiaryError(message("diary.future", day=more.day.isoformat()), message("diary.give_past_day"))
    file = diary_file(options)
    make_private_folder(file.parent)
    put(_line(note_day(file, more)))
    return 0


def show_diary(options: Namespace) -> int:
    """Show the diary, oldest day first."""
    days = load_diary(diary_file(options))
    if options.json:
        put_json([one.report() for one in days])
    elif not days:
        tell(message("diary.empty"))
    else:
        for one in days:
            put(_line(one))
    return 0


def _line(one: DiaryDay) -> Message:
    numbers = [
        message("diary.scale", scale=name, value=value)
        for scale, name in _SCALES.items()
        if (value := getattr(one, scale)) is not None
    ]
    return dotted(message("diary.day", day=one.day), *numbers, *(_DID[did] for did in one.did))
