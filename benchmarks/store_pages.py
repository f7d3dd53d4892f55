"""Pages of a library of 50,000 articles against the same pages of one of 500."""

import asyncio
import random
import tempfile
from pathlib import Path

from benchmarks.timing import pair_async
from readnow.model.article import DateSource
from readnow.model.change import FeedPlan, NewArticle
from readnow.model.condition import Among
from readnow.model.feed import FeedId
from readnow.model.parsed import ParsedArticle
from readnow.model.query import ALL, UNREAD, ArticleQuery, Scope, ScopeKind
from readnow.store import articles, feeds
from readnow.store.database import Connection, Database

_FEEDS = 50


def main() -> None:
    """Print a line for each kind of page."""
    asyncio.run(_measure())


async def _measure() -> None:
    with tempfile.TemporaryDirectory() as folder:
        small = await _library(Path(folder) / "small" / "readnow.db", 500)
        large = await _library(Path(folder) / "large" / "readnow.db", 50_000)
        thirty = Among(ScopeKind.FEED, "", frozenset(FeedId(n) for n in range(1, 31)))
        for name, query in (
            ("all articles", ArticleQuery(ALL)),
            ("unread", ArticleQuery(UNREAD)),
            ("one feed", ArticleQuery(Scope.feed(FeedId(7)), limit=10)),
            ("thirty feeds", ArticleQuery(where=thirty)),
        ):
            found = await pair_async(
                lambda query=query: small.read(articles.page, query),  # type: ignore[misc]
                lambda query=query: large.read(articles.page, query),  # type: ignore[misc]
                runs=25,
            )
            print(found.line(f"a page of 50,000 against one of 500: {name}", 1.3))
        await small.close()
        await large.close()


async def _library(path: Path, count: int) -> Database:
    database = await Database.open(path)
    for number in range(_FEEDS):
        feed_id = await database.write(feeds.insert, feeds.NewFeed(f"https://e.example/{number}"))
        await database.write(_fill, feed_id, count // _FEEDS)
    return database


def _fill(conn: Connection, feed_id: FeedId, count: int) -> None:
    made = random.Random(feed_id)
    new = tuple(_article(f"{n}", made.randrange(1_600_000_000, 1_750_000_000)) for n in range(count))
    articles.apply(conn, feed_id, FeedPlan(new), 1_760_000_000)


def _article(key: str, date: int) -> NewArticle:
    entry = ParsedArticle(
        key=key,
        guid=key,
        link=f"https://e.example/{key}",
        title=f"Article {key}",
        author="",
        published=date,
        updated=None,
        html="<p>Text of an article.</p>",
        base_url="",
        summary="",
        words=4,
        content_hash=key.encode(),
        letters_hash=key.encode(),
    )
    return NewArticle(entry, date, DateSource.PUBLISHED)
