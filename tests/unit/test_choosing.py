"""Which feeds a refresh asks, and which it leaves alone and why (H4, H7, H9)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readnow.library.choosing import Chosen, Manner, Skipped, choose, is_due
from readnow.library.schedule import DAY, HOUR, MINUTE, NEVER
from readnow.model.feed import FeedId, FetchState, ProblemKind
from readnow.model.settings import FeedSettings

NOW = 1_760_000_000


def state(
    next_due: int | None = None,
    last_attempt: int | None = None,
    problem: ProblemKind | None = None,
    number: int = 1,
    host: str = "",
    paused: bool = False,
) -> FetchState:
    return FetchState(
        FeedId(number),
        f"https://{host or f'h{number}'}.example/feed",
        next_due=next_due,
        last_attempt=last_attempt,
        problem=problem,
        settings=FeedSettings(paused=paused),
    )


def chosen(*states: FetchState, manner: Manner = Manner.DUE) -> Chosen:
    return choose(states, states, NOW, manner)


@pytest.mark.parametrize(
    ("found", "due"),
    [
        (state(), True),
        (state(NOW), True),
        (state(NOW + 1), False),
        (state(NEVER), False),
        (state(NOW - 1, paused=True), False),
        (state(NOW + 32 * DAY), True),  # only a clock that jumped explains it
        (state(NOW + HOUR, last_attempt=NOW + 2 * HOUR), True),  # asked in the future: the clock went back
    ],
)
def test_due(found: FetchState, due: bool) -> None:
    assert is_due(found, NOW) is due


def test_the_longest_waiting_feed_comes_first() -> None:
    found = chosen(state(NOW, number=1), state(NOW - 9, number=2), state(number=3), state(NOW + 1, number=4))
    assert [feed.feed_id for feed in found.states] == [3, 2, 1]
    assert found.skipped == Skipped(not_due=1)


def test_h4_by_hand_one_feed_waits_a_minute_and_many_wait_nine() -> None:
    recent, other = state(NOW + HOUR, last_attempt=NOW - 61), state(number=2)
    assert chosen(recent, manner=Manner.BY_HAND).states == (recent,)
    assert chosen(recent, other, manner=Manner.BY_HAND) == Chosen((other,), Skipped(recent=1))
    at_once = state(last_attempt=NOW - 59)
    assert chosen(at_once, manner=Manner.BY_HAND) == Chosen((), Skipped(recent=1))
    long_ago = state(NOW + HOUR, last_attempt=NOW - 9 * MINUTE)
    assert chosen(long_ago, other, manner=Manner.BY_HAND).skipped.total == 0


@pytest.mark.parametrize("manner", Manner)
def test_h7_a_host_that_asked_to_wait_is_left_alone_with_all_its_feeds(manner: Manner) -> None:
    waiting = state(NOW + HOUR, NOW - 1, ProblemKind.WAIT, 1, "a")
    longer = state(NOW + 2 * HOUR, NOW - 1, ProblemKind.WAIT, 2, "a")
    neighbour = state(NOW - 1, NOW - DAY, None, 3, "A")
    elsewhere = state(NOW - 1, NOW - DAY, None, 4, "b")
    found = chosen(waiting, longer, neighbour, elsewhere, manner=manner)
    assert found == Chosen((elsewhere,), Skipped(waiting=3, until=NOW + 2 * HOUR))
    # Also where only the neighbour is asked for.
    one = choose([neighbour], [waiting, longer, neighbour], NOW, manner)
    assert one == Chosen((), Skipped(waiting=1, until=NOW + 2 * HOUR))


def test_h7_a_host_is_the_same_whether_or_not_its_port_is_written() -> None:
    waiting = state(NOW + HOUR, NOW - 1, ProblemKind.WAIT, 1, "a")
    with_port = FetchState(FeedId(2), "https://a.example:443/other")
    another = FetchState(FeedId(3), "https://a.example:8443/other")
    assert chosen(waiting, with_port, another) == Chosen((another,), Skipped(waiting=2, until=NOW + HOUR))


def test_h7_the_wait_ends() -> None:
    over = state(NOW - 1, NOW - HOUR, ProblemKind.WAIT, 1, "a")
    assert chosen(over, state(number=2, host="a")).skipped.total == 0


@pytest.mark.parametrize("manner", Manner)
def test_h9_a_feed_that_is_gone_is_never_asked(manner: Manner) -> None:
    gone = state(NEVER, NOW - DAY, ProblemKind.GONE)
    assert chosen(gone, manner=manner) == Chosen((), Skipped(gone=1))


def test_h8_without_access_only_the_user_asks_again() -> None:
    refused = state(NEVER, NOW - DAY, ProblemKind.AUTH)
    assert chosen(refused) == Chosen((), Skipped(no_access=1))
    assert chosen(refused, manner=Manner.BY_HAND).states == (refused,)


def test_a_paused_feed_is_asked_where_it_alone_is_named() -> None:
    paused, other = state(NOW - 1, paused=True), state(number=2)
    assert chosen(paused) == Chosen((), Skipped(paused=1))
    for manner in (Manner.BY_HAND, Manner.FORCED):
        assert chosen(paused, other, manner=manner) == Chosen((other,), Skipped(paused=1))
        assert chosen(paused, manner=manner).states == (paused,)


def test_force_asks_what_is_not_due() -> None:
    fresh = state(NOW + HOUR, NOW - 1)
    assert chosen(fresh, manner=Manner.FORCED).states == (fresh,)


def test_reasons_add_up() -> None:
    both = Skipped(recent=1, until=5) + Skipped(recent=2, gone=1, until=3) + Skipped(paused=1)
    assert both == Skipped(recent=3, gone=1, paused=1, until=3)
    assert both.total == 5


states = st.builds(
    state,
    st.none() | st.integers(NOW - DAY, NOW + 40 * DAY) | st.just(NEVER),
    st.none() | st.integers(NOW - DAY, NOW + DAY),
    st.none() | st.sampled_from(list(ProblemKind)),
    st.integers(1, 50),
    st.sampled_from(["a", "b", "c"]),
    st.booleans(),
)


@given(st.lists(states, unique_by=lambda one: one.feed_id), st.sampled_from(Manner))
def test_every_feed_is_asked_or_counted(found: list[FetchState], manner: Manner) -> None:
    result = choose(found, found, NOW, manner)
    assert len(result.states) + result.skipped.total == len(found)
    assert all(one.problem is not ProblemKind.GONE or one.next_due != NEVER for one in result.states)
