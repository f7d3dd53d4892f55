"""`readnow tag`."""

import pytest

from tests.cli.conftest import Readnow
from tests.support.documents import rss
from tests.support.web import Answer, Web


@pytest.fixture(autouse=True)
def filled(readnow: Readnow, web: Web) -> None:
    web.answers["/feed"] = Answer(rss("Two", "One", feed="Harbour"))
    readnow("add", web.url("/feed"))


def titles(readnow: Readnow, *query: str) -> list[str]:
    return sorted(article["title"] for article in readnow("list", *query, "--json").json["articles"])


def test_from_none_to_none(readnow: Readnow) -> None:
    first, second = (article["id"] for article in readnow("list", "--json").json["articles"])
    assert "no tags yet" in readnow("tag", "list").err
    assert readnow("tag", "add", "To read", str(first), str(second)).out == "2 articles tagged.\n"
    assert readnow("tag", "add", "linux", "--query", "title:one").out == "1 article tagged.\n"
    done = readnow("tag", "add", "LINUX", str(first), "7")
    assert done.status == 1
    assert "no article with the number 7" in done.err
    assert readnow("tag", "list", "--json").json == {
        "tags": [{"name": "linux", "articles": 2}, {"name": "To read", "articles": 2}]
    }
    assert readnow("tag", "list").out == "2  linux\n2  To read\n"
    assert readnow("list", "--json").json["articles"][0]["tags"] == ["linux", "To read"]
    assert readnow("list", "two", "--format", "{tags}").out == "linux, To read\n"
    assert titles(readnow, "tag:linux", "title:one") == ["One"]
    assert titles(readnow, 'tag:"to read"') == ["One", "Two"]
    assert readnow("tag", "remove", "linux", str(first)).out == "1 article untagged.\n"
    assert readnow("tag", "rename", "LINUX", "kernel").out == "The tag is called “kernel” now.\n"
    assert readnow("tag", "merge", "kernel", "to read").status == 0
    assert readnow("tag", "remove", "to read", "--query", "one").out == "1 article untagged.\n"
    assert readnow("tag", "delete", "To Read").status == 0
    assert readnow("tag", "list", "--json").json == {"tags": []}
    assert readnow("undo").status == 0
    assert readnow("tag", "list").out == "1  To read\n"


def test_mistakes(readnow: Readnow) -> None:
    first = readnow("list", "--json").json["articles"][0]["id"]
    readnow("tag", "add", "linux", str(first))
    done = readnow("tag", "remove", "linus", str(first))
    assert (done.status, "Did you mean “linux”?" in done.err) == (1, True)
    assert "Did you mean “linux”?" in readnow("list", "tag:linus").err
    assert readnow("tag", "add", "linux").status == 2
    assert readnow("tag", "add", "a,b", str(first)).status == 1
    assert readnow("tag", "rename", "linux", " ").status == 1
