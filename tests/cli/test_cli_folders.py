"""Folders on the command line: made, renamed, moved, arranged, removed; feeds in several of them."""

import pytest

from tests.cli.conftest import Readnow
from tests.support.documents import rss
from tests.support.web import Answer, Web


@pytest.fixture
def filled(readnow: Readnow) -> Readnow:
    """Three feeds, which cannot be fetched, the first two in a folder."""
    for name, folder in (("a", "News"), ("b", "News"), ("c", "")):
        readnow("add", f"http://127.0.0.1:9/{name}", "--title", name, "--folder", folder)
    return readnow


def placed(readnow: Readnow) -> list[tuple[str, list[str]]]:
    """Feeds with their folders, in the order of the feed list."""
    return [(feed["title"], feed["folders"]) for feed in readnow("feeds", "--json").json["feeds"]]


def listed(readnow: Readnow) -> list[tuple[str, int]]:
    """Folders with the number of their feeds."""
    return [(one["folder"], one["feeds"]) for one in readnow("folder", "list", "--json").json["folders"]]


def test_an_empty_folder_stays_until_it_is_removed(filled: Readnow) -> None:
    assert filled("folder", "add", "News/Local").out == "The folder News/Local is made.\n"
    assert listed(filled) == [("News", 2), ("News/Local", 0)]
    again = filled("folder", "add", "News/Local/")
    assert (again.status, again.out) == (1, "")
    assert "There is a folder “News/Local” already." in again.err
    assert filled("folder", "remove", "News/Local").status == 0
    assert listed(filled) == [("News", 2)]
    assert filled("undo").status == 0
    assert listed(filled) == [("News", 2), ("News/Local", 0)]
    assert filled("folder", "list").out.split() == ["0", "0", "2", "News", "0", "0", "0", "News/Local"]


def test_a_folder_is_renamed_moved_and_removed_with_its_feeds_left(filled: Readnow) -> None:
    filled("folder", "add", "Press")
    assert filled("edit", "News/", "title=Daily", "folder=Press/Today").out == "Press/Today/Daily/\n"
    assert placed(filled)[0] == ("a", ["Press/Today/Daily"])
    assert (
        filled("folder", "remove", "Press/Today").out == "Removed the folder Press/Today; its 2 feeds stay.\n"
    )
    assert placed(filled)[1] == ("b", ["Press/Daily"])
    for _ in range(3):
        filled("undo")
    assert placed(filled)[1] == ("b", ["News"])
    assert listed(filled) == [("News", 2), ("Press", 0)]


def test_a_feed_in_several_folders_is_listed_in_each(filled: Readnow) -> None:
    assert filled("edit", "a", "folder=+Sea/Ports").out.startswith("1: “a”, News, Sea/Ports, ")
    filled("edit", "a", "folder=+Sea")
    assert placed(filled)[0] == ("a", ["News", "Sea", "Sea/Ports"])
    assert listed(filled) == [("News", 2), ("Sea", 1), ("Sea/Ports", 1)]
    assert filled("edit", "a", "folder=-News").status == 0
    missing = filled("edit", "a", "folder=-Nowhere")
    assert (missing.status, "“a” is not in the folder “Nowhere”." in missing.err) == (1, True)
    assert listed(filled) == [("News", 1), ("Sea", 1), ("Sea/Ports", 1)]
    filled("edit", "a", "folder=")
    assert placed(filled) == [("b", ["News"]), ("a", []), ("c", [])]
    filled("undo")
    assert ("a", ["Sea", "Sea/Ports"]) in placed(filled)


def test_feeds_and_folders_are_put_in_order(filled: Readnow) -> None:
    filled("folder", "add", "Sea")
    filled("edit", "a", "position=down")
    assert [title for title, _ in placed(filled)] == ["b", "a", "c"]
    filled("edit", "a", "position=1")
    filled("edit", "Sea/", "position=first")
    assert [title for title, _ in placed(filled)] == ["a", "b", "c"]
    assert [path for path, _ in listed(filled)] == ["Sea", "News"]
    filled("undo")
    assert [path for path, _ in listed(filled)] == ["News", "Sea"]


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        (["edit", "News/", "folder=News"], 1, "The folder “News” cannot be put into itself."),
        (["edit", "News/", "title=a/b"], 1, "A folder needs a name, without “/” in it."),
        (["edit", "News/", "title="], 1, "A folder needs a name, without “/” in it."),
        (["edit", "Nowhere/", "title=x"], 1, "There is no folder “Nowhere”."),
        (["edit", "a", "position=middle"], 2, "position takes up, down, first, last, or a number"),
        (["folder", "remove", "Nowhere"], 1, "There is no folder “Nowhere”."),
        (["folder", "add", "/"], 1, "A folder needs a name."),
        (["folder", "add", f"News/{'n' * 201}"], 1, "The name of a folder has at most 200 characters."),
    ],
)
def test_what_cannot_be_done_with_folders(filled: Readnow, words: list[str], status: int, said: str) -> None:
    before = placed(filled)
    done = filled(*words)
    assert (done.status, done.out) == (status, "")
    assert said in done.err
    assert placed(filled) == before


def test_a_feed_that_is_left_out_of_all(readnow: Readnow, web: Web) -> None:
    for name, titles in (("quiet", ("a", "b")), ("loud", ("c", "d", "e"))):
        web.answers[f"/{name}"] = Answer(rss(*titles, feed=name))
        readnow("add", web.url(f"/{name}"), "--folder", "News")
    readnow("mark", "unread", "--query", "")
    assert readnow("count", "is:unread").out == "5\n"
    assert "   in_all=no\n" in readnow("edit", "loud", "in_all=no").out
    assert readnow("count", "is:unread").out == readnow("count").out == "2\n"
    assert {one["feed"] for one in readnow("list", "--json").json["articles"]} == {"quiet"}
    for query in ("feed:loud", "folder:news feed:loud"):
        assert readnow("count", query).out == "3\n"
    assert readnow("count", "folder:news").out == "5\n"
    assert [one["unread"] for one in readnow("folder", "list", "--json").json["folders"]] == [5]
    assert readnow("mark", "read", "--query", "").status == 0
    assert readnow("count", "feed:loud", "is:unread").out == "3\n"
    assert readnow("feeds", "--json").json["feeds"][1]["settings"]["in_all"] == "no"
    readnow("undo")
    readnow("undo")
    assert readnow("count", "is:unread").out == "5\n"
    readnow("edit", "loud", "in_all=no")
    readnow("edit", "loud", "in_all=")
    assert readnow("count").out == "5\n"
