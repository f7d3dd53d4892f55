"""How much is kept: what would go is said first, goes with the next refresh, and does not come back."""

from pathlib import Path

import pytest

from tests.cli.conftest import Readnow
from tests.support.documents import rss
from tests.support.web import Answer, Web

TITLES = [f"n{n}" for n in range(9, 0, -1)]


@pytest.fixture
def filled(readnow: Readnow, web: Web) -> Web:
    """A feed with nine articles that were read."""
    web.answers["/feed"] = Answer(rss(*TITLES, feed="Harbour"))
    readnow("add", web.url("/feed"), "--folder", "News")
    readnow("mark", "read", "--query", "")
    return web


def total(readnow: Readnow) -> int:
    (feed,) = readnow("feeds", "--json").json["feeds"]
    return int(feed["total"])


def test_what_would_go_is_said_and_nothing_goes(readnow: Readnow, filled: Web) -> None:
    done = readnow("edit", "1", "keep=4", "--dry-run")
    assert (done.status, done.err) == (0, "")
    assert done.out.startswith("5 articles would go, ")
    assert readnow("edit", "1", "keep=90d", "--dry-run").out == "Nothing would go.\n"
    assert total(readnow) == 9
    assert readnow("doctor", "--json").json["past_their_time"] == []


def test_it_goes_with_the_next_refresh_and_stays_away(readnow: Readnow, filled: Web) -> None:
    done = readnow("edit", "1", "keep=4")
    assert "   keep=4\n5 articles will go with the next refresh, " in done.out
    (going,) = readnow("doctor", "--json").json["past_their_time"]
    assert (going["feed_id"], going["articles"]) == (1, 5)
    assert "5 articles are past their time" in readnow("doctor").out
    assert readnow("refresh").status == 0
    assert total(readnow) == 4
    filled.answers["/feed"] = Answer(rss("newest", *TITLES, feed="Harbour"))
    assert readnow("refresh", "--force", "--json").json["new"] == 1
    assert total(readnow) == 5
    assert readnow("count", "is:unread").out == "1\n"
    assert readnow("doctor").status == 0


def test_a_folder_says_it_for_its_feeds(readnow: Readnow, filled: Web) -> None:
    done = readnow("edit", "News/", "keep=2", "--dry-run")
    assert done.out.startswith("7 articles would go, ")
    assert readnow("edit", "News/", "keep=2").status == 0
    readnow("refresh")
    assert total(readnow) == 2


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        (["1", "keep=soon"], 1, "keep takes forever, a time such as 90d"),
        (["1", "keep=soon", "--dry-run"], 1, "keep takes forever, a time such as 90d"),
        (["News/", "keep=0"], 1, "keep takes forever, a time such as 90d"),
        (["Nowhere/", "keep=3"], 1, "There is no folder “Nowhere”."),
        (["News/", "paused=yes"], 2, "with one of title, folder, position, keep as the key."),
    ],
)
def test_what_cannot_be_set(readnow: Readnow, filled: Web, words: list[str], status: int, said: str) -> None:
    done = readnow("edit", *words)
    assert (done.status, done.out) == (status, "")
    assert said in done.err


def test_the_configuration_says_it_for_all(readnow: Readnow, filled: Web, folder: Path) -> None:
    config = folder.parent / "config.toml"
    config.write_text(config.read_text() + '[feeds]\nkeep = "3"\n')
    assert readnow("doctor", "--json").json["past_their_time"][0]["articles"] == 6
    readnow("edit", "1", "keep=forever")
    assert readnow("doctor", "--json").json["past_their_time"] == []
    readnow("edit", "1", "keep=")
    readnow("refresh")
    assert total(readnow) == 3


def test_much_room_is_told_of_and_given_back(readnow: Readnow, web: Web, folder: Path) -> None:
    web.answers["/feed"] = Answer(rss(*(f"{n} " + "long " * 300 for n in range(400)), feed="Harbour"))
    readnow("add", web.url("/feed"))
    readnow("mark", "read", "--query", "")
    assert "gives that back" not in readnow("doctor").out
    readnow("edit", "1", "keep=3")
    while total(readnow) > 3:
        readnow("refresh")
    before = (folder / "readnow.db").stat().st_size
    assert (
        "MB of it free to be used again; `readnow doctor --repair` gives that back." in readnow("doctor").out
    )
    found = readnow("doctor", "--repair", "--json").json
    assert found["ok"]
    assert 3 * found["free"] < found["size"] < 0.7 * before
    assert (folder / "readnow.db").stat().st_size < 0.7 * before
