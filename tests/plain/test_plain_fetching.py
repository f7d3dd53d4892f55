"""Plain reading and the network, on loopback: adding, refreshing, the full text, and what comes meanwhile."""

from pathlib import Path

from readnow.keys.actions import Pane
from readnow.library.events import RefreshProgress
from tests.support.plain import reading
from tests.support.web import Answer, Web

FEED = (
    b'<rss version="2.0"><channel><title>Harbour</title>'
    b"<item><title>One</title><guid>1</guid><link>%s</link><description>Short.</description></item>"
    b"<item><title>Two</title><guid>2</guid></item></channel></rss>"
)
RSS = (("Content-Type", "application/rss+xml"),)
PAGE = b"<html><body><article><h1>One</h1>" + b"<p>The whole text of the article, at length.</p>" * 30


def serve(web: Web) -> str:
    web.answers["/feed.xml"] = Answer(FEED.replace(b"%s", web.url("/one").encode()), headers=RSS)
    web.answers["/one"] = Answer(PAGE, headers=(("Content-Type", "text/html"),))
    return web.url("/feed.xml")


async def test_a_feed_is_shown_and_then_subscribed_to(tmp_path: Path, web: Web) -> None:
    async with reading(tmp_path, None) as reader:
        said = await reader.press("a", answers=[serve(web), "n"])
        assert f"Harbour, {web.url('/feed.xml')}" in said
        assert ": One" in said
        assert said.endswith("Nothing was added.\n")
        said = await reader.press("a", answers=[web.url("/feed.xml"), "y"])
        assert "Subscribed to Harbour: 2 articles." in said
        assert "1. unread. One." in said
        assert "Already subscribed, as “Harbour”." in await reader.press("a", answers=[web.url("/feed.xml")])
        assert "Nothing was added" not in reader.talk.text


async def test_a_list_of_feeds_is_imported_and_everything_marked(tmp_path: Path, web: Web) -> None:
    (tmp_path / "list.txt").write_text(f"{serve(web)}\n")
    async with reading(tmp_path, None) as reader:
        reader.talk.answers = [str(tmp_path / "list.txt")]
        assert await reader.enter("import") == "Subscribed to 1 feed.\n"
        await reader.library.refresh(force=True)
        reader.talk.answers = ["y"]
        assert await reader.enter("mark everything read") == "Marked 2 articles in all feeds read.\n"
        reader.talk.answers = [str(tmp_path / "none.opml")]
        assert "none.opml" in await reader.enter("import")


async def test_what_is_no_feed_is_told(tmp_path: Path, web: Web) -> None:
    web.answers["/page"] = Answer(b"<html><body>Nothing here.", headers=(("Content-Type", "text/html"),))
    async with reading(tmp_path, None) as reader:
        said = await reader.press("a", answers=[web.url("/page")])
        assert "Something went wrong" not in said
        assert "feed" in said.splitlines()[-1]


async def test_the_full_text_is_fetched_and_left_again(tmp_path: Path, web: Web) -> None:
    async with reading(tmp_path, None) as reader:
        await reader.press("a", answers=[serve(web), "y"])
        assert "Short." in await reader.press("enter")
        assert "The whole text of the article" in await reader.press("f")
        said = await reader.press("f")
        assert "This is what the feed says." in said
        assert "Short." in said


async def test_a_refresh_tells_what_came_and_leaves_the_numbers_alone(tmp_path: Path, web: Web) -> None:
    async with reading(tmp_path, None) as reader:
        await reader.press("a", answers=[serve(web), "y"])
        three = FEED.replace(b"<item>", b"<item><title>Three</title><guid>3</guid></item><item>", 1)
        web.answers["/feed.xml"] = Answer(three, headers=RSS)
        await reader.library.refresh(force=True)
        assert [head.title for head in reader.program.heads] == ["One", "Two"]
        assert "Three" in await reader.press("ctrl+l")
        reader.talk.by_key = False
        assert "Refreshing all feeds: 1 feed.\nRefreshed: " in await reader.press("R")


async def test_news_come_with_the_next_key_unless_they_are_waited_for(tmp_path: Path, web: Web) -> None:
    async with reading(tmp_path) as reader:
        program = reader.program
        program.talk.say("")
        reader.talk.text = ""
        program._idle = program._waits = True
        program._progress_at = -1e9
        program._hear(RefreshProgress(2, 5, 3))
        program._hear(RefreshProgress(3, 5, 3))
        assert reader.talk.text == "Refreshing: 2 of 5 feeds, 3 new.\n"
        program._waits = False
        program._tell("Something came.")
        program._tell("Something came.")
        assert "Something came." not in reader.talk.text
        program._tell_news()
        assert reader.talk.text.endswith("3 new.\nSomething came.\n")
        assert program.pane is Pane.ARTICLES
