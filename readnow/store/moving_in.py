"""Articles that came from another program: known again when their feed brings them, and given its own words.

Another program names entries its own way, and what it says of their text may be off by a comma. So an article
that moved in is also found by its link (else its title) and date, until a document of its feed has listed it.
Called by `restoring_articles` and by `library.storing`, in their transactions. Invariant: a document's entry
is taken for an article only where that is the one that it can be; what was read stays read.
"""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from readnow.model.article import ArticleId
from readnow.model.change import StoredEntry
from readnow.model.feed import FeedId, Timestamp
from readnow.model.parsed import ParsedArticle
from readnow.store import arrivals
from readnow.store.arrivals import key_hash
from readnow.store.connecting import Connection
from readnow.store.selecting import json_of
from readnow.text.words import fold

_NEAR, _ZONES = 14 * 3600, 900
"""Seconds between two readings of one date: a time zone that one program does not know. Zones are quarters of
an hour apart."""


class Sign(Struct, frozen=True):
    """What an entry is known by where its key says nothing. `date` is None where its feed gives none."""

    link: str
    title: str
    date: Timestamp | None

    @property
    def hash(self) -> int:
        """Equal where link, or for want of one the title, are."""
        return key_hash(self.link.partition("#")[0] or "\0" + _letters(self.title))

    def means(self, title: str, date: Timestamp) -> bool:
        """Whether an article of the same hash, of that title and date, is this entry."""
        if _letters(title) != _letters(self.title):
            return False
        apart = 0 if self.date is None else abs(date - self.date)
        return apart <= _NEAR and apart % _ZONES == 0


def _letters(title: str) -> str:
    return "".join(filter(str.isalnum, fold(title)))


class Signs:
    """The articles of one feed by their signs, without those that came just now."""

    def __init__(self, conn: Connection, feed_id: FeedId, just_came: Collection[ArticleId]) -> None:
        self._by_hash: dict[int, list[tuple[ArticleId, str, Timestamp]]] = {}
        rows = conn.execute("SELECT id, title, link, date FROM article WHERE feed_id = ?", (feed_id,))
        for article_id, title, link, date in rows:
            if article_id not in just_came:
                sign = Sign(link, title, date)
                self._by_hash.setdefault(sign.hash, []).append((ArticleId(article_id), title, date))

    def find(self, sign: Sign) -> ArticleId | None:
        """The one article that it can be."""
        near = [id for id, title, date in self._by_hash.get(sign.hash, ()) if sign.means(title, date)]
        return near[0] if len(near) == 1 else None


def note(conn: Connection, article_id: ArticleId, feed_id: FeedId, sign: Sign) -> None:
    """An article moved in."""
    conn.execute("INSERT INTO moved_in VALUES (?, ?, ?)", (article_id, feed_id, sign.hash))


def recognise(
    conn: Connection, feed_id: FeedId, entries: Sequence[ParsedArticle], known: Mapping[str, StoredEntry]
) -> Mapping[str, StoredEntry]:
    """What is stored under the keys of a document's entries, with what moved in: that has the entry's key and
    words then, and so no change."""
    if conn.execute("SELECT 1 FROM moved_in WHERE feed_id = ? LIMIT 1", (feed_id,)).fetchone() is None:
        return known
    found = {**known, **_under_other_keys(conn, feed_id, entries, known)}
    by_id = {stored.id: entry for entry in entries if (stored := found.get(entry.key)) and stored.id}
    listed = conn.execute(
        "SELECT id FROM moved_in WHERE id IN (SELECT value FROM json_each(?))", (json_of(by_id),)
    ).fetchall()
    for (number,) in listed:
        entry = by_id[ArticleId(number)]
        if not entry.rough:  # else its words are not known yet
            found[entry.key] = _with_its_words(conn, found[entry.key], entry)
    return found


def _under_other_keys(
    conn: Connection, feed_id: FeedId, entries: Sequence[ParsedArticle], known: Mapping[str, StoredEntry]
) -> dict[str, StoredEntry]:
    listed = {stored.id for stored in known.values()}
    signs = {
        entry.key: Sign(entry.link, entry.title, entry.published)
        for entry in entries
        if entry.key not in known
    }
    often = Counter(sign.hash for sign in signs.values())
    matches: dict[str, ArticleId] = {}
    for key, sign in signs.items():
        rows = conn.execute(
            "SELECT a.id, a.title, a.date FROM moved_in m CROSS JOIN article a ON a.id = m.id"
            " WHERE m.feed_id = ? AND m.sign = ?",
            (feed_id, sign.hash),
        )
        near = [ArticleId(id) for id, title, date in rows if id not in listed and sign.means(title, date)]
        if len(near) == 1 and often[sign.hash] == 1:
            matches[key] = near[0]
    for key, article_id in matches.items():
        _rename(conn, article_id, next(entry for entry in entries if entry.key == key))
    return arrivals.known(conn, feed_id, list(matches)) if matches else {}


def _rename(conn: Connection, article_id: ArticleId, entry: ParsedArticle) -> None:
    conn.execute("UPDATE article SET gh = ? WHERE id = ?", (key_hash(entry.key), article_id))
    conn.execute("UPDATE body SET key = ?, guid = ? WHERE id = ?", (entry.key, entry.guid, article_id))


def _with_its_words(conn: Connection, stored: StoredEntry, entry: ParsedArticle) -> StoredEntry:
    assert stored.id is not None
    conn.execute("DELETE FROM moved_in WHERE id = ?", (stored.id,))
    if stored.content_hash != entry.content_hash:
        arrivals.put_words(conn, stored.id, entry, changes=0)
    return replace(
        stored, content_hash=entry.content_hash, letters_hash=entry.letters_hash, updated=entry.updated
    )
