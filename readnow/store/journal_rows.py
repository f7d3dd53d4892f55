"""The rows that are the user's own (folders, what was decided for feeds, tags, rules, smart feeds): how they
were, what changed of them, and put back.

Whoever changes such rows makes a `Watch` first and asks it for the `changes` afterwards, in one transaction;
`journal` puts them back. Invariant: a row is put back only where it is as the change left it; what cannot be
is told in a sentence, and all else is put back.
"""

import sqlite3
from collections.abc import Iterable, Mapping
from typing import Any

from readnow.model.feed import FeedId, Timestamp
from readnow.model.journal import RowChanged
from readnow.model.rule import RuleId
from readnow.store import feeds, muting
from readnow.store.connecting import Connection

Key = tuple[int, ...]
Image = Mapping[str, Any]

_KEYS: Mapping[str, tuple[str, ...]] = {
    "folder": ("id",),
    "feed": ("id",),
    "filed": ("feed_id", "folder_id"),
    "tag": ("id",),
    "rule": ("id",),
    "smart_feed": ("id",),
}
"""The tables, and their keys. What is made later may need what is made earlier."""
_OF_FEED = (
    "SELECT f.id, f.own_title, f.folder_id, f.position, f.settings, f.url, f.in_all, f.folds, f.removed_at,"
    " t.allow_private FROM feed f JOIN fetch t ON t.feed_id = f.id"
)
"""What of a feed is the user's. The feed's own row is never taken away: unsubscribed, it is kept."""
_MOVING = frozenset(("hits", "last_hit", "problem"))
"""Columns that change without the user."""
_MOVED = _MOVING | {"enabled"}
"""Those that may have: a rule goes off by itself where its query means nothing any more."""
_WORDS = {"folder": "folder", "tag": "tag", "rule": "rule", "smart_feed": "smart feed"}


class Watch:
    """The rows of some tables as they are now."""

    def __init__(self, conn: Connection, *tables: str) -> None:
        self._conn = conn
        self._before = {table: _images(conn, table) for table in _KEYS if table in tables}

    def changes(self) -> tuple[RowChanged, ...]:
        """What has changed since, in an order in which it could be done again."""
        made: list[RowChanged] = []
        changed: list[RowChanged] = []
        gone: list[RowChanged] = []
        folders: list[RowChanged] = []
        for table, before in self._before.items():
            after = _images(self._conn, table)
            made += [
                _made(table, key, after[key])
                for key in sorted(after.keys() - before.keys(), key=lambda key: _depth(table, after, key))
            ]
            steps = {
                key: step
                for key in sorted(before)
                if (step := _changed(table, key, before[key], after.get(key))) is not None
            }
            if table == "folder":
                folders = [steps[key] for key in _in_turn(before, after, steps)]
            else:
                changed += [step for step in steps.values() if step.after is not None]
                gone += [step for step in steps.values() if step.after is None]
        # What stands in folders leaves them before they go, and comes back after they do.
        return (*made, *changed, *gone, *folders)


def put_back(conn: Connection, step: RowChanged, at: Timestamp) -> str:
    """Make a row what it was before the step; where it stays as it is, a sentence that says why, else ""."""
    return _put(conn, step.table, step.key, step.after, step.before, at)


def do_again(conn: Connection, step: RowChanged, at: Timestamp) -> str:
    """Make a row again what the step made of it; likewise."""
    return _put(conn, step.table, step.key, step.before, step.after, at)


def _put(
    conn: Connection, table: str, key: Key, left: Image | None, wanted: Image | None, at: Timestamp
) -> str:
    now = _image(conn, table, key)
    if wanted is None and now is None:
        return ""
    if wanted is None or left is not None:
        if now is None:
            return f"{_name(conn, table, key, left)} is not there any more."
        if not _is_as(now, left or {}):
            return f"{_name(conn, table, key, now)} was changed since, and stays as it is."
    elif now is not None:
        # A folder may have stayed because something else is in it.
        return "" if _is_as(now, wanted) else f"{_name(conn, table, key, now)} is there already."
    conn.execute("SAVEPOINT row")
    try:
        note = _write(conn, table, key, now, wanted, at)
    except sqlite3.IntegrityError:
        conn.execute("ROLLBACK TO row")
        note = f"{_name(conn, table, key, wanted or now)} stays as it is: its name or place is taken by now."
    conn.execute("RELEASE row")
    return note


def _write(
    conn: Connection, table: str, key: Key, now: Image | None, wanted: Image | None, at: Timestamp
) -> str:
    if table == "feed":
        return _write_feed(conn, FeedId(key[0]), dict(wanted or {}), at)
    where = " AND ".join(f"{name} = {number:d}" for name, number in zip(_KEYS[table], key, strict=True))
    if wanted is None:
        if table == "rule":
            muting.let_all_go(conn, RuleId(key[0]))
        if table != "folder" or not _is_used(conn, key[0]):
            conn.execute(f"DELETE FROM {table} WHERE {where}")
        return ""
    wanted = _in_folders_that_are(conn, table, wanted)
    if now is None:
        marks = ", ".join("?" * len(wanted))
        conn.execute(f"INSERT INTO {table} ({', '.join(wanted)}) VALUES ({marks})", tuple(wanted.values()))
    else:
        columns = ", ".join(f"{name} = ?" for name in wanted)
        conn.execute(f"UPDATE {table} SET {columns} WHERE {where}", tuple(wanted.values()))
    return ""


def _write_feed(conn: Connection, feed_id: FeedId, wanted: dict[str, Any], at: Timestamp) -> str:
    """What was decided for a feed, without what needs more than to be written down."""
    own_url = conn.execute("SELECT url FROM feed WHERE id = ?", (feed_id,)).fetchone()[0]
    url = wanted.pop("url", own_url)
    other = feeds.find_by_url(conn, url)
    comes_back = "removed_at" in wanted and wanted["removed_at"] is None
    if other is not None and other.id != feed_id and (url != own_url or comes_back):
        name = _name(conn, "feed", (feed_id,), {})
        return f"{name} stays as it is: {url} is subscribed to as “{other.title}”."
    if url != own_url:
        feeds.change_url(conn, feed_id, url, at)
    if wanted.get("removed_at") is not None:
        wanted["removed_at"] = at  # the time for which it is kept begins anew
    if "allow_private" in wanted:
        private = wanted.pop("allow_private")
        conn.execute("UPDATE fetch SET allow_private = ? WHERE feed_id = ?", (private, feed_id))
    wanted = _in_folders_that_are(conn, "feed", wanted)
    for name, value in wanted.items():
        conn.execute(f"UPDATE feed SET {name} = ? WHERE id = ?", (value, feed_id))
    return ""


def _in_folders_that_are(conn: Connection, table: str, image: Image) -> dict[str, Any]:
    """An image whose folder is gone by now: it belongs to none."""
    found = dict(image)
    column = "parent_id" if table == "folder" else "folder_id"
    folder_id = found.get(column)
    if table != "filed" and folder_id is not None:
        row = conn.execute("SELECT 1 FROM folder WHERE id = ?", (folder_id,)).fetchone()
        found[column] = None if row is None else folder_id
    return found


def _is_used(conn: Connection, folder_id: int) -> bool:
    return (
        conn.execute(
            "SELECT 1 FROM feed WHERE folder_id = ?1 UNION ALL SELECT 1 FROM smart_feed WHERE folder_id = ?1"
            " UNION ALL SELECT 1 FROM folder WHERE parent_id = ?1"
            " UNION ALL SELECT 1 FROM filed WHERE folder_id = ?1 LIMIT 1",
            (folder_id,),
        ).fetchone()
        is not None
    )


def _is_as(now: Image, left: Image) -> bool:
    """Whether a row is as a change left it. When a feed was removed does not matter, but whether it was."""
    return all(
        (now.get(name) is None) == (value is None) if name == "removed_at" else now.get(name) == value
        for name, value in left.items()
        if name not in _MOVED
    )


def _changed(table: str, key: Key, before: Image, after: Image | None) -> RowChanged | None:
    """What became of a row that was there; None where that is nothing."""
    if after is None:  # feeds that became one do not become two again
        return None if table == "feed" else RowChanged(table, key, before, None)
    columns = [name for name in after if after[name] != before[name]]
    if not columns or _MOVING.issuperset(columns):
        return None
    return RowChanged(
        table, key, {name: before[name] for name in columns}, {name: after[name] for name in columns}
    )


def _made(table: str, key: Key, image: Image) -> RowChanged:
    """A row that is new. A feed is: to take that back is to unsubscribe."""
    if table == "feed":
        return RowChanged(table, key, {"removed_at": 1}, {"removed_at": None})
    return RowChanged(table, key, None, image)


def _images(conn: Connection, table: str) -> dict[Key, Image]:
    cursor = conn.execute(_OF_FEED if table == "feed" else f"SELECT * FROM {table}")
    return {_key(table, image): image for image in _read(cursor)}


def _image(conn: Connection, table: str, key: Key) -> Image | None:
    where = " AND ".join(f"{name} = {number:d}" for name, number in zip(_KEYS[table], key, strict=True))
    sql = f"{_OF_FEED} WHERE f.id = {key[0]:d}" if table == "feed" else f"SELECT * FROM {table} WHERE {where}"
    return next(iter(_read(conn.execute(sql))), None)


def _read(cursor: sqlite3.Cursor) -> Iterable[Image]:
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor]


def _key(table: str, image: Image) -> Key:
    return tuple(int(image[name]) for name in _KEYS[table])


def _depth(table: str, images: Mapping[Key, Image], key: Key) -> tuple[int, Key]:
    """Folders in which others are come first."""
    depth, parent = 0, images[key].get("parent_id") if table == "folder" else None
    while parent is not None and depth < len(images):
        depth += 1
        parent = images[(parent,)]["parent_id"] if (parent,) in images else None
    return depth, key


def _in_turn(before: Mapping[Key, Image], after: Mapping[Key, Image], keys: Iterable[Key]) -> list[Key]:
    """Folders that changed or went, so that each finds its new place free, and goes when nothing is in it."""
    wanted = frozenset(keys)
    places = {(before[key]["parent_id"], before[key]["name"]): key for key in before}
    found: dict[Key, None] = {}

    def first(key: Key, waiting: frozenset[Key]) -> None:
        """What must be done before it, and then it."""
        if key in after:
            earlier = [places.get((after[key]["parent_id"], after[key]["name"]), key)]
        else:
            earlier = [child for child in before if before[child]["parent_id"] == key[0]]
        for other in earlier:
            if other in wanted and other not in waiting and other not in found:
                first(other, waiting | {other})
        found[key] = None

    for key in sorted(wanted):
        if key not in found:
            first(key, frozenset((key,)))
    return list(found)


def _name(conn: Connection, table: str, key: Key, image: Image | None) -> str:
    if table == "feed":
        row = conn.execute("SELECT own_title, title, url FROM feed WHERE id = ?", key).fetchone()
        return "A feed" if row is None else f"“{feeds.shown_title(*row)}”"
    if table == "filed":
        return f"The place of {_name(conn, 'feed', key[:1], None)} in another folder"
    row = conn.execute(f"SELECT name FROM {table} WHERE id = ?", key).fetchone()
    name = row[0] if row else (image or {}).get("name")
    return f"The {_WORDS[table]} “{name}”" if name else f"A {_WORDS[table]}"
