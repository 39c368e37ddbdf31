"""One session through many random link losses: nothing doubled, nothing lost that was delivered, no leak."""

from pathlib import Path
from random import Random

import pytest

from devices.events import GuideChanged, LinkChanged, LinkState
from sessions.store import read_records
from tests.laboratory import Laboratory, Packet, RemoteStrap
from tests.laboratory.client import rr_packet
from tests.polling import wait_until
from tests.program import DEADLINE_S, running
from tests.session_checks import only_session, recorded_values

PACKET_EVERY_S = 0.02
"""Fifty times as many packets as a strap sends, so that most losses hit one under way."""


@pytest.mark.parametrize("losses", [8, pytest.param(200, marks=pytest.mark.soak)])
def test_random_losses(laboratory: Laboratory, strap: RemoteStrap, tmp_path: Path, losses: int) -> None:
    chance = Random(20261122)
    packets = [
        Packet(PACKET_EVERY_S * n, rr_packet(n % 0x10000))
        for n in range(round(2.0 * losses / PACKET_EVERY_S))
    ]
    arguments = ("train", "--terminal", "--data-dir", tmp_path, "--minutes", "60")
    with running(*arguments, environment=laboratory.environment()) as process:
        strap.wait_subscribed(timeout_s=DEADLINE_S)
        strap.play(packets)
        session = only_session(tmp_path)
        wait_until(lambda: recorded_values(session))
        held_at_first = held(process.pid)
        cuts: set[int] = set()
        for _ in range(losses):
            heard = strap.status().sent_count
            stay = heard + chance.randint(1, 25)
            wait_until(lambda stay=stay: strap.status().sent_count >= stay)  # type: ignore[misc]
            strap.cut_link()
            cuts.add(strap.status().sent_count)
            strap.wait_subscribed(timeout_s=DEADLINE_S)
        strap.stop_playing()
        sent = [notification.data for notification in strap.sent_log()]
        # The cut may overtake a packet under way: only the last before each cut can be lost.
        delivered = {value for n, value in enumerate(sent, start=1) if n not in cuts}
        wait_until(lambda: delivered <= set(recorded_values(session)))
        wait_until(lambda: held(process.pid) == held_at_first)
        process.terminate()
        _, messages = process.communicate(timeout=DEADLINE_S)
    assert "Traceback" not in messages
    recorded = recorded_values(session)
    assert recorded == [value for value in sent if value in set(recorded)], "doubled or out of order"
    records = list(read_records(session))
    states = [record.state for record in records if isinstance(record, LinkChanged)]
    assert states.count(LinkState.WAITING) == losses + 1
    assert [record.running for record in records if isinstance(record, GuideChanged)] == [True]
    wait_until(lambda: not laboratory.connections())


def held(pid: int) -> tuple[int, int]:
    """Open file descriptors and threads of a process, as Linux counts them."""
    folder = Path("/proc", str(pid))
    return len(list((folder / "fd").iterdir())), len(list((folder / "task").iterdir()))
