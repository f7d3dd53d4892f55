"""A filled library of each version that was ever released, opened by this one: everything is there still."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from readnow.feeds.refine import finish
from readnow.model.article import ArticleId
from readnow.model.condition import Word
from readnow.model.feed import FeedId
from readnow.model.query import ArticleQuery
from readnow.store import articles, checks, feeds, indexing_checks, rough
from readnow.store.arrivals import key_hash
from readnow.store.database import Database
from readnow.store.schema import APPLICATION_ID, STEPS
from readnow.text.packed import pack

NOW = 1_760_000_000
ROWS = (
    ("INSERT INTO folder (id, parent_id, name, position) VALUES (1, NULL, 'News', 1)", ()),
    (
        "INSERT INTO feed (id, url, title, folder_id, position, unread, total, added_at)"
        " VALUES (1, 'https://a.example/feed', 'Feed A', 1, 1, 1, 2, ?)",
        (NOW,),
    ),
    ("INSERT INTO fetch (feed_id, etag, body_hash) VALUES (1, x'22', x'00')", ()),
    *(
        (
            "INSERT INTO article (id, feed_id, gh, title, author, link, date, date_source, words, content_hash,"
            " letters_hash) VALUES (?, 1, ?, ?, 'Ann', 'https://a.example/1', ?, 'published', 2, x'01', x'02')",
            (NOW + n, key_hash(f"key{n}"), f"Title {n}", NOW),
        )
        for n in range(2)
    ),
    *(
        (
            "INSERT INTO body (id, key, guid, html, base_url, summary, received, details)"
            " VALUES (?, ?, 'g', ?, 'https://a.example/', 'Short', ?, '{}')",
            (NOW + n, f"key{n}", pack(f"<p>Text {n}</p>"), NOW),
        )
        for n in range(2)
    ),
    ("INSERT INTO unread VALUES (1, ?)", (NOW,)),
    ("INSERT INTO starred VALUES (?, ?)", (NOW + 1, NOW)),
    ("INSERT INTO tombstone VALUES (7, 1, 1, 0, ?)", (NOW,)),
    ("INSERT INTO ui_state VALUES ('k', '1')", ()),
)

UNFINISHED = (2, 3)
"""Versions with a table of articles that were not finished."""


def make(path: Path, version: int) -> None:
    """A library as a ReadNOW of that version left it."""
    with closing(sqlite3.connect(path, isolation_level=None)) as conn:
        for step in STEPS[:version]:
            conn.executescript(step)
        conn.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        conn.execute(f"PRAGMA user_version = {version}")
        for sql, values in ROWS:
            conn.execute(sql, values)
        if version in UNFINISHED:
            conn.execute("INSERT INTO unfinished VALUES (?)", (NOW,))


@pytest.mark.parametrize("version", UNFINISHED)
async def test_what_was_not_finished_is_not_forgotten(tmp_path: Path, version: int) -> None:
    path = tmp_path / "readnow.db"
    make(path, version)
    database = await Database.open(path)
    waiting = await database.read(rough.newest, 10)
    assert [(text.id, text.rough) for text in waiting] == [(NOW + 1, False), (NOW, True)]
    await database.close()


@pytest.mark.parametrize("version", range(1, len(STEPS) + 1))
async def test_everything_is_there_after_the_step_to_this_version(tmp_path: Path, version: int) -> None:
    path = tmp_path / "readnow.db"
    make(path, version)
    database = await Database.open(path)
    assert (await database.read(checks.versions))["schema"] == str(len(STEPS))
    assert await database.read(checks.integrity) == ()
    assert await database.read(checks.recount) == ()
    (feed,) = await database.read(feeds.all_feeds)
    assert (feed.id, feed.title, feed.unread, feed.total) == (FeedId(1), "Feed A", 1, 2)
    page = await database.read(articles.page, ArticleQuery())
    assert [(head.title, head.read, head.starred, head.words) for head in page.heads] == [
        ("Title 1", True, True, 2),
        ("Title 0", False, False, 2),
    ]
    article = await database.read(articles.article, ArticleId(NOW))
    assert article is not None
    assert (article.html, article.summary) == ("<p>Text 0</p>", "Short")
    known = await database.read(articles.known, FeedId(1), ["key0"])
    assert known["key0"].content_hash == b"\x01"
    for _ in range(2):  # not in the index yet; then in it
        found = await database.read(articles.page, ArticleQuery(where=Word("text 1")))
        assert [head.title for head in found.heads] == ["Title 1"]
        waiting = await database.read(rough.newest, 10)
        await database.write(rough.store, [finish(text) for text in waiting])
        await database.write(rough.compare, [finish(text) for text in waiting])
    assert (await database.read(indexing_checks.state)).is_sound
    assert not await database.read(rough.any_waits)
    await database.close()
