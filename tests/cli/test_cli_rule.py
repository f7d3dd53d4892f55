"""`readnow rule`: rules from a shell, and what they do to what comes and to what is stored."""

import pytest

from tests.cli.conftest import Readnow
from tests.support.documents import rss
from tests.support.web import Answer, Web


@pytest.fixture(autouse=True)
def filled(readnow: Readnow, web: Web) -> None:
    """One feed with three unread articles."""
    web.answers["/feed"] = Answer(rss("Red boat", "Blue boat", "The sea", feed="Harbour"))
    readnow("add", web.url("/feed"))
    readnow("mark", "unread", "--query", "feed:harbour")


def titles(readnow: Readnow, *query: str) -> set[str]:
    return {article["title"] for article in readnow("list", *query, "--json").json["articles"]}


def test_a_rule_from_beginning_to_end(readnow: Readnow, web: Web) -> None:
    assert "There are no rules yet." in readnow("rule", "list").err
    done = readnow("rule", "preview", "boat", "--do", "mute")
    assert done.out.splitlines()[0] == "2 articles would be taken."
    assert "Harbour  Red boat" in done.out
    made = readnow("rule", "add", "Boats", "title:boat", "--do", "mute", "--do", "tag:At sea")
    assert made.out == "The rule “Boats” is made (1).\n"
    assert titles(readnow) == {"Red boat", "Blue boat", "The sea"}
    assert readnow("rule", "apply", "boats").out == "The rule “Boats” took 2 articles, 2 of them hidden.\n"
    assert titles(readnow) == {"The sea"}
    assert titles(readnow, "is:muted") == {"Red boat", "Blue boat"}
    web.answers["/feed"] = Answer(rss("Green boat", "Red boat", "Blue boat", "The sea", feed="Harbour"))
    assert readnow("refresh", "--force", "--json").json["new"] == 0
    (listed,) = readnow("rule", "list", "--json").json["rules"]
    assert listed["last_hit"].endswith("Z")
    assert {name: listed[name] for name in ("id", "name", "query", "actions", "on", "hits", "muted")} == {
        "id": 1,
        "name": "Boats",
        "query": "title:boat",
        "actions": ["mute", "tag:At sea"],
        "on": True,
        "hits": 3,
        "muted": 3,
    }
    assert readnow("rule", "off", "1").out == "The rule “Boats” is switched off; 3 articles given back.\n"
    assert readnow("count", "boat").out == "3\n"
    assert "off" in readnow("rule", "list").out
    assert readnow("rule", "on", "Boats").out == "The rule “Boats” is switched on.\n"
    assert readnow("rule", "apply", "Boats", "--json").json["taken"] == 3
    assert readnow("rule", "remove", "boats").out == "The rule “Boats” is removed.\n"
    assert readnow("rule", "list", "--json").json == {"rules": []}


def test_what_is_kept_is_not_muted_and_the_preview_knows(readnow: Readnow) -> None:
    readnow("mark", "starred", "--query", "red")
    assert readnow("rule", "preview", "boat", "--do", "mute", "--json").json["count"] == 1
    assert readnow("rule", "preview", "boat", "--do", "read", "--limit", "1", "--json").json["count"] == 2
    done = readnow("rule", "add", "Boats", "boat", "--do", "mute", "--apply")
    assert done.out == "The rule “Boats” is made (1); 1 article taken.\n"
    assert titles(readnow) == {"Red boat", "The sea"}
    assert readnow("undo").status == 0
    assert titles(readnow) == {"Red boat", "Blue boat", "The sea"}
    assert readnow("redo").status == 0
    assert titles(readnow) == {"Red boat", "The sea"}


def test_for_a_week(readnow: Readnow) -> None:
    made = readnow("rule", "add", "Boats", "boat", "--do", "mute", "--for", "week", "--json").json
    assert made["until"] > made["made"]
    assert "until " in readnow("rule", "list").out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("add", "x", "is:nothing", "--do", "mute"), "There is no state"),
        (("add", "x", "boat"), "needs something to do"),
        (("add", "x", "boat", "--do", "fly"), "“fly” is nothing that a rule does. There is: mute, read,"),
        (("add", "x", "boat", "--do", "tag:"), "“tag:” is nothing that a rule does."),
        (("add", "x", "boat", "--do", "tag:a,b"), "“a,b” can be no tag"),
        (("add", "n" * 101, "boat", "--do", "mute"), "The name of a rule has at most 100 characters."),
        (("add", "x", "(" * 30, "--do", "mute"), "too many brackets"),
        (("add", "x", "boat " * 150, "--do", "mute"), "too many parts"),
        (("add", "x", "/(a{1,900}){1,900}/", "--do", "mute"), "pattern"),
        (("apply", "x"), "No rule is called “x”."),
        (("off", "7"), "No rule is called “7”."),
        (("preview", "feed:nowhere"), "No feed is called “nowhere”."),
    ],
)
def test_what_is_refused(readnow: Readnow, arguments: tuple[str, ...], said: str) -> None:
    done = readnow("rule", *arguments)
    assert done.status == 1
    assert said in done.err
    assert readnow("rule", "list", "--json").json == {"rules": []}


def test_a_rule_that_went_off_by_itself_says_why(readnow: Readnow, web: Web) -> None:
    readnow("rule", "add", "Boats", "feed:harbour boat", "--do", "mute")
    readnow("edit", "1", "title=Elsewhere")
    web.answers["/feed"] = Answer(rss("Green boat", feed="Harbour"))
    readnow("refresh", "--force")
    done = readnow("rule", "list")
    assert "The rule “Boats” was switched off by itself. Its query cannot be read any more" in done.err
    assert readnow("rule", "on", "boats").status == 1
