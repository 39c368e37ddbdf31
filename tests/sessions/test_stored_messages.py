"""Messages in a session file: what was said comes back, and what a stranger wrote harms nobody."""

import json
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from biofeedback.engine.engine import Engine
from biofeedback.outlets.state_json import state_to_json
from biofeedback.statements.live import notice
from biofeedback.words.catalogue import languages
from biofeedback.words.speech import UNKNOWN_MESSAGE, say_in
from devices.events import LinkChanged, LinkState, Marker, Tick
from devices.message import Message, message, sentences, verbatim
from devices.notifications import Notification
from devices.steps import InhaleAsked
from devices.straps.link import NO_STRAP_FOUND
from devices.streams import Measurement, MeasurementChanged
from sessions.errors import SessionFileError
from sessions.records import decode_record, encode_record
from sessions.stored_events import RecordedEvent
from sessions.stored_messages import decode_message, encode_message

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["key", "arguments", "date", "why", "{0}"]), inner, max_size=3)
    ),
    max_leaves=12,
)


def kept(said: Message | None) -> Message | None:
    return decode_message(json.loads(json.dumps(encode_message(said))))


@pytest.mark.parametrize(
    "said",
    [
        None,
        NO_STRAP_FOUND.whole,
        message("link.retrying", said=sentences(verbatim("A."), verbatim("B.")), tries=2),
        message("store.import_odd_date", day=date(2026, 3, 4)),
        message("store.import_odd_date", day=datetime(2026, 3, 4, 7, 5, tzinfo=UTC)),
        message("pattern.stage_in", seconds=4.05),
    ],
)
def test_what_was_said_comes_back(said: Message | None) -> None:
    assert kept(said) == said
    assert said is None or str(kept(said)) == str(said)


def test_a_replay_gives_the_states_of_the_session() -> None:
    refused = sentences(message("stream.refused", error="0x03"), message("stream.beats_go_on"))
    live: list[RecordedEvent] = [
        LinkChanged(0, LinkState.SCANNING, message=NO_STRAP_FOUND.whole),
        Tick(1_000_000_000),
        LinkChanged(2_000_000_000, LinkState.STREAMING, "Strap of {0} \n", "C0"),
        MeasurementChanged(2_000_000_000, Measurement.ECG, running=False, message=refused),
        Marker(2_500_000_000, verbatim("door\topen")),
        InhaleAsked(2_600_000_000, 4.0),
        Tick(3_000_000_000),
    ]
    engine, replayed = Engine(0), Engine(0)
    for event in live:
        state = engine.process(event)
        read = decode_record(encode_record(event))
        assert not isinstance(read, Notification)
        again = replayed.process(read)
        assert (read, state_to_json(again)) == (event, state_to_json(state))
    assert again.stream_message == refused


def test_a_sentence_of_an_older_version_comes_back_word_for_word() -> None:
    row = (0, "link", "", b'{"state": "scanning", "message": "No strap was found. Wear it."}')
    (link,) = (decode_record(row),)
    assert link == LinkChanged(0, LinkState.SCANNING, message=verbatim("No strap was found. Wear it."))
    assert decode_message("") is None


@given(json_values)
def test_anything_is_a_message_or_refused(stored: object) -> None:
    row = (0, "link", "", json.dumps({"state": "idle", "message": stored}).encode())
    try:
        link = decode_record(row)
    except SessionFileError:
        return
    assert isinstance(link, LinkChanged)
    assert decode_record(encode_record(link)) == link
    for language in languages():
        assert link.message is None or isinstance(say_in(link.message, language), str)


@pytest.mark.parametrize("arguments", [{}, {"why": 1}, {"why": {"key": "no.such", "arguments": {}}}])
def test_what_nobody_knows_is_shown_as_such(arguments: dict[str, object]) -> None:
    stored = {"state": "idle", "message": {"key": "link.of_a_newer_version", "arguments": arguments}}
    link = decode_record((0, "link", "", json.dumps(stored).encode()))
    assert isinstance(link, LinkChanged)
    state = Engine(0).process(link)
    unknown = say_in(Message(UNKNOWN_MESSAGE))
    assert str(notice(state, None)) == unknown
    assert json.loads(state_to_json(state))["link_message"] == unknown
