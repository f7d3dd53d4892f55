"""The same story in several feeds, on the command line: each is listed, and says where else; marks are for all."""

import pytest

from tests.cli.conftest import Readnow
from tests.support.documents import rss
from tests.support.web import Answer, Web

TEXT = "The ferry sailed again on Monday evening, four months after cracks were found in its frames. " * 3
STORY = (
    "<item><title>Night ferry across the harbour sails again</title><guid>{0}</guid>"
    "<link>https://{0}.example/ferry</link><pubDate>Fri, 28 Nov 2025 23:30:00 GMT</pubDate>"
    f"<description>{TEXT}</description></item>"
)


@pytest.fixture(autouse=True)
def filled(readnow: Readnow, web: Web) -> None:
    """Two feeds with one story, unread."""
    for name in ("courier", "gazette"):
        web.answers[f"/{name}"] = Answer(rss(f"Only {name}", feed=name.title(), items=STORY.format(name)))
        readnow("add", web.url(f"/{name}"))
    readnow("mark", "unread", "--query", "ferry")
    assert readnow("doctor", "--repair").status == 0


def test_each_is_listed_and_says_where_else(readnow: Readnow) -> None:
    found = readnow("list", "ferry", "--json").json["articles"]
    assert [[copy["feed"] for copy in article["also_in"]] for article in found] == [["Courier"], ["Gazette"]]
    assert readnow("count", "ferry").out == "2\n"
    assert readnow("count", "ferry", "is:folded").out == "1\n"
    assert readnow("count", "--", "ferry", "-is:folded").out == "1\n"


def test_marks_are_for_all_of_it(readnow: Readnow) -> None:
    first = readnow("list", "ferry", "--json").json["articles"][0]["id"]
    readnow("mark", "read", str(first))
    assert readnow("count", "ferry", "is:unread").out == "0\n"
    readnow("undo")
    assert readnow("count", "ferry", "is:unread").out == "2\n"


def test_a_feed_by_itself(readnow: Readnow) -> None:
    feed = readnow("feeds", "--json").json["feeds"][0]["id"]
    assert readnow("edit", str(feed), "folds=no").status == 0
    assert readnow("count", "is:folded").out == "0\n"
    first = readnow("list", "ferry", "--json").json["articles"][0]["id"]
    readnow("mark", "read", str(first))
    assert readnow("count", "ferry", "is:unread").out == "1\n"


def test_the_doctor_looks_the_groups_over(readnow: Readnow) -> None:
    assert "1 article shown under the same story of another feed." in readnow("doctor").out
    assert readnow("doctor", "--json").json["stories"] == {"folded": 1, "waiting": 0, "wrong": []}
