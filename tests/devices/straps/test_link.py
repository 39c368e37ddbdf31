"""The link's policy: a pure function, asked with every sequence of happenings and failures."""

from functools import reduce

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.errors import BluetoothUnavailableError, StrapBusyError, StrapError, StrapSilentError
from devices.events import HeardStrap, LinkState
from devices.message import message
from devices.straps.link import NO_STRAP_FOUND, STRAP_GONE, Happening, Link, LinkTimes, by_strength, choose

TIMES = LinkTimes()
OFF = BluetoothUnavailableError(message("link.bluetooth_off"), message("link.turn_on"))
SILENT = StrapSilentError(message("strap.silent"), message("strap.come_closer"))
BUSY = StrapBusyError(message("link.busy"), message("link.tried_again"))
OTHER = StrapError(message("link.failed", why="of itself"), message("link.tried_again"))

FOUND = (Happening.SEARCH_BEGAN, Happening.STRAP_CHOSEN, Happening.CONNECTED, Happening.SUBSCRIBED)


def after(*steps: Happening | StrapError, link: Link | None = None) -> Link:
    def go_on(link: Link, step: Happening | StrapError) -> Link:
        return link.after(step) if isinstance(step, Happening) else link.after_failure(step, TIMES)

    return reduce(go_on, steps, link or Link())


any_steps = st.lists(st.sampled_from([*Happening, OFF, SILENT, BUSY, OTHER]), max_size=30)


class TestLink:
    def test_from_search_to_beats(self) -> None:
        states = [after(*FOUND[: n + 1]).state for n in range(len(FOUND))]
        assert states == [LinkState.SCANNING, LinkState.CONNECTING, LinkState.DISCOVERING, LinkState.WAITING]
        streaming = after(*FOUND, Happening.BEATS_CAME)
        assert (streaming.state, streaming.message) == (LinkState.STREAMING, None)

    @pytest.mark.parametrize("loss", [Happening.LINK_LOST, Happening.FELL_SILENT])
    def test_lost_link_is_searched_for_and_gone_after_a_while(self, loss: Happening) -> None:
        lost = after(*FOUND, Happening.BEATS_CAME, loss)
        assert (lost.state, lost.message) == (LinkState.LOST, None)
        searching = after(Happening.SEARCH_BEGAN, link=lost)
        assert (searching.state, searching.message) == (LinkState.RECONNECTING, None)
        gone = after(Happening.NOTHING_HEARD, link=searching)
        assert (gone.state, gone.message) == (LinkState.GONE, STRAP_GONE.whole)
        assert after(Happening.SEARCH_BEGAN, link=gone) == gone
        assert after(*FOUND[1:], link=gone).message is None

    def test_strap_never_used_may_not_be_held_by_a_phone(self) -> None:
        nothing = (Happening.SEARCH_BEGAN, Happening.NOTHING_HEARD)
        assert after(*nothing).message == NO_STRAP_FOUND.whole
        assert after(*nothing, link=Link(is_known=True)).message == STRAP_GONE.whole
        assert "phone" in str(STRAP_GONE)

    def test_tries_are_counted_until_one_succeeds(self) -> None:
        link = after(*FOUND[:2], SILENT, *FOUND[:2], SILENT)
        assert link.state is LinkState.SCANNING
        assert link.message == message("link.retrying", said=SILENT.whole, tries=2)
        assert str(link.message) == "The strap was seen but does not answer. Come closer. Retrying (2)."
        searching = after(Happening.SEARCH_BEGAN, Happening.STRAP_CHOSEN, link=link)
        assert searching.message == link.message
        assert after(Happening.CONNECTED, link=searching).failures == 0

    def test_busy_stack_is_told_only_when_it_stays_busy(self) -> None:
        assert after(BUSY).message is None
        assert after(BUSY, BUSY).message is None
        assert after(BUSY, BUSY, BUSY).message == BUSY.whole

    def test_bluetooth_that_is_back_is_a_search_again(self) -> None:
        off = after(OFF)
        assert (off.state, off.message) == (LinkState.UNAVAILABLE, OFF.whole)
        back = after(Happening.SEARCH_BEGAN, link=off)
        assert (back.state, back.message) == (LinkState.SCANNING, None)

    def test_waits_double_up_to_a_bound_and_never_end(self) -> None:
        waits_s = [after(*[OTHER] * n).wait_s for n in range(1, 40)]
        assert waits_s[:5] == [1.0, 2.0, 4.0, 8.0, 10.0]
        assert set(waits_s[4:]) == {10.0}

    @given(any_steps)
    def test_nothing_that_can_happen_gives_up(self, steps: list[Happening | StrapError]) -> None:
        link = after(*steps)
        assert 0.0 <= link.wait_s <= TIMES.longest_retry_s
        found = after(*FOUND, Happening.BEATS_CAME, link=link)
        assert (found.state, found.message, found.failures) == (LinkState.STREAMING, None, 0)


NEAR = HeardStrap("Polar H10 AAAA", "AA:01", -50)
FAR = HeardStrap("HRM-Dual:77", "AA:02", -80)
HELD = HeardStrap("TICKR 3", "AA:03", None)


def chosen(
    *heard: HeardStrap, wanted: str = "", known: str = "", searched_s: float = 1.5, heard_s: float = 1.5
) -> HeardStrap | None:
    return choose(heard, wanted=wanted, known=known, searched_s=searched_s, heard_s=heard_s, times=TIMES)


class TestChoice:
    def test_strongest_after_a_moment_for_others(self) -> None:
        assert chosen(FAR, heard_s=0.5) is None
        assert chosen(FAR, NEAR) is NEAR

    def test_the_one_used_last_comes_first(self) -> None:
        assert chosen(NEAR, FAR, known="aa:02", searched_s=0.0, heard_s=0.0) is FAR
        assert chosen(NEAR, known="aa:02") is None
        assert chosen(NEAR, known="aa:02", searched_s=4.1) is NEAR

    def test_the_one_that_this_computer_holds_at_once(self) -> None:
        assert chosen(NEAR, HELD, searched_s=0.0, heard_s=0.0) is HELD
        assert chosen(HELD, known="aa:02") is None

    def test_only_the_wanted_one_by_address_or_name(self) -> None:
        assert chosen(NEAR, FAR, wanted="aa:02", heard_s=0.0) is FAR
        assert chosen(NEAR, FAR, wanted="hrm-dual", heard_s=0.0) is FAR
        assert chosen(NEAR, wanted="aa:02", searched_s=1000.0, heard_s=1000.0) is None

    def test_nothing_heard_is_nothing_chosen(self) -> None:
        assert chosen(searched_s=100.0, heard_s=0.0) is None

    def test_by_strength(self) -> None:
        assert by_strength([FAR, NEAR, HELD]) == [HELD, NEAR, FAR]
