"""Tags: what there is, which articles have them; renamed, merged, deleted.

Called by `library.tags`, by rules that tag, and by `journal`. Invariants: no two tags have names that differ
in case or accents only; what each function gives back is just what changed, for the journal.
"""

from collections.abc import Iterable

from readnow.model.article import ArticleId
from readnow.model.errors import StoreError
from readnow.model.feed import Timestamp
from readnow.model.journal import Marked, MarkKind, RowChanged, Step
from readnow.model.tag import Tag, TagId
from readnow.store.connecting import Connection
from readnow.store.journal_rows import Watch
from readnow.store.selecting import chosen
from readnow.text.words import fold


def all_tags(conn: Connection) -> tuple[Tag, ...]:
    """All tags by name."""
    rows = conn.execute("SELECT id, name FROM tag ORDER BY folded")
    return tuple(Tag(TagId(row[0]), row[1]) for row in rows)


def named(conn: Connection, name: str) -> Tag | None:
    """The tag of that name."""
    row = conn.execute("SELECT id, name FROM tag WHERE folded = ?", (fold(name),)).fetchone()
    return None if row is None else Tag(TagId(row[0]), row[1])


def ensure(conn: Connection, name: str) -> tuple[Tag, tuple[RowChanged, ...]]:
    """The tag of that name, made if there is none; and what that changed."""
    known = named(conn, name)
    if known is not None:
        return known, ()
    added = conn.execute("INSERT INTO tag (name, folded) VALUES (?, ?)", (name, fold(name)))
    assert added.lastrowid is not None
    tag = Tag(TagId(added.lastrowid), name)
    return tag, (RowChanged("tag", (tag.id,), None, {"id": tag.id, "name": name, "folded": fold(name)}),)


def put(conn: Connection, tag_id: TagId, ids: Iterable[ArticleId], at: Timestamp) -> tuple[ArticleId, ...]:
    """Give the tag to articles; those that had it not. Those gone or hidden are passed over."""
    wanted = chosen(ids)
    rows = conn.execute(
        f"SELECT a.id FROM ({wanted.sql}) c CROSS JOIN article a ON a.id = c.id"
        " WHERE NOT EXISTS (SELECT 1 FROM tagged g WHERE g.tag_id = :tag AND g.id = a.id)"
        " AND NOT EXISTS (SELECT 1 FROM hidden h WHERE h.id = a.id)"
        " AND EXISTS (SELECT 1 FROM tag WHERE id = :tag)",
        wanted.parameters | {"tag": tag_id},
    ).fetchall()
    conn.executemany(
        "INSERT INTO tagged (tag_id, id, at) VALUES (?, ?, ?)", [(tag_id, row[0], at) for row in rows]
    )
    return tuple(ArticleId(row[0]) for row in rows)


def take(conn: Connection, tag_id: TagId, ids: Iterable[ArticleId]) -> tuple[ArticleId, ...]:
    """Take the tag from articles; those that had it."""
    wanted = chosen(ids)
    rows = conn.execute(
        f"SELECT g.id FROM ({wanted.sql}) c CROSS JOIN tagged g ON g.tag_id = :tag AND g.id = c.id",
        wanted.parameters | {"tag": tag_id},
    ).fetchall()
    conn.executemany("DELETE FROM tagged WHERE tag_id = ? AND id = ?", [(tag_id, row[0]) for row in rows])
    return tuple(ArticleId(row[0]) for row in rows)


def rename(conn: Connection, tag_id: TagId, name: str) -> tuple[Step, ...]:
    """Give a tag another name. Raises `StoreError` where another tag has it."""
    other = named(conn, name)
    if other is not None and other.id != tag_id:
        raise StoreError(f"There is a tag “{other.name}” already: merge them instead.")
    watch = Watch(conn, "tag")
    conn.execute("UPDATE tag SET name = ?, folded = ? WHERE id = ?", (name, fold(name), tag_id))
    return watch.changes()


def merge(conn: Connection, from_id: TagId, into_id: TagId, at: Timestamp) -> tuple[Step, ...]:
    """Give all articles of a tag another one instead; the first is no more."""
    added = conn.execute(
        "SELECT id FROM tagged WHERE tag_id = ? AND id NOT IN (SELECT id FROM tagged WHERE tag_id = ?)",
        (from_id, into_id),
    ).fetchall()
    conn.executemany(
        "INSERT INTO tagged (tag_id, id, at) VALUES (?, ?, ?)", [(into_id, row[0], at) for row in added]
    )
    given = Marked(MarkKind.TAGGED, True, tuple(ArticleId(row[0]) for row in added), into_id)
    return (given, *delete(conn, from_id))


def delete(conn: Connection, tag_id: TagId) -> tuple[Step, ...]:
    """Take a tag from all its articles; it is no more."""
    watch = Watch(conn, "tag")
    ids = tuple(
        ArticleId(row[0]) for row in conn.execute("SELECT id FROM tagged WHERE tag_id = ?", (tag_id,))
    )
    conn.execute("DELETE FROM tagged WHERE tag_id = ?", (tag_id,))
    conn.execute("DELETE FROM tag WHERE id = ?", (tag_id,))
    return (Marked(MarkKind.TAGGED, False, ids, tag_id), *watch.changes())
