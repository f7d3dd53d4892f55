"""When a feed is asked again (H4 to H9)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readnow.library import schedule
from readnow.library.schedule import DAY, HOUR, MINUTE, NEVER
from readnow.model.feed import FeedId, FetchState, ProblemKind
from readnow.model.fetch import FetchFailed

NOW = 1_760_000_000
kinds = st.sampled_from(list(ProblemKind))


def state(
    next_due: int | None = None,
    last_attempt: int | None = None,
    problem: ProblemKind | None = None,
    number: int = 1,
) -> FetchState:
    return FetchState(
        FeedId(number), "https://a.example/", next_due=next_due, last_attempt=last_attempt, problem=problem
    )


@pytest.mark.parametrize(
    ("found", "due"),
    [
        (state(), True),
        (state(NOW), True),
        (state(NOW + 1), False),
        (state(NEVER), False),
        (state(NOW + 32 * DAY), True),  # only a clock that jumped explains it
        (state(NOW + HOUR, last_attempt=NOW + 2 * HOUR), True),  # asked in the future: the clock went back
    ],
)
def test_due(found: FetchState, due: bool) -> None:
    assert schedule.is_due(found, NOW) is due


def test_the_longest_waiting_feed_comes_first() -> None:
    found = schedule.due([state(NOW, number=1), state(NOW - 9, number=2), state(number=3)], NOW)
    assert [feed.feed_id for feed in found] == [3, 2, 1]


def test_by_hand_one_feed_waits_a_minute_and_many_wait_nine() -> None:
    recent = state(NOW + HOUR, last_attempt=NOW - 61)
    assert schedule.by_hand([recent], NOW) == (recent,)
    assert schedule.by_hand([recent, state(number=2)], NOW) == (state(number=2),)
    assert schedule.by_hand([state(last_attempt=NOW - 59)], NOW) == ()


def test_force_asks_all_but_those_that_asked_to_wait_or_are_gone() -> None:
    waiting = state(NOW + HOUR, NOW - 1, ProblemKind.WAIT)
    over = state(NOW - 1, NOW - HOUR, ProblemKind.WAIT)
    fresh = state(NOW + HOUR, NOW - 1)
    assert schedule.forced([waiting, over, fresh, state(NEVER)], NOW) == (over, fresh)


def test_a_server_may_only_lengthen_the_interval_and_only_up_to_a_day() -> None:
    assert schedule.after_success(NOW, interval=HOUR) == NOW + HOUR
    assert schedule.after_success(NOW, interval=MINUTE) == NOW + 30 * MINUTE
    assert schedule.after_success(NOW, interval=HOUR, max_age=60) == NOW + HOUR
    assert schedule.after_success(NOW, interval=HOUR, max_age=5 * HOUR) == NOW + 5 * HOUR
    assert schedule.after_success(NOW, interval=HOUR, ttl_minutes=90) == NOW + 90 * MINUTE
    assert schedule.after_success(NOW, interval=HOUR, ttl_minutes=10**6) == NOW + DAY


def test_without_validators_a_large_document_is_asked_for_less_often() -> None:
    assert schedule.after_success(NOW, interval=HOUR, has_validators=False) == NOW + 6 * HOUR
    large = schedule.after_success(NOW, interval=HOUR, has_validators=False, body_size=10**6)
    assert large == NOW + DAY


def test_a_gone_feed_is_never_asked_again() -> None:
    assert schedule.after_failure(NOW, FetchFailed(ProblemKind.GONE, "gone", 410), 1, FeedId(1)) == NEVER


def test_who_asks_to_wait_is_waited_for_within_reason() -> None:
    def wait(seconds: int) -> int:
        failed = FetchFailed(ProblemKind.WAIT, "wait", 429, retry_at=NOW + seconds)
        return schedule.after_failure(NOW, failed, 1, FeedId(1)) - NOW

    assert (wait(7200), wait(-5), wait(10**9)) == (7200, MINUTE, 7 * DAY)


@given(kinds, st.none() | st.integers(400, 599), st.integers(0, 10**6), st.integers(1, 10**9))
def test_a_failure_is_tried_again_later_but_not_too_late(
    kind: ProblemKind, status: int | None, failures: int, number: int
) -> None:
    at = schedule.after_failure(NOW, FetchFailed(kind, "x", status), failures, FeedId(number))
    assert at == NEVER if kind is ProblemKind.GONE else NOW + 50 * MINUTE < at <= NOW + 7 * DAY


def test_failures_in_a_row_back_off_and_feeds_do_not_come_back_in_step() -> None:
    def wait(failures: int, number: int) -> int:
        failed = FetchFailed(ProblemKind.TIMEOUT, "no answer")
        return schedule.after_failure(NOW, failed, failures, FeedId(number)) - NOW

    waits = [wait(n, 7) for n in range(1, 8)]
    assert waits[:5] == sorted(waits[:5])
    assert len({wait(1, number) for number in range(50)}) > 25
