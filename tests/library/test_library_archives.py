"""Everything out to a file and back: equal in an empty library, harmless in one that is filled."""

import asyncio
import gzip
import io
import json
import random
import sqlite3
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from readnow.library.archive_run import Restored
from readnow.model.errors import ExchangeError
from readnow.store import checks, exporting
from readnow.store.arrivals import key_hash
from readnow.store.connecting import connect
from readnow.store.opening import prepare
from tests.library.conftest import House, World, build
from tests.store.conftest import fill as filled
from tests.support import libraries


async def opened(folder: Path) -> House:
    await asyncio.to_thread(folder.mkdir, exist_ok=True)
    return await build(folder, World(now=libraries.NOW + 5))


async def out(folder: Path, file: Path) -> None:
    house = await opened(folder)
    await house.library.archives.export(file)
    await house.library.close()


async def back(folder: Path, file: Path, dry_run: bool = False) -> Restored:
    house = await opened(folder)
    try:
        return await house.library.archives.restore(str(file), lambda _done: None, dry_run=dry_run)
    finally:
        await house.library.close()


def document(file: Path) -> dict[str, Any]:
    data = file.read_bytes()
    found: dict[str, Any] = json.loads(gzip.decompress(data) if data[:2] == b"\x1f\x8b" else data)
    return found


def sound(folder: Path) -> bool:
    with closing(connect(folder / "readnow.db", read_only=True, writer=False)) as conn:
        return not checks.integrity(conn) and not checks.recount(conn)


@pytest.fixture
def place() -> Iterator[Path]:
    with TemporaryDirectory() as folder:
        yield Path(folder)


@settings(max_examples=8, deadline=None)
@given(st.integers(0, 1 << 30))
def test_what_comes_back_into_an_empty_library_is_what_went_out(seed: int) -> None:
    with TemporaryDirectory() as name:
        place = Path(name)
        filled(place / "a" / "readnow.db", lambda conn: libraries.fill(conn, seed))

        async def there_and_back() -> None:
            await out(place / "a", place / "1.json")
            first = await back(place / "b", place / "1.json")
            assert first.left_out == ()
            await out(place / "b", place / "2.json")
            again = await back(place / "b", place / "1.json")
            assert (again.added, again.articles, again.marks, again.tags, again.rules) == ((), 0, 0, 0, 0)
            await out(place / "b", place / "3.json")

        asyncio.run(there_and_back())
        assert document(place / "2.json") == document(place / "1.json") == document(place / "3.json")
        assert sound(place / "b")


@settings(max_examples=8, deadline=None)
@given(st.integers(0, 1 << 30), st.integers(0, 1 << 30))
def test_marks_of_two_libraries_come_together(first: int, second: int) -> None:
    """Both have the same feeds and, in part, the same articles."""
    with TemporaryDirectory() as name:
        place = Path(name)
        filled(place / "a" / "readnow.db", lambda conn: libraries.fill(conn, first))
        filled(place / "b" / "readnow.db", lambda conn: libraries.fill(conn, second))

        async def together() -> None:
            await out(place / "a", place / "a.json")
            await out(place / "b", place / "b.json")
            await back(place / "b", place / "a.json")
            await out(place / "b", place / "ab.json")

        asyncio.run(together())
        a, b, both = (_by_key(document(place / f"{file}.json")) for file in ("a", "b", "ab"))
        assert both.keys() == a.keys() | b.keys()
        # What had been deleted in the second comes back as it was marked in either.
        was = {one["entry"]: one for one in document(place / "b.json").get("tombstones", [])}
        for key, found in both.items():
            ones = [articles[key] for articles in (a, b) if key in articles]
            buried = was.get(exporting.hexadecimal(key_hash(key[1])))
            ones += [buried] if buried and key not in b else []
            shown = [one for one in ones if "hidden" not in one]
            if len(shown) == len(ones):
                assert found.get("read", False) == any(one.get("read") for one in ones)
                assert ("starred" in found) == any("starred" in one for one in ones)
                assert ("later" in found) == any("later" in one for one in ones)
            tags = {name for one in ones for name, _ in one.get("tags", [])}
            assert {name for name, _ in found.get("tags", [])} == tags
        assert sound(place / "b")


def _by_key(found: dict[str, Any]) -> dict[tuple[str, str], dict[str, Any]]:
    urls = {feed["id"]: feed["url"] for feed in found.get("feeds", [])}
    return {(urls[one["feed"]], one["key"]): one for one in found.get("articles", [])}


async def test_a_dry_run_says_what_would_be_and_changes_nothing(place: Path) -> None:
    filled(place / "a" / "readnow.db", lambda conn: libraries.fill(conn, 7))
    filled(place / "b" / "readnow.db", lambda conn: libraries.fill(conn, 8))
    await out(place / "a", place / "a.json")
    await out(place / "b", place / "before.json")
    would = await back(place / "b", place / "a.json", dry_run=True)
    await out(place / "b", place / "after.json")
    assert document(place / "before.json") == document(place / "after.json")
    did = await back(place / "b", place / "a.json")
    names = ("added", "already", "articles", "articles_there", "rules", "smart_feeds", "tags")
    assert all(getattr(would, name) == getattr(did, name) for name in names)


async def test_a_backup_comes_back_too_and_one_of_an_older_version(place: Path) -> None:
    filled(place / "a" / "readnow.db", lambda conn: libraries.fill(conn, 7))
    house = await opened(place / "a")
    copy, _ = await house.library.backups.make(str(place), lambda _size: None)
    await house.library.archives.export(place / "a.json")
    await house.library.close()
    await back(place / "b", copy)
    await out(place / "b", place / "b.json")
    assert document(place / "a.json") == document(place / "b.json")
    from readnow.store.schema import STEPS

    old = place / "old.db"
    prepare(old, steps=STEPS[:4])
    with closing(sqlite3.connect(old)) as conn:
        conn.execute("INSERT INTO feed (url, position, added_at) VALUES ('https://old.example/', 1, 1)")
        conn.execute("INSERT INTO fetch (feed_id) VALUES (1)")
        conn.commit()
    before = old.read_bytes()
    assert [one.url for one in (await back(place / "b", old)).added] == ["https://old.example/"]
    assert old.read_bytes() == before


async def test_compressed_by_its_name(place: Path) -> None:
    filled(place / "a" / "readnow.db", lambda conn: libraries.fill(conn, 7))
    await out(place / "a", place / "a.json")
    await out(place / "a", place / "a.json.gz")
    assert (place / "a.json.gz").read_bytes()[:2] == b"\x1f\x8b"
    assert document(place / "a.json.gz") == document(place / "a.json")
    await back(place / "b", place / "a.json.gz")
    await out(place / "b", place / "b.json")
    assert document(place / "b.json") == document(place / "a.json")


async def test_another_program_may_have_laid_it_out_anew(place: Path) -> None:
    filled(place / "a" / "readnow.db", lambda conn: libraries.fill(conn, 7))
    await out(place / "a", place / "a.json")
    (place / "other.json").write_text(json.dumps(document(place / "a.json"), indent=4))
    await back(place / "b", place / "other.json")
    await out(place / "b", place / "b.json")
    assert document(place / "b.json") == document(place / "a.json")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{}", "is no export of ReadNOW"),
        ('{"format": "other", "version": 1}', "is no export of ReadNOW"),
        ('{"format": "readnow-library", "version": 99, "feeds": []}', "written by a newer ReadNOW"),
        (
            '{"format": "readnow-library", "version": 1, "feeds": [{"id": "x"}]}',
            "is damaged: one of its feeds",
        ),
        ('{"format": "readnow-library", "version": 1, "feeds": [{"id": 1, "url"', "is damaged"),
        ('{"format": "readnow-library", "version": 1, "feeds": [1, 2]}', "is damaged: one of its feeds"),
        ('{"format": "readnow-library", "version": 1, "articles": [NaN]}', "is damaged"),
        ('{"format": "readnow-library", "version": 1, "articles": ' + "[" * 100_000, "is damaged"),
        ('{"format": "readnow-library", "version": 1, "articles": [' + "9" * 10_000 + "]}", "is damaged"),
        ("{" * 10, "is damaged"),
    ],
)
async def test_a_broken_file_is_one_sentence(place: Path, text: str, said: str) -> None:
    (place / "x.json").write_text(text)
    with pytest.raises(ExchangeError, match=said):
        await back(place / "b", place / "x.json")


async def test_cut_off_or_garbled_it_is_one_sentence_and_leaves_a_whole_library(place: Path) -> None:
    filled(place / "a" / "readnow.db", lambda conn: libraries.fill(conn, 7))
    await out(place / "a", place / "a.json")
    await out(place / "a", place / "a.json.gz")
    chance = random.Random(3)
    for number in range(40):
        data = bytearray((place / chance.choice(["a.json", "a.json.gz"])).read_bytes())
        if number % 2:
            del data[chance.randrange(1, len(data)) :]
        else:
            for _ in range(5):
                data[chance.randrange(len(data))] = chance.randrange(256)
        (place / "x.json").write_bytes(data)
        with suppress(ExchangeError):
            await back(place / "b", place / "x.json")
    assert sound(place / "b")


HOSTILE = {
    "format": "readnow-library",
    "version": 1,
    "folders": [{"path": ["\x1b[31mred", ""], "keep": "nonsense"}],
    "feeds": [
        {
            "id": 1,
            "url": "https://a.example/feed",
            "title": "\x1b]52;c;aGk=\x07x",
            "settings": {
                "auth": "bearer command touch /tmp/x",
                "allow_private": True,
                "headers": [["X-A", "b\r\nEvil: yes"]],
                "keep": "90d",
            },
        },
        {"id": 2, "url": "file:///etc/passwd"},
        {"id": 3, "url": "http://b.example/", "settings": {"interval": "no"}},
    ],
    "rules": [
        {"name": "r", "query": "x", "actions": ["run:rm -rf /", "read"]},
        {"name": "s", "query": "x", "actions": ["run"]},
    ],
    "articles": [
        {
            "id": 1 << 57,
            "feed": 1,
            "key": "k",
            "title": "\x1b[2Jtitle\nsecond \ud800",
            "date": 1 << 57,
            "date_source": "tomorrow",
            "link": "javascript:alert(1)",
            "html": "<p>\ud800</p>" + "<b>" * 300,
            "words": -5,
            "details": {
                "enclosures": [["javascript:x", "", 1, ""], "x", ["https://a.example/x", "t", -1, "u"]],
                "other": 1,
            },
            "place": [9, 3, 1],
            "tags": [["\x1b[1m", 1], ["fine", 2]],
        },
        {"id": 5, "feed": 1, "key": "\ud800"},
        {"id": 5, "feed": 77, "key": "k"},
    ],
    "memory": [{"key": "view", "value": "{broken"}],
    "unknown": [{"x": 1}],
}


async def test_a_hostile_file_brings_nothing_that_acts(place: Path) -> None:
    (place / "x.json").write_text(json.dumps(HOSTILE))
    restored = await back(place / "b", place / "x.json")
    await out(place / "b", place / "b.json")
    found = document(place / "b.json")
    first, second = found["feeds"]
    assert (first["title"], first["settings"]) == ("x", {"keep": "90d"})
    assert "settings" not in second
    (article,) = found["articles"]
    assert article["title"] == "title second"
    assert (article["id"], article["date_source"]) == (libraries.NOW + 5 + libraries.DAY, "received")
    assert "link" not in article
    assert "words" not in article
    assert "place" not in article
    assert article["details"] == {"enclosures": [["https://a.example/x", "t", None, "u"]]}
    assert article["tags"] == [["fine", 2]]
    assert found["rules"][0]["actions"] == ["read"]
    assert len(found["rules"]) == 1
    assert "memory" not in found
    said = "\n".join(restored.left_out)
    assert "readnow edit https://a.example/feed auth='bearer command touch /tmp/x'" in said
    assert "allow_private" in said
    assert "is no address of a feed" in said
    assert "\x1b" not in (place / "b.json").read_text()
    assert sound(place / "b")


async def test_only_what_a_page_needs_is_in_memory(place: Path) -> None:
    """The records come one after the other, from the database and from the file."""
    filled(place / "a" / "readnow.db", lambda conn: libraries.fill(conn, 7))
    with closing(connect(place / "a" / "readnow.db", read_only=True, writer=False)) as conn:
        records = exporting.everything(conn)
        next(records)
        records.close()  # type: ignore[attr-defined]
    from readnow.exchange import archive

    class Endless(io.BytesIO):
        """A file that never ends."""

        given = 0
        held = b'{"format": "readnow-library", "version": 1, "tags": ['

        def read(self, size: int | None = -1) -> bytes:
            wanted = size or 0
            while len(self.held) < wanted:
                self.held += b'{"name": "x"}, ' * 10_000
            part, self.held = self.held[:wanted], self.held[wanted:]
            self.given += len(part)
            return part

    source = Endless()
    found = archive.read(source, "x")
    for _ in range(1000):
        next(found)
    assert source.given < 3 << 20


async def test_what_a_file_brought_is_taken_back_as_one_entry(place: Path) -> None:
    filled(place / "a" / "readnow.db", lambda conn: libraries.fill(conn, 7))
    await out(place / "a", place / "all.json")
    house = await opened(place / "other")
    await house.library.archives.restore(str(place / "all.json"), lambda _done: None)
    library = house.library
    assert library.feeds.all()
    (entry,) = await library.journal.history()
    assert entry.what == "Import everything from a file"
    outcome = await library.journal.undo()
    assert outcome is not None
    assert outcome.notes == ()
    assert (library.feeds.all(), library.smart_feeds.all()) == ((), ())
    assert await library.journal.redo() is not None
    assert library.feeds.all()
    await library.close()
