"""The policy of a link, apart from all I/O."""

import pytest

from devices.link import LinkTimes


def test_waits_double_up_to_the_longest() -> None:
    times = LinkTimes(retry_s=1.0, longest_retry_s=10.0)
    assert [times.before_retry_s(failures) for failures in range(1, 7)] == [1.0, 2.0, 4.0, 8.0, 10.0, 10.0]


@pytest.mark.parametrize("failures", [100, 10_000])
def test_search_of_hours_waits_no_longer(failures: int) -> None:
    assert LinkTimes().before_retry_s(failures) == LinkTimes().longest_retry_s
