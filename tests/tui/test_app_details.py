"""What is known of an article and its feed, on the screen and as facts."""

import pytest
from msgspec.structs import replace

from readnow.model.article import Article, ArticleHead, ArticleId, Copy, DateSource, Enclosure, Place
from readnow.model.feed import Feed, FeedId, Problem, ProblemKind
from readnow.model.health import FeedHealth
from readnow.tui.article_facts import Known, article_facts
from readnow.tui.screens.details import DetailsScreen
from readnow.tui.screens.doctor import DoctorScreen
from readnow.tui.screens.settings import SettingsScreen
from tests.support.shelf import NOW
from tests.tui.conftest import Opener

HEAD = ArticleHead(
    ArticleId(NOW), FeedId(1), "Harbour", "On quiet", "Ann", "https://a.example/1", NOW, DateSource.PUBLISHED,
    read=True, starred=True, words=460,
)  # fmt: skip
ARTICLE = Article(HEAD, "<p>x</p>", "https://a.example/")
FEED = Feed(FeedId(1), "https://a.example/feed", "Harbour", "https://a.example/", unread=2, total=9)


def facts(article: Article = ARTICLE, feed: Feed | None = FEED, **others: object) -> dict[str, str]:
    """The facts by their labels; what stands below one belongs to it."""
    known = Known(article, feed, (), (), NOW, "%Y-%m-%d", {"i": "how it fares"})
    found: dict[str, str] = {}
    label = ""
    for fact in article_facts(replace(known, **others)):
        label = fact.label.strip() or label
        said = " · ".join((fact.text, *fact.parts)).strip(" ·")
        found[label] = f"{found[label]} / {said}" if found.get(label) and said else found.get(label) or said
    return found


def test_facts_tell_what_is_known_and_nothing_else() -> None:
    assert facts() == {
        "title": "On quiet",
        "author": "Ann",
        "address": "https://a.example/1",
        "date": "2025-11-24",
        "state": "read · starred",
        "text": "of the feed · 460 words · 2 min",
        "feed": "Harbour / https://a.example/feed",
        "site": "https://a.example/",
        "articles": "9 articles · 2 unread",
        "next look": "with the next refresh",
        "keys": "i how it fares",
    }


def test_facts_of_an_article_with_everything() -> None:
    head = replace(
        HEAD,
        title="",
        link="",
        read=False,
        later=True,
        tags=("linux", "news"),
        place=Place(50, 100),
        revised=NOW - 90_000,
        copies=(Copy(ArticleId(1), FeedId(2), "Margins", False, False),),
    )
    article = replace(
        ARTICLE,
        head=head,
        guid="tag:1",
        updated=NOW + 86_400,
        received=NOW + 9 * 86_400,
        enclosures=(Enclosure("https://a.example/a.mp3", "audio/mpeg", 5_000_000), Enclosure("https://b/x")),
        categories=("One", "Two"),
        comments="https://a.example/1#comments",
        language="en",
        source="Elsewhere",
        duration=65,
        full_text=True,
        note="Not all of it.",
    )
    problem = Problem(ProblemKind.GONE, "410 gone", NOW, 410)
    feed = replace(FEED, health=FeedHealth(problem=problem))
    found = facts(article, feed, folders=("Writing", "Slow"), muted_by=("Mute quiet",))
    assert found["title"] == "Untitled"
    assert found["taken from"] == "Elsewhere"
    assert found["address"] == "none of its own"
    assert found["known as"] == "tag:1"
    assert (found["updated"], found["came"], found["changed"]) == (
        "2025-11-25",
        "2025-12-03",
        "yesterday, earlier words are kept",
    )
    assert found["state"] == "unread · starred · for later · left at 50 %"
    assert found["muted by"] == "Mute quiet"
    assert found["your tags"] == "#linux #news"
    assert found["text"] == "of its own page · 460 words · 2 min / Not all of it."
    assert found["files"] == "a.mp3 · 1:05 · 5.0 MB / x"
    assert found["also in"] == "Margins"
    assert (found["language"], found["topics"], found["comments"]) == (
        "en",
        "One · Two",
        "https://a.example/1#comments",
    )
    assert (found["folder"], found["trouble"]) == ("Writing/Slow", "410 gone")


def test_facts_where_the_feed_is_gone() -> None:
    assert facts(feed=None)["feed"] == "Harbour / not subscribed to any more"


async def test_the_key_shows_details_and_again_the_doctor(opened: Opener) -> None:
    async with opened() as d:
        await d.press("i")
        await d.until_shown("https://feeds.example/onreadingslowly")
        assert isinstance(d.app.screen, DetailsScreen)
        assert "Margins" in d.text
        await d.press("i")
        await d.until(lambda: isinstance(d.app.screen, DoctorScreen))
        await d.press("escape")
        await d.until(lambda: d.app.screen is d.screen)
        await d.press("j", "enter", "i")
        await d.until_shown("A terminal is a place")
        await d.press("E")
        await d.until(lambda: isinstance(d.app.screen, SettingsScreen))


async def test_browser_and_copy_lead_back(opened: Opener, monkeypatch: pytest.MonkeyPatch) -> None:
    copied: list[str] = []
    monkeypatch.setattr("readnow.tui.app.ReadNowApp.copy_to_clipboard", lambda _, text: copied.append(text))
    async with opened() as d:
        for key in ("o", "y"):
            await d.press("i")
            await d.until(lambda: isinstance(d.app.screen, DetailsScreen))
            await d.press(key)
            await d.until(lambda: d.app.screen is d.screen)
        assert copied == ["https://feeds.example/onreadingslowly"] * 2


async def test_details_scroll_on_a_low_terminal_and_tell_their_keys(opened: Opener) -> None:
    async with opened(size=(60, 12)) as d:
        await d.press("i")
        await d.until(lambda: isinstance(d.app.screen, DetailsScreen))
        screen = d.app.screen
        assert isinstance(screen, DetailsScreen)
        await d.press("G")
        assert screen.facts.top == screen.facts.last_top() > 0
        await d.press("g", "j", "ctrl+d", "k")
        assert 0 < screen.facts.top <= screen.facts.last_top()
        await d.press("question_mark")
        assert "How the feed fares" in d.text
        await d.press("escape", "q")
        await d.until(lambda: d.app.screen is d.screen)


async def test_without_an_article_it_is_the_feed_or_nothing(opened: Opener) -> None:
    async with opened() as d:
        await d.go_to_row("Old Blog")
        await d.press("enter", "i")
        assert isinstance(d.app.screen, DoctorScreen)
        await d.press("escape")
        await d.go_to_row("Starred")
        await d.press("enter", "i")
        assert d.status == "There is no article here."
