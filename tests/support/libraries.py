"""Libraries made at random, with something in every table that an export has to hold."""

import random

from readnow.library.settings import changed
from readnow.model.article import ArticleId, DateSource, Enclosure
from readnow.model.change import FeedPlan, NewArticle
from readnow.model.feed import FeedId, FeedSettings, FolderId
from readnow.model.parsed import ParsedArticle
from readnow.store import articles, burying, feeds, hidden
from readnow.store.connecting import Connection
from readnow.text.packed import pack

NOW = 1_764_000_000
DAY = 24 * 3600
_WORDS = ("sea", "Hafen", "水", "“quoted”", "a & b", "<em>", "naïve", "🚢", "x" * 40)


def fill(conn: Connection, seed: int) -> None:
    """Fill an empty library, in the caller's transaction."""
    chance = random.Random(seed)
    folders = [feeds.ensure_folder(conn, path) for path in (("News",), ("News", "Deep"), ("Über",), ("A/b",))]
    for folder_id in folders:
        keep = chance.choice(["", "90d", "500", "forever"])
        conn.execute(
            "UPDATE folder SET keep = ?, position = ?, made = ? WHERE id = ?",
            (keep, chance.randrange(9), chance.random() < 0.5, folder_id),
        )
    for number in range(3):
        conn.execute("INSERT INTO tag (name, folded) VALUES (?, ?)", (f"Tag {number}", f"tag {number}"))
    _rules(conn, chance)
    for number in range(chance.randrange(4)):
        conn.execute(
            "INSERT INTO smart_feed (name, folded, query, sort, folder_id, position) VALUES (?, ?, ?, ?, ?, ?)",
            (f"Smart {number}", f"smart {number}", "is:unread sea", chance.choice(["", "oldest"]),
             chance.choice([None, *folders]), chance.randrange(20)),
        )  # fmt: skip
    for number in range(chance.randrange(1, 6)):
        _feed(conn, chance, number, [folder for folder in folders if folder is not None])
    conn.execute("INSERT INTO ui_state VALUES ('view', '{\"scope\": 1}')")


def _rules(conn: Connection, chance: random.Random) -> None:
    for number in range(chance.randrange(4)):
        conn.execute(
            "INSERT INTO rule (name, folded, query, actions, enabled, position, until, hits, last_hit, made_at,"
            " problem) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (f"Rule {number}", f"rule {number}", "title:sea", '["mute", "tag:Tag 1"]', chance.random() < 0.7, number,
             chance.choice([None, NOW + DAY]), chance.randrange(5), chance.choice([None, NOW]), NOW, ""),
        )  # fmt: skip


def _feed(conn: Connection, chance: random.Random, number: int, folders: list[FolderId]) -> None:
    new = feeds.NewFeed(
        f"https://f{number}.example/feed", folder_id=chance.choice([None, *folders]), at=NOW - DAY
    )
    feed_id = feeds.insert(conn, new)
    settings = FeedSettings()
    for key, text in (
        ("keep", "90d"),
        ("interval", "2h"),
        ("headers", "X-Key: abc"),
        ("paused", "yes"),
        ("proxy", "none"),
    ):
        if chance.random() < 0.3:
            settings = changed(settings, key, text)
    feeds.change_settings(conn, feed_id, settings)
    conn.execute(
        "UPDATE feed SET title = ?, own_title = ?, site_url = ?, position = ?, in_all = ?, folds = ?, last_success = ?"
        " WHERE id = ?",
        (f"Feed {number}", chance.choice(["", "Mine"]), f"https://f{number}.example/", chance.randrange(50),
         chance.random() < 0.8, chance.random() < 0.8, chance.choice([None, NOW]), feed_id),
    )  # fmt: skip
    if chance.random() < 0.7:
        conn.execute("UPDATE fetch SET body_hash = x'aa' WHERE feed_id = ?", (feed_id,))
    if chance.random() < 0.5:
        conn.execute(
            "INSERT INTO former_address VALUES (?, ?, ?)", (feed_id, f"https://old{number}.example/", NOW)
        )
    for folder in folders:
        if chance.random() < 0.2 and folder != new.folder_id:
            conn.execute("INSERT INTO filed VALUES (?, ?)", (feed_id, folder))
    arrivals = [_arrival(chance, f"{number}-{n}") for n in range(chance.randrange(30))]
    ids = articles.apply(conn, feed_id, FeedPlan(tuple(arrivals)), NOW).new_ids
    for article_id in ids:
        _mark(conn, chance, feed_id, article_id)
    burying.bury(conn, [article_id for article_id in ids if chance.random() < 0.1], NOW)


def _arrival(chance: random.Random, key: str) -> NewArticle:
    text = " ".join(chance.choices(_WORDS, k=chance.randrange(12)))
    rough = chance.random() < 0.2
    entry = ParsedArticle(
        key=f"key {key} {chance.choice(_WORDS)}",
        guid=f"guid {key}",
        link=f"https://e.example/{key}",
        title=f"Title {text}"[:200].strip(),
        author=chance.choice(["", "Jane", "Ana, Bo"]),
        published=chance.choice([None, NOW - DAY]),
        updated=chance.choice([None, NOW - 2 * DAY]),
        html=f"<p>{text}</p>" * chance.randrange(1, 5),
        base_url="https://e.example/",
        summary=text.strip(),
        words=chance.randrange(3000),
        content_hash=key.encode().ljust(16, b"\0"),
        letters_hash=b"" if rough else key.encode().ljust(16, b"\1"),
        enclosures=(Enclosure("https://e.example/a.mp3", "audio/mpeg", 12, "Sound"),)
        if chance.random() < 0.3
        else (),
        categories=("one", "two") if chance.random() < 0.3 else (),
        language=chance.choice(["", "de"]),
        duration=chance.choice([None, 60]),
        rough=rough,
    )
    date = NOW - chance.randrange(400) * DAY
    return NewArticle(entry, date, chance.choice(list(DateSource)), chance.random() < 0.5)


def _mark(conn: Connection, chance: random.Random, feed_id: FeedId, article_id: ArticleId) -> None:
    def now_and_then(sql: str, *parameters: object) -> None:
        if chance.random() < 0.2:
            conn.execute(sql, parameters)

    now_and_then("INSERT INTO starred VALUES (?, ?)", article_id, NOW - chance.randrange(99))
    now_and_then("INSERT INTO later VALUES (?, ?)", article_id, NOW - chance.randrange(99))
    for tag in (1, 2, 3):
        now_and_then("INSERT INTO tagged VALUES (?, ?, ?)", tag, article_id, NOW)
    now_and_then("INSERT INTO place VALUES (?, 5, 50, ?)", article_id, NOW)
    now_and_then(
        "INSERT INTO earlier (article_id, at, title, html) VALUES (?, ?, 'Was', ?)",
        article_id,
        NOW,
        pack("<p>w</p>"),
    )
    now_and_then(
        "INSERT INTO fulltext VALUES (?, ?, 'https://e.example/', 'Page', 7, ?, '', '')",
        article_id,
        pack("<p>p</p>"),
        NOW,
    )
    now_and_then("UPDATE article SET rev = 2, changes = 1 WHERE id = ?", article_id)
    if chance.random() < 0.2:
        muted = chance.random() < 0.7
        hidden.hide(conn, [article_id], muted=muted, deleted_at=chance.choice([None, NOW]) if muted else NOW)
        conn.execute("INSERT INTO muted_by SELECT id, ?, ? FROM rule WHERE position = 0", (article_id, NOW))
