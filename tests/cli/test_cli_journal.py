"""`readnow undo`, `redo` and `history`."""

import re

import pytest

from tests.cli.conftest import Readnow
from tests.support.documents import rss
from tests.support.web import Answer, Web


@pytest.fixture(autouse=True)
def address(readnow: Readnow, web: Web) -> str:
    """A feed with three unread articles, which makes two entries."""
    web.answers["/feed"] = Answer(rss("Three", "Two", "One", feed="Harbour"))
    readnow("add", web.url("/feed"))
    readnow("mark", "unread", "--query", "feed:harbour")
    return web.url("/feed")


def unread(readnow: Readnow) -> int:
    return int(readnow("count", "is:unread").out)


def test_undo_and_redo(readnow: Readnow) -> None:
    readnow("mark", "read", "--query", "feed:harbour")
    assert unread(readnow) == 0
    done = readnow("undo")
    assert (done.status, done.out) == (0, "Undone: mark 3 articles read.\n")
    assert unread(readnow) == 3
    done = readnow("redo")
    assert (done.status, done.out) == (0, "Done again: mark 3 articles read.\n")
    assert unread(readnow) == 0
    assert readnow("redo").err == "There is nothing to redo.\n"
    assert readnow("redo").status == 1


def test_unsubscribing_is_taken_back(readnow: Readnow, address: str) -> None:
    readnow("remove", "Harbour")
    assert readnow("undo").out == "Undone: unsubscribe from “Harbour”.\n"
    assert unread(readnow) == 3
    assert readnow("undo").out == "Undone: mark 3 articles unread.\n"
    assert readnow("undo").out == "Undone: subscribe to “127.0.0.1”.\n"
    assert readnow("undo").err == "There is nothing to undo.\n"
    assert readnow("feeds", "--json").json == {"feeds": []}


def test_what_could_not_be_undone_is_said(readnow: Readnow) -> None:
    readnow("edit", "Harbour", "title=Port", "paused=yes")
    readnow("undo")
    done = readnow("undo", "--json")
    assert done.status == 0
    assert done.json["undone"][0]["what"] == "Rename “Harbour” “Port”"
    assert done.json["undone"][0]["notes"] == []


def test_history(readnow: Readnow) -> None:
    readnow("mark", "read", "--query", "one")
    readnow("mark", "starred", "--query", "two")
    readnow("undo")
    lines = readnow("history").out.splitlines()
    assert [re.sub(r"^ *\d+  \S+ \S+  ", "", line) for line in lines] == [
        "Star 1 article  (undone)",
        "Mark 1 article read",
        "Mark 3 articles unread",
        "Subscribe to “127.0.0.1”",
    ]
    document = readnow("history", "--json", "--limit", "2").json
    assert [(entry["what"], entry["undone"]) for entry in document["entries"]] == [
        ("Star 1 article", True),
        ("Mark 1 article read", False),
    ]
    assert document["entries"][0]["at"].endswith("Z")


def test_back_to_an_entry(readnow: Readnow) -> None:
    for word in ("one", "two", "three"):
        readnow("mark", "read", "--query", word)
    entries = readnow("history", "--json").json["entries"]
    done = readnow("undo", "--to", str(entries[1]["id"]))
    assert done.out == "Undone: mark 1 article read.\n" * 2
    assert unread(readnow) == 2
    done = readnow("undo", "--to", str(entries[1]["id"]))
    assert done.status == 1
    assert "There is nothing to undo with the number" in done.err


def test_the_history_can_be_cut_short(readnow: Readnow) -> None:
    done = readnow("history", "--limit", "1", "--json")
    assert len(done.json["entries"]) == 1
