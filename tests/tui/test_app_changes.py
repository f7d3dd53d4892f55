"""What a publisher changed: marked in the list, compared in the reader, one change after the other."""

from readnow.config.schema import KeysConfig
from readnow.model.article import ArticleId
from readnow.model.change import ChangedArticle, FeedPlan
from readnow.model.fulltext import FullText
from readnow.store import articles, fulltexts
from readnow.store.database import Connection
from tests.support.shelf import HOUR, NOW, entry, put_feed
from tests.tui.conftest import Opener

ONE = "<p>It killed 3 people.</p><p>More is not known.</p>"
TWO = "<p>It killed 5 people.</p><p>More is not known.</p>"
THREE = "<p>It killed 5 people &#27;]52;c;aGk=&#7; in the end.</p><p>More is not known.</p>"
ID = ArticleId(NOW - HOUR)


def changed_twice(conn: Connection) -> None:
    """An article with two earlier versions, and one without."""
    feed_id = put_feed(conn, "Harbour", [entry("The fire", ONE, key="x"), entry("Quiet")])
    for at, html in ((NOW - 600, TWO), (NOW - 60, THREE)):
        change = ChangedArticle(ID, entry("The fire", html, key="x"), 1)
        articles.apply(conn, feed_id, FeedPlan(changed=(change,)), at)


async def test_changed_articles_are_marked_in_the_list(opened: Opener) -> None:
    async with opened(changed_twice, size=(120, 30)) as d:
        assert "Harbour · 1 h · changed" in d.text
        assert d.text.count("changed") == 1
    async with opened(None, size=(80, 24)) as d:
        marked, plain = (next(line for line in d.lines if title in line) for title in ("The fire", "Quiet"))
        assert "≈" in marked
        assert "≈" not in plain
    async with opened(None, size=(80, 24), encoding="ascii") as d:
        assert "~" in next(line for line in d.lines if "The fire" in line)


async def test_the_last_change_then_the_one_before(opened: Opener) -> None:
    async with opened(changed_twice, size=(80, 24)) as d:
        await d.press("enter")
        assert "changed 24 Nov 2025, 15:59" in " ".join(d.text.split())
        await d.press("equals_sign")
        await d.until_shown("people {+in the end+}.")
        assert "The fire · changed 24 Nov 2025, 15:59 · 2 of 2" in d.text
        assert "3 words new" in d.text
        assert "gone" not in d.lines[0]
        await d.press("p")
        await d.until_shown("It killed [-3-]{+5+} people.")
        assert "1 of 2" in d.text
        assert "1 word new, 1 word gone" in d.text
        await d.press("p")
        assert "No older version is kept." in d.text
        await d.press("n")
        await d.until_shown("in the end")
        await d.press("n")
        assert "This is the last change." in d.text
        await d.press("equals_sign")
        assert d.app.screen is d.screen
        assert d.open_article == "The fire"


async def test_an_article_that_was_never_changed(opened: Opener) -> None:
    async with opened(changed_twice) as d:
        await d.press("j", "enter", "equals_sign")
        assert d.status == "This article has not been changed since it came."


async def test_gone_and_new_differ_without_any_colour(opened: Opener) -> None:
    async with opened(changed_twice, environment={"NO_COLOR": "1"}) as d:
        await d.press("enter", "equals_sign", "p")
        await d.until_shown("[-3-]{+5+}")


async def test_the_text_of_the_page_is_not_compared(opened: Opener) -> None:
    def fill(conn: Connection) -> None:
        changed_twice(conn)
        fulltexts.put(conn, ID, FullText("<p>All of the page.</p>", 4, "https://a.example/", NOW))

    async with opened(fill) as d:
        await d.press("enter", "f")
        await d.press("equals_sign")
        await d.until_shown("in the end")
        assert "All of the page" not in d.text


async def test_the_users_keys_hold_here_too(opened: Opener) -> None:
    keys = KeysConfig(bindings={"go.previous-unread": ("O",), "pane.escape": ("x",)})
    async with opened(changed_twice, keys=keys) as d:
        await d.press("enter", "equals_sign")
        assert "O older" in d.text
        await d.press("O")
        await d.until_shown("[-3-]{+5+}")
        await d.press("x")
        assert d.app.screen is d.screen
