"""What the doctor says about one feed, in words."""

import pytest
from msgspec.structs import replace

from readnow.library.doctor import Remedy
from readnow.library.history import History
from readnow.library.schedule import DAY, HOUR, NEVER
from readnow.model.feed import Feed, FeedHealth, FeedId, FeedSettings, Moved, Problem, ProblemKind
from readnow.model.health import Attempt, DueReason
from readnow.tui.feed_facts import Examined, feed_facts, percent_read, size_in_words
from readnow.tui.render.palette import Marks

NOW = 1_764_000_000
HISTORY = History(
    attempts=(Attempt(NOW - HOUR, "200", True),),
    former=(("https://a.example/old", NOW - 400 * DAY),),
    by_week=(0,) * 50 + (2, 5),
    newest=NOW - DAY,
    added_at=NOW - 800 * DAY,
)
FEED = Feed(
    FeedId(1),
    "https://a.example/feed",
    "A feed",
    total=200,
    unread=1,
    health=FeedHealth(
        last_attempt=NOW - HOUR,
        last_success=NOW - HOUR,
        next_due=NOW + HOUR,
        due_reason=DueReason.INTERVAL,
        size=84_000,
        parse_ms=2,
        tier="fast",
        has_validators=True,
    ),
)


def told(feed: Feed, history: History | None = HISTORY, **fields: object) -> dict[str, str]:
    """The facts by their labels; those without one in order of appearance."""
    examined = Examined(feed, NOW, history, (Remedy.TRY_NOW,), **fields)  # type: ignore[arg-type]
    facts: dict[str, str] = {}
    for number, fact in enumerate(feed_facts(examined, Marks())):
        facts[fact.label.strip() or f"line {number}"] = " · ".join(fact.parts) or fact.text
    return facts


def test_a_well_feed() -> None:
    facts = told(FEED, place=("Outer", "Inner"))
    assert facts["line 0"] == "https://a.example/feed"
    assert facts["line 1"] == "in Outer/Inner · subscribed 16 Sep 2023 · 200 articles kept, 99 % read"
    assert facts["state"] == "well, last asked 15:00"
    assert facts["next look"] == "17:00: the usual interval"
    assert facts["keys"] == "t try now"
    assert facts["posts a week"] == "last year, at most 5 · newest yesterday"
    assert facts["fetches"] == "● 200 · last 15:00"
    assert facts["document"] == "84 kB · read in 2 ms (fast) · with validators"
    assert facts["formerly"] == "https://a.example/old until 20 Oct 2024"
    assert "settings" not in facts


def test_without_a_history_nothing_is_claimed() -> None:
    facts = told(FEED, None)
    assert facts["line 1"] == "200 articles kept, 99 % read"
    assert not facts.keys() & {"posts a week", "fetches", "formerly"}


def test_a_new_feed() -> None:
    facts = told(
        Feed(FeedId(1), "https://a.example/", "A"),
        replace(HISTORY, by_week=(0,) * 52, newest=None, attempts=()),
    )
    assert facts["state"] == "not asked yet"
    assert facts["next look"] == "with the next refresh"
    assert facts["posts a week"] == "none in the last year"
    assert facts["fetches"] == "none yet"


def test_a_silent_feed() -> None:
    facts = told(FEED, replace(HISTORY, by_week=(0,) * 52, newest=NOW - 500 * DAY))
    assert facts["posts a week"] == "none in the last year; the newest is of 12 Jul 2024"


def test_trouble_moves_and_settings() -> None:
    health = replace(
        FEED.health,
        problem=Problem(ProblemKind.GONE, "gone for good (410)", NOW - 20 * DAY, 410),
        moved=Moved("https://b.example/", 2, NOW - 2 * DAY),
        next_due=NEVER,
        due_reason=DueReason.GONE,
        has_validators=False,
    )
    settings = FeedSettings(interval=120, headers=(("X-Key", "secret"),), insecure=True)
    facts = told(replace(FEED, health=health, settings=settings))
    assert facts["state"] == "gone for good (410), since 4 Nov"
    assert facts["next look"] == "not by itself: it is gone for good"
    assert facts["moved to"] == "https://b.example/ (seen 2 times since 22 Nov)"
    assert facts["document"].endswith("no validators: always sent whole")
    assert facts["settings"] == "interval 2h · headers X-Key"
    assert "certificate not checked: anybody in between may read and change it" in facts.values()


def test_paused() -> None:
    facts = told(replace(FEED, settings=FeedSettings(paused=True)))
    assert "paused: not asked by itself" in facts.values()
    assert facts["next look"] == "not by itself: it is paused"


@pytest.mark.parametrize("reason", list(DueReason))
def test_every_reason_has_words(reason: DueReason) -> None:
    said = told(replace(FEED, health=replace(FEED.health, due_reason=reason)))["next look"]
    assert said.startswith("17:00: ")
    assert reason.value not in said or reason is DueReason.INTERVAL or len(said) > 20


def test_an_interval_of_ones_own() -> None:
    assert (
        told(replace(FEED, settings=FeedSettings(interval=120)))["next look"]
        == "17:00: every 2h, as you set it"
    )


@pytest.mark.parametrize(
    ("size", "words"),
    [
        (1, "1 byte"),
        (999, "999 bytes"),
        (84_000, "84 kB"),
        (999_499, "999 kB"),
        (999_500, "1.0 MB"),
        (12_340_000, "12.3 MB"),
    ],
)
def test_sizes(size: int, words: str) -> None:
    assert size_in_words(size) == words


@pytest.mark.parametrize(("total", "unread", "percent"), [(0, 0, 0), (3, 3, 0), (300, 1, 99), (3, 0, 100)])
def test_only_all_is_a_hundred_per_cent(total: int, unread: int, percent: int) -> None:
    assert percent_read(replace(FEED, total=total, unread=unread)) == percent
