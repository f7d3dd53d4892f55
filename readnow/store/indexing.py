"""The text index: how its rows are numbered, what it lacks, how it is made anew.

Filled by `indexing_rows`, read by `searching`, checked by `indexing_checks`. It is contentless: what was put
in cannot be taken out again without the very same text. So a row's number is its article's id with a small
number behind it (`BITS`), and where an article changes or goes, its row becomes an orphan, which no search
gives, and its new text gets the next number. Invariants, kept by triggers (`schema`): each article is either
in `unindexed` or has exactly one row that is no orphan. Two tables: `fts` for everything, `ftst` for titles
and authors while typing.
"""

from collections.abc import Mapping, Sequence

from readnow.model.article import ArticleId
from readnow.model.feed import FeedId
from readnow.store.connecting import Connection, has_full_text

BITS = 4
LAST = (1 << BITS) - 1
"""The last number that an article's text can have; when that is used up, it is looked at itself, until the
index is made anew."""
RECIPE = "1"
"""How texts become tokens and marks; with another one the index is made anew."""

_TABLES = (
    # The text first: what is in the first column takes a fifth less room.
    ("fts", "text, title, author, marks, content = '', tokenize = 'ascii'"),
    ("ftst", "title, author, marks, content = '', tokenize = 'ascii', columnsize = 0, prefix = '2 3'"),
)
_TOGETHER = 8
"""Pieces of the index that are merged into one: a third less writing than with SQLite's four, and no
slower."""
_MANY_ORPHANS, _MANY_WORN = 20_000, 500


def is_there(conn: Connection) -> bool:
    """Whether there is an index: an SQLite without full-text search has none, and looks at articles
    instead."""
    return has_full_text() and has_tables(conn)


def merged_feeds(conn: Connection) -> Mapping[FeedId, Sequence[FeedId]]:
    """By feed, those that went into it: their articles may still have their marks."""
    found: dict[FeedId, list[FeedId]] = {}
    for feed_id, into_id in conn.execute("SELECT feed_id, into_id FROM merged_feed"):
        found.setdefault(into_id, []).append(feed_id)
    return found


def latest_shift(conn: Connection) -> int:
    """By how many seconds an article's id is behind its date at most."""
    row = conn.execute("SELECT value FROM meta WHERE key = 'latest_shift'").fetchone()
    return int(row[0]) if row else 0


def is_worn(conn: Connection) -> bool:
    """Whether the index is to be made anew: by another recipe, or because half of it is of no use any
    more."""
    if not has_full_text():
        return False
    recipe = conn.execute("SELECT value FROM meta WHERE key = 'index_recipe'").fetchone()
    if not has_tables(conn) or recipe is None or recipe[0] != RECIPE:
        return True
    orphans = conn.execute("SELECT count(*) FROM orphan").fetchone()[0]
    worn = conn.execute("SELECT count(*) FROM unindexed WHERE worn").fetchone()[0]
    articles = conn.execute("SELECT ifnull(sum(total), 0) FROM feed").fetchone()[0]
    return bool(worn > _MANY_WORN or (orphans > _MANY_ORPHANS and 2 * orphans > articles))


def renew(conn: Connection) -> None:
    """Begin anew if that is needed: another process may have done so a moment ago."""
    if is_worn(conn):
        begin_anew(conn)


def waiting(conn: Connection) -> int:
    """How many articles wait to be indexed."""
    return int(conn.execute("SELECT count(*) FROM unindexed WHERE NOT worn").fetchone()[0])


def begin_anew(conn: Connection) -> None:
    """Empty the index; all articles wait for it again."""
    for name, columns in _TABLES:
        conn.execute(f"DROP TABLE IF EXISTS {name}")
        conn.execute(f"CREATE VIRTUAL TABLE {name} USING fts5 ({columns})")
        conn.execute(f"INSERT INTO {name} ({name}, rank) VALUES ('automerge', {_TOGETHER})")
    conn.execute("DELETE FROM orphan")
    conn.execute("DELETE FROM merged_feed")
    conn.execute("UPDATE unindexed SET worn = 0")
    conn.execute("INSERT OR IGNORE INTO unindexed (id, turn) SELECT id, random() FROM article")
    conn.execute("INSERT OR REPLACE INTO meta VALUES ('index_recipe', ?)", (RECIPE,))


def next_number(conn: Connection, article_id: ArticleId) -> int:
    """The number that an article's text has, or is to have: one more than all that were used for its id."""
    low = article_id << BITS
    sql = "SELECT count(*) FROM orphan WHERE id BETWEEN ? AND ?"
    return int(conn.execute(sql, (low, low | LAST)).fetchone()[0])


def has_tables(conn: Connection) -> bool:
    """Whether the index was made: a library that began without full-text search has none yet."""
    sql = "SELECT count(*) FROM sqlite_schema WHERE name IN ('fts', 'ftst')"
    return int(conn.execute(sql).fetchone()[0]) == len(_TABLES)
