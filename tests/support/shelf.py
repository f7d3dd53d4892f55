"""Feeds and articles put into a database without a network: what tests of the screen open."""

from collections.abc import Callable, Sequence
from pathlib import Path

from readnow.config.paths import Paths, prepare
from readnow.model.article import DateSource
from readnow.model.change import Applied, FeedPlan, FetchRecord, NewArticle
from readnow.model.feed import FeedId, Problem, ProblemKind
from readnow.model.parsed import ParsedArticle
from readnow.store import articles, feeds
from readnow.store.database import Connection, Database

NOW = 1_764_000_000
"""Monday, 24 November 2025, 16:00 UTC."""
HOUR = 3600


def paths_in(folder: Path) -> Paths:
    """Everything of ReadNOW's in one folder."""
    return Paths(folder / "config.toml", folder / "data", folder / "data" / "log")


def entry(title: str, html: str = "", *, key: str = "", link: str = "", words: int = 300) -> ParsedArticle:
    """An entry as the parser hands it over."""
    key = key or title
    return ParsedArticle(
        key=key,
        guid=key,
        link=link or "https://feeds.example/" + "".join(c for c in key if c.isalnum()).lower(),
        title=title,
        author="",
        published=None,
        updated=None,
        html=html or f"<p>The text of {title}.</p>",
        base_url="https://feeds.example/",
        summary="",
        words=words,
        content_hash=key.encode()[:16].ljust(16, b"."),
        letters_hash=key.encode()[:16].ljust(16, b"."),
        enclosures=(),
    )


def put_feed(
    conn: Connection,
    title: str,
    entries: Sequence[ParsedArticle],
    *,
    folder: tuple[str, ...] = (),
    newest: int = NOW - HOUR,
    step: int = HOUR,
    problem: Problem | None = None,
    next_due: int = NOW + HOUR,
) -> FeedId:
    """A feed with its articles, the first entry the newest, one every `step` seconds; not due for an hour."""
    address = f"https://{title.lower().replace(' ', '-')}.example/feed.xml"
    feed_id = feeds.insert(
        conn,
        feeds.NewFeed(
            url=address,
            site_url=address.removesuffix("feed.xml"),
            folder_id=feeds.ensure_folder(conn, folder),
            at=NOW - 100 * HOUR,
        ),
    )
    put_articles(conn, feed_id, entries, newest=newest, step=step)
    feeds.record(
        conn,
        feed_id,
        FetchRecord(
            attempted_at=NOW - HOUR,
            next_due=next_due,
            failures=1 if problem else 0,
            problem=problem,
            feed_title=title,
        ),
    )
    return feed_id


def put_articles(
    conn: Connection, feed_id: FeedId, entries: Sequence[ParsedArticle], *, newest: int = NOW, step: int = 60
) -> Applied:
    """More articles of a feed."""
    new = tuple(
        NewArticle(one, newest - place * step, DateSource.PUBLISHED) for place, one in enumerate(entries)
    )
    return articles.apply(conn, feed_id, FeedPlan(new=tuple(reversed(new))), NOW)


def small_library(conn: Connection) -> None:
    """Two feeds in a folder, one beside it, one in trouble, one that waits; 3 + 2 + 1 unread articles."""
    put_feed(
        conn,
        "Harbour",
        [entry("A terminal is a place", LONG), entry("On quiet"), entry("Small rooms")],
        folder=("Writing",),
    )
    put_feed(
        conn,
        "Margins",
        [entry("On reading slowly"), entry("Footnotes")],
        folder=("Writing",),
        newest=NOW - 90,
    )
    put_feed(conn, "Kernel Week", [entry("Weekly edition 1,204")], newest=NOW - 30 * HOUR)
    put_feed(
        conn,
        "Old Blog",
        [],
        problem=Problem(ProblemKind.GONE, "410 gone: the feed has been taken away", NOW - 300 * HOUR, 410),
        next_due=1 << 60,
    )
    put_feed(conn, "Slow Site", [], problem=Problem(ProblemKind.WAIT, "asked to wait (429)", NOW - 60, 429))


LONG = "".join(
    f"<p>Paragraph {number}. There is a kind of quiet that only a terminal has: nothing moves unless you move "
    f'it, and <a href="https://links.example/{number}">link {number}</a> stays where it is.</p>'
    for number in range(1, 31)
)
"""Longer than any screen of the tests, with 30 links."""


async def filled(folder: Path, fill: Callable[[Connection], object] = small_library) -> Paths:
    """A database in `folder` that `fill` has filled, closed again."""
    paths = paths_in(folder)
    prepare(paths)
    database = await Database.open(paths.database)
    await database.write(fill)
    await database.close()
    return paths
