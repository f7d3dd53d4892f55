"""The key for the full text, on a real server on loopback and with the real parser process."""

from collections.abc import Callable

from readnow.model.query import ArticleQuery
from readnow.store.connecting import Connection
from tests.support.driving import Driven
from tests.support.shelf import NOW, entry, put_feed
from tests.support.web import Answer, Web
from tests.tui.conftest import Opener

PARAGRAPHS = "".join(
    f"<p>Paragraph {number} of the whole article: the harbour was quiet that night, and the ferry that should "
    f"have come at ten lay at the other side with its lamps out, waiting for a wind that did not come.</p>"
    for number in range(8)
)
PAGE = (
    "<html><head><title>Quiet - Harbour News</title></head><body><nav><a href='/'>Start</a> <a href='/b'>Boats</a>"
    f"</nav><article><h1>On quiet</h1>{PARAGRAPHS}</article><footer>Imprint and contact</footer></body></html>"
)


def shelf(web: Web) -> Callable[[Connection], object]:
    """A feed whose two articles are on the server."""
    return lambda conn: put_feed(
        conn,
        "Harbour",
        [
            entry("On quiet", "<p>Only the beginning.</p>", link=web.url("/quiet")),
            entry("Small rooms", "<p>Other text.</p>", link=web.url("/rooms")),
        ],
        newest=NOW - 60,
    )


async def open_first(d: Driven) -> None:
    await d.press("l", "g", "l")
    await d.until_shown("Only the beginning.")


async def test_there_and_back_and_kept(opened: Opener, web: Web) -> None:
    web.answers["/quiet"] = Answer(body=PAGE.encode(), headers=(("Content-Type", "text/html"),))
    async with opened(shelf(web), allow_private=True) as d:
        await open_first(d)
        await d.press("f")
        await d.until_shown("Paragraph 0 of the whole article")
        assert "· full text" in d.text
        assert "Only the beginning." not in d.text
        assert "Imprint" not in d.text
        await d.press("f")
        await d.until_shown("Only the beginning.")
        assert "· full text" not in d.text
        await d.press("f")
        await d.until_shown("Paragraph 0 of the whole article")
        assert len(web.asked("/quiet")) == 1
        await d.press("J")
        await d.until_shown("Other text.")
        await d.press("K")
        await d.until_shown("Paragraph 0 of the whole article")
    async with opened(None) as d:  # offline, later
        await d.press("l", "g", "l")
        await d.until_shown("Paragraph 0 of the whole article")


async def test_from_the_list_it_opens_the_article_first(opened: Opener, web: Web) -> None:
    web.answers["/quiet"] = Answer(body=PAGE.encode(), headers=(("Content-Type", "text/html"),))
    async with opened(shelf(web), allow_private=True) as d:
        await d.press("l", "g", "f")
        await d.until_shown("Paragraph 0 of the whole article")


async def test_a_page_that_gives_nothing_leaves_what_the_feed_says(opened: Opener, web: Web) -> None:
    script = "<html><body><noscript>Please enable JavaScript to read this.</noscript><div id=root></div></body></html>"
    web.answers["/quiet"] = Answer(body=script.encode(), headers=(("Content-Type", "text/html"),))
    async with opened(shelf(web), allow_private=True) as d:
        await open_first(d)
        await d.press("f")
        await d.until(lambda: "No full text:" in d.status)
        assert "script" in d.status.lower()
        assert "Only the beginning." in d.text
        page = await d.library.articles.page(ArticleQuery())
        text = await d.library.fulltexts.get(page.heads[0].id)
        assert text is not None
        assert text.problem


async def test_a_page_that_cannot_be_reached_is_a_sentence(opened: Opener, web: Web) -> None:
    web.answers["/quiet"] = Answer(status=500)
    async with opened(shelf(web), allow_private=True) as d:
        await open_first(d)
        await d.press("f")
        await d.until(lambda: "could not be fetched" in d.status)
        assert "Only the beginning." in d.text


async def test_a_page_that_comes_too_late_is_kept_and_not_shown(opened: Opener, web: Web) -> None:
    async with opened(shelf(web), allow_private=True) as d:
        await open_first(d)
        page = await d.library.articles.page(ArticleQuery())
        web.answers["/quiet"] = Answer(body=PAGE.encode(), headers=(("Content-Type", "text/html"),))
        d.screen.action_article_full_text()
        await d.press("J")
        await d.until_shown("Other text.")

        async def kept() -> bool:
            return await d.library.fulltexts.get(page.heads[0].id) is not None

        for _ in range(200):
            if await kept():
                break
            await d.pilot.pause(0.02)
        assert await kept()
        assert "Other text." in d.text
