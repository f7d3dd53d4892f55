"""`readnow smart`, and smart feeds in the queries of other commands."""

import pytest

from tests.cli.conftest import Readnow
from tests.support.documents import rss
from tests.support.web import Answer, Web


@pytest.fixture(autouse=True)
def filled(readnow: Readnow, web: Web) -> None:
    """One feed with three unread articles."""
    web.answers["/feed"] = Answer(rss("Three", "Two", "One", feed="Harbour"))
    readnow("add", web.url("/feed"))
    readnow("mark", "unread", "--query", "feed:harbour")


def test_a_smart_feed_from_beginning_to_end(readnow: Readnow) -> None:
    assert readnow("smart", "list").out == ""
    assert readnow("smart", "add", "Odd", "(one OR three)").out == "The smart feed Odd is kept (1).\n"
    done = readnow("smart", "add", "Mine too", "smart:odd", "is:unread", "--sort", "oldest", "--json")
    assert done.json == {
        "id": 2,
        "name": "Mine too",
        "query": "smart:odd is:unread",
        "sort": "oldest",
        "folder": "",
        "problem": None,
    }
    assert readnow("smart", "list").out == ("1  Odd       (one OR three)\n2  Mine too  smart:odd is:unread\n")
    assert readnow("count", "smart:odd").out == "2\n"
    readnow("mark", "read", "--query", 'smart:"mine too" one')
    assert readnow("list", "smart:Mine too", "is:unread", "--format", "{title}").out == "Three\n"
    assert readnow("smart", "edit", "1", "--query", "two", "--folder", "Own/Deep").status == 0
    assert readnow("count", 'smart:"mine too"').out == "1\n"
    assert [one["folder"] for one in readnow("smart", "list", "--json").json["smart_feeds"]] == [
        "Own/Deep",
        "",
    ]
    assert readnow("smart", "remove", "odd").out == "Removed the smart feed Odd.\n"
    listed = readnow("smart", "list", "--json").json["smart_feeds"]
    assert [(one["name"], one["problem"]) for one in listed] == [
        ("Mine too", "No smart feed is called “odd”.")
    ]
    done = readnow("count", 'smart:"mine too"')
    assert (done.status, done.out) == (1, "")
    assert "The smart feed “Mine too” cannot be read. No smart feed is called “odd”." in done.err


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        (("add", "A", "is:blue"), 1, "There is no state “blue”"),
        (("add", "A", "smart:a"), 1, "refers to itself"),
        (("add", " ", "x"), 1, "needs a name"),
        (("add", "A"), 2, "Missing argument 'QUERY...'"),
        (("edit", "nothing", "--name", "x"), 1, "No smart feed is called “nothing”."),
        (("edit", "nothing"), 2, "Say what to change"),
        (("remove", "nothing"), 1, "No smart feed is called “nothing”."),
        (("lost",), 2, "No such command 'lost'"),
        ((), 2, "Missing command"),
    ],
)
def test_what_cannot_be_is_said_and_changes_nothing(
    readnow: Readnow, words: tuple[str, ...], status: int, said: str
) -> None:
    done = readnow("smart", *words)
    assert (done.status, done.out) == (status, "")
    assert said in done.err
    assert readnow("smart", "list").out == ""
