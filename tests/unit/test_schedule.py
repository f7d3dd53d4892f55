"""When a feed is asked again (H4 to H9)."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readnow.library import schedule
from readnow.library.schedule import DAY, HOUR, MINUTE, NEVER, Due, Wishes
from readnow.model.feed import FeedId, ProblemKind
from readnow.model.fetch import FetchFailed
from readnow.model.health import DueReason

NOW = int(datetime(2025, 10, 9, 8, 53, 20, tzinfo=UTC).timestamp())
"""A Thursday."""
kinds = st.sampled_from(list(ProblemKind))


def success(interval: int = HOUR, has_validators: bool = True, body_size: int = 0, **wishes: object) -> Due:
    return schedule.after_success(
        NOW,
        interval=interval,
        wishes=Wishes(**wishes),  # type: ignore[arg-type]
        has_validators=has_validators,
        body_size=body_size,
    )


def at(day: int, hour: int, minute: int = 0) -> int:
    return int(datetime(2025, 10, day, hour, minute, tzinfo=UTC).timestamp())


def test_h4_the_interval_has_a_floor() -> None:
    assert success() == (NOW + HOUR, DueReason.INTERVAL)
    assert success(MINUTE) == (NOW + 30 * MINUTE, DueReason.INTERVAL)
    assert success(3 * DAY) == (NOW + 3 * DAY, DueReason.INTERVAL)


def test_h4_without_validators_a_large_document_is_asked_for_less_often() -> None:
    assert success(has_validators=False) == (NOW + 6 * HOUR, DueReason.NO_VALIDATORS)
    assert success(has_validators=False, body_size=10**6) == (NOW + DAY, DueReason.NO_VALIDATORS)


def test_h5_a_server_may_only_lengthen_the_interval_and_only_up_to_a_day() -> None:
    assert success(max_age=60) == (NOW + HOUR, DueReason.INTERVAL)
    assert success(max_age=5 * HOUR) == (NOW + 5 * HOUR, DueReason.SERVER)
    assert success(max_age=365 * DAY) == (NOW + DAY, DueReason.SERVER)


def test_h6_so_may_the_feed() -> None:
    assert success(ttl_minutes=90) == (NOW + 90 * MINUTE, DueReason.FEED)
    assert success(ttl_minutes=10**6) == (NOW + DAY, DueReason.FEED)
    assert success(ttl_minutes=5).at == NOW + HOUR


@pytest.mark.parametrize(
    ("hours", "days", "expected"),
    [
        ((9, 10), (), at(9, 11)),  # in GMT, whatever the clock here says
        ((3,), (), NOW + HOUR),
        ((), (3,), at(10, 0)),  # Thursday is to be skipped
        ((), (3, 4, 5, 6), NOW + HOUR + DAY),  # a day at most
        (tuple(range(24)), (), NOW + HOUR),  # no hour is left: no wish that can be met
        ((), tuple(range(7)), NOW + HOUR),
        ((0,), (3,), at(10, 1)),
        ((33,), (), at(9, 10)),  # 33 is 9
    ],
)
def test_h6_hours_and_days_to_skip(hours: tuple[int, ...], days: tuple[int, ...], expected: int) -> None:
    due = success(skip_hours=hours, skip_days=days)
    assert due.at == expected
    assert due.reason is (DueReason.INTERVAL if expected == NOW + HOUR else DueReason.QUIET_HOURS)


@given(
    st.lists(st.integers(-5, 50)).map(tuple), st.lists(st.integers(0, 6)).map(tuple), st.integers(0, 10**6)
)
def test_h6_wishes_never_shorten_nor_stop(
    hours: tuple[int, ...], days: tuple[int, ...], interval: int
) -> None:
    due = success(interval, skip_hours=hours, skip_days=days)
    assert success(interval).at <= due.at <= success(interval).at + DAY


def test_h7_who_asks_to_wait_is_waited_for_within_reason() -> None:
    def wait(seconds: int) -> int:
        failed = FetchFailed(ProblemKind.WAIT, "wait", 429, retry_at=NOW + seconds)
        due = schedule.after_failure(NOW, failed, 1, FeedId(1))
        assert due.reason is DueReason.ASKED_TO_WAIT
        return due.at - NOW

    assert (wait(7200), wait(-5), wait(10**9)) == (7200, MINUTE, 7 * DAY)


def test_h8_failures_in_a_row_back_off_and_feeds_do_not_come_back_in_step() -> None:
    def wait(failures: int, number: int) -> int:
        failed = FetchFailed(ProblemKind.TIMEOUT, "no answer")
        return schedule.after_failure(NOW, failed, failures, FeedId(number)).at - NOW

    for failures, hours in enumerate((1, 2, 4, 8, 24, 24, 24), 1):
        assert abs(wait(failures, 7) - hours * HOUR) <= hours * HOUR // 10
    assert len({wait(1, number) for number in range(50)}) > 25


@pytest.mark.parametrize(("status", "hours"), [(403, 4), (404, 24), (500, 1)])
def test_h8_some_answers_have_waits_of_their_own(status: int, hours: int) -> None:
    due = schedule.after_failure(NOW, FetchFailed(ProblemKind.HTTP, "x", status), 1, FeedId(3))
    assert abs(due.at - NOW - hours * HOUR) <= hours * HOUR // 10


def test_h8_without_access_it_is_not_tried_alone() -> None:
    due = schedule.after_failure(NOW, FetchFailed(ProblemKind.AUTH, "no access", 401), 1, FeedId(1))
    assert due == (NEVER, DueReason.ACCESS)


def test_h9_a_gone_feed_is_never_asked_again() -> None:
    failed = FetchFailed(ProblemKind.GONE, "gone", 410)
    assert schedule.after_failure(NOW, failed, 1, FeedId(1)) == (NEVER, DueReason.GONE)


@given(kinds, st.none() | st.integers(402, 599), st.integers(0, 10**6), st.integers(1, 10**9))
def test_a_failure_is_tried_again_later_but_not_too_late(
    kind: ProblemKind, status: int | None, failures: int, number: int
) -> None:
    due = schedule.after_failure(NOW, FetchFailed(kind, "x", status), failures, FeedId(number)).at
    assert due == NEVER if kind is ProblemKind.GONE else NOW + 50 * MINUTE < due <= NOW + 7 * DAY
