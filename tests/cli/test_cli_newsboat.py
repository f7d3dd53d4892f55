"""`readnow import` of what newsboat has: everything as it was, once, and nothing of it unread again."""

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Readnow
from tests.support.newsboat import Item, cache, installation
from tests.support.web import Answer, Web

needs_newsboat = pytest.mark.skipif(shutil.which("newsboat") is None, reason="newsboat is not installed")

FEED = "https://a.example/feed"
OTHER = "https://b.example/feed"


def items() -> list[Item]:
    return [
        Item(FEED, "tag:1", "One &amp; only <b>bold</b>", "https://a.example/1", unread=False, flags="s"),
        Item(FEED, "tag:2", "Two", "https://a.example/2", date=1_759_000_100, flags="eE"),
        Item(FEED, "tag:3", "Gone", "https://a.example/3", deleted=True),
        Item(OTHER, "tag:1", "Elsewhere", "https://b.example/1", enclosure="https://b.example/1.mp3"),
        Item("https://c.example/feed", "x", "In no list", flags="s"),
    ]


def listed(readnow: Readnow, *query: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = readnow("list", *query, "--json").json["articles"]
    return found


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return installation(
        tmp_path / ".newsboat",
        f'{FEED} tech "~The A"\n{OTHER} "!" tech news\n"query:Fresh:unread = \\"yes\\"" smart\n'
        '"query:Odd:unread_count > 2"\nexec:ls\n',
        items(),
        'auto-reload yes\nignore-article "*" "title =~ \\"sport\\""\nbind-key x quit\ncolor a b c\n',
    )


def test_everything_comes_as_it_was(readnow: Readnow, home: Path) -> None:
    before = {path.name: path.read_bytes() for path in home.iterdir()}
    done = readnow("import", str(home))
    assert done.status == 0
    assert "2 feeds added, 0 already there, 3 left out." in done.out
    assert (
        "4 articles added, 0 already there; 0 marks set on those, 2 tags, 1 rule and 1 smart feed" in done.out
    )
    assert "4 articles of these feeds: 2 unread, 2 flagged (1 of them with s" in done.out
    assert "1 taken over, 2 to be copied into config.toml, 1 without a counterpart" in done.out
    assert "[refresh]\nauto = true\n" in done.out
    assert '[keys]\npreset = "newsboat"\n"app.back" = ["x", "q"]\n' in done.out
    assert "1 feed in the cache with 1 article (1 of them flagged) are not in urls" in done.err
    feeds = readnow("feeds", "--json").json["feeds"]
    assert [(feed["title"], feed["folder"], feed["unread"], feed["total"]) for feed in feeds] == [
        ("The A", "tech", 1, 2),
        ("b.example", "tech", 1, 1),
    ]
    articles = {one["title"]: one for one in listed(readnow, "feed:a.example OR feed:b.example")}
    assert set(articles) == {"One & only bold", "Two", "Elsewhere"}
    assert (articles["Two"]["read"], articles["Two"]["tags"]) == (False, ["flag-capital-e", "flag-e"])
    one = articles["One & only bold"]
    assert (one["read"], one["starred"], one["link"], one["published"]) == (
        *(True, True, "https://a.example/1", "2025-09-27T19:06:40Z"),
    )
    shown = readnow("show", str(articles["Elsewhere"]["id"]), "--format", "json").json
    assert shown["content_text"].strip() == "Words of the article."
    assert shown["enclosures"][0]["url"] == "https://b.example/1.mp3"
    assert readnow("count").out == "2\n"  # the other is left out of All
    assert readnow("count", "smart:Fresh").out == "1\n"
    assert "/sport/" in readnow("rule", "list").out
    assert {path.name: path.read_bytes() for path in home.iterdir()} == before
    assert readnow("doctor").status == 0


def test_a_second_time_nothing_changes_and_it_can_be_taken_back(readnow: Readnow, home: Path) -> None:
    readnow("import", str(home))
    again = readnow("import", str(home), "--json").json
    assert [again[name] for name in ("articles", "marks", "tags", "rules", "smart_feeds")] == [0] * 5
    assert (again["added"], len(again["already"]), again["articles_there"]) == ([], 2, 4)
    assert readnow("history", "--json").json["entries"][0]["what"] == "Import from newsboat"
    assert readnow("undo").status == 0
    assert readnow("feeds", "--json").json["feeds"] == []
    assert readnow("smart", "list").out == readnow("rule", "list").out == ""
    assert readnow("redo").status == 0
    assert readnow("count", "is:unread").out == "1\n"


def test_what_would_be_done(readnow: Readnow, home: Path) -> None:
    done = readnow("import", str(home), "--dry-run", "--json").json
    assert (done["dry_run"], done["articles"], len(done["added"])) == (True, 4, 2)
    assert done["newsboat"]["unread"] == 2
    assert readnow("feeds", "--json").json["feeds"] == []
    assert readnow("history", "--json").json["entries"] == []


def test_marks_on_what_is_there_can_be_taken_back(readnow: Readnow, home: Path) -> None:
    readnow("import", str(home))
    readnow("mark", "unread", "--query", "is:read")
    readnow("mark", "unstarred", "--query", "is:starred")
    with closing(sqlite3.connect(home / "cache.db")) as conn:
        conn.execute(
            "INSERT INTO rss_item (guid, title, author, url, feedurl, pubDate, content, unread)"
            " VALUES ('tag:9', 'Nine', '', 'https://a.example/9', ?, 1759000200, '', 1)",
            (FEED,),
        )
        conn.commit()
    found = readnow("import", str(home), "--json").json
    assert (found["articles"], found["marks"]) == (1, 2)
    assert readnow("count", "Nine").out == "1\n"
    readnow("undo")
    assert readnow("count", "Nine").out == "0\n"
    assert readnow("count", "is:starred").out == "0\n"
    assert readnow("count", "is:unread feed:a.example").out == "2\n"
    readnow("redo")
    assert readnow("count", "is:starred Nine OR is:starred").out == "1\n"
    assert readnow("doctor").status == 0


def test_single_files(readnow: Readnow, home: Path, tmp_path: Path) -> None:
    found = readnow("import", str(home / "cache.db"), "--json").json
    assert [one["url"] for one in found["added"]] == [FEED, OTHER, "https://c.example/feed"]
    assert (found["articles"], found["newsboat"]["config"]) == (5, [])
    found = readnow("import", str(home / "config"), "--json").json
    assert (found["rules"], len(found["newsboat"]["config"])) == (1, 4)
    found = readnow("import", str(home / "urls"), "--json").json
    assert (found["smart_feeds"], len(found["already"])) == (1, 2)


def test_the_two_halves_of_an_installation(readnow: Readnow, home: Path, tmp_path: Path) -> None:
    config, data = tmp_path / ".config" / "newsboat", tmp_path / ".local" / "share" / "newsboat"
    config.mkdir(parents=True)
    data.mkdir(parents=True)
    shutil.copy(home / "urls", config)
    shutil.copy(home / "cache.db", data)
    for place in (config, data):
        assert readnow("import", str(place), "--dry-run", "--json").json["articles"] == 4


def _no_database(path: Path) -> None:
    path.write_bytes(b"SQLite format 3\0" + b"\xff" * 4096)


def _foreign(path: Path) -> None:
    with closing(sqlite3.connect(path)) as conn:
        conn.execute("CREATE TABLE other (a)")
        conn.commit()


def _views(path: Path) -> None:
    with closing(sqlite3.connect(path)) as conn:
        conn.execute("CREATE VIEW rss_item AS SELECT 1 AS id")
        conn.execute("CREATE VIEW rss_feed AS SELECT 1 AS rssurl")
        conn.commit()


def _huge(path: Path) -> None:
    cache(path, [])
    with path.open("r+b") as file:
        file.truncate(9 << 30)


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (_no_database, "damaged"),
        (_foreign, "none of newsboat's"),
        (_views, "none of newsboat's"),
        (_huge, "larger than 8 GB"),
        (os.mkfifo, "is not a file"),
        (lambda path: path.write_bytes(b"nothing"), "neither OPML nor a list of addresses"),
    ],
)
def test_what_is_no_cache_ends_in_a_sentence(
    readnow: Readnow, tmp_path: Path, make: Callable[[Path], object], said: str
) -> None:
    make(tmp_path / "cache.db")
    done = readnow("import", str(tmp_path / "cache.db"))
    assert (done.status, done.out) == (1, "")
    assert said in done.err
    assert "Traceback" not in done.err


def test_a_damaged_cache_gives_what_can_be_read(readnow: Readnow, tmp_path: Path) -> None:
    many = [
        Item(f"https://{number // 100}.example/feed", f"g{number}", content="<p>" + "word " * 300)
        for number in range(600)
    ]
    path = cache(tmp_path / "cache.db", many)
    data = bytearray(path.read_bytes())
    place = data.index(b"g450A title") // 4096 * 4096
    data[place : place + 4096] = b"\xff" * 4096
    path.write_bytes(data)
    done = readnow("import", str(path), "--json")
    assert done.status == 0
    assert 300 <= done.json["articles"] < 600
    assert any("damaged" in sentence for sentence in done.json["left_out"])
    assert readnow("doctor").status == 0


def test_values_of_any_type_and_bytes_of_any_kind(readnow: Readnow, tmp_path: Path) -> None:
    path = cache(tmp_path / "cache.db", [Item(FEED, "g", "\x1b[31mRed\u202e", "javascript:alert(1)")])
    with closing(sqlite3.connect(path)) as conn:
        conn.execute(
            "INSERT INTO rss_item (guid, title, author, url, feedurl, pubDate, content, unread, flags)"
            " VALUES (x'ff00', 12, x'80', 3.5, ?, 'soon', x'3c703eff', 'no', 7)",
            (FEED,),
        )
        conn.execute("UPDATE rss_item SET pubDate = 99999999999 WHERE id = 1")
        conn.commit()
    done = readnow("import", str(path), "--json")
    assert (done.status, done.json["articles"]) == (0, 2)
    titles = {one["title"]: one["link"] for one in listed(readnow)}
    assert titles == {"Red": "", "12": ""}
    assert readnow("doctor").status == 0


def test_while_newsboat_writes(readnow: Readnow, home: Path) -> None:
    with closing(sqlite3.connect(home / "cache.db", isolation_level=None)) as conn:
        conn.execute("BEGIN EXCLUSIVE")
        conn.execute("UPDATE rss_item SET unread = 0")
        assert readnow("import", str(home), "--json").json["articles"] == 4
        conn.execute("ROLLBACK")
    assert readnow("count", "is:unread feed:example").out == "2\n"


# -- with newsboat itself


def document(kind: str, numbers: range, host: str) -> bytes:
    """Feeds of the kinds that newsboat names in its own ways."""
    parts = {
        "ids": "<guid isPermaLink='false'>id-{n}</guid><link>{host}/{n}?a=1&amp;b=2</link><pubDate>{date}</pubDate>",
        "links": "<link>{host}/{n}?a=1&amp;b=2#part</link><pubDate>{date}</pubDate>",
        "undated": "<link>{host}/{n}</link>",
        "titles": "<pubDate>{date}</pubDate>",
        "relative": "<link>/page/{n}</link>",
    }
    entries = "".join(
        f"<item><title>Story {n} of {kind} &amp;amp; more</title>"
        + parts[kind].format(n=n, host=host, date=f"Tue, {1 + n % 28:02} Sep 2026 09:46:40 GMT")
        + f"<description>&lt;p&gt;Words {n}&lt;/p&gt; of &lt;a href='/x'&gt;it&lt;/a&gt;</description></item>"
        for n in numbers
    )
    text = f"<rss version='2.0'><channel><title>{kind}</title><link>{host}/</link>{entries}</channel></rss>"
    return text.encode()


KINDS = ("ids", "links", "undated", "titles", "relative")


@needs_newsboat
def test_what_newsboat_itself_has_kept(readnow: Readnow, web: Web, tmp_path: Path) -> None:
    home = tmp_path / "newsboat"
    home.mkdir()
    host = web.url("").rstrip("/")
    for kind in KINDS:
        web.answers[f"/{kind}"] = Answer(document(kind, range(20), host))
    (home / "urls").write_text("".join(f'{web.url(f"/{kind}")} {kind} "~My {kind}"\n' for kind in KINDS))
    files = ["-u", str(home / "urls"), "-c", str(home / "cache.db"), "-C", "/dev/null"]
    command = ["newsboat", *files, "-x", "reload"]
    subprocess.run(command, check=True, timeout=60, env={**os.environ, "HOME": str(tmp_path)})
    with closing(sqlite3.connect(home / "cache.db")) as conn:
        conn.execute("UPDATE rss_item SET unread = 0 WHERE id % 2 = 0")
        conn.execute("UPDATE rss_item SET flags = 's' WHERE id % 9 = 0")
        conn.execute("UPDATE rss_item SET deleted = 1 WHERE id % 20 = 7")
        conn.commit()
        rows = conn.execute(
            "SELECT title, unread, ifnull(flags, '') FROM rss_item WHERE NOT deleted"
        ).fetchall()
    wanted = sorted((title.replace("&amp;", "&"), not unread, flags == "s") for title, unread, flags in rows)
    found = readnow("import", str(home), "--json").json
    assert (found["articles"], found["newsboat"]["deleted"]) == (100, 5)
    assert state(readnow) == wanted
    # What comes from the feeds now is known: two are new in each, nothing is there twice or unread again.
    for kind in KINDS:
        web.answers[f"/{kind}"] = Answer(document(kind, range(22), host))
    news = readnow("refresh", "--force", "--json").json
    assert (news["new"], news["updated"], news["failed"]) == (10, 0, 0)
    later = [row for row in state(readnow) if not row[0].startswith(("Story 20 ", "Story 21 "))]
    assert later == wanted
    assert readnow("count", "is:edited").out == "0\n"
    again = readnow("import", str(home), "--json").json
    assert (again["articles"], again["marks"], again["articles_there"]) == (0, 0, 100)
    assert readnow("doctor").status == 0


def state(readnow: Readnow) -> list[tuple[str, bool, bool]]:
    return sorted((one["title"], one["read"], one["starred"]) for one in listed(readnow, "--limit", "1000"))


def test_the_way_back(readnow: Readnow, home: Path, tmp_path: Path) -> None:
    readnow("import", str(home))
    readnow("smart", "add", "Long", "words:>500")
    done = readnow("export", "--format", "newsboat-urls")
    assert done.status == 0
    assert "“Long” was left out" in done.err
    assert done.out.splitlines() == [
        f'{FEED} tech "~The A"',
        f'{OTHER} tech news ~b.example "!"',
        '"query:Fresh:unread = \\"yes\\"" smart',
    ]
    written = tmp_path / "back"
    assert (
        readnow("export", "--format", "newsboat-urls", str(written)).out == f"2 feeds written to {written}.\n"
    )
    again = readnow("import", str(written), "--json").json
    assert (again["added"], len(again["already"]), again["smart_feeds"]) == ([], 2, 0)
