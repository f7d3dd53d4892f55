"""`readnow backup`: a copy that is a library."""

import sqlite3
from contextlib import closing
from pathlib import Path

from tests.cli.conftest import Readnow
from tests.support.documents import rss
from tests.support.web import Answer, Web


def test_a_copy_is_made_where_it_is_wanted(readnow: Readnow, web: Web, folder: Path, tmp_path: Path) -> None:
    web.answers["/feed"] = Answer(rss("One", "Two", feed="Harbour"))
    readnow("add", web.url("/feed"))
    done = readnow("backup", str(tmp_path / "copies"), "--json")
    assert (done.status, done.err) == (0, "")
    made = Path(done.json["path"])
    assert (made.parent, made.stat().st_size) == (tmp_path / "copies", done.json["size"])
    with closing(sqlite3.connect(made)) as conn:
        assert conn.execute("SELECT count(*) FROM article").fetchone() == (2,)
    done = readnow("backup")
    assert done.out.endswith("complete and checked.\n")
    (kept,) = (folder / "backups").iterdir()
    assert str(kept) in done.out


def test_a_place_that_is_none(readnow: Readnow, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    for place in (str(tmp_path / "file"), "~nobody-of-that-name/x"):
        done = readnow("backup", place)
        assert (done.status, done.out) == (1, "")
        assert "cannot be used as a folder" in done.err
