"""What is wrong with feeds, and what helps."""

import pytest

from readnow.library.doctor import Reading, Remedy, diagnose, next_try, place_to_look, ward
from readnow.library.schedule import DAY, HOUR, NEVER
from readnow.model.feed import Feed, FeedHealth, FeedId, FeedSettings, Moved, Problem, ProblemKind

NOW = 1_760_000_000


def feed(
    kind: ProblemKind | None = None,
    status: int | None = None,
    *,
    since: int = NOW - HOUR,
    number: int = 1,
    site: str = "https://a.example/",
    moved: Moved | None = None,
    due: int | None = None,
    paused: bool = False,
) -> Feed:
    problem = Problem(kind, "what happened", since, status) if kind else None
    health = FeedHealth(problem=problem, moved=moved, next_due=due)
    settings = FeedSettings(paused=paused)
    return Feed(FeedId(number), "https://a.example/feed", "A", site, health=health, settings=settings)


@pytest.mark.parametrize(
    ("sick", "best"),
    [
        (feed(ProblemKind.GONE, 410), Remedy.UNSUBSCRIBE),
        (feed(ProblemKind.WAIT, 429), Remedy.SETTINGS),
        (feed(ProblemKind.AUTH, 401), Remedy.SETTINGS),
        (feed(ProblemKind.AUTH, 403), Remedy.OTHER_AGENT),
        (feed(ProblemKind.HTTP, 404), Remedy.FIND_FEED),
        (feed(ProblemKind.HTTP, 500), Remedy.TRY_NOW),
        (feed(ProblemKind.NOT_A_FEED), Remedy.FIND_FEED),
        (feed(ProblemKind.UNREADABLE), Remedy.TRY_NOW),
        (feed(ProblemKind.TOO_LARGE), Remedy.SETTINGS),
        (feed(ProblemKind.PRIVATE), Remedy.ALLOW_PRIVATE),
        (feed(ProblemKind.NETWORK), Remedy.TRY_NOW),
        (feed(moved=Moved("https://b.example/", 1, NOW)), Remedy.ACCEPT_MOVE),
    ],
)
def test_what_helps_best(sick: Feed, best: Remedy) -> None:
    found = diagnose(sick, NOW)
    assert found is not None
    assert found.remedies[0] is best
    assert found.state


def test_a_well_feed_has_no_diagnosis() -> None:
    assert diagnose(feed(), NOW) is None


@pytest.mark.parametrize("kind", ProblemKind)
def test_there_is_always_something_to_do(kind: ProblemKind) -> None:
    found = diagnose(feed(kind, site=""), NOW)
    assert found is not None
    assert found.remedies


@pytest.mark.parametrize(
    ("sick", "place"),
    [
        (feed(ProblemKind.HTTP, 404, site="https://a.example/blog"), "https://a.example/blog"),
        (feed(ProblemKind.HTTP, 404, site=""), "https://a.example/"),
        (feed(ProblemKind.NOT_A_FEED, site=""), "https://a.example/feed"),
        (feed(ProblemKind.NETWORK, site=""), ""),
        (feed(site=""), "https://a.example/"),
    ],
)
def test_where_to_look_for_the_feed(sick: Feed, place: str) -> None:
    assert place_to_look(sick) == place
    found = diagnose(sick, NOW)
    assert found is None or (Remedy.FIND_FEED in found.remedies) == bool(place)


def test_h8_trouble_that_lasts_is_said_to() -> None:
    found = diagnose(feed(ProblemKind.TIMEOUT, since=NOW - 15 * DAY), NOW)
    assert found is not None
    assert found.state == "what happened, for 15 days now"


def test_the_next_try() -> None:
    assert next_try(feed(due=NOW + HOUR), NOW) == NOW + HOUR
    assert next_try(feed(), NOW) == NOW
    assert next_try(feed(due=NEVER), NOW) is None
    assert next_try(feed(due=NOW, paused=True), NOW) is None


def test_silent_and_never_read() -> None:
    feeds = [feed(number=number) for number in range(1, 6)]
    readings = {
        FeedId(1): Reading(NOW - 200 * DAY),
        FeedId(2): Reading(NOW - 100 * DAY, 10, 0),
        FeedId(3): Reading(NOW, 9, 0),
        FeedId(4): Reading(NOW, 100, 1),
        FeedId(5): Reading(),
    }
    found = ward(feeds, readings, NOW)
    assert [one.id for one in found.silent] == [1]
    assert [one.id for one in found.never_read] == [2]
    assert found.in_trouble == ()
