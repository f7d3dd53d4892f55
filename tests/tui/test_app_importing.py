"""Moving in by the card of the first run: what other readers left is found behind it, counted and brought in."""

import os
from pathlib import Path

from tests.support.newsboat import Item, installation
from tests.tui.conftest import Opener

FEED = "http://127.0.0.1:9/feed"


def nothing(conn: object) -> None:
    """No feeds."""


def newsboat(home: Path) -> None:
    installation(
        home / ".newsboat",
        f'{FEED} tech "~The A"\nexec:ls\n',
        [Item(FEED, f"g{number}", f"Number {number}", unread=number > 1) for number in range(5)],
        "color a b c\nauto-reload yes\n",
    )


async def test_newsboat_is_offered_and_moves_in(opened: Opener) -> None:
    home = Path(os.environ["HOME"])
    newsboat(home)
    (home / "Downloads").mkdir()
    (home / "Downloads" / "mine.opml").write_text(
        '<opml><body><outline xmlUrl="https://b.example/feed"/></body></opml>'
    )
    async with opened(nothing) as d:
        await d.until_shown("import what is here: newsboat, 1 feed, 5 articles")
        assert "mine.opml, 1 feed" in d.text
        await d.press("i")
        await d.until_shown("Another file…")
        await d.press("enter")
        await d.until_shown("What became of the rest")
        assert "nothing was run" in d.text
        assert "Colours are those of a theme" in d.text
        await d.press("escape")
        await d.until_shown("Number 4")
        assert [feed.title for feed in d.library.feeds.all()] == ["The A"]
        assert d.library.feeds.all()[0].unread == 3
        await d.press("u")
        await d.until(lambda: d.library.feeds.all() == ())


async def test_later_from_the_list_of_commands(opened: Opener) -> None:
    home = Path(os.environ["HOME"])
    newsboat(home)
    async with opened() as d:
        await d.press("colon")
        await d.type("import")
        await d.press("enter")
        await d.until_shown("Another file…")
        await d.type("another")
        await d.press("enter")
        await d.until_shown("Import the file:")
        await d.paste(str(home / ".newsboat" / "urls"))
        await d.press("enter")
        await d.until_shown("What became of the rest")
        assert "The A" in [feed.title for feed in d.library.feeds.all()]


async def test_a_cache_that_is_none_is_said(opened: Opener) -> None:
    home = Path(os.environ["HOME"])
    (home / ".newsboat").mkdir()
    (home / ".newsboat" / "cache.db").write_bytes(b"SQLite format 3\0" + b"\xff" * 4096)
    async with opened(nothing) as d:
        await d.until_shown("import from another reader: newsboat")
        await d.press("i")
        await d.until_shown("Import the file:")
        await d.paste(str(home / ".newsboat"))
        await d.press("enter")
        await d.until(lambda: "damaged" in d.status)
